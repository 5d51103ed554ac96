"""What the user opened and selected, kept by name, so that it survives whatever happens to the rows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Optional

from qgis.PyQt.QtCore import QItemSelectionModel, QModelIndex, QObject, QTimer
from qgis.PyQt.QtWidgets import QTreeView

from .model import TreeModel
from .rows import Path, Row, Sort

_SELECT = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows


class Memory(QObject):
    """Opens and selects rows again that come back: after a search, a filter, a reconnection, in another project."""

    def __init__(self, view: QTreeView, model: TreeModel) -> None:
        super().__init__(view)
        self._view = view
        self._model = model
        self._open: set[Path] = set()
        self._chosen: dict[Path, None] = {}
        self._current: Optional[Path] = None
        self._awaited: Optional[Path] = None  # that was to be chosen, and is not there yet
        self._is_clearing = False
        self._anchor: Optional[tuple[Path, int]] = None
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(0)
        self._settle.timeout.connect(self._back_to_anchor)
        view.expanded.connect(self._note_open)
        view.collapsed.connect(self._note_closed)
        view.selectionModel().selectionChanged.connect(self._note_selection)
        view.selectionModel().currentChanged.connect(self._note_current)
        model.rowsAboutToBeInserted.connect(self._before)
        model.rowsAboutToBeRemoved.connect(self._before)
        model.rowsRemoved.connect(self._after_removal)
        model.rowsInserted.connect(self._after_insertion)

    @property
    def open_paths(self) -> frozenset[Path]:
        """Connections and projects that the user opened, shown or not."""
        return frozenset(self._open)

    def open(self, path: Path) -> None:
        """Open a row now, or as soon as it is there."""
        self._open.add(path)
        row = self._model.row_of(path)
        if row is not None:
            self._view.setExpanded(row.index(), True)

    def choose(self, path: Path) -> None:
        """Select a row now, or as soon as it is there, and nothing else."""
        self._chosen, self._current, self._awaited = {_loose(path): None}, _loose(path), path
        if self.take_awaited() is None:
            self._is_clearing = True
            self._view.clearSelection()
            self._is_clearing = False

    def take_awaited(self) -> Optional[Row]:
        """The row that was to be chosen, once it is there: it is selected, and brought on the screen."""
        row = self._model.row_of(self._awaited) if self._awaited is not None else None
        if row is not None:
            self._awaited = None
            self._view.setCurrentIndex(row.index())
            self._view.scrollTo(row.index())
        return row

    # What the user does

    def _note_open(self, index: QModelIndex) -> None:
        row = self._model.row_at(index)
        if row is not None and row.sort in (Sort.CONNECTION, Sort.PROJECT):
            self._open.add(row.path)

    def _note_closed(self, index: QModelIndex) -> None:
        row = self._model.row_at(index)
        if row is not None and not self._model.is_changing:
            self._open.discard(row.path)

    def _note_selection(self) -> None:
        if self._model.is_changing or self._is_clearing:
            return
        self._awaited = None
        rows = (self._model.row_at(index) for index in self._view.selectionModel().selectedRows())
        self._chosen = {_loose(row.path): None for row in rows if row is not None and row.sort is not Sort.HINT}

    def _note_current(self, index: QModelIndex) -> None:
        row = self._model.row_at(index)
        if row is not None and not self._model.is_changing:
            self._current = _loose(row.path)

    # What happens to the rows

    def _before(self) -> None:
        bar = self._view.verticalScrollBar()
        if self._anchor is None and bar is not None and bar.value() > bar.minimum():
            index = self._view.indexAt(self._view.viewport().rect().topLeft())
            row = self._model.row_at(index)
            if row is not None:
                self._anchor = (row.path, self._view.visualRect(index).top())

    def _after_removal(self) -> None:
        self._settle.start()

    def _after_insertion(self, parent: QModelIndex, first: int, last: int) -> None:
        if self._open:
            above = self._model.row_at(parent)
            rows = above.kid_rows if above is not None else list(self._model.top_rows())
            self._open_again(rows[first : last + 1])
        for path in self._chosen:
            self._select_again(path)
        self.take_awaited()
        self._settle.start()

    def _open_again(self, rows: Iterable[Row]) -> None:
        for row in rows:
            if row.sort in (Sort.CONNECTION, Sort.PROJECT) and row.path in self._open:
                self._view.setExpanded(row.index(), True)
                self._open_again(row.kid_rows)

    def _select_again(self, path: Path) -> None:
        row, selection = self._model.row_of(path), self._view.selectionModel()
        if row is None or selection.isSelected(row.index()):
            return
        selection.select(row.index(), _SELECT)
        if path == self._current:
            selection.setCurrentIndex(row.index(), QItemSelectionModel.SelectionFlag.NoUpdate)

    def _back_to_anchor(self) -> None:
        """What the user reads stays where it is while rows above it come and go."""
        anchor, self._anchor = self._anchor, None
        row = self._model.row_of(anchor[0]) if anchor is not None else None
        bar = self._view.verticalScrollBar()
        if anchor is None or row is None or bar is None:
            return
        moved = self._view.visualRect(row.index()).top() - anchor[1]
        if moved:
            bar.setValue(bar.value() + moved)


def _loose(path: Path) -> Path:
    """A task is the same one when it has been moved to another project."""
    return (path[0], "", path[2]) if path[2] else path
