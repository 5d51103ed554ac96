"""A limit on how fast bytes leave, shared by all connections of an upload."""

from __future__ import annotations

import threading
import time
from typing import Callable, Optional

from ..errors import Cancelled

_SLICE = 0.1  # seconds' worth of bytes that go at once, so that a slow line is not silent for long
_SMALLEST = 1024  # bytes
_SHORTEST_WAIT = 0.001  # seconds
_LONGEST_WAIT = 0.1  # seconds between two looks at whether the wait is still wanted


class RateLimit:
    """A token bucket: bytes per second over all threads that ask, changeable while they wait. Thread-safe."""

    def __init__(
        self,
        bytes_per_second: Optional[float] = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._lock = threading.Lock()
        self._clock = clock
        self._sleep = sleep
        self._rate: Optional[float] = None
        self._saved = 0.0  # bytes that may go now
        self._looked_at = clock()
        self.set(bytes_per_second)

    def set(self, bytes_per_second: Optional[float]) -> None:
        """Change the limit; None or nothing above 0 lifts it."""
        with self._lock:
            self._rate = bytes_per_second if bytes_per_second and bytes_per_second > 0 else None
            self._saved = 0.0
            self._looked_at = self._clock()

    def take(self, wanted: int, cancelled: Callable[[], bool]) -> int:
        """Wait until some of the bytes may go; how many. Raises `Cancelled`."""
        while True:
            granted, seconds = self._try(wanted)
            if granted:
                return granted
            if cancelled():
                raise Cancelled
            self._sleep(min(max(seconds, _SHORTEST_WAIT), _LONGEST_WAIT))

    def _try(self, wanted: int) -> tuple[int, float]:
        """Bytes that may go now, or 0 and the seconds until some may."""
        with self._lock:
            if self._rate is None:
                return wanted, 0.0
            now = self._clock()
            piece = max(_SMALLEST, self._rate * _SLICE)
            self._saved = min(2 * piece, self._saved + (now - self._looked_at) * self._rate)
            self._looked_at = now
            count = min(wanted, int(piece))
            if self._saved < count:
                return 0, (count - self._saved) / self._rate
            self._saved -= count
            return count, 0.0
