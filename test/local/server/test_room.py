"""A request that does not fit on the disk is answered, and takes no room."""
from __future__ import annotations

import http.client
import shutil
import socket
import threading
from collections import namedtuple
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from nadir_server.data_folder import KEPT_FREE, DataFolder
from nadir_server.serving import open_server, port_of
from running_server import RunningServer

MB = 1024 * 1024
FULL = {"detail": "The server's disk is full. Free some space and try again."}
usage = namedtuple("usage", "total used free")


def count_body(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """An application that answers with the size of the body it got."""
    size = 0
    while data := environ["wsgi.input"].read(MB):
        size += len(data)
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [str(size).encode()]


@pytest.fixture()
def port(tmp_path: Path) -> Iterator[int]:
    """The listening end of the server, with that application behind it."""
    data = DataFolder(tmp_path / "data")
    data.make()
    server = open_server(count_body, data, "127.0.0.1", 0)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield port_of(server)
    server.close()


def with_free(monkeypatch: pytest.MonkeyPatch, free: int) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: usage(0, 0, free))


def post(port: int, body: Any, **headers: str) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("POST", "/", body, headers)
    answer = connection.getresponse()
    return answer.status, answer.read()


def test_a_body_that_does_not_fit_is_answered_and_not_kept(
    port: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with_free(monkeypatch, KEPT_FREE + 2 * 40 * MB - 1)
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("POST", "/", bytes(40 * MB))
    answer = connection.getresponse()
    assert (answer.status, answer.getheader("Content-Type")) == (507, "application/json")
    assert answer.read() == b'{"detail": "%s"}' % FULL["detail"].encode()
    assert list((tmp_path / "data" / "tmp").iterdir()) == []
    with_free(monkeypatch, KEPT_FREE + 2 * 40 * MB)
    assert post(port, bytes(40 * MB)) == (200, b"%d" % (40 * MB))


def test_on_a_full_disk_small_requests_still_come_through(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    with_free(monkeypatch, 0)
    assert post(port, bytes(1000)) == (200, b"1000")
    assert post(port, b"") == (200, b"0")


def test_a_body_without_a_size_is_watched_while_it_comes(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    pieces = [bytes(MB)] * 60
    with_free(monkeypatch, KEPT_FREE + 40 * MB)
    assert post(port, iter(pieces))[0] == 507
    with_free(monkeypatch, KEPT_FREE + 80 * MB)
    assert post(port, iter(pieces)) == (200, b"%d" % (60 * MB))


def test_who_asks_first_hears_it_at_once(own_server: RunningServer) -> None:
    """The real server, and a body that fits on no disk."""
    with socket.create_connection(("127.0.0.1", own_server.port), timeout=20) as client:
        head = f"POST /api/projects/1/tasks/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {10**15}\r\n"
        client.sendall(head.encode() + b"Expect: 100-continue\r\n\r\n")
        answer = b"".join(iter(lambda: client.recv(4096), b""))
    assert answer.startswith(b"HTTP/1.1 507 Insufficient Storage\r\n")
    assert FULL["detail"].encode() in answer
    assert own_server.call("GET", "/api/projects/").status_code == 200
