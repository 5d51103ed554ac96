"""Where a text occurs in a console: counted a little at a time, so that a hundred thousand rows hold nobody up."""

from __future__ import annotations

import re
import time
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Optional

from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal

BUDGET = 0.006  # seconds of one turn of the event loop
BATCH = 500  # rows between two looks at the clock


@dataclass(frozen=True)
class Match:
    """An occurrence: its row, its characters there, and its number among all, from 1 on."""

    row: int
    begin: int
    end: int
    number: int


class ConsoleSearch(QObject):
    """Finds a text in rows that grow; upper and lower case are the same."""

    progressed = pyqtSignal()  # more rows were looked at

    def __init__(self, rows: Sequence[str] = (), parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._rows = rows
        self._pattern: Optional[re.Pattern[str]] = None
        self._seen = 0
        self._hits: list[int] = []  # numbers of the rows that have occurrences
        self._counts: list[int] = []  # occurrences up to and with each of these rows
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._work)

    @property
    def is_active(self) -> bool:
        """Whether there is a text to look for."""
        return self._pattern is not None

    @property
    def is_complete(self) -> bool:
        """Whether all rows were looked at."""
        return self._pattern is None or self._seen >= len(self._rows)

    @property
    def count(self) -> int:
        """Occurrences in the rows that were looked at."""
        return self._counts[-1] if self._counts else 0

    def start(self, text: str, rows: Sequence[str]) -> None:
        """Look for a text in rows, which may grow, from the first on; '' for nothing."""
        self._rows = rows
        self._pattern = re.compile(re.escape(text), re.IGNORECASE) if text else None
        self._seen, self._hits, self._counts = 0, [], []
        self.go_on()

    def go_on(self) -> None:
        """There are more rows."""
        if self.is_complete:
            self._timer.stop()
            self.progressed.emit()
        else:
            self._timer.start()

    def in_row(self, row: int) -> list[tuple[int, int]]:
        """Beginnings and ends of the occurrences in a row."""
        if self._pattern is None:
            return []
        return [found.span() for found in self._pattern.finditer(self._rows[row])]

    def after(self, row: int, column: int) -> Optional[Match]:
        """The first occurrence that begins at a place or after it; after the last comes the first."""
        for begin, _end in self.in_row(row) if row < len(self._rows) else ():
            if begin >= column:
                return self._match(row, begin)
        if not self._hits:
            return None
        place = bisect_right(self._hits, row)
        found = self._hits[place % len(self._hits)]
        return self._match(found, self.in_row(found)[0][0])

    def before(self, row: int, column: int) -> Optional[Match]:
        """The last occurrence that begins before a place; before the first comes the last."""
        for begin, _end in reversed(self.in_row(row) if row < len(self._rows) else ()):
            if begin < column:
                return self._match(row, begin)
        if not self._hits:
            return None
        found = self._hits[bisect_left(self._hits, row) - 1]
        return self._match(found, self.in_row(found)[-1][0])

    def _match(self, row: int, begin: int) -> Match:
        spans = self.in_row(row)
        nth = next(index for index, span in enumerate(spans) if span[0] == begin)
        place = bisect_left(self._hits, row)
        earlier = self._counts[place - 1] if place else 0
        return Match(row, begin, spans[nth][1], earlier + nth + 1)

    def _work(self) -> None:
        ends_at = time.monotonic() + BUDGET
        while not self.is_complete and time.monotonic() < ends_at:
            self._look_at(self._seen, min(self._seen + BATCH, len(self._rows)))
        if self.is_complete:
            self._timer.stop()
        self.progressed.emit()

    def _look_at(self, begin: int, end: int) -> None:
        if self._pattern is None:
            return
        total = self.count
        for row in range(begin, end):
            found = len(self._pattern.findall(self._rows[row]))
            if found:
                total += found
                self._hits.append(row)
                self._counts.append(total)
        self._seen = end
