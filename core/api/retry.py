"""When and how long to wait before a failed call is made again."""

from __future__ import annotations

import random
import threading
import time
from dataclasses import dataclass
from typing import Callable, Optional, Tuple, Type, TypeVar

from ..errors import Cancelled, NadirError
from .errors import TRANSIENT, ServerFailed

T = TypeVar("T")
_chance = random.SystemRandom()
_TICK = 0.1  # seconds between two looks at `cancelled`
_HOPELESS = (501, 505)  # statuses that the same request will always get


@dataclass(frozen=True)
class RetryPolicy:
    """Exponential back-off with jitter: `attempts` in all, the first wait of `first` seconds, none over `longest`.

    Nothing is begun again later than `deadline` seconds after the first attempt began; a wait that the server asks for
    and that leads beyond it is not waited for, the error with `retry_after` comes at once.
    """

    attempts: int = 7
    first: float = 0.5
    longest: float = 30.0
    deadline: Optional[float] = None

    def call(
        self,
        work: Callable[[], T],
        stop: threading.Event,
        retried: Tuple[Type[NadirError], ...] = TRANSIENT,
    ) -> T:
        """What `work` returns, tried again after errors that may pass. Raises `Cancelled` as soon as `stop` is set."""
        begun = time.monotonic()
        for attempt in range(1, self.attempts):
            try:
                return work()
            except retried as error:
                wait = self.delay(attempt, error)
                if not _may_pass(error) or self._is_too_late(time.monotonic() - begun + wait):
                    raise
                if stop.wait(wait):
                    raise Cancelled from error
        return work()

    def delay(self, attempt: int, error: NadirError) -> float:
        """Seconds to wait after the given attempt (from 1), at least what the server asks for."""
        backed_off = min(self.longest, self.first * 2.0 ** (attempt - 1))
        asked = error.retry_after if isinstance(error, ServerFailed) else None
        most = 4 * self.longest if self.deadline is None else float("inf")  # beyond the deadline nothing is waited for
        return max(backed_off * _chance.uniform(0.5, 1.0), min(asked or 0.0, most))

    def _is_too_late(self, seconds: float) -> bool:
        return self.deadline is not None and seconds > self.deadline


def _may_pass(error: NadirError) -> bool:
    return not (isinstance(error, ServerFailed) and error.status in _HOPELESS)


class StopWhen(threading.Event):
    """An event for `RetryPolicy.call` that counts as set when the user cancels."""

    def __init__(self, cancelled: Callable[[], bool]) -> None:
        super().__init__()
        self._cancelled = cancelled

    def wait(self, timeout: Optional[float] = None) -> bool:
        ends_at = time.monotonic() + (timeout or 0.0)
        while time.monotonic() < ends_at:
            if self._cancelled() or super().wait(min(_TICK, max(0.0, ends_at - time.monotonic()))):
                return True
        return self._cancelled()
