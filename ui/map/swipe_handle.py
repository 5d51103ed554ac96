"""What the user holds of a swipe: the line with its grip, the names of both sides, and the buttons that turn and end it.

They are widgets over the map, not a map tool: every tool of QGIS stays what it is beside the line.
"""

from __future__ import annotations

from typing import Optional

from qgis.PyQt.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt, pyqtSignal
from qgis.PyQt.QtGui import (
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QPolygonF,
    QRegion,
    QWheelEvent,
)
from qgis.PyQt.QtWidgets import QAbstractSlider, QFrame, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from ..common import icons

STEPS = 10_000  # from one edge of the map to the other
LINE = 4  # logical pixels
HOLD = 5  # beside the line that still take hold of it
WIDEST = 0.45  # of the map, for a name


class SwipeHandle(QAbstractSlider):
    """The line. Its value is where it lies, 0 at the left or upper edge of the map; arrow keys, Page, Home and End move it."""

    gave_up = pyqtSignal()  # Escape

    def __init__(self, viewport: QWidget) -> None:
        super().__init__(viewport)
        self.setObjectName("swipeHandle")
        self.setAccessibleName(self.tr("Line between the compared layers"))
        self.setToolTip(self.tr("Drag the line, or move it with the arrow keys. Esc ends the comparison."))
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)  # left of a map is left in every language
        self.setRange(0, STEPS)
        self.setSingleStep(STEPS // 100)
        self.setPageStep(STEPS // 10)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setTracking(True)
        self._held: Optional[int] = None  # where on the handle it was taken hold of
        self.set_direction(Qt.Orientation.Horizontal)

    def set_direction(self, orientation: Qt.Orientation) -> None:
        """Horizontal: it moves to the sides. Vertical: up and down."""
        self.setOrientation(orientation)
        self.setInvertedControls(orientation == Qt.Orientation.Vertical)  # the down key moves it down
        across = orientation == Qt.Orientation.Horizontal
        self.setCursor(Qt.CursorShape.SplitHCursor if across else Qt.CursorShape.SplitVCursor)

    @property
    def thickness(self) -> int:
        """Of the grip, in logical pixels; grows with the font."""
        return max(30, 2 * self.fontMetrics().height()) // 2 * 2

    def place(self, size: QSize) -> None:
        """Lie where the value says on a map of this size."""
        wide = self.orientation() == Qt.Orientation.Horizontal
        length = size.width() if wide else size.height()
        at = round(length * self.value() / STEPS) - self.thickness // 2
        self.setGeometry(QRect(at, 0, self.thickness, size.height()) if wide else QRect(0, at, size.width(), self.thickness))
        self.setMask(self._hold_region())

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Take hold of the line."""
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        self._held = self._along(event.pos())
        self.setSliderDown(True)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Draw it along."""
        if self._held is None:
            return
        place = self._along(self.mapToParent(event.pos())) - self._held + self.thickness // 2
        length = self.parentWidget().width() if self.orientation() == Qt.Orientation.Horizontal else self.parentWidget().height()
        self.setValue(round(STEPS * place / max(1, length)))

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Let go."""
        self._held = None
        self.setSliderDown(False)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        """The map below zooms."""
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Escape ends; the other keys are those of a slider."""
        if event.key() == Qt.Key.Key_Escape:
            self.gave_up.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """A line that shows on light and on dark ground, and a grip with arrows."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        focused, stands = self.hasFocus(), self.orientation() == Qt.Orientation.Horizontal
        ground, ink = _of_window(self, QPalette.ColorRole.Window), _of_window(self, QPalette.ColorRole.WindowText)
        edge = _of_window(self, QPalette.ColorRole.Highlight) if focused else ink
        line = self._line()
        painter.fillRect(line, edge)
        painter.fillRect(line.adjusted(1, 0, -1, 0) if stands else line.adjusted(0, 1, 0, -1), ground)
        grip = QRectF(self._grip()).adjusted(2, 2, -2, -2)
        painter.setPen(QPen(edge, 2 if focused else 1))
        painter.setBrush(ground)
        painter.drawEllipse(grip)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        for arrow in self._arrows(grip):
            painter.drawPolygon(arrow)

    def _along(self, point: QPoint) -> int:
        return point.x() if self.orientation() == Qt.Orientation.Horizontal else point.y()

    def _line(self, width: int = LINE) -> QRect:
        if self.orientation() == Qt.Orientation.Horizontal:
            return QRect((self.width() - width) // 2, 0, width, self.height())
        return QRect(0, (self.height() - width) // 2, self.width(), width)

    def _grip(self) -> QRect:
        edge = self.thickness
        return QRect((self.width() - edge) // 2, (self.height() - edge) // 2, edge, edge)

    def _hold_region(self) -> QRegion:
        """What takes the mouse: beside it the map does."""
        line = QRegion(self._line(LINE + 2 * HOLD))
        return line.united(QRegion(self._grip(), QRegion.RegionType.Ellipse))

    def _arrows(self, grip: QRectF) -> list[QPolygonF]:
        """One to each side."""
        middle, reach, half = grip.center(), grip.width() * 0.32, grip.width() * 0.16
        found = []
        for sign in (-1.0, 1.0):
            points = [QPointF(sign * reach, 0.0), QPointF(sign * half * 0.7, -half), QPointF(sign * half * 0.7, half)]
            if self.orientation() == Qt.Orientation.Vertical:
                points = [QPointF(point.y(), point.x()) for point in points]
            found.append(QPolygonF([middle + point for point in points]))
        return found


class SwipeName(QLabel):
    """The name of a side beside the line, as plain text; cut where it is long."""

    def __init__(self, viewport: QWidget, name: str, object_name: str) -> None:
        super().__init__(viewport)
        self._name = name
        self.setObjectName(object_name)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setMargin(self.fontMetrics().height() // 3)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def fit(self, widest: int) -> None:
        """Take no more than this width; nothing where not even a word would fit."""
        frame = 2 * (self.margin() + self.frameWidth()) + 2
        text = self.fontMetrics().elidedText(self._name, Qt.TextElideMode.ElideMiddle, max(0, widest - frame))
        self.setText(text)
        self.adjustSize()
        self.setVisible(len(text) > 2 or text == self._name)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The text on a ground of its own."""
        _paint_ground(self)
        super().paintEvent(event)


class SwipeTools(QFrame):
    """The buttons of a swipe, at the end of its line."""

    turn_wanted = pyqtSignal()
    end_wanted = pyqtSignal()

    def __init__(self, viewport: QWidget) -> None:
        super().__init__(viewport)
        self.setObjectName("swipeTools")
        self.setCursor(Qt.CursorShape.ArrowCursor)
        row = QHBoxLayout(self)
        row.setContentsMargins(2, 2, 2, 2)
        row.setSpacing(2)
        self.turn = self._button("swipeTurn", "turn", self.tr("Turn the line"))
        self.end = self._button("swipeEnd", "close", self.tr("End the comparison (Esc)"))
        self.turn.clicked.connect(lambda _checked=False: self.turn_wanted.emit())
        self.end.clicked.connect(lambda _checked=False: self.end_wanted.emit())
        row.addWidget(self.turn)
        row.addWidget(self.end)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.adjustSize()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The buttons on a ground of their own."""
        _paint_ground(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Escape ends here, too."""
        if event.key() == Qt.Key.Key_Escape:
            self.end_wanted.emit()
        else:
            super().keyPressEvent(event)

    def _button(self, name: str, icon: str, text: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(name)
        button.setAutoRaise(True)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.setAccessibleName(text)
        button.setToolTip(text)
        edge = self.fontMetrics().height() + 2
        button.setIconSize(QSize(edge, edge))
        button.setIcon(icons.icon(icon, button))
        return button


def _paint_ground(widget: QWidget) -> None:
    painter = QPainter(widget)
    painter.setPen(_of_window(widget, QPalette.ColorRole.Mid))
    painter.setBrush(_of_window(widget, QPalette.ColorRole.Window))
    painter.drawRect(widget.rect().adjusted(0, 0, -1, -1))


def _of_window(widget: QWidget, role: QPalette.ColorRole) -> QColor:
    """Colours of the window: the style sheets of QGIS's dark themes make labels and frames transparent."""
    window = widget.window()
    window.ensurePolished()
    return window.palette().color(role)
