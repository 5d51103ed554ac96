"""The photos step: what is added is listed, what is wrong is said, what is left out can come back."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from nadir.core.jobs import Jobs
from nadir.test.qgis.ui.photos_trial import Trial, fly, tags, trials
from nadir.test.unit.photos.drone_photo import DroneTags, write_photo
from nadir.ui.new_task.photos import scan as scan_module
from nadir.ui.new_task.photos import thumbnails as thumbnails_module
from nadir.ui.new_task.photos.model import PhotoModel
from nadir.ui.new_task.photos.scan import ScanPhase
from qgis.PyQt.QtCore import QMimeData, QPointF, Qt, QUrl
from qgis.PyQt.QtGui import QDropEvent
from qgis.PyQt.QtTest import QAbstractItemModelTester, QTest
from qgis.PyQt.QtWidgets import QAbstractButton, QAbstractItemView, QApplication, QProgressBar, QStyle


@pytest.fixture
def make_trial(jobs: Jobs, turn: Callable[..., bool], qgis_app: Any) -> Iterator[Callable[..., Trial]]:
    """`make_trial(canvas)`: a step that is shown, closed at the end."""
    yield from trials(jobs, turn)


@pytest.fixture
def trial(make_trial: Callable[..., Trial]) -> Trial:
    """A step without a map."""
    return make_trial()


def drop(trial: Trial, *paths: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    action, button, key = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    trial.step.dropEvent(QDropEvent(QPointF(5, 5), action, data, button, key))
    trial.settle()


def test_without_photos_it_says_what_to_do(trial: Trial) -> None:
    assert trial.step.problem() == "Add photos first." and trial.step.chosen() == () and trial.step.report.count == 0
    assert trial.widget("emptyPhotosPage").isVisible() and trial.widget("emptyAddFolderButton").isVisible()
    assert not trial.widget("photoList").isVisible()


def test_a_folder_that_is_dropped_is_listed_with_what_to_expect(trial: Trial, tmp_path: Path) -> None:
    fly(tmp_path / "flight", 6)
    (tmp_path / "flight" / "notes.txt").write_text("windy")
    changes: list[None] = []
    trial.step.changed.connect(lambda: changes.append(None))
    drop(trial, tmp_path / "flight")
    assert trial.names() == [f"DJI_{number:04}.JPG" for number in range(6)] and trial.step.problem() == "" and changes
    assert trial.widget("photosSummaryLabel").text().startswith("6 photos · ")
    expected = trial.widget("photosExpectationLabel").text().replace("\N{NO-BREAK SPACE}", " ")
    assert "cm per pixel" in expected and " ha" in expected and "each point in" in expected
    assert "DJI FC6310 · all with position · other files, not sent: 1" in trial.widget("photosOriginLabel").text()
    assert [path.name for path in trial.step.other_files] == ["notes.txt"] and trial.findings() == []


def test_folders_below_and_single_files_can_be_added_and_nothing_twice(trial: Trial, tmp_path: Path) -> None:
    first, second = fly(tmp_path / "card" / "100MEDIA", 2), fly(tmp_path / "card" / "101MEDIA", 3, model="FC330")
    trial.add(second[0])
    trial.add(tmp_path / "card", second[0])
    assert sorted(trial.step.chosen()) == sorted([*first, *second])


def test_what_holds_no_photos_is_told(trial: Trial, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("windy")
    trial.add(tmp_path)
    assert "no photos" in trial.widget("photosMessageLabel").text() and trial.widget("photosMessageLabel").isVisible()
    assert trial.widget("emptyPhotosPage").isVisible()


def test_one_photo_is_too_few_and_it_is_said(trial: Trial, tmp_path: Path) -> None:
    trial.add(*fly(tmp_path, 1))
    assert "two photos" in trial.step.problem() and "Few photos" in trial.findings()


def test_a_damaged_photo_is_listed_but_never_sent(trial: Trial, tmp_path: Path) -> None:
    paths = fly(tmp_path, 6)
    paths[2].write_bytes(paths[2].read_bytes()[:-100])
    trial.add(tmp_path)
    assert "DJI_0002.JPG" not in trial.names() and trial.findings() == ["Cannot be used: 1 photo"]
    index = trial.step._model.index(2)
    assert not index.flags() & Qt.ItemFlag.ItemIsUserCheckable
    trial.step._model.setData(index, Qt.CheckState.Checked, Qt.ItemDataRole.CheckStateRole)
    trial.step._model.leave_out([paths[2]])
    assert len(trial.names()) == 5 and trial.findings() == ["Cannot be used: 1 photo"]


def test_a_click_on_a_finding_selects_its_photos_and_its_button_leaves_them_out(trial: Trial, tmp_path: Path) -> None:
    fly(tmp_path / "a", 6)
    (tmp_path / "b").mkdir()
    for name in ("DJI_0001.JPG", "DJI_0004.JPG"):
        (tmp_path / "b" / f"copy of {name}").write_bytes((tmp_path / "a" / name).read_bytes())
    trial.add(tmp_path)
    assert trial.findings() == ["Doubles: 2 photos"]
    trial.finding("double").findChild(QAbstractButton, "selectButton").click()
    assert trial.selected() == ["copy of DJI_0001.JPG", "copy of DJI_0004.JPG"]
    trial.finding("double").findChild(QAbstractButton, "leaveOutButton").click()
    trial.settle()
    assert len(trial.names()) == 6 and trial.findings() == ["Left out: 2 photos"]
    assert trial.widget("photosSummaryLabel").text().startswith("6 photos")
    assert trial.step.report.count == 6
    trial.finding("left_out").findChild(QAbstractButton, "bringBackButton").click()
    trial.settle()
    assert len(trial.names()) == 8 and trial.findings() == ["Doubles: 2 photos"]


def test_keys_leave_out_turn_over_and_undo(trial: Trial, tmp_path: Path) -> None:
    paths = fly(tmp_path, 6)
    trial.add(tmp_path)
    photos = trial.step._list
    photos.select(paths[1:3])
    QTest.keyClick(photos, Qt.Key.Key_Delete)
    assert trial.names() == [f"DJI_000{number}.JPG" for number in (0, 3, 4, 5)]
    QTest.keyClick(photos, Qt.Key.Key_Space)
    assert len(trial.names()) == 6
    QTest.keyClick(photos, Qt.Key.Key_Space)
    photos.select(paths[5:])
    QTest.keyClick(photos, Qt.Key.Key_Space)
    assert len(trial.names()) == 3
    trial.step.activateWindow()
    photos.setFocus()
    QTest.keyClick(photos, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert len(trial.names()) == 4
    while trial.widget("undoButton").isEnabled():
        trial.widget("undoButton").click()
    assert len(trial.names()) == 6


def test_a_click_on_the_check_box_leaves_out(trial: Trial, tmp_path: Path) -> None:
    fly(tmp_path, 3)
    trial.add(tmp_path)
    photos = trial.step._list
    row = photos.visualRect(trial.step._model.index(1))
    at = row.topLeft()
    at.setX(at.x() + photos.fontMetrics().height())
    at.setY(row.center().y())
    QTest.mouseClick(photos.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
    assert trial.names() == ["DJI_0000.JPG", "DJI_0002.JPG"]
    QTest.mouseClick(photos.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, row.center())
    assert trial.names() == ["DJI_0000.JPG", "DJI_0002.JPG"] and trial.selected() == ["DJI_0001.JPG"]


def test_the_menu_offers_what_can_be_done(trial: Trial, tmp_path: Path) -> None:
    paths = fly(tmp_path / "A & B", 3)
    trial.add(tmp_path)
    trial.step._list.select(paths[:1])
    actions = {action.text(): action for action in trial.step._list.menu().actions()}
    assert actions["Leave out"].isEnabled() and not actions["Bring back"].isEnabled() and "Show on the map" not in actions
    actions["Leave out"].trigger()
    assert len(trial.names()) == 2
    actions = {action.text(): action for action in trial.step._list.menu().actions()}
    assert not actions["Leave out"].isEnabled() and actions["Bring back"].isEnabled()
    actions["Take “A && B” off the list"].trigger()
    assert trial.step.chosen() == () and paths[0].exists() and trial.step.problem() == "Add photos first."


def test_a_folder_can_be_taken_off_the_list(trial: Trial, tmp_path: Path) -> None:
    fly(tmp_path / "a", 3), fly(tmp_path / "b", 4, model="FC330")
    trial.add(tmp_path)
    menu = trial.widget("removeButton").menu()
    menu.aboutToShow.emit()
    assert [action.text() for action in menu.actions() if action.text()] == ["a (3 photos)", "b (4 photos)", "All photos"]
    menu.actions()[0].trigger()
    trial.settle()
    assert {path.parent.name for path in trial.step.chosen()} == {"b"} and trial.step.report.count == 4
    trial.add(tmp_path / "a")
    assert len(trial.names()) == 7


def test_left_out_photos_do_not_count_and_all_left_out_is_a_problem(trial: Trial, tmp_path: Path) -> None:
    paths = fly(tmp_path, 6)
    trial.add(tmp_path)
    before = trial.step.report
    trial.step._model.leave_out(paths[3:])
    assert len(trial.step.chosen()) == 3  # at once
    trial.settle()
    assert trial.step.report.count == 3 and trial.step.report.size_bytes < before.size_bytes
    trial.step._model.leave_out(paths)
    assert "left out" in trial.step.problem()


@pytest.fixture
def slow_reading(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Reading stops after three photos until the event is set."""
    gate, real = threading.Event(), scan_module.read_photos

    def read(paths: Any, progress: Any, cancelled: Callable[[], bool]) -> Any:
        for number, photo in enumerate(real(paths, progress, cancelled)):
            while number == 3 and not gate.wait(0.01) and not cancelled():
                pass
            yield photo

    monkeypatch.setattr(scan_module, "read_photos", read)
    monkeypatch.setattr(scan_module, "BATCH_SECONDS", 0.0)
    yield gate
    gate.set()


def test_while_photos_are_read_it_is_shown_and_can_be_stopped(
    trial: Trial, tmp_path: Path, slow_reading: threading.Event
) -> None:
    fly(tmp_path, 40)
    trial.step.add_paths([tmp_path])
    assert trial.turn(lambda: len(trial.names()) == 3)
    assert "still being read" in trial.step.problem() and trial.widget("photosScanRow").isVisible()
    bar = trial.step.findChild(QProgressBar, "photosScanProgress")
    assert bar is not None and trial.turn(lambda: 0 < bar.value() < bar.maximum())
    trial.widget("photosScanCancelButton").click()
    trial.settle()
    assert 3 <= len(trial.names()) < 40 and trial.step.problem() == "" and not trial.widget("photosScanRow").isVisible()
    slow_reading.set()
    trial.add(tmp_path)
    assert len(trial.names()) == 40


def test_closing_ends_all_work(trial: Trial, tmp_path: Path, slow_reading: threading.Event) -> None:
    fly(tmp_path, 40)
    trial.step.add_paths([tmp_path])
    assert trial.turn(lambda: len(trial.names()) == 3)
    trial.step.close()
    assert trial.turn(lambda: not trial.jobs.running()) and len(trial.names()) <= 4


def test_more_can_be_added_while_blurred_photos_are_looked_for(trial: Trial, tmp_path: Path) -> None:
    fly(tmp_path / "a", 30), fly(tmp_path / "b", 30, model="FC330")
    trial.step.add_paths([tmp_path / "a"])
    assert trial.turn(lambda: trial.step._scan.phase is ScanPhase.SHARPNESS)
    trial.add(tmp_path / "b")
    assert len(trial.names()) == 60
    assert all(photo.sharpness is not None for photo in trial.step._model.photos)


def test_thumbnails_come_into_the_list_and_few_are_kept(
    trial: Trial, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(thumbnails_module, "KEPT", 5)
    fly(tmp_path, 12)
    trial.add(tmp_path)
    store = trial.step._thumbnails
    for photo in trial.step._model.photos:
        assert trial.turn(lambda photo=photo: store.of(photo) is not None)
    assert len(store._kept) == 5
    assert store.of(trial.step._model.photos[-1]).width() == 64  # the whole photo: it is smaller than a thumbnail


def test_names_are_shown_as_they_are(trial: Trial, tmp_path: Path) -> None:
    name = "<b>x %n & y.JPG"
    write_photo(tmp_path / name, tags(0))
    write_photo(tmp_path / "2.JPG", DroneTags(make="<i>DJI", model="\n%s" * 500, taken_at=None))
    trial.add(tmp_path)
    index = trial.step._model.index_of(tmp_path / name)
    assert index.data() == name and "&lt;b&gt;x %n &amp; y" in index.data(Qt.ItemDataRole.ToolTipRole)
    assert "<i>DJI" in trial.widget("photosOriginLabel").text()
    assert trial.widget("photosOriginLabel").textFormat() == Qt.TextFormat.PlainText
    assert len(trial.widget("photosOriginLabel").text()) < 400


def test_all_controls_have_names_and_can_be_reached_by_key(trial: Trial, tmp_path: Path) -> None:
    paths = fly(tmp_path, 6)
    paths[0].write_bytes(b"")
    trial.add(tmp_path)
    trial.step._model.leave_out(paths[1:2])
    QApplication.processEvents()
    controls = [*trial.step.findChildren(QAbstractButton), *trial.step.findChildren(QAbstractItemView)]
    shown = [each for each in controls if each.isVisible()]
    assert len(shown) >= 8
    for each in shown:
        assert each.accessibleName() or each.text(), each.objectName()
        assert each.focusPolicy() & Qt.FocusPolicy.TabFocus, each.objectName()


@pytest.mark.parametrize("direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
def test_it_holds_in_a_narrow_dialog(trial: Trial, tmp_path: Path, direction: Any) -> None:
    fly(tmp_path, 4)
    trial.add(tmp_path)
    trial.step.setLayoutDirection(direction)
    trial.step.resize(trial.step.fontMetrics().averageCharWidth() * 34, 500)
    QApplication.processEvents()
    assert trial.step.width() <= max(trial.step.fontMetrics().averageCharWidth() * 34, 300)
    assert not trial.step.grab().isNull()
    extent = trial.step.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent)
    assert trial.step._list.viewport().width() > trial.step.width() - 2 * extent - 10


def test_the_model_keeps_the_rules_of_qt(qgis_app: Any, tmp_path: Path, trial: Trial) -> None:
    model = PhotoModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    fly(tmp_path, 5)
    trial.add(tmp_path)
    photos = list(trial.step._model.photos)
    model.add(photos[:2])
    model.add(photos)
    model.leave_out([photo.path for photo in photos[1:3]])
    model.remove(lambda photo: photo.path.name.endswith("2.JPG"))
    assert tester.model() is model and model.rowCount() == 4 and len(model.left_out) == 1 and not model.can_undo()
