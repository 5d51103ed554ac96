"""The task of an upload as it is on the server: made, found again, looked at for what happened to it meanwhile."""

from __future__ import annotations

import logging
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import List, Optional, Sequence, Tuple

from ..api.client import Client
from ..api.errors import ApiError, InvalidRequest, NotFound, PermissionRefused
from ..api.exchange import CancelCheck
from ..api.ids import ProjectId, TaskId
from ..api.legacy import PartialUploadUnsupported
from ..api.task import PendingAction, Task, TaskOption, TaskStatus, options_to_json
from ..errors import NadirError
from .errors import TaskCancelled, TaskStarted
from .journal import Journal, JournalEntry
from .plan import FileState, PlannedFile, UploadPlan, some_names

_log = logging.getLogger(__name__)

_CONNECTIONS = 4  # to ask for single photos
_UNHELPFUL = 20  # photos in a row that the server does not know: it knows none, or cannot tell


class TaskRefused(Exception):  # noqa: N818 - named by what happened
    """The server says no to the task, not only to the log-in or a look: nothing of the upload is to stay."""

    def __init__(self, reason: NadirError) -> None:
        super().__init__(str(reason))
        self.reason = reason


class RemoteTask:
    """One upload's task. notices: what became of it meanwhile, and does not stand in the way, as sentences."""

    def __init__(self, client: Client, journal: Journal, upload_id: str) -> None:
        self._client = client
        self._journal = journal
        self._upload_id = upload_id
        self.notices: List[str] = []

    def make(self, cancelled: CancelCheck) -> Task:
        """A new task, or the one that an earlier request made whose answer was lost. Raises `TaskRefused`."""
        known = self._journal.load(self._upload_id)
        plan, before = known.plan, known.tasks_before
        task: Optional[Task] = None
        if before is None:
            before = self.note_tasks_before(known, cancelled)
        else:
            task = unanswered(self._client.tasks.list(plan.project_id, cancelled=cancelled), before, plan.name)
        if task is None:
            task = self._create(plan, before, cancelled)
        self._journal.set_task(self._upload_id, task.id)
        return task

    def _create(self, plan: UploadPlan, before: Sequence[TaskId], cancelled: CancelCheck) -> Task:
        try:
            return self._client.sending.create_partial(
                plan.project_id,
                plan.name,
                plan.options,
                node_id=plan.node_id,
                resize_to=plan.resize_on_server,
                align_to=plan.align_to,
                tasks_before=before,
                cancelled=cancelled,
            )
        except PartialUploadUnsupported:
            raise
        except (InvalidRequest, PermissionRefused) as error:
            raise TaskRefused(error) from error

    def note_tasks_before(self, entry: JournalEntry, cancelled: CancelCheck) -> Tuple[TaskId, ...]:
        """Write down the project's tasks before one is made, to know it again if the answer is lost."""
        listed = self._client.tasks.list(entry.plan.project_id, cancelled=cancelled)
        before = tuple(task.id for task in listed)
        self._journal.set_tasks_before(self._upload_id, before)
        return before

    def find(self, entry: JournalEntry, task_id: TaskId, cancelled: CancelCheck) -> Task:
        """The task that the journal knows. Raises `NotFound`, `TaskCancelled`, `TaskStarted`."""
        task = self._get(entry, task_id, cancelled)
        if task.pending_action == PendingAction.REMOVE:
            raise NotFound("The task is being removed.", "", task_id)
        if task.partial and (task.pending_action == PendingAction.CANCEL or task.status is TaskStatus.CANCELED):
            raise TaskCancelled(
                f"The task '{entry.plan.name}' was cancelled on the server.",
                "Discard its upload, then start it again from the folder of photos.",
                task_id,
            )
        if not task.partial:
            self._check_started(entry, task)
        return task

    def look_for_changes(self, entry: JournalEntry, task: Task, cancelled: CancelCheck) -> Tuple[PlannedFile, ...]:
        """The upload's files after a look at a task that waits for more; those that the server lost are to be sent
        again. What else is other than it was goes into `notices`.
        """
        plan = entry.plan
        if not same_name(task.name, plan.name):
            self.notices.append(f"The task '{plan.name}' is called '{task.name}' on the server by now.")
        if _by_name(task.options) != _by_name(plan.options):
            self.notices.append(f"The options of '{task.name}' were changed on the server; it is processed with those.")
        confirmed = [file for file in entry.files if file.confirmed]
        if task.images_count > len(entry.files):
            more = task.images_count - len(entry.files)
            self.notices.append(f"The task '{task.name}' has {more} photos on the server that are not of this upload.")
        if task.images_count >= len(confirmed):
            return entry.files
        lost = self._lost(task, confirmed, cancelled)
        if lost:
            self.notices.append(f"The server has lost {len(lost)} photos of '{task.name}'; they are sent again.")
        return tuple(file.waiting() if file.position in lost else file for file in entry.files)

    def check_count(self, entry: JournalEntry, task: Task, cancelled: CancelCheck) -> None:
        """Whether a task that has been started has the photos that were sent, and no others of this upload: servers keep
        what came of one that was left out later, and know no way to remove it.
        """
        sent = sum(file.confirmed for file in entry.files)
        if task.images_count < sent:
            self.notices.append(f"The server counts {task.images_count} photos in '{task.name}', {sent} were sent.")
        elif task.images_count > sent:
            names = [file.remote_name for file in entry.files if file.state is FileState.LEFT_OUT]
            there = [name for name in names[:_UNHELPFUL] if self._is_stored(task, name, cancelled)]
            if there:
                self.notices.append(
                    f"The server has {some_names(there)} all the same, perhaps not whole: some of it was sent before it"
                    f" was left out of '{task.name}'."
                )

    def _is_stored(self, task: Task, name: str, cancelled: CancelCheck) -> bool:
        try:
            return self._client.sending.stored(task.project_id, task.id, name, cancelled=cancelled) is not None
        except ApiError as error:  # the task has been started: that is what counts
            _log.info("Whether %s is on the server is not known: %s", name, error)
            return False

    def _get(self, entry: JournalEntry, task_id: TaskId, cancelled: CancelCheck) -> Task:
        """The task, also where it was moved to another project meanwhile."""
        task = locate(self._client, entry.plan.project_id, task_id, cancelled)
        if task.project_id != entry.plan.project_id:
            self._journal.set_project(self._upload_id, task.project_id)
            self.notices.append(f"The task '{task.name}' is in another project of the server by now.")
        return task

    def _check_started(self, entry: JournalEntry, task: Task) -> None:
        """A task that waits for no more photos was committed by this upload, or by somebody who did not wait for it."""
        expected = sum(file.state is not FileState.LEFT_OUT for file in entry.files)
        confirmed = sum(file.confirmed for file in entry.files)
        if max(confirmed, task.images_count) < expected:
            raise TaskStarted(
                f"The task '{task.name}' was started on the server with {task.images_count} of {expected} photos.",
                "Discard its upload; the task stays. Start it again from the folder of photos to have them all.",
                task.id,
            )

    def _lost(self, task: Task, confirmed: Sequence[PlannedFile], cancelled: CancelCheck) -> set[int]:
        """Positions of files that the server does not have as they were sent. It is asked for each; one that knows none
        of the first lost all, or cannot tell, which comes to the same.
        """

        def is_lost(file: PlannedFile) -> bool:
            there = self._client.sending.stored(task.project_id, task.id, file.remote_name, cancelled=cancelled)
            return there != file.sent_size

        first = confirmed[:_UNHELPFUL]
        with ThreadPoolExecutor(_CONNECTIONS, thread_name_prefix="nadir-check") as pool:
            lost = [file for file, gone in zip(first, pool.map(is_lost, first)) if gone]
            if len(lost) == len(first):
                return {file.position for file in confirmed}
            rest = confirmed[_UNHELPFUL:]
            lost += [file for file, gone in zip(rest, pool.map(is_lost, rest)) if gone]
        return {file.position for file in lost}


def locate(client: Client, project_id: ProjectId, task_id: TaskId, cancelled: CancelCheck) -> Task:
    """A task, looked for in all projects where it is not in this one any more. Raises `NotFound`.

    That it is gone has to be said by the server: a proxy's page for a server that is away says nothing of the task.
    """
    try:
        return replace(client.tasks.get(project_id, task_id, cancelled=cancelled), project_id=project_id)
    except (NotFound, PermissionRefused) as error:
        projects = client.projects.list(cancelled=cancelled)
        holding = next((project for project in projects if task_id in project.task_ids), None)
        if holding is None:
            raise NotFound(error.summary, error.remedy, error.detail) from error
        if holding.id == project_id:
            raise
        return replace(client.tasks.get(holding.id, task_id, cancelled=cancelled), project_id=holding.id)


def made_in_one_piece(tasks: Sequence[Task], before: Sequence[TaskId], name: str, photos: int) -> Optional[Task]:
    """The task that a request with all photos made whose answer was lost: new, of that name, with as many photos."""
    found = (
        task
        for task in tasks
        if task.id not in before and same_name(task.name, name) and task.images_count == photos
    )
    return next(found, None)


def unanswered(tasks: Sequence[Task], before: Sequence[TaskId], name: str) -> Optional[Task]:
    """The task that a request made whose answer was lost: new, still empty, and of that name."""
    found = [
        task
        for task in tasks
        if task.id not in before and task.partial and same_name(task.name, name) and not task.images_count
    ]
    return found[0] if len(found) == 1 else None


def same_name(of_server: str, of_plan: str) -> bool:
    """Servers drop spaces around a name."""
    return of_server.strip() == of_plan.strip()


def _by_name(options: Sequence[TaskOption]) -> dict[str, str]:
    return {str(option["name"]): str(option["value"]) for option in options_to_json(options)}
