"""What can be done with the tasks of a project."""

from __future__ import annotations

from typing import Any, Mapping, Tuple

from . import fields
from .address import segment
from .errors import InvalidRequest, UnexpectedAnswer
from .exchange import CancelCheck, never
from .ids import ProjectId, TaskId
from .session import Session
from .task import (
    PendingAction,
    Task,
    TaskOption,
    TaskState,
    TaskStatistics,
    TaskStatus,
)

__all__ = ["PendingAction", "Task", "TaskOption", "TaskState", "TaskStatistics", "TaskStatus", "Tasks", "tasks_path"]


class Tasks:
    """`/api/projects/{id}/tasks/`"""

    def __init__(self, session: Session) -> None:
        self._session = session

    def list(self, project_id: ProjectId, *, cancelled: CancelCheck = never) -> Tuple[Task, ...]:
        items = self._session.get_list(tasks_path(project_id), cancelled=cancelled)
        return tuple(Task.from_json(item) for item in items)

    def get(self, project_id: ProjectId, task_id: TaskId, *, cancelled: CancelCheck = never) -> Task:
        return Task.from_json(self._session.get_json(tasks_path(project_id, task_id), cancelled=cancelled))

    def cancel(self, project_id: ProjectId, task_id: TaskId, *, cancelled: CancelCheck = never) -> None:
        """Ask the server to stop the task; it does so in its own time, as with all of these."""
        self._act(project_id, task_id, "cancel", cancelled)

    def restart(self, project_id: ProjectId, task_id: TaskId, *, cancelled: CancelCheck = never) -> None:
        self._act(project_id, task_id, "restart", cancelled)

    def remove(self, project_id: ProjectId, task_id: TaskId, *, cancelled: CancelCheck = never) -> None:
        self._act(project_id, task_id, "remove", cancelled)

    def patch(
        self,
        project_id: ProjectId,
        task_id: TaskId,
        changes: Mapping[str, Any],
        *,
        cancelled: CancelCheck = never,
    ) -> Task:
        """Change fields of a task by the API's own names, such as name, options, public, project."""
        return Task.from_json(self._session.patch(tasks_path(project_id, task_id), dict(changes), cancelled=cancelled))

    def output(
        self, project_id: ProjectId, task_id: TaskId, line: int = 0, *, cancelled: CancelCheck = never
    ) -> Tuple[str, ...]:
        """The lines of the console output from number `line` on."""
        path = tasks_path(project_id, task_id) + "output/"
        content = self._session.get_json(path, {"line": str(line)}, cancelled=cancelled)
        if isinstance(content, dict):
            return fields.texts(content, "lines")
        if not isinstance(content, str):
            raise UnexpectedAnswer("The server's console output cannot be read.", "", repr(content)[:200])
        return tuple(content.rstrip("\n").split("\n")) if content else ()

    def _act(self, project_id: ProjectId, task_id: TaskId, verb: str, cancelled: CancelCheck) -> None:
        content = self._session.post(f"{tasks_path(project_id, task_id)}{verb}/", cancelled=cancelled)
        if isinstance(content, dict) and isinstance(content.get("error"), str):  # some refusals come with status 200
            raise InvalidRequest(f"The server refused this: {content['error']}", "", fields={"": [content["error"]]})


def tasks_path(project_id: ProjectId, task_id: TaskId = "") -> str:
    """The address of a project's tasks, or of one of them; ends with '/'."""
    tasks = f"/api/projects/{segment(project_id)}/tasks/"
    return f"{tasks}{segment(task_id)}/" if task_id else tasks
