"""Tools for the photos on the map: pick them by click or rectangle, or draw a polygon around them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Optional

from qgis.core import QgsPointXY, QgsWkbTypes
from qgis.gui import QgsMapCanvas, QgsMapMouseEvent, QgsMapTool, QgsRubberBand
from qgis.PyQt.QtCore import QPoint, QPointF, QRectF, Qt, pyqtSignal
from qgis.PyQt.QtGui import QColor, QKeyEvent, QPolygonF
from qgis.PyQt.QtWidgets import QApplication

from ...common import icons

FILLED = 40  # of 255, how much the inside of what is drawn covers the map
FEWEST_CORNERS = 3


class _DrawingTool(QgsMapTool):
    """A map tool with one rubber band, which goes when the tool does."""

    def __init__(self, canvas: QgsMapCanvas) -> None:
        super().__init__(canvas)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self._canvas = canvas
        self._band: Optional[QgsRubberBand] = None

    def deactivate(self) -> None:
        """Another tool was chosen."""
        self.clear()
        super().deactivate()

    def clear(self) -> None:
        """Forget what was drawn."""
        self._remove_band()

    def _remove_band(self) -> None:
        if self._band is not None:
            self._canvas.scene().removeItem(self._band)
            self._band = None

    def _fresh_band(self) -> QgsRubberBand:
        self._remove_band()
        self._band = QgsRubberBand(self._canvas, QgsWkbTypes.GeometryType.PolygonGeometry)
        line = QColor(icons.ACCENT)
        fill = QColor(line)
        fill.setAlpha(FILLED)
        self._band.setStrokeColor(line)
        self._band.setFillColor(fill)
        self._band.setWidth(2)
        return self._band


class PickTool(_DrawingTool):
    """A click picks the photo there, a drag those in its rectangle; with Ctrl or Shift they are added to the selection."""

    picked = pyqtSignal(object, bool)  # QRectF in map units, whether they are added

    def __init__(self, canvas: QgsMapCanvas) -> None:
        super().__init__(canvas)
        self._start: Optional[QPoint] = None

    def canvasPressEvent(self, event: QgsMapMouseEvent) -> None:  # noqa: N802 - as QGIS has it
        """Begin."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._start = event.pos()

    def canvasMoveEvent(self, event: QgsMapMouseEvent) -> None:  # noqa: N802 - as QGIS has it
        """Show the rectangle."""
        if self._start is None or self._is_click(event.pos()):
            return
        band = self._fresh_band()
        for corner in self._corners(self._start, event.pos()):
            band.addPoint(corner, False)
        band.addPoint(self._corners(self._start, event.pos())[0], True)

    def canvasReleaseEvent(self, event: QgsMapMouseEvent) -> None:  # noqa: N802 - as QGIS has it
        """Tell what is in it."""
        start, self._start = self._start, None
        self.clear()
        if start is None or event.button() != Qt.MouseButton.LeftButton:
            return
        added = bool(event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier))
        end = event.pos()
        if (end - start).manhattanLength() < QApplication.startDragDistance():
            reach = max(6, self._canvas.fontMetrics().height() // 2)
            start, end = start - QPoint(reach, reach), end + QPoint(reach, reach)
        corners = QPolygonF([QPointF(corner.x(), corner.y()) for corner in self._corners(start, end)])
        self.picked.emit(QRectF(corners.boundingRect()), added)

    def _is_click(self, at: QPoint) -> bool:
        return self._start is not None and (at - self._start).manhattanLength() < QApplication.startDragDistance()

    def _corners(self, start: QPoint, end: QPoint) -> list[QgsPointXY]:
        pixels = (start, QPoint(end.x(), start.y()), end, QPoint(start.x(), end.y()))
        return [self.toMapCoordinates(pixel) for pixel in pixels]


class PolygonTool(_DrawingTool):
    """Click by click; a right click, a double click or Return ends it, Backspace takes a corner back, Escape all."""

    drawn = pyqtSignal(object, object)  # QPolygonF in map units, QPoint on the screen

    def __init__(self, canvas: QgsMapCanvas) -> None:
        super().__init__(canvas)
        self._corners: list[QgsPointXY] = []

    def clear(self) -> None:
        """Forget what was drawn."""
        self._corners.clear()
        super().clear()

    def canvasReleaseEvent(self, event: QgsMapMouseEvent) -> None:  # noqa: N802 - as QGIS has it
        """Another corner, or the end."""
        if event.button() == Qt.MouseButton.RightButton:
            self._finish(event.pos())
        elif event.button() == Qt.MouseButton.LeftButton:
            corner = self.toMapCoordinates(event.pos())
            if not self._corners or corner != self._corners[-1]:
                self._corners.append(corner)
            self._show(corner)

    def canvasDoubleClickEvent(self, event: QgsMapMouseEvent) -> None:  # noqa: N802 - as QGIS has it
        """The end."""
        self._finish(event.pos())

    def canvasMoveEvent(self, event: QgsMapMouseEvent) -> None:  # noqa: N802 - as QGIS has it
        """The last edge follows the mouse."""
        if self._corners:
            self._show(self.toMapCoordinates(event.pos()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return, Backspace, Escape while something is drawn; other keys are the map's own."""
        keys: dict[int, Callable[[], None]] = {
            Qt.Key.Key_Return: self._finish_at_mouse,
            Qt.Key.Key_Enter: self._finish_at_mouse,
            Qt.Key.Key_Backspace: self._take_back,
            Qt.Key.Key_Delete: self._take_back,
            Qt.Key.Key_Escape: self.clear,
        }
        act = keys.get(event.key()) if self._corners else None
        if act is None:
            event.ignore()
            return
        act()
        event.accept()

    def _finish_at_mouse(self) -> None:
        self._finish(self._canvas.mouseLastXY())

    def _take_back(self) -> None:
        self._corners.pop()
        self._show(None)

    def _show(self, mouse: Optional[QgsPointXY]) -> None:
        band = self._band or self._fresh_band()
        band.reset(QgsWkbTypes.GeometryType.PolygonGeometry)
        points = [*self._corners, *([mouse] if mouse is not None else [])]
        for number, point in enumerate(points):
            band.addPoint(point, number == len(points) - 1)

    def _finish(self, at: QPoint) -> None:
        """Told while it still shows; whoever hears it clears it when the user has decided."""
        if len(self._corners) < FEWEST_CORNERS:
            self.clear()
            return
        self._show(None)
        polygon = QPolygonF([QPointF(corner.x(), corner.y()) for corner in self._corners])
        self._corners.clear()
        self.drawn.emit(polygon, self._canvas.viewport().mapToGlobal(at))
