"""New task: three steps in any order, what is in the way is said, and all that was chosen reaches the server."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Callable, Optional

import pytest
from nadir.core.api.projects import Project
from nadir.core.api.task import TaskOption
from nadir.core.connections import Connections
from nadir.core.jobs import Jobs
from nadir.core.photos.photo import Photo
from nadir.core.servers import Servers
from nadir.core.settings import Settings
from nadir.core.workspace import Workspace
from nadir.test.qgis.survey_server import PASSWORD, USER, SurveyServer, as_json
from nadir.ui.common.notifier import Notifier
from nadir.ui.new_task.dialog import OPTIONS, PHOTOS, SUMMARY, NewTask, NewTaskDialog
from nadir.ui.new_task.estimates import bytes_to_send, remember_speed, remembered_speed, seconds_to_send
from nadir.ui.new_task.options.choice import OptionsChoice
from nadir.ui.new_task.products import last_stage, products
from nadir.ui.new_tasks import NewTasks
from nadir.ui.selection import Item
from nadir.ui.uploads.panel import UploadsPanel
from qgis.core import QgsSettings
from qgis.gui import QgsMapCanvas, QgsMessageBar
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QAbstractButton, QApplication, QMessageBox, QWidget

from .conftest import PlannedComputer, make_project

Turn = Callable[..., bool]


@dataclass
class Desk:
    """Real servers, and dialogs over them."""

    servers: Servers
    jobs: Jobs
    turn: Turn
    window: QWidget

    def open(self, server: SurveyServer, name: str = "Office") -> Workspace:
        job = self.servers.add(server.url, USER, PASSWORD, name, False)
        assert self.turn(lambda: not job.is_running())
        assert job.error is None, job.error
        workspace = job.result
        assert self.turn(lambda: self.servers.workspace(workspace.connection.id) is workspace)
        workspace.monitor.start()
        assert self.turn(lambda: workspace.monitor.projects)
        return workspace

    def dialog(self, connection_id: str = "", project: Optional[Project] = None) -> NewTaskDialog:
        dialog = NewTaskDialog(self.servers, connection_id, project, Settings(), self.jobs, None, self.window)
        dialog.resize(700, 500)
        dialog.show()
        QApplication.processEvents()
        return dialog

    def ready(self, dialog: NewTaskDialog, folder: Path) -> NewTaskDialog:
        """With photos that were looked at, and options that are known."""
        dialog.add_paths([folder])
        assert self.turn(lambda: button(dialog, "startButton").isEnabled()), dialog._problems()
        assert self.turn(lambda: dialog._photos.report.count)
        return dialog


def button(dialog: QWidget, name: str) -> QAbstractButton:
    found = dialog.findChild(QAbstractButton, name)
    assert found is not None, name
    return found


def text_of(dialog: QWidget, name: str) -> str:
    label: Any = dialog.findChild(QWidget, name)
    return label.shown_text() if hasattr(label, "shown_text") else label.text()


def activated(dialog: QWidget) -> bool:
    """With the keyboard: shortcuts work in the active window only."""
    dialog.activateWindow()
    return QTest.qWaitForWindowActive(dialog)


def reason(dialog: NewTaskDialog) -> str:
    """What the start button says below its title."""
    return button(dialog, "startButton").accessibleDescription()


@pytest.fixture
def desk(journal_folder: Path, jobs: Jobs, turn: Turn, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setattr("nadir.core.verbs.uploads.data_folder", lambda: journal_folder)
    QgsSettings().remove("nadir")
    servers = Servers(jobs, Settings(), Connections(), PlannedComputer(jobs))
    window = QWidget()
    window.show()
    yield Desk(servers, jobs, turn, window)
    for dialog in window.findChildren(NewTaskDialog):
        dialog.close_at_once()
    jobs.stop()
    servers.close_all()
    window.deleteLater()
    QApplication.processEvents()
    QgsSettings().remove("nadir")


# Steps


def test_each_step_says_what_is_missing(desk: Desk, survey_server: SurveyServer) -> None:
    dialog = desk.dialog(desk.open(survey_server).connection.id)
    assert not dialog.isModal()
    assert desk.turn(lambda: "nothing is missing" in button(dialog, "stepButton2").accessibleName())
    assert "Step 1, Photos: Add photos first." in button(dialog, "stepButton1").accessibleName()
    assert text_of(dialog, "dialogMessageLabel") == "Add photos first."
    button(dialog, "stepButton3").click()
    assert dialog._pages.currentIndex() == SUMMARY
    assert not button(dialog, "startButton").isEnabled() and reason(dialog) == "Add photos first."
    assert button(dialog, "nextButton").isHidden()


def test_steps_are_visited_in_any_order_by_keyboard(desk: Desk, survey_server: SurveyServer) -> None:
    dialog = desk.dialog(desk.open(survey_server).connection.id)
    assert activated(dialog)
    for key, step in ((Qt.Key.Key_3, SUMMARY), (Qt.Key.Key_1, PHOTOS), (Qt.Key.Key_2, OPTIONS)):
        QTest.keyClick(dialog, key, Qt.KeyboardModifier.AltModifier)
        assert dialog._pages.currentIndex() == step == dialog._bar.current
    button(dialog, "backButton").click()
    assert dialog._pages.currentIndex() == PHOTOS and not button(dialog, "backButton").isEnabled()
    button(dialog, "nextButton").click()
    button(dialog, "nextButton").click()
    assert dialog._pages.currentIndex() == SUMMARY


def test_control_enter_starts_or_shows_what_is_in_the_way(
    desk: Desk, survey_server: SurveyServer, folder_of_photos: Callable[..., Path]
) -> None:
    dialog = desk.dialog(desk.open(survey_server).connection.id)
    assert activated(dialog)
    decided: list[NewTask] = []
    dialog.decided.connect(decided.append)
    button(dialog, "stepButton3").click()
    QTest.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert decided == [] and dialog._pages.currentIndex() == PHOTOS
    desk.ready(dialog, folder_of_photos(3))
    QTest.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert len(decided) == 1 and not dialog.isVisible()


# Where it goes


def test_task_and_new_project_are_named_after_the_folder(
    desk: Desk, survey_server: SurveyServer, folder_of_photos: Callable[..., Path]
) -> None:
    dialog = desk.ready(desk.dialog(desk.open(survey_server).connection.id), folder_of_photos(3, "Quarry west"))
    target = dialog._target
    assert (target.task_name, target.project_name, target.project) == ("Quarry west", "Quarry west", None)
    assert text_of(dialog, "projectLabel") == "New &project"
    survey = dialog._survey()
    assert (survey.project_id, survey.project_name) == (None, "Quarry west")


def test_the_users_own_names_are_kept(
    desk: Desk, survey_server: SurveyServer, folder_of_photos: Callable[..., Path]
) -> None:
    dialog = desk.dialog(desk.open(survey_server).connection.id)
    dialog._target._name.setText("Mine")
    dialog._target._project.setEditText("Sites")
    desk.ready(dialog, folder_of_photos(2))
    assert (dialog._target.task_name, dialog._target.project_name) == ("Mine", "Sites")
    dialog._target._name.setText("  ")
    assert not button(dialog, "startButton").isEnabled() and reason(dialog) == "Give the task a name."


def test_a_project_that_is_typed_is_found_among_those_of_the_server(desk: Desk, survey_server: SurveyServer) -> None:
    dialog = desk.dialog(desk.open(survey_server).connection.id)
    dialog._target._project.setEditText("Beach")
    found = dialog._target.project
    assert found is not None and found.id == "1" and text_of(dialog, "projectLabel") == "&Project"


def test_it_begins_with_the_selected_project(desk: Desk, survey_server: SurveyServer) -> None:
    chosen = make_project("77", "Quarry <b>\n", permissions=frozenset({"add"}))
    dialog = desk.dialog(desk.open(survey_server).connection.id, chosen)
    assert dialog._target.project is chosen, "also where it is not among those fetched so far"
    assert dialog._target._project.currentText() == "Quarry <b>"


def test_of_several_servers_the_wanted_one_is_chosen_and_another_can_be(
    desk: Desk, survey_server: SurveyServer, second_server: SurveyServer, folder_of_photos: Callable[..., Path]
) -> None:
    second_server.projects[0]["name"] = "Orchard"
    first, second = desk.open(survey_server, "Alpha"), desk.open(second_server, "Beta")
    dialog = desk.ready(desk.dialog(second.connection.id), folder_of_photos(3))
    assert dialog._target.server_name == "Beta" and dialog._target.workspace is second
    combo = dialog._target._server
    combo.setCurrentIndex(combo.findText("Alpha"))
    combo.activated.emit(combo.currentIndex())
    assert dialog._target.workspace is first
    names = [dialog._target._project.itemText(row) for row in range(dialog._target._project.count())]
    assert names == ["Beach"]
    assert desk.turn(lambda: button(dialog, "startButton").isEnabled())
    decided: list[NewTask] = []
    dialog.decided.connect(decided.append)
    button(dialog, "startButton").click()
    assert decided[0].connection_id == first.connection.id


def test_a_server_that_is_closed_meanwhile_is_in_the_way(
    desk: Desk, survey_server: SurveyServer, folder_of_photos: Callable[..., Path]
) -> None:
    workspace = desk.open(survey_server)
    dialog = desk.ready(desk.dialog(workspace.connection.id), folder_of_photos(3))
    desk.servers.close(workspace.connection.id)
    assert not button(dialog, "startButton").isEnabled() and "Open a server" in reason(dialog)


def test_without_an_open_server_photos_can_be_looked_at_already(
    desk: Desk, survey_server: SurveyServer, folder_of_photos: Callable[..., Path]
) -> None:
    dialog = desk.dialog("this-computer")
    dialog.add_paths([folder_of_photos(3)])
    assert desk.turn(lambda: reason(dialog) == "Open a server first, in the panel.")
    desk.open(survey_server)
    assert desk.turn(lambda: button(dialog, "startButton").isEnabled()), "it is taken once there is one"
    assert dialog._target.server_name == "Office"


# The summary


def test_the_summary_tells_size_time_products_and_findings(
    desk: Desk, survey_server: SurveyServer, folder_of_photos: Callable[..., Path]
) -> None:
    dialog = desk.ready(
        desk.dialog(desk.open(survey_server).connection.id), folder_of_photos(3, "Site", positions=False)
    )
    button(dialog, "stepButton3").click()
    assert text_of(dialog, "summaryTargetLabel") == "Office, new project “Site”"
    assert text_of(dialog, "summaryPhotosLabel").startswith("3 photos, ")
    assert text_of(dialog, "summaryTimeLabel") == "unknown: nothing was sent to this server before"
    assert text_of(dialog, "summaryProductsLabel").startswith("Orthophoto, ")
    assert any("position" in label.text() for label in dialog.findChildren(QWidget, "summaryWarning"))
    assert "3 photos to Office" in reason(dialog)


def test_the_time_is_that_of_earlier_uploads_to_the_same_server(
    desk: Desk, survey_server: SurveyServer, folder_of_photos: Callable[..., Path]
) -> None:
    workspace = desk.open(survey_server)
    remember_speed(Settings(), workspace.connection.id, 4_000_000)
    remember_speed(Settings(), "another", 1000)
    dialog = desk.ready(desk.dialog(workspace.connection.id), folder_of_photos(3))
    assert text_of(dialog, "summaryTimeLabel") == "about 1 s, if it goes as last time (4 MB/s)"


def test_whether_results_are_loaded_is_remembered(desk: Desk, survey_server: SurveyServer) -> None:
    dialog = desk.dialog(desk.open(survey_server).connection.id)
    assert button(dialog, "loadCheck").isChecked() and Settings().load_when_finished
    button(dialog, "loadCheck").click()
    assert desk.turn(lambda: not Settings().load_when_finished)


def test_estimates_know_their_limits(desk: Desk, folder_of_photos: Callable[..., Path]) -> None:
    assert seconds_to_send(10_000_000, None, None) is None
    assert seconds_to_send(10_000_000, 1_000_000, None) == 10
    assert seconds_to_send(10_000_000, 5_000_000, 1_000_000) == 10
    assert seconds_to_send(10_000_000, None, 2_000_000) == 5
    Settings().upload_speeds = "not JSON"
    assert remembered_speed(Settings(), "office") is None
    remember_speed(Settings(), "office", 1_000_000)
    remember_speed(Settings(), "office", 3_000_000)
    assert remembered_speed(Settings(), "office") == 2_000_000
    assert json.loads(Settings().upload_speeds) == {"office": 2_000_000}


def test_smaller_photos_count_by_their_pixels() -> None:
    photos = [Photo(Path("a.jpg"), 8_000_000, 4000, 3000), Photo(Path("b.jpg"), 1_000_000, 800, 600), Photo(Path("c"), 500)]
    assert bytes_to_send(photos, None) == 9_000_500
    assert bytes_to_send(photos, 2000) == 2_000_000 + 1_000_000 + 500


def test_what_is_made_follows_the_options() -> None:
    usual = products(())
    assert usual[0] == "Orthophoto" and "Surface model (DSM)" not in usual
    chosen = products((TaskOption("dsm", True), TaskOption("dtm", "true"), TaskOption("skip-orthophoto", True)))
    assert chosen[:2] == ("Surface model (DSM)", "Terrain model (DTM)") and "Orthophoto" not in chosen
    assert "Point cloud" not in products((TaskOption("fast-orthophoto", True),))
    assert products((TaskOption("dsm", "false"),)) == usual
    assert last_stage((TaskOption("end-with", "odm_dem"),)) == "odm_dem" and last_stage(()) == ""


# Closing


def test_an_untouched_dialog_closes_at_once(desk: Desk, survey_server: SurveyServer) -> None:
    dialog = desk.dialog(desk.open(survey_server).connection.id)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_closing_asks_where_photos_were_chosen(
    desk: Desk, survey_server: SurveyServer, folder_of_photos: Callable[..., Path]
) -> None:
    dialog = desk.ready(desk.dialog(desk.open(survey_server).connection.id), folder_of_photos(3))
    closed: list[int] = []
    dialog.finished.connect(closed.append)
    for close in (dialog.close, lambda: QTest.keyClick(dialog, Qt.Key.Key_Escape)):
        close()
        (box,) = [box for box in dialog.findChildren(QMessageBox) if box.isVisible()]
        assert dialog.isVisible() and closed == []
        box.button(QMessageBox.StandardButton.Cancel).click()
        assert dialog.isVisible()
        desk.turn(lambda: not [box for box in dialog.findChildren(QMessageBox) if box.isVisible()])
    dialog.reject()
    (box,) = [box for box in dialog.findChildren(QMessageBox) if box.isVisible()]
    next(each for each in box.buttons() if each.text() == "Close").click()
    assert len(closed) == 1


def test_its_size_is_remembered(desk: Desk, survey_server: SurveyServer) -> None:
    connection_id = desk.open(survey_server).connection.id
    dialog = desk.dialog(connection_id)
    dialog.resize(811, 622)
    dialog.close_at_once()
    assert desk.turn(lambda: Settings().new_task_size == "811x622")
    again = NewTaskDialog(desk.servers, connection_id, None, Settings(), desk.jobs, None, desk.window)
    assert (again.width(), again.height()) == (811, 622)
    again.close_at_once()


@pytest.mark.parametrize("name", ["W" * 250, "<b>%n</b>", "\u202egnol"])
def test_names_of_any_kind_fit(
    desk: Desk, survey_server: SurveyServer, folder_of_photos: Callable[..., Path], name: str
) -> None:
    survey_server.projects[0]["name"] = name
    dialog = desk.dialog(desk.open(survey_server, name).connection.id)
    dialog._target._name.setText(name)
    dialog._target._project.setEditText(dialog._target._project.itemText(0))
    button(dialog, "stepButton3").click()
    assert dialog.minimumSizeHint().width() <= 700
    assert dialog._target.project is not None and dialog._target.project.name == name


# To the server


@pytest.mark.parametrize("on_server", [True, False])
def test_all_that_the_options_step_holds_is_in_the_survey(
    desk: Desk,
    survey_server: SurveyServer,
    folder_of_photos: Callable[..., Path],
    monkeypatch: pytest.MonkeyPatch,
    on_server: bool,
) -> None:
    dialog = desk.ready(desk.dialog(desk.open(survey_server).connection.id), folder_of_photos(3))
    points, options = Path("points.txt"), (TaskOption("boundary", "{}"),)
    choice = OptionsChoice(options, "2", 2048, on_server, "auto", points)
    monkeypatch.setattr(dialog._options, "choice", lambda: choice)
    survey = dialog._survey()
    assert (survey.options, survey.node_id, survey.align_to, survey.gcp_file) == (options, "2", "auto", points)
    assert (survey.resize_to, survey.resize_on_server) == ((None, 2048) if on_server else (2048, None))
    dialog._show_state()
    assert "2048 pixels" in text_of(dialog, "summaryPhotosLabel") and "control points" in text_of(dialog, "summaryPhotosLabel")


def test_from_the_dialog_to_a_task_on_the_server(
    desk: Desk, survey_server: SurveyServer, folder_of_photos: Callable[..., Path]
) -> None:
    """The whole way: photos, options, start; the task is made with them in a project of its own."""
    workspace = desk.open(survey_server)
    panel = UploadsPanel(desk.servers, Notifier(QgsMessageBar(desk.window), QgsMessageBar(desk.window), desk.window), desk.window)
    folder = folder_of_photos(4, "Quarry west")
    dialog = desk.ready(desk.dialog(workspace.connection.id), folder)
    dialog.decided.connect(panel.start)
    created: list[tuple] = []
    panel.task_created.connect(lambda connection_id, task: created.append((connection_id, task.name)))
    dialog._options.form.set_values((TaskOption("dsm", True),))
    button(dialog, "stepButton3").click()
    assert "Surface model (DSM)" in text_of(dialog, "summaryProductsLabel")
    button(dialog, "startButton").click()
    assert desk.turn(lambda: created == [(workspace.connection.id, "Quarry west")])
    (task,) = [task for task in survey_server.tasks.values() if task["name"] == "Quarry west"]
    assert not task["partial"] and {"name": "dsm", "value": True} in task["options"]
    assert sorted(survey_server.uploaded[task["id"]]) == sorted(path.name for path in folder.iterdir())
    (project,) = [each for each in survey_server.projects if each["name"] == "Quarry west"]
    assert task["project"] == project["id"]


def refuse_tasks(server: SurveyServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """As a server does that does not like what a new task is to be made of."""
    taken = server._tasks

    def answer(method: str, project: int, body: bytes) -> Any:
        return as_json({"detail": "No."}, 400) if method == "POST" else taken(method, project, body)

    monkeypatch.setattr(server, "_tasks", answer)


def test_what_the_server_refuses_can_be_changed_and_tried_again(
    desk: Desk, survey_server: SurveyServer, folder_of_photos: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing that was chosen is lost; a dialog whose task was taken is."""
    workspace = desk.open(survey_server)
    bar, canvas = QgsMessageBar(desk.window), QgsMapCanvas()
    panel = UploadsPanel(desk.servers, Notifier(bar, QgsMessageBar(desk.window), desk.window), desk.window)
    news = NewTasks(desk.servers, desk.jobs, Settings(), panel, canvas, desk.window)
    news.show(Item(workspace.connection.id))
    dialog = news._dialog
    assert dialog is not None
    desk.ready(dialog, folder_of_photos(4, "Quarry west"))
    dialog._options.form.set_values((TaskOption("dsm", True),))
    refuse_tasks(survey_server, monkeypatch)
    button(dialog, "startButton").click()
    overlay = dialog._photos._map._overlay
    assert dialog.isHidden() and not overlay.isVisible() and news._dialog is None
    assert desk.turn(lambda: bar.currentItem() is not None)
    assert not [name for name in survey_server.projects if name["name"] == "Quarry west"]
    again = next(each for each in bar.findChildren(QAbstractButton) if each.text() == "Change and try again")
    again.click()
    assert dialog.isVisible() and overlay.isVisible() and news._dialog is dialog and bar.currentItem() is None
    assert len(dialog._photos.chosen()) == 4 and TaskOption("dsm", True) in dialog._options.choice().options
    monkeypatch.setattr(survey_server, "_tasks", partial(SurveyServer._tasks, survey_server))
    over: list[int] = []
    dialog.finished.connect(over.append)
    button(dialog, "startButton").click()
    assert desk.turn(lambda: bool(over)) and news._parked == [] and news._dialog is None
    assert [task for task in survey_server.tasks.values() if task["name"] == "Quarry west"]
    canvas.deleteLater()


def test_of_refused_tasks_that_nobody_changes_one_is_kept(
    desk: Desk, survey_server: SurveyServer, folder_of_photos: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = desk.open(survey_server)
    bar = QgsMessageBar(desk.window)
    panel = UploadsPanel(desk.servers, Notifier(bar, QgsMessageBar(desk.window), desk.window), desk.window)
    news = NewTasks(desk.servers, desk.jobs, Settings(), panel, None, desk.window)
    refuse_tasks(survey_server, monkeypatch)
    made = []
    for name in ("First", "Second"):
        news.show(Item(workspace.connection.id))
        made.append(news._dialog)
        desk.ready(made[-1], folder_of_photos(2, name))
        button(made[-1], "startButton").click()
        assert desk.turn(lambda: news._refused is made[-1])
    assert news._parked == [made[-1]]
    news.close()
    assert news._parked == []


def test_it_can_be_as_narrow_as_a_dock(desk: Desk, survey_server: SurveyServer) -> None:
    dialog = desk.dialog(desk.open(survey_server).connection.id)
    letters = dialog.minimumSizeHint().width() / dialog.fontMetrics().averageCharWidth()
    assert letters < 40
    label: Any = dialog._summary._load_label
    before = button(dialog, "loadCheck").isChecked()
    dialog._show_step(SUMMARY)
    QTest.mouseClick(label, Qt.MouseButton.LeftButton, pos=label.rect().center())
    assert button(dialog, "loadCheck").isChecked() is not before


def test_photos_start_with_the_size_of_the_settings(desk: Desk, survey_server: SurveyServer) -> None:
    Settings().resize_to = 3000
    dialog = desk.dialog(desk.open(survey_server).connection.id)
    choice = dialog._options.choice()
    assert choice.resize_to == 3000 and not choice.resize_on_server
    assert not dialog._is_touched()


def test_closing_asks_where_only_options_were_changed(desk: Desk, survey_server: SurveyServer) -> None:
    dialog = desk.dialog(desk.open(survey_server).connection.id)
    assert desk.turn(lambda: not dialog._options.problem())
    assert not dialog._is_touched()
    form = dialog._options.form
    name = next(name for name, option in form.chosen.definitions.items() if option.type == "bool")
    form.show_option(name)
    editor: Any = form.findChild(QWidget, f"editor_{name}")
    editor.click()
    dialog.reject()
    assert desk.turn(lambda: dialog.findChild(QMessageBox) is not None)
    assert dialog.isVisible()
