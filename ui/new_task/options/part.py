"""What the parts of the options step have in common: a title, a line that says what is wrong, and a signal."""

from __future__ import annotations

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QGroupBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ...common import icons
from .row import PlainLabel

FACT, WARNING, ERROR = "", "warning", "state-failed"  # names of icons


class MessageLine(QWidget):
    """A sentence or a few, with an icon where something is wrong. Hidden while there is nothing to say."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._icon = QLabel()
        self.label = PlainLabel("")
        self.label.setObjectName(name)
        self.label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.label, 1)
        self.hide()

    def say(self, text: str, kind: str = FACT) -> None:
        """Show a text; '' hides the line."""
        self.label.setText(text)
        self._icon.setVisible(bool(kind))
        if kind and text:
            self._icon.setPixmap(icons.picture(kind, self.fontMetrics().height(), self.label))
        self.setVisible(bool(text))

    def text(self) -> str:
        return self.label.text()


class Part(QGroupBox):
    """A part of the step. `changed` follows the user and what is found out; `problem` stands in the way, `notes` do not."""

    changed = pyqtSignal()

    def __init__(self, title: str, name: str) -> None:
        super().__init__(title)
        self.setObjectName(name)
        self.message = MessageLine(f"{name}Message")
        self.column = QVBoxLayout(self)

    def problem(self) -> str:
        """What has to be put right before the start; '' for nothing."""
        return ""

    def notes(self) -> tuple[str, ...]:
        """What the user should know, as sentences."""
        return ()
