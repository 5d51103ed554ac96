"""Names and values below each other, which change in place: what the user has selected in them stays so."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Optional

from qgis.PyQt.QtCore import QEvent, Qt
from qgis.PyQt.QtGui import QResizeEvent
from qgis.PyQt.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from ..common import wording
from .facts import Fact
from .labels import mute, plain_label, selectable_label
from .skeleton import Skeleton

LONGEST_WORD = 14  # average letters of a name that are never cut
NARROW = 22  # average letters beside each other that are too few for two columns
TOOLTIP_LENGTH = 2000  # characters


class FactList(QWidget):
    """A heading and two columns, or a line of text where there is nothing to list."""

    def __init__(self, title: str, empty: str = "", parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._facts: tuple[Fact, ...] = ()
        self._rows: list[tuple[QLabel, QLabel]] = []
        self._stacked = False
        self._title = plain_label(title)
        self._title.setObjectName("factListTitle")
        font = self._title.font()
        font.setBold(True)
        self._title.setFont(font)
        self._title.setVisible(bool(title))
        self._empty = plain_label(empty)
        self._empty.setObjectName("factListEmpty")
        self._skeleton = Skeleton(lines=3)
        self._skeleton.hide()
        gap = max(2, self.fontMetrics().height() // 6)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(gap * 4)
        self._grid.setVerticalSpacing(gap)
        self._grid.setColumnStretch(0, 2)
        self._grid.setColumnStretch(1, 3)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(gap)
        layout.addWidget(self._title)
        layout.addWidget(self._empty)
        layout.addWidget(self._skeleton)
        layout.addLayout(self._grid)

    def set_facts(self, facts: Sequence[Fact]) -> None:
        """Show these; labels whose text stays the same are not touched."""
        self._skeleton.hide()
        self._empty.setVisible(not facts and bool(self._empty.text()))
        self._title.setVisible(bool(self._title.text()) and (bool(facts) or bool(self._empty.text())))
        while len(self._rows) < len(facts):
            self._add_row()
        for index, (name, value) in enumerate(self._rows):
            used = index < len(facts)
            name.setVisible(used)
            value.setVisible(used)
            if used:
                _fill(name, value, facts[index])
        self._facts = tuple(facts)

    def set_loading(self) -> None:
        """Grey bars until `set_facts`."""
        self.set_facts(())
        self._empty.hide()
        self._title.setVisible(bool(self._title.text()))
        self._skeleton.show()

    @property
    def text(self) -> str:
        """All of it for the clipboard; '' for nothing."""
        if not self._facts:
            return ""
        heading = [self._title.text()] if self._title.text() else []
        return "\n".join([*heading, *(fact.text for fact in self._facts)])

    def changeEvent(self, event: QEvent) -> None:
        """The names follow the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            for name, _value in self._rows:
                mute(name, self)

    def _add_row(self) -> None:
        name, value = plain_label(), selectable_label()
        name.setObjectName("factName")
        value.setObjectName("factValue")
        mute(name, self)
        self._rows.append((name, value))
        self._place(len(self._rows) - 1)

    def _place(self, row: int) -> None:
        """The name beside its value or, where that is too narrow, above it."""
        name, value = self._rows[row]
        top = Qt.AlignmentFlag.AlignTop
        if self._stacked:
            self._grid.addWidget(name, 2 * row, 0, 1, 2, top)
            self._grid.addWidget(value, 2 * row + 1, 0, 1, 2, top)
        else:
            self._grid.addWidget(name, row, 0, top)
            self._grid.addWidget(value, row, 1, top)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow pane, or a large font, has no room for two columns."""
        super().resizeEvent(event)
        stacked = self.width() < self.fontMetrics().averageCharWidth() * NARROW
        if stacked != self._stacked:
            self._stacked = stacked
            for name, value in self._rows:
                self._grid.removeWidget(name)
                self._grid.removeWidget(value)
            for row in range(len(self._rows)):
                self._place(row)


def _fill(name: QLabel, value: QLabel, fact: Fact) -> None:
    if name.text() != fact.name:
        name.setText(fact.name)
        name.setMinimumWidth(_room_for_words(name))
    if value.text() != fact.value:
        value.setText(fact.value)
        value.setAccessibleName(fact.name)
        value.setToolTip(wording.plain_tooltip((fact.full or fact.value)[:TOOLTIP_LENGTH]))


def _room_for_words(label: QLabel) -> int:
    """So wide that no word of usual length is cut where the pane is narrow."""
    words = label.text().replace("-", "- ").split(" ")
    widths = [label.fontMetrics().horizontalAdvance(word) for word in words]
    return min(max(widths, default=0), label.fontMetrics().averageCharWidth() * LONGEST_WORD) + 1
