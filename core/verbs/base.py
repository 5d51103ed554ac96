"""What every verb stands on: the open connection, and jobs whose end the monitor hears of."""

from __future__ import annotations

from typing import Any, Callable, Dict, Optional, Set, Tuple

from qgis.PyQt.QtCore import QCoreApplication, QTimer

from ..api.client import Client
from ..api.errors import ApiError, InvalidRequest, NotFound, PageNotFound
from ..api.task import Task
from ..connections import Connection
from ..errors import NadirError
from ..jobs import Job, JobControl, Jobs
from ..monitor.monitor import Monitor
from ..transfers.control import UploadControl
from ..transfers.journal import UnfinishedUpload

translate = QCoreApplication.translate  # called by this name, so that the translation tools find the texts

OF_PROJECTS = ("duplicate_project", "share", "import", "import_rasters")
"""Verbs whose address begins with nothing that could be gone but the project."""


class VerbUnknown(NadirError):
    """The server is too old, or of another kind, and does not know what it was asked to do."""


class Verbs:
    """The part of a workspace that its verbs use. Made and filled by `Workspace`; verbs belong to the main thread."""

    connection: Connection
    client: Client
    jobs: Jobs
    monitor: Monitor
    unfinished: Tuple[UnfinishedUpload, ...]

    # Signals of the workspace
    task_created: Any
    layers_loaded: Any
    unfinished_changed: Any
    upload_was_complete: Any
    warned: Any
    error_occurred: Any

    # Its state
    _uploading: Dict[Job, str]
    _controls: Dict[Job, UploadControl]
    _in_hand: Set[str]
    _look_again: QTimer
    _under_way: Set[Job]
    _is_closed: bool
    _lacking: Set[str]  # verbs that the server has turned out not to know
    is_administrator: Optional[bool]  # whether the account runs the server; None while nobody has asked

    def lacks(self, verb: str) -> bool:
        """Whether the server has turned out not to know a verb: 'duplicate_project', 'duplicate_task', 'share',
        'compact', 'import', 'import_rasters' or 'back_up'.
        """
        return verb in self._lacking

    def _if_known(
        self, verb: str, refusal: str, project_id: str, work: Callable[[JobControl], Any]
    ) -> Callable[[JobControl], Any]:
        """The work of a job, with a plain word where the server does not know the verb; it is remembered then."""

        def attempt(control: JobControl) -> Any:
            try:
                return work(control)
            except (InvalidRequest, NotFound) as error:
                if not self._is_unknown(verb, error, project_id, control):
                    raise
                self._lacking.add(verb)
                remedy = translate("Workspace", "It may be older than this: its web page or an update may help.")
                raise VerbUnknown(refusal, remedy, error.detail) from error

        return attempt

    def _is_unknown(self, verb: str, error: ApiError, project_id: str, control: JobControl) -> bool:
        """Whether the address or the method is none of the server's. A page that says "not found" may also come from a
        proxy while the server restarts: so it has to answer for the project. In the API's own words it means a thing that
        is gone, or hidden; a project that is there and may be changed is neither.
        """
        if not isinstance(error, NotFound):
            return error.detail.startswith("HTTP 405")
        if verb not in OF_PROJECTS and not isinstance(error, PageNotFound):
            return False
        try:
            project = self.client.projects.get(project_id, cancelled=control.cancelled)
        except ApiError:
            return False
        return isinstance(error, PageNotFound) or project.allows("change")

    def _change_task(self, title: str, task: Task, call: Callable[..., Any]) -> Job:
        def work(control: JobControl) -> Any:
            return call(task.project_id, task.id, cancelled=control.cancelled)

        return self._change(title.format(name=task.name), work)

    def _change(
        self,
        title: str,
        work: Callable[[JobControl], Any],
        *,
        shown: bool = False,
        finish: Optional[Callable[[Any], Any]] = None,
    ) -> Job:
        """Change something on the server and look at what became of it, whether it went well or not."""
        job = self._start(title, work, shown=shown, finish=finish)
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
