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

NASTY: List[Any] = [
    None, True, -1, 10**400, -(10**30), 0.5, math.nan, math.inf, "", "0", "[", "\ud800", "\x00", "<html>", "http://[",
    "99/99/9999 at 99:99:99", "2026-13-45T99:99:99Z", "𝟙", [], {}, [[]], [{}], {"": None}, [None, 1, "a", []],
]  # fmt: skip
KINDS = (
    "projects_list_unpaged", "projects_list_page1", "project_get", "project_permissions2", "project_duplicate",
    "task_get_completed", "task_patch_crop", "tasks_list", "task_duplicate", "task_output_json", "task_cancel_completed",
    "nodes_list", "nodes_options", "presets_list", "users", "groups", "admin_users", "admin_groups", "admin_profiles",
    "orthophoto_tilesjson", "orthophoto_bounds", "dsm_metadata", "orthophoto_metadata_formula", "media_list2",
    "media_geojson", "media_upload", "assets_raw_images_json", "assets_raw_shots", "plugin_volume_ok_get_plane",
    "plugin_volume_ok_plane", "workers_check_objdetect", "import_ext_init", "import_ext_upload_dsm", "scene3d_get",
    "export_ortho_gtiff", "task_upload_whole_file", "task_commit",
)  # fmt: skip
"""One recording of each kind of answer."""

SCALARS = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20), st.sampled_from(NASTY))
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
                result = copy.deepcopy(draw(VALUES))
            continue
        parent = result
        for step in way[:-1]:
            parent = parent[step]
        if draw(st.booleans()):
            parent[way[-1]] = copy.deepcopy(draw(VALUES))  # else the next damage would spoil the choice itself
        elif isinstance(parent, dict):
            del parent[way[-1]]
        else:
            parent.insert(way[-1], copy.deepcopy(draw(VALUES)))
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


def cut(content: Any, length: int = 2) -> Any:
    """The content with long lists cut, whose further items are like the first."""
    if isinstance(content, list):
        return [cut(item, length) for item in content[:length]]
    if isinstance(content, dict):
        return {key: cut(value, length) for key, value in list(content.items())[:60]}
    return content


def with_replaced(content: Any, way: Tuple[Any, ...], value: Any) -> Any:
    if not way:
        return value
    changed = list(content) if isinstance(content, list) else dict(content)
    changed[way[0]] = with_replaced(content[way[0]], way[1:], value)
    return changed


def asked(name: str, folder: Path, content: Any) -> None:
    """Make the recording's call; only errors of the client's own may come of it."""
    client = Client(Canned(json.dumps(content).encode()))
    try:
        ROWS[name].call(client, folder)
    except ApiError as error:
        assert error.summary
        assert str(error)


@pytest.mark.parametrize("name", KINDS)
def test_no_field_can_hold_anything_that_harms(name: str, folder: Path) -> None:
    content = cut(recording(name)["body"])
    for way in places(content):
        for value in NASTY:
            asked(name, folder, with_replaced(content, way, value))


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_damaged_answer_is_parsed_or_an_error(name: str, folder: Path, data: Any) -> None:
    content = data.draw(damaged(recording(name)["body"]))
    asked(name, folder, content)


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
