"""How often in a row a step of a task went wrong: what may pass is tried again, and not for ever."""
from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from uuid import UUID

A_FEW = (2.0, 5.0)  # seconds before the second try and the third
SEVERAL = (2.0, 5.0, 15.0)
FOR_HALF_AN_HOUR = (5.0,) * 12 + (60.0,) * 29


class Attempts:
    """Counts per task, for this run of the server.

    A try before its time, since something else hurried the worker, does not count: what users do with other tasks must
    not cost this one its patience.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._failed: dict[UUID, tuple[int, float]] = {}  # how often, and when the next try is due

    def pause(self, task_id: UUID, pauses: Sequence[float]) -> float | None:
        """Note a failure. Seconds until the next try, or None after the last, when the count begins anew."""
        with self._lock:
            now = self._clock()
            failed, due = self._failed.get(task_id, (0, now))
            if now < due:
                return due - now
            if failed >= len(pauses):
                del self._failed[task_id]
                return None
            self._failed[task_id] = failed + 1, now + pauses[failed]
            return pauses[failed]

    def forget(self, task_id: UUID) -> None:
        """The step went well."""
        with self._lock:
            self._failed.pop(task_id, None)


attempts = Attempts()
