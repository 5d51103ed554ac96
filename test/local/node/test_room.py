"""What does not fit on the disk is refused in words, and takes no room."""

from __future__ import annotations

import http.client
import json
import shutil
import socket
import threading
from collections import namedtuple
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
import waitress
from nadir_engine.serve.room import KEPT_FREE, watch_room

MB = 1 << 20
usage = namedtuple("usage", "total used free")


def count_body(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """An application that answers with the size of the body that it got."""
    size = 0
    while data := environ["wsgi.input"].read(MB):
        size += len(data)
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [str(size).encode()]


@pytest.fixture(params=["127.0.0.1", "localhost"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[str, int]]:
    """The listening end of a node with that application behind it; a name may stand for several addresses."""
    server = waitress.create_server(count_body, host=request.param, port=0, max_request_body_size=1 << 44)
    watch_room(server, tmp_path)
    multiple = isinstance(server, waitress.server.MultiSocketServer)
    host, port = server.effective_listen[0] if multiple else (request.param, server.effective_port)
    threading.Thread(target=server.run, daemon=True).start()
    yield host, int(port)
    server.close()


def with_free(monkeypatch: pytest.MonkeyPatch, free: int) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: usage(0, 0, free))


def post(address: tuple[str, int], body: Any) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection(*address, timeout=20)
    connection.request("POST", "/task/new", body)
    answer = connection.getresponse()
    return answer.status, answer.read()


def test_a_body_that_does_not_fit_is_refused_in_words(address: tuple[str, int], monkeypatch: pytest.MonkeyPatch) -> None:
    with_free(monkeypatch, KEPT_FREE + 2 * 40 * MB - 1)
    status, text = post(address, bytes(40 * MB))
    assert status == 507
    assert "disk is full" in json.loads(text)["error"]
    with_free(monkeypatch, KEPT_FREE + 2 * 40 * MB)
    assert post(address, bytes(40 * MB)) == (200, b"%d" % (40 * MB))


def test_small_requests_come_through_on_a_full_disk(address: tuple[str, int], monkeypatch: pytest.MonkeyPatch) -> None:
    with_free(monkeypatch, 0)
    assert post(address, bytes(1000)) == (200, b"1000")
    assert post(address, b"") == (200, b"0")


def test_a_body_without_a_size_is_watched(address: tuple[str, int], monkeypatch: pytest.MonkeyPatch) -> None:
    pieces = [bytes(MB)] * 60
    with_free(monkeypatch, KEPT_FREE + 40 * MB)
    assert post(address, iter(pieces))[0] == 507
    with_free(monkeypatch, KEPT_FREE + 80 * MB)
    assert post(address, iter(pieces)) == (200, b"%d" % (60 * MB))


def test_the_node_tells_who_asks_first_at_once(node: Any) -> None:
    with socket.create_connection(("127.0.0.1", node.port), timeout=20) as client:
        head = f"POST /task/new HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {10**13}\r\n"
        client.sendall(head.encode() + b"Expect: 100-continue\r\n\r\n")
        answer = b"".join(iter(lambda: client.recv(4096), b""))
    assert answer.startswith(b"HTTP/1.1 507 Insufficient Storage\r\n")
    assert node.get("/info")["engine"] == "nadir"
