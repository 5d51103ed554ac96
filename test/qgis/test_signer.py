"""The signer adds the header for exactly one server's API, whoever asks and wherever a redirect leads."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Callable, Dict, Iterator, List

import pytest
from nadir.core.layers.access.signer import RequestSigner
from qgis.core import (
    QgsBlockingNetworkRequest,
    QgsDataSourceUri,
    QgsMapRendererParallelJob,
    QgsMapSettings,
    QgsRasterLayer,
)
from qgis.PyQt.QtCore import QSize, QUrl
from qgis.PyQt.QtNetwork import QNetworkRequest

Turn = Callable[..., bool]


class FakeSession:
    """A session without a server: what the signer needs of one."""

    def __init__(self, url: str, header: str = "JWT one.two.three") -> None:
        self.url = url
        self.token = header

    def authorization(self) -> str:
        return self.token

    def wants_renewal(self) -> bool:
        return False


class Listener(ThreadingHTTPServer):
    """Notes each request's path and header; paths in `redirects` are redirected."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.url = f"http://127.0.0.1:{self.server_address[1]}"
        self.seen: List[tuple] = []
        self.redirects: Dict[str, str] = {}
        self.status = 302


class _Handler(BaseHTTPRequestHandler):
    server: Listener

    def do_GET(self) -> None:
        self.server.seen.append((self.path, self.headers.get("Authorization")))
        target = self.server.redirects.get(self.path)
        self.send_response(self.server.status if target else 200)
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


def paint_tiles(template: str, turn: Turn) -> None:
    """Have QGIS paint the world from tiles of zoom level 0."""
    uri = QgsDataSourceUri()
    for name, value in (("type", "xyz"), ("url", template), ("zmin", "0"), ("zmax", "0")):
        uri.setParam(name, value)
    layer = QgsRasterLayer(bytes(uri.encodedUri()).decode(), "tiles", "wms")
    settings = QgsMapSettings()
    settings.setLayers([layer])
    settings.setDestinationCrs(layer.crs())
    settings.setExtent(layer.extent())
    settings.setOutputSize(QSize(64, 64))
    job = QgsMapRendererParallelJob(settings)
    job.start()
    assert turn(lambda: not job.isActive(), 60)


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


HOME = "https://example.org/geo"
SIGNED = (
    "https://example.org/geo/api/projects/",
    "https://example.org:443/geo/api/projects/",
    "HTTPS://EXAMPLE.ORG/geo/api/projects/",
    "https://example.org/geo/api/tiles/1/2/3.png?rescale=1,2&v=..;//%2e%2e/",
    "https://example.org/geo/api/assets/my%20photo%20100%25.jpg",
    "https://example.org/%67eo/api/",  # Qt itself unquotes what need not be quoted
)
NOT_SIGNED = {
    "another scheme": "http://example.org/geo/api/",
    "http at the port of https": "http://example.org:443/geo/api/",
    "no web address": "ftp://example.org/geo/api/",
    "web socket": "wss://example.org/geo/api/",
    "a file": "file:///geo/api/",
    "no host": "https:///geo/api/",
    "another port": "https://example.org:8443/geo/api/",
    "port 0": "https://example.org:0/geo/api/",
    "the host inside another": "https://example.org.attacker.net/geo/api/",
    "the host behind another": "https://evilexample.org/geo/api/",
    "a host below it": "https://api.example.org/geo/api/",
    "a trailing dot": "https://example.org./geo/api/",
    "a letter that looks alike": "https://ex\u0430mple.org/geo/api/",
    "a user": "https://someone@example.org/geo/api/",
    "a user and password": "https://someone:else@example.org/geo/api/",
    "an empty user and password": "https://:@example.org/geo/api/",
    "the host as a user": "https://example.org@attacker.net/geo/api/",
    "the host as a user, with a backslash": "https://example.org\\@attacker.net/geo/api/",
    "the host as a password": "https://a:example.org@attacker.net/geo/api/",
    "the host in the query": "https://attacker.net/?https://example.org/geo/api/",
    "without its prefix": "https://example.org/api/",
    "another prefix": "https://example.org/geo2/api/",
    "another case of the prefix": "https://example.org/GEO/api/",
    "no slash behind": "https://example.org/geo/api",
    "something longer": "https://example.org/geo/apiary/",
    "two slashes before": "https://example.org//geo/api/",
    "two slashes in between": "https://example.org/geo//api/",
    "two slashes behind": "https://example.org/geo/api//attacker.net/",
    "up": "https://example.org/geo/api/../admin",
    "up at the end": "https://example.org/geo/api/..",
    "up, quoted": "https://example.org/geo/api/%2e%2e/admin",
    "up, half quoted": "https://example.org/geo/api/.%2E/admin",
    "up, quoted twice": "https://example.org/geo/api/%252e%252e/admin",
    "up, quoted three times": "https://example.org/geo/api/%25252e%25252e/admin",
    "up, quoted without end": "https://example.org/geo/api/%2525252525252e./admin",
    "up, the slash quoted": "https://example.org/geo/api/..%2fadmin",
    "up with a parameter": "https://example.org/geo/api/..;/admin",
    "up with a quoted parameter": "https://example.org/geo/api/..%3Bx/admin",
    "up with a backslash": "https://example.org/geo/api/..\\admin",
    "up with a quoted backslash": "https://example.org/geo/api/..%5cadmin",
    "a quoted backslash for a slash": "https://example.org/geo%5capi/x",
    "a tab": "https://example.org/geo/api/%09../admin",
    "a nought": "https://example.org/geo/api/x%00/y",
    "a line": "https://example.org/geo/api/x%0d%0aHost:%20attacker",
    "here": "https://example.org/geo/api/./x",
}


def header_for(signer: RequestSigner, url: str) -> bytes:
    """What the signer writes on a request that is not made."""
    request = QNetworkRequest(QUrl(url))
    signer._sign(request)
    return bytes(request.rawHeader(b"Authorization"))


@pytest.mark.parametrize("url", SIGNED)
def test_addresses_of_the_api_are_signed_however_they_are_written(signer: RequestSigner, url: str) -> None:
    signer.add(FakeSession(HOME))
    assert header_for(signer, url) == b"JWT one.two.three"


@pytest.mark.parametrize("url", NOT_SIGNED.values(), ids=NOT_SIGNED.keys())
def test_nothing_that_only_looks_like_the_api_is_signed(signer: RequestSigner, url: str) -> None:
    signer.add(FakeSession(HOME))
    assert header_for(signer, url) == b""
    assert header_for(signer, SIGNED[0]), "the signer does sign"


@pytest.mark.parametrize(
    ("home", "signed", "not_signed"),
    [
        ("http://[::1]:8000", "http://[0:0:0:0:0:0:0:1]:8000/api/", "http://[::2]:8000/api/"),
        ("http://[::1]:8000", "http://[::1]:8000/api/", "http://127.0.0.1:8000/api/"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000/api/", "http://localhost:8000/api/"),
        ("http://b\u00fccher.example", "http://xn--bcher-kva.example/api/", "http://bucher.example/api/"),
        ("http://xn--bcher-kva.example", "http://b\u00fccher.example:80/api/", "http://xn--bucher-kva.example/api/"),
        ("http://example.org:443", "http://example.org:443/api/", "https://example.org/api/"),
        ("https://example.org:80", "https://example.org:80/api/", "http://example.org/api/"),
    ],
)
def test_hosts_are_compared_as_they_are_connected_to(signer: RequestSigner, home: str, signed: str, not_signed: str) -> None:
    signer.add(FakeSession(home))
    assert header_for(signer, signed) == b"JWT one.two.three"
    assert header_for(signer, not_signed) == b""


def test_two_servers_on_one_host_get_each_its_own(signer: RequestSigner) -> None:
    for name in ("a", "ab", "a/b"):
        signer.add(FakeSession(f"https://example.org/{name}", f"JWT {name}"))
    for name in ("a", "ab", "a/b"):
        assert header_for(signer, f"https://example.org/{name}/api/x") == f"JWT {name}".encode()
    assert header_for(signer, "https://example.org/api/x") == b""
    assert header_for(signer, "https://example.org/a/api/../../ab/api/x") == b""


def test_a_layer_with_a_log_in_of_its_own_keeps_it(signer: RequestSigner) -> None:
    signer.add(FakeSession(HOME))
    for before, after in ((b"Basic abc", b"Basic abc"), (b"JWT old", b"JWT one.two.three")):
        request = QNetworkRequest(QUrl(SIGNED[0]))
        request.setRawHeader(b"Authorization", before)
        signer._sign(request)
        assert bytes(request.rawHeader(b"Authorization")) == after


def test_another_port_or_name_gets_nothing_over_the_wire(signer: RequestSigner, listeners: Any) -> None:
    server, other = listeners(), listeners()
    signer.add(FakeSession(server.url))
    get(f"{other.url}/api/projects/")
    get(server.url.replace("127.0.0.1", "localhost") + "/api/projects/")
    get(server.url.replace("http://", "http://someone:else@") + "/api/projects/")
    assert other.seen == [("/api/projects/", None)]
    assert all(header != "JWT one.two.three" for _path, header in server.seen)


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


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_tiles_that_are_redirected_elsewhere_take_no_header_along(
    signer: RequestSigner, listeners: Any, turn: Turn, status: int
) -> None:
    server, other = listeners(), listeners()
    server.status = status
    signer.add(FakeSession(server.url))
    server.redirects["/api/0/0/0.png"] = f"{other.url}/api/0/0/0.png"
    paint_tiles(f"{server.url}/api/{{z}}/{{x}}/{{y}}.png", turn)
    assert ("/api/0/0/0.png", "JWT one.two.three") in server.seen
    assert other.seen, "QGIS follows redirects of tiles"
    assert all(header is None for _path, header in other.seen)


def test_tiles_that_are_redirected_within_the_api_are_signed_again(
    signer: RequestSigner, listeners: Any, turn: Turn
) -> None:
    server = listeners()
    signer.add(FakeSession(server.url))
    server.redirects["/api/0/0/0.png"] = f"{server.url}/api/elsewhere.png"
    paint_tiles(f"{server.url}/api/{{z}}/{{x}}/{{y}}.png", turn)
    assert ("/api/elsewhere.png", "JWT one.two.three") in server.seen


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


def test_a_plugin_that_is_loaded_again_signs_again(listeners: Any) -> None:
    server = listeners()
    for round_ in ("first", "second", "third"):
        signer = RequestSigner()
        session = FakeSession(server.url, f"JWT {round_}")
        signer.add(session)
        signer.add(session)
        get(f"{server.url}/api/{round_}")
        signer.uninstall()
        signer.uninstall()
        get(f"{server.url}/api/after")
    expected = [(f"/api/{name}", f"JWT {name}") for name in ("first", "second", "third")]
    assert [each for each in server.seen if each[1]] == expected
    assert len(server.seen) == 6


def test_a_session_that_was_added_twice_is_gone_once_removed(signer: RequestSigner, listeners: Any) -> None:
    session = FakeSession(HOME)
    signer.add(session)
    signer.add(session)
    signer.remove(session)
    assert header_for(signer, SIGNED[0]) == b""


def test_a_session_closed_or_renewed_while_many_threads_ask_harms_none(signer: RequestSigner) -> None:
    session, seen = FakeSession(HOME), set()

    def ask() -> None:
        for _ in range(300):
            seen.add(header_for(signer, SIGNED[0]))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for round_ in range(100):
        signer.add(session)
        session.token = f"JWT {round_ % 2}"
        signer.remove(session)
    for thread in threads:
        thread.join(20)
    assert seen <= {b"", b"JWT one.two.three", b"JWT 0", b"JWT 1"}
