"""How many connections to send over, found by measuring: one more while that helps, half as many when the line is bad."""

from __future__ import annotations

import threading
import time
from typing import Callable, Dict, Optional

_START = 3
_LEAST_SECONDS = 2.0  # of a measurement
_LEAST_FILES = 2  # confirmed for each connection in a measurement, so that whole files do not make it jump
_MOST_SECONDS = 12.0  # of a measurement: on a slow line fewer files have to do
_WORTH = 1.05  # what one connection more has to bring
_HARMLESS = 0.99  # what one fewer may cost
_HOLD = 6  # measurements between two experiments
_CALM = 5.0  # seconds for which several connections that fail count as one failure


class Pace:
    """Additive increase by measurement, multiplicative decrease by failure. Thread-safe.

    Every measurement is of what the server has confirmed. An experiment is one measurement at a connection more or
    fewer; what did not pay is taken back and not tried again for some time.
    """

    def __init__(
        self, most: int, start: int = _START, *, fixed: bool = False, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._lock = threading.Lock()
        self._clock = clock
        self._fixed = fixed
        self._most = most
        self._start = min(start, most)
        self._base = most if fixed else self._start
        self._step = 0  # of the experiment under way
        self._next_step = 1
        self._hold = 0
        self._rate: Dict[int, float] = {}  # bytes per second at a number of connections, as last seen
        self._failed_at: Optional[float] = None
        self._begin()

    @property
    def most(self) -> int:
        """How many there can ever be."""
        return self._most

    @property
    def connections(self) -> int:
        """How many there may be now."""
        return self._base + self._step

    def confirmed(self, size: int) -> None:
        """The server has so many bytes more."""
        with self._lock:
            self._bytes += size
            self._files += 1
            seconds = self._clock() - self._since
            enough = self._files >= _LEAST_FILES * self.connections and seconds >= _LEAST_SECONDS
            if not self._fixed and (enough or seconds >= _MOST_SECONDS):
                self._decide(self._bytes / seconds)
                self._begin()

    def failed(self) -> None:
        """A connection broke, was refused or timed out."""
        with self._lock:
            now = self._clock()
            is_new = self._failed_at is None or now - self._failed_at >= _CALM
            self._failed_at = now
            if is_new and not self._fixed:
                self._base, self._step = max(1, self.connections // 2), 0
                self._next_step, self._hold = 1, _HOLD
                self._rate.clear()
            self._begin()

    def start_over(self) -> None:
        """What was measured says nothing any more, as after a pause."""
        with self._lock:
            self._step = 0
            self._begin()

    def _begin(self) -> None:
        self._since, self._bytes, self._files = self._clock(), 0, 0

    def _decide(self, rate: float) -> None:
        """What to do after a measurement at `connections`."""
        self._rate[self.connections] = rate
        if self._step:
            self._judge(rate)
        elif self._hold:
            self._hold -= 1
        else:
            self._experiment()

    def _judge(self, rate: float) -> None:
        """Keep what the experiment changed, or take it back."""
        before = self._rate[self._base]
        if rate >= before * (_WORTH if self._step > 0 else _HARMLESS):
            self._base += self._step  # and go on in this direction
            self._step = 0
            self._experiment()
        else:
            self._next_step, self._step = -self._step, 0
            self._hold = _HOLD

    def _experiment(self) -> None:
        """One more, or one fewer; never fewer than at the start: only failures lead below that."""
        may_fall, may_rise = self._base > self._start, self._base < self._most
        if self._next_step < 0 and not may_fall:
            self._next_step = 1
        if self._next_step > 0 and not may_rise:
            self._next_step = -1
        self._step = self._next_step if (may_rise if self._next_step > 0 else may_fall) else 0
