"""The lines of a console: any number of them, put in a little at a time so that the window never waits for it."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Sequence
from typing import Optional

from qgis.PyQt.QtCore import QMimeData, QSize, Qt, QTimer, pyqtSignal
from qgis.PyQt.QtGui import QFontDatabase, QResizeEvent, QTextCursor
from qgis.PyQt.QtWidgets import QPlainTextEdit, QWidget

from .console_text import clean, rows_of

BUDGET = 0.008  # seconds of one turn of the event loop that are spent on new lines
BATCH = 100  # lines that are put in at a time, before the clock is looked at


class ConsoleView(QPlainTextEdit):
    """Read-only. Goes along with the end unless the user scrolled up; very long lines take several rows and copy as one."""

    rows_added = pyqtSignal(int)  # number of the first new row
    drained = pyqtSignal()  # all lines that came are shown
    follows_changed = pyqtSignal(bool)

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        selectable = Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        self.setTextInteractionFlags(selectable)
        self.setUndoRedoEnabled(False)
        self.setTabChangesFocus(True)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)  # logs are, whatever the user's language
        self.lines: list[str] = []  # clean, also those that wait for their rows
        self.rows: list[str] = []  # what stands in each block of the document
        self._continued: set[int] = set()  # rows that go on with the line of the row before
        self._waiting: deque[str] = deque()
        self._follows = True
        self._busy = False
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._work)
        self.verticalScrollBar().valueChanged.connect(self._note_scrolled)

    @property
    def follows(self) -> bool:
        """Whether new lines scroll into sight."""
        return self._follows

    @property
    def is_draining(self) -> bool:
        """Whether lines wait for being shown."""
        return bool(self._waiting)

    def sizeHint(self) -> QSize:
        """As large as there is room for, but content with little."""
        metrics = self.fontMetrics()
        return QSize(metrics.averageCharWidth() * 40, metrics.height() * 8)

    def minimumSizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(metrics.averageCharWidth() * 16, metrics.height() * 3)

    def add(self, lines: Sequence[str]) -> None:
        """Put lines at the end, in the next turns of the event loop."""
        self._waiting.extend(lines)
        if self._waiting:
            self._timer.start()

    def reset(self) -> None:
        """No lines any more; the end is followed again."""
        self._timer.stop()
        self._waiting.clear()
        self.lines, self.rows = [], []
        self._continued.clear()
        self.clear()
        self._set_follows(True)

    def all_lines(self) -> tuple[str, ...]:
        """Each line in full, also those that are not shown yet."""
        return (*self.lines, *(clean(line) for line in self._waiting))

    def follow_end(self) -> None:
        """Scroll to the end and go along with it from now on."""
        self._set_follows(True)
        self._scroll_to_end()

    def stay(self) -> None:
        """Stay where one reads while lines come."""
        self._set_follows(False)

    def row_range_in_sight(self) -> range:
        """The numbers of the rows that the user sees."""
        first = self.firstVisibleBlock().blockNumber()
        seen = self.viewport().height() // max(1, self.fontMetrics().height()) + 2
        return range(first, min(first + seen, len(self.rows)))

    def cursor_at(self, row: int, begin: int, end: int) -> QTextCursor:
        """A cursor that selects characters `begin` to `end` of a row."""
        text = self.rows[row]
        start = self.document().findBlockByNumber(row).position()
        cursor = QTextCursor(self.document())
        cursor.setPosition(start + _units(text[:begin]))
        cursor.setPosition(start + _units(text[:end]), QTextCursor.MoveMode.KeepAnchor)
        return cursor

    # New lines

    def _work(self) -> None:
        """Put in lines until the turn's time is up."""
        first_row = len(self.rows)
        ends_at = time.monotonic() + BUDGET
        while self._waiting and time.monotonic() < ends_at:
            self._put_in([self._waiting.popleft() for _ in range(min(BATCH, len(self._waiting)))])
        if len(self.rows) > first_row:
            self.rows_added.emit(first_row)
        if not self._waiting:
            self._timer.stop()
            self.drained.emit()

    def _put_in(self, lines: Sequence[str]) -> None:
        fresh: list[str] = []
        for line in map(clean, lines):
            self.lines.append(line)
            begin = len(self.rows) + len(fresh)
            fresh.extend(rows_of(line))
            self._continued.update(range(begin + 1, len(self.rows) + len(fresh)))
        bar = self.horizontalScrollBar()
        aside = bar.value()
        self._busy = True
        self.appendPlainText("\n".join(fresh))
        self._busy = False
        self.rows.extend(fresh)
        bar.setValue(aside)
        if self._follows:
            self._scroll_to_end()

    # The end

    def _scroll_to_end(self) -> None:
        self._busy = True
        bar = self.verticalScrollBar()
        bar.setValue(bar.maximum())
        self._busy = False

    def _note_scrolled(self, value: int) -> None:
        if not self._busy:
            self._set_follows(value >= self.verticalScrollBar().maximum())

    def _set_follows(self, follows: bool) -> None:
        if follows != self._follows:
            self._follows = follows
            self.follows_changed.emit(follows)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A smaller window still ends with the last line, if it did before."""
        self._busy = True
        super().resizeEvent(event)
        self._busy = False
        if self._follows:
            self._scroll_to_end()

    # Copying

    def createMimeDataFromSelection(self) -> QMimeData:  # noqa: N802 - the name that Qt calls
        """The selection as plain text only, in which long lines are whole."""
        data = QMimeData()
        data.setText(self._selected_text())
        return data

    def _selected_text(self) -> str:
        """Out of the rows that are kept here: the document would take long to hand out a hundred thousand of them."""
        cursor, document = self.textCursor(), self.document()
        first, last = document.findBlock(cursor.selectionStart()), document.findBlock(cursor.selectionEnd())
        begin = _characters(first.text(), cursor.selectionStart() - first.position())
        end = _characters(last.text(), cursor.selectionEnd() - last.position())
        numbers = range(first.blockNumber(), last.blockNumber() + 1)
        rows = self.rows[numbers.start : numbers.stop]
        if rows:
            rows[-1] = rows[-1][:end]
            rows[0] = rows[0][begin:]
        return self._joined(rows, numbers.start)

    def _joined(self, rows: Sequence[str], first: int) -> str:
        if not self._continued:
            return "\n".join(rows)
        parts = list(rows[:1])
        for number, row in enumerate(rows[1:], first + 1):
            parts.append(row if number in self._continued else "\n" + row)
        return "".join(parts)


def _units(text: str) -> int:
    """How many of Qt's characters (UTF-16) a text takes."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


def _characters(text: str, units: int) -> int:
    """How many of Python's characters so many of Qt's are."""
    return units if text.isascii() else len(text.encode("utf-16-le")[: 2 * units].decode("utf-16-le", "ignore"))
