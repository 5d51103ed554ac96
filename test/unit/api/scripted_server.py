"""A small real HTTP server on loopback that answers as it is told: recorded exchanges, faults, or a function."""

from __future__ import annotations

import json
import socket
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Callable, Dict, List, Optional, Tuple, Union
from urllib.parse import parse_qsl, urlsplit

RECORDINGS = Path(__file__).resolve().parents[2] / "recordings" / "webodm"


@dataclass(frozen=True)
class Request:
    """A request as it arrived. Header names in lower case."""

    method: str
    path: str
    query: Dict[str, str]
    headers: Dict[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True)
class Reply:
    status: int = 200
    content: Any = None
    headers: Dict[str, str] = field(default_factory=dict)

    @property
    def body(self) -> bytes:
        if isinstance(self.content, bytes):
            return self.content
        return b"" if self.content is None else json.dumps(self.content).encode()


class Dropped(Exception):  # noqa: N818 - a fault that is played, not an error of the test
    """Raised by an answer to close the connection without a word."""


Answer = Union[Reply, Callable[[Request], Reply]]


def recording(name: str) -> Dict[str, Any]:
    """A recorded exchange of a real server."""
    return json.loads((RECORDINGS / f"{name}.json").read_text(encoding="utf-8"))


def recorded(name: str) -> Reply:
    """The reply of a recorded exchange."""
    exchange = recording(name)
    body = exchange["body"]
    kind = exchange["headers"].get("Content-Type", "")
    content = body if "json" in kind else body.encode()
    kept = {
        key: value for key, value in exchange["headers"].items() if key in ("Content-Type", "Location", "Set-Cookie")
    }
    return Reply(exchange["status"], content, kept)


class ScriptedServer:
    """Answers are given out in order, the last one for ever. All requests are kept in `requests`."""

    def __init__(self) -> None:
        self.requests: List[Request] = []
        self._answers: Dict[Tuple[str, str], List[Answer]] = {}
        self._fallback: Optional[Callable[[Request], Reply]] = None
        self._lock = threading.Lock()
        self.arrived = threading.Event()
        """Set when a request's headers have arrived."""
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def on(self, method: str, path: str, *answers: Answer) -> None:
        self._answers[(method, path)] = list(answers)

    def on_anything(self, answer: Callable[[Request], Reply]) -> None:
        self._fallback = answer

    def forget(self) -> None:
        """All that was said and asked, so that one server does for many tests."""
        with self._lock:
            self._answers.clear()
            self.requests.clear()
            self._fallback = None

    def replay(self, *names: str) -> None:
        """Answer the requests of these recordings as the real server did."""
        for name in names:
            method, target = recording(name)["request"].split(" ", 1)
            self.on(method, target, recorded(name))

    def requests_to(self, path: str, method: str = "") -> List[Request]:
        return [item for item in self.requests if item.path == path and method in ("", item.method)]

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def answer(self, request: Request, target: str) -> Reply:
        with self._lock:
            self.requests.append(request)
            answers = self._answers.get((request.method, target)) or self._answers.get((request.method, request.path))
            chosen: Optional[Answer] = None
            if answers:
                chosen = answers.pop(0) if len(answers) > 1 else answers[0]
        if chosen is None:
            return self._fallback(request) if self._fallback else Reply(404, {"detail": "Not found."})
        return chosen(request) if callable(chosen) else chosen

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True  # else each answer waits 40 ms between its head and its body

            def handle_any(self) -> None:
                server.arrived.set()
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                parts = urlsplit(self.path)
                headers = {key.lower(): value for key, value in self.headers.items()}
                request = Request(self.command, parts.path, dict(parse_qsl(parts.query)), headers, body)
                try:
                    reply = server.answer(request, self.path)
                except Dropped:
                    self.close_connection = True
                    self.connection.shutdown(socket.SHUT_RDWR)
                    return
                self._send(reply)

            do_GET = do_HEAD = do_POST = do_PATCH = do_PUT = do_DELETE = do_OPTIONS = handle_any  # noqa: N815 - http.server's names

            def _send(self, reply: Reply) -> None:
                self.send_response(reply.status)
                headers = {"Content-Type": "application/json", "Content-Length": str(len(reply.body)), **reply.headers}
                for key, value in headers.items():
                    self.send_header(key, value)
                self.end_headers()
                if self.command == "HEAD":
                    return
                try:
                    self.wfile.write(reply.body)
                    if int(headers["Content-Length"]) != len(reply.body):
                        self.close_connection = True
                        self.wfile.flush()
                        self.connection.shutdown(socket.SHUT_RDWR)
                except OSError:
                    self.close_connection = True  # the client has gone, as some tests want

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - http.server's name
                """Tests read `requests` instead."""

        return Handler


class RawServer:
    """Accepts connections and treats each as `talk` says: for what is not HTTP, or HTTP gone wrong."""

    def __init__(self, talk: Callable[[socket.socket], None]) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._talk = talk
        threading.Thread(target=self._serve, daemon=True).start()

    @property
    def port(self) -> int:
        return self._listener.getsockname()[1]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def close(self) -> None:
        self._listener.close()

    def _serve(self) -> None:
        while True:
            try:
                connection, _address = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._converse, args=(connection,), daemon=True).start()

    def _converse(self, connection: socket.socket) -> None:
        with connection:
            self._talk(connection)
