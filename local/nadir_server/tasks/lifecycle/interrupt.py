"""Long work on a task (upload to the node, download of results) gives way to what a user asks for, and to the end."""
from __future__ import annotations

import time

from nadir_server.tasks.models import Task
from nadir_server.worker.wake import is_stopping

EVERY_SECONDS = 0.4


class Interrupted(Exception):
    """The work was left; the next step of the task decides how it goes on."""


class Watch:
    """Writes the progress of one field now and then, and raises Interrupted when the work should be left."""

    def __init__(self, task: Task, field: str = "", during: int | None = None) -> None:
        """`during`: the pending action that this work is; any other one interrupts it."""
        self._task = task
        self._during = during
        self._field = field
        self._last = 0.0

    def __call__(self, percent: float) -> None:
        """Note progress, 0 to 100."""
        now = time.monotonic()
        if percent < 100 and now - self._last < EVERY_SECONDS:
            return
        self._last = now
        if self._field:
            self._task.change(**{self._field: min(max(percent / 100, 0.0), 1.0)})
        self.look()

    def look(self) -> None:
        """Raise Interrupted if the server stops, the task has something to do first, or goes to another node now."""
        mine = Task.objects.filter(pk=self._task.pk, pending_action=self._during, submission=self._task.submission)
        if is_stopping() or not mine.exists():
            raise Interrupted
