"""From the wish for a new task to its upload: the dialog, what it starts, and what is remembered of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Optional

from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import QObject
from qgis.PyQt.QtWidgets import QWidget

from ..core.jobs import JobControl, Jobs
from ..core.servers import Servers
from ..core.settings import Settings
from .new_task.decision import NewTask
from .new_task.dialog import NewTaskDialog
from .selection import Item
from .uploads.panel import UploadsPanel


class NewTasks(QObject):
    """One dialog at a time; it stands beside the panel, so that QGIS goes on."""

    def __init__(
        self,
        servers: Servers,
        jobs: Jobs,
        settings: Settings,
        uploads: UploadsPanel,
        canvas: Optional[QgsMapCanvas],
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._servers = servers
        self._jobs = jobs
        self._settings = settings
        self._uploads = uploads
        self._canvas = canvas
        self._window = window
        self._dialog: Optional[NewTaskDialog] = None

    def show(self, item: Optional[Item], paths: Sequence[str] = ()) -> None:
        """Open the dialog for a server or project, or add photos to the one that is open."""
        if self._dialog is None:
            self._dialog = self._make(item)
            self._dialog.show()
        self._dialog.raise_()
        self._dialog.activateWindow()
        if paths:
            self._dialog.add_paths([Path(path) for path in paths])

    def close(self) -> None:
        """Give up what was not decided."""
        if self._dialog is not None:
            self._dialog.close_at_once()

    def _make(self, item: Optional[Item]) -> NewTaskDialog:
        connection_id = item.connection_id if item is not None else self._first_open()
        project = item.project if item is not None else None
        dialog = NewTaskDialog(
            self._servers, connection_id, project, self._settings, self._jobs, self._canvas, self._window
        )
        dialog.decided.connect(self._start)
        dialog.finished.connect(self._forget)
        return dialog

    def _first_open(self) -> str:
        """The server to begin with where none is selected: one that is open, else This computer."""
        opened = self._servers.workspaces()
        return opened[0].connection.id if opened else self._servers.all()[0].connection.id

    def _forget(self) -> None:
        self._dialog = None

    def _start(self, wanted: NewTask) -> None:
        self._uploads.start(wanted)
        self._remember_folder(str(Path(wanted.survey.photos[0]).parent))

    def _remember_folder(self, folder: str) -> None:
        """By a job, since QGIS's settings go to the disk at once."""

        def remember(_control: JobControl) -> None:
            self._settings.last_folder = folder

        self._jobs.start(self.tr("Remembering the folder"), remember)
