"""The console of a task: what its node prints, live, as plain text that one can read, select and copy."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Optional

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtGui import QFontDatabase
from qgis.PyQt.QtWidgets import QHBoxLayout, QLabel, QPlainTextEdit, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from ...core.api.tasks import Task
from ..common import icons, wording

MOST_LINES = 100_000


class Console(QWidget):
    """Shows one task's lines; goes along with the end unless the user scrolled up to read."""

    closed = pyqtSignal()

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._task_id = ""
        self._title = QLabel()
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        self._title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._view = QPlainTextEdit()
        self._view.setObjectName("consoleView")
        self._view.setAccessibleName(self.tr("Console"))
        self._view.setReadOnly(True)
        self._view.setMaximumBlockCount(MOST_LINES)
        self._view.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self._view.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self._view.setLayoutDirection(Qt.LayoutDirection.LeftToRight)  # logs are, whatever the user's language
        self._view.setPlaceholderText(self.tr("Nothing has been printed yet."))
        self._close = QToolButton()
        self._close.setAutoRaise(True)
        self._close.setToolTip(self.tr("Close the console"))
        self._close.setAccessibleName(self._close.toolTip())
        self._close.clicked.connect(self.closed)
        header = QHBoxLayout()
        header.setContentsMargins(6, 2, 2, 2)
        header.addWidget(self._title, 1)
        header.addWidget(self._close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(header)
        layout.addWidget(self._view)
        self.refresh_icons()

    def show_task(self, task: Task) -> None:
        """Begin with another task's lines."""
        self._title.setText(self.tr("Console: {name}").format(name=wording.one_line(task.name)))
        self._title.setToolTip(wording.plain_tooltip(task.name))
        if task.id != self._task_id:
            self._task_id = task.id
            self._view.clear()

    def append(self, task_id: str, lines: Sequence[str]) -> None:
        """Add new lines; those of another task are ignored."""
        if task_id != self._task_id or not lines:
            return
        bar = self._view.verticalScrollBar()
        at_end = bar.value() >= bar.maximum() - 1
        self._view.appendPlainText("\n".join(lines))
        if at_end:
            bar.setValue(bar.maximum())

    def restart(self, task_id: str) -> None:
        """The task prints from its first line again."""
        if task_id == self._task_id:
            self._view.clear()

    def forget(self) -> None:
        """Show no task any more."""
        self._task_id = ""
        self._title.clear()
        self._view.clear()

    def refresh_icons(self) -> None:
        """Draw the icon again after the palette changed."""
        self._close.setIcon(icons.icon("close", self._close))
