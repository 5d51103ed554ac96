"""Comparing two layers, or what two tasks have on the map, by drawing a line across the map.

Left of the line (or above it) the map shows one side, right of it the other. The line is a widget over the map, so that
all map tools stay usable; the project, its layer tree and what is switched on there are not touched.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Optional

from qgis.core import QgsMapLayer, QgsProject
from qgis.gui import QgsMapCanvas, QgsMapToolIdentify, QgsMapToolPan, QgsMapToolZoom
from qgis.PyQt.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, pyqtSignal

from .swipe_handle import STEPS, WIDEST, SwipeHandle, SwipeName, SwipeTools
from .swipe_picture import SidePicture, SwipeOverlay
from .swipe_sides import Side, composition

translate = QCoreApplication.translate  # called by this name, so that the translation tools find the texts

LOOKING = (QgsMapToolPan, QgsMapToolZoom, QgsMapToolIdentify)  # tools that need no Escape of their own
GAP = 8  # logical pixels between the line, the edges and what lies on the map

__all__ = ["Side", "SwipeTool"]


class SwipeTool(QObject):
    """One swipe at a time on one map. `start` it with two sides; it ends by itself when one of them leaves the project."""

    ended = pyqtSignal(str)  # why, for the user to read; '' where the user ended it

    def __init__(self, canvas: QgsMapCanvas, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self._swipe: Optional[_Swipe] = None

    @property
    def is_on(self) -> bool:
        """Whether two sides are compared now."""
        return self._swipe is not None

    @property
    def position(self) -> float:
        """Where the line is, from 0 at the left or upper edge to 1."""
        return self._swipe.handle.value() / STEPS if self._swipe is not None else 0.5

    def start(self, first: Side, second: Side) -> None:
        """Compare two sides, in place of what was compared before; a side whose layers have gone ends it at once."""
        self._let_go()
        gone = next((side for side in (first, second) if not side.layers()), None)
        if gone is not None:
            self.ended.emit(_gone(gone))
            return
        self._swipe = _Swipe(self._canvas, first, second, self)
        self._swipe.done.connect(self.stop)

    def set_position(self, position: float) -> None:
        """Move the line."""
        if self._swipe is not None:
            self._swipe.handle.setValue(round(STEPS * position))

    def turn(self) -> None:
        """From a line that stands to one that lies, and back."""
        if self._swipe is not None:
            self._swipe.turn()

    def stop(self, reason: str = "") -> None:
        """Show the map as it is."""
        if self._swipe is not None:
            self._let_go()
            self.ended.emit(reason)

    def _let_go(self) -> None:
        swipe, self._swipe = self._swipe, None
        if swipe is not None:
            swipe.close()


class _Swipe(QObject):
    """Two sides on a map, from their start to their end."""

    done = pyqtSignal(str)

    def __init__(self, canvas: QgsMapCanvas, first: Side, second: Side, parent: QObject) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self._sides = (first, second)
        self._pictures = (SidePicture(self), SidePicture(self))
        self._overlay = SwipeOverlay(canvas, self._pictures)
        viewport = canvas.viewport()
        self.handle = SwipeHandle(viewport)
        self._names = (SwipeName(viewport, first.name, "swipeFirst"), SwipeName(viewport, second.name, "swipeSecond"))
        self._tools = SwipeTools(viewport)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._render)
        self._moved = QTimer(self)
        self._moved.setSingleShot(True)
        self._moved.setInterval(0)
        self._moved.timeout.connect(self._follow_drag)
        self._followed: list[QgsMapLayer] = []
        self._connect()
        self.handle.setValue(STEPS // 2)
        for widget in (self.handle, *self._names, self._tools):
            widget.show()
        self._place()
        self._tools.raise_()
        self.handle.setFocus(Qt.FocusReason.OtherFocusReason)
        self._render()

    def turn(self) -> None:
        """From a line that stands to one that lies, and back."""
        stands = self.handle.orientation() == Qt.Orientation.Horizontal
        orientation = Qt.Orientation.Vertical if stands else Qt.Orientation.Horizontal
        self.handle.set_direction(orientation)
        self._overlay.orientation = orientation
        self._place()

    def close(self) -> None:
        """Leave nothing on the map."""
        self._disconnect()
        self._soon.stop()
        self._moved.stop()
        for picture in self._pictures:
            picture.cancel(wait=True)
        had_focus = self.handle.hasFocus() or self._tools.isAncestorOf(self._canvas.window().focusWidget() or self._canvas)
        self._canvas.scene().removeItem(self._overlay)
        for widget in (self.handle, *self._names, self._tools):
            widget.hide()
            widget.deleteLater()
        if had_focus:
            self._canvas.setFocus()
        self.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Follow the size of the map; Escape ends unless a tool is at work that may need it."""
        if event.type() == QEvent.Type.Resize and watched is self._canvas.viewport():
            self._place()
        elif event.type() == QEvent.Type.MouseMove and watched is self._canvas.viewport():
            self._moved.start()  # once the tool has done with it what it does
        elif event.type() == QEvent.Type.KeyPress and watched is self._canvas and event.key() == Qt.Key.Key_Escape:
            tool = self._canvas.mapTool()
            if tool is None or isinstance(tool, LOOKING):
                self._give_up()
                return True
        return False

    # What is heard of

    def _connect(self) -> None:
        self.handle.valueChanged.connect(self._move)
        self.handle.gave_up.connect(self._give_up)
        self._tools.end_wanted.connect(self._give_up)
        self._tools.turn_wanted.connect(self.turn)
        for picture in self._pictures:
            picture.changed.connect(self._repaint)
        self._canvas.renderStarting.connect(self._render)
        self._canvas.extentsChanged.connect(self._repaint)
        self._canvas.rotationChanged.connect(self._repaint)
        QgsProject.instance().layersWillBeRemoved.connect(self._leave_out)
        QgsProject.instance().layersRemoved.connect(self._look_what_is_left)
        self._canvas.installEventFilter(self)
        self._canvas.viewport().installEventFilter(self)
        for side in self._sides:
            for layer in side.layers():
                layer.repaintRequested.connect(self._render_soon)
                self._followed.append(layer)

    def _disconnect(self) -> None:
        self._canvas.renderStarting.disconnect(self._render)
        self._canvas.extentsChanged.disconnect(self._repaint)
        self._canvas.rotationChanged.disconnect(self._repaint)
        QgsProject.instance().layersWillBeRemoved.disconnect(self._leave_out)
        QgsProject.instance().layersRemoved.disconnect(self._look_what_is_left)
        self._canvas.removeEventFilter(self)
        self._canvas.viewport().removeEventFilter(self)
        for layer in self._followed:
            layer.repaintRequested.disconnect(self._render_soon)
        self._followed.clear()

    def _give_up(self) -> None:
        self.done.emit("")

    def _leave_out(self, layer_ids: Sequence[str]) -> None:
        """Layers are about to go: nothing of ours may paint them any more."""
        for picture in self._pictures:
            picture.cancel(wait=True)
        for layer in [layer for layer in self._followed if layer.id() in layer_ids]:
            layer.repaintRequested.disconnect(self._render_soon)
            self._followed.remove(layer)

    def _look_what_is_left(self, _layer_ids: Sequence[str]) -> None:
        gone = [side for side in self._sides if not side.layers()]
        if gone:
            self.done.emit(_gone(gone[0]))
        else:
            self._render_soon()

    # What is shown

    def _render_soon(self) -> None:
        self._soon.start()

    def _render(self) -> None:
        """Have both sides rendered as the map is now; a side that the map shows just so needs no picture."""
        settings = self._canvas.mapSettings()
        if settings.outputSize().isEmpty() or settings.extent().isEmpty():
            return
        shown = settings.layers()
        open_sides = []
        for picture, side, other in zip(self._pictures, self._sides, reversed(self._sides)):
            layers = composition(side, other, shown)
            is_open = layers == shown and not settings.isTemporal()
            open_sides.append(is_open)
            if is_open:
                picture.cancel()
            else:
                picture.render(settings, layers)
        self._overlay.open_sides = (open_sides[0], open_sides[1])
        self._repaint()

    def _repaint(self) -> None:
        self._overlay.follow()

    def _follow_drag(self) -> None:
        """QGIS does not say that it scrolls the map while that is dragged."""
        if self._canvas.sceneRect().topLeft() != self._overlay.boundingRect().topLeft():
            self._repaint()

    def _move(self, _value: int) -> None:
        """Only the line and what is clipped changes."""
        self._place()

    def _place(self) -> None:
        size = self._canvas.viewport().size()
        self._overlay.position = self.handle.value() / STEPS
        self._overlay.follow()
        self.handle.place(size)
        first, _second = self._overlay.areas()
        stands = self.handle.orientation() == Qt.Orientation.Horizontal
        line = round(first.width() if stands else first.height())
        widest = round(size.width() * WIDEST)
        spare = 2 * GAP
        if stands:
            self._names[0].fit(min(widest, line - spare))
            self._names[1].fit(min(widest, size.width() - line - spare))
            self._names[0].move(line - GAP - self._names[0].width(), GAP)
            self._names[1].move(line + GAP, GAP)
        else:
            for name in self._names:
                name.fit(widest)
            self._names[0].move(GAP, line - GAP - self._names[0].height())
            self._names[1].move(GAP, line + GAP)
        self._place_tools(line, stands)

    def _place_tools(self, line: int, stands: bool) -> None:
        """At the end of the line, wholly on the map."""
        size, tools = self._canvas.viewport().size(), self._tools.size()
        if stands:
            x, y = line - tools.width() // 2, size.height() - tools.height() - GAP
        else:
            x, y = size.width() - tools.width() - GAP, line - tools.height() // 2
        x = max(GAP, min(x, size.width() - tools.width() - GAP))
        self._tools.move(x, max(GAP, min(y, size.height() - tools.height() - GAP)))


def _gone(side: Side) -> str:
    text = translate("SwipeTool", "The comparison ended: “{name}” is not on the map any more.")
    return text.format(name=side.name.strip())
