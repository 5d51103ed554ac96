"""The files that wait to be sent, and which connection may take the next."""

from __future__ import annotations

import heapq
import threading
import time
from collections import deque
from typing import Callable, Deque, Iterable, List, Optional, Tuple

from .plan import PlannedFile


class FileQueue:
    """The largest file first, so that the end does not drag; those to be tried again behind all others. Thread-safe.

    `allowed` says how many files may be in hand at once.
    """

    def __init__(
        self,
        files: Iterable[PlannedFile],
        allowed: Callable[[], int],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._waiting: Deque[PlannedFile] = deque(sorted(files, key=lambda file: -file.size))
        self._again: List[Tuple[float, int, PlannedFile]] = []  # when, position, file
        self._allowed = allowed
        self._clock = clock
        self._in_hand = 0
        self._paused = False
        self._closed = False
        self._held_until = 0.0
        self._changed = threading.Condition()

    def take(self) -> Optional[PlannedFile]:
        """The next file, once there is one to be sent and a connection may; None when all is done or `close` was called.

        Followed by `done` or `put_back`.
        """
        with self._changed:
            while not self._closed and (self._waiting or self._again or self._in_hand):
                seconds = self._seconds_to_wait()
                if seconds is not None and seconds <= 0:
                    self._in_hand += 1
                    return self._waiting.popleft() if self._waiting else heapq.heappop(self._again)[2]
                self._changed.wait(seconds)
            self._changed.notify_all()
            return None

    def upcoming(self, count: int) -> List[PlannedFile]:
        """The files that come next."""
        with self._changed:
            return [file for _, file in zip(range(count), self._waiting)]

    def done(self) -> None:
        """A file that was taken need not be sent any more."""
        with self._changed:
            self._in_hand -= 1
            self._changed.notify_all()

    def put_back(self, file: PlannedFile, seconds: float = 0.0) -> None:
        """A file that was taken is to be sent again, not before so many seconds."""
        with self._changed:
            self._in_hand -= 1
            heapq.heappush(self._again, (self._clock() + seconds, file.position, file))
            self._changed.notify_all()

    def hold(self, seconds: float) -> None:
        """Begin no file for so long: the server or the line needs a rest."""
        with self._changed:
            self._held_until = max(self._held_until, self._clock() + seconds)

    def pause(self) -> None:
        """Hand out no file until `go_on`."""
        with self._changed:
            self._paused = True

    def go_on(self) -> None:
        with self._changed:
            self._paused = False
            self._held_until = 0.0
            self._changed.notify_all()

    def close(self) -> None:
        """Hand out no file any more."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def _seconds_to_wait(self) -> Optional[float]:
        """Until a file may be taken: 0 for now, None for until something changes."""
        if self._paused or self._in_hand >= self._allowed() or not (self._waiting or self._again):
            return None
        ready_at = 0.0 if self._waiting else self._again[0][0]
        return max(0.0, max(ready_at, self._held_until) - self._clock())
