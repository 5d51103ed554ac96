"""The files of an upload as a table: name, and what became of each. Thousands of them are followed by what changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from enum import Enum
from typing import Any, Optional

from qgis.PyQt.QtCore import QAbstractTableModel, QModelIndex, QObject, QSortFilterProxyModel, Qt

from ...core.transfers.plan import FileState
from ...core.transfers.progress import FileProgress
from ..common import icons, wording

NAME, STATE = 0, 1  # columns
TROUBLE_ROLE = Qt.ItemDataRole.UserRole + 1  # "1" for a file that could not be sent, else "0"


class Phase(Enum):
    """What a file is in, with its icon."""

    WAITING = "state-waiting"
    RESIZING = "state-running"
    SENDING = "state-uploading"
    DONE = "state-completed"
    TROUBLE = "state-failed"
    LEFT_OUT = "state-canceled"

    @classmethod
    def of(cls, file: FileProgress) -> Phase:
        """Of one file."""
        if file.resizing:
            return cls.RESIZING
        return _PHASES[file.state]


_PHASES = {
    FileState.WAITING: Phase.WAITING,
    FileState.SENDING: Phase.SENDING,
    FileState.CONFIRMED: Phase.DONE,
    FileState.FAILED: Phase.TROUBLE,
    FileState.LEFT_OUT: Phase.LEFT_OUT,
}


class UploadFilesModel(QAbstractTableModel):
    """One row for each file, in the order of the upload."""

    def __init__(self, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._files: list[FileProgress] = []
        self._counts: Counter[Phase] = Counter()
        self._icons = {phase: icons.icon(phase.value) for phase in Phase}

    def set_files(self, files: Sequence[FileProgress]) -> None:
        """Show these."""
        self.beginResetModel()
        self._files = list(files)
        self._counts = Counter(Phase.of(file) for file in files)
        self.endResetModel()

    def update(self, changed: Mapping[int, FileProgress]) -> None:
        """Show what became of some, by their rows."""
        for row, file in changed.items():
            if row < len(self._files):
                self._counts[Phase.of(self._files[row])] -= 1
                self._counts[Phase.of(file)] += 1
                self._files[row] = file
        for first, last in _stretches(sorted(row for row in changed if row < len(self._files))):
            self.dataChanged.emit(self.index(first, NAME), self.index(last, STATE))

    def count(self, phase: Phase) -> int:
        """So many files are in it."""
        return self._counts[phase]

    def troubled(self) -> tuple[str, ...]:
        """The paths of the files that could not be sent."""
        return tuple(file.path for file in self._files if file.state is FileState.FAILED)

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own way
        """So many files there are."""
        return 0 if parent.isValid() else len(self._files)

    def columnCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own way
        """Name and state."""
        return 0 if parent.isValid() else 2

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What the columns are called."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return (self.tr("Photo"), self.tr("State"))[section]
        return None

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Names and reasons are plain text, whatever they hold."""
        if not index.isValid():
            return None
        file = self._files[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return wording.one_line(file.name) if index.column() == NAME else file_state_text(file)
        if role == TROUBLE_ROLE:
            return "1" if file.state is FileState.FAILED else "0"
        if role == Qt.ItemDataRole.DecorationRole and index.column() == STATE:
            return self._icons[Phase.of(file)]
        if role == Qt.ItemDataRole.ToolTipRole:
            lines = (file.path, wording.size(file.size) if file.size >= 0 else "", file.reason)
            return wording.plain_tooltip("\n".join(line for line in lines if line))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{wording.one_line(file.name)}: {file_state_text(file)}"
        return None


class TroubleFilter(QSortFilterProxyModel):
    """All files, or only those that could not be sent; and of these the ones whose name holds a text."""

    def __init__(self, model: UploadFilesModel, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self.setFilterRole(TROUBLE_ROLE)
        self.setSourceModel(model)

    def show_only_trouble(self, only: bool) -> None:
        """Filter or do not."""
        self.setFilterFixedString("1" if only else "")


def file_state_text(file: FileProgress) -> str:
    """What became of a file, in words."""
    phase = Phase.of(file)
    if phase is Phase.SENDING:
        share = file.bytes_sent / file.size if file.size > 0 else 0.0
        return wording.translate("Nadir", "Sending {percent}").format(percent=wording.percent(share))
    if phase is Phase.TROUBLE:
        return wording.one_line(file.reason, 300) or wording.translate("Nadir", "Could not be sent")
    return {
        Phase.WAITING: wording.translate("Nadir", "Waiting"),
        Phase.RESIZING: wording.translate("Nadir", "Resizing"),
        Phase.DONE: wording.translate("Nadir", "Sent"),
        Phase.LEFT_OUT: wording.translate("Nadir", "Left out"),
    }[phase]


def _stretches(rows: Sequence[int]) -> list[tuple[int, int]]:
    """Rows in a row as first and last, so that few signals tell of many."""
    found: list[tuple[int, int]] = []
    for row in rows:
        if found and row == found[-1][1] + 1:
            found[-1] = found[-1][0], row
        else:
            found.append((row, row))
    return found
