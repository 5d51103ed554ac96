"""Sharing sends what was changed, all at once; public links are made and copied."""

from __future__ import annotations

from typing import Any

from nadir.core.api.permissions import Grant
from nadir.test.qgis.ui.actions.conftest import TASK, Desk, project, task
from nadir.test.unit.api.scripted_server import Reply, recorded
from nadir.ui.actions.share_dialog import GrantsTable
from qgis.core import QgsApplication
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QColor, QPalette
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QComboBox, QLabel, QLineEdit, QPushButton, QStyleFactory, QTableWidget

EDIT, PERMISSIONS = "/api/projects/1/edit/", "/api/projects/1/permissions/"


def opened(desk: Desk) -> Any:
    """The dialog with what the server said."""
    desk.server.on("GET", PERMISSIONS, recorded("project_permissions2"))
    desk.server.replay("project_get", "users_search")
    desk.server.on("GET", "/api/users/", recorded("pilot_users"))
    desk.server.on("GET", "/api/groups/", recorded("groups"))
    desk.select(project())
    desk.run("share")
    dialog = desk.dialog("NadirShareDialog")
    assert desk.turn(lambda: table(dialog).rowCount() == 2, 5)
    return dialog


def table(dialog: Any) -> QTableWidget:
    return dialog.findChild(QTableWidget, "grantsTable")


def checks(dialog: Any, row: int) -> str:
    """The boxes of a row, such as 'xx--'."""
    states = [table(dialog).item(row, column).checkState() for column in range(1, 5)]
    return "".join("x" if state == Qt.CheckState.Checked else "-" for state in states)


def accept(dialog: Any) -> QPushButton:
    return dialog.findChild(QPushButton, "acceptButton")


def test_the_owner_stands_first_and_cannot_be_changed(desk: Desk) -> None:
    dialog = opened(desk)
    assert table(dialog).item(0, 0).text() == "admin (owner)" and checks(dialog, 0) == "xxxx"
    assert not table(dialog).item(0, 1).flags() & Qt.ItemFlag.ItemIsEnabled
    assert table(dialog).item(1, 0).text() == "viewer" and checks(dialog, 1) == "x---"
    assert not accept(dialog).isEnabled()  # nothing was changed


def test_more_includes_viewing_and_without_viewing_there_is_nothing(desk: Desk) -> None:
    dialog = opened(desk)
    table(dialog).item(1, 1).setCheckState(Qt.CheckState.Unchecked)
    assert checks(dialog, 1) == "----"
    table(dialog).item(1, 3).setCheckState(Qt.CheckState.Checked)
    assert checks(dialog, 1) == "x-x-"


def test_changes_are_sent_at_once_with_everything_else_as_it_was(desk: Desk) -> None:
    dialog = opened(desk)
    desk.server.on("POST", EDIT, Reply(200, {"success": True}))
    table(dialog).item(1, 3).setCheckState(Qt.CheckState.Checked)
    QTest.keyClicks(dialog.findChild(QLineEdit, "whoEdit"), "maria")
    QTest.keyClick(dialog.findChild(QLineEdit, "whoEdit"), Qt.Key.Key_Return)
    assert table(dialog).rowCount() == 3 and desk.asked("POST") == []
    accept(dialog).click()
    sent = desk.sent("POST", EDIT)
    assert sent["permissions"] == [
        {"username": "viewer", "permissions": ["view", "change"]},
        {"username": "maria", "permissions": ["view"]},
    ]
    assert sent["name"] == recorded("project_get").content["name"]
    assert desk.gone()


def test_a_name_that_the_server_does_not_know_changes_nothing(desk: Desk) -> None:
    dialog = opened(desk)
    desk.server.on("POST", EDIT, recorded("project_edit_baduser"))
    dialog.findChild(QLineEdit, "whoEdit").setText("ghost")
    dialog.findChild(QPushButton, "addButton").click()
    accept(dialog).click()
    label = dialog.findChild(QLabel, "problemLabel")
    assert desk.turn(lambda: "Invalid user in permissions list" in label.text(), 5)
    assert dialog.isVisible() and accept(dialog).isEnabled() and table(dialog).rowCount() == 3


def test_users_are_found_while_one_types_and_groups_too(desk: Desk) -> None:
    dialog = opened(desk)
    who = dialog.findChild(QLineEdit, "whoEdit")
    QTest.keyClicks(who, "pil")
    assert desk.turn(lambda: dialog._found.stringList() == ["pilot"], 5)
    dialog.findChild(QComboBox, "kindCombo").setCurrentIndex(1)
    who.setText("def")
    dialog._search()
    assert desk.turn(lambda: dialog._found.stringList() == ["Default"], 5)


def test_where_the_server_tells_nobody_a_typed_name_does(desk: Desk) -> None:
    dialog = opened(desk)
    for path in ("/api/users/", "/api/groups/"):
        desk.server.on("GET", path, Reply(403, {"detail": "You do not have permission to perform this action."}))
    who = dialog.findChild(QLineEdit, "whoEdit")
    QTest.keyClicks(who, "pilot")
    assert desk.turn(lambda: who.placeholderText() == "Exact name", 5)
    dialog.findChild(QPushButton, "addButton").click()
    assert table(dialog).item(2, 0).text() == "pilot" and desk.message() == ""


def test_hostile_names_are_plain(desk: Desk) -> None:
    evil = {"username": "<img src=x>\u202e%n" + "a" * 10_000, "permissions": ["view"]}
    desk.server.on("GET", PERMISSIONS, Reply(200, [evil]))
    desk.select(project(name="<b>x</b>"))
    desk.run("share")
    dialog = desk.dialog("NadirShareDialog")
    assert desk.turn(lambda: table(dialog).rowCount() == 1, 5)
    shown = table(dialog).item(0, 0)
    assert shown.text().startswith("<img src=x> %naaa") and len(shown.text()) <= 60
    assert "&lt;img" in shown.toolTip() and "<b>x</b>" in dialog.windowTitle()


def test_who_may_not_know_gets_a_reason(desk: Desk) -> None:
    desk.server.on("GET", PERMISSIONS, recorded("viewer_permissions"))
    desk.select(project())
    desk.run("share")
    dialog = desk.dialog("NadirShareDialog")
    assert desk.turn(lambda: "hides it" in dialog.findChild(QLabel, "problemLabel").text(), 5)
    assert not accept(dialog).isEnabled()


def test_a_server_of_the_first_generation_cannot_share(desk: Desk) -> None:
    desk.server.replay("project_get")
    desk.server.on("GET", PERMISSIONS, Reply(404, b"<h1>Not Found</h1>", {"Content-Type": "text/html"}))
    desk.select(project())
    desk.run("share")
    label = desk.dialog("NadirShareDialog").findChild(QLabel, "problemLabel")
    assert desk.turn(lambda: "This server cannot say whom a project is shared with." in label.text(), 5)
    desk.actions.update()
    assert desk.reason("share") == "This server cannot share projects."


def test_a_task_becomes_public_after_a_question_and_its_link_is_copied(desk: Desk) -> None:
    path = f"/api/projects/1/tasks/{TASK}/"
    public = {**recorded("task_get_completed").content, "public": True}
    desk.server.on("PATCH", path, Reply(200, public))
    desk.select(task())
    assert desk.reason("copy_link") == "Not public: make it public first."
    desk.run("public")
    assert "without a log-in" in desk.confirmation().informativeText()
    desk.answer("Make public")
    assert desk.sent("PATCH", path) == {"public": True}
    link = f"{desk.server.url}/public/task/{TASK}/map/"
    assert desk.turn(lambda: "clipboard" in desk.message(), 5) and QgsApplication.clipboard().text() == link


def test_what_is_public_can_be_made_private_again(desk: Desk) -> None:
    desk.server.on("PATCH", "/api/projects/1/", recorded("project_patch"))
    desk.select(project(public=True, public_id="ab-12"))
    desk.run("copy_link")
    assert QgsApplication.clipboard().text() == f"{desk.server.url}/public/project/ab-12/map/"
    assert desk.actions["public"].text() == "Make &private"
    desk.run("public")
    assert desk.sent("PATCH", "/api/projects/1/") == {"public": False}


def test_this_computer_shares_nothing(desk: Desk) -> None:
    desk.open("local", "This computer", local=True)
    row = project()
    desk.select(type(row)("local", row.project))
    for verb in ("share", "public", "copy_link"):
        assert desk.reason(verb) == "Nobody else can reach the projects of this computer."
    assert desk.reason("open_browser") == "This computer has no web pages."


def test_an_empty_box_is_seen_on_a_dark_ground(qgis_app: Any) -> None:
    def contrast(column: int) -> int:
        """The brightest thing that is painted in a cell."""
        picture = grants.viewport().grab(grants.visualItemRect(grants.item(0, column))).toImage()
        return max(picture.pixelColor(x, y).lightness() for x in range(picture.width()) for y in range(picture.height()))

    grants = GrantsTable()
    grants.setStyle(QStyleFactory.create("Fusion"))
    palette = grants.palette()
    for role, color in ((QPalette.ColorRole.Base, "#1e1e1e"), (QPalette.ColorRole.Window, "#2b2b2b"), (QPalette.ColorRole.Text, "#f0f0f0")):
        palette.setColor(role, QColor(color))
    grants.setPalette(palette)
    grants.set_grants([Grant(username="anna", permissions=frozenset({"view"}))])
    grants.resize(500, 200)
    grants.show()
    assert contrast(4) > 100
    grants.deleteLater()
