"""From the wish for a new task to its upload: the dialog, what it starts, and what is remembered of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Optional

from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import QObject
from qgis.PyQt.QtWidgets import QWidget

from ..core.jobs import Job, JobControl, Jobs, JobState
from ..core.servers import Servers
from ..core.settings import Settings
from ..core.transfers.errors import UploadStopped
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
        self._parked: list[NewTaskDialog] = []  # hidden, until their uploads have ended
        self._refused: Optional[NewTaskDialog] = None  # hidden, for the user to change what was refused

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
        for dialog in (*self._parked, self._dialog):
            if dialog is not None:
                dialog.close_at_once()

    def _make(self, item: Optional[Item]) -> NewTaskDialog:
        connection_id = item.connection_id if item is not None else self._first_open()
        project = item.project if item is not None else None
        dialog = NewTaskDialog(
            self._servers, connection_id, project, self._settings, self._jobs, self._canvas, self._window
        )
        dialog.decided.connect(lambda wanted: self._start(dialog, wanted))
        dialog.finished.connect(lambda: self._forget(dialog))
        return dialog

    def _first_open(self) -> str:
        """The server to begin with where none is selected: one that is open, else This computer."""
        opened = self._servers.workspaces()
        return opened[0].connection.id if opened else self._servers.all()[0].connection.id

    def _forget(self, dialog: NewTaskDialog) -> None:
        if self._dialog is dialog:
            self._dialog = None
        if dialog in self._parked:
            self._parked.remove(dialog)

    def _start(self, dialog: NewTaskDialog, wanted: NewTask) -> None:
        """The dialog is kept, out of sight, for a task that the server refuses."""
        self._parked.append(dialog)
        if self._dialog is dialog:
            self._dialog = None
        job = self._uploads.start(wanted, lambda: self._bring_back(dialog))
        if job is None:
            self._bring_back(dialog)
            return
        job.finished.connect(lambda: self._settle(dialog, job))
        self._remember_folder(str(Path(wanted.survey.photos[0]).parent))

    def _settle(self, dialog: NewTaskDialog, job: Job) -> None:
        """Of those that were refused, and that nobody has changed, only the last is kept."""
        if dialog not in self._parked:
            return
        over: Optional[NewTaskDialog] = dialog
        if job.state is JobState.FAILED and not isinstance(job.error, UploadStopped):
            over, self._refused = self._refused, dialog
        if over is not None and over in self._parked:
            over.let_go()

    def _bring_back(self, dialog: NewTaskDialog) -> None:
        """Beside another that may be open; what is dropped on the panel goes to the one that came back."""
        if dialog in self._parked:
            self._parked.remove(dialog)
            self._refused = None if self._refused is dialog else self._refused
            self._dialog = dialog
            dialog.come_back()

    def _remember_folder(self, folder: str) -> None:
        """By a job, since QGIS's settings go to the disk at once."""

        def remember(_control: JobControl) -> None:
            self._settings.last_folder = folder

        self._jobs.start(self.tr("Remembering the folder"), remember)
