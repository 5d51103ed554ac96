"""Uploads in the panel: what is offered after one stopped, what is asked before one is given up."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any, Callable

import pytest
from nadir.core.transfers.journal import Journal, JournalEntry
from nadir.core.transfers.plan import FileState, plan_files
from nadir.core.transfers.uploads import UploadPlan
from nadir.core.workspace import Workspace
from nadir.test.qgis.survey_server import USER, SurveyServer
from nadir.ui.common import wording
from nadir.ui.new_task.dialog import NewTask
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QFrame, QLabel, QMessageBox, QToolButton

from .conftest import Panel

Journalled = Callable[..., str]


@pytest.fixture
def journalled(
    journal_folder: Path, workspace: Workspace, survey_server: SurveyServer, folder_of_photos: Callable[..., Path]
) -> Journalled:
    """`journalled("Dawn", sent=2)`: an upload of 5 photos that stopped after so many; the id of its task."""

    def make(name: str, sent: int = 2) -> str:
        photos = tuple(sorted(folder_of_photos(5, name.replace("/", "")).iterdir()))
        task = workspace.client.sending.create_partial("1", name, (), tasks_before=())
        plan, upload_id = UploadPlan(workspace.client.session.url, "1", name, photos), f"upload of {name}"
        with closing(Journal(journal_folder)) as journal:
            journal.add(JournalEntry(upload_id, plan, plan_files(photos)), USER, "window")
            journal.set_task(upload_id, task.id)
            files = journal.load(upload_id).files[:sent]
            journal.set_files(upload_id, [replace(each, state=FileState.CONFIRMED) for each in files])
            journal.release(upload_id, "window")
        survey_server.tasks[task.id]["images_count"] = sent
        return task.id

    return make


@pytest.fixture
def connected(panel: Panel, workspace: Workspace) -> Iterator[Callable[[], Panel]]:
    """`connected()`: the panel on a server that takes uploads."""

    def connect() -> Panel:
        panel.dock._connecting.opened.emit(workspace)
        return panel

    yield connect
    panel.shut_down()


def sentences(panel: Panel) -> list[str]:
    """What is offered."""
    return [label.text() for label in panel.dock.findChildren(QLabel, "unfinishedText") if label.isVisible()]


def click(panel: Panel, name: str) -> None:
    """Click the visible button of that name."""
    next(button for button in panel.dock.findChildren(QToolButton, name) if button.isVisible()).click()


def confirmation(panel: Panel) -> QMessageBox:
    boxes = [box for box in panel.dock.findChildren(QMessageBox, "NadirConfirmation") if box.isVisible()]
    assert len(boxes) == 1
    return boxes[0]


def press(box: QMessageBox, text: str) -> None:
    next(button for button in box.buttons() if button.text().replace("&", "") == text).click()


def test_nothing_is_offered_where_nothing_stopped(connected: Callable[[], Panel]) -> None:
    panel = connected()
    assert panel.turn(lambda: panel.dock._work_page.tree._seen)
    assert not panel.widget("unfinishedPanel").isVisible()


def test_an_interrupted_upload_is_offered_and_goes_on(
    connected: Callable[[], Panel], journalled: Journalled, survey_server: SurveyServer
) -> None:
    task_id = journalled("Dawn")
    panel = connected()
    assert panel.turn(lambda: sentences(panel) == ["The upload of “Dawn” stopped at 2 of 5 photos."])
    click(panel, "goOnButton")
    assert sentences(panel) == [] and panel.widget("activityRow").isVisible()
    assert panel.turn(lambda: len(survey_server.uploaded.get(task_id, [])) == 3)
    assert panel.turn(lambda: panel.dock._work_page.tree.view.currentIndex().data() == "Dawn")
    assert panel.message() == "" and sentences(panel) == []


def test_discarding_asks_first_and_names_the_upload(
    connected: Callable[[], Panel], journalled: Journalled, survey_server: SurveyServer
) -> None:
    task_id = journalled("Dusk <b>")
    panel = connected()
    assert panel.turn(lambda: sentences(panel))
    click(panel, "discardButton")
    box = confirmation(panel)
    assert "“Dusk <b>”" in box.text() and box.textFormat() == Qt.TextFormat.PlainText
    assert "2 photos" in box.informativeText()
    press(box, "Cancel")
    assert task_id in survey_server.tasks and sentences(panel)
    click(panel, "discardButton")
    press(confirmation(panel), "Discard upload")
    assert panel.turn(lambda: task_id not in survey_server.tasks and not panel.widget("unfinishedPanel").isVisible())


def test_a_task_that_is_gone_says_so(
    connected: Callable[[], Panel], journalled: Journalled, survey_server: SurveyServer
) -> None:
    del survey_server.tasks[journalled("Dawn")]
    panel = connected()
    assert panel.turn(lambda: sentences(panel))
    click(panel, "goOnButton")
    assert panel.turn(lambda: "no longer on the server" in panel.message()) and "Dawn" in panel.message()
    assert panel.turn(lambda: not panel.widget("unfinishedPanel").isVisible())


@pytest.mark.parametrize("verb", ["goOnButton", "discardButton"])
def test_a_task_that_was_started_meanwhile_is_told_and_stays(
    connected: Callable[[], Panel], journalled: Journalled, survey_server: SurveyServer, verb: str
) -> None:
    task_id = journalled("Dawn")
    panel = connected()
    assert panel.turn(lambda: sentences(panel))
    survey_server.tasks[task_id].update(partial=False, status=40, images_count=5)
    click(panel, verb)
    if verb == "discardButton":
        press(confirmation(panel), "Discard upload")
    assert panel.turn(lambda: "“Dawn”" in panel.message()), panel.message()
    assert "all its photos" in panel.message() and "Completed" in panel.message()
    assert task_id in survey_server.tasks


def test_an_upload_that_fails_now_can_go_on_from_the_message(
    connected: Callable[[], Panel], survey_server: SurveyServer, folder_of_photos: Callable[..., Path]
) -> None:
    panel = connected()
    photos = tuple(sorted(folder_of_photos(4).iterdir()))
    lost = photos[0].with_suffix(".away")
    survey_server.delay = 0.1
    panel.dock._start_task(NewTask("1", "Noon", photos, ()))
    assert panel.turn(lambda: survey_server.paths("/api/projects/1/tasks/"))
    photos[0].rename(lost)
    assert panel.turn(lambda: "the upload can go on from there" in panel.message()), panel.message()
    lost.rename(photos[0])
    survey_server.delay = 0.0
    item: Any = panel.widget("messageBar").currentItem()
    next(button for button in item.findChildren(QToolButton) if button.text() == "Go on").click()
    assert panel.turn(lambda: panel.dock._work_page.tree.view.currentIndex().data() == "Noon")
    assert panel.message() == "" and sentences(panel) == []


def test_many_are_offered_one_at_a_time(
    connected: Callable[[], Panel], journalled: Journalled, survey_server: SurveyServer
) -> None:
    tasks = [journalled(f"Flight {number}", sent=number) for number in range(3)]
    panel = connected()
    assert panel.turn(lambda: sentences(panel) == ["The upload of “Flight 0” stopped at 0 of 5 photos."])
    assert panel.widget("nextUnfinishedButton").text() == "1 of 3 ›"
    click(panel, "nextUnfinishedButton")
    assert sentences(panel) == ["The upload of “Flight 1” stopped at 1 of 5 photos."]
    click(panel, "discardButton")
    press(confirmation(panel), "Discard upload")
    assert panel.turn(lambda: tasks[1] not in survey_server.tasks)
    assert panel.widget("nextUnfinishedButton").text() == "1 of 2 ›" and "Flight 0" in sentences(panel)[0]
    click(panel, "nextUnfinishedButton")
    click(panel, "nextUnfinishedButton")
    assert "Flight 0" in sentences(panel)[0]


def texts(panel: Panel) -> list[str]:
    """All that the rows of running uploads say."""
    rows = [row for row in panel.dock.findChildren(QFrame, "activityRow") if row.isVisible()]
    return [label.text() for row in rows for label in row.findChildren(QLabel)]


def test_a_running_upload_can_be_paused_and_goes_on(
    connected: Callable[[], Panel], survey_server: SurveyServer, folder_of_photos: Callable[..., Path]
) -> None:
    panel = connected()
    survey_server.delay = 0.15
    photos = tuple(sorted(folder_of_photos(30).iterdir()))
    panel.dock._start_task(NewTask("1", "Noon", photos, ()))
    assert panel.turn(lambda: any(survey_server.uploaded.values()))
    button = panel.widget("pauseUploadButton")
    assert (button.toolTip(), button.accessibleName()) == ("Pause", "Pause: Noon")
    assert "Uploading “Noon”" in texts(panel)
    click(panel, "pauseUploadButton")
    assert "Upload of “Noon”" in texts(panel) and not any("Uploading" in text for text in texts(panel))
    assert (button.toolTip(), button.accessibleName()) == ("Go on", "Go on: Noon")
    assert panel.turn(lambda: any(text.startswith("Paused, ") for text in texts(panel)))
    panel.turn(lambda: False, 1.0)
    sent = sum(len(names) for names in survey_server.uploaded.values())
    panel.turn(lambda: False, 0.5)
    assert sum(len(names) for names in survey_server.uploaded.values()) == sent < 30
    survey_server.delay = 0.0
    click(panel, "pauseUploadButton")
    assert "Uploading “Noon”" in texts(panel)
    assert panel.turn(lambda: panel.dock._work_page.tree.view.currentIndex().data() == "Noon")
    assert sum(len(names) for names in survey_server.uploaded.values()) == 30


def test_an_upload_goes_on_without_a_photo_that_cannot_be_read(
    connected: Callable[[], Panel], survey_server: SurveyServer, folder_of_photos: Callable[..., Path]
) -> None:
    panel = connected()
    photos = tuple(sorted(folder_of_photos(4).iterdir()))
    survey_server.delay = 0.1
    panel.dock._start_task(NewTask("1", "Noon", photos, ()))
    assert panel.turn(lambda: survey_server.paths("/api/projects/1/tasks/"))
    photos[0].unlink()
    assert panel.turn(lambda: photos[0].name in panel.message()), panel.message()
    survey_server.delay = 0.0
    item: Any = panel.widget("messageBar").currentItem()
    next(button for button in item.findChildren(QToolButton) if button.text() == "Go on without them").click()
    assert panel.turn(lambda: panel.dock._work_page.tree.view.currentIndex().data() == "Noon")
    assert [sorted(names) for names in survey_server.uploaded.values()] == [[path.name for path in photos[1:]]]


def test_a_half_made_task_does_not_say_that_it_is_uploaded(workspace: Workspace) -> None:
    """Whether photos are on their way the server does not know."""
    task = workspace.client.sending.create_partial("1", "Dawn", (), tasks_before=())
    assert wording.state_text(task) == "Waiting for photos"
