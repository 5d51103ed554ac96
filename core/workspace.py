"""One open connection and the verbs that a user has there. The panel, the algorithms and scripts talk to this.

Each verb starts a job and returns it; its error comes as `Job.failed`. Verbs belong to the main thread. What they do to
the server is seen through the monitor, which looks again at once.
"""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Callable, Dict, Iterable, Optional, Sequence, Set, Tuple
from urllib.parse import urlsplit

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QCoreApplication, QObject, QTimer, pyqtSignal

from .api.client import Client
from .api.exports import ExportOptions
from .api.network import NetworkOptions, is_loopback
from .api.session import Session
from .api.task import Task, TaskOption
from .connections import Connection, Connections, with_authorities
from .jobs import Job, JobControl, Jobs
from .layers import project as project_layers
from .layers.downloading import cache_of, downloading, exporting, fetching
from .layers.make import PreparedLayers, fetch_reference_databases, know_reference_systems, prepare
from .layers.plan import ASSETS, LayerKind, plan, products_of
from .layers.project import LoadedLayers
from .layers.signer import RequestSigner
from .monitor import Monitor
from .photos.folder import scan
from .settings import Settings
from .surveys import Survey, describe, survey_name, telling, until_stopped, upload_survey
from .transfers.control import UploadControl
from .transfers.downloads import Download, ExportDownload
from .transfers.journal import Journal, UnfinishedUpload
from .transfers.progress import FileProgress
from .transfers.uploads import Upload, discard, remove_cancelled

__all__ = ["Survey", "Workspace", "data_folder", "describe", "look_what_runs", "open_workspace", "survey_name"]

translate = QCoreApplication.translate  # called by this name, so that the translation tools find the texts

LEASE_MARGIN_MILLISECONDS = 500  # after the end of a lease, before the upload is looked for again


@dataclass(frozen=True)
class _Unfinished:
    """What the journal says: uploads that can go on, and in how many seconds others may be free."""

    uploads: Tuple[UnfinishedUpload, ...]
    free_in: Optional[float]


class Workspace(QObject):
    """A server that the user has logged in to. Made by `open_workspace`; `close` it before letting it go."""

    closed = pyqtSignal()
    task_created = pyqtSignal(object)  # Task, uploaded and started
    layers_loaded = pyqtSignal(object)  # Task whose layers are on the map
    unfinished_changed = pyqtSignal(tuple)  # of UnfinishedUpload, those that nobody carries on
    upload_was_complete = pyqtSignal(object)  # Task that needed no photos any more when its upload was to go on
    warned = pyqtSignal(str)  # what the user should know and is no error, such as products that a task did not give
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
        self.unfinished: Tuple[UnfinishedUpload, ...] = ()
        self._uploading: Dict[Job, str] = {}  # names of the tasks whose photos are on their way
        self._controls: Dict[Job, UploadControl] = {}  # of the same
        self._in_hand: Set[str] = set()  # ids of unfinished uploads that a job of ours goes on with or discards
        self._look_again = QTimer(self)
        self._look_again.setSingleShot(True)
        self._look_again.timeout.connect(self.look_for_unfinished)
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
        self._look_again.stop()
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
                self._claim_uploads(journal)
                remove_cancelled(self.client, journal, self._server_id)

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
        self,
        project_id: Optional[str],
        name: str,
        photos: Sequence[Path],
        options: Iterable[TaskOption] = (),
        *,
        resize_to: Optional[int] = None,
        node_id: Optional[str] = None,
    ) -> Job:
        """Upload photos and start their processing; succeeds with the Task. Without a project, in one named after the
        folder. Cancelled, it leaves nothing on the server; broken off, it can go on later.

        resize_to: longest side in pixels that photos are made smaller to before they are sent.
        """
        survey = Survey(name, tuple(photos), tuple(options), project_id, resize_to, node_id)
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

        job = self._upload(name, work, self._take_uploaded, control_of_upload)
        job.finished.connect(self.look_for_unfinished)
        return job

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

    def under_way(self) -> Tuple[str, ...]:
        """Names of the tasks that are uploaded from here or, as last seen, work on the server."""
        seen = [task for project in self.monitor.projects for task in self.monitor.tasks(project.id)]
        return (*self._uploading.values(), *(task.name for task in seen if task.is_running))

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

        job = self._start(self.tr("Looking for interrupted uploads"), work)
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
                task = upload.run(telling(control.progress), until_stopped(control))
                return task, upload.notices, upload.was_complete

        def finish(found: Tuple[Task, Tuple[str, ...], bool]) -> Task:
            task, notices, was_complete = found
            if was_complete:
                self.upload_was_complete.emit(task)
            return self._take_uploaded((task, notices))

        return self._take_in_hand(upload_id, self._upload(name, work, finish, control_of_upload))

    def discard_upload(self, upload_id: str, name: str) -> Job:
        """Give an interrupted upload up and remove its half-made task from the server. Succeeds with None or, where the
        task has been started meanwhile, with that Task, which stays.
        """
        folder = data_folder()

        def work(control: JobControl) -> Optional[Task]:
            with closing(Journal(folder)) as journal:
                return discard(self.client, journal, upload_id, control.cancelled)

        title = self.tr("Discarding the upload of {name}").format(name=name)
        return self._take_in_hand(upload_id, self._change(title, work))

    # Results

    def load_results(self, task: Task) -> Job:
        """Put a finished task's products on the map and zoom to them; succeeds with LoadedLayers.

        Those that are there already stay as they are. What could not be loaded is told by `error_occurred`, what the
        task did not give by `warned`.
        """
        missing = set(LayerKind) - project_layers.kinds_on_map(task, self.client.session.url)

        def work(control: JobControl) -> PreparedLayers:
            planned = plan(self.client, task, missing, cancelled=control.cancelled)
            fetch_reference_databases()
            control.on_main_thread(lambda: know_reference_systems(planned))
            return prepare(planned)

        return self._start(self.tr("Adding {name} to the map").format(name=task.name), work, finish=self._show_layers)

    def download_asset(self, task: Task, asset: str, target: Path) -> Job:
        """Download one of a task's files; succeeds with the target."""
        download = Download(self.client, task.project_id, task.id, asset, target)
        title = self.tr("Downloading {asset} of {name}").format(asset=asset, name=task.name)
        return self._start(title, downloading(download), shown=True)

    def add_file(self, task: Task, kind: LayerKind) -> Job:
        """Put a raster on the map as a file, with its real values; succeeds with the layer. The file stays in the cache."""
        asset, url = ASSETS[kind][0], self.client.session.url
        title = self.tr("Downloading {asset} of {name}").format(asset=asset, name=task.name)
        work = fetching(self.client, cache_of(Settings()), task, asset)
        return self._start(title, work, shown=True, finish=lambda path: project_layers.add_file(task, url, kind, path))

    def export(self, task: Task, options: ExportOptions, target: Path) -> Job:
        """Have the server make a product in another form, and download it; succeeds with the target."""
        export = ExportDownload(self.client, task.project_id, task.id, options, target)
        return self._start(self.tr("Exporting from {name}").format(name=task.name), exporting(export), shown=True)

    def is_on_map(self, task: Task) -> bool:
        """Whether the open project shows all products of a task's latest run."""
        products = products_of(task)
        return bool(products) and products <= project_layers.kinds_on_map(task, self.client.session.url)

    def zoom_to_layers(self, task: Task) -> None:
        """Show a task's layers that are on the map, all of them."""
        layers = project_layers.layers_of(task, self.client.session.url)
        project_layers.zoom_to(project_layers.extent_of(layers))

    # How

    def _show_layers(self, prepared: PreparedLayers) -> LoadedLayers:
        loaded = project_layers.add(prepared)
        if prepared.plan.warning:
            self.warned.emit(prepared.plan.warning)
        if loaded.extent is None and prepared.problems:
            raise prepared.problems[0]
        for problem in prepared.problems:
            self.error_occurred.emit(problem)
        if loaded.extent is not None:
            project_layers.zoom_to(loaded.extent)
            self.layers_loaded.emit(loaded.task)
        return loaded

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
        job = self._start(self.tr("Uploading {name}").format(name=name), work, shown=True, finish=finish)
        self._uploading[job] = name
        self._controls[job] = control

        def forget() -> None:
            self._uploading.pop(job, None)
            self._controls.pop(job, None)

        job.finished.connect(forget)
        return job

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
        session = Session(connection.url, username, password, with_authorities(network, connection.url))
        session.log_in(cancelled=control.cancelled)
        control.raise_if_cancelled()
        return Client(session)

    def finish(client: Client) -> Workspace:
        workspace = Workspace(connection, client, jobs, signer)
        workspace.remove_leftovers()
        return workspace

    return jobs.start(translate("Workspace", "Connecting to {name}").format(name=connection.name), work, finish=finish)


def look_what_runs(connection: Connection, username: str, password: str, jobs: Jobs, network: NetworkOptions) -> Job:
    """Ask a server for the tasks that are not finished; succeeds with their names."""

    def work(control: JobControl) -> Tuple[str, ...]:
        with closing(Session(connection.url, username, password, with_authorities(network, connection.url))) as session:
            session.log_in(cancelled=control.cancelled)
            client = Client(session)
            projects = client.projects.list(cancelled=control.cancelled)
            tasks = [task for each in projects for task in client.tasks.list(each.id, cancelled=control.cancelled)]
        return tuple(task.name for task in tasks if task.is_running)

    return jobs.start(translate("Workspace", "Asking {name} what it is doing").format(name=connection.name), work)


def data_folder() -> Path:
    """Where Nadir keeps what outlives a session, in the user's QGIS profile."""
    return Path(QgsApplication.qgisSettingsDirPath()) / "nadir"
