"""A button with a picture, a title and a line that says what it does, which wraps in a narrow dock."""

from __future__ import annotations

from typing import Optional

from qgis.PyQt.QtCore import QSize, Qt
from qgis.PyQt.QtGui import QPalette
from qgis.PyQt.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from . import icons


class BigButton(QPushButton):
    """Drawn and used as any push button; QCommandLinkButton looks like plain text in most styles and keeps its height."""

    def __init__(self, title: str, text: str, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        self._picture = QLabel()
        self._title = QLabel(title)
        font = self._title.font()
        font.setBold(True)
        self._title.setFont(font)
        self._text = QLabel(text)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setWordWrap(True)
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addWidget(self._title)
        column.addWidget(self._text)
        row = QHBoxLayout(self)
        margin = self.fontMetrics().height() // 2
        row.setContentsMargins(margin, margin, margin, margin)
        row.setSpacing(margin)
        row.addWidget(self._picture)
        row.addLayout(column, 1)
        for label in (self._picture, self._title, self._text):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            label.setForegroundRole(QPalette.ColorRole.ButtonText)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_picture(self, name: str) -> None:
        """Draw the icon `name` in the present colours."""
        edge = self.fontMetrics().height() * 2
        self._picture.setPixmap(icons.picture(name, edge, self))

    def set_text(self, text: str) -> None:
        """Say something else below the title."""
        self._text.setText(text)
        self.setAccessibleDescription(text)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """The inside decides, not the push button's own empty text."""
        return self.layout().totalSizeHint()

    def minimumSizeHint(self) -> QSize:
        """Narrow enough for a narrow dock."""
        return self.layout().totalMinimumSize()
