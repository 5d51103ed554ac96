"""The searchable form of processing options, made from what a node knows. Only what differs from the defaults is given back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Optional

from qgis.PyQt.QtCore import QEvent, Qt, pyqtSignal
from qgis.PyQt.QtGui import QResizeEvent
from qgis.PyQt.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QScrollArea, QToolButton, QVBoxLayout, QWidget

from ....core.api.options import NodeOption, OptionValue, TaskOption
from ....core.jobs import Jobs
from ...common import icons
from . import catalogue
from .chosen import ChosenOptions
from .editors import WheelGuard
from .row import OptionRow, PlainLabel
from .section import SectionWidget
from .unknown import UnknownOptions

NARROW_LETTERS = 46  # average letters; where fewer fit, editors go below their names


class OptionsForm(QWidget):
    """Options by section, the usual ones first. `changed` follows the user, never `set_values` or `set_options`.

    jobs: reads files for options that are JSON; without it there is no button for that.
    """

    changed = pyqtSignal()

    def __init__(self, jobs: Optional[Jobs] = None, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.setObjectName("NadirOptionsForm")
        self.chosen = ChosenOptions()
        self._jobs = jobs
        self._hidden: tuple[str, ...] = ()
        self._shown: tuple[tuple[NodeOption, ...], tuple[str, ...]] = ((), ())
        self._locked_texts: dict[str, str] = {}
        self._sections: list[SectionWidget] = []
        self._guard = WheelGuard(self)
        self._narrow = False
        self._texts: dict[str, str] = {}
        self._make_bar()
        self._make_body()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(self._bar)
        layout.addWidget(self._scroll, 1)
        self._show_counts()

    # What it holds

    def set_options(self, definitions: Sequence[NodeOption], hidden: Sequence[str] = ()) -> None:
        """Show what a node knows, without those that are `hidden`. Values stay where it knows them too."""
        if self._sections and (tuple(definitions), tuple(hidden)) == self._shown:
            return
        self._shown = (tuple(definitions), tuple(hidden))
        self._hidden = tuple(hidden)
        self.chosen.define(option for option in definitions if option.name not in self._hidden)
        self._texts = {option.name: _searched(option) for option in definitions}
        self._rebuild()

    def set_values(self, options: Sequence[TaskOption], *, keep_unknown: bool = True) -> None:
        """Exactly these values. keep_unknown: whether those that the node does not know are sent unless the user says no."""
        self.chosen.set_all((each for each in options if each.name not in self._hidden), keep_unknown=keep_unknown)
        self.refresh()

    def values(self) -> tuple[TaskOption, ...]:
        """What differs from the defaults."""
        return self.chosen.to_send()

    def problem(self) -> str:
        """The first thing that is wrong; '' where all is well."""
        for name in self.chosen.changed():
            problem = self.chosen.problem(name)
            if problem:
                return self.tr("{option}: {problem}").format(option=catalogue.human_name(name), problem=problem)
        return ""

    def lock(self, name: str, value: OptionValue, reason: str) -> None:
        """Set an option from elsewhere, such as a layer; `reason` says from where. One that the node lacks stays out."""
        self.chosen.lock(name, value)
        self._locked_texts[name] = reason
        self._refresh_lock(name)

    def unlock(self, name: str) -> None:
        """Let the user set it again."""
        if self.chosen.is_locked(name):
            self.chosen.unlock(name)
            self._locked_texts.pop(name, None)
            self._refresh_lock(name)

    def refresh(self) -> None:
        """Show the values as they are now."""
        for row in self._rows():
            row.refresh()
        self.unknown.refresh()
        self._show_counts()

    def show_option(self, name: str) -> None:
        """Open the section of an option, scroll to it and give it the focus."""
        for section in self._sections:
            if any(option.name == name for option in section.section.options):
                row = section.reveal(name)
                row.editor.setFocus(Qt.FocusReason.OtherFocusReason)
                self._scroll.ensureWidgetVisible(row)

    def show_first_problem(self) -> None:
        """Lead the user to what is wrong."""
        wrong = next((name for name in self.chosen.changed() if self.chosen.problem(name)), None)
        if wrong is not None:
            self.search_edit.clear()
            self.changed_button.setChecked(False)
            self.show_option(wrong)

    # Parts

    def _make_bar(self) -> None:
        self.search_edit = QLineEdit()
        self.search_edit.setObjectName("optionSearch")
        self.search_edit.setAccessibleName(self.tr("Search options"))
        self.search_edit.setPlaceholderText(self.tr("Search options"))
        self.search_edit.setClearButtonEnabled(True)
        self.search_edit.textChanged.connect(self._filter)
        self.changed_button = QToolButton()
        self.changed_button.setObjectName("changedOnlyButton")
        self.changed_button.setCheckable(True)
        self.changed_button.setToolTip(self.tr("Show only what differs from the defaults"))
        self.changed_button.toggled.connect(self._filter)
        self.reset_button = QToolButton()
        self.reset_button.setObjectName("resetAllButton")
        self.reset_button.setIcon(icons.icon("undo", self))
        self.reset_button.setToolTip(self.tr("Set all options back to their defaults"))
        self.reset_button.setAccessibleName(self.tr("Reset all options"))
        self.reset_button.clicked.connect(self._reset_all)
        self._bar = QHBoxLayout()
        self._bar.addWidget(self.search_edit, 1)
        self._bar.addWidget(self.changed_button)
        self._bar.addWidget(self.reset_button)

    def _make_body(self) -> None:
        self.unknown = UnknownOptions(self.chosen, self._decided)
        self._empty = PlainLabel("")
        self._empty.setObjectName("optionsEmptyLabel")
        body = QWidget()
        self._column = QVBoxLayout(body)
        self._column.setContentsMargins(0, 0, self.fontMetrics().averageCharWidth(), 0)
        self._column.setSpacing(4)
        self._column.addWidget(self.unknown)
        self._column.addWidget(self._empty)
        self._column.addStretch()
        self._scroll = QScrollArea()
        self._scroll.setObjectName("optionsScroll")
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(body)

    def _rebuild(self) -> None:
        for section in self._sections:
            self._column.removeWidget(section)
            section.setParent(None)
            section.deleteLater()
        self._sections = []
        for made in catalogue.sections(tuple(self.chosen.definitions.values())):
            section = SectionWidget(made, self._make_row)
            section.set_narrow(self._narrow)
            section.opened.connect(self._order_tabs)
            self._column.insertWidget(self._column.count() - 1, section)
            self._sections.append(section)
        self.unknown.refresh()
        self._order_tabs()
        self._filter()
        self._show_counts()

    def _make_row(self, option: NodeOption) -> OptionRow:
        row = OptionRow(option, self.chosen, self._edited, self._jobs, self._guard)
        if option.name in self._locked_texts:
            row.set_locked_text(self._locked_texts[option.name])
        return row

    def _rows(self) -> list[OptionRow]:
        return [row for section in self._sections for row in section.rows.values()]

    def _order_tabs(self) -> None:
        """Tab goes from top to bottom, though rows are made when they are first needed."""
        chain: list[QWidget] = [self.search_edit, self.changed_button, self.reset_button]
        for section in self._sections:
            chain.append(section.header)
            for row in section.rows.values():
                chain.extend(row.focus_chain())
        for before, after in zip(chain, chain[1:]):
            QWidget.setTabOrder(before, after)

    # What happens

    def _edited(self, _name: str) -> None:
        self._show_counts()
        self.changed.emit()

    def _decided(self) -> None:
        self._show_counts()
        self.changed.emit()

    def _reset_all(self) -> None:
        self.chosen.reset(list(self.chosen.definitions))
        self.chosen.unknown.clear()
        self.chosen.kept.clear()
        self.refresh()
        self._filter()
        self.changed.emit()

    def _refresh_lock(self, name: str) -> None:
        for row in self._rows():
            if row.option.name == name:
                row.set_locked_text(self._locked_texts.get(name, ""))
        self._show_counts()

    def _filter(self) -> None:
        words = self.search_edit.text().casefold().split()
        only_changed = self.changed_button.isChecked()
        matches: Optional[frozenset[str]] = None
        if words or only_changed:
            matches = frozenset(
                name
                for name in self.chosen.definitions
                if all(word in self._texts[name] for word in words) and (not only_changed or self.chosen.is_changed(name))
            )
        self.setUpdatesEnabled(False)
        found = sum(section.show_matches(matches) for section in self._sections)
        self.setUpdatesEnabled(True)
        self._empty.setText(self._nothing_found(found, bool(words)))
        self._empty.setVisible(not found)

    def _nothing_found(self, found: int, searched: bool) -> str:
        if found:
            return ""
        if not self.chosen.definitions:
            return self.tr("The options of the processing node are not known.")
        if searched:
            return self.tr("No option matches. Try another word, such as “resolution” or “quality”.")
        return self.tr("All options are as the processing node has them.")

    def _show_counts(self) -> None:
        count = len(self.chosen.changed()) + len(self.chosen.kept & set(self.chosen.unknown))
        self.changed_button.setText(self.tr("Changed: {count}").format(count=count))
        self.changed_button.setEnabled(count > 0 or self.changed_button.isChecked())
        self.reset_button.setEnabled(bool(self.chosen.own()) or bool(self.chosen.unknown))
        for section in self._sections:
            section.show_count(sum(self.chosen.is_changed(option.name) for option in section.section.options))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put editors below their names where it is narrow."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Another font needs another room."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def _fit(self) -> None:
        narrow = self.width() < self.fontMetrics().averageCharWidth() * NARROW_LETTERS
        if narrow != self._narrow:
            self._narrow = narrow
            for section in self._sections:
                section.set_narrow(narrow)


def _searched(option: NodeOption) -> str:
    """What the search looks into."""
    return f"{option.name} {catalogue.human_name(option.name)} {option.help_text}".casefold()
