"""Objects found in an orthophoto, such as cars or trees."""

from __future__ import annotations

from typing import Any, Mapping

from .exchange import CancelCheck, never
from .ids import TaskId, WorkerId
from .plugins import Plugin
from .session import Session
from .workers import DEADLINE, Workers, WorkProgress


class Detections:
    """`/api/plugins/objdetect/task/{id}/detect`"""

    def __init__(self, session: Session) -> None:
        self._plugin = Plugin(session, "objdetect")
        self._workers = Workers(session)

    def is_available(self, task_id: TaskId, *, cancelled: CancelCheck = never) -> bool:
        """Whether the server can look for objects at all."""
        return self._plugin.is_available(self._plugin.path(task_id, "detect"), cancelled=cancelled)

    def start(self, task_id: TaskId, model: str, *, cancelled: CancelCheck = never) -> WorkerId:
        """Have objects looked for. model: the server's name of what, such as 'cars', which it fetches first."""
        return self._plugin.start(self._plugin.path(task_id, "detect"), {"model": model}, cancelled=cancelled)

    def find(
        self,
        task_id: TaskId,
        model: str,
        progress: WorkProgress = lambda fraction: None,
        *,
        deadline: float = DEADLINE,
        cancelled: CancelCheck = never,
    ) -> Mapping[str, Any]:
        """Have objects looked for and wait: what the server found, as it says it. Raises `WorkFailed`, `NeverReady`."""
        work_id = self.start(task_id, model, cancelled=cancelled)
        self._workers.wait(work_id, progress, deadline=deadline, cancelled=cancelled)
        return self._workers.result(work_id, cancelled=cancelled)
