"""What a page shows that has nothing to show yet: a picture, a line, and what to do next."""

from __future__ import annotations

from typing import Optional

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QLabel, QVBoxLayout, QWidget

from ..common import icons


class EmptyState(QWidget):
    """Stands in the middle; its texts wrap in a narrow dock."""

    def __init__(self, picture: str, title: str = "", text: str = "", parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._name = picture
        self._picture = QLabel()
        self._title = _label()
        self._title.setObjectName("emptyTitle")
        font = self._title.font()
        font.setBold(True)
        self._title.setFont(font)
        self._text = _label()
        self._text.setObjectName("emptyText")
        margin = self.fontMetrics().height()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(margin, margin, margin, margin)
        layout.setSpacing(margin // 3)
        layout.addStretch(2)
        layout.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(self._title)
        layout.addWidget(self._text)
        layout.addStretch(3)
        self.set_texts(title, text)
        self.refresh_icons()

    def set_texts(self, title: str, text: str) -> None:
        """What is missing, and what to do about it."""
        self._title.setText(title)
        self._text.setText(text)
        self._text.setVisible(bool(text))

    def refresh_icons(self) -> None:
        """Draw the picture again after the palette changed."""
        edge = self.fontMetrics().height() * 2
        self._picture.setPixmap(icons.picture(self._name, edge, self))


def _label() -> QLabel:
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    label.setWordWrap(True)
    return label
