"""Keeps the tokens alive that requests for layers are signed with, and has layers asked again that stayed blank meanwhile.

While requests are signed, a token is renewed before its end. Where one has ended all the same, such as over night, the
first request that QGIS makes waits for the new one, so that a layout that is printed is not blank. What was
refused all the same is asked again once there is another token, or once the server answers again.
"""

from __future__ import annotations

import threading
import time
from typing import Dict, Optional

from qgis.PyQt.QtCore import QCoreApplication, QObject, Qt, pyqtSignal

from ...api.errors import TRANSIENT, ApiError, SessionExpired, WrongPassword
from ...api.session import Session
from ...errors import NadirError
from ...jobs import JobControl, Jobs
from ..values.stream import forget_stream_headers, set_stream_header
from ..values.stream_watch import StreamWatch
from .kept import MAIN_PATIENCE, PATIENCE, KeptSession
from .signer import RequestSigner
from .watch import Refusal, ReplyWatch

translate = QCoreApplication.translate  # called by this name, so that the translation tools find the texts

REFUSED = (401, 403)
LOG_IN = "/api/token-auth/"
HIDDEN = 404  # what servers answer of a task to who sends no log-in, and of a tile outside of the data to everybody
LATER = (408, 429)
PROBE_LIMIT = 64 * 1024 * 1024  # bytes
NOTHING_YET = 0.05  # seconds in which the refusals of one picture come together


class TokenKeeper(QObject):
    """Attends the sessions of a signer. Lives on the main thread; its signals come there."""

    renewed = pyqtSignal(str)  # server url; layers of it may be blank that would not be now: reload them
    trouble = pyqtSignal(str, str, int, int)  # server url, path below it, HTTP status or 0, QNetworkReply.NetworkError
    log_in_refused = pyqtSignal(str, object)  # server url, SessionExpired: the password is no longer right
    _wanted = pyqtSignal(object)  # Session, from any thread
    _told = pyqtSignal(object, object)  # Session, None or its error; from any thread

    def __init__(self, signer: RequestSigner, jobs: Jobs, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._signer = signer
        self._jobs = jobs
        self._kept: Dict[Session, KeptSession] = {}
        self._main_thread = threading.get_ident()
        self._wanted.connect(self._renew, Qt.ConnectionType.QueuedConnection)
        self._told.connect(self._take_news, Qt.ConnectionType.QueuedConnection)
        self._watch = ReplyWatch(signer, self._take_refusal, self)
        self._streams = StreamWatch(lambda: tuple(self._kept), self._renew_quietly, self)
        signer.attend(self)

    def uninstall(self) -> None:
        """Attend nothing more."""
        self._signer.attend(None)
        self._watch.uninstall()
        self._streams.uninstall()
        for session in list(self._kept):
            self.session_removed(session)
        forget_stream_headers()  # one may have been set by a job that was still at work
        self._wanted.disconnect(self._renew)
        self._told.disconnect(self._take_news)

    # What the signer tells

    def session_added(self, session: Session) -> None:
        """Look after it from now on."""
        if session not in self._kept:
            self._kept[session] = kept = KeptSession(session, self)
            kept.listener = lambda error: self._told.emit(session, error)
            session.news.listen(kept.listener)
            set_stream_header(session.url, session.authorization())

    def session_removed(self, session: Session) -> None:
        """Look after it no more."""
        kept = self._kept.pop(session, None)
        if kept is not None:
            session.news.forget(kept.listener)
            set_stream_header(session.url, "")
            kept.let_go()

    def renewal_wanted(self, session: Session) -> None:
        """On any thread. Waits only where the token has ended, and not where that was in vain just now.

        On the main thread, too, though shorter: there QGIS waits itself for what it asks for, such as while it prints.
        """
        kept = self._kept.get(session)
        if kept is None or not kept.may_try():
            return
        stale = session.authorization()
        if session.has_ended():
            self._renew_here(kept, stale)
        elif kept.ask_once():
            self._wanted.emit(session)

    def _renew_here(self, kept: KeptSession, stale: str) -> None:
        patience = MAIN_PATIENCE if threading.get_ident() == self._main_thread else PATIENCE
        until = time.monotonic() + patience
        try:
            kept.session.renew(stale, cancelled=lambda: time.monotonic() > until)
        except NadirError:  # told by the job that follows, which has more time
            kept.put_off()
            self._wanted.emit(kept.session)

    # Another token

    def _renew_quietly(self, session: Session) -> None:
        """For what GDAL reads; where it has ended, such as while the computer slept, that was refused meanwhile."""
        kept = self._kept.get(session)
        if kept is not None and kept.may_try():
            kept.is_blank = kept.is_blank or session.has_ended()
            self._renew(session)

    def _renew(self, session: Session) -> None:
        kept, stale = self._kept.get(session), session.authorization()
        if kept is None or kept.renewal is not None:
            return
        if stale and not session.wants_renewal():  # somebody else was quicker
            kept.renewal_ended()
            return

        def work(control: JobControl) -> None:
            session.renew(stale, cancelled=control.cancelled)

        kept.renewal = self._jobs.start(translate("Layers", "Renewing the log-in"), work)
        kept.renewal.failed.connect(lambda error: self._take_failure(kept, error))
        kept.renewal.finished.connect(kept.renewal_ended)

    def _take_failure(self, kept: KeptSession, error: Exception) -> None:
        """What may pass is tried again while a layer is blank for it; else the next request asks anew."""
        kept.put_off()
        if isinstance(error, (SessionExpired, WrongPassword)):  # news of the session
            return
        if isinstance(error, TRANSIENT) and kept.is_blank:
            kept.later(lambda: self._renew(kept.session))
        refusal = Refusal(kept.session, LOG_IN, "", 0, 0)
        if kept.is_new(refusal):
            self._tell(refusal)

    def _take_news(self, session: Session, error: Optional[ApiError]) -> None:
        kept = self._kept.get(session)
        if kept is None:
            return
        if error is not None:
            kept.is_blank = True
            self.log_in_refused.emit(session.url, error)
            return
        kept.has_token()
        set_stream_header(session.url, session.authorization())
        if kept.is_blank:
            self._reload(kept)

    # What was refused

    def _take_refusal(self, refusal: Refusal) -> None:
        kept = self._kept.get(refusal.session)
        if kept is None:
            return
        session, current = kept.session, kept.session.authorization()
        unseen = refusal.status == HIDDEN and not refusal.authorization
        if refusal.status in REFUSED or unseen:
            kept.is_blank = True
            if current and refusal.authorization != current:  # it went out before the token of now was there
                self._reload(kept)
            elif session.wants_renewal() or not current:
                self._renew_for(kept)
            elif kept.is_new(refusal):
                self._look(kept, refusal)
        elif kept.is_new(refusal):
            self._tell(refusal)
            if refusal.status in (0, 200, *LATER) or refusal.status >= 500:
                kept.later(lambda: self._look(kept, refusal))

    def _renew_for(self, kept: KeptSession) -> None:
        """Renew at once, for a layer that is blank; later where that was in vain just now."""
        if kept.may_try():
            self._renew(kept.session)
        else:
            kept.later(lambda: self._renew(kept.session))

    def _look(self, kept: KeptSession, refusal: Refusal) -> None:
        """Ask for the same with time and by the session, which renews its token if the server wants that: where it is to be
        had now, the layers are asked again.
        """
        if kept.look is not None or self._kept.get(kept.session) is not kept:
            return

        def work(control: JobControl) -> None:
            kept.session.get_bytes(refusal.path, limit=PROBE_LIMIT, cancelled=control.cancelled)

        kept.look = self._jobs.start(translate("Layers", "Looking for the layers' data"), work)
        kept.look.succeeded.connect(lambda _: self._take_presence(kept))
        kept.look.failed.connect(lambda error: self._take_absence(kept, refusal, error))
        kept.look.finished.connect(kept.look_ended)

    def _take_presence(self, kept: KeptSession) -> None:
        kept.answered()
        self._reload(kept)

    def _take_absence(self, kept: KeptSession, refusal: Refusal, error: Exception) -> None:
        if isinstance(error, TRANSIENT):
            kept.later(lambda: self._look(kept, refusal))
        elif refusal.status in REFUSED and not isinstance(error, SessionExpired):
            self._tell(refusal)

    def _reload(self, kept: KeptSession) -> None:
        """Once for all the refusals of a picture."""
        kept.soon(NOTHING_YET, lambda: self._tell_renewed(kept))

    def _tell_renewed(self, kept: KeptSession) -> None:
        kept.is_blank = False
        self.renewed.emit(kept.session.url)

    def _tell(self, refusal: Refusal) -> None:
        self.trouble.emit(refusal.session.url, refusal.path, refusal.status, refusal.error)
