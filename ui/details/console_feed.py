"""Brings a task's console lines from the monitor, each of them once, and only while somebody looks."""

from __future__ import annotations

from typing import Optional

from qgis.PyQt.QtCore import QObject, pyqtSignal

from ...core.api.task import Task
from ...core.monitor.monitor import Monitor


class ConsoleFeed(QObject):
    """Follows one task. What was fetched is not fetched again when the console is hidden for a while and shown again.

    The lines of a task that has ended do not change: they are asked for once.
    """

    grew = pyqtSignal(tuple)  # of new lines
    cleared = pyqtSignal()  # the lines start again
    answered = pyqtSignal()  # the server has said, for the first time, whether there are lines

    def __init__(self, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._monitor: Optional[Monitor] = None
        self._task: Optional[Task] = None
        self._wanted = False
        self._watching = False
        self._complete = False  # nothing can come any more
        self._received = 0
        self.is_answered = False

    def set_task(self, monitor: Optional[Monitor], task: Optional[Task]) -> None:
        """Follow another task, or see the same one as it is now."""
        if monitor is not self._monitor or task is None or self._task is None or task.id != self._task.id:
            self._leave()
            self._monitor, self._task = monitor, task
            if monitor is not None:
                monitor.console_grew.connect(self._take)
                monitor.console_cleared.connect(self._take_cleared)
            self._start_again()
        else:
            before, self._task = self._task, task
            self._heed_change(before, task)
        self._update()

    def set_wanted(self, wanted: bool) -> None:
        """Whether somebody looks."""
        self._wanted = wanted
        self._update()

    def _heed_change(self, before: Task, now: Task) -> None:
        if before.is_finished and not now.is_finished:
            self._complete = False
            if not self._watching:  # else the monitor sees by itself that the lines start again
                self._start_again()
                self.cleared.emit()
        elif now.is_finished and not before.is_finished and self._watching:
            self._watch()  # its last lines, without waiting for the monitor's rhythm

    def _update(self) -> None:
        wanted = self._wanted and self._task is not None and self._monitor is not None and not self._complete
        if wanted and not self._watching:
            self._watch()
        elif not wanted and self._watching:
            self._stop()

    def _watch(self) -> None:
        if self._monitor is not None and self._task is not None:
            self._watching = True
            self._monitor.watch_console(self._task.project_id, self._task.id, self._received)

    def _stop(self) -> None:
        self._watching = False
        if self._monitor is not None:
            self._monitor.stop_console()

    def _leave(self) -> None:
        if self._watching:
            self._stop()
        if self._monitor is not None:
            self._monitor.console_grew.disconnect(self._take)
            self._monitor.console_cleared.disconnect(self._take_cleared)
        self._monitor = self._task = None

    def _start_again(self) -> None:
        self._received, self._complete, self.is_answered = 0, False, False

    def _take(self, task_id: str, lines: tuple) -> None:
        if self._task is None or task_id != self._task.id or not self._watching:
            return
        self._received += len(lines)
        if lines:
            self.grew.emit(lines)
        if not self.is_answered:
            self.is_answered = True
            self.answered.emit()
        if self._task.is_finished:
            self._complete = True
            self._stop()

    def _take_cleared(self, task_id: str) -> None:
        if self._task is not None and task_id == self._task.id and self._watching:
            self._received = 0
            self.cleared.emit()
