"""How often each value occurs, in the colours that the map shows it in, with a handle at either end of the colours."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Optional

from qgis.core import QgsColorRamp
from qgis.PyQt.QtCore import QEvent, QPointF, QRectF, QSize, Qt, pyqtSignal
from qgis.PyQt.QtGui import QColor, QLinearGradient, QMouseEvent, QPainter, QPaintEvent, QPalette, QPen, QPolygonF
from qgis.PyQt.QtWidgets import QSizePolicy, QWidget

LINES, LETTERS = 6, 26  # of text that it is high and wide
GRIP = 0.55  # lines of text that a handle is wide
STRIP = 0.7  # lines of text that the strip of colours below the bars is high
STEPS = 24  # of the gradient


class Histogram(QWidget):
    """Bars of equal width between two values. The handles are for the mouse; the numbers beside it are for keys."""

    range_dragged = pyqtSignal(float, float)  # low, high

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMouseTracking(True)
        self._counts: tuple[float, ...] = ()
        self._first, self._last = 0.0, 1.0  # values at the edges
        self._low, self._high = 0.0, 1.0
        self._ramp: Optional[QgsColorRamp] = None
        self._held = ""

    def set_counts(self, counts: Sequence[float], first: float, last: float) -> None:
        """How many pixels lie in each bin of equal width from `first` to `last`."""
        self._counts, self._first, self._last = tuple(counts), first, last
        self.update()

    def set_colours(self, low: float, high: float, ramp: QgsColorRamp) -> None:
        """The values at the ends of the ramp."""
        self._low, self._high, self._ramp = low, high, ramp
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        metrics = self.fontMetrics()
        return QSize(metrics.averageCharWidth() * LETTERS, metrics.height() * LINES)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(self.fontMetrics().averageCharWidth() * LETTERS // 2, self.fontMetrics().height() * LINES // 2)

    # Where values lie

    def position(self, value: float) -> float:
        """The pixel column of a value, at most at an edge."""
        margin = self._grip()
        share = (value - self._first) / ((self._last - self._first) or 1.0)
        return margin + min(max(share, 0.0), 1.0) * (self.width() - 2 * margin)

    def value_at(self, column: float) -> float:
        """The value at a pixel column."""
        margin = self._grip()
        share = (column - margin) / max(self.width() - 2 * margin, 1.0)
        return self._first + min(max(share, 0.0), 1.0) * (self._last - self._first)

    def _grip(self) -> float:
        return self.fontMetrics().height() * GRIP

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        strip = self.fontMetrics().height() * STRIP
        area = QRectF(0, 0, self.width(), self.height() - strip - self._grip())
        self._paint_bars(painter, area)
        if self._ramp is not None:
            self._paint_strip(painter, QRectF(self._grip(), area.bottom(), self.width() - 2 * self._grip(), strip))
        for value in (self._low, self._high):
            self._paint_handle(painter, self.position(value))
        painter.end()

    def _paint_bars(self, painter: QPainter, area: QRectF) -> None:
        highest = max((math.sqrt(count) for count in self._counts), default=0.0)
        if not highest:
            return
        width = (self._last - self._first) / len(self._counts)
        inside, outside = self._inks()
        for number, count in enumerate(self._counts):
            left, right = (self.position(self._first + width * (number + more)) for more in (0, 1))
            tall = area.height() * 0.95 * math.sqrt(count) / highest  # roots, so that rare values are seen too
            middle = self._first + width * (number + 0.5)
            ink = inside if self._low <= middle <= self._high else outside
            painter.fillRect(QRectF(left, area.bottom() - tall, max(right - left - 0.5, 1.0), tall), ink)

    def _inks(self) -> tuple[QColor, QColor]:
        """For values within the range, and for those cut off."""
        inside = self.palette().color(QPalette.ColorRole.WindowText)
        outside = QColor(inside)
        inside.setAlphaF(0.6)
        outside.setAlphaF(0.2)
        return inside, outside

    def _paint_strip(self, painter: QPainter, area: QRectF) -> None:
        gradient = QLinearGradient(QPointF(self.position(self._low), 0), QPointF(self.position(self._high), 0))
        if self._ramp is not None and gradient.finalStop().x() > gradient.start().x():
            for step in range(STEPS + 1):
                gradient.setColorAt(step / STEPS, self._ramp.color(step / STEPS))
            painter.fillRect(area, gradient)

    def _paint_handle(self, painter: QPainter, column: float) -> None:
        colour = self.palette().color(QPalette.ColorRole.Highlight)
        bottom, grip = float(self.height()), self._grip()
        painter.setPen(QPen(colour, max(self.fontMetrics().height() / 10, 1.5)))
        painter.drawLine(QPointF(column, 0), QPointF(column, bottom - grip))
        painter.setBrush(colour)
        top = bottom - grip - 1
        painter.drawPolygon(
            QPolygonF([QPointF(column, top), QPointF(column - grip * 0.8, bottom - 1), QPointF(column + grip * 0.8, bottom - 1)])
        )

    # The mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        if event.button() == Qt.MouseButton.LeftButton:
            column = _column(event)
            to_low, to_high = (abs(column - self.position(value)) for value in (self._low, self._high))
            beyond = column > self.position(self._high)
            self._held = "high" if to_high < to_low or (to_high == to_low and beyond) else "low"
            self._drag(column)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        column = _column(event)
        if self._held:
            self._drag(column)
        near = min(abs(column - self.position(value)) for value in (self._low, self._high)) < 2 * self._grip()
        self.setCursor(Qt.CursorShape.SplitHCursor if near or self._held else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        self._held = ""

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.PaletteChange):
            self.updateGeometry()
            self.update()

    def _drag(self, column: float) -> None:
        """The held handle follows, and never passes the other one."""
        value, least = self.value_at(column), (self._last - self._first) / 1000.0
        if self._held == "low":
            self.range_dragged.emit(min(value, self._high - least), self._high)
        else:
            self.range_dragged.emit(self._low, max(value, self._low + least))


def _column(event: QMouseEvent) -> float:
    """Qt 6 calls it otherwise."""
    return float(event.position().x() if hasattr(event, "position") else event.localPos().x())
