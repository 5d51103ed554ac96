"""QGIS paints what it is refused as nothing; the watch hears of it, on whatever thread it was asked for."""

from __future__ import annotations

import contextlib
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Callable, Dict, Iterator, List, Tuple

import pytest
from nadir.core.layers.access.signer import RequestSigner
from nadir.core.layers.access.watch import Refusal, ReplyWatch
from nadir.test.qgis.test_signer import FakeSession, get
from qgis.core import QgsBlockingNetworkRequest, QgsNetworkAccessManager
from qgis.PyQt.QtCore import QUrl
from qgis.PyQt.QtNetwork import QNetworkReply, QNetworkRequest

Turn = Callable[..., bool]
HTML = "text/html; charset=utf-8"


class Scripted(ThreadingHTTPServer):
    """answers: path (without its query) to status, content type and more headers."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.url = f"http://127.0.0.1:{self.server_address[1]}"
        self.answers: Dict[str, Tuple[int, str, Dict[str, str]]] = {}
        self.asked: List[str] = []
        self.delay = 0.0
        threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True).start()


class _Handler(BaseHTTPRequestHandler):
    server: Scripted

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        time.sleep(self.server.delay)
        status, kind, headers = self.server.answers.get(self.path.partition("?")[0], (200, "image/png", {}))
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": "4", **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        with contextlib.suppress(ConnectionError):  # given up
            self.wfile.write(b"body")

    def log_message(self, *_args: Any) -> None:
        """Keep the test's output clean."""


@pytest.fixture
def server() -> Iterator[Scripted]:
    made = Scripted()
    yield made
    made.shutdown()
    made.server_close()


@pytest.fixture
def refused(signer: RequestSigner, qgis_app: object) -> Iterator[List[Refusal]]:
    """What the watch tells."""
    told: List[Refusal] = []
    watch = ReplyWatch(signer, told.append)
    yield told
    watch.uninstall()


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 429, 500, 502, 503])
def test_a_refusal_is_told_with_its_status_and_what_it_was_signed_with(
    status: int, server: Scripted, signer: RequestSigner, refused: List[Refusal], turn: Turn
) -> None:
    session = FakeSession(server.url + "/mapping")
    signer.add(session)  # type: ignore[arg-type]
    server.answers["/mapping/api/tiles/1.png"] = (status, "application/json", {})
    get(server.url + "/mapping/api/tiles/1.png?rescale=1,2&v=%20")
    assert turn(lambda: refused)
    (told,) = refused
    assert told.session is session
    assert told.path == "/api/tiles/1.png?rescale=1,2&v=%20"
    assert (told.status, told.authorization) == (status, "JWT one.two.three")
    assert told.error != 0


def test_good_answers_redirects_and_other_servers_are_no_refusals(
    server: Scripted, signer: RequestSigner, refused: List[Refusal], turn: Turn
) -> None:
    signer.add(FakeSession(server.url))  # type: ignore[arg-type]
    server.answers["/api/moved"] = (302, "text/html", {"Location": "/api/fine"})
    server.answers["/elsewhere"] = (403, "application/json", {})
    for path in ("/api/fine", "/api/moved", "/elsewhere", "/api/../elsewhere"):
        get(server.url + path)
    get(server.url.replace("127.0.0.1", "localhost") + "/elsewhere")
    server.answers["/api/last"] = (403, "application/json", {})
    get(server.url + "/api/last")
    assert turn(lambda: refused)
    assert [told.path for told in refused] == ["/api/last"]


def test_a_worker_is_heard_of_too(server: Scripted, signer: RequestSigner, refused: List[Refusal], turn: Turn) -> None:
    signer.add(FakeSession(server.url))  # type: ignore[arg-type]
    server.answers["/api/node"] = (403, "application/json", {})
    thread = threading.Thread(target=get, args=(server.url + "/api/node",))
    thread.start()
    assert turn(lambda: refused)
    thread.join(20)
    assert refused[0].status == 403


def test_a_web_page_in_place_of_data_is_told_and_not_kept_on_disk(
    server: Scripted, signer: RequestSigner, refused: List[Refusal], turn: Turn
) -> None:
    signer.add(FakeSession(server.url))  # type: ignore[arg-type]
    server.answers["/api/tile"] = (200, HTML, {"Cache-Control": "max-age=3600"})
    cached(server.url + "/api/tile")
    assert turn(lambda: refused)
    assert (refused[0].status, refused[0].error) == (200, 0)
    cached(server.url + "/api/tile")
    assert len(server.asked) == 2


def test_good_data_are_kept_on_disk(server: Scripted, signer: RequestSigner, refused: List[Refusal], turn: Turn) -> None:
    signer.add(FakeSession(server.url))  # type: ignore[arg-type]
    server.answers["/api/tile"] = (200, "image/png", {"Cache-Control": "max-age=3600"})
    for _ in range(2):
        cached(server.url + "/api/tile")
    assert len(server.asked) == 1
    assert refused == []


def test_no_answer_at_all_is_told(signer: RequestSigner, refused: List[Refusal], turn: Turn) -> None:
    signer.add(FakeSession("http://127.0.0.1:9"))  # type: ignore[arg-type]
    get("http://127.0.0.1:9/api/tile")
    assert turn(lambda: refused)
    assert refused[0].status == 0
    assert refused[0].error == int(QNetworkReply.NetworkError.ConnectionRefusedError)


def test_no_answer_in_time_is_told_and_a_request_given_up_is_not(
    server: Scripted, signer: RequestSigner, refused: List[Refusal], turn: Turn
) -> None:
    signer.add(FakeSession(server.url))  # type: ignore[arg-type]
    before = QgsNetworkAccessManager.timeout()
    server.delay = 1.5
    given_up = QgsNetworkAccessManager.instance().get(QNetworkRequest(QUrl(server.url + "/api/given-up")))
    turn(lambda: False, 0.2)
    given_up.abort()
    QgsNetworkAccessManager.setTimeout(300)
    try:
        get(server.url + "/api/slow")
        assert turn(lambda: refused)
    finally:
        QgsNetworkAccessManager.setTimeout(before)
    turn(lambda: False, 1.0)
    assert {told.path for told in refused} == {"/api/slow"}
    assert {(told.status, told.error) for told in refused} == {(0, int(QNetworkReply.NetworkError.TimeoutError))}


def test_the_layer_of_somebody_else_is_not_our_business(
    server: Scripted, signer: RequestSigner, refused: List[Refusal], turn: Turn
) -> None:
    signer.add(FakeSession(server.url))  # type: ignore[arg-type]
    server.answers = {path: (403, "application/json", {}) for path in ("/api/theirs", "/api/ours")}
    request = QNetworkRequest(QUrl(server.url + "/api/theirs"))
    request.setRawHeader(b"Authorization", b"Basic abc")
    QgsBlockingNetworkRequest().get(request, True)
    get(server.url + "/api/ours")
    assert turn(lambda: refused)
    assert [told.path for told in refused] == ["/api/ours"]


def test_a_request_without_a_token_is_told_as_such(
    server: Scripted, signer: RequestSigner, refused: List[Refusal], turn: Turn
) -> None:
    signer.add(FakeSession(server.url, ""))  # type: ignore[arg-type]
    server.answers["/api/tile"] = (404, "application/json", {})
    get(server.url + "/api/tile")
    assert turn(lambda: refused)
    assert refused[0].authorization == ""


def cached(url: str) -> None:
    """As layers ask: from the disk where it is there."""
    request = QNetworkRequest(QUrl(url))
    request.setAttribute(QNetworkRequest.Attribute.CacheLoadControlAttribute, QNetworkRequest.CacheLoadControl.PreferCache)
    request.setAttribute(QNetworkRequest.Attribute.CacheSaveControlAttribute, True)
    QgsBlockingNetworkRequest().get(request, False)
