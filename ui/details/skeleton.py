"""Grey bars in the place of what is on its way from the server."""

from __future__ import annotations

from typing import Optional

from qgis.PyQt.QtCore import QRectF, QSize, Qt
from qgis.PyQt.QtGui import QColor, QPainter, QPaintEvent, QPalette
from qgis.PyQt.QtWidgets import QWidget

FAINT = 0.10  # how much of the text's colour the bars have
LENGTHS = (0.55, 0.8, 0.4, 0.7, 0.6, 0.9, 0.35, 0.75)  # of the width, in turn


class Skeleton(QWidget):
    """So many bars, as long as lines of text are; still, since what moves draws the eye."""

    def __init__(self, lines: int, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._lines = lines
        self.setObjectName("skeleton")
        self.setAccessibleName(self.tr("Loading"))

    def sizeHint(self) -> QSize:
        """One line of text for each bar."""
        line = self.fontMetrics().height()
        return QSize(line * 8, round(self._lines * line * 1.5))

    def paintEvent(self, event: QPaintEvent) -> None:
        """From the side where reading begins."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        color = QColor(self.palette().color(QPalette.ColorRole.WindowText))
        color.setAlphaF(FAINT)
        painter.setBrush(color)
        line = self.fontMetrics().height()
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        for number in range(self._lines):
            width = (self.width() - line) * LENGTHS[number % len(LENGTHS)]
            left = self.width() - line / 2 - width if mirrored else line / 2
            bar = QRectF(left, line * (0.5 + 1.5 * number), width, line * 0.6)
            painter.drawRoundedRect(bar, line * 0.2, line * 0.2)
