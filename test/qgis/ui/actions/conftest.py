"""The real actions on a real workspace and a real client, before a server that answers as one was recorded to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Callable

import pytest
from nadir.core.api.client import Client
from nadir.core.api.network import NetworkOptions
from nadir.core.api.projects import Project
from nadir.core.api.session import Session
from nadir.core.api.task import Task
from nadir.core.connections import Connection
from nadir.core.jobs import Jobs
from nadir.core.servers import Server, ServerState
from nadir.core.workspace import Workspace
from nadir.test.unit.api.scripted_server import Reply, Request, ScriptedServer, recording
from nadir.ui.actions.actions import Actions
from nadir.ui.common.notifier import Notifier
from nadir.ui.selection import Item, Selection
from qgis.gui import QgsMessageBar
from qgis.PyQt.QtCore import QObject, pyqtSignal
from qgis.PyQt.QtWidgets import QApplication, QDialog, QMessageBox, QVBoxLayout, QWidget

OFFICE = "office"
TASK = "5aba71e7-3164-4f65-8aa0-2896f7f33839"  # of the recordings


class OpenServers(QObject):
    """Servers that are open already: how they are opened is tested elsewhere."""

    changed = pyqtSignal(str)
    opened = pyqtSignal(str)
    closed = pyqtSignal(str)

    def __init__(self) -> None:
        super().__init__()
        self.servers: dict[str, Server] = {}
        self.open: dict[str, Workspace] = {}

    def workspace(self, connection_id: str) -> Workspace | None:
        return self.open.get(connection_id)

    def workspaces(self) -> tuple[Workspace, ...]:
        return tuple(self.open.values())

    def get(self, connection_id: str) -> Server | None:
        return self.servers.get(connection_id)

    def all(self) -> tuple[Server, ...]:
        return tuple(self.servers.values())

    def add(self, workspace: Workspace) -> None:
        self.open[workspace.connection.id] = workspace
        self.set_state(workspace.connection, ServerState.ONLINE)

    def set_state(self, connection: Connection, state: ServerState) -> None:
        self.servers[connection.id] = Server(connection, state)
        self.changed.emit(connection.id)


class Desk:
    """The actions and what stands around them; `server` answers, and keeps what it was asked."""

    def __init__(self, jobs: Jobs, turn: Callable[..., bool], main_bar: QgsMessageBar) -> None:
        self.jobs, self.turn = jobs, turn
        self.server = ScriptedServer()
        self.server.on("POST", "/api/token-auth/", Reply(200, {"token": "a.b.c"}))
        self.server.on_anything(self._not_there)
        self.window = QWidget()
        self.bar = QgsMessageBar()
        QVBoxLayout(self.window).addWidget(self.bar)
        self.window.resize(340, 600)
        self.window.show()
        self.servers = OpenServers()
        self.workspace = self.open(OFFICE, "Office")
        self.notifier = Notifier(self.bar, main_bar, self.window)
        self.actions = Actions(self.servers, self.notifier, self.window)

    def open(self, connection_id: str, name: str, *, local: bool = False) -> Workspace:
        """Another connection to the same server."""
        session = Session(self.server.url, "pilot", "secret", NetworkOptions())
        connection = Connection(connection_id, name, self.server.url, local)
        workspace = Workspace(connection, Client(session), self.jobs)
        self.servers.add(workspace)
        return workspace

    def close(self) -> None:
        for dialog in self.window.findChildren(QDialog):
            dialog.close()
        self.notifier.close()
        for workspace in self.servers.workspaces():
            workspace.close()
        self.window.close()
        self.window.deleteLater()
        QApplication.processEvents()
        self.server.close()

    def select(self, *items: Item) -> None:
        self.actions.set_selection(Selection(tuple(items), items[0] if items else None))

    def run(self, name: str) -> None:
        """Trigger an action that can be used."""
        action = self.actions[name]
        assert action.isEnabled(), action.toolTip()
        action.trigger()

    def reason(self, name: str) -> str:
        """Why an action is grey."""
        assert not self.actions[name].isEnabled(), name
        return self.actions[name].statusTip()

    def dialog(self, name: str) -> Any:
        """The dialog of this name that is open."""
        found = [each for each in self.window.findChildren(QDialog, name) if each.isVisible()]
        assert len(found) == 1, (name, [each.objectName() for each in self.window.findChildren(QDialog)])
        return found[0]

    def gone(self) -> bool:
        """Whether the dialogs close, which deletes them."""
        return self.turn(lambda: not any(each.isVisible() for each in self.window.findChildren(QDialog)), 5)

    def confirmation(self) -> QMessageBox:
        """The question that is open, once it is."""
        assert self.turn(lambda: any(box.isVisible() for box in self.window.findChildren(QMessageBox)), 5)
        return next(box for box in self.window.findChildren(QMessageBox) if box.isVisible())

    def answer(self, button: str) -> None:
        """Press the button with this text."""
        buttons = {each.text().replace("&", ""): each for each in self.confirmation().buttons()}
        assert button in buttons, list(buttons)
        buttons[button].click()

    def asked(self, method: str = "") -> list[tuple[str, str]]:
        """What the server was asked to change: method and path of each request that is no GET, or of one method."""
        found = [each for each in self.server.requests if each.path != "/api/token-auth/"]
        return [(each.method, each.path) for each in found if (each.method == method if method else each.method != "GET")]

    def sent(self, method: str, path: str) -> Any:
        """The body of the last request of this sort, once it has come."""
        assert self.turn(lambda: self.server.requests_to(path, method), 5), [r.path for r in self.server.requests]
        return self.server.requests_to(path, method)[-1].json()

    def quiet(self) -> None:
        """Wait until nothing is under way."""
        assert self.turn(lambda: not self.jobs.running(), 10)

    def message(self) -> str:
        item = self.bar.currentItem()
        return item.text() if item is not None else ""

    @staticmethod
    def _not_there(_request: Request) -> Reply:
        return Reply(404, {"detail": "Not found."})


@pytest.fixture
def desk(qgis_iface: Any, jobs: Jobs, turn: Callable[..., bool], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """Actions on one open server."""
    monkeypatch.setattr("nadir.core.verbs.uploads.data_folder", lambda: tmp_path)
    made = Desk(jobs, turn, qgis_iface.messageBar())
    yield made
    made.close()


def project(project_id: str = "1", name: str = "Quarry", **changes: Any) -> Item:
    """A project's row, of the account's own."""
    values: dict[str, Any] = {"permissions": frozenset({"add", "change", "delete", "view"}), "owned": True}
    return Item(OFFICE, Project(project_id, name, **{**values, **changes}))


def task(task_id: str = TASK, name: str = "Dawn", *, inside: Item | None = None, **changes: Any) -> Item:
    """A completed task's row, as it was recorded but for what is changed."""
    parent = inside or project()
    assert parent.project is not None
    body = {**recording("task_get_completed")["body"], "id": task_id, "name": name, "project": int(parent.project.id)}
    return Item(parent.connection_id, parent.project, Task.from_json({**body, **changes}))
