"""What is remembered of one session that signs for layers: what is under way for it, and what is tried again when."""

from __future__ import annotations

import re
import time
from typing import Callable, Dict, Optional

from qgis.PyQt.QtCore import QObject, QTimer

from ...api.news import Listener
from ...api.session import Session
from ...jobs import Job
from .watch import Refusal

PATIENCE = 5.0  # seconds that a worker of QGIS waits at most for a token
MAIN_PATIENCE = 1.5  # seconds that its main thread does
PAUSE = 20.0  # seconds in which nothing waits for a token again that was not to be had
FORGET = 60.0  # seconds after which the same product is looked at again
FIRST_RETRY, LONGEST_RETRY = 2.0, 60.0  # seconds; doubled in between
MOST_RETRIES = 8

_PRODUCT = re.compile(r".*?/tasks/[^/]+/(?:assets/)?[^/?]+")


class KeptSession:
    """Belongs to the main thread, but for `may_try`, `ask_once` and `put_off`."""

    def __init__(self, session: Session, owner: QObject) -> None:
        self.session = session
        self.listener: Listener = _nobody
        self.is_blank = False
        """Whether something was refused that would not be with another token."""
        self.renewal: Optional[Job] = None
        self.look: Optional[Job] = None
        self._asked = False
        self._not_before = 0.0  # time.monotonic
        self._seen: Dict[str, float] = {}
        self._retries = 0
        self._soon, self._later = _timer(owner), _timer(owner)

    def may_try(self) -> bool:
        """Whether a token that was not to be had may be asked for again."""
        return time.monotonic() >= self._not_before

    def put_off(self) -> None:
        """It was not to be had."""
        self._not_before = time.monotonic() + PAUSE

    def ask_once(self) -> bool:
        """Whether nobody has asked for a renewal since the last one; from now on somebody has."""
        first, self._asked = not self._asked, True
        return first

    def has_token(self) -> None:
        """There is a new one."""
        self._asked, self._not_before, self._retries = False, 0.0, 0

    def renewal_ended(self) -> None:
        """Well or not."""
        self.renewal, self._asked = None, False

    def look_ended(self) -> None:
        """Well or not."""
        self.look = None

    def is_new(self, refusal: Refusal) -> bool:
        """Whether the product that it is of was not refused lately with the same status."""
        found = _PRODUCT.match(refusal.path)
        key = f"{refusal.status} {found[0] if found else refusal.path.partition('?')[0]}"
        now = time.monotonic()
        self._seen = {each: since for each, since in self._seen.items() if now - since < FORGET}
        return self._seen.setdefault(key, now) == now

    def soon(self, seconds: float, function: Callable[[], None]) -> None:
        """Call a function, however often that is asked for meanwhile."""
        if not self._soon.isActive():
            _start(self._soon, seconds, function)

    def later(self, function: Callable[[], None]) -> None:
        """Call it after a while, which grows each time until there is a token or `answered`; in the end no more: whoever
        looks at the map then asks anew.
        """
        if not self._later.isActive() and self._retries < MOST_RETRIES:
            seconds = min(FIRST_RETRY * 2.0**self._retries, LONGEST_RETRY)
            self._retries += 1
            _start(self._later, seconds, function)

    def answered(self) -> None:
        """The server answers: what is tried again is so quickly the next time."""
        self._retries = 0

    def let_go(self) -> None:
        """Nothing more comes of it."""
        for timer in (self._soon, self._later):
            timer.stop()
            timer.deleteLater()
        for job in (self.renewal, self.look):
            if job is not None:
                job.cancel()


def _timer(owner: QObject) -> QTimer:
    timer = QTimer(owner)
    timer.setSingleShot(True)
    return timer


def _start(timer: QTimer, seconds: float, function: Callable[[], None]) -> None:
    try:
        timer.timeout.disconnect()
    except TypeError:  # PyQt's way to say that nothing was connected
        timer.stop()
    timer.timeout.connect(function)
    timer.start(round(seconds * 1000))


def _nobody(_error: object) -> None:
    """Hears of a session before anybody does."""
