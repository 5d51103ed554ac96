"""Cancel, restart, restart from a stage, other options and node: with a question where something would be lost."""

from __future__ import annotations

from typing import Any

from nadir.test.qgis.ui.actions.conftest import TASK, Desk, project, task
from nadir.test.unit.api.scripted_server import Reply, recorded
from nadir.ui.actions.stages import stage_text
from nadir.ui.new_task.options.form import OptionsForm
from qgis.PyQt.QtWidgets import QCheckBox, QLabel, QPushButton

PATH = f"/api/projects/1/tasks/{TASK}/"
FAILED = {"status": 30, "available_assets": []}


def stages(desk: Desk) -> dict[str, Any]:
    menu = desk.actions["restart_from"].menu()
    menu.aboutToShow.emit()
    return {action.data(): action for action in menu.actions()}


def test_a_task_that_waits_is_cancelled_at_once(desk: Desk) -> None:
    desk.server.on("POST", PATH + "cancel/", recorded("task_cancel_completed"))
    desk.select(task(status=10))
    desk.run("cancel")
    assert desk.turn(lambda: desk.asked() == [("POST", PATH + "cancel/")], 5)


def test_hours_of_work_are_not_thrown_away_without_a_question(desk: Desk) -> None:
    desk.server.on("POST", PATH + "cancel/", recorded("task_cancel_completed"))
    desk.select(task(status=20, running_progress=0.5))
    desk.run("cancel")
    box = desk.confirmation()
    assert box.text() == "Stop processing “Dawn”?" and "is lost" in box.informativeText() and "%" in box.informativeText()
    desk.quiet()
    assert desk.asked() == []
    desk.answer("Stop processing")
    assert desk.turn(lambda: desk.asked() == [("POST", PATH + "cancel/")], 5)


def test_a_failed_task_is_restarted_at_once_and_a_completed_one_after_a_question(desk: Desk) -> None:
    desk.server.on("POST", PATH + "restart/", recorded("task_restart"))
    desk.select(task(**FAILED))
    desk.run("restart")
    assert desk.turn(lambda: desk.asked() == [("POST", PATH + "restart/")], 5)
    desk.quiet()
    desk.select(task())
    desk.run("restart")
    assert "are replaced" in desk.confirmation().informativeText()
    desk.answer("Restart")
    assert desk.turn(lambda: len(desk.asked()) == 2, 5)


def test_a_stage_is_sent_with_the_options_that_the_task_has(desk: Desk) -> None:
    desk.server.on("PATCH", PATH, recorded("task_patch_options"))
    desk.server.on("POST", PATH + "restart/", recorded("task_restart"))
    desk.select(task(options=[{"name": "dsm", "value": True}, {"name": "rerun-from", "value": "opensfm"}]))
    found = stages(desk)
    assert "" not in found and found["odm_dem"].text() == stage_text("odm_dem")
    found["odm_dem"].trigger()
    assert "“Surface and terrain models (odm_dem)”" in desk.confirmation().text()
    desk.answer("Restart")
    sent = desk.sent("PATCH", PATH)
    assert sent == {"options": [{"name": "dsm", "value": True}, {"name": "rerun-from", "value": "odm_dem"}]}
    assert desk.turn(lambda: ("POST", PATH + "restart/") in desk.asked(), 5)


def test_a_full_restart_forgets_the_stage_of_the_last_one(desk: Desk) -> None:
    desk.server.on("PATCH", PATH, recorded("task_patch_options"))
    desk.server.on("POST", PATH + "restart/", recorded("task_restart"))
    desk.select(task(**FAILED, options=[{"name": "dsm", "value": True}, {"name": "rerun-from", "value": "odm_dem"}]))
    desk.run("restart")
    assert desk.sent("PATCH", PATH) == {"options": [{"name": "dsm", "value": True}]}


def test_several_tasks_offer_the_stages_that_all_have(desk: Desk) -> None:
    desk.select(task("aaaa", can_rerun_from=["", "opensfm", "odm_dem"]), task("bbbb", can_rerun_from=["odm_dem", "odm_report"]))
    assert list(stages(desk)) == ["odm_dem"]


def test_an_old_server_s_stages_are_those_of_the_node(desk: Desk) -> None:
    desk.server.replay("nodes_list")
    desk.workspace.monitor.nodes = desk.workspace.client.nodes.list()
    node = next(node for node in desk.workspace.monitor.nodes if any(o.name == "rerun-from" for o in node.available_options))
    desk.select(task(can_rerun_from=[], processing_node=int(node.id)))
    assert "odm_orthophoto" in stages(desk)
    desk.workspace.monitor.nodes = ()
    desk.actions.update()
    assert "no stage" in desk.reason("restart_from")


def test_a_stage_with_a_hostile_name_is_shown_as_it_is(desk: Desk) -> None:
    desk.select(task(can_rerun_from=["<b>x&y</b>"]))
    assert stages(desk)["<b>x&y</b>"].text() == "<b>x&&y</b>"


def test_refusals(desk: Desk) -> None:
    for changes, verb, reason in (
        ({}, "cancel", "The task is over."),
        ({"status": 20}, "restart", "The task has not ended yet."),
        ({"pending_action": 3}, "restart", "The server is still busy with the last request for this task."),
        ({"pending_action": 1, "status": 20}, "cancel", "The server is still busy with the last request for this task."),
        ({"compacted": True}, "restart", "The task was compacted: its photos are no longer on the server."),
        ({"import_url": "file://all", "images_count": 0}, "restart", "The task was imported without photos: there is nothing to process."),
        ({"processing_node": None}, "restart", "The task has no processing node: choose one with “Change options” first."),
        ({"partial": True, "status": None}, "cancel", "The photos of this task have not all arrived yet."),
        ({"status": 20}, "options", "The task has not ended yet."),
    ):  # fmt: skip
        desk.select(task(**changes))
        assert desk.reason(verb) == reason, (changes, verb)
    viewed = project(owned=False, permissions=frozenset({"view"}))
    desk.select(task(inside=viewed, status=20))
    assert desk.reason("cancel") == "You have no permission to change this project."


def test_with_several_selected_those_that_allow_it_are_restarted(desk: Desk) -> None:
    desk.server.on("POST", "/api/projects/1/tasks/aaaa/restart/", recorded("task_restart"))
    desk.select(task("aaaa", **FAILED), task("bbbb", status=20))
    assert desk.actions["restart"].statusTip() == "Not for 1 of 2 selected: The task has not ended yet."
    desk.run("restart")
    desk.quiet()
    assert desk.asked() == [("POST", "/api/projects/1/tasks/aaaa/restart/")]


def options_dialog(desk: Desk, **changes: Any) -> Any:
    desk.server.replay("nodes_list", "nodes_options")
    desk.select(task(**changes))
    desk.run("options")
    dialog = desk.dialog("NadirOptionsDialog")
    assert desk.turn(lambda: dialog.findChild(OptionsForm).isEnabled(), 5)
    return dialog


def test_options_are_changed_and_the_task_is_restarted(desk: Desk) -> None:
    desk.server.on("PATCH", PATH, recorded("task_patch_options"))
    desk.server.on("POST", PATH + "restart/", recorded("task_restart"))
    dialog = options_dialog(desk, options=[{"name": "dsm", "value": True}, {"name": "rerun-from", "value": "odm_dem"}])
    form = dialog.findChild(OptionsForm)
    assert [option.name for option in form.values()] == ["dsm"]
    form.chosen.set("dtm", True)
    form.refresh()
    accept = dialog.findChild(QPushButton, "acceptButton")
    assert accept.text() == "Save and restart" and dialog.findChild(QLabel, "replacedLabel").isVisible()
    accept.click()
    sent = desk.sent("PATCH", PATH)
    assert {each["name"]: each["value"] for each in sent["options"]} == {"dsm": True, "dtm": True}
    assert "processing_node" not in sent  # the node stays
    assert desk.turn(lambda: ("POST", PATH + "restart/") in desk.asked(), 5) and desk.gone()


def test_options_can_be_saved_without_a_restart(desk: Desk) -> None:
    desk.server.on("PATCH", PATH, recorded("task_patch_options"))
    dialog = options_dialog(desk)
    dialog.findChild(QCheckBox, "restartCheck").setChecked(False)
    accept = dialog.findChild(QPushButton, "acceptButton")
    assert accept.text() == "Save"
    accept.click()
    assert desk.gone()
    desk.quiet()
    assert desk.asked() == [("PATCH", PATH)]


def test_the_node_is_changed_to_automatic(desk: Desk) -> None:
    desk.server.on("PATCH", PATH, recorded("task_assign_node"))
    dialog = options_dialog(desk, processing_node=1)
    dialog._node.combo.setCurrentIndex(0)
    dialog._node.combo.activated.emit(0)
    dialog.findChild(QCheckBox, "restartCheck").setChecked(False)
    assert desk.turn(lambda: dialog.accept_button.isEnabled(), 5)
    dialog.accept_button.click()
    assert desk.sent("PATCH", PATH)["auto_processing_node"] is True


def test_without_a_look_at_the_nodes_the_options_can_still_be_changed(desk: Desk) -> None:
    desk.server.on("GET", "/api/processingnodes/", Reply(200, []))
    desk.server.on("GET", "/api/processingnodes/options/", Reply(200, []))
    desk.select(task())
    desk.run("options")
    dialog = desk.dialog("NadirOptionsDialog")
    assert desk.turn(lambda: dialog.accept_button.isEnabled(), 5) and dialog._node.isHidden()
