"""What every verb stands on: the open connection, and jobs whose end the monitor hears of."""

from __future__ import annotations

from typing import Any, Callable, Dict, Optional, Set, Tuple

from qgis.PyQt.QtCore import QTimer

from ..api.client import Client
from ..api.task import Task
from ..connections import Connection
from ..jobs import Job, JobControl, Jobs
from ..monitor import Monitor
from ..transfers.control import UploadControl
from ..transfers.journal import UnfinishedUpload


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
