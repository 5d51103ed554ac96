"""The details pane in each state of what is selected."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Callable

import pytest
from nadir.core.api.task import TaskOption
from nadir.core.errors import NadirError
from nadir.core.jobs import Jobs
from nadir.test.qgis.ui.conftest import make_project, make_task
from nadir.test.qgis.ui.details_stage import DetailsServer, Stage, completed_task, png, running_task
from nadir.ui.selection import Item
from qgis.core import QgsSettings
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QAbstractButton, QApplication, QFileDialog, QLineEdit, QPlainTextEdit, QTreeView

Turn = Callable[..., bool]


@pytest.fixture
def stage(jobs: Jobs, qgis_app: Any) -> Iterator[Stage]:
    made = Stage(jobs, DetailsServer(project_list=[make_project("1", "Site", task_ids=("a",))]))
    yield made
    made.close()
    QApplication.processEvents()


def tab(stage: Stage, name: str) -> None:
    tabs = stage.pane.task_page.tabs
    tabs.setCurrentIndex([tabs.tabText(index) for index in range(tabs.count())].index(name))


def values(stage: Stage, name: str) -> str:
    return stage.find(name).text


def console_rows(stage: Stage) -> list[str]:
    return stage.pane.task_page.console.view.rows


# What is selected


def test_nothing_selected_says_what_to_do(stage: Stage) -> None:
    stage.select()
    assert stage.pane.currentWidget() is stage.pane._hint
    assert "Select a task" in stage.pane._hint._text.text()


def test_a_server_and_this_computer_have_their_panes(stage: Stage) -> None:
    stage.select(Item("office"))
    assert stage.pane.currentWidget() is stage.server_pane
    assert stage.server_pane.text() == "office"
    stage.select(Item("local"))
    assert stage.pane.currentWidget() is stage.computer_pane


def test_a_project_sums_up_its_tasks(stage: Stage, turn: Turn) -> None:
    stage.server.task_lists["1"] = [completed_task(), make_task("f", status=30)]
    project = make_project("1", "Site", description="Every week", task_ids=("a", "f"), tags=("coast",))
    stage.select(Item("office", project))
    assert stage.text("projectName") == "Site"
    assert stage.text("projectDescription") == "Every week"
    assert stage.find("projectTotals")._skeleton.isVisible()
    assert turn(lambda: "completed: 1" in values(stage, "projectTotals"))
    assert "failed: 1" in values(stage, "projectTotals")
    assert not stage.find("projectTotals")._skeleton.isVisible()
    assert "Tags: coast" in values(stage, "projectFacts")


def test_an_empty_project_asks_for_photos(stage: Stage) -> None:
    stage.select(Item("office", make_project("1", "Site", task_ids=())))
    label = stage.find("projectTotals")._empty
    assert label.isVisible()
    assert "Drop a folder of photos" in label.text()


def test_walking_over_projects_asks_for_none(stage: Stage, turn: Turn) -> None:
    for number in range(5):
        stage.select(Item("office", make_project(str(number), task_ids=("a",))))
    stage.select()
    assert not turn(lambda: False, 0.6)
    assert [job.title for job in stage.workspace.jobs.running()] == []


def test_several_rows_are_counted(stage: Stage) -> None:
    project = stage.server.project_list[0]
    stage.select(Item("office", project, completed_task()), Item("office", project, make_task("f", status=30)), Item("office", project))
    assert stage.text("severalTitle") == "Selected: 1 project, 2 tasks"
    assert "Photos: 36" in values(stage, "severalTotals")


# States of a task


def test_a_completed_task_shows_its_picture_results_and_options(stage: Stage, turn: Turn) -> None:
    stage.server.picture = png()
    stage.show(completed_task())
    overview = stage.pane.task_page.overview
    assert overview.thumbnail.is_loading
    assert turn(lambda: overview.thumbnail.has_picture)
    assert stage.text("taskState") == "Completed"
    assert "Points: 940,393" in values(stage, "taskResults")
    assert "orthophoto-resolution: 5" in values(stage, "taskOptions")
    assert not stage.find("taskNotice").isVisible()
    assert not stage.find("taskProgress").isVisible()


def test_a_picture_is_fetched_once_for_each_run(stage: Stage, turn: Turn) -> None:
    stage.server.picture = png()
    thumbnail = stage.pane.task_page.overview.thumbnail
    for task in (completed_task(), running_task(), completed_task()):
        stage.show(task)
        assert turn(lambda: not thumbnail.is_loading)
    assert stage.server.asked.count(("thumbnail", completed_task().id)) == 1
    stage.show(completed_task(processing_time=9999))
    assert turn(lambda: not thumbnail.is_loading)
    assert stage.server.asked.count(("thumbnail", completed_task().id)) == 2


def test_a_picture_that_nobody_sees_is_not_fetched(stage: Stage, turn: Turn) -> None:
    stage.server.picture = png()
    tab(stage, "Console")
    stage.show(completed_task())
    assert not turn(lambda: stage.server.asked, 0.3)
    tab(stage, "Overview")
    assert turn(lambda: stage.pane.task_page.overview.thumbnail.has_picture)


def test_without_a_picture_there_is_no_frame(stage: Stage, turn: Turn) -> None:
    stage.show(completed_task())
    thumbnail = stage.pane.task_page.overview.thumbnail
    assert thumbnail.isVisible()
    assert turn(lambda: not thumbnail.is_loading)
    assert not thumbnail.isVisible()


def test_what_is_no_picture_is_none(stage: Stage, turn: Turn) -> None:
    stage.server.picture = b"<html>not a picture</html>"
    stage.show(completed_task())
    thumbnail = stage.pane.task_page.overview.thumbnail
    assert turn(lambda: not thumbnail.is_loading)
    assert not thumbnail.has_picture


def test_a_failed_task_says_why_and_what_to_do(stage: Stage) -> None:
    stage.show(make_task("f", status=30, last_error="Process exited with code 137"))
    assert stage.text("taskError") == "Process exited with code 137"
    assert "ran out of memory" in stage.text("taskHint")
    assert stage.find("overviewRestartButton").isVisible()
    stage.find("overviewConsoleButton").click()
    assert stage.pane.task_page.tabs.currentWidget() is stage.pane.task_page.console


def test_a_failure_without_a_reason_is_told_too(stage: Stage) -> None:
    stage.show(make_task("f", status=30))
    assert stage.text("taskError") == "The server gives no reason for the failure."
    assert stage.text("taskHint") == ""


def test_a_task_without_a_node_is_told_to_wait_for_ever(stage: Stage) -> None:
    stage.show(make_task("w", status=None, auto_processing_node=False))
    assert "waits for ever" in stage.text("taskError")
    assert "Choose a node" in stage.text("taskHint")


def test_a_running_task_shows_its_progress(stage: Stage) -> None:
    stage.show(running_task(running_progress=0.5))
    assert stage.find("taskProgress").isVisible()
    assert stage.find("taskProgress").value() == 500
    assert "Processing time: unknown" in values(stage, "taskProcessing")
    assert values(stage, "taskResults") == ""


def test_a_pending_action_takes_the_place_of_the_progress(stage: Stage) -> None:
    stage.show(running_task(pending_action=1))
    assert stage.text("taskState") == "Cancelling…"
    assert not stage.find("taskProgress").isVisible()


def test_without_options_the_defaults_are_named(stage: Stage) -> None:
    stage.show(make_task("a", options=()))
    label = stage.find("taskOptions")._empty
    assert label.isVisible()
    assert "by default" in label.text()


def test_a_lost_connection_is_told_until_it_is_back(stage: Stage) -> None:
    stage.show(completed_task())
    stage.workspace.monitor.connection_lost.emit(NadirError("gone"))
    assert "does not answer" in stage.text("taskOffline")
    stage.workspace.monitor.connection_restored.emit()
    assert stage.text("taskOffline") == ""


def test_all_of_it_can_be_copied_as_text(stage: Stage) -> None:
    stage.show(make_task("f", "Dawn", 30, last_error="Killed", options=(TaskOption("dsm", True),)))
    stage.find("overviewCopyButton").click()
    copied = QApplication.clipboard().text()
    for part in ("Dawn\nFailed", "Killed", "ran out of memory", "Photos: 18", "Options\ndsm: yes"):
        assert part in copied


def test_hostile_texts_are_plain(stage: Stage) -> None:
    name = "<b>Bold</b> %n " + "x" * 10_000
    options = (TaskOption("<u>o</u>", "<img src='http://evil.example/x'>" * 300),)
    stage.show(make_task("h", name, 30, last_error="<a href='x'>y</a>\x00\n" * 2000, options=options, tags=("<i>t</i>",)))
    for label in ("taskName", "taskError"):
        assert stage.find(label).textFormat() == Qt.TextFormat.PlainText
    assert stage.text("taskName").startswith("<b>Bold</b> %n")
    assert "\x00" not in stage.text("taskError")
    assert stage.pane.width() <= 340
    assert stage.pane.minimumSizeHint().width() < 260


# Following the server


def test_the_task_changes_in_place(stage: Stage, turn: Turn) -> None:
    task = make_task("r", "Noon", 20, running_progress=0.2, upload_progress=1.0)
    stage.show(task)
    label = stage.find("taskName")
    label.setSelection(0, 3)
    stage.follow(make_task("r", "Noon", 20, running_progress=0.7, upload_progress=1.0))
    assert turn(lambda: stage.find("taskProgress").value() == 700)
    assert label.selectedText() == "Noo"


def test_scrolling_survives_a_change(stage: Stage, turn: Turn) -> None:
    stage.window.resize(300, 300)
    options = tuple(TaskOption(f"option-{number}", number) for number in range(1, 60))
    stage.show(make_task("r", "Noon", 20, options=options))
    QApplication.processEvents()
    bar = stage.pane.task_page.overview.verticalScrollBar()
    bar.setValue(200)
    stage.follow(make_task("r", "Noon", 20, options=options, running_progress=0.5))
    assert turn(lambda: stage.find("taskProgress").value() > 400)
    assert bar.value() == 200


def test_a_removed_task_leaves_the_hint(stage: Stage, turn: Turn) -> None:
    stage.show(make_task("r", status=20))
    stage.follow(make_task("other", status=20))
    assert turn(lambda: stage.pane.currentWidget() is stage.pane._hint)


def test_the_tab_is_kept(stage: Stage) -> None:
    stage.show(completed_task())
    tab(stage, "Files")
    stage.show(running_task())
    assert stage.pane.task_page.tabs.currentWidget() is stage.pane.task_page.files
    stage.select(Item("office", stage.server.project_list[0]))
    stage.show(completed_task())
    assert stage.pane.task_page.tabs.currentWidget() is stage.pane.task_page.files


def test_a_closed_server_takes_its_task_away(stage: Stage) -> None:
    stage.show(completed_task())
    stage.servers.closed.emit("office")
    stage.servers.open = None
    assert stage.pane.currentWidget() is stage.pane._hint


# Console


def test_the_console_follows_the_task(stage: Stage, turn: Turn) -> None:
    task = running_task()
    stage.server.console["r"] = ["one", "two"]
    stage.follow(task)
    stage.pane.open_console(Item("office", stage.server.project_list[0], task))
    console = stage.pane.task_page.console
    assert console._pages.currentWidget() is console._skeleton
    assert turn(lambda: console_rows(stage) == ["one", "two"])
    stage.server.console["r"] = ["one", "two", "three"]
    assert turn(lambda: console_rows(stage) == ["one", "two", "three"])
    assert stage.text("consoleCount") == "3 lines"


def test_only_new_lines_are_fetched_when_the_tab_comes_back(stage: Stage, turn: Turn) -> None:
    task = running_task()
    stage.server.console["r"] = ["one", "two"]
    stage.follow(task)
    stage.show(task)
    tab(stage, "Console")
    assert turn(lambda: len(console_rows(stage)) == 2)
    tab(stage, "Overview")
    stage.server.lines_asked.clear()
    assert not turn(lambda: stage.server.lines_asked, 2.5), "a hidden console asks for nothing"
    stage.server.console["r"] = ["one", "two", "three"]
    tab(stage, "Console")
    assert turn(lambda: console_rows(stage) == ["one", "two", "three"])
    assert stage.server.lines_asked[0] == ("r", 2)


def test_a_task_that_has_ended_is_asked_once(stage: Stage, turn: Turn) -> None:
    task = make_task("f", status=30)
    stage.server.console["f"] = ["bad"]
    stage.follow(task)
    stage.show(task)
    tab(stage, "Console")
    assert turn(lambda: console_rows(stage) == ["bad"])
    tab(stage, "Overview")
    tab(stage, "Console")
    assert not turn(lambda: len(stage.server.lines_asked) > 1, 1.0)


def test_a_console_without_lines_says_so(stage: Stage, turn: Turn) -> None:
    task = make_task("f", status=30)
    stage.follow(task)
    stage.show(task)
    tab(stage, "Console")
    console = stage.pane.task_page.console
    assert turn(lambda: console._pages.currentWidget() is console._empty)
    assert "keeps no lines" in console._empty._text.text()
    assert not stage.find("consoleSaveButton").isEnabled()


def test_a_restart_clears_the_console(stage: Stage, turn: Turn) -> None:
    task = running_task()
    stage.server.console["r"] = ["old 1", "old 2", "old 3"]
    stage.follow(task)
    stage.show(task)
    tab(stage, "Console")
    assert turn(lambda: len(console_rows(stage)) == 3)
    stage.server.console["r"] = ["new"]
    assert turn(lambda: console_rows(stage) == ["new"])


def test_a_restart_while_another_tab_is_open_clears_the_console_too(stage: Stage, turn: Turn) -> None:
    ended = make_task("r", "Noon flight", 30)
    stage.server.console["r"] = ["old 1", "old 2"]
    stage.follow(ended)
    stage.show(ended)
    tab(stage, "Console")
    assert turn(lambda: len(console_rows(stage)) == 2)
    tab(stage, "Overview")
    stage.server.console["r"] = ["new 1", "new 2", "new 3"]
    stage.follow(running_task())
    assert turn(lambda: stage.text("taskState").startswith("Processing"))
    tab(stage, "Console")
    assert turn(lambda: console_rows(stage) == ["new 1", "new 2", "new 3"])


def test_ctrl_f_opens_the_search_and_escape_closes_it(stage: Stage, turn: Turn) -> None:
    task = make_task("f", status=30)
    stage.server.console["f"] = ["alpha", "beta"]
    stage.follow(task)
    stage.pane.open_console(Item("office", stage.server.project_list[0], task))
    assert turn(lambda: len(console_rows(stage)) == 2)
    console = stage.pane.task_page.console
    QTest.keyClick(console.view, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert console.search_bar.isVisible()
    QTest.keyClicks(stage.find("consoleSearchField"), "beta")
    assert turn(lambda: stage.text("consoleSearchCount") == "1 of 1")
    QTest.keyClick(stage.find("consoleSearchField"), Qt.Key.Key_Escape)
    assert not console.search_bar.isVisible()


def test_all_lines_are_copied_and_saved(stage: Stage, turn: Turn, tmp_path: Path) -> None:
    QgsSettings().remove("nadir")
    task = make_task("f", "Dawn: 1", 30)
    lines = [f"line {number}" for number in range(3000)]
    stage.server.console["f"] = lines
    stage.follow(task)
    stage.show(task)
    tab(stage, "Console")
    assert turn(lambda: len(console_rows(stage)) == 3000)
    stage.find("consoleCopyButton").click()
    assert QApplication.clipboard().text() == "\n".join(lines)
    stage.find("consoleSaveButton").click()
    (dialog,) = stage.window.findChildren(QFileDialog, "NadirSaveDialog")
    assert dialog.selectedFiles()[0].endswith("Dawn_ 1 - console.txt")
    dialog.fileSelected.emit(str(tmp_path / "log.txt"))
    dialog.done(0)
    assert turn(lambda: "Saved" in stage.message())
    assert (tmp_path / "log.txt").read_text(encoding="utf-8").splitlines() == lines
    assert [path.name for path in tmp_path.iterdir()] == ["log.txt"]


def test_a_console_that_cannot_be_saved_is_told(stage: Stage, turn: Turn, tmp_path: Path) -> None:
    job = stage.workspace.save_lines(["a"], tmp_path / "no folder" / "log.txt")
    job.failed.connect(stage.notifier.show_error)
    assert turn(lambda: "cannot be written" in stage.message())


def test_del_in_the_pane_removes_nothing(stage: Stage, turn: Turn) -> None:
    task = make_task("f", status=30)
    stage.server.console["f"] = ["alpha"]
    stage.follow(task)
    stage.pane.open_console(Item("office", stage.server.project_list[0], task))
    assert turn(lambda: len(console_rows(stage)) == 1)
    pressed: list[int] = []
    stage.window.keyPressEvent = lambda event: pressed.append(event.key())  # type: ignore[method-assign]
    QTest.keyClick(stage.pane.task_page.console.view, Qt.Key.Key_Delete)
    QTest.keyClick(stage.pane.task_page.console.view, Qt.Key.Key_F5)
    assert pressed == [Qt.Key.Key_F5]


# Being used


def test_everything_that_can_be_used_has_a_name(stage: Stage, turn: Turn) -> None:
    stage.show(make_task("f", status=30, available_assets=("dsm.tif",)))
    for kind in (QAbstractButton, QLineEdit, QPlainTextEdit, QTreeView):
        for widget in stage.pane.task_page.findChildren(kind):
            if widget.objectName().startswith("qt_") or widget.parent() is stage.pane.task_page.tabs.tabBar():
                continue
            if isinstance(widget.parent(), QLineEdit):
                continue
            named = widget.accessibleName() or getattr(widget, "text", str)()
            assert widget.objectName(), widget
            assert named, widget.objectName()
