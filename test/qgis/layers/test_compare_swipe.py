"""The swipe: what each side of the line shows, how it is moved, and when it ends."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any, Callable, Iterator, List

import numpy as np
import pytest
from nadir.ui.map.swipe import Side, SwipeTool
from nadir.ui.map.swipe_handle import SwipeHandle
from osgeo import gdal
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsGeometry,
    QgsProject,
    QgsRasterLayer,
    QgsRectangle,
    QgsVectorLayer,
)
from qgis.gui import QgsMapCanvas, QgsMapToolPan
from qgis.PyQt.QtCore import QEvent, QPoint, QPointF, Qt
from qgis.PyQt.QtGui import QColor, QKeyEvent, QMouseEvent
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication, QLabel, QMainWindow, QToolButton

RED, GREEN, BLUE = (220, 20, 20), (20, 180, 20), (20, 20, 220)
WIDTH, HEIGHT = 400, 300


def raster(folder: Path, name: str, colour: Any) -> QgsRasterLayer:
    """100 m x 100 m in one colour."""
    path = folder / f"{name}.tif"
    made = gdal.GetDriverByName("GTiff").Create(str(path), 100, 100, 3, gdal.GDT_Byte)
    made.SetGeoTransform((0, 1, 0, 100, 0, -1))
    made.SetProjection(QgsCoordinateReferenceSystem("EPSG:3857").toWkt())
    made.WriteArray(np.broadcast_to(np.array(colour, "uint8")[:, None, None], (3, 100, 100)).copy())
    made.FlushCache()
    return QgsRasterLayer(str(path), name)


@pytest.fixture
def canvas(project: QgsProject) -> Iterator[QgsMapCanvas]:
    window = QMainWindow()
    made = QgsMapCanvas(window)
    window.setCentralWidget(made)
    made.setCanvasColor(QColor("white"))
    made.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:3857"))
    window.resize(WIDTH, HEIGHT)
    window.show()
    QApplication.processEvents()
    yield made
    made.setLayers([])
    window.close()
    window.deleteLater()
    QApplication.processEvents()


@pytest.fixture
def layers(canvas: QgsMapCanvas, project: QgsProject, tmp_path: Path) -> List[QgsRasterLayer]:
    """Red above green above blue, all on the map."""
    made = [raster(tmp_path, name, colour) for name, colour in (("red", RED), ("green", GREEN), ("blue", BLUE))]
    project.addMapLayers(made)
    root = project.layerTreeRoot()
    for layer in reversed(made):
        root.insertChildNode(0, root.findLayer(layer.id()).clone())
    for node in root.findLayers()[3:]:
        root.removeChildNode(node)
    canvas.setLayers(made)
    canvas.setExtent(QgsRectangle(30, 30, 70, 60))
    return made


@pytest.fixture
def swipe(canvas: QgsMapCanvas) -> Iterator[SwipeTool]:
    tool = SwipeTool(canvas)
    yield tool
    tool.stop()


@pytest.fixture
def settled(canvas: QgsMapCanvas, swipe: SwipeTool, turn: Callable[..., bool]) -> Callable[[], None]:
    """Wait until the map and both sides are rendered."""

    def wait() -> None:
        canvas.refresh()
        QTest.qWait(30)
        pictures = swipe._swipe._pictures if swipe._swipe is not None else ()
        assert turn(lambda: not canvas.isDrawing() and not any(picture.is_rendering() for picture in pictures))
        QApplication.processEvents()

    return wait


def colour_at(canvas: QgsMapCanvas, x: float, y: float) -> tuple:
    """Of the pixel that lies there, 0..1 from the upper left corner, as it is on the screen."""
    picture = canvas.viewport().grab().toImage()
    found = picture.pixelColor(int(x * picture.width()), int(y * picture.height()))
    return found.red(), found.green(), found.blue()


def near(found: tuple, wanted: tuple) -> bool:
    return all(abs(one - other) <= 6 for one, other in zip(found, wanted))


def test_each_side_of_the_line_shows_its_layer(canvas: Any, layers: Any, swipe: SwipeTool, settled: Any) -> None:
    """Though red lies above both on the map."""
    swipe.start(Side.of_layer(layers[1]), Side.of_layer(layers[2]))
    swipe.set_position(0.3)
    settled()
    assert near(colour_at(canvas, 0.15, 0.3), GREEN)
    assert near(colour_at(canvas, 0.27, 0.3), GREEN)
    assert near(colour_at(canvas, 0.33, 0.3), BLUE)
    assert near(colour_at(canvas, 0.9, 0.3), BLUE)
    swipe.set_position(0.8)  # nothing has to be rendered for this
    assert near(colour_at(canvas, 0.7, 0.3), GREEN)
    swipe.stop()
    settled()
    assert near(colour_at(canvas, 0.15, 0.3), RED)


def test_a_line_that_lies_parts_above_from_below(canvas: Any, layers: Any, swipe: SwipeTool, settled: Any) -> None:
    swipe.start(Side.of_layer(layers[1]), Side.of_layer(layers[2]))
    swipe.turn()
    swipe.set_position(0.3)
    settled()
    assert near(colour_at(canvas, 0.7, 0.2), GREEN)
    assert near(colour_at(canvas, 0.7, 0.5), BLUE)
    swipe.turn()
    assert near(colour_at(canvas, 0.2, 0.5), GREEN)


def test_layers_that_are_switched_off_are_compared_too(canvas: Any, layers: Any, swipe: SwipeTool, settled: Any) -> None:
    canvas.setLayers(layers[:1])
    swipe.start(Side.of_layer(layers[1]), Side.of_layer(layers[2]))
    settled()
    assert near(colour_at(canvas, 0.2, 0.3), GREEN)
    assert near(colour_at(canvas, 0.8, 0.3), BLUE)
    assert [layer.name() for layer in canvas.layers()] == ["red"]


def test_vectors_above_stay_above_on_both_sides(canvas: Any, layers: Any, swipe: SwipeTool, settled: Any, project: Any) -> None:
    boundary = QgsVectorLayer("Polygon?crs=EPSG:3857", "boundary", "memory")
    feature = QgsFeature()
    feature.setGeometry(QgsGeometry.fromWkt("Polygon((30 50, 70 50, 70 55, 30 55, 30 50))"))
    boundary.dataProvider().addFeature(feature)
    boundary.renderer().symbol().setColor(QColor("black"))
    project.addMapLayer(boundary, False)
    project.layerTreeRoot().insertLayer(0, boundary)
    canvas.setLayers([boundary, *layers])
    swipe.start(Side.of_layer(layers[1]), Side.of_layer(layers[2]))
    settled()
    assert near(colour_at(canvas, 0.25, 0.25), (0, 0, 0))
    assert near(colour_at(canvas, 0.75, 0.25), (0, 0, 0))
    assert near(colour_at(canvas, 0.25, 0.6), GREEN)


def test_groups_are_compared_as_they_are_switched_on(canvas: Any, layers: Any, swipe: SwipeTool, settled: Any, project: Any) -> None:
    root = project.layerTreeRoot()
    first, second = root.addGroup("first"), root.addGroup("second")
    for group, members in ((first, layers[:2]), (second, layers[2:])):
        for layer in members:
            node = root.findLayer(layer.id())
            group.addChildNode(node.clone())
            root.removeChildNode(node)
    first.findLayer(layers[0].id()).setItemVisibilityChecked(False)
    canvas.setLayers([layers[1], layers[2]])
    swipe.start(Side.of_group(first), Side.of_group(second))
    settled()
    assert near(colour_at(canvas, 0.25, 0.3), GREEN)
    assert near(colour_at(canvas, 0.75, 0.3), BLUE)


def test_it_follows_the_map_where_it_goes_and_how_it_turns(canvas: Any, layers: Any, swipe: SwipeTool, settled: Any) -> None:
    """The edge of the rasters lies where the map has it, on both sides."""
    swipe.start(Side.of_layer(layers[1]), Side.of_layer(layers[2]))
    for label in canvas.findChildren(QLabel):
        label.setStyleSheet("max-width: 0")  # not over what is looked at
    for rotation in (0.0, 30.0, 200.0):
        canvas.setRotation(rotation)
        canvas.setExtent(QgsRectangle(-60, -20, 160, 120))
        settled()
        picture = canvas.viewport().grab().toImage()
        looked = [look(canvas, picture, x, y) for x in (-4, 4, 50, 96, 104) for y in (4, 96)]
        assert sum(looked) >= 5, rotation


def look(canvas: QgsMapCanvas, picture: Any, x: float, y: float) -> bool:
    """Whether a place on the ground is in view, beside the line; then it has to have the colour of its side."""
    place, middle = canvas.getCoordinateTransform().transform(x, y), canvas.viewport().width() / 2
    if not (2 < place.x() < picture.width() - 2 and 30 < place.y() < picture.height() - 40) or abs(place.x() - middle) < 25:
        return False
    found = picture.pixelColor(int(place.x()), int(place.y())).getRgb()[:3]
    there = GREEN if place.x() < middle else BLUE
    assert near(found, there if 0 < x < 100 else (255, 255, 255)), (x, y, canvas.rotation())
    return True


def test_while_the_map_is_zoomed_the_picture_before_is_stretched(canvas: Any, layers: Any, swipe: SwipeTool, settled: Any) -> None:
    """No white flash: before anything new is rendered each side shows its own colours."""
    swipe.start(Side.of_layer(layers[1]), Side.of_layer(layers[2]))
    settled()
    canvas.freeze(True)
    canvas.setExtent(QgsRectangle(40, 40, 60, 55))
    assert near(colour_at(canvas, 0.25, 0.3), GREEN)
    assert near(colour_at(canvas, 0.75, 0.3), BLUE)
    canvas.freeze(False)
    canvas.refresh()
    for _ in range(40):
        QTest.qWait(5)
        assert near(colour_at(canvas, 0.25, 0.3), GREEN)
        assert near(colour_at(canvas, 0.75, 0.3), BLUE)
    settled()


def test_two_flights_of_other_times_are_compared(canvas: Any, layers: Any, swipe: SwipeTool, settled: Any) -> None:
    """Where the map shows one moment, each side still shows its own."""
    from qgis.core import QgsDateTimeRange, QgsRasterLayerTemporalProperties
    from qgis.PyQt.QtCore import QDateTime

    spans = []
    for layer, day in ((layers[1], "12"), (layers[2], "14")):
        span = QgsDateTimeRange(*(QDateTime.fromString(f"2024-05-{day}T{hour}:00:00Z", Qt.DateFormat.ISODate) for hour in ("10", "11")))
        layer.temporalProperties().setMode(QgsRasterLayerTemporalProperties.ModeFixedTemporalRange)
        layer.temporalProperties().setFixedTemporalRange(span)
        layer.temporalProperties().setIsActive(True)
        spans.append(span)
    canvas.setTemporalRange(spans[1])
    swipe.start(Side.of_layer(layers[1]), Side.of_layer(layers[2]))
    settled()
    assert near(colour_at(canvas, 0.25, 0.3), GREEN)
    assert near(colour_at(canvas, 0.75, 0.3), BLUE)


def handle_of(canvas: QgsMapCanvas) -> SwipeHandle:
    found = canvas.findChild(SwipeHandle, "swipeHandle")
    assert found is not None
    return found


def test_the_line_is_drawn_by_the_mouse(canvas: Any, layers: Any, swipe: SwipeTool, settled: Any) -> None:
    swipe.start(Side.of_layer(layers[1]), Side.of_layer(layers[2]))
    settled()
    handle = handle_of(canvas)
    middle = QPoint(handle.width() // 2 + 3, HEIGHT // 2)
    QTest.mousePress(handle, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, middle)
    for x in (150, 60):
        target = handle.mapFromParent(QPoint(x + 3, HEIGHT // 2))
        QApplication.sendEvent(handle, move_event(target))
    QTest.mouseRelease(handle, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, middle)
    assert swipe.position == pytest.approx(60 / WIDTH, abs=0.01)
    assert near(colour_at(canvas, 0.3, 0.3), BLUE)
    QApplication.sendEvent(handle, move_event(QPoint(200, 10)))  # not held any more
    assert swipe.position == pytest.approx(60 / WIDTH, abs=0.01)


def move_event(place: QPoint) -> QMouseEvent:
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    return QMouseEvent(QEvent.Type.MouseMove, QPointF(place), left, left, none)


def test_the_line_is_moved_by_the_keyboard(canvas: Any, layers: Any, swipe: SwipeTool) -> None:
    swipe.start(Side.of_layer(layers[1]), Side.of_layer(layers[2]))
    handle = handle_of(canvas)
    for key, wanted in ((Qt.Key.Key_Right, 0.51), (Qt.Key.Key_Left, 0.50), (Qt.Key.Key_Home, 0.0), (Qt.Key.Key_End, 1.0)):
        QTest.keyClick(handle, key)
        assert swipe.position == pytest.approx(wanted)
    swipe.turn()
    swipe.set_position(0.5)
    QTest.keyClick(handle, Qt.Key.Key_Down)
    assert swipe.position == pytest.approx(0.51)
    QTest.keyClick(handle, Qt.Key.Key_PageUp)
    assert swipe.position == pytest.approx(0.41)


def test_left_is_left_in_mirrored_layouts(canvas: Any, layers: Any, swipe: SwipeTool) -> None:
    QApplication.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    try:
        swipe.start(Side.of_layer(layers[1]), Side.of_layer(layers[2]))
        QTest.keyClick(handle_of(canvas), Qt.Key.Key_Right)
        assert swipe.position == pytest.approx(0.51)
        assert handle_of(canvas).geometry().center().x() == pytest.approx(0.51 * WIDTH, abs=2)
    finally:
        QApplication.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


@pytest.mark.parametrize("focus", ["line", "map"])
def test_escape_ends_it_and_leaves_nothing(canvas: Any, layers: Any, swipe: SwipeTool, focus: str, turn: Any) -> None:
    ended: list[str] = []
    swipe.ended.connect(ended.append)
    tool = QgsMapToolPan(canvas)
    canvas.setMapTool(tool)
    items = len(canvas.scene().items())
    swipe.start(Side.of_layer(layers[1]), Side.of_layer(layers[2]))
    QTest.keyClick(handle_of(canvas) if focus == "line" else canvas, Qt.Key.Key_Escape)
    assert ended == [""]
    assert not swipe.is_on
    assert canvas.mapTool() is tool
    assert len(canvas.scene().items()) == items
    assert turn(lambda: canvas.findChild(SwipeHandle, "swipeHandle") is None)


def test_escape_belongs_to_a_tool_that_draws(canvas: Any, layers: Any, swipe: SwipeTool) -> None:
    from qgis.gui import QgsMapToolEmitPoint

    tool = QgsMapToolEmitPoint(canvas)
    canvas.setMapTool(tool)
    swipe.start(Side.of_layer(layers[1]), Side.of_layer(layers[2]))
    QApplication.sendEvent(canvas, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier))
    assert swipe.is_on


def test_map_tools_work_beside_the_line(canvas: Any, layers: Any, swipe: SwipeTool) -> None:
    from qgis.gui import QgsMapToolEmitPoint

    clicked: list = []
    tool = QgsMapToolEmitPoint(canvas)
    tool.canvasClicked.connect(lambda point, button: clicked.append(point))
    canvas.setMapTool(tool)
    swipe.start(Side.of_layer(layers[1]), Side.of_layer(layers[2]))
    place = QPoint(WIDTH // 2 + 30, HEIGHT // 4)
    assert canvas.viewport().childAt(place) is None
    assert canvas.viewport().childAt(QPoint(WIDTH // 2 + 4, HEIGHT // 4)) is handle_of(canvas)
    QTest.mouseClick(canvas.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    assert len(clicked) == 1


def test_a_layer_that_goes_ends_it_with_its_name(canvas: Any, layers: Any, swipe: SwipeTool, project: Any, settled: Any) -> None:
    ended: list[str] = []
    swipe.ended.connect(ended.append)
    swipe.start(Side.of_layer(layers[1]), Side.of_layer(layers[2]))
    project.removeMapLayer(layers[0].id())  # not one of them
    assert swipe.is_on
    project.removeMapLayer(layers[2].id())
    assert not swipe.is_on
    assert "“blue”" in ended[0]
    assert canvas.findChild(SwipeHandle, "swipeHandle") is None or not handle_of(canvas).isVisible()


def test_another_project_ends_it(canvas: Any, layers: Any, swipe: SwipeTool, project: Any) -> None:
    swipe.start(Side.of_layer(layers[1]), Side.of_layer(layers[2]))
    canvas.setLayers([])
    project.clear()
    assert not swipe.is_on


def test_what_is_not_there_cannot_be_compared(canvas: Any, layers: Any, swipe: SwipeTool) -> None:
    ended: list[str] = []
    swipe.ended.connect(ended.append)
    swipe.start(Side.of_layer(layers[0]), Side("gone", ("gone",)))
    assert not swipe.is_on
    assert "“gone”" in ended[0]


def test_a_new_comparison_takes_the_place_of_the_old(canvas: Any, layers: Any, swipe: SwipeTool, settled: Any) -> None:
    swipe.start(Side.of_layer(layers[1]), Side.of_layer(layers[2]))
    swipe.start(Side.of_layer(layers[2]), Side.of_layer(layers[0]))
    settled()
    assert near(colour_at(canvas, 0.25, 0.3), BLUE)
    assert near(colour_at(canvas, 0.75, 0.3), RED)


def test_names_are_plain_text_and_go_where_there_is_no_room(canvas: Any, layers: Any, swipe: SwipeTool) -> None:
    layers[1].setName("<b>Morning</b>")
    swipe.start(Side.of_layer(layers[1]), Side.of_layer(layers[2]))
    name = canvas.findChild(QLabel, "swipeFirst")
    assert name.textFormat() == Qt.TextFormat.PlainText
    assert name.text() == "<b>Morning</b>"
    assert name.geometry().right() < WIDTH / 2
    swipe.set_position(0.02)
    assert not name.isVisible()
    swipe.set_position(0.5)
    assert name.isVisible()


def test_everything_is_reached_by_tab_and_has_a_name(canvas: Any, layers: Any, swipe: SwipeTool) -> None:
    swipe.start(Side.of_layer(layers[1]), Side.of_layer(layers[2]))
    assert handle_of(canvas).hasFocus() or not canvas.window().isActiveWindow()
    for widget in (handle_of(canvas), *canvas.findChildren(QToolButton)):
        assert widget.accessibleName()
        assert widget.objectName()
        assert widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    canvas.findChild(QToolButton, "swipeEnd").click()
    assert not swipe.is_on


def test_the_line_stays_in_its_place_when_the_window_grows(canvas: Any, layers: Any, swipe: SwipeTool, turn: Any) -> None:
    swipe.start(Side.of_layer(layers[1]), Side.of_layer(layers[2]))
    swipe.set_position(0.3)
    canvas.window().resize(600, 500)
    assert turn(lambda: canvas.viewport().width() > 550)
    assert handle_of(canvas).geometry().center().x() == pytest.approx(0.3 * canvas.viewport().width(), abs=2)
    assert handle_of(canvas).height() == canvas.viewport().height()
    assert not math.isnan(swipe.position)


def test_the_line_stays_while_the_map_is_dragged_below_it(canvas: Any, layers: Any, swipe: SwipeTool, settled: Any) -> None:
    """QGIS scrolls the map with everything on it, and tells nobody."""
    canvas.setExtent(QgsRectangle(10, 10, 90, 70))
    swipe.start(Side.of_layer(layers[1]), Side.of_layer(layers[2]))
    settled()
    tool = QgsMapToolPan(canvas)
    canvas.setMapTool(tool)
    viewport, none = canvas.viewport(), Qt.KeyboardModifier.NoModifier
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, none, QPoint(100, 100))
    for step in range(1, 9):
        QApplication.sendEvent(viewport, move_event(QPoint(100 + 6 * step, 100 - 2 * step)))
        QTest.qWait(5)
    assert canvas.sceneRect().x() == pytest.approx(-48, abs=2)  # else this QGIS does it otherwise
    assert near(colour_at(canvas, 0.45, 0.3), GREEN)
    assert near(colour_at(canvas, 0.55, 0.3), BLUE)
    assert handle_of(canvas).geometry().center().x() == pytest.approx(viewport.width() / 2, abs=2)
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, none, QPoint(148, 84))
    settled()
    assert near(colour_at(canvas, 0.45, 0.3), GREEN)
    assert near(colour_at(canvas, 0.55, 0.3), BLUE)
