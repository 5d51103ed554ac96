"""The console of a task: what its node prints, live, as plain text that one can read, search, copy and save."""

from __future__ import annotations

from typing import Callable, Optional

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QEvent, QLocale, QObject, QSize, Qt, pyqtSignal
from qgis.PyQt.QtGui import QKeyEvent, QKeySequence
from qgis.PyQt.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QToolButton, QVBoxLayout, QWidget

from ...core.api.task import Task
from ...core.monitor.monitor import Monitor
from ..common import icons
from .console_feed import ConsoleFeed
from .console_search_bar import ConsoleSearchBar
from .console_text import as_text
from .console_view import ConsoleView
from .empty_state import EmptyState
from .skeleton import Skeleton


class Console(QWidget):
    """Shows one task's lines; goes along with the end unless the user scrolled up to read."""

    save_wanted = pyqtSignal(tuple)  # the lines

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.setObjectName("consolePage")
        self._task: Optional[Task] = None
        self._feed = ConsoleFeed(self)
        self.view = ConsoleView()
        self.view.setObjectName("consoleView")
        self.view.setAccessibleName(self.tr("Console"))
        self.search_bar = ConsoleSearchBar(self.view)
        self.search_bar.hide()
        self._empty = EmptyState("console")
        self._skeleton = Skeleton(lines=8)
        self._pages = QStackedWidget()
        for page in (self.view, self._empty, self._skeleton):
            self._pages.addWidget(page)
        self._count = QLabel()
        self._count.setObjectName("consoleCount")
        self._lay_out()
        self._connect()
        self.refresh_icons()
        self._update()

    # What is shown

    def show_task(self, monitor: Optional[Monitor], task: Optional[Task]) -> None:
        """Begin with another task's lines, or go on with the task as it is now."""
        another = task is None or self._task is None or task.id != self._task.id
        self._task = task
        if another:
            self._reset()
        self._feed.set_task(monitor, task)
        self._update()

    def set_active(self, active: bool) -> None:
        """Whether the user sees the console: only then are lines fetched."""
        self._feed.set_wanted(active)

    def refresh_icons(self) -> None:
        """Draw the icons again after the palette changed."""
        edge = self.fontMetrics().height()
        for button, icon in self._buttons.items():
            button.setIcon(icons.icon(icon, button))
            button.setIconSize(QSize(edge, edge))
        self.search_bar.refresh_icons()
        self._empty.refresh_icons()

    def open_search(self) -> None:
        """Show the search below the lines."""
        if self._pages.currentWidget() is self.view:
            self.search_bar.open()

    # Putting together

    def _lay_out(self) -> None:
        find = _tool("consoleFindButton", self.tr("Search (Ctrl+F)"))
        copy = _tool("consoleCopyButton", self.tr("Copy all lines"))
        save = _tool("consoleSaveButton", self.tr("Save as…"))
        follow = _tool("consoleFollowButton", self.tr("Go along with the end"))
        follow.setCheckable(True)
        follow.setChecked(True)
        self._buttons = {find: "search", copy: "copy", save: "save", follow: "to-end"}
        self._find, self._copy, self._save, self._follow = find, copy, save, follow
        row = QHBoxLayout()
        row.setContentsMargins(6, 2, 2, 2)
        row.setSpacing(0)
        row.addWidget(self._count, 1)
        for button in self._buttons:
            row.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(row)
        layout.addWidget(self._pages, 1)
        layout.addWidget(self.search_bar)

    def _connect(self) -> None:
        self._feed.grew.connect(self._append)
        self._feed.cleared.connect(self._reset)
        self._feed.answered.connect(self._update)
        self.view.rows_added.connect(self._show_count)
        self.view.follows_changed.connect(self._follow.setChecked)
        self._find.clicked.connect(self.open_search)
        self._copy.clicked.connect(self._copy_all)
        self._save.clicked.connect(lambda: self.save_wanted.emit(self.view.all_lines()))
        self._follow.clicked.connect(self._toggle_follow)
        self.search_bar.closed.connect(self._close_search)
        self.view.installEventFilter(self)
        for child in self.search_bar.findChildren(QWidget):
            child.installEventFilter(self)

    def _append(self, lines: tuple) -> None:
        self.view.add(lines)
        self._update()

    def _reset(self) -> None:
        self.view.reset()
        self.search_bar.restart()
        self._update()

    def _update(self) -> None:
        has_lines = bool(self.view.lines) or self.view.is_draining
        if has_lines:
            self._pages.setCurrentWidget(self.view)
        elif self._task is not None and not self._feed.is_answered:
            self._pages.setCurrentWidget(self._skeleton)
        else:
            self._pages.setCurrentWidget(self._empty)
            self._empty.set_texts(self.tr("Nothing has been printed yet"), self._why_empty())
        for button in self._buttons:
            button.setEnabled(has_lines)
        self._show_count()

    def _why_empty(self) -> str:
        if self._task is None or self._task.is_finished:
            return self.tr("The server keeps no lines of this task.")
        return self.tr("Lines appear here once a processing node works on the task.")

    def _show_count(self) -> None:
        count = len(self.view.lines)
        number = QLocale().toString(count)
        lines = self.tr("1 line") if count == 1 else self.tr("{n} lines").format(n=number)
        self._count.setText(lines if count else "")

    # Verbs

    def _toggle_follow(self, follow: bool) -> None:
        if follow:
            self.view.follow_end()
        else:
            self.view.stay()

    def _copy_all(self) -> None:
        QgsApplication.clipboard().setText(as_text(self.view.all_lines()))

    def _close_search(self) -> None:
        self.search_bar.close_search()
        self.view.setFocus()

    # Keys

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of the search. They are claimed first: QGIS has some of them too, and Qt then obeys neither."""
        if event.type() not in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress) or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        verb = self._verb_of(event)
        if verb is None:
            return super().eventFilter(watched, event)
        event.accept()
        if event.type() == QEvent.Type.KeyPress:
            verb()
        return True

    def _verb_of(self, event: QKeyEvent) -> Optional[Callable[[], None]]:
        searching = self.search_bar.isVisible()
        if event.matches(QKeySequence.StandardKey.Find):
            return self.open_search
        if event.key() == Qt.Key.Key_F3 and searching:
            back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            return self.search_bar.go_previous if back else self.search_bar.go_next
        if event.key() == Qt.Key.Key_Escape and searching:
            return self._close_search
        return None


def _tool(object_name: str, name: str) -> QToolButton:
    button = QToolButton()
    button.setObjectName(object_name)
    button.setAutoRaise(True)
    button.setToolTip(name)
    button.setAccessibleName(name)
    return button
