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
from nadir.core.layers.access.signer import RequestSigner
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
from qgis.PyQt.QtWidgets import (
    QAction,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QListView,
    QMessageBox,
    QPushButton,
    QSpinBox,
    QWidget,
)

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
    assert shown.footer.text() == "1 of 2 nodes online, 3 in the queue"
    assert shown.chosen() == "Barn"
    assert shown.text("nodeStateLabel") == "Online"
    assert shown.text("nodeEngineLabel") == "odm 3.5.6"
    assert shown.text("nodeLimitLabel") == "up to 500 a task"
    assert shown.text("nodeQueueLabel") == "3 in the queue"
    assert shown.page.findChild(QLabel, "nodeReasonLabel").isHidden()


def test_a_node_that_is_offline_says_why_and_what_to_check(shown: Shown, servers: Servers, node_server: NodeServer, turn: Turn) -> None:
    open_server(servers, node_server.url, turn)
    shown.choose(1)
    assert shown.text("nodeStateLabel") == "Offline"
    assert "no answer for more than five minutes" in shown.text("nodeReasonLabel")
    assert "(3 h ago)" in shown.text("nodeSeenLabel")


def test_options_are_searched_in_names_and_help(shown: Shown, servers: Servers, node_server: NodeServer, turn: Turn) -> None:
    open_server(servers, node_server.url, turn)
    view = shown.page.findChild(QListView, "nodeOptionView")
    search = shown.page.findChild(QLineEdit, "nodeOptionSearch")
    assert search.placeholderText() == "Search 80 options"
    assert view.model().rowCount() == 80
    search.setText("dem RESOLUTION")
    names = [str(view.model().index(row, 0).data()) for row in range(view.model().rowCount())]
    assert "dem-resolution" in names and len(names) < 10
    view.setCurrentIndex(view.model().index(names.index("dem-resolution"), 0))
    helping = shown.text("nodeOptionHelp")
    assert "number" in helping and "default: 5" in helping and "DSM/DTM resolution" in helping
    search.setText("no such thing")
    assert shown.text("nodeOptionHelp") == "No option matches the search."


def test_the_chosen_node_stays_chosen_while_the_list_changes(
    shown: Shown, servers: Servers, node_server: NodeServer, turn: Turn
) -> None:
    connection_id = open_server(servers, node_server.url, turn)
    shown.choose(1)
    node_server.nodes.insert(0, node(7, label="Cellar", hostname="cellar"))
    node_server.nodes[2].update(online=True, last_refreshed=now(), queue_count=9)
    shown.page.set_shown(True)
    assert turn(lambda: shown.rows() == ["Office", "  Cellar", "  Barn", "  Attic"])
    servers.rename(connection_id, "Head office")
    assert turn(lambda: shown.rows()[0] == "Head office")
    assert shown.footer.text() == "3 nodes online, 12 in the queue"
    servers.close(connection_id)
    assert turn(lambda: shown.rows() == [])
    assert shown.footer.text() == "No server is open"
    assert not shown.action("addNodeAction").isEnabled()


def test_a_node_is_added_and_whether_it_answers_is_told(shown: Shown, servers: Servers, node_server: NodeServer, turn: Turn) -> None:
    open_server(servers, node_server.url, turn)
    for host, words_told in (("http://node.example.org:4000/", "was added and answers"), ("gone.example.org", "does not answer")):
        shown.action("addNodeAction").trigger()
        dialog = shown.dialog()
        assert not dialog.findChild(QPushButton, "nodeSaveButton").isEnabled()
        dialog.findChild(QLineEdit, "nodeHostEdit").setText(host)
        dialog.findChild(QLineEdit, "nodeTokenEdit").setText("secret word")
        assert dialog.findChild(QLineEdit, "nodeTokenEdit").echoMode() == QLineEdit.EchoMode.Password
        dialog.findChild(QPushButton, "nodeSaveButton").click()
        assert turn(lambda words_told=words_told: words_told in shown.message())
        assert "secret word" not in shown.message()
    assert [(each["hostname"], each["port"], each["token"]) for each in node_server.nodes[2:]] == [
        ("node.example.org", 4000, "secret word"), ("gone.example.org", 3000, "secret word"),
    ]  # fmt: skip
    assert turn(lambda: shown.chosen() == "gone.example.org:3000")
    assert shown.text("nodeStateLabel") == "Never answered"


def test_a_node_is_edited_and_only_what_changed_is_sent(shown: Shown, servers: Servers, node_server: NodeServer, turn: Turn) -> None:
    node_server.nodes[0]["token"] = "old"
    open_server(servers, node_server.url, turn)
    shown.choose(0)
    shown.action("editNodeAction").trigger()
    dialog = shown.dialog()
    assert not dialog.findChild(QComboBox, "nodeServerCombo").isEnabled()
    dialog.findChild(QSpinBox, "nodePortSpin").setValue(3999)
    dialog.findChild(QPushButton, "nodeSaveButton").click()
    assert turn(lambda: node_server.nodes[0]["port"] == 3999)
    assert (node_server.nodes[0]["hostname"], node_server.nodes[0]["token"]) == ("barn", "old")
    assert turn(lambda: shown.text("nodeAddressLabel") == "barn:3999")


def test_an_account_without_rights_is_told_so(shown: Shown, servers: Servers, node_server: NodeServer, turn: Turn) -> None:
    node_server.administrator = False
    node_server.nodes = []
    open_server(servers, node_server.url, turn)
    assert shown.rows() == ["Office", "  None that your account sees"]
    assert "ask the administrator to grant your account a node" in shown.text("nodeHint")
    assert shown.footer.text() == "No processing nodes to see"
    shown.action("addNodeAction").trigger()
    dialog = shown.dialog()
    dialog.findChild(QLineEdit, "nodeHostEdit").setText("node.example.org")
    dialog.findChild(QPushButton, "nodeSaveButton").click()
    problem = dialog.findChild(QLabel, "nodeDialogProblem")
    assert turn(lambda: "may not change the nodes" in problem.text())
    assert dialog.findChild(QPushButton, "nodeSaveButton").isEnabled()
    dialog.reject()


def test_a_list_that_is_refused_is_explained(shown: Shown, servers: Servers, node_server: NodeServer, turn: Turn) -> None:
    node_server.refuse["processingnodes"] = 403
    open_server(servers, node_server.url, turn)
    assert turn(lambda: shown.rows() == ["Office", "  Your account may not see them"])
    assert "administrators" in shown.text("nodeHint")


def test_removing_asks_first_and_names_what_happens(shown: Shown, servers: Servers, node_server: NodeServer, turn: Turn) -> None:
    open_server(servers, node_server.url, turn)
    shown.choose(0)
    shown.action("removeNodeAction").trigger()
    (box,) = [each for each in shown.window.findChildren(QMessageBox) if each.isVisible()]
    assert box.text() == "Remove the processing node “Barn” from Office?"
    assert "tasks in its queue" in box.informativeText() and "Nothing changes on the node" in box.informativeText()
    box.button(QMessageBox.StandardButton.Cancel).click()
    assert len(node_server.nodes) == 2
    shown.action("removeNodeAction").trigger()
    box = [each for each in shown.window.findChildren(QMessageBox) if each.isVisible()][-1]
    box.findChild(QPushButton, "confirmButton").click()
    assert turn(lambda: shown.rows() == ["Office", "  Attic"])
    assert [each["label"] for each in node_server.nodes] == ["Attic"]


def test_hostile_names_show_as_plain_text(shown: Shown, servers: Servers, node_server: NodeServer, turn: Turn) -> None:
    evil = "<img src=x>\u202e%n\n" + "x" * 10_000
    node_server.nodes = [node(1, label=evil, engine=evil, engine_version=evil, hostname=evil)]
    open_server(servers, node_server.url, turn)
    label = shown.page.findChild(QLabel, "nodeNameLabel")
    assert label.textFormat() == Qt.TextFormat.PlainText
    assert "\n" not in label.text() and len(label.text()) <= 80
    assert "&lt;img" in shown.footer.toolTip() and "<img" not in shown.footer.toolTip()
    assert "<img" not in shown.page.findChild(QWidget, "nodesView").currentIndex().data(int(Qt.ItemDataRole.ToolTipRole))


def test_every_control_is_reached_by_the_keyboard_and_has_a_name(
    shown: Shown, servers: Servers, node_server: NodeServer, turn: Turn
) -> None:
    open_server(servers, node_server.url, turn)
    buttons = ("addNodeButton", "editNodeButton", "removeNodeButton", "refreshNodesButton")
    for name in (*buttons, "nodesView", "nodeOptionSearch", "nodeOptionView"):
        widget = shown.page.findChild(QWidget, name)
        assert widget.focusPolicy() & Qt.FocusPolicy.TabFocus, name
        assert widget.accessibleName(), name
    clicked: list[bool] = []
    shown.footer.clicked.connect(clicked.append)
    shown.footer.setFocus()
    QTest.keyClick(shown.footer, Qt.Key.Key_Space)
    assert clicked


def test_times_are_said_in_words() -> None:
    moment = datetime(2026, 11, 22, 12, tzinfo=timezone.utc)
    for minutes, told in ((0.5, "just now"), (5, "5 min ago"), (61, "1 h ago")):
        assert words.ago(moment - timedelta(minutes=minutes), moment) == told
    assert words.last_seen(ProcessingNode("1")) == "never"
