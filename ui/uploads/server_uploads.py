"""Uploads to one open server: starts them, goes on with those that stopped, asks before one is given up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Callable, Optional

from qgis.PyQt.QtCore import QObject, pyqtSignal
from qgis.PyQt.QtWidgets import QWidget

from ...core.api.task import Task
from ...core.errors import NadirError
from ...core.jobs import Job, JobControl
from ...core.settings import Settings
from ...core.transfers.errors import UploadStopped
from ...core.transfers.journal import UnfinishedUpload
from ...core.workspace import Survey, Workspace
from ..common import wording
from ..common.confirmation import confirm
from ..common.notifier import Button, Notifier
from ..new_task.estimates import remember_speed
from .files_dialog import UploadFilesDialog
from .upload_row import UploadRow

KILOBYTE = 1000


class ServerUploads(QObject):
    """What the panel shows of one workspace, from when it opens until it closes; its running uploads outlive it."""

    row_started = pyqtSignal(object)  # UploadRow
    unfinished_changed = pyqtSignal()
    task_created = pyqtSignal(object)  # Task

    def __init__(self, workspace: Workspace, notifier: Notifier, settings: Settings, window: QWidget) -> None:
        super().__init__(window)
        self._workspace = workspace
        self._notifier = notifier
        self._settings = settings
        self._window = window
        self._is_closed = False
        self._errors: dict[str, NadirError] = {}  # why uploads stopped in this session, by their ids
        self._going_on: set[str] = set()  # ids of those that run again
        workspace.unfinished_changed.connect(self._take_unfinished)
        workspace.upload_was_complete.connect(self._tell_complete)
        workspace.task_created.connect(self.task_created)
        workspace.look_for_unfinished()

    @property
    def workspace(self) -> Workspace:
        """The server's workspace."""
        return self._workspace

    @property
    def unfinished(self) -> tuple[UnfinishedUpload, ...]:
        """Uploads that nobody carries on."""
        return self._workspace.unfinished

    def error_of(self, upload_id: str) -> Optional[NadirError]:
        """Why an upload stopped, if it did so in this session."""
        return self._errors.get(upload_id)

    def close(self) -> None:
        """The workspace is closed: hear of it no more, but of what still runs."""
        self._is_closed = True
        self._workspace.unfinished_changed.disconnect(self._take_unfinished)
        self._workspace.upload_was_complete.disconnect(self._tell_complete)
        self._workspace.task_created.disconnect(self.task_created)

    def start(self, survey: Survey, change: Optional[Callable[[], None]] = None) -> Job:
        """Upload the photos of a new task, as fast as the user let the last one. change: opens the choices again."""
        limit = self._remembered_limit()
        job = self._workspace.start_survey(replace(survey, rate_limit=limit))
        self._show(job, survey.name, limit, change)
        return job

    def go_on(self, upload_id: str, name: str, without: Sequence[str] = ()) -> None:
        """Send the photos that are missing, but for those that are to be left out."""
        self._errors.pop(upload_id, None)
        self._notifier.answered(upload_id)
        limit = self._remembered_limit()
        job = self._workspace.resume_upload(upload_id, name, without=without)
        self._workspace.set_rate_limit(job, limit)
        self._going_on.add(upload_id)
        job.finished.connect(lambda: self._going_on.discard(upload_id))
        job.failed.connect(lambda error: self._note_error(upload_id, error))
        self._show(job, name, limit)

    def ask_to_discard(self, upload: UnfinishedUpload) -> None:
        """Give an upload up, if the user is sure."""
        question = self.tr("Discard the upload of “{name}” and remove its half-made task from {server}?")
        sent = self.tr("{photos} were sent already. The photos on your disk stay where they are.")
        server = wording.one_line(self._workspace.connection.name, 80)

        def act() -> None:
            if not self._is_closed:
                job = self._workspace.discard_upload(upload.id, upload.name)
                self._notifier.answered(upload.id)
                job.failed.connect(self._notifier.show_error)
                job.succeeded.connect(self._tell_kept)

        confirm(
            self._window,
            question.format(name=wording.one_line(upload.name, 80), server=server),
            sent.format(photos=wording.photo_count(upload.files_done)),
            self.tr("Discard upload"),
            act,
        )

    # Single files

    def show_files(self, row: UploadRow) -> None:
        """List the files of an upload that runs."""
        dialog = UploadFilesDialog(row.name, self._window)
        workspace, job = self._workspace, row.job
        dialog.follow(lambda change: workspace.upload_files_since(job, change), lambda: workspace.upload_files(job))
        dialog.set_left_out(row.leaves_out_troubled)

        def toggle(_paths: tuple[str, ...]) -> None:
            row.leaves_out_troubled = not row.leaves_out_troubled

        dialog.leave_out_wanted.connect(toggle)
        job.finished.connect(dialog.close)
        dialog.show()

    def show_unfinished_files(self, upload: UnfinishedUpload) -> None:
        """List the files of an upload that stopped."""
        dialog = UploadFilesDialog(upload.name, self._window)
        job = self._workspace.unfinished_files(upload.id)
        job.succeeded.connect(dialog.show_files)
        job.failed.connect(self._notifier.show_error)

        def leave_out(paths: tuple[str, ...]) -> None:
            dialog.close()
            self._go_on_if_open(upload.id, upload.name, paths)

        dialog.leave_out_wanted.connect(leave_out)
        dialog.show()

    # How

    def _show(self, job: Job, name: str, limit: Optional[int], change: Optional[Callable[[], None]] = None) -> None:
        row = UploadRow(self._workspace, job, name)
        row.set_limit(limit)
        row.limit_chosen.connect(self._remember_limit)
        row.files_wanted.connect(lambda: self.show_files(row))
        job.failed.connect(lambda error: self._take_failure(row, name, error, change))
        job.succeeded.connect(lambda _task: self._remember_speed(row.speed))
        self.row_started.emit(row)

    def _take_failure(
        self, row: UploadRow, name: str, error: object, change: Optional[Callable[[], None]] = None
    ) -> None:
        buttons: list[Button] = []
        upload_id = ""
        if isinstance(error, UploadStopped) and error.upload_id and not self._is_closed:
            upload_id, troubled = error.upload_id, tuple(trouble.path for trouble in error.troubles)
            if troubled and row.leaves_out_troubled:
                self.go_on(upload_id, name, troubled)
                return
            self._errors[upload_id] = error
            buttons.append((self.tr("Go on"), lambda: self._go_on_if_open(upload_id, name)))
            if troubled:
                leave_out = (self.tr("Go on without them"), lambda: self._go_on_if_open(upload_id, name, troubled))
                buttons.append(leave_out)
        elif change is not None and not isinstance(error, UploadStopped):
            buttons.append((self.tr("Change and try again"), change))
        self._notifier.show_error(error, buttons, key=upload_id)

    def _go_on_if_open(self, upload_id: str, name: str, without: Sequence[str] = ()) -> None:
        """From a message, which may stay longer than what it speaks of."""
        if not self._is_closed and upload_id not in self._going_on:
            self.go_on(upload_id, name, without)

    def _note_error(self, upload_id: str, error: object) -> None:
        if isinstance(error, NadirError):
            self._errors[upload_id] = error

    def _take_unfinished(self, _uploads: object) -> None:
        self.unfinished_changed.emit()

    def _tell_complete(self, task: Task) -> None:
        text = self.tr("“{name}” has all its photos already: {state}.")
        self._notifier.inform(text.format(name=wording.one_line(task.name, 80), state=wording.state_text(task)))

    def _tell_kept(self, task: Optional[Task]) -> None:
        """A task that was started meanwhile is not removed with its upload."""
        if task is not None:
            text = self.tr("“{name}” was kept, since it has all its photos by now: {state}.")
            self._notifier.inform(text.format(name=wording.one_line(task.name, 80), state=wording.state_text(task)))

    def _remembered_limit(self) -> Optional[int]:
        return self._settings.upload_rate_kb * KILOBYTE or None

    def _remember_speed(self, speed: float) -> None:
        """For the time that the next upload may take."""
        connection_id = self._workspace.connection.id
        if speed:
            work = partial(remember_speed, self._settings, connection_id, speed)
            self._workspace.jobs.start(self.tr("Remembering the speed"), lambda _control: work())

    def _remember_limit(self, limit: Optional[int]) -> None:
        """By a job, since QGIS's settings go to the disk at once."""

        def remember(_control: JobControl) -> None:
            self._settings.upload_rate_kb = 0 if limit is None else max(1, limit // KILOBYTE)

        self._workspace.jobs.start(self.tr("Remembering the speed limit"), remember)

