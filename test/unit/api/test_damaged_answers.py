"""Whatever a server's JSON has become, there is a parsed object or an error that can be shown; never a crash."""

from __future__ import annotations

import copy
import json
import math
import shutil
import tempfile
from pathlib import Path
from typing import Any, Iterator, List, Tuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from nadir.core.api.answers import Answer
from nadir.core.api.client import Client
from nadir.core.api.errors import ApiError
from nadir.core.api.fields import mapping
from nadir.core.api.session import Session
from nadir.core.api.transport import Call
from nadir.test.unit.api.every_recording.rows import Row, Sent
from nadir.test.unit.api.every_recording.test_every_recording import ROWS
from nadir.test.unit.api.scripted_server import recording

_HEAVY = ("json_body_over_10MB", "import_chunk_mid", "import_chunk_last")


def _is_parsed(name: str, row: Row) -> bool:
    exchange = recording(name)
    kind = (exchange.get("headers") or {}).get("Content-Type", "")
    good = isinstance(exchange["status"], int) and exchange["status"] < 300
    return good and "json" in kind and row.sent is not Sent.BARE and name not in _HEAVY


NAMES = sorted(name for name, row in ROWS.items() if _is_parsed(name, row))

SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20),
    st.sampled_from(
        [-1, 10**400, -(10**30), math.nan, math.inf, "", "0", "null", "\ud800", "\x00", "<html>", "[", "{}",
         "99/99/9999 at 99:99:99", "http://[", "2026-13-45T99:99:99Z", "Polygon", "NaN", "𝟙"]
    ),
)  # fmt: skip
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)


def places(content: Any, here: Tuple[Any, ...] = ()) -> Iterator[Tuple[Any, ...]]:
    """Ways to everything in a JSON value; of long lists, to the first few of it."""
    yield here
    if isinstance(content, dict):
        for key, value in content.items():
            yield from places(value, (*here, key))
    elif isinstance(content, list):
        for index, value in enumerate(content[:3]):
            yield from places(value, (*here, index))


@st.composite
def damaged(draw: Any, content: Any) -> Any:
    """The content with something in it replaced, taken away, or put in."""
    result = copy.deepcopy(content)
    for _ in range(draw(st.integers(1, 4))):
        way = draw(st.sampled_from(list(places(result))))
        if not way:
            if draw(st.integers(0, 9)) == 0:
                result = draw(VALUES)
            continue
        parent = result
        for step in way[:-1]:
            parent = parent[step]
        if draw(st.booleans()):
            parent[way[-1]] = draw(VALUES)
        elif isinstance(parent, dict):
            del parent[way[-1]]
        else:
            parent.insert(way[-1], draw(VALUES))
    return result


class Canned(Session):
    """A session whose every call gets the same answer: no network, so that thousands of answers can be tried."""

    def __init__(self, body: bytes) -> None:
        super().__init__("http://127.0.0.1:1", "admin", "secret")
        self._body = body

    def call(self, call: Call, **_: Any) -> Answer:
        body = b'{"results": []}' if call.params.get("page", "1") != "1" else self._body
        return Answer(200, {"Content-Type": "application/json"}, body, f"{self.url}{call.path}")


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    made = Path(tempfile.mkdtemp())
    yield made
    shutil.rmtree(made)


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_damaged_answer_is_parsed_or_an_error(name: str, folder: Path, data: Any) -> None:
    content = data.draw(damaged(recording(name)["body"]))
    client = Client(Canned(json.dumps(content).encode()))
    try:
        ROWS[name].call(client, folder)
    except ApiError as error:
        assert error.summary
        assert str(error)


@given(st.binary(max_size=200))
@settings(max_examples=200, deadline=None)
def test_bytes_that_are_no_json_are_an_error(body: bytes) -> None:
    client = Client(Canned(body))
    for call in (client.projects.list, client.nodes.options, client.presets.list):
        try:
            found: List[Any] = list(call())
        except ApiError:
            continue
        assert found == []


def test_what_is_nested_without_end_is_an_error() -> None:
    client = Client(Canned(b'{"a":' * 100_000))
    with pytest.raises(ApiError):
        client.projects.get("1")


def test_an_error_tells_only_the_beginning_of_what_came() -> None:
    with pytest.raises(ApiError) as caught:
        mapping(["x" * 10_000], "task")
    assert len(caught.value.detail) <= 200
