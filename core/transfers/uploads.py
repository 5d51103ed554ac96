"""Uploads that nothing can break: journalled, sent file by file over several connections, confirmed, committed."""

from __future__ import annotations

import logging
import time
import uuid
from dataclasses import replace
from typing import Callable, Optional, Sequence

from ..api.client import Client
from ..api.errors import ApiError, InvalidRequest, NotFound, PermissionRefused
from ..api.exchange import CancelCheck, never
from ..api.ids import ProjectId, TaskId
from ..api.retry import RetryPolicy, StopWhen
from ..api.task import PendingAction, Task, TaskStatus
from ..errors import Cancelled, NadirError
from .errors import JournalFailed, TaskCancelled, TaskGone, UploadInUse, UploadStopped, UploadUnknown
from .journal import LEASE_SECONDS, Journal, JournalEntry
from .plan import PlannedFile, UploadPlan, files_as_they_are, plan_files, valid_text
from .progress import UploadProgress
from .sender import Sender

__all__ = ["Upload", "UploadPlan", "UploadProgress", "discard", "remove_cancelled", "remove_if_empty"]

_log = logging.getLogger(__name__)

_CONNECTIONS = 4
_REMOVAL_SECONDS = 10.0  # that a user who cancelled waits at most for the server
Progress = Callable[[UploadProgress], None]


class Upload:
    """One task's upload: from a plan, or going on with what the journal knows.

    `run` ends in one of these ways:

    - the committed task is returned, the journal forgets the upload;
    - `Cancelled`: the half-made task is removed from the server, the journal forgets it;
    - `UploadStopped` (network, server, files, or raised by `cancelled` itself, as when the program ends): all stays
      as it is and `Upload.resume` goes on;
    - `InvalidRequest`, `PermissionRefused`: the server refuses the task, nothing is left behind;
    - `TaskGone`: the task or its project was deleted on the server, the journal forgets it;
    - `TaskCancelled`: somebody cancelled the half-made task on the server; all stays as it is, to be discarded;
    - `UploadInUse`, `UploadUnknown`, `JournalFailed`, and `FileUnreadable` before anything has begun.
    """

    def __init__(
        self,
        client: Client,
        journal: Journal,
        plan: Optional[UploadPlan],
        *,
        upload_id: str = "",
        connections: int = _CONNECTIONS,
        retry: RetryPolicy = RetryPolicy(),  # noqa: B008 - frozen
    ) -> None:
        self.id = upload_id or uuid.uuid4().hex
        self.was_complete = False  # whether `run` found a task that had been started already
        self._client = client
        self._journal = journal
        self._plan = plan and replace(plan, name=valid_text(plan.name))
        self._connections = connections
        self._retry = retry
        self._owner = uuid.uuid4().hex
        self._lease_renewed = float("-inf")

    @classmethod
    def resume(
        cls,
        client: Client,
        journal: Journal,
        upload_id: str,
        *,
        connections: int = _CONNECTIONS,
        retry: RetryPolicy = RetryPolicy(),  # noqa: B008 - frozen
    ) -> Upload:
        """An upload out of `Journal.unfinished`, to be run."""
        return cls(client, journal, None, upload_id=upload_id, connections=connections, retry=retry)

    def run(self, progress: Progress = lambda moment: None, cancelled: CancelCheck = never) -> Task:
        """Do all that is left to do. `progress` is called on this thread, about ten times a second."""
        remove_cancelled(self._client, self._journal)
        entry = self._open()
        try:
            return self._finish(entry, progress, self._holding(cancelled))
        except (UploadInUse, JournalFailed, TaskCancelled):
            raise
        except (Cancelled, InvalidRequest, PermissionRefused):
            self._journal.set_removing(self.id)
            _remove_task(self._client, self._journal, self.id)
            raise
        except NotFound as error:
            self._journal.forget(self.id)
            raise TaskGone(
                f"The task '{entry.plan.name}' or its project is no longer on the server, or hidden from your account.",
                "Start it again from the folder of photos.",
                error.detail,
            ) from error
        except NadirError as error:
            self._journal.set_error(self.id, str(error))
            raise self._stopped(error) from error
        finally:
            self._journal.release(self.id, self._owner)
            self._lease_renewed = float("-inf")

    def _open(self) -> JournalEntry:
        """The journal's entry, leased: written now for a new upload, read for one that goes on."""
        if self._plan is not None:
            entry = JournalEntry(self.id, self._plan, plan_files(self._plan.photos))
            self._journal.add(entry, self._client.session.username, self._owner)
            self._plan = None  # from now on the journal knows more
        else:
            entry = self._journal.load(self.id)
            if entry.removing:
                raise UploadUnknown("This upload has been cancelled.", "Start it again from the folder of photos.")
        self._keep_lease()
        return entry

    def _finish(self, entry: JournalEntry, progress: Progress, cancelled: CancelCheck) -> Task:
        files = files_as_they_are(entry.files)
        self._journal.set_files(self.id, [new for new, old in zip(files, entry.files) if new is not old])
        stop = StopWhen(cancelled)
        task = self._retry.call(lambda: self._task(cancelled), stop)
        if not task.partial:  # committed before, but the journal did not learn of it
            self.was_complete = True
            self._journal.forget(self.id)
            return task
        sender = Sender(
            self._client, task, files, connections=self._connections, retry=self._retry, confirmed=self._confirm
        )
        sender.send(progress, cancelled)
        committed = self._retry.call(lambda: self._commit(task, cancelled), stop)
        self._journal.forget(self.id)
        return committed

    def _task(self, cancelled: CancelCheck) -> Task:
        """The task on the server: the one that the journal knows, one whose creation was not answered, or a new one."""
        known = self._journal.load(self.id)
        tasks, plan, before = self._client.tasks, known.plan, known.tasks_before
        if known.task_id is not None:
            return self._existing(known, known.task_id, cancelled)
        task: Optional[Task] = None
        if before is None:
            before = tuple(found.id for found in tasks.list(plan.project_id, cancelled=cancelled))
            self._journal.set_tasks_before(self.id, before)
        else:
            task = _unanswered(tasks.list(plan.project_id, cancelled=cancelled), before, plan.name)
        if task is None:
            task = self._client.sending.create_partial(
                plan.project_id, plan.name, plan.options, tasks_before=before, cancelled=cancelled
            )
        self._journal.set_task(self.id, task.id)
        return task

    def _existing(self, entry: JournalEntry, task_id: TaskId, cancelled: CancelCheck) -> Task:
        task = self._client.tasks.get(entry.plan.project_id, task_id, cancelled=cancelled)
        if task.pending_action == PendingAction.REMOVE:
            raise NotFound("The task is being removed.", "", task_id)
        if task.partial and (task.pending_action == PendingAction.CANCEL or task.status is TaskStatus.CANCELED):
            raise TaskCancelled(
                f"The task '{entry.plan.name}' was cancelled on the server.",
                "Discard its upload, then start it again from the folder of photos.",
                task_id,
            )
        return task

    def _commit(self, task: Task, cancelled: CancelCheck) -> Task:
        """Start the processing. A second commit does no harm, so that one without an answer is made again."""
        try:
            return self._client.sending.commit(task.project_id, task.id, cancelled=cancelled)
        except InvalidRequest as error:  # the server has lost the files: all are sent again when the upload goes on
            entry = self._journal.load(self.id)
            self._journal.set_files(self.id, [replace(file, confirmed=False) for file in entry.files])
            raise UploadStopped(error.summary, "Try again.", error.detail, self.id) from error

    def _confirm(self, file: PlannedFile) -> None:
        """The server has the whole file."""
        self._journal.set_files(self.id, [replace(file, confirmed=True)])

    def _keep_lease(self) -> None:
        """Prolong the lease where it is time. Raises `UploadInUse` where somebody else took it, as after a sleep."""
        if time.monotonic() - self._lease_renewed < LEASE_SECONDS / 3:
            return
        if not self._journal.lease(self.id, self._owner):
            raise UploadInUse("Another QGIS window is carrying this upload on.", "Wait for it, or close that window.")
        self._lease_renewed = time.monotonic()

    def _holding(self, cancelled: CancelCheck) -> CancelCheck:
        """`cancelled`, which whatever waits asks all the time, and which keeps the lease meanwhile."""

        def check() -> bool:
            self._keep_lease()
            return cancelled()

        return check

    def _stopped(self, error: NadirError) -> UploadStopped:
        files = self._journal.load(self.id).files
        done = sum(file.confirmed for file in files)
        told = f"{done} of {len(files)} photos are on the server; the upload can go on from there."
        return UploadStopped(error.summary, f"{error.remedy} {told}".strip(), error.detail, self.id)


def remove_cancelled(client: Client, journal: Journal) -> None:
    """Remove from the server what earlier cancellations could not, for want of a connection."""
    for upload_id in journal.to_be_removed(client.session.url, client.session.username):
        _remove_task(client, journal, upload_id)


def discard(client: Client, journal: Journal, upload_id: str, cancelled: CancelCheck = never) -> Optional[Task]:
    """Give an upload up: its half-made task, and a project made for it alone, go from the server, its entry from the
    journal.

    A task that has been started meanwhile is not half-made any more: it stays and is returned. Raises `UploadUnknown`,
    `UploadInUse`, and what the client raises; then all is as it was.
    """
    entry, owner = journal.load(upload_id), uuid.uuid4().hex
    if not journal.lease(upload_id, owner):
        raise UploadInUse("Another QGIS window is carrying this upload on.", "Cancel it there.")
    try:
        task = _made_task(client, entry, cancelled)
        if task is not None and not task.partial:
            journal.forget(upload_id)
            return task
        journal.set_removing(upload_id)
        _remove_task(client, journal, upload_id)
        return None
    finally:
        journal.release(upload_id, owner)


def _made_task(client: Client, entry: JournalEntry, cancelled: CancelCheck) -> Optional[Task]:
    """The task of an upload as it is on the server; None where it is not there, or not known by its id."""
    if entry.task_id is None:
        return None
    try:
        return client.tasks.get(entry.plan.project_id, entry.task_id, cancelled=cancelled)
    except (NotFound, PermissionRefused) as error:
        _log.info("The task %s of an upload that is given up is not there: %s", entry.task_id, error.detail)
        return None


def remove_if_empty(client: Client, project_id: ProjectId, cancelled: CancelCheck = never) -> None:
    """Remove a project that was made for a task which did not come about.

    What ended the task matters more than an error in here, which is only logged.
    """
    try:
        left = client.tasks.list(project_id, cancelled=cancelled)
        if all(task.pending_action == PendingAction.REMOVE for task in left):
            client.projects.delete(project_id, cancelled=cancelled)
    except NotFound as error:
        _log.info("The project %s needs no removal: %s", project_id, error.detail)
    except NadirError as error:
        _log.warning("An empty project may be left on the server: %s", error.detail or error)


def _unanswered(tasks: Sequence[Task], before: Sequence[TaskId], name: str) -> Optional[Task]:
    """The task that a request made whose answer was lost: new, still empty, and of that name."""
    found = [
        task for task in tasks if task.id not in before and task.partial and task.name == name and not task.images_count
    ]
    return found[0] if len(found) == 1 else None


def _remove_task(client: Client, journal: Journal, upload_id: str) -> None:
    """Remove a cancelled upload's task; without a connection the journal keeps it for the next time."""
    entry = journal.load(upload_id)
    project_id, task_id = entry.plan.project_id, entry.task_id
    ends_at = time.monotonic() + _REMOVAL_SECONDS

    def too_late() -> bool:
        return time.monotonic() > ends_at

    try:
        if task_id is None and entry.tasks_before is not None:
            listed = client.tasks.list(project_id, cancelled=too_late)
            task = _unanswered(listed, entry.tasks_before, entry.plan.name)
            task_id = task.id if task else None
        if task_id is not None:
            client.tasks.remove(project_id, task_id, cancelled=too_late)
    except (NotFound, PermissionRefused) as error:
        _log.info("The cancelled task %s needs no removal: %s", task_id, error.detail)
    except (ApiError, Cancelled) as error:
        _log.warning("The cancelled task %s is removed later: %s", task_id, error.detail or error)
        return
    if entry.plan.project_is_new:
        remove_if_empty(client, project_id, too_late)
    journal.forget(upload_id)
