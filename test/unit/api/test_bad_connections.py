"""Servers that are not there, are something else, stall, lie or break off; and a user who does not want to wait."""

from __future__ import annotations

import gzip
import socket
import threading
import time
from pathlib import Path
from typing import Callable, Iterator

import pytest
from nadir.core.api import errors
from nadir.core.api.client import Client
from nadir.core.api.network import NetworkOptions
from nadir.core.api.session import Session
from nadir.core.errors import Cancelled
from nadir.core.transfers.downloads import Download
from nadir.test.unit.api.scripted_server import Dropped, RawServer, Reply, Request, ScriptedServer, recorded

PROJECTS = "/api/projects/"
ASSET = "/api/projects/1/tasks/t/download/dsm.tif"


@pytest.fixture
def raw() -> Iterator[Callable[[Callable[[socket.socket], None]], RawServer]]:
    servers: list[RawServer] = []

    def make(talk: Callable[[socket.socket], None]) -> RawServer:
        servers.append(RawServer(talk))
        return servers[-1]

    yield make
    for server in servers:
        server.close()


def log_in(url: str, **network: float) -> None:
    Session(url, "admin", "secret", NetworkOptions(**network)).log_in()


def unused_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


def test_a_server_that_is_not_there() -> None:
    with pytest.raises(errors.Unreachable, match="No server answers"):
        log_in(f"http://127.0.0.1:{unused_port()}")


def test_a_name_that_does_not_exist() -> None:
    with pytest.raises(errors.Unreachable, match="no computer called 'nadir.invalid'"):
        log_in("http://nadir.invalid")


def test_a_port_that_talks_like_ssh(raw) -> None:
    server = raw(lambda connection: (connection.sendall(b"SSH-2.0-OpenSSH_9.2\r\n"), connection.recv(1000)))
    with pytest.raises(errors.NotThisKindOfServer, match="not a web server"):
        log_in(server.url)


def test_https_where_the_server_speaks_http(server: ScriptedServer) -> None:
    with pytest.raises(errors.NotThisKindOfServer, match="does not speak https"):
        log_in(server.url.replace("http://", "https://"))


def test_a_server_that_says_nothing(raw) -> None:
    finish = threading.Event()
    server = raw(lambda connection: finish.wait(30))
    with pytest.raises(errors.TimedOut):
        log_in(server.url, read_timeout=0.3)
    finish.set()


def test_a_server_that_trickles(raw) -> None:
    """Each byte comes in time, the answer never: the time-out holds for the whole."""
    finish = threading.Event()

    def trickle(connection: socket.socket) -> None:
        connection.recv(10_000)
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n")
        while not finish.wait(0.05):
            try:
                connection.sendall(b" ")
            except OSError:
                return

    server = raw(trickle)
    with pytest.raises(errors.TimedOut):
        log_in(server.url, connect_timeout=0.3, read_timeout=0.3)
    finish.set()


def test_a_proxy_that_wants_a_password(raw) -> None:
    server = raw(
        lambda connection: (
            connection.recv(10_000),
            connection.sendall(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n"),
        )
    )
    session = Session("https://drone.test", "admin", "secret", NetworkOptions(proxies={"https": server.url}))
    with pytest.raises(errors.ProxyRefused, match="user name and password"):
        session.log_in()


@pytest.mark.parametrize("body", [b"x" * 2000, gzip.compress(b"x" * 2_000_000)], ids=["plain", "gzip"])
def test_an_answer_without_end_is_cut(body: bytes, server: ScriptedServer, client: Client) -> None:
    headers = {"Content-Encoding": "gzip"} if body[:2] == b"\x1f\x8b" else {}
    server.on("GET", "/api/projects/1/tasks/t/assets/big.json", Reply(200, body, headers))
    with pytest.raises(errors.AnswerTooLarge):
        client.assets.read_raw("1", "t", "big.json", limit=1000)


@pytest.mark.parametrize(
    "content",
    [{"id": None}, {}, [1], "text", {"id": 1, "tasks": "no", "permissions": {"view": 1}, "created_at": 5}],
)
def test_nonsense_is_an_error_or_a_default_but_no_crash(
    content: object, server: ScriptedServer, client: Client
) -> None:
    server.on("GET", "/api/projects/1/", Reply(200, content))
    try:
        assert client.projects.get("1").id == "1"
    except errors.UnexpectedAnswer as error:
        assert error.summary


def test_an_unknown_status_is_taken_calmly(server: ScriptedServer, client: Client) -> None:
    task = dict(recorded("task_get_completed").content, status=70, surprise={"new": "field"}, extent=[1, "x", None, 3])
    server.on("GET", "/api/projects/1/tasks/t/", Reply(200, task))
    found = client.tasks.get("1", "t")
    assert (found.state.value, found.status_code, found.status, found.extent) == ("unknown", 70, None, None)
    assert not found.is_running


def test_refused_option_values_are_readable(server: ScriptedServer, client: Client) -> None:
    said = '[{"name":"orthophoto-resolution","error":"Invalid value NaN (out of range)"}]'
    server.on(
        "GET",
        "/api/projects/1/tasks/t/",
        Reply(200, dict(recorded("task_get_completed").content, status=30, last_error=said)),
    )
    assert client.tasks.get("1", "t").last_error == "orthophoto-resolution: Invalid value NaN (out of range)"


@pytest.mark.parametrize(
    ("status", "error"),
    [(408, errors.ServerFailed), (413, errors.InvalidRequest), (429, errors.ServerFailed), (524, errors.ServerFailed)],
)
def test_what_proxies_say_in_html(status: int, error: type, server: ScriptedServer, client: Client) -> None:
    server.on("GET", PROJECTS, Reply(status, b"<html><h1>nginx</h1></html>", {"Content-Type": "text/html"}))
    with pytest.raises(error) as caught:
        client.projects.list()
    assert caught.value.remedy


class Stall:
    """An answer that waits until the test is over, and tells when it was reached."""

    def __init__(self) -> None:
        self.reached, self.released = threading.Event(), threading.Event()

    def __call__(self, request: Request) -> Reply:
        self.reached.set()
        self.released.wait(60)
        raise Dropped


@pytest.fixture
def stall() -> Iterator[Stall]:
    stalled = Stall()
    yield stalled
    stalled.released.set()


def test_cancel_while_the_server_thinks(server: ScriptedServer, client: Client, stall: Stall) -> None:
    client.session.log_in()
    server.on("GET", PROJECTS, stall)
    with pytest.raises(Cancelled):
        client.projects.list(cancelled=stall.reached.is_set)
    assert not stall.released.is_set()  # it came back although no answer had


def test_cancel_while_the_answer_comes(server: ScriptedServer, client: Client, raw, tmp_path: Path) -> None:
    begun, finish = threading.Event(), threading.Event()

    def half_an_answer(connection: socket.socket) -> None:
        connection.recv(10_000)
        connection.sendall(
            b"HTTP/1.1 200 OK\r\nContent-Type: image/tiff\r\nContent-Length: 100000\r\n\r\n" + b"x" * 100
        )
        begun.set()
        finish.wait(60)

    storage = raw(half_an_answer)
    server.on("GET", ASSET, Reply(302, None, {"Location": storage.url + "/dsm.tif"}))
    with pytest.raises(Cancelled):
        Download(client, "1", "t", "dsm.tif", tmp_path / "dsm.tif").run(cancelled=begun.is_set)
    assert list(tmp_path.iterdir()) == []
    finish.set()


def test_cancel_while_the_body_is_sent(raw, tmp_path: Path) -> None:
    """The server takes the headers and then reads no more, so that the sender's socket fills up."""
    arrived, finish = threading.Event(), threading.Event()

    def swallow_the_head(connection: socket.socket) -> None:
        if b"token-auth" in connection.recv(10_000):
            connection.sendall(
                b'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 13\r\n\r\n{"token":"t"}'
            )
            connection.recv(1000)
        arrived.set()
        finish.wait(60)

    server = raw(swallow_the_head)
    photo = tmp_path / "big.jpg"
    with photo.open("wb") as stream:
        stream.truncate(64 * 1024 * 1024)
    client = Client(Session(server.url, "admin", "secret"))
    with pytest.raises(Cancelled):
        client.sending.upload("1", "t", photo, cancelled=arrived.is_set)
    finish.set()


def test_cancel_before_the_connection(client: Client) -> None:
    with pytest.raises(Cancelled):
        client.projects.list(cancelled=lambda: True)


def test_cancel_while_a_name_is_looked_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing can break off a look-up: the caller leaves it behind."""
    looking, finish = threading.Event(), threading.Event()

    def never_found(*_args: object, **_options: object) -> None:
        looking.set()
        finish.wait(60)
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", never_found)
    with pytest.raises(Cancelled):
        Session("http://slow.example", "admin", "secret").log_in(cancelled=looking.is_set)
    finish.set()


def test_the_cancelled_thread_ends(server: ScriptedServer, stall: Stall) -> None:
    """Long before the read time-out, since its socket is shut down under it."""
    client = Client(Session(server.url, "admin", "secret", NetworkOptions(read_timeout=600.0)))
    client.session.log_in()
    server.on("GET", PROJECTS, stall)
    with pytest.raises(Cancelled):
        client.projects.list(cancelled=stall.reached.is_set)
    ends_at = time.monotonic() + 10
    while any(thread.name == "nadir-http" for thread in threading.enumerate()):
        assert time.monotonic() < ends_at, "the request's thread lives on although its socket was shut down"
        time.sleep(0.01)
