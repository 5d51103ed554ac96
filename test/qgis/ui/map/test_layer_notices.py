"""What the user reads of layers that cannot go on as they are, in QGIS's own message bar, and the buttons that help."""

from __future__ import annotations

from typing import Any

import pytest
from nadir.core.connections import LOCAL_ID, Connection
from nadir.core.layers.life.notices import LayerNotice, NewerRun, ServerWanted
from nadir.core.servers import ServerState
from nadir.test.qgis.ui.actions.conftest import OFFICE, Desk, task
from nadir.ui.common.notifier import DetailsDialog, MessageItem
from nadir.ui.map.notices import LayerNotices
from qgis.core import QgsProject
from qgis.PyQt.QtCore import QObject, pyqtSignal
from qgis.PyQt.QtWidgets import QToolButton


class Keeper(QObject):
    """Says what a test wants it to say."""

    said = pyqtSignal(object)
    server_wanted = pyqtSignal(object)
    newer_found = pyqtSignal(object)
    repaired = pyqtSignal(tuple)


class Opener:
    """Notes what is asked of it."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def open(self, connection_id: str) -> None:
        self.asked.append(connection_id)

    def add_server(self) -> None:
        self.asked.append("add")


class Notices:
    """The notices on a desk."""

    def __init__(self, desk: Desk, main_bar: Any) -> None:
        self.desk, self.bar = desk, main_bar
        self.keeper, self.opener = Keeper(), Opener()
        self.shown: list[str] = []
        desk.servers.has_login = lambda connection_id: connection_id == OFFICE  # type: ignore[attr-defined]
        notifier = desk.notifier
        self.notices = LayerNotices(
            self.keeper, desk.servers, notifier, self.opener, lambda: self.shown.append("panel"), desk.window
        )

    def items(self) -> list[MessageItem]:
        return list(self.desk.notifier._announced)

    def buttons(self, number: int = -1) -> dict[str, QToolButton]:
        return {button.text(): button for button in self.items()[number]._body.findChildren(QToolButton)}


@pytest.fixture
def told(desk: Desk, qgis_iface: Any, project: QgsProject) -> Any:
    made = Notices(desk, qgis_iface.messageBar())
    yield made
    made.notices.uninstall()


def wanted(connection_id: str, url: str = "https://drones.example.org") -> ServerWanted:
    return ServerWanted(connection_id, url, ("DSM",), LayerNotice("“DSM” is shown once it runs.", "Start it.", ["a"]))


def test_what_is_lost_is_said_with_what_can_be_done_and_the_details(told: Notices) -> None:
    told.keeper.said.emit(LayerNotice("The task of “DSM” is gone.", "The layers stay.", ["a"], "HTTP 404"))
    (item,) = told.items()
    assert item.text() == "The task of “DSM” is gone. The layers stay."
    assert set(told.buttons()) == {"Show layer", "Details"}
    told.buttons()["Details"].click()
    (dialog,) = told.desk.window.findChildren(DetailsDialog)
    dialog.close()


def test_names_of_layers_are_plain_text(told: Notices) -> None:
    told.keeper.said.emit(LayerNotice("<img src=x> is gone.", "", ["a"]))
    assert told.items()[0].text() == "<img src=x> is gone."


def test_this_computer_is_started_and_other_servers_are_connected_to(told: Notices) -> None:
    told.desk.servers.set_state(Connection(LOCAL_ID, "This computer", "", True), ServerState.CLOSED)
    told.desk.servers.set_state(Connection("field", "Field", "https://field.example.org"), ServerState.CLOSED)
    for connection_id, label in ((LOCAL_ID, "Start This computer"), (OFFICE, "Connect"), ("field", "Log in…")):
        told.keeper.server_wanted.emit(wanted(connection_id))
        assert told.items()[-1].text() == "“DSM” is shown once it runs."
        told.buttons()[label].click()
        assert told.opener.asked[-1] == connection_id
    assert told.shown == ["panel"] * 3


def test_a_server_that_nobody_knows_can_be_added(told: Notices) -> None:
    told.keeper.server_wanted.emit(wanted(""))
    told.buttons()["Add server…"].click()
    assert (told.opener.asked, told.shown) == (["add"], ["panel"])


def test_nothing_is_asked_for_any_more_once_the_server_is_open(told: Notices) -> None:
    told.keeper.server_wanted.emit(wanted(OFFICE))
    told.keeper.said.emit(LayerNotice("Something else.", "", []))
    assert len(told.items()) == 2
    told.desk.servers.opened.emit(OFFICE)
    assert told.desk.turn(lambda: [item.text() for item in told.items()] == ["Something else."], 5)


def test_nor_once_a_server_that_nobody_knew_was_added(told: Notices) -> None:
    url = told.desk.servers.workspace(OFFICE).client.session.url
    told.keeper.server_wanted.emit(wanted("", "https://elsewhere.example.org"))
    told.keeper.server_wanted.emit(wanted("", url))
    told.desk.servers.opened.emit(OFFICE)
    assert told.desk.turn(lambda: len(told.items()) == 1, 5)


def test_the_latest_run_is_one_click_away(told: Notices) -> None:
    chosen: list[NewerRun] = []
    told.notices.newest_wanted.connect(chosen.append)
    newer = NewerRun(task().task, OFFICE, ("a",), LayerNotice("“Dawn” has run again.", "Download the files.", ["a"]))
    told.keeper.newer_found.emit(newer)
    assert told.items()[0].text() == "“Dawn” has run again."
    told.buttons()["Load latest run"].click()
    assert chosen == [newer]


def test_what_was_said_of_a_project_goes_with_it(told: Notices) -> None:
    told.keeper.server_wanted.emit(wanted(OFFICE))
    told.keeper.said.emit(LayerNotice("Gone.", "", []))
    QgsProject.instance().clear()
    assert told.desk.turn(lambda: told.items() == [], 5)


def test_what_passes_goes_once_the_layers_are_painted_again_and_what_is_lost_stays(told: Notices) -> None:
    told.keeper.said.emit(LayerNotice("The server is down.", "Wait.", ["a", "b"], passes=True))
    told.keeper.said.emit(LayerNotice("The task of “DSM” is gone.", "The layers stay.", ["a"]))
    told.keeper.repaired.emit(("c",))
    assert len(told.items()) == 2
    told.keeper.repaired.emit(("a",))
    assert [item.text() for item in told.items()] == ["The task of “DSM” is gone. The layers stay."]
