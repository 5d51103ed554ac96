"""The panel of uploads over several servers: what runs, what stopped, what is asked before anything is lost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Callable

import pytest
from nadir.core.connections import Connections
from nadir.core.jobs import Jobs
from nadir.core.servers import Servers
from nadir.core.settings import Settings
from nadir.core.surveys import Survey
from nadir.core.transfers.journal import Journal, JournalEntry
from nadir.core.transfers.plan import FileState, plan_files
from nadir.core.transfers.uploads import UploadPlan
from nadir.core.workspace import Workspace
from nadir.test.qgis.survey_server import PASSWORD, USER, SurveyServer
from nadir.ui.common import wording
from nadir.ui.common.notifier import Notifier
from nadir.ui.new_task.decision import NewTask
from nadir.ui.uploads.files_dialog import UploadFilesDialog
from nadir.ui.uploads.panel import UploadsPanel
from qgis.core import QgsApplication, QgsSettings
from qgis.gui import QgsMessageBar
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import (
    QAbstractButton,
    QAction,
    QApplication,
    QDockWidget,
    QInputDialog,
    QMessageBox,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from .conftest import PlannedComputer

Turn = Callable[..., bool]


@dataclass
class Desk:
    """A dock with the panel at its foot, over real servers."""

    dock: QDockWidget
    panel: UploadsPanel
    servers: Servers
    bar: QgsMessageBar
    turn: Turn

    def open(self, server: SurveyServer, name: str = "Office") -> Workspace:
        job = self.servers.add(server.url, USER, PASSWORD, name, False)
        assert self.turn(lambda: not job.is_running())
        assert job.error is None, job.error
        workspace = job.result
        assert self.turn(lambda: self.servers.workspace(workspace.connection.id) is workspace)
        return workspace

    def start(self, workspace: Workspace, name: str, photos: tuple[Path, ...]) -> Any:
        return self.panel.start(NewTask(workspace.connection.id, Survey(name, photos, project_id="1")))

    def visible(self, kind: type, name: str) -> list[Any]:
        return [widget for widget in self.dock.findChildren(kind, name) if widget.isVisible()]

    def button(self, name: str) -> QToolButton:
        return self.visible(QToolButton, name)[0]

    def texts(self, name: str) -> list[str]:
        return [label.shown_text() for label in self.visible(QWidget, name)]

    def message(self) -> str:
        item: Any = self.bar.currentItem()
        return item.text() if item is not None else ""

    def confirmation(self) -> QMessageBox:
        (box,) = [box for box in self.dock.findChildren(QMessageBox, "NadirConfirmation") if box.isVisible()]
        return box

    def dialog(self) -> UploadFilesDialog:
        (dialog,) = [dialog for dialog in self.dock.findChildren(UploadFilesDialog) if dialog.isVisible()]
        return dialog


def press(box: QWidget, text: str) -> None:
    next(each for each in box.findChildren(QAbstractButton) if each.text().replace("&", "") == text).click()


@pytest.fixture
def desk(journal_folder: Path, jobs: Jobs, turn: Turn, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setattr("nadir.core.verbs.uploads.data_folder", lambda: journal_folder)
    QgsSettings().remove("nadir")
    servers = Servers(jobs, Settings(), Connections(), PlannedComputer(jobs))
    dock, page, bar = QDockWidget(), QWidget(), QgsMessageBar()
    panel = UploadsPanel(servers, Notifier(bar, QgsMessageBar(dock), dock))
    layout = QVBoxLayout(page)
    layout.addWidget(bar)
    layout.addStretch()
    layout.addWidget(panel)
    dock.setWidget(page)
    dock.resize(300, 660)
    dock.show()
    QApplication.processEvents()
    yield Desk(dock, panel, servers, bar, turn)
    jobs.stop()
    servers.close_all()
    dock.deleteLater()
    QApplication.processEvents()
    QgsSettings().remove("nadir")


@pytest.fixture
def stopped(journal_folder: Path, folder_of_photos: Callable[..., Path]) -> Callable[..., str]:
    """`stopped(server, "Dawn", sent=2, failed=1)`: an upload of 5 photos that stopped; the id of its task."""

    def make(server: SurveyServer, name: str, sent: int = 2, failed: int = 0) -> str:
        photos = tuple(sorted(folder_of_photos(5, f"photos of {len(server.tasks)} {server.server_address[1]}").iterdir()))
        task_id = f"00000000-0000-4000-8000-{len(server.tasks):012d}"
        server.tasks[task_id] = {
            **next(iter(server.tasks.values())),
            "id": task_id,
            "name": name,
            "partial": True,
            "status": None,
            "images_count": sent,
            "project": 1,
        }
        server.tasks[task_id]["options"] = []
        plan, upload_id = UploadPlan(server.url, "1", name, photos), f"upload {task_id} {server.url}"
        with closing(Journal(journal_folder)) as journal:
            journal.add(JournalEntry(upload_id, plan, plan_files(photos)), USER, "window")
            journal.set_task(upload_id, task_id)
            files = journal.load(upload_id).files
            journal.set_files(upload_id, [replace(each, state=FileState.CONFIRMED) for each in files[:sent]])
            journal.set_files(upload_id, [each.failed("It is empty.") for each in files[5 - failed :]])
            journal.release(upload_id, "window")
        return task_id

    return make


# What runs


def test_there_is_one_line_where_nothing_is_on_its_way(desk: Desk) -> None:
    assert desk.visible(QWidget, "uploadsIdleLabel") and not desk.visible(QWidget, "uploadsToggle")
    assert desk.panel.height() < 2.5 * desk.panel.fontMetrics().height()


def test_an_upload_names_its_phase_and_its_server(
    desk: Desk, survey_server: SurveyServer, folder_of_photos: Callable[..., Path]
) -> None:
    workspace = desk.open(survey_server)
    told: list[tuple] = []
    moments: list[tuple] = []
    desk.panel.sending.connect(lambda *moment: moments.append(moment))
    desk.panel.task_created.connect(lambda connection_id, task: told.append((connection_id, task.name)))
    survey_server.delay = 0.15
    desk.start(workspace, "Noon", tuple(sorted(folder_of_photos(20).iterdir())))
    (row,) = desk.visible(QWidget, "uploadRow")
    assert row._title.shown_text() == "Uploading “Noon” to Office"
    assert "Uploading Noon" in [task.description() for task in QgsApplication.taskManager().tasks()]
    assert desk.button("uploadsToggle").text() == "1 under way"
    assert desk.turn(lambda: row._detail.shown_text().startswith("Sending ") and row._bar.value() > 0)
    assert "20 photos" in row._detail.shown_text()
    survey_server.delay = 0.0
    assert desk.turn(lambda: told == [(workspace.connection.id, "Noon")])
    assert desk.turn(lambda: not desk.visible(QWidget, "uploadRow"))
    (task_id,) = [key for key, task in survey_server.tasks.items() if task["name"] == "Noon"]
    assert {moment[:2] for moment in moments} == {(workspace.connection.id, task_id)}
    assert any(re.fullmatch(r"Sending photos \d+ %", moment[2].text) and 0 < moment[2].fraction < 1 for moment in moments)
    assert moments[-1][2] is not None, "the last moment stands until the server is looked at"


def test_a_paused_upload_sends_nothing_until_it_goes_on(
    desk: Desk, survey_server: SurveyServer, folder_of_photos: Callable[..., Path]
) -> None:
    workspace = desk.open(survey_server)
    survey_server.delay = 0.15
    job = desk.start(workspace, "Noon", tuple(sorted(folder_of_photos(30).iterdir())))
    assert desk.turn(lambda: any(survey_server.uploaded.values()))
    button = desk.button("pauseUploadButton")
    button.click()
    (row,) = desk.visible(QWidget, "uploadRow")
    assert row._detail.shown_text().startswith("Paused") and row._title.shown_text() == "Upload of “Noon” to Office"
    assert (button.toolTip(), button.accessibleName()) == ("Go on", "Go on: Noon")
    desk.turn(lambda: False, 1.0)
    sent = sum(len(names) for names in survey_server.uploaded.values())
    desk.turn(lambda: False, 0.5)
    assert sum(len(names) for names in survey_server.uploaded.values()) == sent < 30
    survey_server.delay = 0.0
    button.click()
    assert desk.turn(lambda: not job.is_running()) and job.error is None
    assert sum(len(names) for names in survey_server.uploaded.values()) == 30


def test_an_upload_goes_on_after_its_server_was_closed_and_is_seen(
    desk: Desk, survey_server: SurveyServer, folder_of_photos: Callable[..., Path]
) -> None:
    workspace = desk.open(survey_server)
    survey_server.delay = 0.1
    job = desk.start(workspace, "Noon", tuple(sorted(folder_of_photos(20).iterdir())))
    assert desk.turn(lambda: any(survey_server.uploaded.values()))
    desk.servers.close(workspace.connection.id)
    assert desk.visible(QWidget, "uploadRow") and job.is_running()
    survey_server.delay = 0.0
    assert desk.turn(lambda: not job.is_running()) and job.error is None
    assert desk.turn(lambda: desk.visible(QWidget, "uploadsIdleLabel"))


def test_giving_up_asks_first_and_removes_the_task(
    desk: Desk, survey_server: SurveyServer, folder_of_photos: Callable[..., Path]
) -> None:
    workspace = desk.open(survey_server)
    survey_server.delay = 0.1
    job = desk.start(workspace, "Noon <b>", tuple(sorted(folder_of_photos(30).iterdir())))
    assert desk.turn(lambda: any(survey_server.uploaded.values()))
    assert desk.turn(lambda: (workspace.upload_progress(job) or None) and workspace.upload_progress(job).files_done)
    desk.button("activityCancelButton").click()
    box = desk.confirmation()
    assert "“Noon <b>”" in box.text() and box.textFormat() == Qt.TextFormat.PlainText
    assert "removed from Office" in box.informativeText() and "photo" in box.informativeText()
    press(box, "Cancel")
    assert job.is_running() and not job.is_cancelled()
    desk.button("activityCancelButton").click()
    press(desk.confirmation(), "Give up upload")
    survey_server.delay = 0.0
    assert desk.turn(lambda: not job.is_running())
    assert "Noon <b>" not in [task["name"] for task in survey_server.tasks.values()]
    assert desk.message() == "" and desk.turn(lambda: desk.visible(QWidget, "uploadsIdleLabel"))


def test_the_speed_limit_slows_down_and_is_remembered(
    desk: Desk, survey_server: SurveyServer, folder_of_photos: Callable[..., Path]
) -> None:
    workspace = desk.open(survey_server)
    photos = tuple(sorted(folder_of_photos(30).iterdir()))
    survey_server.delay = 0.1
    job = desk.start(workspace, "Noon", photos)
    menu = desk.button("limitUploadButton").menu()
    shown = [action.text() for action in menu.actions() if action.text()]
    assert shown[0] == "No limit" and menu.actions()[0].isChecked() and shown[-1] == "Other…"
    next(action for action in menu.actions() if action.text() == "250 kB/s").trigger()
    assert workspace._controls[job].rate_limit == 250_000
    assert desk.turn(lambda: Settings().upload_rate_kb == 250)
    menu.findChild(QAction, "otherRateAction").trigger()
    (dialog,) = desk.dock.findChildren(QInputDialog, "rateDialog")
    dialog.setDoubleValue(1.5)
    dialog.accept()
    assert workspace._controls[job].rate_limit == 1_500_000
    assert desk.button("limitUploadButton").toolTip() == "Speed limit: 1.5 MB/s"
    assert desk.turn(lambda: Settings().upload_rate_kb == 1500)
    survey_server.delay = 0.0
    assert desk.turn(lambda: not job.is_running())
    again = desk.start(workspace, "Later", photos)
    assert desk.button("limitUploadButton").menu().limit == 1_500_000
    assert desk.turn(lambda: not again.is_running())


# Single files


def test_each_file_is_listed_and_followed(
    desk: Desk, survey_server: SurveyServer, folder_of_photos: Callable[..., Path]
) -> None:
    workspace = desk.open(survey_server)
    survey_server.delay = 0.1
    job = desk.start(workspace, "Noon", tuple(sorted(folder_of_photos(30).iterdir())))
    desk.button("uploadFilesButton").click()
    dialog = desk.dialog()
    model = dialog._view.model()
    assert desk.turn(lambda: model.rowCount() == 30)
    assert desk.turn(lambda: "Sent" in [model.index(row, 1).data() for row in range(30)])
    assert model.index(0, 0).data() == "DJI_0000.JPG"
    assert desk.turn(lambda: "sent" in dialog.findChild(QWidget, "filesCountLabel").shown_text())
    survey_server.delay = 0.0
    assert desk.turn(lambda: not job.is_running())
    assert desk.turn(lambda: not desk.dock.findChildren(UploadFilesDialog)), "it went with the upload"


def test_a_running_upload_goes_on_by_itself_without_what_cannot_be_sent(
    desk: Desk,
    survey_server: SurveyServer,
    folder_of_photos: Callable[..., Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("nadir.core.transfers.sender._FILE_TRIES", 1)  # else it is told only when all is over
    workspace = desk.open(survey_server)
    photos = tuple(sorted(folder_of_photos(30).iterdir()))
    survey_server.delay = 0.2
    job = desk.start(workspace, "Noon", photos)
    assert desk.turn(lambda: survey_server.paths("/api/projects/1/tasks/"))
    photos[3].write_bytes(b"")
    assert desk.turn(lambda: desk.visible(QToolButton, "uploadTroubleButton")), "it is told at once"
    desk.button("pauseUploadButton").click()  # it is not to end before the choice is made
    assert desk.button("uploadTroubleButton").text() == "1 in trouble…"
    desk.button("uploadTroubleButton").click()
    dialog = desk.dialog()
    assert desk.turn(lambda: dialog.findChild(QWidget, "leaveOutButton").isEnabled())
    dialog.findChild(QAbstractButton, "onlyTroubleCheck").click()
    shown = dialog._view.model()
    assert shown.rowCount() == 1 and shown.index(0, 0).data() == photos[3].name
    assert "empty" in shown.index(0, 1).data()
    dialog.findChild(QAbstractButton, "leaveOutButton").click()
    survey_server.delay = 0.0
    desk.button("pauseUploadButton").click()
    assert desk.turn(lambda: not job.is_running())
    assert desk.turn(lambda: "Noon" in [task["name"] for task in survey_server.tasks.values() if not task["partial"]])
    assert [sorted(names) for names in survey_server.uploaded.values()] == [
        [path.name for path in photos if path != photos[3]]
    ]
    assert desk.message() == ""


def test_an_upload_that_stopped_goes_on_without_the_files_in_trouble(
    desk: Desk, survey_server: SurveyServer, stopped: Callable[..., str]
) -> None:
    task_id = stopped(survey_server, "Dawn", sent=2, failed=2)
    desk.open(survey_server)
    assert desk.turn(lambda: desk.texts("unfinishedText") == ["The upload of “Dawn” stopped at 2 of 5 photos."])
    desk.button("unfinishedFilesButton").click()
    dialog = desk.dialog()
    assert desk.turn(lambda: dialog.model.rowCount() == 5)
    assert dialog.findChild(QWidget, "filesCountLabel").shown_text() == "5 photos, 2 sent, 2 in trouble"
    dialog.findChild(QAbstractButton, "leaveOutButton").click()
    assert desk.turn(lambda: not survey_server.tasks[task_id]["partial"])
    assert survey_server.uploaded[task_id] == ["DJI_0002.JPG"]


# What stopped


def test_uploads_to_two_servers_are_offered_and_go_on(
    desk: Desk, survey_server: SurveyServer, second_server: SurveyServer, stopped: Callable[..., str]
) -> None:
    first, second = stopped(survey_server, "Dawn"), stopped(second_server, "Dusk", sent=1)
    desk.open(survey_server, "Beach office")
    desk.open(second_server, "Zeta")
    assert desk.turn(lambda: len(desk.texts("unfinishedText")) == 2)
    assert desk.texts("unfinishedText") == [
        "The upload of “Dawn” stopped at 2 of 5 photos.",
        "The upload of “Dusk” stopped at 1 of 5 photos.",
    ]
    assert desk.texts("unfinishedDetail")[1].startswith("To Zeta, begun ")
    assert desk.button("uploadsToggle").text() == "2 interrupted"
    desk.visible(QToolButton, "goOnButton")[1].click()
    assert desk.turn(lambda: len(second_server.uploaded.get(second, [])) == 4)
    assert first not in survey_server.uploaded
    assert desk.turn(lambda: desk.button("uploadsToggle").text() == "1 interrupted")


def test_what_a_closed_server_has_is_not_offered_any_more(
    desk: Desk, survey_server: SurveyServer, stopped: Callable[..., str]
) -> None:
    stopped(survey_server, "Dawn")
    workspace = desk.open(survey_server)
    assert desk.turn(lambda: desk.texts("unfinishedText"))
    desk.servers.close(workspace.connection.id)
    assert desk.texts("unfinishedText") == [] and desk.visible(QWidget, "uploadsIdleLabel")
    assert desk.start(workspace, "Noon", ()) is None and "closed" in desk.message()


def test_discarding_asks_first_and_names_upload_and_server(
    desk: Desk, survey_server: SurveyServer, stopped: Callable[..., str]
) -> None:
    task_id = stopped(survey_server, "Dusk <b>")
    desk.open(survey_server)
    assert desk.turn(lambda: desk.texts("unfinishedText"))
    desk.button("discardButton").click()
    box = desk.confirmation()
    assert "“Dusk <b>”" in box.text() and "Office" in box.text() and box.textFormat() == Qt.TextFormat.PlainText
    assert "2 photos" in box.informativeText()
    press(box, "Cancel")
    assert task_id in survey_server.tasks and desk.texts("unfinishedText")
    desk.button("discardButton").click()
    press(desk.confirmation(), "Discard upload")
    assert desk.turn(lambda: task_id not in survey_server.tasks and not desk.texts("unfinishedText"))


def test_a_task_that_is_gone_says_so_and_is_offered_no_more(
    desk: Desk, survey_server: SurveyServer, stopped: Callable[..., str]
) -> None:
    del survey_server.tasks[stopped(survey_server, "Dawn")]
    desk.open(survey_server)
    assert desk.turn(lambda: desk.texts("unfinishedText"))
    desk.button("goOnButton").click()
    assert desk.turn(lambda: "no longer on the server" in desk.message()) and "Dawn" in desk.message()
    assert desk.turn(lambda: desk.visible(QWidget, "uploadsIdleLabel"))


def test_a_task_that_was_cancelled_on_the_server_can_only_be_discarded(
    desk: Desk, survey_server: SurveyServer, stopped: Callable[..., str]
) -> None:
    task_id = stopped(survey_server, "Dawn")
    survey_server.tasks[task_id]["pending_action"] = 1
    desk.open(survey_server)
    assert desk.turn(lambda: desk.texts("unfinishedText"))
    desk.button("goOnButton").click()
    assert desk.turn(lambda: any("cancelled on the server" in text for text in desk.texts("unfinishedText")))
    assert not desk.visible(QToolButton, "goOnButton") and desk.visible(QToolButton, "discardButton")


@pytest.mark.parametrize("verb", ["goOnButton", "discardButton"])
def test_a_task_that_was_started_meanwhile_is_told_and_kept(
    desk: Desk, survey_server: SurveyServer, stopped: Callable[..., str], verb: str
) -> None:
    task_id = stopped(survey_server, "Dawn")
    desk.open(survey_server)
    assert desk.turn(lambda: desk.texts("unfinishedText"))
    survey_server.tasks[task_id].update(partial=False, status=40, images_count=5)
    desk.button(verb).click()
    if verb == "discardButton":
        press(desk.confirmation(), "Discard upload")
    assert desk.turn(lambda: "“Dawn”" in desk.message()), desk.message()
    assert "all its photos" in desk.message() and "Completed" in desk.message()
    assert task_id in survey_server.tasks


def test_an_upload_that_fails_now_goes_on_from_the_message(
    desk: Desk, survey_server: SurveyServer, folder_of_photos: Callable[..., Path]
) -> None:
    workspace = desk.open(survey_server)
    photos = tuple(sorted(folder_of_photos(4).iterdir()))
    survey_server.delay = 0.1
    desk.start(workspace, "Noon", photos)
    assert desk.turn(lambda: survey_server.paths("/api/projects/1/tasks/"))
    lost = photos[0].rename(photos[0].with_suffix(".away"))
    assert desk.turn(lambda: "the upload can go on from there" in desk.message()), desk.message()
    lost.rename(photos[0])
    survey_server.delay = 0.0
    press(desk.bar.currentItem(), "Go on")
    assert desk.turn(lambda: any(not task["partial"] for task in survey_server.tasks.values() if task["name"] == "Noon"))
    assert desk.turn(lambda: desk.message() == "" and not desk.texts("unfinishedText"))


# Size and hostile texts


def test_going_on_or_discarding_takes_the_message_of_the_stop_away(
    desk: Desk, survey_server: SurveyServer, folder_of_photos: Callable[..., Path]
) -> None:
    workspace = desk.open(survey_server)
    photos = tuple(sorted(folder_of_photos(4).iterdir()))
    moments: list[Any] = []
    desk.panel.sending.connect(lambda _server, _task, moment: moments.append(moment))
    survey_server.delay = 0.1
    desk.start(workspace, "Noon", photos)
    assert desk.turn(lambda: survey_server.paths("/api/projects/1/tasks/"))
    lost = photos[0].rename(photos[0].with_suffix(".away"))
    assert desk.turn(lambda: "the upload can go on from there" in desk.message()), desk.message()
    assert desk.turn(lambda: bool(desk.texts("unfinishedText"))) and moments[-1] is None
    desk.button("goOnButton").click()
    assert desk.message() == ""
    assert desk.turn(lambda: "the upload can go on from there" in desk.message()), "it stops again"
    assert desk.turn(lambda: bool(desk.texts("unfinishedText")))
    desk.button("discardButton").click()
    press(desk.confirmation(), "Discard upload")
    assert desk.message() == ""
    lost.rename(photos[0])
    survey_server.delay = 0.0
    assert desk.turn(lambda: "Noon" not in [task["name"] for task in survey_server.tasks.values()])


def test_many_uploads_take_a_third_of_the_panel_and_scroll(
    desk: Desk, survey_server: SurveyServer, stopped: Callable[..., str]
) -> None:
    for number in range(8):
        stopped(survey_server, f"Flight {number}")
    desk.open(survey_server)
    assert desk.turn(lambda: len(desk.texts("unfinishedText")) > 1)
    assert desk.turn(lambda: 0 < desk.panel._area.height() <= desk.dock.height() // 3)
    assert desk.panel._area.verticalScrollBar().maximum() > 0
    desk.button("uploadsToggle").click()
    assert not desk.panel._area.isVisible() and desk.button("uploadsToggle").text() == "8 interrupted"


@pytest.mark.parametrize("name", ["W" * 10_000, "<img src=x><b>bold</b>", "%n %1 {name}", "\u202egnol\u0007\n\x00x"])
def test_names_of_any_kind_neither_widen_the_panel_nor_are_markup(
    desk: Desk, survey_server: SurveyServer, stopped: Callable[..., str], name: str
) -> None:
    desk.dock.resize(260, 600)
    stopped(survey_server, name)
    desk.open(survey_server, "Off<b>ice")
    assert desk.turn(lambda: desk.texts("unfinishedText"))
    assert desk.panel.minimumSizeHint().width() <= 260 and desk.panel.width() <= 260
    for label in desk.visible(QWidget, "unfinishedText"):
        assert label.textFormat() == Qt.TextFormat.PlainText and "\n" not in label.shown_text()
    desk.button("unfinishedFilesButton").click()
    assert desk.turn(lambda: desk.dialog().model.rowCount() == 5)


def test_a_half_made_task_does_not_say_that_it_is_uploaded(workspace: Workspace) -> None:
    """Whether photos are on their way the server does not know."""
    task = workspace.client.sending.create_partial("1", "Dawn", (), tasks_before=())
    assert wording.state_text(task) == "Waiting for photos"
