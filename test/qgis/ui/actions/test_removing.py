"""Deleting asks first, names what goes, and says unshare where that is what happens."""

from __future__ import annotations

from nadir.core.servers import ServerState
from nadir.test.qgis.ui.actions.conftest import TASK, Desk, project, task
from nadir.test.unit.api.scripted_server import Reply, recorded
from qgis.PyQt.QtCore import Qt

REMOVE = f"/api/projects/1/tasks/{TASK}/remove/"


def test_a_task_is_named_with_its_photos_and_size(desk: Desk) -> None:
    desk.server.on("POST", REMOVE, recorded("task_remove"))
    desk.select(task(name="Old <b>flight</b>\u202e%n\n", images_count=240, size=1234.0))
    assert desk.actions["remove"].text() == "De&lete task…"
    desk.run("remove")
    box = desk.confirmation()
    assert box.textFormat() == Qt.TextFormat.PlainText
    assert "“Old <b>flight</b> %n” with its 240 photos and all its results (1.2\u00a0GB)" in box.text()
    assert desk.asked() == []
    desk.answer("Cancel")
    desk.quiet()
    assert desk.asked() == []
    desk.run("remove")
    desk.answer("Delete task")
    assert desk.turn(lambda: desk.asked() == [("POST", REMOVE)], 5)


def test_many_tasks_are_listed_up_to_a_few_and_asked_about_once(desk: Desk) -> None:
    rows = [task(f"00000000-0000-4000-8000-00000000000{n}", f"Flight {n}", images_count=10) for n in range(9)]
    desk.server.on_anything(lambda _request: recorded("task_remove"))
    desk.select(*rows)
    desk.run("remove")
    text = desk.confirmation().text()
    assert "9 tasks with 90 photos" in text and "• Flight 5" in text and "Flight 6" not in text and "and 3 more" in text
    desk.answer("Delete 9")
    assert desk.turn(lambda: len(desk.asked("POST")) == 9, 10)


def test_what_could_not_be_deleted_is_told_in_one_message_with_names(desk: Desk) -> None:
    good, bad = task("aaaa", "Dawn"), task("bbbb", "Noon")
    desk.server.on("POST", "/api/projects/1/tasks/aaaa/remove/", recorded("task_remove"))
    desk.server.on("POST", "/api/projects/1/tasks/bbbb/remove/", Reply(400, ["The node keeps it."]))
    desk.select(good, bad)
    desk.run("remove")
    desk.answer("Delete 2")
    assert desk.turn(lambda: "1 of 2 could not be deleted: “Noon”" in desk.message(), 10)
    assert "The node keeps it." in desk.message() and len(desk.bar.items()) == 1


def test_a_project_says_what_is_in_it_though_it_was_never_opened(desk: Desk) -> None:
    desk.server.on("GET", "/api/projects/1/tasks/", recorded("tasks_list"))
    desk.server.on("DELETE", "/api/projects/1/", recorded("project_delete"))
    desk.select(project(task_ids=("a", "b")))
    assert desk.actions["remove"].text() == "De&lete project…"
    desk.run("remove")
    count = len(recorded("tasks_list").content)
    text = desk.confirmation().text()
    assert text.startswith("Delete “Quarry” with ") and (f"{count} tasks" in text or f"{count} task," in text)
    assert "photos and all results (" in text
    desk.answer("Delete project")
    assert desk.turn(lambda: desk.asked() == [("DELETE", "/api/projects/1/")], 5)


def test_a_project_whose_tasks_cannot_be_counted_can_be_deleted_all_the_same(desk: Desk) -> None:
    desk.server.on("GET", "/api/projects/1/tasks/", Reply(400, ["no"]))
    desk.select(project(task_ids=("a",)))
    desk.run("remove")
    assert desk.confirmation().text() == "Delete “Quarry” with all tasks, photos and results from the server?"


def test_a_project_that_is_only_shared_is_left_and_the_words_say_so(desk: Desk) -> None:
    desk.server.on("DELETE", "/api/projects/1/", recorded("viewer_delete_project"))
    desk.select(project(owned=False, permissions=frozenset({"view"})))
    assert desk.actions["remove"].text() == "Unsha&re project…"
    desk.run("remove")
    box = desk.confirmation()
    assert "Leave “Quarry”?" in box.text() and "share it with you again" in box.informativeText()
    desk.answer("Unshare")
    assert desk.turn(lambda: desk.asked() == [("DELETE", "/api/projects/1/")], 5)


def test_whoever_runs_the_server_deletes_projects_of_others_for_good(desk: Desk) -> None:
    row = project(owned=False)
    desk.server.on("GET", "/api/admin/groups/", recorded("admin_groups"))
    desk.select(row)
    assert desk.turn(lambda: desk.workspace.is_administrator is True, 5)
    assert desk.actions["remove"].text() == "De&lete project…"


def test_where_nobody_says_who_runs_the_server_the_words_are_those_of_the_worst(desk: Desk) -> None:
    desk.select(project(owned=False))
    desk.quiet()
    desk.select(project(owned=False))
    assert desk.actions["remove"].text() == "De&lete project…"
    assert len([each for each in desk.server.requests if each.path == "/api/admin/groups/"]) == 1  # not asked at each click


def test_others_with_all_permissions_only_leave_it(desk: Desk) -> None:
    desk.server.on("GET", "/api/admin/groups/", Reply(403, {"detail": "You do not have permission to perform this action."}))
    desk.select(project(owned=False))
    assert desk.turn(lambda: desk.actions["remove"].text() == "Unsha&re project…", 5)


def test_a_task_goes_with_its_project_and_is_not_asked_for_twice(desk: Desk) -> None:
    desk.server.on("GET", "/api/projects/1/tasks/", Reply(200, []))
    desk.server.on("DELETE", "/api/projects/1/", recorded("project_delete"))
    home = project(task_ids=("x",))
    desk.select(home, task(inside=home))
    desk.run("remove")
    desk.answer("Delete project")
    desk.quiet()
    assert desk.asked() == [("DELETE", "/api/projects/1/")]


def test_refusals(desk: Desk) -> None:
    viewer = project(owned=False, permissions=frozenset({"view", "change"}))
    desk.select(task(inside=viewer))
    assert desk.reason("remove") == "You have no permission to delete anything in this project."
    desk.select(task(pending_action=2))
    assert "still busy" in desk.reason("remove") and "still busy" in desk.actions["remove"].toolTip()
    desk.servers.set_state(desk.workspace.connection, ServerState.OFFLINE)
    desk.select(task())
    assert desk.reason("remove") == "“Office” does not answer at the moment."
    desk.select()
    assert desk.reason("remove") == "Select a project or a task first."


def test_compacting_says_that_the_photos_go(desk: Desk) -> None:
    path = f"/api/projects/1/tasks/{TASK}/compact/"
    desk.server.on("POST", path, recorded("task_compact"))
    desk.select(task())
    desk.run("compact")
    box = desk.confirmation()
    assert box.text() == "Remove 18 photos of “Dawn” from the server?" and "never be processed again" in box.informativeText()
    desk.answer("Compact")
    assert desk.turn(lambda: desk.asked() == [("POST", path)], 5)
    desk.quiet()
    desk.select(task(compacted=True))
    assert "compacted" in desk.reason("compact")
    desk.select(task(status=30))
    assert "before the task is completed" in desk.reason("compact")


def test_an_old_server_that_cannot_compact_is_asked_only_once(desk: Desk) -> None:
    desk.server.on("POST", f"/api/projects/1/tasks/{TASK}/compact/", Reply(404, b"<h1>Not Found</h1>", {"Content-Type": "text/html"}))
    desk.server.replay("project_get")
    desk.select(task())
    desk.run("compact")
    desk.answer("Compact")
    assert desk.turn(lambda: "This server cannot compact tasks." in desk.message(), 5)
    assert desk.turn(lambda: not desk.actions["compact"].isEnabled(), 5)
    assert desk.reason("compact") == "This server cannot compact tasks."
