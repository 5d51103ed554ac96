"""Tasks are moved by menu and by drag, and can be moved back; copies are made once."""

from __future__ import annotations

from nadir.core.api.task import Task
from nadir.test.qgis.ui.actions.conftest import TASK, Desk, project, task
from nadir.test.unit.api.scripted_server import Reply, Request, recorded, recording
from nadir.ui.selection import Item
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QLabel, QLineEdit, QListWidget, QToolButton

BODY = recording("task_move_project")["body"]


def moving(desk: Desk, *tasks: str) -> None:
    """A server that moves these tasks wherever it is told to."""

    def answer(request: Request) -> Reply:
        task_id = request.path.rstrip("/").rpartition("/")[2]
        return Reply(200, {**BODY, "id": task_id, "name": f"Flight {task_id}", "project": request.json()["project"]})

    for task_id in tasks:
        for project_id in ("1", "2"):
            desk.server.on("PATCH", f"/api/projects/{project_id}/tasks/{task_id}/", answer)


def test_tasks_are_moved_to_a_project_chosen_in_the_dialog(desk: Desk) -> None:
    moving(desk, "aaaa", "bbbb")
    desk.workspace.monitor.projects = tuple(
        item.project for item in (project(), project("2", "Vineyard"), project("3", "Locked", owned=False, permissions=frozenset({"view"})))
    )
    desk.select(task("aaaa"), task("bbbb"))
    desk.run("move")
    dialog = desk.dialog("NadirMoveDialog")
    rows = dialog.findChild(QListWidget, "projectList")
    assert [rows.item(row).text() for row in range(rows.count())] == ["Vineyard"]  # not where they are, nor what is locked
    assert not dialog.accept_button.isEnabled()
    rows.setCurrentRow(0)
    dialog.accept_button.click()
    assert desk.sent("PATCH", "/api/projects/1/tasks/aaaa/") == {"project": 2}
    assert desk.sent("PATCH", "/api/projects/1/tasks/bbbb/") == {"project": 2}
    assert desk.turn(lambda: "Moved “Flight aaaa” and “Flight bbbb” to “Vineyard”." in desk.message(), 5)


def test_projects_that_are_not_in_the_panel_are_found_on_the_server(desk: Desk) -> None:
    found = [{**recorded("project_get").content, "id": 77, "name": "Far <b>away</b>"}]
    desk.server.on("GET", "/api/projects/", Reply(200, {"count": 1, "next": None, "previous": None, "results": found}))
    desk.select(task())
    desk.run("move")
    dialog = desk.dialog("NadirMoveDialog")
    assert dialog.findChild(QLabel, "noneLabel").isVisible()
    QTest.keyClicks(dialog.findChild(QLineEdit, "searchEdit"), "far")
    rows = dialog.findChild(QListWidget, "projectList")
    assert desk.turn(lambda: rows.count() == 1, 5) and rows.item(0).text() == "Far <b>away</b>"


def test_a_drag_moves_at_once_and_can_be_undone(desk: Desk) -> None:
    moving(desk, "aaaa")
    desk.actions.move([task("aaaa")], project("2", "Vineyard"))
    assert desk.turn(lambda: "Moved" in desk.message(), 5)
    undo = next(each for each in desk.bar.findChildren(QToolButton) if each.text() == "Undo")
    undo.click()
    assert desk.sent("PATCH", "/api/projects/2/tasks/aaaa/") == {"project": 1}


def test_what_cannot_be_moved_stays_and_says_why(desk: Desk) -> None:
    moving(desk, "aaaa")
    target = project("2", "Vineyard")
    desk.actions.move([task("aaaa"), task("bbbb", "Noon", pending_action=3)], target)
    assert desk.turn(lambda: desk.asked() == [("PATCH", "/api/projects/1/tasks/aaaa/")], 5)
    texts = [item.text() for item in desk.bar.items()]
    assert any("“Noon” cannot be moved to “Vineyard”." in text and "still busy" in text for text in texts)
    desk.quiet()
    viewed = project("4", "Seen", owned=False, permissions=frozenset({"view"}))
    desk.actions.move([task("aaaa")], viewed)
    elsewhere = Item("other", target.project)
    desk.actions.move([task("cccc")], elsewhere)
    desk.quiet()
    assert len(desk.asked()) == 1
    texts = [item.text() for item in desk.bar.items()]
    assert any("no permission" in text for text in texts) and any("another server" in text for text in texts)


def test_those_that_the_server_refuses_are_named(desk: Desk) -> None:
    moving(desk, "aaaa")
    desk.server.on("PATCH", "/api/projects/1/tasks/bbbb/", Reply(400, {"project": ["No."]}))
    desk.actions.move([task("aaaa"), task("bbbb", "Noon")], project("2", "Vineyard"))
    assert desk.turn(lambda: "1 of 2 tasks could not be moved to “Vineyard”" in desk.message(), 5)


def test_a_task_and_a_project_are_duplicated(desk: Desk) -> None:
    path = f"/api/projects/1/tasks/{TASK}/duplicate/"
    desk.server.on("GET", "/api/projects/1/tasks/", Reply(200, []))
    desk.server.on("POST", path, recorded("task_duplicate"))
    desk.select(task())
    desk.run("duplicate")
    assert desk.turn(lambda: desk.asked() == [("POST", path)], 5)
    desk.quiet()
    desk.server.on("GET", "/api/projects/", Reply(200, []))
    desk.server.on("POST", "/api/projects/1/duplicate/", recorded("project_duplicate"))
    desk.server.on("GET", f"/api/projects/{recorded('project_duplicate').content['project']['id']}/", recorded("project_get"))
    desk.select(project())
    desk.run("duplicate")
    assert desk.turn(lambda: ("POST", "/api/projects/1/duplicate/") in desk.asked(), 5)
    desk.quiet()
    assert desk.message() == ""


def test_an_old_server_makes_no_copies(desk: Desk) -> None:
    desk.server.on("GET", "/api/projects/1/tasks/", Reply(200, []))
    desk.server.on("POST", f"/api/projects/1/tasks/{TASK}/duplicate/", Reply(405, recorded("method_not_allowed").content))
    desk.select(task())
    desk.run("duplicate")
    assert desk.turn(lambda: "This server cannot duplicate tasks." in desk.message(), 5)
    assert desk.turn(lambda: not desk.actions["duplicate"].isEnabled(), 5)
    desk.select(project())
    assert desk.actions["duplicate"].isEnabled()  # projects it may know


def test_nothing_is_copied_while_it_is_processed(desk: Desk) -> None:
    desk.select(task(status=20))
    assert desk.reason("duplicate") == "The task has not ended yet."
    assert isinstance(task(status=20).task, Task)
