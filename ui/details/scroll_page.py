"""A page of texts that wrap: as wide as the pane, as high as its texts need, scrolled where that is too high."""

from __future__ import annotations

from typing import Optional

from qgis.PyQt.QtCore import QSize, Qt
from qgis.PyQt.QtWidgets import QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget


class _Content(QWidget):
    """Its height follows from its width alone; what texts would need at their narrowest is of no account."""

    def minimumSizeHint(self) -> QSize:
        return QSize(0, 0)


class ScrollPage(QScrollArea):
    """Parts are added to `column`, from top to bottom."""

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        line = self.fontMetrics().height()
        content = _Content()
        content.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.column = QVBoxLayout(content)
        self.column.setContentsMargins(line // 2, line // 2, line // 2, line // 2)
        self.column.setSpacing(line * 3 // 4)
        self.setWidget(content)
