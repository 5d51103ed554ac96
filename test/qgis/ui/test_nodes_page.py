"""The tab of processing nodes and the dock's last line, on real connections to a server that keeps a list of nodes."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any, Callable

import pytest
from nadir.core.api.nodes import ProcessingNode
from nadir.core.connections import Connections
from nadir.core.jobs import Jobs
from nadir.core.layers.signer import RequestSigner
from nadir.core.servers import Servers
from nadir.core.settings import Settings
from nadir.test.qgis.survey_server import PASSWORD, USER, SurveyServer, as_json, recorded
from nadir.test.qgis.ui.conftest import PlannedComputer
from nadir.ui.common.notifier import Notifier
from nadir.ui.nodes import words
from nadir.ui.nodes.footer import NodesFooter
from nadir.ui.nodes.node_dialog import NodeDialog
from nadir.ui.nodes.page import NodesPage
from qgis.core import QgsSettings
from qgis.gui import QgsMessageBar
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QAction, QApplication, QComboBox, QLabel, QLineEdit, QListView, QMessageBox, QPushButton, QSpinBox, QWidget

Turn = Callable[..., bool]


def now(minutes_ago: float = 0.0) -> str:
    moment = datetime.now(timezone.utc) - timedelta(minutes=minutes_ago)
    return moment.isoformat().replace("+00:00", "Z")


class NodeServer(SurveyServer):
    """A SurveyServer whose nodes can be added, changed and removed, as the recorded server lets an administrator do it."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.nodes: list[dict[str, Any]] = []
        self.administrator = True
        self.answering = ("node.example.org",)
        self.RequestHandlerClass = type("Handler", (self.RequestHandlerClass,), {"do_PATCH": lambda handler: handler._handle()})

    def _resource(self, method: str, path: str, query: Any, headers: Any, body: bytes) -> Any:
        found = re.fullmatch(r"processingnodes/(?:(\d+)/)?", path)
        if found is None:
            return super()._resource(method, path, query, headers, body)
        if method == "GET":
            asked = [node for node in self.nodes if query.get("hostname", [node["hostname"]]) == [node["hostname"]]]
            return as_json(asked)
        if not self.administrator:
            return as_json(recorded("pilot_nodes_create"), 403)
        if method == "POST":
            self.nodes.append(self._refreshed({**blank(len(self.nodes) + 1), **json.loads(body)}))
            return as_json(self.nodes[-1], 201)
        node = next((each for each in self.nodes if str(each["id"]) == found[1]), None)
        if node is None:
            return as_json({"detail": "Not found."}, 404)
        if method == "DELETE":
            self.nodes.remove(node)
            return 204, b"", "application/json"
        node.update(json.loads(body))
        return as_json(self._refreshed(node))

    def _refreshed(self, node: dict[str, Any]) -> dict[str, Any]:
        known = copy.deepcopy(recorded("nodes_list")[0])
        node["label"] = f"{node['hostname']}:{node['port']}"
        if node["hostname"] in self.answering:
            node.update({key: known[key] for key in ("engine", "engine_version", "api_version", "available_options")})
            node.update(online=True, last_refreshed=now())
        return node


def blank(number: int) -> dict[str, Any]:
    """A node as a server shows it before it has answered."""
    return {
        "id": number, "online": False, "label": "", "hostname": "", "port": 3000, "api_version": None, "last_refreshed": None,
        "queue_count": 0, "available_options": {}, "token": "", "max_images": None, "engine_version": None, "engine": None,
    }  # fmt: skip


def node(number: int, **changes: Any) -> dict[str, Any]:
    """One that answers."""
    known = copy.deepcopy(recorded("nodes_list")[0])
    return {**known, "id": number, "last_refreshed": now(), **changes}


@pytest.fixture
def node_server(tmp_path: Path) -> Iterator[NodeServer]:
    (tmp_path / "products").mkdir()
    server = NodeServer(tmp_path / "products")
    server.nodes = [
        node(1, label="Barn", hostname="barn", engine_version="3.5.6", queue_count=3, max_images=500),
        node(2, label="Attic", hostname="attic", online=False, last_refreshed=now(190)),
    ]
    yield server
    server.close()


@pytest.fixture
def servers(jobs: Jobs, qgis_app: Any, signer: RequestSigner, journal_folder: Path) -> Iterator[Servers]:
    QgsSettings().remove("nadir")
    made = Servers(jobs, Settings(), Connections(), PlannedComputer(jobs), signer)
    yield made
    made.close_all()
    jobs.stop()
    QgsSettings().remove("nadir")


def open_server(servers: Servers, url: str, turn: Turn, name: str = "Office") -> str:
    """Log in to a server; the id of its connection."""
    job = servers.add(url, USER, PASSWORD, name, keep=False)
    assert turn(lambda: not job.is_running())
    assert job.error is None, job.error
    connection_id: str = job.result.connection.id
    assert turn(lambda: job.result.monitor.nodes_known)
    return connection_id


class Shown:
    """The page, shown, and what its user sees."""

    def __init__(self, servers: Servers) -> None:
        self.window = QWidget()
        self.bar, main_bar = QgsMessageBar(self.window), QgsMessageBar(self.window)
        self.page = NodesPage(servers, Notifier(self.bar, main_bar, self.window))
        self.footer = NodesFooter(servers)
        for widget in (self.page, self.footer):
            widget.setParent(self.window)
        self.page.resize(340, 640)
        self.window.resize(340, 700)
        self.window.show()
        self.page.show()

    def rows(self) -> list[str]:
        view = self.page.findChild(QWidget, "nodesView")
        model = view.model()
        texts = []
        for group in range(model.rowCount()):
            top = model.index(group, 0)
            texts.append(str(top.data()))
            texts += ["  " + str(model.index(row, 0, top).data()) for row in range(model.rowCount(top))]
        return texts

    def choose(self, row: int, group: int = 0) -> None:
        view = self.page.findChild(QWidget, "nodesView")
        view.setCurrentIndex(view.model().index(row, 0, view.model().index(group, 0)))

    def chosen(self) -> str:
        return str(self.page.findChild(QWidget, "nodesView").currentIndex().data())

    def text(self, name: str) -> str:
        found = self.page.findChild(QLabel, name)
        assert found is not None, name
        return found.text()

    def action(self, name: str) -> QAction:
        found = self.page.findChild(QAction, name)
        assert found is not None, name
        return found

    def dialog(self) -> NodeDialog:
        return self.window.findChildren(NodeDialog)[-1]

    def message(self) -> str:
        item = self.bar.currentItem()
        return item.text() if item is not None else ""

    def close(self) -> None:
        self.window.deleteLater()
        QApplication.processEvents()


@pytest.fixture
def shown(servers: Servers) -> Iterator[Shown]:
    made = Shown(servers)
    yield made
    made.close()


def test_nodes_are_listed_by_connection_and_summed_up(shown: Shown, servers: Servers, node_server: NodeServer, turn: Turn) -> None:
    assert shown.footer.text() == "No server is open"
    assert "No server is open" in shown.text("nodeHint")
    open_server(servers, node_server.url, turn)
    assert shown.rows() == ["Office", "  Barn", "  Attic"]
    assert shown.footer.text() == "1 of 2 processing nodes online, 3 in the queue"
    assert shown.chosen() == "Barn"
    assert shown.text("nodeStateLabel") == "Online"
    assert shown.text("nodeEngineLabel") == "odm 3.5.6"
    assert shown.text("nodeLimitLabel") == "up to 500 a task"
    assert shown.text("nodeQueueLabel") == "3 in the queue"
    assert shown.page.findChild(QLabel, "nodeReasonLabel").isHidden()
