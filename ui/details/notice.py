"""A box that says what is wrong, and below it what can be done."""

from __future__ import annotations

from typing import Optional

from qgis.PyQt.QtCore import QRectF, Qt
from qgis.PyQt.QtGui import QColor, QPainter, QPaintEvent, QPalette
from qgis.PyQt.QtWidgets import QGridLayout, QLabel, QWidget

from ..common import icons
from .labels import selectable_label

FAINT = 0.25  # how much of the text's colour the frame has


class Notice(QWidget):
    """Hidden while nothing is wrong."""

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.setObjectName("taskNotice")
        self._picture = QLabel()
        self._error, self._hint = selectable_label(), selectable_label()
        self._error.setObjectName("taskError")
        self._error.setAccessibleName(self.tr("What went wrong"))
        self._hint.setObjectName("taskHint")
        self._hint.setAccessibleName(self.tr("What can be done"))
        font = self._error.font()
        font.setBold(True)
        self._error.setFont(font)
        gap = self.fontMetrics().height() // 2
        grid = QGridLayout(self)
        grid.setContentsMargins(gap, gap, gap, gap)
        grid.setHorizontalSpacing(gap)
        grid.setVerticalSpacing(gap // 2)
        grid.setColumnStretch(1, 1)
        grid.addWidget(self._picture, 0, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self._error, 0, 1)
        grid.addWidget(self._hint, 1, 1)
        self.refresh_icons()
        self.hide()

    def show_texts(self, error: str, hint: str) -> None:
        """Say this; labels whose text stays the same are not touched."""
        for label, text in ((self._error, error), (self._hint, hint)):
            if label.text() != text:
                label.setText(text)
        self._hint.setVisible(bool(hint))
        self.setVisible(bool(error))

    @property
    def text(self) -> str:
        """For the clipboard; '' while nothing is wrong."""
        return "\n".join(part for part in (self._error.text(), self._hint.text()) if part)

    def refresh_icons(self) -> None:
        """Draw the picture again after the palette changed."""
        self._picture.setPixmap(icons.picture("warning", self.fontMetrics().height(), self))

    def paintEvent(self, event: QPaintEvent) -> None:
        """A frame with round corners; no ground, since some themes give each label one of its own."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        color = QColor(self.palette().color(QPalette.ColorRole.WindowText))
        color.setAlphaF(FAINT)
        painter.setPen(color)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        radius = self.fontMetrics().height() / 4
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
