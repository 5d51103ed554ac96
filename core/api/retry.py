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


@dataclass(frozen=True)
class RetryPolicy:
    """Exponential back-off with jitter: `attempts` in all, the first wait of `first` seconds, none over `longest`."""

    attempts: int = 7
    first: float = 0.5
    longest: float = 30.0

    def call(
        self,
        work: Callable[[], T],
        stop: threading.Event,
        retried: Tuple[Type[NadirError], ...] = TRANSIENT,
    ) -> T:
        """What `work` returns, tried again after errors that may pass. Raises `Cancelled` as soon as `stop` is set."""
        for attempt in range(1, self.attempts):
            try:
                return work()
            except retried as error:
                if stop.wait(self.delay(attempt, error)):
                    raise Cancelled from error
        return work()

    def delay(self, attempt: int, error: NadirError) -> float:
        """Seconds to wait after the given attempt (from 1), at least what the server asks for."""
        backed_off = min(self.longest, self.first * 2.0 ** (attempt - 1))
        asked = error.retry_after if isinstance(error, ServerFailed) else None
        return max(backed_off * _chance.uniform(0.5, 1.0), min(asked or 0.0, 4 * self.longest))


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
