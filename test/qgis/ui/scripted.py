"""A server that a test scripts: what stands behind the client of a workspace, without a network."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Callable

from nadir.core.api.nodes import ProcessingNode
from nadir.core.api.pages import Page
from nadir.core.api.projects import Project
from nadir.core.api.tasks import Task, TaskStatus


def make_task(task_id: str, name: str = "Flight", status: int | None = 40, **changes: Any) -> Task:
    """A task as the client gives it; `status` is the server's number."""
    known = next((each for each in TaskStatus if each == status), None)
    values: dict[str, Any] = {"project_id": "1", "images_count": 18, "status": known, "status_code": status}
    return Task(id=task_id, name=name, **{**values, **changes})


def make_project(project_id: str = "1", name: str = "Site", **changes: Any) -> Project:
    """A project of the user's own."""
    values: dict[str, Any] = {"permissions": frozenset({"add", "change", "delete", "view"}), "owned": True}
    return Project(id=project_id, name=name, **{**values, **changes})


class ScriptedSession:
    """Who is logged in where; signs nothing."""

    def __init__(self, url: str = "http://drones.example.org", username: str = "pilot") -> None:
        self.url = url
        self.username = username
        self.passwords: list[str] = []  # that were tried while it was open

    def log_in(self, password: str | None = None, *, cancelled: Any = None) -> None:
        self.passwords.append(password or "")

    def authorization(self) -> str:
        return ""

    def close(self) -> None:
        """Nothing is open."""


class _Resource:
    """One resource of the API: what the test did not script is noted and answered with what it put into `answers`."""

    def __init__(self, server: ScriptedServer, name: str, **known: Callable[..., Any]) -> None:
        self._server = server
        self._name = name
        self.__dict__.update(known)

    def __getattr__(self, verb: str) -> Callable[..., Any]:
        def call(*values: Any, cancelled: Any = None, **named: Any) -> Any:
            self._server.asked.append((verb, *values, *((named,) if named else ())))
            return self._server.answer(self._server.answers.get((self._name, verb)))

        return call


@dataclass
class ScriptedServer:
    """Answers from what the test put in, and keeps what it was asked to do."""

    project_list: list[Project] = field(default_factory=list)
    task_lists: dict[str, list[Task]] = field(default_factory=dict)
    node_list: list[ProcessingNode] = field(default_factory=list)
    console: dict[str, list[str]] = field(default_factory=dict)
    asked: list[tuple] = field(default_factory=list)  # (verb, its values ...)
    answers: dict[tuple[str, str], Any] = field(default_factory=dict)  # (resource, verb) -> what it gives
    queries: list[tuple] = field(default_factory=list)  # search and ordering of each look at the projects
    failure: Exception | None = None
    login_failure: Exception | None = None
    logins: list[tuple[str, str]] = field(default_factory=list)

    def client(self, url: str = "http://drones.example.org", username: str = "pilot") -> Any:
        """The parts of core.api.client.Client that the panel reaches through the workspace."""
        resources: dict[str, Any] = {"session": ScriptedSession(url, username)}
        for name in ("presets", "imports", "rasters", "assets", "exports", "images", "media", "people", "workers"):
            resources[name] = _Resource(self, name)
        resources["projects"] = _Resource(
            self, "projects", list=self._projects, page=self._page, create=self._create, delete=self._delete
        )
        resources["tasks"] = _Resource(self, "tasks", list=self._tasks, output=self._output, get=self._task)
        resources["nodes"] = _Resource(self, "nodes", list=lambda cancelled=None: tuple(self.answer(self.node_list)))
        return type("Client", (), resources)()

    def answer(self, value: Any) -> Any:
        """What it gives, unless it fails."""
        if self.failure is not None:
            raise self.failure
        return value

    def _projects(self, cancelled: Any = None) -> tuple:
        return tuple(self.answer(self.project_list))

    def _page(self, number: int, chosen: Any, cancelled: Any = None) -> Page:
        self.queries.append((chosen.search, chosen.ordering))
        found = tuple(self.answer(self.project_list)) if number == 1 else ()
        return Page(found, number, len(self.project_list), has_next=False)

    def _create(self, name: str, description: str = "", *, tags: Any = (), cancelled: Any = None) -> Project:
        self.asked.append(("create", name))
        self.project_list.append(self.answer(make_project("new", name)))
        return self.project_list[-1]

    def _delete(self, project_id: str, cancelled: Any = None) -> None:
        self.asked.append(("delete", project_id))
        self.answer(None)

    def _tasks(self, project_id: str, cancelled: Any = None) -> tuple:
        return tuple(self.answer(self.task_lists.get(project_id, [])))

    def _task(self, project_id: str, task_id: str, cancelled: Any = None) -> Task:
        found = self.answer(self.task_lists.get(project_id, []))
        return next(task for task in found if task.id == task_id)

    def _output(self, project_id: str, task_id: str, line: int = 0, cancelled: Any = None) -> tuple:
        return tuple(self.answer(self.console.get(task_id, []))[line:])
