"""What stands below the tree as long as there is nothing to show: the two ways to begin."""

from __future__ import annotations

from typing import Optional

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtGui import QPalette, QResizeEvent
from qgis.PyQt.QtWidgets import QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from ..common import icons


class Welcome(QWidget):
    """Offers to add a server or to use this computer."""

    server_wanted = pyqtSignal()
    this_computer_wanted = pyqtSignal()

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.setObjectName("welcome")
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self._picture = QLabel()
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._add = self._button("welcomeAddButton", self.tr("Add a server…"))
        self._add.clicked.connect(self.server_wanted)
        self._local = self._button("welcomeLocalButton", self.tr("Use this computer…"))
        self._local.clicked.connect(self.this_computer_wanted)
        text = QLabel(
            self.tr("Drone photos become maps here.\nAdd a server that you have an account on, or let this computer work.")
        )
        text.setObjectName("welcomeLabel")
        text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        text.setWordWrap(True)
        self._text = text
        self._lay_out()
        self.refresh_icons()

    def refresh_icons(self) -> None:
        """Draw the icons again after the palette changed."""
        edge = self.fontMetrics().height() * 3
        self._picture.setPixmap(icons.picture("photos", edge, self._text))
        self._add.setIcon(icons.icon("server", self._add))
        self._local.setIcon(icons.icon("computer", self._local))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A label that wraps may be pressed below the height of its text: the tree above gives way instead."""
        super().resizeEvent(event)
        line = self.fontMetrics().height()
        self._text.setMinimumHeight(self._text.heightForWidth(max(event.size().width() - 2 * line, line)))

    def _button(self, name: str, text: str) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(name)
        button.setAccessibleName(text.rstrip(" …"))
        button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        return button

    def _lay_out(self) -> None:
        line = self.fontMetrics().height()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(line, line // 2, line, line)
        layout.setSpacing(line // 2)
        layout.addWidget(self._picture)
        layout.addWidget(self._text, 1)
        layout.addSpacing(line // 2)
        for button in (self._add, self._local):
            layout.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
