"""One open connection and the verbs that a user has there. The panel, the algorithms and scripts talk to this.

Each verb starts a job and returns it; its error comes as `Job.failed`. Verbs belong to the main thread. What they do to
the server is seen through the monitor, which looks again at once.
"""

from __future__ import annotations

from contextlib import closing
from typing import Dict, Optional, Set, Tuple

from qgis.PyQt.QtCore import QCoreApplication, QObject, QTimer, pyqtSignal

from .api.client import Client
from .api.network import NetworkOptions
from .api.session import Session
from .connections import Connection, with_authorities
from .jobs import Job, JobControl, Jobs
from .layers.access.signer import RequestSigner
from .monitor.monitor import Monitor
from .surveys import Survey, describe, survey_name
from .transfers.control import UploadControl
from .transfers.journal import UnfinishedUpload
from .verbs.imports import ImportVerbs
from .verbs.map_projects import FLIGHT_KINDS, ProjectMapVerbs
from .verbs.nodes import NodeVerbs
from .verbs.people import FoundPeople, PeopleVerbs
from .verbs.projects import ProjectVerbs
from .verbs.results import ResultVerbs
from .verbs.tasks import RERUN_FROM, TaskVerbs
from .verbs.uploads import UploadVerbs, data_folder

__all__ = [
    "FLIGHT_KINDS",
    "RERUN_FROM",
    "FoundPeople",
    "Survey",
    "Workspace",
    "data_folder",
    "describe",
    "look_what_runs",
    "open_workspace",
    "survey_name",
]

translate = QCoreApplication.translate  # called by this name, so that the translation tools find the texts


class Workspace(ProjectVerbs, TaskVerbs, UploadVerbs, ImportVerbs, ResultVerbs, ProjectMapVerbs, NodeVerbs, PeopleVerbs, QObject):
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
        self._lacking: Set[str] = set()
        self.is_administrator: Optional[bool] = None
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
