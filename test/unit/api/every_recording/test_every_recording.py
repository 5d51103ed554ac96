"""Everything that was ever recorded of a real server is understood, through the call that would have asked for it."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Dict, Iterator
from urllib.parse import parse_qsl, urlsplit

import pytest
from nadir.core.api.client import Client
from nadir.core.api.network import NetworkOptions
from nadir.core.api.retry import RetryPolicy
from nadir.core.api.session import Session
from nadir.test.unit.api.every_recording import files, others, plugins, projects, rasters, tasks
from nadir.test.unit.api.every_recording.rows import Row, Sent, content_of, plain, recorded_content, reply_of
from nadir.test.unit.api.scripted_server import RECORDINGS, Reply, Request, ScriptedServer, recorded, recording

TABLES = (projects.ROWS, tasks.ROWS, rasters.ROWS, files.ROWS, plugins.ROWS, others.ROWS)
ROWS: Dict[str, Row] = {name: row for table in TABLES for name, row in table.items()}
NAMES = sorted(path.stem for path in RECORDINGS.glob("*.json") if path.stem != "swagger")


@pytest.fixture(scope="module")
def server() -> Iterator[ScriptedServer]:
    """One for all recordings: three hundred would take their time to start and stop."""
    scripted = ScriptedServer()
    yield scripted
    scripted.close()


@pytest.fixture(scope="module")
def client(server: ScriptedServer) -> Iterator[Client]:
    network, quick = NetworkOptions(connect_timeout=5.0, read_timeout=5.0), RetryPolicy(attempts=3, first=0.01)
    session = Session(server.url, "admin", "secret", network, retry=quick)
    yield Client(session)
    session.close()


def test_the_table_is_complete_and_nothing_is_in_it_twice() -> None:
    assert sorted(ROWS) == NAMES
    assert sum(len(table) for table in TABLES) == len(ROWS)


@pytest.mark.parametrize("name", NAMES)
def test_a_recorded_exchange(name: str, server: ScriptedServer, client: Client, tmp_path: Path) -> None:
    row, exchange = ROWS[name], recording(name)
    method, target = exchange["request"].split(" ")[:2]
    server.forget()
    server.on("POST", "/api/token-auth/", recorded("auth_token_json_ok"))
    client.session.log_in()
    server.requests.clear()
    server.on(method, urlsplit(target).path, *(reply_of(each) for each in row.answers or (name,)))
    server.on_anything(lambda request: _other(request, row))
    if isinstance(row.expected, type):
        with pytest.raises(row.expected) as caught:
            row.call(client, tmp_path)
        assert type(caught.value) is row.expected
        assert caught.value.summary
        assert caught.value.detail
    else:
        row.expected(row.call(client, tmp_path))
    made = [item for item in server.requests if (item.method, item.path) == (method, urlsplit(target).path)]
    assert made, f"the call never asked for {target}"
    assert any(_agrees(item, target, exchange, row) for item in made), [
        (item.query, content_of(item)) for item in made
    ]


def _other(request: Request, row: Row) -> Reply:
    """Answers to what the call asks besides."""
    asked = f"{request.method} {request.path}"
    if asked in row.others:
        content = row.others[asked]
        return Reply(404, {"detail": "Not found."}) if content is None else Reply(200, content)
    return Reply(200, []) if request.method == "GET" else Reply(404, {"detail": "Not found."})


def _agrees(request: Request, target: str, exchange: Dict[str, Any], row: Row) -> bool:
    if row.sent is Sent.BARE:
        return True
    body, recorded_body = (
        {key: value for key, value in content.items() if key not in row.ignoring}
        for content in (content_of(request), recorded_content(exchange))
    )
    query = dict(parse_qsl(urlsplit(target).query))
    return _compare(plain(request.query), plain(query), row.sent) and _compare(
        plain(body), plain(recorded_body), row.sent
    )


def _compare(sent: Any, wanted: Any, how: Sent) -> bool:
    if how is Sent.SAME:
        return bool(sent == wanted)
    smaller, larger = (wanted, sent) if how is Sent.MORE else (sent, wanted)
    return all(key in larger and larger[key] == value for key, value in smaller.items())
