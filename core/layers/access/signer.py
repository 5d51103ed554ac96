"""Signs the requests that QGIS makes for our layers, so that no layer and no project file holds a credential.

One function is registered with QGIS's network access manager. QGIS calls it for every request of the whole program and
on many threads: it looks at address and memory only. What it signs is not redirected by Qt, which was seen to carry the
header to the place that a redirect names; QGIS's tile and EPT code follows redirects by itself, and unsigned.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Dict, Optional, Protocol, Tuple

from qgis.core import QgsNetworkAccessManager
from qgis.PyQt.QtCore import QByteArray, QUrl
from qgis.PyQt.QtNetwork import QNetworkRequest

AUTHORIZATION = QByteArray(b"Authorization")
DEFAULT_PORTS = {"http": 80, "https": 443}
_MANUAL = QNetworkRequest.RedirectPolicy.ManualRedirectPolicy
MANUAL_REDIRECTS = int(getattr(_MANUAL, "value", _MANUAL))  # an attribute holds a number; PyQt6 has no int in its enums

Place = Tuple[str, str, int]  # scheme, host, port


class Signing(Protocol):
    """What the signer needs of a session."""

    url: str

    def authorization(self) -> str:
        """The header's value or '', without any I/O."""


@dataclass(frozen=True)
class _Signed:
    """The sessions of one scheme, host and port: path prefix, ending in `/api/`, and who signs there."""

    prefixes: Tuple[Tuple[str, Signing], ...]


class RequestSigner:
    """Adds the Authorization header for exactly the servers that were added, below `/api/` and nowhere else."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._sessions: Tuple[Signing, ...] = ()
        self._places: Dict[Place, _Signed] = {}  # replaced as a whole, so that it is read without the lock
        self._function = self._sign  # one object: QGIS does not keep it alive
        self._registered: Optional[str] = None

    def add(self, session: Signing) -> None:
        """Sign for a session from now on. Adding it twice changes nothing."""
        with self._lock:
            if any(known is session for known in self._sessions):
                return
            self._sessions += (session,)
            self._places = _places_of(self._sessions)
        if self._registered is None:
            self._registered = QgsNetworkAccessManager.setRequestPreprocessor(self._function)

    def remove(self, session: Signing) -> None:
        """Sign for it no more."""
        with self._lock:
            self._sessions = tuple(known for known in self._sessions if known is not session)
            self._places = _places_of(self._sessions)

    def uninstall(self) -> None:
        """Take everything back."""
        with self._lock:
            self._sessions, self._places = (), {}
        if self._registered is not None:
            QgsNetworkAccessManager.removeRequestPreprocessor(self._registered)
            self._registered = None

    def _sign(self, request: QNetworkRequest) -> None:
        """Called by QGIS for each request, on any thread."""
        url = request.url()
        scheme = url.scheme()
        signed = self._places.get((scheme, url.host(), url.port(DEFAULT_PORTS.get(scheme, -1))))
        if signed is None or url.userInfo():
            return
        path = url.path(QUrl.ComponentFormattingOption.FullyEncoded)
        for prefix, session in signed.prefixes:
            if path.startswith(prefix) and not _leaves(path):
                _sign_with(request, session.authorization())
                return


def _sign_with(request: QNetworkRequest, authorization: str) -> None:
    if authorization:
        request.setRawHeader(AUTHORIZATION, QByteArray(authorization.encode("ascii")))
        request.setAttribute(QNetworkRequest.Attribute.RedirectPolicyAttribute, MANUAL_REDIRECTS)


def _leaves(path: str) -> bool:
    """Whether a path climbs out of the prefix that it begins with: `/api/../elsewhere`, plain or encoded."""
    decoded = path.lower().replace("%2e", ".").replace("%2f", "/").replace("%5c", "/").replace("\\", "/")
    return ".." in decoded.split("/")


def _places_of(sessions: Tuple[Signing, ...]) -> Dict[Place, _Signed]:
    places: Dict[Place, _Signed] = {}
    for session in sessions:
        url = QUrl(session.url)
        place = (url.scheme(), url.host(), url.port(DEFAULT_PORTS.get(url.scheme(), -1)))
        prefix = url.path(QUrl.ComponentFormattingOption.FullyEncoded).rstrip("/") + "/api/"
        before = places[place].prefixes if place in places else ()
        places[place] = _Signed(((prefix, session), *before))  # the session added last comes first
    return places
