"""Positions and footprints on a real map canvas: linked with the list, and gone without a trace."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from nadir.core.jobs import Jobs
from nadir.test.qgis.ui.photos_trial import AHEAD, Trial, fly, tags, trials
from nadir.test.unit.photos.drone_photo import START, write_photo
from nadir.ui.new_task.photos.map_overlay import COLOURS, Look, PhotoOverlay
from nadir.ui.new_task.photos.map_tools import PolygonTool
from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransform, QgsPointXY, QgsProject, QgsRectangle
from qgis.gui import QgsMapCanvas, QgsMapToolPan
from qgis.PyQt.QtCore import QPoint, Qt
from qgis.PyQt.QtGui import QColor
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication, QMenu, QStackedWidget, QWidget

WGS84, MERCATOR, UTM = (QgsCoordinateReferenceSystem(f"EPSG:{code}") for code in (4326, 3857, 32632))
NO_KEY = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def make_trial(jobs: Jobs, turn: Callable[..., bool], qgis_app: Any) -> Iterator[Callable[..., Trial]]:
    """`make_trial(canvas)`: a step that is shown, closed at the end."""
    yield from trials(jobs, turn)


@pytest.fixture
def canvas(qgis_app: Any) -> Iterator[QgsMapCanvas]:
    """A map with nothing on it, in Web Mercator, far from the photos."""
    QgsProject.instance().clear()
    made = QgsMapCanvas()
    made.setDestinationCrs(MERCATOR)
    made.resize(600, 400)
    made.show()
    made.setExtent(QgsRectangle(0, 0, 1000, 1000))
    QApplication.processEvents()
    yield made
    made.close()
    made.deleteLater()
    QApplication.processEvents()


@pytest.fixture
def flight(canvas: QgsMapCanvas, make_trial: Callable[..., Trial], tmp_path: Path) -> Trial:
    """Six photos in a line to the north, on the map."""
    trial = make_trial(canvas)
    fly(tmp_path, 6)
    trial.add(tmp_path)
    return trial


def overlay(trial: Trial) -> PhotoOverlay:
    assert trial.canvas is not None
    (found,) = [item for item in trial.canvas.scene().items() if isinstance(item, PhotoOverlay)]
    return found


def place(trial: Trial, number: int) -> QgsPointXY:
    """Where the nth photo lies in map units, reckoned without the program."""
    assert trial.canvas is not None
    target = trial.canvas.mapSettings().destinationCrs()
    told = tags(number)
    return QgsCoordinateTransform(WGS84, target, QgsProject.instance()).transform(
        QgsPointXY(told.longitude, told.latitude)
    )


def pixel(trial: Trial, number: int) -> QPoint:
    assert trial.canvas is not None
    at = trial.canvas.getCoordinateTransform().transform(place(trial, number))
    return QPoint(round(at.x()), round(at.y()))


def colour(trial: Trial, number: int) -> str:
    """Of the map where the nth photo is."""
    assert trial.canvas is not None
    QApplication.processEvents()
    return QColor(trial.canvas.viewport().grab().toImage().pixel(pixel(trial, number))).name()


@pytest.mark.parametrize("crs", [MERCATOR, UTM, WGS84])
def test_photos_are_where_they_were_taken_in_any_reference_system(flight: Trial, crs: Any) -> None:
    flight.canvas.setDestinationCrs(crs)
    for number, point in enumerate(overlay(flight).points.values()):
        expected = place(flight, number)
        assert point.x() == pytest.approx(expected.x(), rel=1e-9) and point.y() == pytest.approx(expected.y(), rel=1e-9)


def test_the_map_goes_to_the_photos_once(flight: Trial, tmp_path: Path) -> None:
    assert flight.canvas.extent().contains(place(flight, 0)) and flight.canvas.extent().contains(place(flight, 5))
    assert flight.canvas.extent().height() < 3 * 6 * AHEAD / 0.66 + 300
    flight.canvas.setExtent(QgsRectangle(0, 0, 1000, 1000))
    fly(tmp_path / "more", 2, model="FC330")
    flight.add(tmp_path)
    assert not flight.canvas.extent().contains(place(flight, 0))
    flight.widget("zoomToPhotosButton").click()
    assert flight.canvas.extent().contains(place(flight, 0))


def test_a_photo_far_away_does_not_make_the_others_tiny(canvas: QgsMapCanvas, make_trial: Any, tmp_path: Path) -> None:
    trial = make_trial(canvas)
    fly(tmp_path, 6)
    write_photo(tmp_path / "holiday.jpg", replace(tags(50_000), taken_at=START))
    trial.add(tmp_path)
    assert trial.findings() == ["Far from the others: 1 photo"] and canvas.extent().height() < 2000
    trial.step._list.select([tmp_path / "holiday.jpg"])
    trial.step._list.shown_on_map.emit([tmp_path / "holiday.jpg"])
    assert canvas.extent().contains(place(trial, 50_000))


def test_the_state_of_a_photo_shows_in_its_colour(flight: Trial) -> None:
    paths = flight.step.chosen()
    assert colour(flight, 1) == COLOURS[Look.CHOSEN]
    flight.step._model.leave_out(paths[1:2])
    flight.settle()
    assert colour(flight, 1) == COLOURS[Look.LEFT_OUT] and colour(flight, 2) == COLOURS[Look.CHOSEN]
    flight.step._list.select(paths[2:3])
    assert colour(flight, 2) == COLOURS[Look.SELECTED]
    flight.step._list.clearSelection()
    assert colour(flight, 2) == COLOURS[Look.CHOSEN]


def test_a_photo_with_a_finding_has_a_colour_of_its_own(flight: Trial, tmp_path: Path) -> None:
    (tmp_path / "copy.JPG").write_bytes((tmp_path / "DJI_0003.JPG").read_bytes())
    flight.add(tmp_path)
    assert flight.findings() == ["Doubles: 1 photo"] and colour(flight, 3) == COLOURS[Look.FOUND]


def test_a_click_on_the_map_selects_in_the_list(flight: Trial) -> None:
    flight.widget("pickOnMapButton").click()
    viewport = flight.canvas.viewport()
    QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, NO_KEY, pixel(flight, 2))
    assert flight.selected() == ["DJI_0002.JPG"]
    QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier, pixel(flight, 4))
    assert flight.selected() == ["DJI_0002.JPG", "DJI_0004.JPG"]
    QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, NO_KEY, QPoint(3, 3))
    assert flight.selected() == []


def test_a_rectangle_on_the_map_selects_in_the_list(flight: Trial) -> None:
    flight.widget("pickOnMapButton").click()
    viewport = flight.canvas.viewport()
    first, last = pixel(flight, 1) + QPoint(-30, 5), pixel(flight, 3) + QPoint(30, -5)
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, NO_KEY, first)
    QTest.mouseMove(viewport, (first + last) / 2)
    QTest.mouseMove(viewport, last)
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, NO_KEY, last)
    assert flight.selected() == ["DJI_0001.JPG", "DJI_0002.JPG", "DJI_0003.JPG"]


def draw_around(trial: Trial, first: int, last: int, end: Any) -> QMenu:
    """Draw a polygon around some photos; the menu that comes up."""
    trial.widget("polygonButton").click()
    low, high = pixel(trial, first), pixel(trial, last)
    half = abs(pixel(trial, 1).y() - pixel(trial, 0).y()) // 2
    for corner in (QPoint(-40, half), QPoint(40, half)):
        QTest.mouseClick(trial.canvas.viewport(), Qt.MouseButton.LeftButton, NO_KEY, low + corner)
    for corner in (QPoint(40, -half), QPoint(-40, -half)):
        QTest.mouseClick(trial.canvas.viewport(), Qt.MouseButton.LeftButton, NO_KEY, high + corner)
    end(trial.canvas.viewport())
    (menu,) = trial.canvas.findChildren(QMenu, "polygonMenu")
    return menu


def right_click(viewport: Any) -> None:
    QTest.mouseClick(viewport, Qt.MouseButton.RightButton, NO_KEY, QPoint(5, 5))


def press_return(viewport: Any) -> None:
    QTest.keyClick(viewport, Qt.Key.Key_Return)


@pytest.mark.parametrize("end", [right_click, press_return])
def test_photos_in_a_polygon_are_left_out(flight: Trial, end: Any) -> None:
    menu = draw_around(flight, 1, 3, end)
    actions = {action.text(): action for action in menu.actions()}
    assert not actions["Bring back those inside"].isEnabled()
    actions["Leave out the 3 photos inside"].trigger()
    menu.close()
    assert flight.names() == ["DJI_0000.JPG", "DJI_0004.JPG", "DJI_0005.JPG"]
    flight.widget("undoButton").click()
    assert len(flight.names()) == 6


def test_photos_outside_of_a_polygon_are_left_out(flight: Trial) -> None:
    menu = draw_around(flight, 1, 3, right_click)
    {action.text(): action for action in menu.actions()}["Leave out the 3 photos outside"].trigger()
    menu.close()
    assert flight.names() == ["DJI_0001.JPG", "DJI_0002.JPG", "DJI_0003.JPG"]


def test_a_polygon_that_is_given_up_changes_nothing(flight: Trial) -> None:
    flight.widget("polygonButton").click()
    before = len(flight.canvas.scene().items())
    viewport = flight.canvas.viewport()
    for corner in (QPoint(10, 10), QPoint(200, 10), QPoint(200, 300)):
        QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, NO_KEY, corner)
    QTest.keyClick(viewport, Qt.Key.Key_Backspace)
    assert isinstance(flight.canvas.mapTool(), PolygonTool) and len(flight.canvas.scene().items()) == before + 1
    QTest.keyClick(viewport, Qt.Key.Key_Escape)
    assert len(flight.canvas.scene().items()) == before and len(flight.names()) == 6


def test_another_tool_of_the_user_ends_ours(flight: Trial) -> None:
    flight.widget("polygonButton").click()
    assert flight.widget("polygonButton").isChecked()
    flight.widget("pickOnMapButton").click()
    assert not flight.widget("polygonButton").isChecked() and flight.widget("pickOnMapButton").isChecked()
    pan = QgsMapToolPan(flight.canvas)
    flight.canvas.setMapTool(pan)
    assert not flight.widget("pickOnMapButton").isChecked()


def test_closing_takes_all_off_the_map_and_gives_the_tool_back(
    canvas: QgsMapCanvas,
    make_trial: Callable[..., Trial],
    tmp_path: Path,
) -> None:
    pan = QgsMapToolPan(canvas)
    canvas.setMapTool(pan)
    before = len(canvas.scene().items())
    trial = make_trial(canvas)
    fly(tmp_path, 6)
    trial.add(tmp_path)
    trial.widget("polygonButton").click()
    QTest.mouseClick(canvas.viewport(), Qt.MouseButton.LeftButton, NO_KEY, QPoint(50, 50))
    trial.step.close()
    QApplication.processEvents()
    assert len(canvas.scene().items()) == before and canvas.mapTool() is pan
    canvas.setDestinationCrs(UTM)  # nobody listens any more
    canvas.grab()


def test_nothing_of_it_is_in_the_project(flight: Trial, tmp_path: Path) -> None:
    project = QgsProject.instance()
    assert not project.mapLayers() and not project.isDirty() and not project.layerTreeRoot().children()
    assert project.write(str(tmp_path / "saved.qgs"))
    text = (tmp_path / "saved.qgs").read_text(encoding="utf-8")
    assert "DJI_0000" not in text and "nadir" not in text.lower().replace(str(tmp_path).lower(), "")


def test_a_map_without_reference_system_shows_degrees(make_trial: Any, canvas: QgsMapCanvas, tmp_path: Path) -> None:
    canvas.setDestinationCrs(QgsCoordinateReferenceSystem())
    trial = make_trial(canvas)
    fly(tmp_path, 3)
    trial.add(tmp_path)
    assert overlay(trial).points[tmp_path / "DJI_0000.JPG"].x() == pytest.approx(11.5)


def test_photos_that_leave_the_list_leave_the_map(flight: Trial) -> None:
    flight.step._model.remove(lambda photo: True)
    flight.settle()
    assert not overlay(flight).points and colour(flight, 2) == "#ffffff"
    assert not flight.widget("zoomToPhotosButton").isEnabled()


def test_the_map_takes_the_place_of_the_page_of_recent_projects(
    canvas: QgsMapCanvas, make_trial: Callable[..., Trial], tmp_path: Path
) -> None:
    middle = QStackedWidget()
    middle.addWidget(canvas)
    recent = QWidget()
    middle.addWidget(recent)
    middle.setCurrentWidget(recent)
    middle.show()
    trial = make_trial(canvas)
    assert middle.currentWidget() is recent
    fly(tmp_path, 3)
    trial.add(tmp_path)
    assert trial.turn(lambda: middle.currentWidget() is canvas)
    canvas.setParent(None)
    middle.deleteLater()
