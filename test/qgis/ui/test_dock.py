"""The panel as a user meets it: what it shows, what it asks, what it says when something goes wrong."""

from __future__ import annotations

from typing import Any

import pytest
from nadir.core.api.errors import Unreachable
from nadir.core.api.nodes import ProcessingNode
from nadir.core.errors import NadirError
from nadir.core.layers.make import mark
from nadir.core.layers.plan import LayerKind
from nadir.core.settings import Settings
from nadir.ui.common import icons
from nadir.ui.common.notifier import MessageItem
from qgis.core import Qgis, QgsProject, QgsRasterLayer, QgsRectangle
from qgis.PyQt.QtCore import QMimeData, QPoint, Qt, QUrl
from qgis.PyQt.QtGui import QDropEvent
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QAction, QApplication, QLabel, QMessageBox, QToolButton, QWidget

from .conftest import Panel, make_project, make_task


def confirmation(panel: Panel) -> QMessageBox:
    boxes = [box for box in panel.dock.findChildren(QMessageBox, "NadirConfirmation") if box.isVisible()]
    assert len(boxes) == 1
    return boxes[0]


def press(box: QMessageBox, text: str) -> None:
    next(button for button in box.buttons() if button.text().replace("&", "") == text).click()


def test_an_empty_server_says_what_to_do(panel: Panel) -> None:
    panel.open()
    hints = [label.text() for label in panel.dock.findChildren(QLabel, "hintLabel") if label.isVisible()]
    assert hints == ["Drop a folder of drone photos here\nor press New task."]
    assert panel.widget("emptyNewTaskButton").isVisible() and panel.widget("emptyNewTaskButton").isEnabled()


def test_the_tree_follows_the_server(panel: Panel) -> None:
    panel.server.project_list = [make_project("1", task_ids=("a",))]
    panel.server.task_lists["1"] = [make_task("a", "Morning", status=20, running_progress=0.4)]
    workspace = panel.open()
    tree = panel.dock._work_page.tree
    panel.select("1", "a")
    assert not panel.widget("loadButton").isEnabled()
    panel.server.task_lists["1"] = [make_task("a", "Morning")]
    workspace.monitor.refresh()
    assert panel.turn(lambda: panel.widget("loadButton").isEnabled())
    assert tree.view.currentIndex().data() == "Morning" and tree.view.isExpanded(tree.model.project_index("1"))


def test_removing_asks_first_and_names_the_task(panel: Panel) -> None:
    panel.server.project_list = [make_project("1", task_ids=("a",))]
    panel.server.task_lists["1"] = [make_task("a", "Old <b>flight</b>", images_count=240)]
    panel.open()
    panel.select("1", "a")
    panel.dock._actions["remove"].trigger()
    box = confirmation(panel)
    assert "“Old <b>flight</b>” with its 240 photos" in box.text() and box.textFormat() == Qt.TextFormat.PlainText
    assert panel.server.asked == []
    press(box, "Cancel")
    assert panel.server.asked == []


def test_a_confirmed_removal_is_done(panel: Panel) -> None:
    panel.server.project_list = [make_project("1", task_ids=("a",))]
    panel.server.task_lists["1"] = [make_task("a")]
    panel.open()
    panel.select("1", "a")
    panel.dock._actions["remove"].trigger()
    press(confirmation(panel), "Remove task")
    assert panel.turn(lambda: panel.server.asked == [("remove", "1", "a")])


def test_deleting_a_project_names_it_and_how_much_goes(panel: Panel) -> None:
    panel.server.project_list = [make_project("1", "Quarry", task_ids=("a", "b"))]
    panel.open()
    panel.select("1")
    panel.dock._actions["remove"].trigger()
    assert "“Quarry” (2 tasks)" in confirmation(panel).text()
    press(confirmation(panel), "Delete project")
    assert panel.turn(lambda: panel.server.asked == [("delete", "1")])


def test_verbs_that_do_not_fit_are_grey_and_say_why(panel: Panel) -> None:
    panel.server.project_list = [make_project("1", task_ids=("a",), owned=False, permissions=frozenset({"view"}))]
    panel.server.task_lists["1"] = [make_task("a", status=20, pending_action=1)]
    panel.open()
    panel.select("1")
    actions = panel.dock._actions
    assert not actions["remove"].isEnabled() and "no permission" in actions["remove"].toolTip()
    panel.select("1", "a")
    assert not actions["cancel"].isEnabled() and "still busy" in actions["cancel"].toolTip()
    assert not actions["load"].isEnabled() and "before the task is completed" in actions["load"].toolTip()


def test_a_refused_verb_is_told_in_the_panel(panel: Panel) -> None:
    panel.server.project_list = [make_project("1", task_ids=("a",))]
    panel.server.task_lists["1"] = [make_task("a", status=20)]
    panel.open()
    panel.select("1", "a")
    panel.server.failure = Unreachable("The server does not answer.", "Check the network.", "refused")
    panel.dock._actions["cancel"].trigger()
    assert panel.turn(lambda: "The server does not answer.\nCheck the network." in panel.message())
    buttons = [button.text() for button in panel.widget("messageBar").findChildren(QToolButton)]
    assert "Details" in buttons


def test_a_lost_connection_shows_and_goes_away_by_itself(panel: Panel) -> None:
    panel.server.project_list = [make_project("1")]
    workspace = panel.open()
    state = panel.widget("connectionStateLabel")
    panel.server.failure = Unreachable("The server does not answer.", "", "refused")
    workspace.monitor.refresh()
    assert panel.turn(lambda: state.text() == "offline") and "does not answer" in panel.message()
    assert panel.dock._work_page.tree.model.rowCount() == 1  # the last that was known stays
    panel.server.failure = None
    workspace.monitor.refresh()
    assert panel.turn(lambda: state.text() == "") and panel.message() == ""


def test_errors_that_nobody_read_outlive_a_lost_connection(panel: Panel) -> None:
    panel.server.project_list = [make_project("1")]
    workspace = panel.open()
    state = panel.widget("connectionStateLabel")
    workspace.error_occurred.emit(NadirError("The point cloud was not loaded."))
    panel.server.failure = Unreachable("The server does not answer.", "", "refused")
    workspace.monitor.refresh()
    assert panel.turn(lambda: state.text() == "offline") and len(panel.widget("messageBar").items()) == 2
    panel.server.failure = None
    workspace.monitor.refresh()
    assert panel.turn(lambda: state.text() == "")
    assert [item.text() for item in panel.widget("messageBar").items()] == ["The point cloud was not loaded."]


def test_an_offline_message_that_was_closed_by_hand_does_no_harm(panel: Panel) -> None:
    panel.server.project_list = [make_project("1")]
    workspace = panel.open()
    panel.server.failure = Unreachable("The server does not answer.", "", "refused")
    workspace.monitor.refresh()
    assert panel.turn(lambda: "does not answer" in panel.message())
    bar = panel.widget("messageBar")
    bar.popWidget(bar.currentItem())
    assert panel.turn(lambda: not bar.items())
    workspace.error_occurred.emit(NadirError("Another one."))
    panel.server.failure = None
    workspace.monitor.refresh()
    assert panel.turn(lambda: panel.widget("connectionStateLabel").text() == "") and panel.message() == "Another one."


def test_messages_show_markup_literally(panel: Panel) -> None:
    item = MessageItem("<b>x</b> &amp;", 0)
    label = item.findChild(QLabel, "messageText")
    assert label.textFormat() == Qt.TextFormat.PlainText and label.text() == "<b>x</b> &amp;"


def test_the_console_follows_its_end_unless_one_reads(panel: Panel) -> None:
    panel.server.project_list = [make_project("1", task_ids=("a",))]
    panel.server.task_lists["1"] = [make_task("a", status=20)]
    panel.server.console["a"] = [f"line {n} <b>" for n in range(200)]
    workspace = panel.open()
    panel.select("1", "a")
    panel.widget("consoleToggle").click()
    view = panel.widget("consoleView")
    assert panel.turn(lambda: view.toPlainText().endswith("line 199 <b>"))
    bar = view.verticalScrollBar()
    assert bar.value() == bar.maximum() > 0
    bar.setValue(3)
    panel.server.console["a"].append("line 200")
    workspace.monitor.refresh()
    assert panel.turn(lambda: view.toPlainText().endswith("line 200")) and bar.value() == 3


def test_the_console_of_a_task_that_starts_again_starts_empty(panel: Panel) -> None:
    panel.server.project_list = [make_project("1", task_ids=("a",))]
    panel.server.task_lists["1"] = [make_task("a", status=20)]
    panel.server.console["a"] = ["old one", "old two"]
    workspace = panel.open()
    panel.select("1", "a")
    panel.widget("consoleToggle").click()
    view = panel.widget("consoleView")
    assert panel.turn(lambda: view.toPlainText() == "old one\nold two")
    panel.server.console["a"] = []
    workspace.monitor.refresh()
    assert panel.turn(lambda: view.toPlainText() == "")
    panel.server.console["a"] = ["new one"]
    workspace.monitor.refresh()
    assert panel.turn(lambda: view.toPlainText() == "new one")


def test_asking_for_the_console_again_shows_no_line_twice(panel: Panel) -> None:
    panel.server.project_list = [make_project("1", task_ids=("a",))]
    panel.server.task_lists["1"] = [make_task("a", status=20)]
    panel.server.console["a"] = ["one"]
    workspace = panel.open()
    panel.select("1", "a")
    for _ in range(2):
        panel.dock._actions["console"].trigger()
        assert panel.turn(lambda: panel.widget("consoleView").toPlainText() == "one")
    panel.server.console["a"].append("two")
    workspace.monitor.refresh()
    assert panel.turn(lambda: panel.widget("consoleView").toPlainText() == "one\ntwo")


def test_leaving_this_computer_at_work_asks_and_names_the_task(panel: Panel) -> None:
    panel.computer.running = True
    panel.server.project_list = [make_project("1", task_ids=("a", "b"))]
    panel.server.task_lists["1"] = [make_task("a", "Dawn", status=20), make_task("b", "Noon")]
    workspace = panel.open(local=True)
    panel.select("1", "a")
    panel.widget("disconnectButton").click()
    box = confirmation(panel)
    assert box.text().startswith("“Dawn” is not finished yet.")
    assert "when you start the local server again" in box.informativeText()
    press(box, "Cancel")
    assert panel.dock.workspace is workspace
    panel.widget("disconnectButton").click()
    press(confirmation(panel), "Let it go on")
    assert panel.dock.workspace is None and panel.computer.running


def test_the_local_server_can_be_stopped_on_leaving(panel: Panel) -> None:
    panel.computer.running = True
    panel.server.project_list = [make_project("1", task_ids=("a",))]
    panel.server.task_lists["1"] = [make_task("a", "Dawn", status=20)]
    panel.open(local=True)
    panel.select("1", "a")
    panel.widget("disconnectButton").click()
    press(confirmation(panel), "Stop the local server")
    assert panel.dock.workspace is None and panel.turn(lambda: not panel.computer.running)


@pytest.mark.parametrize(("local", "status"), [(True, 40), (False, 20)])
def test_leaving_asks_nothing_where_nothing_of_this_computer_runs(panel: Panel, local: bool, status: int) -> None:
    panel.server.project_list = [make_project("1", task_ids=("a",))]
    panel.server.task_lists["1"] = [make_task("a", status=status)]
    panel.open(local=local)
    panel.select("1", "a")
    panel.widget("disconnectButton").click()
    assert panel.dock.workspace is None and panel.dock.findChild(QMessageBox, "NadirConfirmation") is None


def test_the_console_of_a_removed_task_closes(panel: Panel) -> None:
    panel.server.project_list = [make_project("1", task_ids=("a",))]
    panel.server.task_lists["1"] = [make_task("a")]
    workspace = panel.open()
    panel.select("1", "a")
    panel.widget("consoleToggle").click()
    assert panel.widget("consoleView").isVisible()
    panel.server.task_lists["1"] = []
    workspace.monitor.refresh()
    assert panel.turn(lambda: not panel.widget("consoleView").isVisible())


def test_the_footer_sums_up_the_nodes(panel: Panel) -> None:
    panel.server.node_list = [ProcessingNode("1", "a", 3001, True, 2), ProcessingNode("2", "b", 3001, False, 0)]
    panel.open()
    assert panel.turn(lambda: panel.widget("nodesFooter").text() == "1 of 2 processing nodes online, 2 in the queue")


def test_a_task_that_ends_elsewhere_is_announced_with_a_button(panel: Panel) -> None:
    panel.server.project_list = [make_project("1", task_ids=("a",))]
    panel.server.task_lists["1"] = [make_task("a", "Dawn", status=20)]
    workspace = panel.open()
    panel.select("1", "a")
    panel.server.task_lists["1"] = [make_task("a", "Dawn")]
    workspace.monitor.refresh()
    assert panel.turn(lambda: panel.main_bar.currentItem() is not None)
    item = panel.main_bar.currentItem()
    assert item.text() == "“Dawn” is completed."
    assert [button.text() for button in item.findChildren(QToolButton)].count("Add to map") == 1


def test_a_failed_task_says_why(panel: Panel) -> None:
    panel.server.project_list = [make_project("1", task_ids=("a",))]
    panel.server.task_lists["1"] = [make_task("a", "Dusk", status=20)]
    workspace = panel.open()
    panel.select("1", "a")
    panel.server.task_lists["1"] = [make_task("a", "Dusk", status=30, last_error="Not enough overlap")]
    workspace.monitor.refresh()
    assert panel.turn(lambda: panel.main_bar.currentItem() is not None)
    assert panel.main_bar.currentItem().text() == "“Dusk” failed: Not enough overlap"


@pytest.mark.parametrize("automatic", [True, False])
def test_a_task_started_here_loads_itself_if_wished(panel: Panel, monkeypatch: pytest.MonkeyPatch, automatic: bool) -> None:
    Settings().load_when_finished = automatic
    panel.server.project_list = [make_project("1", task_ids=("a",))]
    panel.server.task_lists["1"] = [make_task("a", status=20)]
    workspace = panel.open()
    loaded: list[Any] = []
    monkeypatch.setattr(workspace, "load_results", lambda task: loaded.append(task.id) or panel.jobs.start("load", bool))
    workspace.task_created.emit(make_task("a", status=10))
    panel.select("1", "a")
    panel.server.task_lists["1"] = [make_task("a")]
    workspace.monitor.refresh()
    assert panel.turn(lambda: panel.main_bar.currentItem() is not None)
    assert loaded == (["a"] if automatic else [])


def test_a_task_without_place_on_the_map_is_told_as_a_warning_and_not_loaded(panel: Panel) -> None:
    panel.server.project_list = [make_project("1", task_ids=("a",))]
    panel.server.task_lists["1"] = [make_task("a", "nogps", status=20)]
    workspace = panel.open()
    loading: list[Any] = []
    panel.dock._actions.load_started.connect(lambda job, task: loading.append(task))
    workspace.task_created.emit(make_task("a", "nogps", status=10))
    panel.select("1", "a")
    panel.server.task_lists["1"] = [make_task("a", "nogps", available_assets=("georeferenced_model.laz",))]
    workspace.monitor.refresh()
    assert panel.turn(lambda: panel.main_bar.currentItem() is not None)
    item = panel.main_bar.currentItem()
    assert item.text() == "“nogps” is completed, but has no place on the map: its photos have no position."
    assert item.level() == Qgis.MessageLevel.Warning and len(panel.main_bar.items()) == 1
    action = panel.dock._actions["load"]
    assert not action.isEnabled() and "its photos have no position" in action.toolTip()
    assert loading == [] and panel.message() == ""


def test_layers_that_are_on_the_map_are_zoomed_to(
    panel: Panel, project: QgsProject, qgis_canvas: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    task = make_task("a", available_assets=("orthophoto.tif",))
    panel.server.project_list = [make_project("1", task_ids=("a",))]
    panel.server.task_lists["1"] = [task]
    workspace = panel.open()
    panel.select("1", "a")
    button = panel.widget("loadButton")
    assert button.text().replace("&", "") == "Add to map"
    layer = QgsRasterLayer("type=xyz&url=http://127.0.0.1:1/{z}/{x}/{y}.png", "Orthophoto", "wms")
    mark(layer, LayerKind.ORTHOPHOTO, task, workspace.client.session.url)
    layer.setExtent(QgsRectangle(1000, 2000, 1100, 2100))
    monkeypatch.setattr(workspace, "load_results", lambda task: pytest.fail("it is there already"))
    project.addMapLayer(layer)
    assert panel.turn(lambda: button.text().replace("&", "") == "Zoom to layers")
    assert "Zoom to layers" in button.toolTip() and button.accessibleName() == "Zoom to layers" and button.isEnabled()
    qgis_canvas.setExtent(QgsRectangle(0, 0, 1, 1))
    button.click()
    assert panel.turn(lambda: abs(qgis_canvas.extent().center().x() - 1050) < 1)
    project.removeMapLayer(layer.id())
    assert panel.turn(lambda: button.text().replace("&", "") == "Add to map" and "Add to map" in button.toolTip())


def test_what_a_task_did_not_give_is_a_warning_once(panel: Panel) -> None:
    workspace = panel.open()
    for _ in range(2):
        workspace.warned.emit("Missing in “a”: Orthophoto.")
    items = panel.widget("messageBar").items()
    assert [(item.text(), item.level()) for item in items] == [("Missing in “a”: Orthophoto.", Qgis.MessageLevel.Warning)]


def test_a_new_task_is_selected_once_the_server_lists_it(panel: Panel) -> None:
    panel.server.project_list = [make_project("1"), make_project("2", task_ids=("b",))]
    panel.server.task_lists["2"] = [make_task("b", "New one", status=10, project_id="2")]
    workspace = panel.open()
    workspace.task_created.emit(make_task("b", "New one", status=10, project_id="2"))
    assert panel.turn(lambda: panel.dock._work_page.tree.view.currentIndex().data() == "New one")


def test_a_folder_can_be_dropped_on_the_panel(panel: Panel, folder_of_photos: Any) -> None:
    panel.open()
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(folder_of_photos(3)))])
    event = QDropEvent(
        QPoint(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    panel.dock.dropEvent(event)
    assert panel.turn(lambda: panel.widget("startButton").isEnabled())
    assert panel.widget("nameEdit").text() == "survey"


def test_the_keyboard_reaches_the_verbs_though_qgis_has_the_same_keys(panel: Panel) -> None:
    rival = QAction(panel.dock)
    rival.setShortcut("Del")
    panel.dock.addAction(rival)
    panel.server.project_list = [make_project("1", task_ids=("a",))]
    panel.server.task_lists["1"] = [make_task("a")]
    panel.open()
    panel.select("1", "a")
    panel.dock.activateWindow()
    panel.widget("projectTree").setFocus()
    QApplication.processEvents()
    QTest.keyClick(panel.widget("projectTree"), Qt.Key.Key_Delete)
    assert panel.turn(lambda: panel.dock.findChild(QMessageBox, "NadirConfirmation") is not None, 3)


def test_every_control_has_a_name_for_screen_readers(panel: Panel) -> None:
    panel.open()
    kinds = ("QToolButton", "QPushButton", "QLineEdit", "QTreeView", "QPlainTextEdit", "QComboBox", "BigButton")
    nameless = [
        widget.objectName()
        for widget in panel.dock.findChildren(QWidget)
        if widget.metaObject().className() in kinds
        and widget.objectName() not in ("qt_toolbar_ext_button", "mActionMenu", "mCloseMenu")
        and not widget.objectName().startswith("qt_")
        and widget.parent().objectName() != "messageBar"
        and not (widget.accessibleName() or getattr(widget, "text", str)() or widget.toolTip())
    ]
    assert nameless == []


def test_shutting_down_leaves_nothing_registered(panel: Panel) -> None:
    panel.server.project_list = [make_project("1", task_ids=("a",))]
    panel.server.task_lists["1"] = [make_task("a", status=20)]
    workspace = panel.open()
    panel.select("1", "a")
    panel.server.task_lists["1"] = [make_task("a")]
    workspace.monitor.refresh()
    assert panel.turn(lambda: panel.main_bar.currentItem() is not None)
    panel.dock._actions["new_task"].trigger()
    dialog = panel.widget("NadirNewTaskDialog")
    panel.shut_down()
    assert panel.main_bar.currentItem() is None
    assert panel.turn(lambda: not panel.jobs.running())
    assert not dialog.isVisible()
    monitor = workspace.monitor
    for signal in (monitor.projects_changed, monitor.tasks_changed, monitor.task_finished, monitor.nodes_changed):
        assert monitor.receivers(signal) == 0
    assert panel.dock.workspace is None and panel.computer.receivers(panel.computer.stopped_unexpectedly) == 0


@pytest.mark.parametrize("name", sorted(path.stem for path in icons.FOLDER.glob("*.svg")))
def test_icons_show_on_dark_and_on_light(qgis_app: Any, name: str) -> None:
    from qgis.PyQt.QtGui import QColor

    for color in ("#000000", "#ffffff"):
        image = icons.pixmap(name, 24, QColor(color), 2.0).toImage()
        drawn = sum(image.pixelColor(x, y).alpha() > 100 for x in range(48) for y in range(48))
        assert image.width() == 48 and drawn > 100
