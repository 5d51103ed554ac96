"""Uploads of the open connection: starts them, offers to go on with those that stopped, asks before one is given up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Optional

from qgis.PyQt.QtCore import QObject
from qgis.PyQt.QtWidgets import QWidget

from ...core.api.tasks import Task
from ...core.jobs import Job
from ...core.transfers.errors import UploadStopped
from ...core.transfers.journal import UnfinishedUpload
from ...core.workspace import Workspace
from ..common import wording
from ..common.confirmation import confirm
from ..common.notifier import Button, Notifier
from ..new_task.dialog import NewTask
from .activities import ActivityPanel
from .row import UploadRow
from .unfinished import UnfinishedPanel


class Uploads(QObject):
    """Shows uploads that run among the activities and those that stopped in a panel of their own."""

    def __init__(self, offers: UnfinishedPanel, activities: ActivityPanel, notifier: Notifier, window: QWidget) -> None:
        super().__init__(window)
        self._offers = offers
        self._activities = activities
        self._notifier = notifier
        self._window = window
        self._workspace: Optional[Workspace] = None
        offers.go_on_wanted.connect(lambda upload: self.go_on(upload.id, upload.name))
        offers.discard_wanted.connect(self._ask_to_discard)

    def set_workspace(self, workspace: Optional[Workspace]) -> None:
        """The connection whose uploads these are; None when it was closed."""
        if self._workspace is not None:
            self._workspace.unfinished_changed.disconnect(self._offers.set_uploads)
            self._workspace.upload_was_complete.disconnect(self._tell_complete)
        self._workspace = workspace
        self._offers.set_uploads(())
        if workspace is not None:
            workspace.unfinished_changed.connect(self._offers.set_uploads)
            workspace.upload_was_complete.connect(self._tell_complete)
            workspace.look_for_unfinished()

    def start(self, wanted: NewTask) -> None:
        """Upload the photos of a new task."""
        workspace = self._workspace
        if workspace is not None:
            job = workspace.start_task(wanted.project_id, wanted.name, wanted.photos, wanted.options)
            self._show(workspace, job, wanted.name)

    def go_on(self, upload_id: str, name: str, without: Sequence[str] = ()) -> None:
        """Send the photos that are missing, but for those that are to be left out."""
        workspace = self._workspace
        if workspace is not None:
            self._notifier.clear()  # what is said there is why it stopped
            self._show(workspace, workspace.resume_upload(upload_id, name, without=without), name)

    def _show(self, workspace: Workspace, job: Job, name: str) -> None:
        row = UploadRow(workspace, job, name)
        self._activities.add(job, row.running_title, row)
        job.failed.connect(lambda error: self._tell_failure(workspace, name, error))

    def _tell_failure(self, workspace: Workspace, name: str, error: object) -> None:
        buttons: list[Button] = []
        if isinstance(error, UploadStopped) and error.upload_id and workspace is self._workspace:
            upload_id, troubled = error.upload_id, tuple(trouble.name for trouble in error.troubles)
            buttons.append((self.tr("Go on"), lambda: self.go_on(upload_id, name)))
            if troubled:
                buttons.append((self.tr("Go on without them"), lambda: self.go_on(upload_id, name, without=troubled)))
        self._notifier.show_error(error, buttons)

    def _tell_complete(self, task: Task) -> None:
        text = self.tr("“{name}” has all its photos already: {state}.")
        self._notifier.inform(text.format(name=wording.one_line(task.name), state=wording.state_text(task)))

    def _ask_to_discard(self, upload: UnfinishedUpload) -> None:
        workspace = self._workspace
        question = self.tr("Discard the upload of “{name}” and remove its half-made task from the server?")
        sent = self.tr("{photos} were sent already. The photos on your disk stay where they are.")

        def act() -> None:
            if workspace is not None and workspace is self._workspace:
                job = workspace.discard_upload(upload.id, upload.name)
                job.failed.connect(self._notifier.show_error)
                job.succeeded.connect(self._tell_kept)

        confirm(
            self._window,
            question.format(name=wording.one_line(upload.name)),
            sent.format(photos=wording.photo_count(upload.files_done)),
            self.tr("Discard upload"),
            act,
        )

    def _tell_kept(self, task: Optional[Task]) -> None:
        """A task that was started meanwhile is not removed with its upload."""
        if task is not None:
            text = self.tr("“{name}” was kept, since it has all its photos by now: {state}.")
            self._notifier.inform(text.format(name=wording.one_line(task.name), state=wording.state_text(task)))
