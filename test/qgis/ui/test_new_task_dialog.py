"""New task: what is wrong with a folder is said before anything is sent, and nothing stays behind."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from nadir.core.api.tasks import TaskOption
from nadir.ui.new_task.dialog import NewTask, NewTaskDialog

from .conftest import Panel, make_project, make_task


@pytest.fixture
def dialog(panel: Panel) -> NewTaskDialog:
    panel.server.project_list = [make_project("1", "Quarry <b>")]
    panel.open()
    panel.dock._actions["new_task"].trigger()
    found = panel.dock.findChild(NewTaskDialog)
    assert found is not None and found.isVisible()
    return found


def settled(panel: Panel, dialog: NewTaskDialog) -> str:
    """Wait until the folder was looked at; what is said of it."""
    assert panel.turn(lambda: dialog._scan is None and not dialog._timer.isActive())
    return panel.widget("dialogMessageLabel").text()


def refused(panel: Panel, dialog: NewTaskDialog, folder: Path) -> str:
    """What the dialog says against a folder, with nothing left of the attempt."""
    dialog.choose_folder(str(folder))
    said = settled(panel, dialog)
    assert not panel.widget("startButton").isEnabled() and panel.widget("dialogMessageLabel").isVisible()
    assert panel.server.asked == [] and not [job for job in panel.jobs.running() if job.title != "monitor"]
    return said


def test_a_file_is_no_folder_and_names_no_task(
    panel: Panel, dialog: NewTaskDialog, folder_of_photos: Callable[..., Path]
) -> None:
    assert "a file, not a folder" in refused(panel, dialog, folder_of_photos(2) / "DJI_0000.JPG")
    assert panel.widget("nameEdit").text() == ""


def test_it_is_said_whether_all_photos_have_a_position(
    panel: Panel, dialog: NewTaskDialog, folder_of_photos: Callable[..., Path]
) -> None:
    dialog.choose_folder(str(folder_of_photos(2)))
    assert settled(panel, dialog) == "" and "All with GPS position" in panel.widget("photoSummaryLabel").text()
    dialog.choose_folder(str(folder_of_photos(2, "indoors", positions=False)))
    settled(panel, dialog)
    assert "GPS" not in panel.widget("photoSummaryLabel").text()


def test_an_empty_folder_is_refused(panel: Panel, dialog: NewTaskDialog, tmp_path: Path) -> None:
    assert "The folder is empty" in refused(panel, dialog, tmp_path)


def test_a_folder_of_texts_is_refused(panel: Panel, dialog: NewTaskDialog, tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("notes")
    assert "There are no photos in" in refused(panel, dialog, tmp_path)


def test_one_photo_is_refused(panel: Panel, dialog: NewTaskDialog, folder_of_photos: Callable[..., Path]) -> None:
    assert "only one photo" in refused(panel, dialog, folder_of_photos(1))


def test_a_folder_that_is_not_there_is_refused(panel: Panel, dialog: NewTaskDialog, tmp_path: Path) -> None:
    assert "does not exist" in refused(panel, dialog, tmp_path / "gone")


def test_a_damaged_photo_is_named_and_left_out(
    panel: Panel, dialog: NewTaskDialog, folder_of_photos: Callable[..., Path]
) -> None:
    folder = folder_of_photos(3)
    cut = folder / "DJI_0001.JPG"
    cut.write_bytes(cut.read_bytes()[:-200])
    decided: list[NewTask] = []
    dialog.decided.disconnect()
    dialog.decided.connect(decided.append)
    dialog.choose_folder(str(folder))
    assert settled(panel, dialog) == "DJI_0001.JPG is damaged (cut off) and is left out."
    panel.widget("startButton").click()
    assert [path.name for path in decided[0].photos] == ["DJI_0000.JPG", "DJI_0002.JPG"]


def test_photos_without_position_are_a_warning(
    panel: Panel, dialog: NewTaskDialog, folder_of_photos: Callable[..., Path]
) -> None:
    dialog.choose_folder(str(folder_of_photos(3, positions=False)))
    assert "position" in settled(panel, dialog) and panel.widget("startButton").isEnabled()


def test_good_photos_can_start_with_surface_and_terrain(
    panel: Panel, dialog: NewTaskDialog, folder_of_photos: Callable[..., Path]
) -> None:
    decided: list[NewTask] = []
    dialog.decided.disconnect()
    dialog.decided.connect(decided.append)
    panel.widget("folderEdit").setText(str(folder_of_photos(3)))
    assert panel.turn(lambda: panel.widget("startButton").isEnabled())
    assert panel.widget("photoSummaryLabel").text().startswith("3 photos, ") and not settled(panel, dialog)
    panel.widget("startButton").click()
    assert decided[0].project_id is None and decided[0].name == "survey" and len(decided[0].photos) == 3
    assert decided[0].options == (TaskOption("dsm", True), TaskOption("dtm", True))


@pytest.mark.parametrize(
    ("selected", "offered"),
    [((), "New project, named after the folder"), (("2",), "Quarry"), (("2", "b"), "Quarry")],
)
def test_a_task_goes_into_the_selected_project_or_into_one_of_its_own(
    panel: Panel, selected: tuple, offered: str
) -> None:
    panel.server.project_list = [make_project("1", "Unrelated"), make_project("2", "Quarry", task_ids=("b",))]
    panel.server.task_lists["2"] = [make_task("b", project_id="2")]
    panel.open()
    if selected:
        panel.select(*selected)
    panel.dock._actions["new_task"].trigger()
    assert panel.widget("projectCombo").currentText() == offered


def test_the_users_own_name_is_kept(panel: Panel, dialog: NewTaskDialog, folder_of_photos: Callable[..., Path]) -> None:
    panel.widget("nameEdit").setText("Mine")
    dialog.choose_folder(str(folder_of_photos(2)))
    settled(panel, dialog)
    assert panel.widget("nameEdit").text() == "Mine"
    panel.widget("nameEdit").setText("  ")
    assert not panel.widget("startButton").isEnabled()


def test_a_folder_chosen_later_wins(
    panel: Panel, dialog: NewTaskDialog, folder_of_photos: Callable[..., Path], tmp_path: Path
) -> None:
    good, empty = folder_of_photos(3), tmp_path / "empty"
    empty.mkdir()
    dialog.choose_folder(str(good))
    dialog.choose_folder(str(empty))
    assert "empty" in settled(panel, dialog) and not panel.widget("startButton").isEnabled()


def test_project_names_are_plain_text(panel: Panel, dialog: NewTaskDialog) -> None:
    assert panel.widget("projectCombo").itemText(1) == "Quarry <b>"


def test_closing_ends_the_scan(panel: Panel, dialog: NewTaskDialog, folder_of_photos: Callable[..., Path]) -> None:
    folder = folder_of_photos(2)
    dialog.choose_folder(str(folder))
    scan: Any = dialog._scan
    dialog.reject()
    assert scan.is_cancelled() and panel.dock._new_task is None
