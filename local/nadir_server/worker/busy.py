"""What the worker has in hand, so that nothing runs twice at a time, and when each may be looked at again."""
from __future__ import annotations

import threading
import time
from collections import Counter

MOST_KEYS, FORGOTTEN_AFTER = 5000, 3600.0


class Busy:
    """What is queued or at work now, and when each may be looked at again: nothing runs twice at a time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._at_work: dict[str, bool] = {}  # whether it is to be looked at again at once
        self._group: dict[str, str] = {}
        self._in_group: Counter[str] = Counter()
        self._not_before: dict[str, float] = {}

    def take(self, key: str, group: str = "", most: int = 0) -> bool:
        """Reserve the key if it is free and due, and if fewer than `most` (0: any number) of its group are at work."""
        with self._lock:
            if key in self._at_work or time.monotonic() < self._not_before.get(key, 0):
                return False
            if most and self._in_group[group] >= most:
                return False
            self._not_before.pop(key, None)
            self._at_work[key] = False
            self._group[key] = group
            self._in_group[group] += 1
            return True

    def due_at(self, key: str) -> float:
        """When the key is or was due, on the monotonic clock; 0 for one that was never at work."""
        with self._lock:
            return self._not_before.get(key, 0.0)

    def is_due(self, key: str) -> bool:
        """Whether only others keep the key from work."""
        with self._lock:
            return key not in self._at_work and time.monotonic() >= self._not_before.get(key, 0)

    def is_idle(self) -> bool:
        """Whether nothing is queued or at work."""
        with self._lock:
            return not self._at_work

    def release(self, key: str, seconds: float) -> None:
        """Free the key; it is due again in so many seconds, or now if there was a hurry meanwhile."""
        with self._lock:
            group = self._group.pop(key)
            self._in_group[group] -= 1
            if not self._in_group[group]:
                del self._in_group[group]
            now = time.monotonic()
            self._not_before[key] = now if self._at_work.pop(key) else now + seconds
            if len(self._not_before) > MOST_KEYS:  # of tasks that ended long ago
                self._not_before = {k: at for k, at in self._not_before.items() if at > now - FORGOTTEN_AFTER}

    def hurry(self, prefix: str) -> None:
        """Everything whose key begins so is due now, what is at work as soon as it is free."""
        now = time.monotonic()
        with self._lock:
            hurried = {key: min(at, now) for key, at in self._not_before.items() if key.startswith(prefix)}
            self._not_before.update(hurried)
            self._at_work.update({key: True for key in self._at_work if key.startswith(prefix)})


busy = Busy()
