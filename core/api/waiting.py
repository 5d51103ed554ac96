"""Asking a server again and again until something has come about, with a deadline: some things never do."""

from __future__ import annotations

import time
from typing import Callable, Optional, TypeVar

from ..errors import Cancelled
from .errors import TimedOut
from .exchange import CancelCheck, never
from .retry import StopWhen

T = TypeVar("T")

_SLOWEST = 4.0  # times the first interval: what takes long is asked for less often


def wait_until(
    ask: Callable[[], Optional[T]],
    *,
    every: float,
    deadline: Optional[float],
    what: str,
    cancelled: CancelCheck = never,
) -> T:
    """What `ask` returns once it is not None.

    every: seconds between the first questions, up to four times as many between the later ones. deadline: seconds
    after which `TimedOut` is raised, None for never. what: for its text, such as 'The export'.
    """
    stop = StopWhen(cancelled)
    ends_at = None if deadline is None else time.monotonic() + deadline
    pause = every
    while True:
        if cancelled():
            raise Cancelled
        answer = ask()
        if answer is not None:
            return answer
        left = pause if ends_at is None else min(pause, ends_at - time.monotonic())
        if left <= 0.0:
            raise TimedOut(
                f"{what} has not got ready in time.",
                "The server may be busy, or have lost it: try again later.",
                f"Nothing after {deadline:.0f} s.",
            )
        if stop.wait(left):
            raise Cancelled
        pause = min(pause * 1.2, every * _SLOWEST)
