"""How often in a row a step of a task went wrong: what may pass is tried again, and not for ever."""
from __future__ import annotations

import threading
from uuid import UUID

MOST = 3


class Attempts:
    """Counts per task, for this run of the server."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._failed: dict[UUID, int] = {}

    def again(self, task_id: UUID) -> bool:
        """Note a failure. Whether the step is worth another try; after the last one the count begins anew."""
        with self._lock:
            failed = self._failed.pop(task_id, 0) + 1
            if failed < MOST:
                self._failed[task_id] = failed
            return failed < MOST

    def forget(self, task_id: UUID) -> None:
        """The step went well."""
        with self._lock:
            self._failed.pop(task_id, None)


attempts = Attempts()
