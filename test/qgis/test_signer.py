"""The signer adds the header for exactly one server's API, whoever asks and wherever a redirect leads."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Callable, Dict, Iterator, List

import pytest
from nadir.core.layers.access.signer import RequestSigner
from qgis.core import QgsBlockingNetworkRequest
from qgis.PyQt.QtCore import QUrl
from qgis.PyQt.QtNetwork import QNetworkRequest

Turn = Callable[..., bool]


class FakeSession:
    """A session without a server: what the signer needs of one."""

    def __init__(self, url: str, header: str = "JWT one.two.three") -> None:
        self.url = url
        self.token = header

    def authorization(self) -> str:
        return self.token


class Listener(ThreadingHTTPServer):
    """Notes each request's path and header; paths in `redirects` are redirected."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.url = f"http://127.0.0.1:{self.server_address[1]}"
        self.seen: List[tuple] = []
        self.redirects: Dict[str, str] = {}


class _Handler(BaseHTTPRequestHandler):
    server: Listener

    def do_GET(self) -> None:
        self.server.seen.append((self.path, self.headers.get("Authorization")))
        target = self.server.redirects.get(self.path)
        self.send_response(302 if target else 200)
        if target:
            self.send_header("Location", target)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_args: Any) -> None:
        """Keep the test's output clean."""


@pytest.fixture
def listeners() -> Iterator[Callable[[], Listener]]:
    made: List[Listener] = []

    def make() -> Listener:
        made.append(Listener())
        threading.Thread(target=made[-1].serve_forever, args=(0.02,), daemon=True).start()
        return made[-1]

    yield make
    for listener in made:
        listener.shutdown()
        listener.server_close()


def get(url: str) -> None:
    """A request as QGIS's own code makes it."""
    QgsBlockingNetworkRequest().get(QNetworkRequest(QUrl(url)), True)


def test_the_api_is_signed_and_nothing_else_of_the_server(signer: RequestSigner, listeners: Any) -> None:
    server = listeners()
    signer.add(FakeSession(server.url))
    for path in ("/api/projects/", "/dashboard/", "/apiary/x", "/api/../secret", "/api/%2e%2e/secret", "/"):
        get(server.url + path)
    signed = {path for path, header in server.seen if header}
    assert signed == {"/api/projects/"}
    assert ("/api/projects/", "JWT one.two.three") in server.seen


def test_a_server_below_a_path_is_signed_there_only(signer: RequestSigner, listeners: Any) -> None:
    server = listeners()
    signer.add(FakeSession(server.url + "/mapping"))
    for path in ("/mapping/api/projects/", "/api/projects/", "/mapping2/api/projects/"):
        get(server.url + path)
    assert [path for path, header in server.seen if header] == ["/mapping/api/projects/"]


def test_another_port_host_scheme_or_user_gets_nothing(signer: RequestSigner, listeners: Any) -> None:
    server, other = listeners(), listeners()
    signer.add(FakeSession(server.url))
    get(f"{other.url}/api/projects/")
    get(server.url.replace("127.0.0.1", "localhost") + "/api/projects/")
    get(server.url.replace("http://", "http://someone:else@") + "/api/projects/")
    assert other.seen == [("/api/projects/", None)]
    assert all(header != "JWT one.two.three" for _path, header in server.seen)
    for url in ("https://example.org:80/api/", "http://example.org.evil.net/api/", "ftp://example.org/api/"):
        request = QNetworkRequest(QUrl(url))
        signer._sign(request)
        assert not request.hasRawHeader(b"Authorization")


@pytest.mark.parametrize("same_server", [False, True])
def test_a_redirect_gets_no_header(signer: RequestSigner, listeners: Any, same_server: bool) -> None:
    server, other = listeners(), listeners()
    signer.add(FakeSession(server.url))
    target = server if same_server else other
    server.redirects["/api/tile.png"] = f"{target.url}/elsewhere"
    get(f"{server.url}/api/tile.png")
    assert ("/api/tile.png", "JWT one.two.three") in server.seen
    assert all(header is None for _path, header in other.seen)
    assert all(header is None for path, header in server.seen if path == "/elsewhere")


def test_the_token_of_the_moment_is_used_and_none_is_no_header(signer: RequestSigner, listeners: Any) -> None:
    server = listeners()
    session = FakeSession(server.url)
    signer.add(session)
    session.token = "JWT renewed"
    get(f"{server.url}/api/a")
    session.token = ""
    get(f"{server.url}/api/b")
    assert server.seen == [("/api/a", "JWT renewed"), ("/api/b", None)]


def test_other_threads_are_signed_too(signer: RequestSigner, listeners: Any) -> None:
    server = listeners()
    signer.add(FakeSession(server.url))
    thread = threading.Thread(target=get, args=(f"{server.url}/api/node",))
    thread.start()
    thread.join(20)
    assert server.seen == [("/api/node", "JWT one.two.three")]


def test_after_remove_and_uninstall_nothing_is_signed(signer: RequestSigner, listeners: Any) -> None:
    server = listeners()
    first, second = FakeSession(server.url, "JWT first"), FakeSession(server.url, "JWT second")
    signer.add(first)
    signer.add(second)
    signer.add(second)
    get(f"{server.url}/api/1")
    signer.remove(second)
    get(f"{server.url}/api/2")
    signer.uninstall()
    get(f"{server.url}/api/3")
    assert server.seen == [("/api/1", "JWT second"), ("/api/2", "JWT first"), ("/api/3", None)]
