"""What becomes of a session, for who has to know: it got a new token, or its password is no longer right."""

from __future__ import annotations

import threading
from typing import Callable, Optional, Tuple

from .errors import ApiError, SessionExpired, WrongPassword

Listener = Callable[[Optional[ApiError]], None]
"""Called with None after each log-in, and with the error once the server refuses the password.

On the thread that asked the server, and while nobody else can: it must not wait, nor call the session.
"""


class SessionNews:
    """The listeners of one session. Thread-safe."""

    def __init__(self) -> None:
        self._changing = threading.Lock()
        self._listeners: Tuple[Listener, ...] = ()
        self._bad = False

    def listen(self, listener: Listener) -> None:
        """Tell it from now on."""
        with self._changing:
            self._listeners += (listener,)

    def forget(self, listener: Listener) -> None:
        """Tell it no more."""
        with self._changing:
            self._listeners = tuple(known for known in self._listeners if known != listener)

    def password_refused(self, error: WrongPassword) -> SessionExpired:
        """Tell that the server takes the session's password no longer; gives the error to raise."""
        expired = SessionExpired("The session has ended and the password is no longer right.", "Log in again.", error.detail)
        self.tell(expired)
        return expired

    def tell(self, error: Optional[ApiError]) -> None:
        """Tell all; of several refusals in a row only the first."""
        if error is not None and self._bad:
            return
        self._bad = error is not None
        for listener in self._listeners:
            listener(error)
