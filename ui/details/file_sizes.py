"""How large a task's files are: asked for while somebody looks, and only once for each run of a task."""

from __future__ import annotations

from typing import Optional

from qgis.PyQt.QtCore import QCoreApplication, QObject, pyqtSignal

from ...core.api.task import Task
from ...core.jobs import Job
from ...core.layers.products import result_version
from ...core.workspace import Workspace
from ..common import wording

translate = QCoreApplication.translate  # called by this name, so that the translation tools find the texts

Key = tuple[str, str, str]  # server, task, run


class FileSizes(QObject):
    """The sizes of one task's files at a time; those of earlier ones are kept."""

    changed = pyqtSignal()

    def __init__(self, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._known: dict[Key, dict[str, Optional[int]]] = {}
        self._key: Optional[Key] = None
        self._workspace: Optional[Workspace] = None
        self._task: Optional[Task] = None
        self._wanted = False
        self._job: Optional[Job] = None

    def set_task(self, workspace: Optional[Workspace], task: Optional[Task]) -> None:
        """Speak of another task from now on."""
        self._stop()
        self._workspace, self._task, self._key = workspace, task, None
        if workspace is not None and task is not None:
            self._key = (workspace.connection.id, task.id, result_version(task))
            self._known.setdefault(self._key, {})
        self._update()

    def set_wanted(self, wanted: bool) -> None:
        """Whether somebody looks."""
        self._wanted = wanted
        self._update()

    def text(self, asset: str) -> str:
        """`5.8 MB`; `…` while the server is asked; '' where nobody knows."""
        sizes = self._known.get(self._key, {}) if self._key is not None else {}
        if asset not in sizes:
            return "…" if self._job is not None else ""
        size = sizes[asset]
        return wording.size(size) if size is not None else translate("Files", "size unknown")

    def _update(self) -> None:
        if not self._wanted:
            self._stop()
            return
        if self._workspace is None or self._task is None or self._key is None or self._job is not None:
            return
        missing = [asset for asset in self._task.available_assets if asset not in self._known[self._key]]
        if missing:
            self._start(self._workspace, self._task, self._known[self._key], missing)

    def _start(self, workspace: Workspace, task: Task, sizes: dict[str, Optional[int]], assets: list[str]) -> None:
        self._job = job = workspace.asset_sizes(task, assets)

        def take(found: tuple[str, Optional[int]]) -> None:
            sizes[found[0]] = found[1]
            self.changed.emit()

        def end() -> None:
            if self._job is job:
                self._job = None
                self.changed.emit()

        job.reported.connect(take)
        job.finished.connect(end)
        self.changed.emit()

    def _stop(self) -> None:
        job, self._job = self._job, None
        if job is not None:
            job.cancel()
