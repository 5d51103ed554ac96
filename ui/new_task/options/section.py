"""A section of the form that opens and closes, and makes its rows when they are first shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Optional

from qgis.PyQt.QtCore import QCoreApplication, Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QVBoxLayout, QWidget

from ....core.api.options import NodeOption
from .catalogue import Section
from .fold import FoldButton
from .row import OptionRow

translate = QCoreApplication.translate  # called by this name, so that the translation tools find the texts


class SectionWidget(QWidget):
    """Rows under a title. `opened` comes when rows were made, so that the form can set the order of the Tab key."""

    opened = pyqtSignal()

    def __init__(self, section: Section, make_row: Callable[[NodeOption], OptionRow]) -> None:
        super().__init__()
        self.section = section
        self.rows: dict[str, OptionRow] = {}
        self._make_row = make_row
        self._matches: Optional[frozenset[str]] = None
        self._narrow = False
        self.header = FoldButton(f"section_{section.key}", section.title)
        self.header.toggled.connect(self._show_rows)
        self._body = QWidget()
        self._column = QVBoxLayout(self._body)
        self._column.setContentsMargins(self.fontMetrics().averageCharWidth(), 0, 0, 4)
        self._column.setSpacing(2)
        self._body.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.header, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self._body)
        self.show_count(0)
        if section.usual:
            self.header.setChecked(True)

    def show_count(self, changed: int) -> None:
        """How many of its options differ from their defaults."""
        title = self.section.title.replace("&", "&&")
        if changed:
            title = translate("OptionsForm", "{section} ({count} changed)").format(section=title, count=changed)
        elif not self.section.usual:
            title = translate("OptionsForm", "{section} ({count})").format(section=title, count=len(self.section.options))
        self.header.setText(title)

    def show_matches(self, matches: Optional[frozenset[str]]) -> int:
        """Show only these options, and be open meanwhile; None for all of them. Returns how many there are."""
        self._matches = matches
        if matches is None:
            self.show()
            self._show_rows(self.header.isChecked())
            return len(self.section.options)
        found = sum(option.name in matches for option in self.section.options)
        self.setVisible(found > 0)
        if found:
            self._show_rows(True)
        return found

    def set_narrow(self, narrow: bool) -> None:
        self._narrow = narrow
        for row in self.rows.values():
            row.set_narrow(narrow)

    def reveal(self, name: str) -> OptionRow:
        """Open the section; the row of an option."""
        self.header.setChecked(True)
        self._make_rows()
        return self.rows[name]

    def _show_rows(self, shown: bool) -> None:
        searching = self._matches is not None
        if shown or searching:
            self._make_rows()
        for name, row in self.rows.items():
            row.setVisible(self._matches is None or name in self._matches)
        self._body.setVisible(shown or searching)
        self.header.show_open(self.header.isChecked() or searching)

    def _make_rows(self) -> None:
        if self.rows:
            return
        for option in self.section.options:
            row = self._make_row(option)
            row.set_narrow(self._narrow)
            self.rows[option.name] = row
            self._column.addWidget(row)
        self.opened.emit()
