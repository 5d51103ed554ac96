"""What can be done with the tasks of a project."""

from __future__ import annotations

from typing import Callable, Dict, Optional, Sequence, Tuple

from . import fields
from .address import segment
from .console import Console
from .creation import COPYING, COPYING_SILENCE, create_once
from .errors import InvalidRequest, NotFound, PageNotFound
from .exchange import CancelCheck, never
from .fields import Bounds
from .ids import ProjectId, TaskId
from .options import NodeOption
from .outcomes import accepted
from .session import Session
from .task import (
    PendingAction,
    Task,
    TaskOption,
    TaskState,
    TaskStatistics,
    TaskStatus,
)
from .task_changes import TaskChanges
from .transport import Call
from .unchanged import Unchanged
from .waiting import wait_until

__all__ = [
    "PendingAction",
    "Task",
    "TaskChanges",
    "TaskOption",
    "TaskState",
    "TaskStatistics",
    "TaskStatus",
    "Tasks",
    "tasks_path",
]

_RERUN_FROM = "rerun-from"
_POLL = 2.0  # seconds; the server itself looks at its nodes every 5 s
_REMOVAL_POLL = 0.3
_SLOWER = 4.0  # times the first interval, after a while


class Tasks:
    """`/api/projects/{id}/tasks/`"""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._known: Unchanged[Task] = Unchanged()

    def list(
        self,
        project_id: ProjectId,
        *,
        status: Optional[TaskStatus] = None,
        available_assets: Sequence[str] = (),
        bbox: Optional[Bounds] = None,
        ordering: str = "",
        cancelled: CancelCheck = never,
    ) -> Tuple[Task, ...]:
        """The project's tasks, those too that wait for their photos (`partial`).

        available_assets: that have all of these. bbox: that touch this box of west, south, east, north in degrees.
        ordering: a field such as 'created_at', '-' before it for the other way round.
        """
        params: Dict[str, str] = {} if status is None else {"status": str(int(status))}
        if available_assets:
            params["available_assets"] = ",".join(available_assets)
        if bbox is not None:
            params["bbox"] = ",".join(f"{number:.10g}" for number in bbox)
        if ordering:
            params["ordering"] = ordering
        path = tasks_path(project_id)
        return self._session.get_items(path, params, Task.from_json, self._known, cancelled=cancelled)

    def get(self, project_id: ProjectId, task_id: TaskId, *, cancelled: CancelCheck = never) -> Task:
        return Task.from_json(self._session.get_json(tasks_path(project_id, task_id), cancelled=cancelled))

    def get_public(self, task_id: TaskId, *, cancelled: CancelCheck = never) -> Task:
        """A task that is public, whichever project it is in and whoever asks."""
        path = f"/public/task/{segment(task_id)}/json/"
        return Task.from_json(self._session.get_json(path, cancelled=cancelled))

    def patch(
        self,
        project_id: ProjectId,
        task_id: TaskId,
        changes: TaskChanges,
        *,
        known: Sequence[NodeOption] = (),
        cancelled: CancelCheck = never,
    ) -> Task:
        """Change fields of a task. known: options of the nodes, which new ones are checked against."""
        content = changes.to_json(known)
        return Task.from_json(self._session.patch(tasks_path(project_id, task_id), content, cancelled=cancelled))

    def cancel(self, project_id: ProjectId, task_id: TaskId, *, cancelled: CancelCheck = never) -> None:
        """Ask the server to stop the task; it does so in its own time, as with all of these.

        A task that is completed becomes a cancelled one, its results stay.
        """
        self._act(project_id, task_id, "cancel", cancelled)

    def restart(self, project_id: ProjectId, task_id: TaskId, *, cancelled: CancelCheck = never) -> None:
        self._act(project_id, task_id, "restart", cancelled)

    def restart_from(
        self, task: Task, stage: str, *, known: Sequence[NodeOption] = (), cancelled: CancelCheck = never
    ) -> None:
        """Process again from one stage on, such as 'odm_dem', with the options that the task has; '' is all of it.

        Raises `InvalidRequest` for a stage that is not among `task.can_rerun_from`, where the server tells those.
        """
        if task.can_rerun_from and stage not in task.can_rerun_from:
            stages = ", ".join(item for item in task.can_rerun_from if item)
            raise InvalidRequest(f"There is no stage {stage} to restart from.", f"There are: {stages}.")
        kept = tuple(option for option in task.options if option.name != _RERUN_FROM)
        options = (*kept, TaskOption(_RERUN_FROM, stage)) if stage else kept
        self.patch(task.project_id, task.id, TaskChanges(options=options), known=known, cancelled=cancelled)
        self.restart(task.project_id, task.id, cancelled=cancelled)

    def compact(self, project_id: ProjectId, task_id: TaskId, *, cancelled: CancelCheck = never) -> None:
        """Free the server's disk of what only processing again would need, the photos among it."""
        self._act(project_id, task_id, "compact", cancelled)

    def duplicate(self, project_id: ProjectId, task_id: TaskId, *, cancelled: CancelCheck = never) -> Task:
        """Copy a task with its photos and results, once: where the answer gets lost the copy is looked for."""
        path = f"{tasks_path(project_id, task_id)}duplicate/"

        def copy() -> Task:
            content = accepted(self._session.post(path, silence=COPYING_SILENCE, cancelled=cancelled))
            return Task.from_json(fields.mapping(content, "task").get("task"))

        def candidates() -> Tuple[Task, ...]:
            tasks = self.list(project_id, cancelled=cancelled)
            name = next((task.name for task in tasks if task.id == task_id), None)
            return tuple(task for task in tasks if name is not None and name in task.name)

        return create_once(copy, candidates, lambda task: task.id, policy=COPYING, cancelled=cancelled)

    def remove(self, project_id: ProjectId, task_id: TaskId, *, cancelled: CancelCheck = never) -> None:
        """Ask the server to delete the task with its photos and results; one that is gone already is well gone.

        Raises `NotFound` for a task that the account may see and not remove.
        """
        try:
            self._act(project_id, task_id, "remove", cancelled)
        except NotFound:
            if self._is_there(project_id, task_id, cancelled):
                raise

    def remove_and_wait(
        self, project_id: ProjectId, task_id: TaskId, *, deadline: float = 60.0, cancelled: CancelCheck = never
    ) -> None:
        """Delete the task and return when it is gone. Raises `NeverReady` after `deadline` seconds."""

        def gone() -> Optional[bool]:
            return None if self._is_there(project_id, task_id, cancelled) else True

        self.remove(project_id, task_id, cancelled=cancelled)
        wait_until(
            gone, every=_REMOVAL_POLL, longest=_SLOWER * _REMOVAL_POLL, deadline=deadline, patience=deadline,
            what="The removal of the task", cancelled=cancelled,
        )  # fmt: skip

    def wait(
        self,
        project_id: ProjectId,
        task_id: TaskId,
        *,
        on_look: Callable[[Task], None] = lambda task: None,
        every: float = _POLL,
        deadline: Optional[float] = None,
        patience: float = 600.0,
        cancelled: CancelCheck = never,
    ) -> Task:
        """The task when it has ended, well or not. `on_look` is called with it each time it was asked for.

        deadline: seconds after which `NeverReady` is raised. patience: seconds that a server may be out of reach in
        between. Raises `InvalidRequest` for a task that would wait for ever: no node, and none will be chosen.
        """

        def ended() -> Optional[Task]:
            task = self.get(project_id, task_id, cancelled=cancelled)
            on_look(task)
            _raise_if_stuck(task)
            return task if task.is_finished else None

        return wait_until(
            ended, every=every, longest=_SLOWER * every, deadline=deadline, patience=patience, what="The task",
            cancelled=cancelled,
        )  # fmt: skip

    def output(
        self, project_id: ProjectId, task_id: TaskId, line: int = 0, *, cancelled: CancelCheck = never
    ) -> Tuple[str, ...]:
        """The lines of the console output from number `line` on."""
        call = Call("GET", _output_path(project_id, task_id), params={"line": str(line)})
        return Console.from_answer(self._session.call(call, cancelled=cancelled)).lines

    def console(
        self,
        project_id: ProjectId,
        task_id: TaskId,
        line: int = 0,
        limit: Optional[int] = None,
        *,
        cancelled: CancelCheck = never,
    ) -> Console:
        """At most `limit` lines from number `line` on, and how many there are; a negative limit gives the last ones.

        An old server knows neither limit nor count and gives all from `line` on.
        """
        params = {"f": "json"}
        if line:
            params["line"] = str(line)
        if limit is not None:
            params["limit"] = str(limit)
        call = Call("GET", _output_path(project_id, task_id), params=params)
        return Console.from_answer(self._session.call(call, cancelled=cancelled))

    def raw_output(self, project_id: ProjectId, task_id: TaskId, *, cancelled: CancelCheck = never) -> str:
        """All of the console output as one text, for saving."""
        call = Call("GET", _output_path(project_id, task_id), params={"f": "raw"})
        found = Console.from_answer(self._session.call(call, cancelled=cancelled))
        return "".join(f"{line}\n" for line in found.lines)

    def _is_there(self, project_id: ProjectId, task_id: TaskId, cancelled: CancelCheck) -> bool:
        try:
            self.get(project_id, task_id, cancelled=cancelled)
        except NotFound as error:
            return isinstance(error, PageNotFound)  # a proxy's page says nothing of the task
        return True

    def _act(self, project_id: ProjectId, task_id: TaskId, verb: str, cancelled: CancelCheck) -> None:
        path = f"{tasks_path(project_id, task_id)}{verb}/"
        accepted(self._session.post(path, idempotent=verb != "restart", cancelled=cancelled))


def tasks_path(project_id: ProjectId, task_id: TaskId = "") -> str:
    """The address of a project's tasks, or of one of them; ends with '/'."""
    tasks = f"/api/projects/{segment(project_id)}/tasks/"
    return f"{tasks}{segment(task_id)}/" if task_id else tasks


def _output_path(project_id: ProjectId, task_id: TaskId) -> str:
    return tasks_path(project_id, task_id) + "output/"


def _raise_if_stuck(task: Task) -> None:
    if task.waits_for_ever:
        raise InvalidRequest(
            f"The task {task.name} has no processing node and waits for ever.",
            "Choose a node for it, or let the server choose.",
            f"task {task.id}: no node, auto_processing_node false",
        )
