"""The whole panel: several servers side by side, its pages and parts, keys, drops, and what it leaves behind."""

from __future__ import annotations

from typing import Any, Callable

import pytest
from nadir.core.api.errors import SessionExpired, Unreachable, WrongPassword
from nadir.core.connections import LOCAL_ID, Connection
from nadir.core.errors import NadirError
from nadir.core.jobs import Jobs
from nadir.core.servers import ServerState
from nadir.core.settings import Settings
from nadir.ui.common import icons
from nadir.ui.connections.server_dialog import ServerDialog
from nadir.ui.dock import NODES, PROJECTS, NadirDock
from nadir.ui.selection import Item, Selection
from qgis.PyQt.QtCore import QMimeData, QPoint, Qt, QUrl
from qgis.PyQt.QtGui import QDropEvent, QPalette
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QAction, QApplication, QDialog, QMessageBox, QToolButton, QWidget

from .conftest import Panel, ScriptedServer, make_project, make_task


def office(panel: Panel, **task: Any) -> Any:
    """A server with one project and one task; its workspace."""
    panel.server.project_list = [make_project("1", "Beach", task_ids=("a",))]
    panel.server.task_lists["1"] = [make_task("a", "Dawn", **task)]
    return panel.open()


def focus(panel: Panel) -> QWidget:
    found = panel.dock.window().focusWidget()
    assert found is not None
    return found


# The beginning


def test_nothing_is_made_or_asked_before_the_panel_is_seen(
    qgis_iface: Any, jobs: Jobs, turn: Callable[..., bool], panel: Panel, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr("nadir.core.servers.Servers.open_quietly", lambda servers: asked.append("open"))
    dock = NadirDock(qgis_iface, jobs, Settings(), panel.connections, panel.computer, panel.signer)
    assert not turn(lambda: asked or dock.findChild(QWidget, "projectTree") is not None, 0.2)
    dock.show()
    assert turn(lambda: asked == ["open"]) and dock.findChild(QWidget, "projectTree") is not None
    dock.hide()
    dock.show()
    assert not turn(lambda: len(asked) > 1, 0.1)
    dock.shut_down()
    dock.deleteLater()


def test_at_first_this_computer_is_selected_and_explained(panel: Panel) -> None:
    assert panel.turn(lambda: panel.dock.findChild(QWidget, "thisComputerPane") is not None)
    assert panel.turn(lambda: panel.widget("thisComputerPane").isVisible())
    assert panel.widget("projectTree").currentIndex().data() == "This computer"
    assert not panel.widget("searchField").isVisible() and not panel.widget("verbsBar").isVisible()
    assert panel.computer.prepared == 0


def test_a_server_is_added_from_the_panel(panel: Panel) -> None:
    panel.behind["https://drones.example.org"] = panel.server
    panel.widget("addServerButton").click()
    dialog = panel.dock.findChild(ServerDialog)
    dialog.type_address("drones.example.org")
    dialog.findChild(QWidget, "userNameEdit").setText("pilot")
    dialog.findChild(QWidget, "passwordEdit").setText("secret")
    dialog.findChild(QWidget, "keepLoginCheck").setChecked(False)
    dialog.findChild(QWidget, "connectButton").click()
    assert panel.turn(lambda: len(panel.servers.workspaces()) == 1)
    assert panel.turn(lambda: panel.widget("projectTree").currentIndex().data() == "drones.example.org")
    assert panel.turn(lambda: panel.widget("serverPane").isVisible())
    assert panel.widget("searchField").isVisible() and panel.widget("verbsBar").isVisible()


def test_what_was_open_last_time_is_open_again(
    panel: Panel, qgis_iface: Any, authentication_database: None, turn: Callable[..., bool]
) -> None:
    connection = Connection.new("Office", "http://office.example.org")
    panel.connections.save(connection, "pilot", "secret")
    panel.behind[connection.url] = panel.server
    Settings().open_connections = connection.id
    dock = NadirDock(qgis_iface, panel.jobs, Settings(), panel.connections, panel.computer, panel.signer)
    dock.show()
    assert turn(lambda: dock.servers.get(connection.id).state is ServerState.ONLINE)
    assert panel.server.logins == [("pilot", "secret")]
    dock.shut_down()
    dock.deleteLater()


# Several servers


def test_several_servers_are_open_at_once(panel: Panel) -> None:
    field = ScriptedServer([make_project("1", "Forest")])
    office(panel)
    panel.open("Field laptop", field)
    assert panel.row("Office", "Beach", "Dawn").isValid() and panel.row("Field laptop", "Forest").isValid()


def test_one_server_that_is_away_leaves_the_others_alone(panel: Panel) -> None:
    field = ScriptedServer([make_project("1", "Forest")])
    office(panel)
    away = panel.open("Field laptop", field)
    field.failure = Unreachable("No server answers.", "Check it.")
    away.monitor.refresh()
    assert panel.turn(lambda: panel.servers.get(away.connection.id).state is ServerState.OFFLINE)
    assert panel.message() == "" and panel.row("Office", "Beach", "Dawn").isValid()
    assert panel.row("Field laptop", "Forest").isValid()
    field.failure = None
    away.monitor.refresh()
    assert panel.turn(lambda: panel.servers.get(away.connection.id).state is ServerState.ONLINE)


def test_an_expired_log_in_asks_in_the_message_bar_once(panel: Panel) -> None:
    workspace = office(panel)
    panel.server.failure = SessionExpired("The session has ended.", "Log in again.")
    for _ in range(2):
        workspace.monitor.refresh()
        assert panel.turn(lambda: panel.message() == "Office: your log-in has expired.")
    assert len(panel.widget("messageBar").items()) == 1
    panel.server.failure = None
    button = next(each for each in panel.widget("messageBar").findChildren(QToolButton) if each.text() == "Log in")
    button.click()
    dialog = panel.dock.findChild(ServerDialog)
    dialog.findChild(QWidget, "passwordEdit").setText("another")
    dialog.findChild(QWidget, "connectButton").click()
    assert panel.turn(lambda: panel.servers.get(workspace.connection.id).state is ServerState.ONLINE)
    assert workspace.client.session.passwords == ["another"] and panel.message() == ""


def test_a_refused_log_in_is_told_when_the_user_opens_a_server(panel: Panel, authentication_database: None) -> None:
    workspace = office(panel)
    key = workspace.connection.id
    job = panel.servers.log_in(key, "pilot", "secret", True)
    assert panel.turn(lambda: not job.is_running())
    panel.servers.close(key)
    panel.server.login_failure = WrongPassword("The user name or the password is wrong.", "Type both again.")
    panel.dock._attention.open(key)
    assert panel.turn(lambda: panel.message() == "Office: the log-in was refused.")


def test_a_local_server_that_died_is_told_with_a_button_to_start_it(panel: Panel) -> None:
    panel.computer.stopped_unexpectedly.emit(NadirError("The local server stopped unexpectedly.", "Start it again."))
    assert panel.message() == "The local server stopped unexpectedly.\nStart it again."
    panel.computer.consented = True
    button = next(each for each in panel.widget("messageBar").findChildren(QToolButton) if each.text() == "Start again")
    button.click()
    assert panel.computer.prepared == 1 and panel.servers.get(LOCAL_ID).state is ServerState.OPENING


def test_qgis_settings_open_at_the_page_that_helps(panel: Panel, monkeypatch: pytest.MonkeyPatch) -> None:
    pages: list[str] = []
    monkeypatch.setattr(
        panel.dock._iface, "showOptionsDialog", lambda parent, currentPage: pages.append(currentPage), raising=False
    )
    panel.widget("serverPane").settings_wanted.emit("mOptionsPageNetwork")
    assert pages == ["mOptionsPageNetwork"]


# Pages and parts


def test_the_selection_shows_its_details(panel: Panel) -> None:
    office(panel, status=30, last_error="out of memory")
    panel.select("Office")
    assert panel.turn(lambda: panel.widget("serverPane").isVisible())
    panel.select("Office", "Beach", "Dawn")
    assert panel.turn(lambda: not panel.widget("serverPane").isVisible() and panel.widget("detailsPane").isVisible())


def test_the_tab_of_the_nodes_is_made_when_it_is_wanted(panel: Panel) -> None:
    office(panel)
    assert panel.dock.findChild(QWidget, "nodesPage") is None
    panel.widget("nodesFooter").click()
    assert panel.widget("nodesPage").isVisible() and panel.widget("panelTabs").currentIndex() == NODES
    panel.widget("panelTabs").setCurrentIndex(PROJECTS)
    assert panel.widget("projectTree").isVisible() and not panel.widget("nodesPage").isVisible()


def test_a_failed_task_leads_to_its_console(panel: Panel) -> None:
    panel.server.console["a"] = ["reading photos", "out of memory"]
    workspace = office(panel, status=20)
    panel.row("Office", "Beach", "Dawn")
    panel.server.task_lists["1"] = [make_task("a", "Dawn", status=30, last_error="out of memory")]
    workspace.monitor.refresh()
    assert panel.turn(lambda: panel.main_bar.currentItem() is not None)
    panel.widget("panelTabs").setCurrentIndex(NODES)
    item = panel.main_bar.currentItem()
    assert item.text().startswith("“Dawn” failed: out of memory")
    next(button for button in item.findChildren(QToolButton) if button.text() == "Show console").click()
    assert panel.turn(lambda: panel.widget("consoleView").isVisible())
    assert panel.turn(lambda: "reading photos" in panel.widget("consoleView").toPlainText())


def test_loading_shows_among_what_is_going_on(panel: Panel) -> None:
    office(panel)
    job = panel.jobs.start("loading", lambda control: control.wait(30))
    panel.dock._actions.load_started.emit(job, Item("x", None, make_task("a", "Dawn")))
    rows = panel.dock._projects.uploads.activities.rows
    assert len(rows() if callable(rows) else rows) == 1
    job.cancel()


def test_a_new_task_is_selected_once_the_server_lists_it(panel: Panel) -> None:
    workspace = office(panel)
    panel.server.task_lists["1"].append(make_task("b", "Noon", status=10))
    workspace.task_created.emit(make_task("b", "Noon", status=10))
    workspace.monitor.refresh()
    assert panel.turn(lambda: panel.widget("projectTree").currentIndex().data() == "Noon")


def test_the_splitter_is_as_it_was_left(panel: Panel, qgis_iface: Any, turn: Callable[..., bool]) -> None:
    panel.widget("detailsPane")
    splitter = panel.widget("projectsSplitter")
    splitter.setSizes([400, 200])
    splitter.splitterMoved.emit(400, 1)
    assert turn(lambda: Settings().panel_layout != "", 5)
    dock = NadirDock(qgis_iface, panel.jobs, Settings(), panel.connections, panel.computer, panel.signer)
    dock.resize(panel.dock.size())
    dock.show()
    assert turn(lambda: dock.findChild(QWidget, "detailsPane") is not None)
    assert turn(lambda: dock.findChild(QWidget, "projectsSplitter").sizes() == splitter.sizes(), 3)
    dock.shut_down()
    dock.deleteLater()


def test_the_panel_fits_into_260_pixels(panel: Panel) -> None:
    office(panel)
    panel.select("Office", "Beach", "Dawn")
    panel.widget("detailsPane")
    panel.dock.resize(260, 640)
    QApplication.processEvents()
    assert panel.dock.minimumSizeHint().width() <= 260, panel.dock.minimumSizeHint()
    assert panel.dock.width() == 260


# Keys


def test_the_keyboard_reaches_the_verbs_though_qgis_has_the_same_keys(panel: Panel) -> None:
    rival = QAction(panel.dock)
    rival.setShortcut("Del")
    panel.dock.addAction(rival)
    office(panel)
    panel.select("Office", "Beach", "Dawn")
    panel.dock.activateWindow()
    panel.widget("projectTree").setFocus()
    QApplication.processEvents()
    QTest.keyClick(panel.widget("projectTree"), Qt.Key.Key_Delete)
    assert panel.turn(lambda: panel.dock.findChild(QMessageBox, "NadirConfirmation") is not None, 3)


def test_control_f_searches(panel: Panel) -> None:
    office(panel)
    panel.dock.activateWindow()
    panel.widget("projectTree").setFocus()
    QTest.keyClick(panel.widget("projectTree"), Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert focus(panel) is panel.widget("searchField")


def test_f6_goes_through_all_parts_and_back(panel: Panel) -> None:
    office(panel)
    panel.widget("detailsPane")
    panel.dock.activateWindow()
    panel.widget("projectTree").setFocus()
    visited = []
    for _ in range(12):
        QTest.keyClick(focus(panel), Qt.Key.Key_F6)
        visited.append(focus(panel).objectName())
    assert {"panelTabs", "newTaskButton", "searchField", "projectTree", "nodesFooter"} <= set(visited)
    here = focus(panel)
    QTest.keyClick(focus(panel), Qt.Key.Key_F6)
    QTest.keyClick(focus(panel), Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    assert focus(panel) is here


def nameless(panel: Panel) -> list[str]:
    """Controls that are seen and that a screen reader could not name."""
    kinds = ("QToolButton", "QPushButton", "QLineEdit", "QTreeView", "QListView", "QPlainTextEdit", "QComboBox", "QTabBar")
    return [
        widget.objectName() or widget.parent().objectName()
        for widget in panel.dock.findChildren(QWidget)
        if widget.isVisible()
        and widget.metaObject().className() in kinds
        and not widget.objectName().startswith(("qt_", "Scroll"))
        and not (widget.accessibleName() or getattr(widget, "text", str)() or widget.toolTip())
    ]


def test_every_control_has_a_name_for_screen_readers(panel: Panel) -> None:
    panel.widget("detailsPane")
    assert nameless(panel) == []
    office(panel)
    for row in (("Office",), ("Office", "Beach"), ("Office", "Beach", "Dawn")):
        panel.select(*row)
        QApplication.processEvents()
        assert nameless(panel) == []
    panel.widget("nodesFooter").click()
    assert nameless(panel) == []


# Drops, visibility, themes


def test_photos_that_are_dropped_become_a_new_task(panel: Panel, folder_of_photos: Any) -> None:
    office(panel)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(folder_of_photos(3)))])
    event = QDropEvent(
        QPoint(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    panel.dock.dropEvent(event)
    assert panel.turn(lambda: panel.dock._new_tasks._dialog is not None)
    dialog = panel.dock._new_tasks._dialog
    assert isinstance(dialog, QDialog) and dialog.isVisible() and not dialog.isModal()
    assert panel.turn(lambda: len(dialog._photos.chosen()) == 3)
    panel.dock._new_tasks.show(None)
    assert panel.dock._new_tasks._dialog is dialog


def test_without_a_server_a_new_task_begins_with_this_computer(panel: Panel) -> None:
    assert panel.widget("newTaskButton").isEnabled()
    panel.widget("projectTree").clearSelection()
    panel.dock._actions.set_selection(Selection())
    panel.dock._actions["new_task"].trigger()
    dialog = panel.dock._new_tasks._dialog
    assert dialog is not None and dialog.isVisible()
    assert panel.turn(lambda: panel.widget("projectTree").currentIndex().data() == "This computer")


def test_other_things_are_not_taken(panel: Panel) -> None:
    data = QMimeData()
    data.setUrls([QUrl("https://drones.example.org/photo.jpg")])
    event = QDropEvent(
        QPoint(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    event.ignore()
    panel.dock.dragEnterEvent(event)
    assert not event.isAccepted()


def test_a_hidden_panel_says_so_to_all_monitors(panel: Panel) -> None:
    workspaces = [office(panel), panel.open("Field laptop", ScriptedServer())]
    panel.dock.hide()
    assert panel.turn(lambda: all(not each.monitor._poller.watch.visible for each in workspaces))
    third = panel.open("Third", ScriptedServer())
    assert not third.monitor._poller.watch.visible
    panel.dock.show()
    assert panel.turn(lambda: all(each.monitor._poller.watch.visible for each in (*workspaces, third)))


def test_hostile_names_break_nothing(panel: Panel) -> None:
    name = "<img src='file:///x'>%n \u202e{0}" + "x" * 10_000
    panel.server.project_list = [make_project("1", name)]
    panel.server.task_lists["1"] = [make_task("a", name, status=30, last_error=name)]
    workspace = panel.open("Hostile")
    panel.servers.rename(workspace.connection.id, "<b>Hostile</b>")
    QApplication.processEvents()
    assert panel.turn(lambda: panel.widget("projectTree").model().rowCount() == 2)
    panel.select("<b>Hostile</b>")
    assert panel.turn(lambda: panel.widget("serverNameLabel").text() == "<b>Hostile</b>")
    assert panel.dock.minimumSizeHint().width() <= 340


def test_icons_are_drawn_again_with_a_theme(panel: Panel) -> None:
    office(panel)
    button = panel.widget("addServerButton")
    before = button.icon().pixmap(24).toImage()
    palette = QPalette(panel.dock.palette())
    palette.setColor(QPalette.ColorRole.WindowText, Qt.GlobalColor.white)
    panel.dock.setPalette(palette)
    assert panel.turn(lambda: button.icon().pixmap(24).toImage() != before)


def test_shutting_down_leaves_nothing_registered(panel: Panel) -> None:
    workspace = office(panel, status=20)
    panel.select("Office", "Beach", "Dawn")
    panel.server.task_lists["1"] = [make_task("a", "Dawn")]
    workspace.monitor.refresh()
    assert panel.turn(lambda: panel.main_bar.currentItem() is not None)
    panel.dock._actions["new_task"].trigger()
    assert panel.turn(lambda: panel.dock._new_tasks._dialog is not None)
    dialog = panel.dock._new_tasks._dialog
    panel.shut_down()
    assert panel.main_bar.currentItem() is None and panel.servers.workspaces() == ()
    assert panel.turn(lambda: not panel.jobs.running())
    assert not dialog.isVisible()


@pytest.mark.parametrize("name", sorted(path.stem for path in icons.FOLDER.glob("*.svg")))
def test_icons_show_on_dark_and_on_light(qgis_app: Any, name: str) -> None:
    from qgis.PyQt.QtGui import QColor

    for color in ("#000000", "#ffffff"):
        image = icons.pixmap(name, 24, QColor(color), 2.0).toImage()
        drawn = sum(image.pixelColor(x, y).alpha() > 100 for x in range(48) for y in range(48))
        assert image.width() == 48 and drawn > 100
