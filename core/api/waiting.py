"""Asking a server again and again until something has come about, with a deadline: some things never do."""

from __future__ import annotations

import time
from typing import Callable, Optional, TypeVar

from ..errors import Cancelled
from .errors import TRANSIENT, ApiError, NeverReady
from .exchange import CancelCheck, never
from .retry import StopWhen

T = TypeVar("T")

_GROWTH = 1.25  # from one pause to the next: what takes long is asked for less often


def wait_until(
    ask: Callable[[], Optional[T]],
    *,
    every: float,
    longest: float,
    deadline: Optional[float],
    patience: float,
    what: str,
    cancelled: CancelCheck = never,
) -> T:
    """What `ask` returns once it is not None.

    every, longest: seconds between the first questions, and between the later ones. deadline: seconds after which
    `NeverReady` is raised, None for never. patience: seconds that the server may be out of reach in between; then what
    `ask` raises is raised. what: who is waited for, for the text of the error.
    """
    stop = StopWhen(cancelled)
    ends_at = None if deadline is None else time.monotonic() + deadline
    trouble = _Trouble(patience)
    pause = every
    while True:
        if cancelled():
            raise Cancelled
        answer = trouble.bear(ask)
        if answer is not None:
            return answer
        left = pause if ends_at is None else min(pause, ends_at - time.monotonic())
        if left <= 0.0:
            raise trouble.last or _never_ready(what, deadline or 0.0)
        if stop.wait(left):
            raise Cancelled
        pause = min(pause * _GROWTH, longest)


class _Trouble:
    """How long a server has been out of reach."""

    def __init__(self, patience: float) -> None:
        self._patience = patience
        self._since = 0.0
        self.last: Optional[ApiError] = None

    def bear(self, ask: Callable[[], Optional[T]]) -> Optional[T]:
        """What `ask` returns, None too for a failure that may pass."""
        begun = time.monotonic()
        try:
            answer = ask()
        except TRANSIENT as error:
            self._since = begun if self.last is None else self._since
            self.last = error
            if time.monotonic() - self._since > self._patience:
                raise
            return None
        self.last = None
        return answer


def _never_ready(what: str, deadline: float) -> NeverReady:
    shown = f"{deadline / 60:.0f} minutes" if deadline >= 120 else f"{deadline:.0f} seconds"
    return NeverReady(
        f"{what} is not done after {shown}.",
        "Try again later. The server may be busy, or it was restarted and has forgotten what it was to do.",
        f"Nothing after {deadline:g} s",
    )
