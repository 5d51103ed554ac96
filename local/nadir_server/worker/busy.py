"""What the worker has in hand, so that nothing runs twice at a time, and when each may be looked at again."""
from __future__ import annotations

import threading
import time


class Busy:
    """What is queued or at work now, and when each may be looked at again: nothing runs twice at a time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._at_work: dict[str, bool] = {}  # whether it is to be looked at again at once
        self._not_before: dict[str, float] = {}

    def take(self, key: str) -> bool:
        """Reserve the key if it is free and due."""
        with self._lock:
            if key in self._at_work or time.monotonic() < self._not_before.get(key, 0):
                return False
            self._not_before.pop(key, None)
            self._at_work[key] = False
            return True

    def release(self, key: str, seconds: float) -> None:
        """Free the key; it is due again in so many seconds, or now if there was a hurry meanwhile."""
        with self._lock:
            if not self._at_work.pop(key):
                self._not_before[key] = time.monotonic() + seconds

    def hurry(self, prefix: str) -> None:
        """Everything whose key begins so is due now, what is at work as soon as it is free."""
        with self._lock:
            self._not_before = {key: at for key, at in self._not_before.items() if not key.startswith(prefix)}
            self._at_work.update({key: True for key in self._at_work if key.startswith(prefix)})


busy = Busy()
