"""From photos to a task: uploads, those under way and those that were interrupted."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Callable, Dict, Iterable, Optional, Sequence, Tuple
from urllib.parse import urlsplit

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QCoreApplication

from ..api.network import is_loopback
from ..api.task import Task, TaskOption
from ..connections import Connections
from ..jobs import Job, JobControl
from ..surveys import Survey, telling, until_stopped, upload_survey
from ..transfers.control import UploadControl
from ..transfers.journal import Journal, UnfinishedUpload
from ..transfers.progress import FileProgress, UploadProgress
from ..transfers.uploads import Upload, discard, remove_cancelled
from .base import Verbs

translate = QCoreApplication.translate  # called by this name, so that the translation tools find the texts

LEASE_MARGIN_MILLISECONDS = 500  # after the end of a lease, before the upload is looked for again


@dataclass(frozen=True)
class _Unfinished:
    """What the journal says: uploads that can go on, and in how many seconds others may be free."""

    uploads: Tuple[UnfinishedUpload, ...]
    free_in: Optional[float]


def data_folder() -> Path:
    """Where Nadir keeps what outlives a session, in the user's QGIS profile."""
    return Path(QgsApplication.qgisSettingsDirPath()) / "nadir"


class UploadVerbs(Verbs):
    """Send photos, pause and go on, give up."""

    def start_task(
        self,
        project_id: Optional[str],
        name: str,
        photos: Sequence[Path],
        options: Iterable[TaskOption] = (),
        *,
        resize_to: Optional[int] = None,
        node_id: Optional[str] = None,
    ) -> Job:
        """`start_survey` in a few words.

        resize_to: longest side in pixels that photos are made smaller to before they are sent.
        """
        return self.start_survey(Survey(name, tuple(photos), tuple(options), project_id, resize_to, node_id))

    def start_survey(self, survey: Survey) -> Job:
        """Upload photos and start their processing; succeeds with the Task. Cancelled, it leaves nothing on the server;
        broken off, it can go on later.
        """
        journal_folder, control_of_upload = data_folder(), UploadControl()

        def work(control: JobControl) -> Tuple[Task, Tuple[str, ...]]:
            return upload_survey(
                self.client,
                journal_folder,
                survey,
                control.progress,
                until_stopped(control),
                control=control_of_upload,
                server_id=self._server_id,
            )

        job = self._upload(survey.name, work, self._take_uploaded, control_of_upload)
        job.finished.connect(self.look_for_unfinished)
        return job

    def remove_leftovers(self) -> Job:
        """Remove from the server what earlier cancellations could not, for want of a connection."""
        folder = data_folder()

        def work(_control: JobControl) -> None:
            with closing(Journal(folder)) as journal:
                self._claim_uploads(journal)
                remove_cancelled(self.client, journal, self._server_id)

        job = self._start(translate("Workspace", "Removing cancelled uploads"), work)
        job.failed.connect(self.error_occurred)
        return job

    # Uploads under way

    def pause_upload(self, job: Job) -> None:
        """Send nothing more for a job of `start_task` or `resume_upload` until it goes on."""
        if job in self._controls:
            self._controls[job].pause()

    def go_on_upload(self, job: Job) -> None:
        """Go on with an upload that was paused."""
        if job in self._controls:
            self._controls[job].go_on()

    def is_paused(self, job: Job) -> bool:
        """Whether a job is an upload that was paused."""
        return job in self._controls and self._controls[job].is_paused

    def can_pause(self, job: Job) -> bool:
        """Whether an upload can be paused: not while an old server is sent all its photos in one request."""
        return job in self._controls and self._controls[job].can_pause

    def set_rate_limit(self, job: Job, bytes_per_second: Optional[int]) -> None:
        """Change how fast an upload may send; None lifts the limit."""
        if job in self._controls:
            self._controls[job].set_rate_limit(bytes_per_second)

    def upload_files(self, job: Job) -> Tuple[FileProgress, ...]:
        """The files of an upload as they are now."""
        return self._controls[job].files() if job in self._controls else ()

    def upload_files_since(self, job: Job, change: int) -> Tuple[int, Dict[int, FileProgress]]:
        """The number of the latest change to an upload's files, and those by position that changed after the given one:
        thousands can be followed by asking again with the number that came last. (0, {}) before they were looked at.
        """
        return self._controls[job].files_since(change) if job in self._controls else (0, {})

    def task_of_upload(self, job: Job) -> str:
        """The id of the task that an upload sends to; '' before the server has made it, and once it has ended."""
        return self._controls[job].task_id if job in self._controls else ""

    def upload_progress(self, job: Job) -> Optional[UploadProgress]:
        """The moment of an upload that was told last; None before the first, and once it has ended."""
        return self._controls[job].latest if job in self._controls else None

    # Uploads that were interrupted

    def look_for_unfinished(self) -> None:
        """See which uploads to this server can go on, and tell by `unfinished_changed`.

        One that was under way when a QGIS crashed is leased for some seconds more: it is looked for again by itself.
        """
        if self._is_closed:
            return
        folder, url, username = data_folder(), self.client.session.url, self.client.session.username
        server_id = self._server_id

        def work(_control: JobControl) -> _Unfinished:
            with closing(Journal(folder)) as journal:
                return _Unfinished(
                    journal.unfinished(url, username, server_id=server_id),
                    journal.seconds_until_free(url, username, server_id=server_id),
                )

        job = self._start(translate("Workspace", "Looking for interrupted uploads"), work)
        job.succeeded.connect(self._take_unfinished)
        job.failed.connect(self.error_occurred)

    def resume_upload(self, upload_id: str, name: str, *, without: Sequence[str] = ()) -> Job:
        """Go on with an interrupted upload; succeeds with the Task. Fails with TaskGone, TaskCancelled, TaskStarted or
        UploadUnknown where there is nothing left to go on with; a task that has been started already is told by
        `upload_was_complete`. without: names of photos to be left out.
        """
        folder, control_of_upload = data_folder(), UploadControl()

        def work(control: JobControl) -> Tuple[Task, Tuple[str, ...], bool]:
            with closing(Journal(folder)) as journal:
                upload = control_of_upload.attach(Upload.resume(self.client, journal, upload_id))
                if without:
                    upload.leave_out(without)
                task = upload.run(telling(control.progress, control_of_upload), until_stopped(control))
                return task, upload.notices, upload.was_complete

        def finish(found: Tuple[Task, Tuple[str, ...], bool]) -> Task:
            task, notices, was_complete = found
            if was_complete:
                self.upload_was_complete.emit(task)
            return self._take_uploaded((task, notices))

        return self._take_in_hand(upload_id, self._upload(name, work, finish, control_of_upload))

    def unfinished_files(self, upload_id: str) -> Job:
        """Succeeds with a FileProgress for each file of an interrupted upload, in order."""
        folder = data_folder()

        def work(_control: JobControl) -> Tuple[FileProgress, ...]:
            with closing(Journal(folder)) as journal:
                return tuple(FileProgress.of(file) for file in journal.load(upload_id).files)

        return self._start(translate("Workspace", "Looking at the photos of an upload"), work)

    def discard_upload(self, upload_id: str, name: str) -> Job:
        """Give an interrupted upload up and remove its half-made task from the server. Succeeds with None or, where the
        task has been started meanwhile, with that Task, which stays.
        """
        folder = data_folder()

        def work(control: JobControl) -> Optional[Task]:
            with closing(Journal(folder)) as journal:
                return discard(self.client, journal, upload_id, control.cancelled)

        title = translate("Workspace", "Discarding the upload of {name}").format(name=name)
        return self._take_in_hand(upload_id, self._change(title, work))

    # How

    def _take_unfinished(self, found: _Unfinished) -> None:
        if self._is_closed:
            return
        if found.free_in is not None:
            self._look_again.start(round(found.free_in * 1000) + LEASE_MARGIN_MILLISECONDS)
        self._set_unfinished(found.uploads)

    def _set_unfinished(self, uploads: Sequence[UnfinishedUpload]) -> None:
        left = tuple(upload for upload in uploads if upload.id not in self._in_hand)
        if left != self.unfinished:
            self.unfinished = left
            self.unfinished_changed.emit(left)

    def _take_in_hand(self, upload_id: str, job: Job) -> Job:
        """Offer an upload no more while a job deals with it."""

        def put_down() -> None:
            self._in_hand.discard(upload_id)
            self.look_for_unfinished()

        self._in_hand.add(upload_id)
        self._set_unfinished(self.unfinished)
        job.finished.connect(put_down)
        return job

    @property
    def _server_id(self) -> str:
        """What uploads know the server by: its address, unless that changes, as the port of this computer's does."""
        return self.connection.id if self.connection.is_local else ""

    def _claim_uploads(self, journal: Journal) -> None:
        """Uploads to this computer from before they knew it by more than its port. On a job's thread."""
        if not self.connection.is_local:
            return
        elsewhere = {each.url for each in Connections().all() if not each.is_local}
        journal.claim(
            self.client.session.username,
            self._server_id,
            lambda url: url not in elsewhere and is_loopback(urlsplit(url).hostname or ""),
        )

    def _take_uploaded(self, found: Tuple[Task, Tuple[str, ...]]) -> Task:
        task, notices = found
        for notice in notices:
            self.warned.emit(notice)
        return self._follow_new_task(task)

    def _follow_new_task(self, task: Task) -> Task:
        self.monitor.follow_task(task.project_id, task.id)
        self.task_created.emit(task)
        return task

    def _upload(
        self, name: str, work: Callable[[JobControl], Any], finish: Callable[[Any], Task], control: UploadControl
    ) -> Job:
        job = self._start(translate("Workspace", "Uploading {name}").format(name=name), work, shown=True, finish=finish)
        self._uploading[job] = name
        self._controls[job] = control

        def forget() -> None:
            self._uploading.pop(job, None)
            self._controls.pop(job, None)

        job.finished.connect(forget)
        return job
