"""The line below a console in which one types what to look for."""

from __future__ import annotations

from typing import Optional

from qgis.PyQt.QtCore import QCoreApplication, QLocale, QSize, pyqtSignal
from qgis.PyQt.QtGui import QColor, QPalette, QTextCharFormat
from qgis.PyQt.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QTextEdit, QToolButton, QWidget

from ..common import icons
from .console_search import ConsoleSearch, Match
from .console_view import ConsoleView

MOST_HIGHLIGHTS = 500  # in sight at a time; a row full of one letter has no end of them
FAINT = 0.35  # how much of the selection's colour other occurrences are painted with

translate = QCoreApplication.translate  # called by this name, so that the translation tools find the texts


class ConsoleSearchBar(QWidget):
    """Marks what is found in sight, counts all, and goes from one to the next."""

    closed = pyqtSignal()

    def __init__(self, view: ConsoleView, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._view = view
        self._search = ConsoleSearch(view.rows, self)
        self._current: Optional[Match] = None
        self._field = QLineEdit()
        self._field.setObjectName("consoleSearchField")
        self._field.setAccessibleName(self.tr("Search the console"))
        self._field.setPlaceholderText(self.tr("Search the console"))
        self._field.setClearButtonEnabled(True)
        self._count = QLabel()
        self._count.setObjectName("consoleSearchCount")
        self._previous = _button("consoleSearchPrevious", "arrow-up", self.tr("Previous match (Shift+F3)"))
        self._next = _button("consoleSearchNext", "arrow-down", self.tr("Next match (F3)"))
        self._close = _button("consoleSearchClose", "close", self.tr("Close the search (Esc)"))
        row = QHBoxLayout(self)
        row.setContentsMargins(4, 2, 2, 2)
        row.setSpacing(2)
        row.addWidget(self._field, 1)
        for part in (self._count, self._previous, self._next, self._close):
            row.addWidget(part)
        self._connect()
        self.refresh_icons()
        self._show_count()

    def _connect(self) -> None:
        self._field.textChanged.connect(self._start)
        self._field.returnPressed.connect(self.go_next)
        self._previous.clicked.connect(self.go_previous)
        self._next.clicked.connect(self.go_next)
        self._close.clicked.connect(self.closed)
        self._search.progressed.connect(self._take_progress)
        self._view.rows_added.connect(self._search.go_on)
        self._view.verticalScrollBar().valueChanged.connect(self._mark)

    def open(self) -> None:
        """Show the bar, with what is selected in the console as the text where that is one word or so."""
        chosen = self._view.textCursor().selectedText()
        if chosen and len(chosen) < 80 and "\u2029" not in chosen and not self._is_at_current():
            self._field.setText(chosen)
        self.show()
        self._field.setFocus()
        self._field.selectAll()
        self._start()

    def close_search(self) -> None:
        """Mark nothing any more."""
        self.hide()
        self._search.start("", self._view.rows)

    def restart(self) -> None:
        """The rows are others now."""
        self._current = None
        self._search.start(self._field.text() if self.isVisible() else "", self._view.rows)

    def go_next(self) -> None:
        """Select the next occurrence after the cursor, and bring it into sight."""
        row, column = self._place(at_end=True)
        self._go_to(self._search.after(row, column))

    def go_previous(self) -> None:
        """Select the occurrence before the cursor."""
        row, column = self._place(at_end=False)
        self._go_to(self._search.before(row, column))

    def refresh_icons(self) -> None:
        """Draw the icons again after the palette changed."""
        edge = self.fontMetrics().height()
        for button, name in ((self._previous, "arrow-up"), (self._next, "arrow-down"), (self._close, "close")):
            button.setIcon(icons.icon(name, button))
            button.setIconSize(QSize(edge, edge))

    # How

    def _start(self) -> None:
        self._current = None
        self._search.start(self._field.text() if self.isVisible() else "", self._view.rows)

    def _take_progress(self) -> None:
        """Go to the first that is found from what is in sight on, while the user has not gone anywhere."""
        if self._current is None and self._search.count and self._field.hasFocus():
            sight = self._view.row_range_in_sight()
            found = self._search.after(sight.start, 0)
            if found is not None and (self._search.is_complete or found.row >= sight.start):
                self._go_to(found)
        self._show_count()
        self._mark()

    def _place(self, *, at_end: bool) -> tuple[int, int]:
        """Row and character where the selection begins or, for what comes after it, where its first character ends."""
        if self._current is not None and self._is_at_current():
            return self._current.row, self._current.begin + (1 if at_end else 0)
        cursor = self._view.textCursor()
        block = self._view.document().findBlock(cursor.selectionEnd() if at_end else cursor.selectionStart())
        return block.blockNumber(), max(0, cursor.selectionEnd() - block.position()) if at_end else cursor.positionInBlock()

    def _is_at_current(self) -> bool:
        if self._current is None or self._current.row >= len(self._view.rows):
            return False
        expected = self._view.cursor_at(self._current.row, self._current.begin, self._current.end)
        cursor = self._view.textCursor()
        return (cursor.selectionStart(), cursor.selectionEnd()) == (expected.selectionStart(), expected.selectionEnd())

    def _go_to(self, found: Optional[Match]) -> None:
        self._current = found
        if found is not None:
            self._view.setTextCursor(self._view.cursor_at(found.row, found.begin, found.end))
            self._view.ensureCursorVisible()
        self._show_count()
        self._mark()

    def _show_count(self) -> None:
        count = QLocale().toString(self._search.count) + ("" if self._search.is_complete else "…")
        if not self._search.is_active:
            text = ""
        elif self._current is not None:
            number = QLocale().toString(self._current.number)
            text = translate("ConsoleSearch", "{number} of {count}").format(number=number, count=count)
        elif self._search.count or not self._search.is_complete:
            text = count
        else:
            text = translate("ConsoleSearch", "Not found")
        self._count.setText(text)
        self._previous.setEnabled(self._search.count > 0)
        self._next.setEnabled(self._search.count > 0)

    def _mark(self) -> None:
        """Paint the occurrences that are in sight; the current one is selected anyway."""
        look = QTextCharFormat()
        color = QColor(self._view.palette().color(QPalette.ColorRole.Highlight))
        color.setAlphaF(FAINT)
        look.setBackground(color)
        marks: list[QTextEdit.ExtraSelection] = []
        for row in self._view.row_range_in_sight() if self._search.is_active else ():
            for begin, end in self._search.in_row(row)[: MOST_HIGHLIGHTS - len(marks)]:
                mark = QTextEdit.ExtraSelection()
                mark.cursor, mark.format = self._view.cursor_at(row, begin, end), look
                marks.append(mark)
        self._view.setExtraSelections(marks)


def _button(object_name: str, icon: str, name: str) -> QToolButton:
    button = QToolButton()
    button.setObjectName(object_name)
    button.setAutoRaise(True)
    button.setToolTip(name)
    button.setAccessibleName(name)
    button.setIcon(icons.icon(icon, button))
    return button
