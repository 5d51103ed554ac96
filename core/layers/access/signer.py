"""Signs the requests that QGIS makes for our layers, so that no layer and no project file holds a credential.

One function is registered with QGIS's network access manager. QGIS calls it for every request of the whole program and
on many threads: it looks at address and memory only, and only where a token has ended its attendant may hold the request up
for a new one. What it signs is not redirected by Qt, which was seen to carry the header to the place that a redirect names;
QGIS's tile and EPT code follows redirects by itself, and unsigned where they leave the server's `/api/`.
"""

from __future__ import annotations

import re
import threading
from typing import Dict, Optional, Protocol, Tuple
from urllib.parse import unquote

from qgis.core import QgsNetworkAccessManager
from qgis.PyQt.QtCore import QByteArray, QUrl
from qgis.PyQt.QtNetwork import QNetworkRequest

from ...api.session import Session

AUTHORIZATION = QByteArray(b"Authorization")
OURS = "JWT "
"""How a header begins that this signer wrote, into a request that QGIS sends again."""
DEFAULT_PORTS = {"http": 80, "https": 443}
_MANUAL = QNetworkRequest.RedirectPolicy.ManualRedirectPolicy
MANUAL_REDIRECTS = int(getattr(_MANUAL, "value", _MANUAL))  # an attribute holds a number; PyQt6 has no int in its enums
_ENCODED = QUrl.ComponentFormattingOption.FullyEncoded
_ODD = re.compile(r"%|\\|;|//|/\.\.?(?:/|$)")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_DECODINGS = 4  # how often a path is unquoted that was quoted more than once, by who wants to hide something

Place = Tuple[str, str, int]  # scheme, host, port


class Attendant(Protocol):
    """Who sees to it that sessions which are signed for have a token."""

    def session_added(self, session: Session) -> None: ...

    def session_removed(self, session: Session) -> None: ...

    def renewal_wanted(self, session: Session) -> None:
        """A request is about to be signed with a token that has ended or soon will. On any thread."""


class RequestSigner:
    """Adds the Authorization header for exactly the servers that were added, below `/api/` and nowhere else."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._sessions: Tuple[Session, ...] = ()
        self._places: Dict[Place, Tuple[Tuple[str, Session], ...]] = {}
        """Path prefixes, each with who signs there; replaced as a whole, so that it is read without the lock."""
        self._function = self._sign  # one object: QGIS does not keep it alive
        self._registered: Optional[str] = None
        self._attendant: Optional[Attendant] = None

    def attend(self, attendant: Optional[Attendant]) -> None:
        """Tell somebody which sessions there are, and which of them need a token."""
        self._attendant = attendant
        if attendant is not None:
            for session in self._sessions:
                attendant.session_added(session)

    def add(self, session: Session) -> None:
        """Sign for a session from now on. Adding it twice changes nothing."""
        with self._lock:
            if any(known is session for known in self._sessions):
                return
            self._sessions += (session,)
            self._places = _places_of(self._sessions)
        if self._registered is None:
            self._registered = QgsNetworkAccessManager.setRequestPreprocessor(self._function)
        if self._attendant is not None:
            self._attendant.session_added(session)

    def remove(self, session: Session) -> None:
        """Sign for it no more."""
        with self._lock:
            self._sessions = tuple(known for known in self._sessions if known is not session)
            self._places = _places_of(self._sessions)
        if self._attendant is not None:
            self._attendant.session_removed(session)

    def uninstall(self) -> None:
        """Take everything back."""
        with self._lock:
            self._sessions, self._places = (), {}
        self._attendant = None
        if self._registered is not None:
            QgsNetworkAccessManager.removeRequestPreprocessor(self._registered)
            self._registered = None

    def session_of(self, url: QUrl) -> Optional[Session]:
        """Whose token a request to this address carries; None where it gets none."""
        scheme = url.scheme()
        signed = self._places.get((scheme, url.host(_ENCODED), url.port(DEFAULT_PORTS.get(scheme, -1))))
        if signed is None or url.userInfo():
            return None
        path = url.path(_ENCODED)
        for prefix, session in signed:
            if path.startswith(prefix):
                return session if _ODD.search(path) is None or _stays(path, prefix) else None
        return None

    def _sign(self, request: QNetworkRequest) -> None:
        """Called by QGIS for each request, on any thread."""
        session = self.session_of(request.url())
        if session is None or not _is_free(request):
            return
        if self._attendant is not None and session.wants_renewal():
            self._attendant.renewal_wanted(session)
        authorization = session.authorization()
        if authorization:
            request.setRawHeader(AUTHORIZATION, QByteArray(authorization.encode("ascii")))
            request.setAttribute(QNetworkRequest.Attribute.RedirectPolicyAttribute, MANUAL_REDIRECTS)


def _is_free(request: QNetworkRequest) -> bool:
    """Whether nobody else has signed it, such as the authentication configuration of a layer that is none of ours."""
    return not request.hasRawHeader(AUTHORIZATION) or bytes(request.rawHeader(AUTHORIZATION)).startswith(OURS.encode())


def _stays(path: str, prefix: str) -> bool:
    """Whether a path leads below its prefix however a server reads it: quoted more than once, with backslashes, with
    parameters behind a semicolon, with `..` or an empty segment.
    """
    for _ in range(_DECODINGS):
        plain = unquote(path)
        if plain == path:
            break
        path = plain
    else:
        return False
    segments = [part.partition(";")[0].strip() for part in path.replace("\\", "/").split("/")]
    odd = any(part in (".", "..") for part in segments) or not all(segments[1:-1])
    return not odd and not _CONTROL.search(path) and path.startswith(unquote(prefix))


def _places_of(sessions: Tuple[Session, ...]) -> Dict[Place, Tuple[Tuple[str, Session], ...]]:
    places: Dict[Place, Tuple[Tuple[str, Session], ...]] = {}
    for session in sessions:
        url = QUrl(session.url)
        place = (url.scheme(), url.host(_ENCODED), url.port(DEFAULT_PORTS.get(url.scheme(), -1)))
        prefix = url.path(_ENCODED).rstrip("/") + "/api/"
        places[place] = ((prefix, session), *places.get(place, ()))  # the session added last comes first
    return places
