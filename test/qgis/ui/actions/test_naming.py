"""New projects, names, descriptions and tags: typed once, sent once, kept while the server says no."""

from __future__ import annotations

from nadir.test.qgis.ui.actions.conftest import TASK, Desk, project, task
from nadir.test.unit.api.scripted_server import Reply, recorded
from nadir.ui.actions.tag_edit import TagEdit, clean_tags
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QLabel, QLineEdit, QPlainTextEdit, QPushButton

PATH = f"/api/projects/1/tasks/{TASK}/"


def field(dialog: object, name: str) -> QLineEdit:
    return dialog.findChild(QLineEdit, name)  # type: ignore[attr-defined]


def button(dialog: object) -> QPushButton:
    return dialog.findChild(QPushButton, "acceptButton")  # type: ignore[attr-defined]


def test_a_new_project_has_name_description_and_tags(desk: Desk) -> None:
    desk.server.on("GET", "/api/projects/", Reply(200, []))
    desk.server.on("POST", "/api/projects/", recorded("projects_create"))
    desk.select(project())
    desk.run("new_project")
    dialog = desk.dialog("NadirNameDialog")
    assert "Office" in dialog.windowTitle() and not button(dialog).isEnabled()
    QTest.keyClicks(field(dialog, "nameEdit"), " North quarry ")
    dialog.findChild(QPlainTextEdit, "descriptionEdit").setPlainText("Every month")
    field(dialog, "tagsEdit").setText("#survey, north,survey,")
    button(dialog).click()
    sent = desk.sent("POST", "/api/projects/")
    assert sent == {"name": "North quarry", "description": "Every month", "tags": ["survey", "north"]}
    assert desk.gone()


def test_renaming_sends_only_the_name(desk: Desk) -> None:
    desk.server.on("PATCH", PATH, recorded("task_patch_name"))
    desk.select(task(name="Dawn"))
    desk.run("rename")
    dialog = desk.dialog("NadirNameDialog")
    assert field(dialog, "nameEdit").selectedText() == "Dawn" and dialog.findChild(QPlainTextEdit) is None
    field(dialog, "nameEdit").setText("Dusk")
    QTest.keyClick(field(dialog, "nameEdit"), Qt.Key.Key_Return)
    assert desk.sent("PATCH", PATH) == {"name": "Dusk"}


def test_what_was_typed_stays_when_the_server_refuses_it(desk: Desk) -> None:
    desk.server.on("PATCH", PATH, Reply(400, {"name": ["Too <b>long</b>."]}), recorded("task_patch_name"))
    desk.select(task())
    desk.run("rename")
    dialog = desk.dialog("NadirNameDialog")
    field(dialog, "nameEdit").setText("Dusk")
    button(dialog).click()
    label = dialog.findChild(QLabel, "problemLabel")
    assert desk.turn(lambda: label.isVisible() and "Too <b>long</b>." in label.text(), 5)
    assert label.textFormat() == Qt.TextFormat.PlainText and field(dialog, "nameEdit").text() == "Dusk"
    assert dialog.isVisible() and button(dialog).isEnabled()
    button(dialog).click()
    assert desk.gone()


def test_an_empty_name_and_no_change_cannot_be_sent(desk: Desk) -> None:
    desk.select(project())
    desk.run("rename")
    dialog = desk.dialog("NadirNameDialog")
    assert not button(dialog).isEnabled()
    field(dialog, "nameEdit").setText("  ")
    assert not button(dialog).isEnabled()
    field(dialog, "nameEdit").setText("Pit")
    assert button(dialog).isEnabled()


def test_a_project_is_described(desk: Desk) -> None:
    desk.server.on("PATCH", "/api/projects/1/", recorded("project_patch"))
    desk.select(project(description="old", tags=("a",)))
    desk.run("describe")
    dialog = desk.dialog("NadirNameDialog")
    dialog.findChild(QPlainTextEdit, "descriptionEdit").setPlainText("new\nlines")
    button(dialog).click()
    assert desk.sent("PATCH", "/api/projects/1/") == {"description": "new\nlines"}


def test_tags_of_several_are_added_and_removed_together(desk: Desk) -> None:
    for name in ("aaaa", "bbbb"):
        desk.server.on("PATCH", f"/api/projects/1/tasks/{name}/", recorded("task_patch_name"))
    desk.select(task("aaaa", tags=["calm", "low"]), task("bbbb", tags=["windy"]))
    desk.run("tags")
    dialog = desk.dialog("NadirTagsDialog")
    field(dialog, "addTagsEdit").setText("checked")
    field(dialog, "removeTagsEdit").setText("low")
    button(dialog).click()
    assert desk.sent("PATCH", "/api/projects/1/tasks/aaaa/") == {"tags": ["calm", "checked"]}
    assert desk.sent("PATCH", "/api/projects/1/tasks/bbbb/") == {"tags": ["windy", "checked"]}


def test_viewers_cannot_rename_and_are_told_why(desk: Desk) -> None:
    viewed = project(owned=False, permissions=frozenset({"view"}))
    for row in (viewed, task(inside=viewed)):
        desk.select(row)
        for verb in ("rename", "tags"):
            assert desk.reason(verb) == "You have no permission to change this project."
    desk.select(task(inside=viewed, public_edit=True))
    assert desk.actions["rename"].isEnabled()


def test_only_one_can_be_renamed_at_a_time(desk: Desk) -> None:
    desk.select(task("aaaa"), task("bbbb"))
    assert desk.reason("rename") == "This can only be done with one at a time."
    assert desk.actions["tags"].isEnabled()


def test_no_other_verb_acts_while_a_request_is_on_its_way(desk: Desk) -> None:
    desk.server.on("PATCH", PATH, recorded("task_patch_name"))
    desk.select(task())
    job = desk.actions._desk.hold(desk.workspace.rename_task(task().task, "Dusk"), task())  # type: ignore[arg-type]
    assert desk.turn(lambda: not desk.actions["restart"].isEnabled(), 5) or not job.is_running()
    assert desk.turn(lambda: not job.is_running(), 5)
    assert desk.reason("restart") == "The last request for this is still on its way.", "what it did is not seen yet"
    assert desk.turn(lambda: desk.actions["restart"].isEnabled(), 5)


def test_a_verb_works_again_as_soon_as_its_row_shows_what_it_did(desk: Desk) -> None:
    desk.server.on("PATCH", PATH, recorded("task_patch_name"))
    desk.select(task())
    job = desk.actions._desk.hold(desk.workspace.rename_task(task().task, "Dusk"), task())  # type: ignore[arg-type]
    assert desk.turn(lambda: not job.is_running(), 5)
    desk.select(task(name="Dusk"))
    assert desk.actions["restart"].isEnabled()


def test_the_tag_that_is_being_typed_is_completed(desk: Desk) -> None:
    edit = TagEdit(["survey", "summer", "north"], desk.window)
    edit.show()
    QTest.keyClicks(edit, "calm, su")
    assert edit._completer.completionCount() == 2
    edit._take("summer")
    assert edit.text() == "calm, summer, " and edit.tags() == ("calm", "summer")


def test_tags_are_cleaned() -> None:
    assert clean_tags([" #a ", "b  c", "", "a", "#"]) == ("a", "b c")
