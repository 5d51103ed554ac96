"""Servers whose state and news a test sets: real monitors that nobody starts, so that what they tell is up to the test."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from nadir.core.api.projects import Project
from nadir.core.api.task import Task
from nadir.core.connections import LOCAL_ID, Connection
from nadir.core.jobs import Jobs
from nadir.core.monitor.monitor import Monitor
from nadir.core.monitor.watch import TASKS, Found, FoundProjects
from nadir.core.servers import Server, ServerState
from nadir.ui.selection import Item, Selection
from qgis.PyQt.QtCore import QObject, pyqtSignal
from qgis.PyQt.QtWidgets import QMenu, QWidget


class ScriptedImages:
    """Gives the PNG that a test put in."""

    def __init__(self) -> None:
        self.pictures: dict[str, bytes] = {}
        self.asked: list[str] = []

    def task_thumbnail(self, project_id: str, task_id: str, size: int, *, cancelled: Any) -> bytes:
        from nadir.core.api.errors import NotFound

        self.asked.append(task_id)
        if task_id not in self.pictures:
            raise NotFound("There is no picture.")
        return self.pictures[task_id]


class ScriptedWorkspace:
    """As much of a workspace as the tree reaches."""

    def __init__(self, connection: Connection, jobs: Jobs) -> None:
        self.connection = connection
        self.jobs = jobs
        self.client = type("Client", (), {"images": ScriptedImages()})()
        self.monitor = Monitor(self.client, jobs)


class ScriptedServers(QObject):
    """The interface of core.servers.Servers."""

    changed = pyqtSignal(str)
    list_changed = pyqtSignal()
    opened = pyqtSignal(str)
    closed = pyqtSignal(str)

    def __init__(self, jobs: Jobs) -> None:
        super().__init__()
        self._jobs = jobs
        self._servers = {LOCAL_ID: Server(Connection(LOCAL_ID, "This computer", "", True))}
        self._workspaces: dict[str, ScriptedWorkspace] = {}

    def all(self) -> tuple[Server, ...]:
        return tuple(self._servers.values())

    def get(self, connection_id: str) -> Server | None:
        return self._servers.get(connection_id)

    def workspace(self, connection_id: str) -> Any:
        return self._workspaces.get(connection_id)

    def workspaces(self) -> tuple[Any, ...]:
        return tuple(self._workspaces.values())

    # What a test does

    def add(self, connection_id: str = "office", name: str = "Office", *, is_open: bool = True) -> str:
        """A server that the user knows, open unless told otherwise."""
        self._servers[connection_id] = Server(Connection(connection_id, name, "https://drones.example.org"))
        self.list_changed.emit()
        if is_open:
            self.open(connection_id)
        return connection_id

    def open(self, connection_id: str) -> None:
        self._workspaces[connection_id] = ScriptedWorkspace(self._servers[connection_id].connection, self._jobs)
        self.set(connection_id, ServerState.ONLINE, username="pilot")
        self.opened.emit(connection_id)

    def close(self, connection_id: str) -> None:
        self.closed.emit(connection_id)
        del self._workspaces[connection_id]
        self.set(connection_id, ServerState.CLOSED)

    def forget(self, connection_id: str) -> None:
        del self._servers[connection_id]
        self.list_changed.emit()

    def set(self, connection_id: str, state: ServerState, **changes: Any) -> None:
        self._servers[connection_id] = replace(self._servers[connection_id], state=state, **changes)
        self.changed.emit(connection_id)

    def monitor(self, connection_id: str = "office") -> Monitor:
        return self._workspaces[connection_id].monitor

    def tell_projects(
        self, projects: list[Project], connection_id: str = "office", *, has_more: bool = False, refusal: Any = None
    ) -> None:
        """What the worker of the monitor would have found for the latest query."""
        monitor = self.monitor(connection_id)
        pages = monitor._poller.watch.pages
        count = len(projects) + 10 * has_more
        monitor._take(FoundProjects(monitor.query.number, tuple(projects), pages, count, has_more, refusal))

    def tell_tasks(self, project_id: str, tasks: list[Task], connection_id: str = "office") -> None:
        """And for a project's tasks."""
        self.monitor(connection_id)._take(Found((TASKS, project_id), tuple(tasks)))


class ScriptedActions(QObject):
    """The interface of ui.actions.actions.Actions, which keeps what it was asked to do."""

    server_add_wanted = pyqtSignal()
    new_task_wanted = pyqtSignal(object, object)

    def __init__(self) -> None:
        super().__init__()
        self.selection = Selection()
        self.done: list[tuple] = []

    def set_selection(self, selection: Selection) -> None:
        self.selection = selection

    def context_menu(self, parent: QWidget) -> QMenu:
        menu = QMenu(parent)
        menu.addAction("Restart")
        self.done.append(("menu", self.selection))
        return menu

    def activate(self) -> None:
        self.done.append(("activate", self.selection.current))

    def move(self, items: tuple[Item, ...], target: Item) -> None:
        self.done.append(("move", items, target))
