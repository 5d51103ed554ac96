"""A proxy between a client and a server that does to their messages what a script says."""

from __future__ import annotations

import contextlib
import random
import select
import socket
import struct
import threading
import time
from dataclasses import dataclass
from typing import Callable, Dict, Iterator, List, Mapping, Optional, Tuple

from nadir.test.faults.script import Fault, Kind, Script, Verb, verb_of
from nadir.test.faults.wire import Head, Stream, message

_BLOCK = 64 * 1024
_CONNECT_SECONDS = 10.0
_LINGER_SECONDS = 0.3
_CALM_SECONDS = 60.0
_IN_REQUEST = (Kind.CUT_REQUEST, Kind.STALL_REQUEST, Kind.PAUSE_REQUEST, Kind.KILL_IN_REQUEST)
_IN_ANSWER = (Kind.CUT_ANSWER, Kind.STALL_ANSWER, Kind.PAUSE_ANSWER, Kind.KILL_IN_ANSWER, Kind.CHANGE_IN_ANSWER)
_OUTAGES = (Kind.REFUSE, Kind.RESTART_BEFORE, Kind.RESTART_AFTER)
_NOT_HANDED_ON = ("transfer-encoding", "content-length", "connection", "keep-alive")
_HTML = "<html>\r\n<head><title>{0}</title></head>\r\n<body><center><h1>{0}</h1></center></body>\r\n</html>\r\n"
_REASONS = {
    403: "Forbidden",
    404: "Not Found",
    429: "Too Many Requests",
    500: "Internal Server Error",
    502: "Bad Gateway",
    503: "Service Temporarily Unavailable",
    504: "Gateway Time-out",
    524: "A Timeout Occurred",
}
_OTHER_BODIES = (  # of a swapped answer; where none of them is chosen, an earlier answer to such a request
    ("text/html; charset=utf-8", b"<!DOCTYPE html><html><body>Welcome to the hotel's network</body></html>"),
    ("application/json", b"{}"),
    ("application/json", b"null"),
    ("application/json", b"[]"),
)


@dataclass(frozen=True)
class Seen:
    """One request as the proxy saw it, for the report of a failure."""

    verb: Verb
    target: str
    fault: Optional[Fault]
    range: str = ""


@dataclass(frozen=True)
class _Answer:
    head: Head
    body: bytes

    def raw(self, body: Optional[bytes] = None) -> bytes:
        """The message with its own or another body, framed anew by its length."""
        kept = tuple((name, value) for name, value in self.head.headers.items() if name not in _NOT_HANDED_ON)
        if body is None and not self.body and "content-length" in self.head.headers:  # the answer to a HEAD
            lines = "".join(f"{name}: {value}\r\n" for name, value in kept)
            length = self.head.headers["content-length"]
            return f"{self.head.first_line}\r\n{lines}Content-Length: {length}\r\n\r\n".encode("latin-1")
        return message(self.head.first_line, kept, self.body if body is None else body)


class _HungUp(Exception):
    """This exchange and its connection are over: `orderly`, or with a reset."""

    def __init__(self, orderly: bool = False) -> None:
        super().__init__()
        self.orderly = orderly


class FaultProxy:
    """Listens on a free port of loopback and hands everything on to `port`, but for what the script spoils.

    stall_seconds: the longest that a stalled connection is held; pause_seconds, refuse_seconds: how long a pause and a
    refusal last. `actions` are what RESTART and KILL faults call.
    """

    def __init__(
        self,
        port: int,
        script: Script,
        *,
        actions: Optional[Mapping[Kind, Callable[[], None]]] = None,
        stall_seconds: float = 6.0,
        pause_seconds: float = 0.2,
        refuse_seconds: float = 0.15,
    ) -> None:
        self.script = script
        self.seen: List[Seen] = []
        self.server_port = port
        self.actions = dict(actions or {})
        self.arrived = threading.Event()  # set when a request has come
        self._stall, self._pause, self._refuse = stall_seconds, pause_seconds, refuse_seconds
        self._lock = threading.Lock()
        self._calm = threading.Condition()
        self._outages = 0  # faults under way that leave nobody listening for a time
        self._last_good: Dict[Verb, bytes] = {}
        self._open: set[socket.socket] = set()
        self._closed = threading.Event()
        self._listener = _listener_that_can_reopen()
        self.port = self._listener.getsockname()[1]
        self._serve(self._listener)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def heal(self) -> None:
        """From now on nothing goes wrong, and the server is there."""
        with self._calm:
            self.script = Script()
            self._calm.wait_for(lambda: not self._outages, timeout=_CALM_SECONDS)

    def close(self) -> None:
        self._closed.set()
        self._shut(self._listener)
        self._drop_all()

    def _serve(self, listener: socket.socket) -> None:
        threading.Thread(target=self._accept, args=(listener,), name="fault-proxy", daemon=True).start()

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                connection, _address = listener.accept()
            except OSError:  # closed: by `close`, or for a refusal
                return
            with self._lock:
                self._open.add(connection)
            threading.Thread(target=self._converse, args=(connection,), name="fault-proxy", daemon=True).start()

    def _converse(self, connection: socket.socket) -> None:
        """One client's connection, request by request."""
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        client = Stream(connection)
        try:
            while self._exchange(client):
                continue
        except _HungUp as end:
            if not end.orderly:
                self._reset(connection)
        except OSError:  # one of the sides is gone
            self._reset(connection)
        finally:
            with self._lock:
                self._open.discard(connection)
            connection.close()

    def _exchange(self, client: Stream) -> bool:
        """One request and its answer; False where the connection has ended."""
        head = client.head()
        if head is None:
            return False
        verb = verb_of(head.method, head.target)
        fault = self._next_fault(verb)
        with self._lock:
            self.seen.append(Seen(verb, head.target, fault, head.headers.get("range", "")))
        self.arrived.set()
        if fault is None:
            answer = self._carry_out(client, head, verb)
            client.socket.sendall(answer.raw())
            return head.keeps_connection
        try:
            _Exchange(self, client, head, fault).spoil()
        finally:
            with self._calm:
                self._outages -= int(fault.kind in _OUTAGES)
                self._calm.notify_all()
        return head.keeps_connection

    def _next_fault(self, verb: Verb) -> Optional[Fault]:
        with self._calm:
            fault = self.script.next(verb)
            self._outages += int(fault is not None and fault.kind in _OUTAGES)
        return fault

    def _carry_out(self, client: Stream, head: Head, verb: Verb) -> _Answer:
        """Hand the whole request on and take the whole answer."""
        with closing_request(self.server_port) as server:
            if server is None:
                self.swallow(client, head, 0)
                return error_answer(502)
            self.pass_on(client, server, head, 0, length_of(head))
            return self.answer_of(server, head, verb)

    def answer_of(self, server: Stream, head: Head, verb: Verb) -> _Answer:
        found = server.head()
        if found is None:
            raise _HungUp
        answer = _Answer(found, server.body(found, of_answer_to=head.method))
        if found.status < 300:
            with self._lock:
                self._last_good[verb] = answer.raw()
        return answer

    def pass_on(self, client: Stream, server: Stream, head: Head, start: int, end: int) -> bytes:
        """Hand the bytes `start` to `end` of a request on; returns them without the head."""
        if start < len(head.raw):
            server.socket.sendall(head.raw[start:end])
        left, passed = end - max(start, len(head.raw)), []
        while left > 0:
            block = client.some(min(left, _BLOCK))
            server.socket.sendall(block)
            passed.append(block)
            left -= len(block)
        return b"".join(passed)

    def swallow(self, client: Stream, head: Head, taken: int) -> None:
        """Read the rest of a request's body, of which so many bytes have been taken."""
        client.exactly(length_of(head) - len(head.raw) - taken)

    def earlier(self, verb: Verb) -> Optional[bytes]:
        with self._lock:
            return self._last_good.get(verb)

    def act(self, kind: Kind) -> None:
        self.actions[kind]()

    def pause(self) -> None:
        self._closed.wait(self._pause)

    def stall(self, client: Stream) -> None:
        """Do nothing until the client hangs up."""
        poll = select.poll()
        poll.register(client.socket, select.POLLRDHUP)
        ends_at = time.monotonic() + self._stall
        while time.monotonic() < ends_at and not self._closed.is_set():
            if poll.poll(50):
                return

    def linger(self, client: Stream) -> None:
        """Let the client read the answer before the connection is closed on what it still sends, as proxies do."""
        client.socket.shutdown(socket.SHUT_WR)
        client.socket.settimeout(_LINGER_SECONDS)
        with contextlib.suppress(OSError):  # the client has sent all it had, or has gone
            while client.socket.recv(_BLOCK):
                continue

    def refuse(self) -> None:
        """Close the door for a moment."""
        with self._lock:
            listener = self._listener
        self._shut(listener)
        self._drop_all()
        self._closed.wait(self._refuse)
        while not self._closed.is_set():
            try:
                reopened = socket.create_server(("127.0.0.1", self.port), backlog=64)
            except OSError:  # a connection of this port is still being closed
                self._closed.wait(0.05)
                continue
            with self._lock:
                self._listener = reopened
            self._serve(reopened)
            if self._closed.is_set():
                self._shut(reopened)
            return

    def _drop_all(self) -> None:
        with self._lock:
            connections = list(self._open)
        for connection in connections:
            with contextlib.suppress(OSError):  # closed already
                connection.shutdown(socket.SHUT_RDWR)

    @staticmethod
    def _shut(listener: socket.socket) -> None:
        """Close a listener so that the thread that waits in it wakes up."""
        with contextlib.suppress(OSError):  # closed already
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()

    @staticmethod
    def _reset(connection: socket.socket) -> None:
        """Let the client see a reset rather than an orderly end."""
        with contextlib.suppress(OSError):  # closed already
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


class _Exchange:
    """One exchange that goes wrong."""

    def __init__(self, proxy: FaultProxy, client: Stream, head: Head, fault: Fault) -> None:
        self._proxy, self._client, self._head, self._fault = proxy, client, head, fault
        self._length = length_of(head)

    def spoil(self) -> None:
        kind = self._fault.kind
        if kind is Kind.REFUSE:
            self._proxy.refuse()
            raise _HungUp
        if kind in _IN_REQUEST:
            self._in_request()
        elif kind in (Kind.STATUS_EARLY, Kind.STATUS_INSTEAD, Kind.SWAP_BEFORE):
            self._instead()
        else:
            self._after()

    def _in_request(self) -> None:
        kind, at = self._fault.kind, self._fault.at % self._length
        with closing_request(self._proxy.server_port) as server:
            if server is None:
                raise _HungUp
            self._proxy.pass_on(self._client, server, self._head, 0, at)
            if kind is Kind.KILL_IN_REQUEST:
                self._proxy.act(kind)
            if kind is Kind.STALL_REQUEST:
                self._proxy.stall(self._client)
            if kind is not Kind.PAUSE_REQUEST:
                raise _HungUp
            self._proxy.pause()
            self._proxy.pass_on(self._client, server, self._head, at, self._length)
            answer = self._proxy.answer_of(server, self._head, self._fault.verb)
        self._client.socket.sendall(answer.raw())

    def _instead(self) -> None:
        if self._fault.kind is Kind.STATUS_EARLY:
            self._client.socket.sendall(self._error())
            self._proxy.linger(self._client)
            raise _HungUp(orderly=True)
        self._proxy.swallow(self._client, self._head, 0)
        self._client.socket.sendall(self._error() if self._fault.kind is Kind.STATUS_INSTEAD else self._another())

    def _after(self) -> None:
        kind = self._fault.kind
        if kind is Kind.RESTART_BEFORE:
            self._proxy.act(kind)
        another = self._another()  # chosen before, so that it is not the right one
        raw = self._answer().raw() if kind is not Kind.SHORTEN_ANSWER else self._shortened()
        if kind in _IN_ANSWER:
            self._in_answer(raw)
        elif kind is Kind.RESTART_AFTER:
            self._proxy.act(kind)
            raise _HungUp
        else:
            told = {Kind.STATUS_AFTER: self._error(), Kind.SWAP_AFTER: another}
            self._client.socket.sendall(told.get(kind, raw))

    def _in_answer(self, raw: bytes) -> None:
        kind, at = self._fault.kind, self._fault.at % len(raw)
        self._client.socket.sendall(raw[:at])
        if kind in (Kind.KILL_IN_ANSWER, Kind.CHANGE_IN_ANSWER):
            self._proxy.act(kind)
        if kind is Kind.STALL_ANSWER:
            self._proxy.stall(self._client)
        if kind is not Kind.PAUSE_ANSWER:
            raise _HungUp(orderly=True)
        self._proxy.pause()
        self._client.socket.sendall(raw[at:])

    def _answer(self) -> _Answer:
        """Have the request carried out, twice where the fault says so."""
        answer: Optional[_Answer] = None
        body = b""
        with closing_request(self._proxy.server_port) as server:
            if server is None:
                raise _HungUp
            body = self._proxy.pass_on(self._client, server, self._head, 0, self._length)
            answer = self._proxy.answer_of(server, self._head, self._fault.verb)
        if self._fault.kind is not Kind.REPEAT_REQUEST:
            return answer
        with closing_request(self._proxy.server_port) as server:
            if server is None:
                raise _HungUp
            server.socket.sendall(self._head.raw + body)
            return self._proxy.answer_of(server, self._head, self._fault.verb)

    def _shortened(self) -> bytes:
        answer = self._answer()
        return answer.raw(answer.body[: self._fault.at % len(answer.body)] if answer.body else b"")

    def _another(self) -> bytes:
        """An answer to something else: a page of who runs the network, an empty one, or an earlier one."""
        choice = self._fault.at % (len(_OTHER_BODIES) + 2)
        earlier = self._proxy.earlier(self._fault.verb)
        if choice >= len(_OTHER_BODIES) and earlier is not None:
            return earlier
        kind, body = _OTHER_BODIES[choice % len(_OTHER_BODIES)]
        return message("HTTP/1.1 200 OK", (("Content-Type", kind),), body)

    def _error(self) -> bytes:
        wait = (("Retry-After", self._fault.retry_after),) if self._fault.retry_after else ()
        return error_answer(self._fault.status, wait).raw()


def length_of(head: Head) -> int:
    """The length of a whole request in bytes."""
    return len(head.raw) + int(head.headers.get("content-length", "0"))


def error_answer(status: int, headers: Tuple[Tuple[str, str], ...] = ()) -> _Answer:
    """An error as proxies tell it, in HTML; 403 as the server tells that a session has ended."""
    line = f"HTTP/1.1 {status} {_REASONS[status]}"
    kind, body = "text/html", _HTML.format(f"{status} {_REASONS[status]}").encode()
    if status == 403:
        kind, body = "application/json", b'{"detail":"Signature has expired."}'
    names = {"content-type": kind, **{name.lower(): value for name, value in headers}}
    return _Answer(Head(b"", line, names), body)


@contextlib.contextmanager
def closing_request(port: int) -> Iterator[Optional[Stream]]:
    """A connection of its own to the server; None where it does not listen."""
    try:
        connection = socket.create_connection(("127.0.0.1", port), timeout=_CONNECT_SECONDS)
    except OSError:
        yield None
        return
    connection.settimeout(60.0)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    with connection:
        yield Stream(connection)


def _listener_that_can_reopen() -> socket.socket:
    """A listener whose port the system does not give to outgoing connections.

    While such a port is closed, a client that tries it may be given it for its own end: it then talks to itself, and the
    port stays taken for a minute.
    """
    for port in random.SystemRandom().sample(range(20_000, 32_000), 200):
        with contextlib.suppress(OSError):  # in use
            return socket.create_server(("127.0.0.1", port), backlog=64)
    raise OSError("No free port from 20000 to 32000")
