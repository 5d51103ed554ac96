"""One open connection and the verbs that a user has there. The panel, the algorithms and scripts talk to this.

Each verb starts a job and returns it; its error comes as `Job.failed`. Verbs belong to the main thread. What they do to
the server is seen through the monitor, which looks again at once.
"""

from __future__ import annotations

import logging
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Callable, Iterable, Optional, Sequence, Set, Tuple

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QCoreApplication, QObject, pyqtSignal

from .api.client import Client
from .api.exchange import never
from .api.network import NetworkOptions
from .api.session import Session
from .api.task import PendingAction, Task, TaskOption
from .connections import Connection
from .errors import NadirError
from .jobs import Job, JobControl, Jobs
from .layers import project as project_layers
from .layers.make import PreparedLayers, know_reference_systems, prepare
from .layers.plan import LayerKind, plan
from .layers.project import LoadedLayers
from .layers.signer import RequestSigner
from .monitor import Monitor
from .photos.folder import scan
from .transfers.errors import UploadStopped
from .transfers.journal import Journal
from .transfers.uploads import Upload, UploadPlan, UploadProgress, remove_cancelled

_log = logging.getLogger(__name__)

GENERIC_FOLDERS = ("images", "photos", "dcim", "jpg", "jpeg", "img")  # say nothing of what they hold

Progress = Callable[[float, str], None]


@dataclass(frozen=True)
class Survey:
    """A task to be made from photos; without a project, in one named after their folder."""

    name: str
    photos: Tuple[Path, ...]
    options: Tuple[TaskOption, ...] = ()
    project_id: Optional[str] = None


class Workspace(QObject):
    """A server that the user has logged in to. Made by `open_workspace`; `close` it before letting it go."""

    closed = pyqtSignal()
    task_created = pyqtSignal(object)  # Task, uploaded and started
    layers_loaded = pyqtSignal(object)  # Task whose layers are on the map
    error_occurred = pyqtSignal(object)  # NadirError that ends no job, such as one product that could not be loaded

    def __init__(
        self,
        connection: Connection,
        client: Client,
        jobs: Jobs,
        signer: Optional[RequestSigner] = None,
        parent: Optional[QObject] = None,
    ) -> None:
        super().__init__(parent)
        self.connection = connection
        self.client = client
        self.jobs = jobs
        self.monitor = Monitor(client, jobs, self)
        self._signer = signer
        self._under_way: Set[Job] = set()
        self._is_closed = False
        if signer is not None:
            signer.add(client.session)

    def close(self) -> None:
        """Look at the server no more. Uploads go on in the background, and the session with them."""
        if self._is_closed:
            return
        self._is_closed = True
        self.monitor.stop()
        if self._signer is not None:
            self._signer.remove(self.client.session)
        self.closed.emit()
        self._end_session()

    def remove_leftovers(self) -> Job:
        """Remove from the server what earlier cancellations could not, for want of a connection."""
        folder = data_folder()

        def work(_control: JobControl) -> None:
            with closing(Journal(folder)) as journal:
                remove_cancelled(self.client, journal)

        job = self._start(self.tr("Removing cancelled uploads"), work)
        job.failed.connect(self.error_occurred)
        return job

    # Projects

    def create_project(self, name: str) -> Job:
        """Succeeds with the Project."""
        title = self.tr("Creating project {name}").format(name=name)
        return self._change(title, lambda control: self.client.projects.create(name, cancelled=control.cancelled))

    def delete_project(self, project_id: str) -> Job:
        """Delete a project with its tasks."""
        work = self.client.projects.delete
        return self._change(
            self.tr("Deleting a project"), lambda control: work(project_id, cancelled=control.cancelled)
        )

    # Tasks

    def scan_folder(self, folder: Path) -> Job:
        """Look at the photos of a folder; succeeds with a FolderReport."""
        title = self.tr("Looking at the photos in {folder}").format(folder=folder.name)
        return self._start(title, lambda control: scan(folder, control.progress, control.cancelled))

    def start_task(
        self, project_id: Optional[str], name: str, photos: Sequence[Path], options: Iterable[TaskOption] = ()
    ) -> Job:
        """Upload photos and start their processing; succeeds with the Task. Without a project, in one named after the
        folder. Cancelled, it leaves nothing on the server; broken off, it can go on later.
        """
        survey = Survey(name, tuple(photos), tuple(options), project_id)
        journal_folder = data_folder()

        def work(control: JobControl) -> Task:
            def cancelled() -> bool:
                if control.stopping():
                    raise UploadStopped("The upload was interrupted.", "It can go on when QGIS runs again.")
                return control.cancelled()

            return upload_survey(self.client, journal_folder, survey, control.progress, cancelled)

        return self._start(
            self.tr("Uploading {name}").format(name=name), work, shown=True, finish=self._follow_new_task
        )

    def cancel_task(self, task: Task) -> Job:
        """Ask the server to stop a task."""
        return self._change_task(self.tr("Cancelling {name}"), task, self.client.tasks.cancel)

    def restart_task(self, task: Task) -> Job:
        """Process a task again."""
        job = self._change_task(self.tr("Restarting {name}"), task, self.client.tasks.restart)
        job.succeeded.connect(lambda _: self.monitor.follow_task(task.project_id, task.id))
        return job

    def remove_task(self, task: Task) -> Job:
        """Remove a task with its photos and results from the server."""
        return self._change_task(self.tr("Removing {name}"), task, self.client.tasks.remove)

    # Results

    def load_results(self, task: Task) -> Job:
        """Put a finished task's products on the map and zoom to them; succeeds with LoadedLayers.

        Those that are there already stay as they are. What could not be loaded is told by `error_occurred`.
        """
        missing = set(LayerKind) - project_layers.kinds_on_map(task, self.client.session.url)

        def work(control: JobControl) -> PreparedLayers:
            planned = plan(self.client, task, missing, cancelled=control.cancelled)
            control.on_main_thread(lambda: know_reference_systems(planned))
            return prepare(planned)

        return self._start(self.tr("Adding {name} to the map").format(name=task.name), work, finish=self._show_layers)

    # How

    def _show_layers(self, prepared: PreparedLayers) -> LoadedLayers:
        loaded = project_layers.add(prepared)
        if loaded.extent is None and prepared.problems:
            raise prepared.problems[0]
        for problem in prepared.problems:
            self.error_occurred.emit(problem)
        project_layers.zoom_to(loaded.extent)
        self.layers_loaded.emit(loaded.task)
        return loaded

    def _follow_new_task(self, task: Task) -> Task:
        self.monitor.follow_task(task.project_id, task.id)
        self.task_created.emit(task)
        return task

    def _change_task(self, title: str, task: Task, call: Callable[..., Any]) -> Job:
        def work(control: JobControl) -> Any:
            return call(task.project_id, task.id, cancelled=control.cancelled)

        return self._change(title.format(name=task.name), work)

    def _change(self, title: str, work: Callable[[JobControl], Any]) -> Job:
        """Change something on the server and look at what became of it, whether it went well or not."""
        job = self._start(title, work)
        job.finished.connect(self.monitor.refresh)
        return job

    def _start(
        self,
        title: str,
        work: Callable[[JobControl], Any],
        *,
        shown: bool = False,
        finish: Optional[Callable[[Any], Any]] = None,
    ) -> Job:
        job = self.jobs.start(title, work, shown=shown, finish=finish)
        self._under_way.add(job)
        job.finished.connect(lambda: self._ended(job))
        return job

    def _ended(self, job: Job) -> None:
        self._under_way.discard(job)
        self._end_session()

    def _end_session(self) -> None:
        if self._is_closed and not self._under_way:
            self.client.session.close()


def open_workspace(
    connection: Connection,
    username: str,
    password: str,
    jobs: Jobs,
    network: NetworkOptions,
    signer: Optional[RequestSigner] = None,
) -> Job:
    """Log in; succeeds with a Workspace whose layers `signer` signs for. The monitor waits for its `start`."""

    def work(control: JobControl) -> Client:
        session = Session(connection.url, username, password, network)
        session.log_in(cancelled=control.cancelled)
        control.raise_if_cancelled()
        return Client(session)

    def finish(client: Client) -> Workspace:
        workspace = Workspace(connection, client, jobs, signer)
        workspace.remove_leftovers()
        return workspace

    return jobs.start(_tr("Connecting to {name}").format(name=connection.name), work, finish=finish)


def data_folder() -> Path:
    """Where Nadir keeps what outlives a session, in the user's QGIS profile."""
    return Path(QgsApplication.qgisSettingsDirPath()) / "nadir"


def upload_survey(
    client: Client, journal_folder: Path, survey: Survey, progress: Progress, cancelled: Callable[[], bool]
) -> Task:
    """Make the task on the server, on the calling thread. Raises Cancelled, UploadStopped (it can go on) and what the
    server refuses; then no empty project stays behind that was made for it.
    """
    project_id, is_new = survey.project_id, False
    if project_id is None:
        project_id, is_new = _project_for(client, survey_name(survey.photos[0].parent), cancelled)
    try:
        with closing(Journal(journal_folder)) as journal:
            upload_plan = UploadPlan(client.session.url, project_id, survey.name, survey.photos, survey.options)
            upload = Upload(client, journal, upload_plan)
            return upload.run(lambda moment: progress(moment.fraction, describe(moment)), cancelled)
    except UploadStopped:
        raise
    except NadirError:
        if is_new:
            _remove_if_empty(client, project_id)
        raise


def survey_name(folder: Path) -> str:
    """What a folder of photos is called: its name, or that of the folder above for one that is called `images`."""
    named = folder.parent if folder.name.casefold() in GENERIC_FOLDERS and folder.parent.name else folder
    return named.name or str(folder)


def describe(moment: UploadProgress) -> str:
    """Progress of an upload in words."""
    parts = [_tr("{done} of {total} photos").format(done=moment.files_done, total=moment.files_total)]
    if moment.bytes_per_second > 0:
        parts.append(f"{moment.bytes_per_second / 1e6:.1f} MB/s")
    if moment.seconds_left is not None and moment.seconds_left >= 1:
        minutes, seconds = divmod(round(moment.seconds_left), 60)
        left = _tr("{minutes} min {seconds} s left") if minutes else _tr("{seconds} s left")
        parts.append(left.format(minutes=minutes, seconds=seconds))
    return ", ".join(parts)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Workspace", text)


def _project_for(client: Client, name: str, cancelled: Callable[[], bool]) -> Tuple[str, bool]:
    """The user's own project of that name, made where there is none; and whether it was."""
    for project in client.projects.list(cancelled=cancelled):
        if project.name == name and project.owned:
            return project.id, False
    return client.projects.create(name, cancelled=cancelled).id, True


def _remove_if_empty(client: Client, project_id: str) -> None:
    """Remove a project that was made for a task which did not come about. The error that ended the task matters more
    than one in here, which is only logged.
    """
    try:
        left = client.tasks.list(project_id, cancelled=never)
        if all(task.pending_action == PendingAction.REMOVE for task in left):
            client.projects.delete(project_id, cancelled=never)
    except NadirError as error:
        _log.warning("An empty project may be left on the server: %s", error.detail or error)
