"""How often in a row a step of a task went wrong: what may pass is tried again, and not for ever."""
from __future__ import annotations

import threading
from collections.abc import Sequence
from uuid import UUID

A_FEW = (2.0, 5.0)  # seconds before the second try and the third
SEVERAL = (2.0, 5.0, 15.0, 45.0)
FOR_HALF_AN_HOUR = (5.0,) * 12 + (60.0,) * 29


class Attempts:
    """Counts per task, for this run of the server."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._failed: dict[UUID, int] = {}

    def pause(self, task_id: UUID, pauses: Sequence[float]) -> float | None:
        """Note a failure. Seconds until the next try, or None after the last, when the count begins anew."""
        with self._lock:
            failed = self._failed.pop(task_id, 0)
            if failed >= len(pauses):
                return None
            self._failed[task_id] = failed + 1
            return pauses[failed]

    def forget(self, task_id: UUID) -> None:
        """The step went well."""
        with self._lock:
            self._failed.pop(task_id, None)


attempts = Attempts()
