"""What becomes of the requests that are signed for layers: QGIS paints refused tiles blank and says nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Callable, Optional

from qgis.core import QgsNetworkAccessManager, QgsNetworkReplyContent, QgsNetworkRequestParameters
from qgis.PyQt.QtCore import QObject, QUrl
from qgis.PyQt.QtNetwork import QNetworkReply, QNetworkRequest

from ...api.session import Session
from .signer import AUTHORIZATION, OURS, RequestSigner

_ENCODED = QUrl.ComponentFormattingOption.FullyEncoded
_STATUS = QNetworkRequest.Attribute.HttpStatusCodeAttribute
_GIVEN_UP = QNetworkReply.NetworkError.OperationCanceledError  # by a map that is not drawn any more
_TIMED_OUT = QNetworkReply.NetworkError.TimeoutError


@dataclass(frozen=True)
class Refusal:
    """A request below a server's `/api/` that brought nothing to paint.

    path: below the server's address, with its query. authorization: the header that it went out with. status: of HTTP, 0
    where no answer came. error: QNetworkReply.NetworkError as a number. A web page in place of data has status 200.
    """

    session: Session
    path: str
    authorization: str
    status: int
    error: int


class ReplyWatch(QObject):
    """Hears of every reply that QGIS gets, on whatever thread, and tells of those that a server of ours refused.

    Lives on the main thread, to which QGIS brings the replies of all threads.
    """

    def __init__(self, signer: RequestSigner, refused: Callable[[Refusal], None], parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._signer = signer
        self._refused = refused
        self._manager = QgsNetworkAccessManager.instance()
        self._manager.finished[QgsNetworkReplyContent].connect(self._take_reply)
        self._manager.requestTimedOut[QgsNetworkRequestParameters].connect(self._take_time_out)

    def uninstall(self) -> None:
        """Watch no more."""
        self._manager.finished[QgsNetworkReplyContent].disconnect(self._take_reply)
        self._manager.requestTimedOut[QgsNetworkRequestParameters].disconnect(self._take_time_out)

    def _take_reply(self, reply: QgsNetworkReplyContent) -> None:
        request = reply.request()
        session = self._signer.session_of(request.url())
        if session is None or reply.error() == _GIVEN_UP:  # a time-out is told by itself
            return
        status = int(reply.attribute(_STATUS) or 0)
        if 300 <= status < 400:  # QGIS follows it, and the end of that is heard of, too
            return
        if 200 <= status < 300 and reply.error() == QNetworkReply.NetworkError.NoError:
            if b"html" not in bytes(reply.rawHeader(b"Content-Type")).lower():
                return
            self._forget(request.url())
        self._tell(session, request, status, reply.error())

    def _take_time_out(self, request: QgsNetworkRequestParameters) -> None:
        session = self._signer.session_of(request.request().url())
        if session is not None:
            self._tell(session, request.request(), 0, _TIMED_OUT)

    def _tell(self, session: Session, request: QNetworkRequest, status: int, error: QNetworkReply.NetworkError) -> None:
        refusal = _refusal(session, request, status, error)
        if not refusal.authorization or refusal.authorization.startswith(OURS):  # else somebody else's layer
            self._refused(refusal)

    def _forget(self, url: QUrl) -> None:
        """QGIS keeps whatever came with status 200 on disk as long as the server allows, a page of maintenance too."""
        cache = self._manager.cache()
        if cache is not None:
            cache.remove(url)


def _refusal(session: Session, request: QNetworkRequest, status: int, error: QNetworkReply.NetworkError) -> Refusal:
    url = request.url()
    path = url.path(_ENCODED)[len(QUrl(session.url).path(_ENCODED).rstrip("/")) :]
    query = url.query(_ENCODED)
    authorization = bytes(request.rawHeader(AUTHORIZATION)).decode("latin-1")
    return Refusal(session, f"{path}?{query}" if query else path, authorization, status, int(getattr(error, "value", error)))
