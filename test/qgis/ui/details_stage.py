"""A details pane on a real workspace, real monitor and real jobs, with a server whose answers a test sets."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Callable

from nadir.core.api.errors import NotFound
from nadir.core.api.rasters import RasterMetadata
from nadir.core.api.task import Task
from nadir.core.connections import Connection
from nadir.core.jobs import Jobs
from nadir.core.server import Server, ServerState
from nadir.core.workspace import Workspace
from nadir.test.qgis.ui.conftest import ScriptedServer, make_task
from nadir.ui.actions.actions import Actions
from nadir.ui.common.notifier import Notifier
from nadir.ui.details.pane import DetailsPane
from nadir.ui.selection import Item, Selection
from qgis.gui import QgsMessageBar
from qgis.PyQt.QtCore import QBuffer, QByteArray, QIODevice, QObject, Qt, pyqtSignal
from qgis.PyQt.QtGui import QColor, QImage, QLinearGradient, QPainter
from qgis.PyQt.QtWidgets import QLabel, QVBoxLayout, QWidget

RECORDINGS = Path(__file__).resolve().parents[2] / "recordings" / "webodm"


def recorded(name: str) -> Any:
    """The body of a recorded answer."""
    return json.loads((RECORDINGS / f"{name}.json").read_text(encoding="utf-8"))["body"]


def completed_task(**changes: Any) -> Task:
    """The task of the recordings, in the scripted server's project."""
    return Task.from_json({**recorded("task_get_completed"), "project": "1", "name": "Morning flight", **changes})


def png(width: int = 400, height: int = 300) -> bytes:
    """A picture as a server sends it."""
    image = QImage(width, height, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    slope = QLinearGradient(0, 0, width, height)
    for place, colour in ((0.0, "#39703a"), (0.5, "#b8a77a"), (1.0, "#4f6d8f")):
        slope.setColorAt(place, QColor(colour))
    painter.setBrush(slope)
    painter.drawEllipse(10, 10, width - 20, height - 20)
    painter.end()
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(content)


@dataclass
class DetailsServer(ScriptedServer):
    """With pictures, sizes and metadata. hold: seconds that such an answer takes."""

    sizes: dict[str, int] = field(default_factory=dict)
    picture: bytes = b""
    hold: float = 0.0
    lines_asked: list[tuple[str, int]] = field(default_factory=list)

    def client(self, *where: str) -> Any:
        """The scripted client with more rooms."""
        client = super().client(*where)
        client.images = _Rooms(task_thumbnail=self._thumbnail)
        client.assets = _Rooms(size=self._size)
        client.rasters = _Rooms(metadata=self._metadata)
        output = client.tasks.output

        def counted(project_id: str, task_id: str, line: int, cancelled: Any) -> tuple:
            self.lines_asked.append((task_id, line))
            return output(project_id, task_id, line, cancelled)

        client.tasks.output = staticmethod(counted)
        return client

    def _thumbnail(self, project_id: str, task_id: str, size: int, cancelled: Any) -> bytes:
        self.asked.append(("thumbnail", task_id))
        self._wait(cancelled)
        if not self.picture:
            raise NotFound("There is no picture.")
        return self.picture

    def _size(self, project_id: str, task_id: str, asset: str, cancelled: Any) -> int | None:
        self.asked.append(("size", asset))
        self._wait(cancelled)
        return self.sizes.get(asset)

    def _metadata(self, project_id: str, task_id: str, kind: Any, cancelled: Any) -> RasterMetadata:
        self.asked.append(("metadata", kind.value))
        self._wait(cancelled)
        return RasterMetadata.from_json(recorded(f"{kind.value}_metadata"))

    def _wait(self, cancelled: Any) -> None:
        ends_at = time.monotonic() + self.hold
        while time.monotonic() < ends_at and not cancelled():
            time.sleep(0.01)


class _Rooms:
    """Functions by name."""

    def __init__(self, **functions: Callable[..., Any]) -> None:
        self.__dict__.update(functions)


class OneServer(QObject):
    """`Servers` with one open connection, and This computer, which is not."""

    changed = pyqtSignal(str)
    opened = pyqtSignal(str)
    closed = pyqtSignal(str)

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.open: Workspace | None = workspace
        local = Connection("local", "This computer", "http://127.0.0.1:1", True)
        self._servers = {
            "office": Server(workspace.connection, ServerState.ONLINE),
            "local": Server(local, ServerState.CLOSED),
        }

    def workspace(self, connection_id: str) -> Workspace | None:
        return self.open if connection_id == "office" else None

    def workspaces(self) -> tuple[Workspace, ...]:
        return (self.open,) if self.open is not None else ()

    def get(self, connection_id: str) -> Server | None:
        return self._servers.get(connection_id)


class ServerPane(QLabel):
    """Stands for the pane of a server."""

    def show_server(self, connection_id: str) -> None:
        self.setText(connection_id)


class Stage:
    """The pane in a window, with its message bar."""

    def __init__(self, jobs: Jobs, server: DetailsServer) -> None:
        self.server = server
        self.workspace = Workspace(Connection("office", "Office", "http://drones.example.org", False), server.client(), jobs)
        self.servers = OneServer(self.workspace)
        self.window = QWidget()
        self.bar = QgsMessageBar()
        self.main_bar = QgsMessageBar()
        self.notifier = Notifier(self.bar, self.main_bar, self.window)
        self.server_pane, self.computer_pane = ServerPane(), QLabel("This computer")
        servers: Any = self.servers
        self.actions = Actions(servers, self.notifier, self.window)
        self.pane = DetailsPane(servers, self.actions, self.notifier, self.server_pane, self.computer_pane)
        layout = QVBoxLayout(self.window)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.bar)
        layout.addWidget(self.pane, 1)
        self.window.resize(340, 560)
        self.window.show()

    def show(self, task: Task) -> None:
        """Select a task."""
        self.select(Item("office", self.server.project_list[0], task))

    def select(self, *items: Item) -> None:
        """Select rows."""
        selection = Selection(tuple(items), items[-1] if items else None)
        self.actions.set_selection(selection)
        self.pane.show_selection(selection)

    def follow(self, *tasks: Task) -> None:
        """The server has these tasks now, and the monitor follows them."""
        self.server.task_lists["1"] = list(tasks)
        self.workspace.monitor.expand_project("1")
        self.workspace.monitor.start()
        self.workspace.monitor.refresh()

    def find(self, name: str) -> Any:
        """A widget by its object name."""
        found = self.pane.findChild(QObject, name)
        assert found is not None, name
        return found

    def text(self, name: str) -> str:
        """What a label says; '' for one that is hidden."""
        label = self.find(name)
        return label.text() if label.isVisible() else ""

    def message(self) -> str:
        """What the message bar says."""
        item = self.bar.currentItem()
        return item.text() if item is not None else ""

    def close(self) -> None:
        """Let everything go."""
        self.window.close()
        self.workspace.close()
        self.window.deleteLater()


def running_task(**changes: Any) -> Task:
    """A task at work."""
    values = {"upload_progress": 1.0, "running_progress": 0.4, "processing_node_name": "node-1", **changes}
    return make_task("r", "Noon flight", 20, **values)
