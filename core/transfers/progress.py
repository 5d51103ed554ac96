"""How far a transfer is, how fast, and how long it will still take."""

from __future__ import annotations

import threading
import time
from collections import deque
from dataclasses import dataclass
from typing import Callable, Deque, Dict, Optional, Tuple

_WINDOW = 15.0  # seconds that the speed is taken over
_LEAST = 2.0  # seconds of data before a time is promised


@dataclass(frozen=True)
class UploadProgress:
    """A moment of an upload. bytes_done: confirmed by the server, and those under way."""

    files_done: int
    files_total: int
    bytes_done: int
    bytes_total: int
    bytes_per_second: float
    seconds_left: Optional[float]
    current_file: str

    @property
    def fraction(self) -> float:
        return self.bytes_done / self.bytes_total if self.bytes_total else 0.0


class Meter:
    """Adds up what several connections send. Thread-safe."""

    def __init__(
        self,
        files_total: int,
        bytes_total: int,
        files_done: int,
        bytes_done: int,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._lock = threading.Lock()
        self._clock = clock
        self._files_total, self._bytes_total = files_total, bytes_total
        self._files_done, self._bytes_done = files_done, bytes_done
        self._under_way: Dict[int, int] = {}
        self._current = ""
        self._history: Deque[Tuple[float, int]] = deque([(clock(), bytes_done)])

    def begin(self, position: int, name: str) -> None:
        with self._lock:
            self._under_way[position] = 0
            self._current = name

    def sent(self, position: int, count: int) -> None:
        """So many bytes of this file have been sent."""
        with self._lock:
            self._under_way[position] = count

    def drop(self, position: int) -> None:
        """What was sent of this file does not count."""
        with self._lock:
            self._under_way.pop(position, None)

    def confirm(self, position: int, size: int) -> None:
        with self._lock:
            self._under_way.pop(position, None)
            self._files_done += 1
            self._bytes_done += size

    def resize(self, change: int) -> None:
        """A file is larger by so many bytes than was planned."""
        with self._lock:
            self._bytes_total += change

    def snapshot(self) -> UploadProgress:
        with self._lock:
            done = min(self._bytes_total, self._bytes_done + sum(self._under_way.values()))
            speed, seconds = self._speed(done)
            left = (self._bytes_total - done) / speed if speed > 0 and seconds >= _LEAST else None
            return UploadProgress(
                self._files_done, self._files_total, done, self._bytes_total, speed, left, self._current
            )

    def _speed(self, done: int) -> Tuple[float, float]:
        """Bytes per second over the last seconds, and how many seconds those were."""
        now = self._clock()
        self._history.append((now, done))
        while len(self._history) > 2 and now - self._history[0][0] > _WINDOW:
            self._history.popleft()
        since, before = self._history[0]
        seconds = now - since
        return (max(0.0, (done - before) / seconds) if seconds > 0 else 0.0), seconds
