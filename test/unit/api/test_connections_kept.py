"""Connections: kept and used again, given up where they may be dead, broken off at any moment without a trace."""

from __future__ import annotations

import gzip
import os
import socket
import threading
import time
import zlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Callable, Dict, Iterator, List, Union

import pytest
from nadir.core.api import errors, receiving, transport, wire
from nadir.core.api.answers import Answer
from nadir.core.api.client import Client
from nadir.core.api.network import NetworkOptions
from nadir.core.api.retry import RetryPolicy
from nadir.core.api.session import Session
from nadir.core.errors import Cancelled
from nadir.test.unit.api.conftest import QUICK
from nadir.test.unit.api.raw_talk import TOKEN, read_head, read_request, reply
from nadir.test.unit.api.scripted_server import RawServer, Reply, ScriptedServer

PROJECTS = "/api/projects/"
UPLOAD = "/api/projects/1/tasks/t/upload/"
ONCE = RetryPolicy(attempts=1)
Block = Union[bytes, memoryview]


class Zeros:
    """A body of so many bytes, and how many of them were asked for."""

    content_type = "application/octet-stream"

    def __init__(self, length: int, pause: float = 0.0) -> None:
        self._length = length
        self._pause = threading.Event() if pause else None
        self._seconds = pause
        self.asked = 0

    def __len__(self) -> int:
        return self._length

    def __iter__(self) -> Iterator[Block]:
        self.asked = 0
        block = memoryview(bytes(256 * 1024))
        while self.asked < self._length:
            if self._pause is not None:
                self._pause.wait(self._seconds)
            piece = block[: self._length - self.asked]
            self.asked += len(piece)
            yield piece


class Counting:
    """Logs in, then treats each further request of a connection as `talk` says; counts connections and requests."""

    def __init__(self, talk: Callable[[socket.socket, bytes], bool]) -> None:
        self.connections = 0
        self.requests: List[bytes] = []
        self._talk = talk
        self._server = RawServer(self._serve)
        self.url = self._server.url

    def close(self) -> None:
        self._server.close()

    def _serve(self, connection: socket.socket) -> None:
        self.connections += 1
        while True:
            request = read_request(connection)
            if not request:
                return
            if b"token-auth" in request:
                connection.sendall(TOKEN)
                continue
            self.requests.append(request)
            if not self._talk(connection, request):
                return


@pytest.fixture
def counting() -> Iterator[Callable[..., Counting]]:
    made: List[Counting] = []

    def make(talk: Callable[[socket.socket, bytes], bool]) -> Counting:
        made.append(Counting(talk))
        return made[-1]

    yield make
    for each in made:
        each.close()


def answer_well(connection: socket.socket, _request: bytes) -> bool:
    connection.sendall(reply(b"[]"))
    return True


def session_of(url: str, **network: float) -> Session:
    return Session(url, "a", "b", NetworkOptions(**network), retry=QUICK)


# Kept


def test_a_hundred_calls_share_one_connection(counting: Callable[..., Counting]) -> None:
    server = counting(answer_well)
    session = session_of(server.url)
    for number in range(100):
        session.get_json(PROJECTS) if number % 2 else session.post(PROJECTS, {})
    assert (server.connections, len(server.requests)) == (1, 100)


def test_four_threads_share_four_connections(counting: Callable[..., Counting]) -> None:
    server = counting(answer_well)
    session = session_of(server.url)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _number: session.get_json(PROJECTS), range(80)))
    assert len(server.requests) == 80
    assert server.connections <= 4


def test_uploads_share_connections_too(counting: Callable[..., Counting]) -> None:
    server = counting(answer_well)
    session = session_of(server.url)
    for _ in range(10):
        session.post_form(UPLOAD, Zeros(3_000_000))
    assert (server.connections, len(server.requests)) == (1, 10)


def test_a_connection_that_the_server_closed_meanwhile_is_made_anew(counting: Callable[..., Counting]) -> None:
    """nginx closes after 15 s without saying so: here at once."""

    def answer_and_hang_up(connection: socket.socket, _request: bytes) -> bool:
        connection.sendall(reply(b"[]"))
        return False

    server = counting(answer_and_hang_up)
    session = session_of(server.url)
    for _ in range(5):
        assert session.post(PROJECTS, {}) == []
    assert len(server.requests) == 5, "a POST was sent twice"


def test_what_must_not_be_sent_twice_goes_over_no_connection_that_was_idle_for_long(
    counting: Callable[..., Counting], monkeypatch: pytest.MonkeyPatch
) -> None:
    server = counting(answer_well)
    session = session_of(server.url)
    session.get_json(PROJECTS)
    now = time.monotonic()
    monkeypatch.setattr(wire.time, "monotonic", lambda: now + 10)
    session.get_json(PROJECTS)
    assert server.connections == 1
    monkeypatch.setattr(wire.time, "monotonic", lambda: now + 20)
    session.post(PROJECTS, {})
    assert server.connections == 2


# Packed


@pytest.mark.parametrize("many", [1, 3])
def test_gzip_is_asked_for_and_unpacked(many: int, server: ScriptedServer, client: Client) -> None:
    packed = b"".join(gzip.compress(part) for part in ([b"[1", b",2,3", b"]"] if many == 3 else [b"[1,2,3]"]))
    server.on("GET", PROJECTS, Reply(200, packed, {"Content-Encoding": "gzip"}))
    assert client.session.get_json(PROJECTS) == [1, 2, 3]
    assert server.requests_to(PROJECTS)[0].headers["accept-encoding"] == "gzip"


def test_a_streamed_file_is_asked_for_as_it_is_and_unpacked_if_packed_all_the_same(
    server: ScriptedServer, client: Client
) -> None:
    content = os.urandom(1000) * 2000
    server.on("GET", "/api/f", Reply(200, gzip.compress(content), {"Content-Encoding": "gzip"}))
    blocks: List[bytes] = []
    client.session.stream("/api/f", lambda _status, _headers: blocks.append)
    assert b"".join(blocks) == content
    assert server.requests_to("/api/f")[0].headers["accept-encoding"] == "identity"
    assert max(map(len, blocks)) <= 1024 * 1024


@pytest.mark.parametrize("coding", ["gzip, gzip", "gzip,gzip,gzip", "br", "deflate", "zstd", "x" * 1000])
def test_what_was_not_asked_for_is_not_unpacked(coding: str, server: ScriptedServer, client: Client) -> None:
    bomb = gzip.compress(gzip.compress(bytes(20_000_000)))
    server.on("GET", PROJECTS, Reply(200, bomb, {"Content-Encoding": coding}))
    with pytest.raises(errors.UnexpectedAnswer):
        client.projects.list()


def test_a_bomb_is_cut_by_what_comes_out_of_it(server: ScriptedServer, client: Client) -> None:
    """200 kB that unpack to 200 MB: never more than the limit and a block of it is held."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    bomb = b"".join(packer.compress(bytes(1_000_000)) for _ in range(200)) + packer.flush()
    server.on("GET", "/api/projects/1/tasks/t/assets/x.json", Reply(200, bomb, {"Content-Encoding": "gzip"}))
    produced: List[int] = []
    with pytest.MonkeyPatch.context() as patch:
        really = receiving.unpacked

        def watched(*arguments: object) -> Iterator[bytes]:
            for block in really(*arguments):
                produced.append(len(block))
                yield block

        patch.setattr(receiving, "unpacked", watched)
        with pytest.raises(errors.AnswerTooLarge):
            client.assets.read_raw("1", "t", "x.json", limit=1_000_000)
    assert sum(produced) < 1_600_000


def test_gzip_cut_short_is_no_answer(server: ScriptedServer, client: Client) -> None:
    server.on("GET", PROJECTS, Reply(200, gzip.compress(b"[]" * 1000)[:-9], {"Content-Encoding": "gzip"}))
    with pytest.raises(errors.ConnectionLost):
        client.projects.list()


def test_an_answer_that_is_shorter_than_it_says_is_no_answer(counting: Callable[..., Counting]) -> None:
    """Even where what came makes sense by itself."""

    def cut(connection: socket.socket, _request: bytes) -> bool:
        connection.sendall(reply(b"[1]      ").replace(b"Content-Length: 9", b"Content-Length: 99"))
        return False

    with pytest.raises(errors.ConnectionLost):
        session_of(counting(cut).url).get_json(PROJECTS)


# Refused before the end


def test_a_refusal_that_comes_while_the_body_is_sent_is_read() -> None:
    """The server answers by the headers alone and hangs up, which breaks the sending."""

    def refuse(connection: socket.socket) -> None:
        while True:
            head = read_head(connection)
            if b"token-auth" in head:
                connection.sendall(TOKEN)
                continue
            connection.sendall(reply(b'{"detail":"too large"}', status="413 Payload Too Large"))
            return

    server = RawServer(refuse)
    session = session_of(server.url)
    session.log_in()
    for _ in range(5):
        body = Zeros(200_000_000)
        with pytest.raises(errors.InvalidRequest, match="this large"):
            session.post_form(UPLOAD, body)
        assert body.asked < 100_000_000
    server.close()


def test_a_refusal_of_a_server_that_reads_on_stops_the_sending() -> None:
    """nginx answers 413 and goes on reading: the rest of the file need not be sent, nor may it spoil the connection."""
    received: List[int] = []

    def serve(connection: socket.socket) -> None:
        head = read_head(connection)
        if b"token-auth" in head:
            connection.sendall(TOKEN)
            head = read_head(connection)
        if b"POST" not in head:
            connection.sendall(reply(b"[]"))
            return
        connection.sendall(reply(b'["no"]', status="400 Bad Request"))
        total = 0
        while True:
            block = connection.recv(65536)
            if not block:
                break
            total += len(block)
        received.append(total)

    server = RawServer(serve)
    session = session_of(server.url)
    with pytest.raises(errors.InvalidRequest, match="no"):
        session.post_form(UPLOAD, Zeros(500_000_000))
    assert session.get_json(PROJECTS) == []
    ends_at = time.monotonic() + 10
    while not received and time.monotonic() < ends_at:
        time.sleep(0.01)
    assert received, "the half-sent connection was kept"
    assert received[0] < 100_000_000
    server.close()


def test_a_success_before_everything_was_sent_is_none() -> None:
    def serve(connection: socket.socket) -> None:
        if b"token-auth" in read_head(connection):
            connection.sendall(TOKEN)
            read_head(connection)
        connection.sendall(reply(b'{"success":true}'))
        connection.recv(1)

    server = RawServer(serve)
    with pytest.raises(errors.ConnectionLost, match="before it had everything"):
        session_of(server.url).post_form(UPLOAD, Zeros(100_000_000))
    server.close()


# Slow


def test_a_file_that_is_slow_to_read_is_not_the_servers_fault(counting: Callable[..., Counting]) -> None:
    server = counting(answer_well)
    session = session_of(server.url, connect_timeout=0.2, read_timeout=0.2)
    assert session.post_form(UPLOAD, Zeros(512 * 1024, pause=0.7)) == []


@pytest.mark.parametrize("where", ["head", "body"])
@pytest.mark.parametrize("streamed", [False, True])
def test_a_server_that_trickles_is_given_up(where: str, streamed: bool) -> None:
    """Each byte comes in time, the whole never."""
    finish = threading.Event()
    begin = b"HTTP/1.1 200 OK\r\nX-Slow: " if where == "head" else b"HTTP/1.1 200 OK\r\nContent-Length: 999999\r\n\r\n"

    def trickle(connection: socket.socket) -> None:
        if b"token-auth" in read_head(connection):
            connection.sendall(TOKEN)
            read_head(connection)
        connection.sendall(begin)
        while not finish.wait(0.05):
            try:
                connection.sendall(b" ")
            except OSError:
                return

    server = RawServer(trickle)
    session = Session(server.url, "a", "b", NetworkOptions(connect_timeout=0.3, read_timeout=0.3), retry=ONCE)
    with pytest.raises(errors.TimedOut):
        if streamed:
            session.stream("/api/f", lambda _status, _headers: len)
        else:
            session.get_json(PROJECTS)
    finish.set()
    server.close()


def test_a_server_that_reads_nothing_is_given_up() -> None:
    finish = threading.Event()

    def stall(connection: socket.socket) -> None:
        if b"token-auth" in read_head(connection):
            connection.sendall(TOKEN)
            read_head(connection)
        finish.wait(30)

    server = RawServer(stall)
    session = session_of(server.url, connect_timeout=0.3, read_timeout=0.3)
    with pytest.raises(errors.TimedOut):
        session.post_form(UPLOAD, Zeros(100_000_000))
    finish.set()
    server.close()


# Broken off


PHASES = ("look-up", "connect", "handshake", "sending", "waiting", "receiving")


class Stalling:
    """A server that stops where it is told to, and tells when it has."""

    def __init__(self, phase: str) -> None:
        self.phase = phase
        self.reached, self.finish = threading.Event(), threading.Event()
        self.server = RawServer(self._serve)

    def _serve(self, connection: socket.socket) -> None:
        if self.phase == "handshake":
            connection.recv(1)
        else:
            self._talk(connection)
        self.reached.set()
        self.finish.wait(60)

    def _talk(self, connection: socket.socket) -> None:
        while b"token-auth" in (read_head if self.phase == "sending" else read_request)(connection):
            connection.sendall(TOKEN)
        if self.phase == "receiving":
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n" + b"x" * 500)


@pytest.mark.parametrize("phase", PHASES)
def test_200_cancelled_calls_leave_no_thread_and_no_socket(phase: str, monkeypatch: pytest.MonkeyPatch) -> None:
    stalling = Stalling(phase)
    slow = NetworkOptions(connect_timeout=600.0, read_timeout=600.0)
    scheme = "https" if phase == "handshake" else "http"
    session = Session(stalling.server.url.replace("http", scheme), "a", "b", slow, retry=QUICK)
    released = threading.Event()
    if phase not in ("look-up", "connect", "handshake"):
        session.log_in()
    session._transport.close()
    before = _open_things()
    _stall_the_way(phase, stalling, released, monkeypatch)
    with ThreadPoolExecutor(25) as pool:
        ends = list(pool.map(lambda _number: _cancelled_call(phase, session), range(200)))
    assert ends == ["cancelled"] * 200
    assert stalling.reached.is_set()
    released.set()  # what nothing can break off
    _until(lambda: _open_things()["threads"] <= before["threads"], "threads")  # while the server still holds the line
    stalling.finish.set()
    monkeypatch.undo()
    session.close()
    stalling.server.close()
    _until(lambda: _open_things()["descriptors"] <= before["descriptors"] + 2, "descriptors")


def _cancelled_call(phase: str, session: Session) -> str:
    """Begin a call and cancel it at the second look, 0.1 s after the first; how it ended."""
    looks = iter((False, False))
    try:
        _begin(phase, session, lambda: next(looks, True))
    except Cancelled:
        return "cancelled"
    return "done"


def _begin(phase: str, session: Session, cancelled: Callable[[], bool]) -> None:
    if phase == "sending":
        session.post_form(UPLOAD, Zeros(50_000_000), cancelled=cancelled)
    elif phase in ("look-up", "connect", "handshake"):
        session.log_in(cancelled=cancelled)
    else:
        session.get_json(PROJECTS, cancelled=cancelled)


def _stall_the_way(
    phase: str, stalling: Stalling, released: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What no server can do: a name service and a network that do not answer."""
    if phase == "look-up":
        really = socket.getaddrinfo

        def look_up(*arguments: object, **options: object) -> object:
            stalling.reached.set()
            released.wait(60)
            return really(*arguments, **options)  # type: ignore[arg-type]

        monkeypatch.setattr(wire.socket, "getaddrinfo", look_up)
    elif phase == "connect":

        def wait(_socket: object, timeout: float = 0.0) -> bool:
            stalling.reached.set()
            released.wait(timeout)
            return False

        monkeypatch.setattr(wire, "wait_for_write", wait)
        monkeypatch.setattr(socket.socket, "connect_ex", lambda *_arguments: wire._UNDER_WAY[0])


def _open_things() -> Dict[str, int]:
    threads = sum(thread.name == "nadir-http" for thread in threading.enumerate())
    open_files = Path("/proc/self/fd")
    return {"threads": threads, "descriptors": len(list(open_files.iterdir())) if open_files.is_dir() else 0}


def _until(gone: Callable[[], bool], what: str) -> None:
    ends_at = time.monotonic() + 15
    while not gone():
        if time.monotonic() > ends_at:
            pytest.fail(f"{what} left behind: {_open_things()}")
        time.sleep(0.02)


def test_a_call_that_is_cancelled_as_it_ends_does_not_break_the_next(
    counting: Callable[..., Counting], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its answer is there and its connection another's already, when the user cancels it."""
    in_use, finish, read, hold = (threading.Event() for _ in range(4))

    def answer(connection: socket.socket, request: bytes) -> bool:
        if b"POST" in request:
            in_use.set()
            finish.wait(30)
        connection.sendall(reply(b"[]"))
        return True

    def slow_to_end(*arguments: object) -> Answer:
        if arguments[3].endswith("first"):  # type: ignore[attr-defined]
            read.set()
            hold.wait(30)
        return Answer(*arguments)  # type: ignore[arg-type]

    server = counting(answer)
    session = session_of(server.url)
    session.log_in()
    monkeypatch.setattr(transport, "Answer", slow_to_end)
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(session.get_json, PROJECTS + "first", cancelled=in_use.is_set)
        assert read.wait(10)
        second = pool.submit(session.post, PROJECTS, {})
        with pytest.raises(Cancelled):
            first.result()
        hold.set()
        finish.set()
        assert second.result() == []
    assert server.connections == 1, "they did not share a connection: nothing was shown"
