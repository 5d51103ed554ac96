"""The photos of a new task as a Qt model: what was found, which ones are left out, and the way back."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from enum import Enum, IntEnum
from pathlib import Path
from typing import Any, Optional

from qgis.PyQt.QtCore import QAbstractListModel, QModelIndex, QObject, Qt, pyqtSignal

from ....core.photos.findings import FindingKind
from ....core.photos.photo import Photo
from ...common import wording
from . import words

UNDO_STEPS = 50


class Role(IntEnum):
    """What the delegate asks for."""

    PHOTO = Qt.ItemDataRole.UserRole + 1
    STATE = Qt.ItemDataRole.UserRole + 2
    KINDS = Qt.ItemDataRole.UserRole + 3


class PhotoState(Enum):
    """Whether a photo is sent."""

    CHOSEN = "chosen"
    LEFT_OUT = "left out"
    UNUSABLE = "unusable"


class PhotoModel(QAbstractListModel):
    """A row for each photo, by folder and name."""

    chosen_changed = pyqtSignal()  # other photos are to be sent than before
    photos_changed = pyqtSignal()  # photos came, went, or more is known of them
    states_changed = pyqtSignal()  # what is left out or found

    def __init__(self, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._photos: list[Photo] = []
        self._row_of: dict[Path, int] = {}
        self._left_out: frozenset[Path] = frozenset()
        self._before: list[frozenset[Path]] = []
        self._kinds: dict[Path, tuple[FindingKind, ...]] = {}

    # What is in it

    @property
    def photos(self) -> Sequence[Photo]:
        """All of them, in the order of the rows."""
        return self._photos

    @property
    def left_out(self) -> frozenset[Path]:
        """Those that the user does not want to send."""
        return self._left_out

    def usable(self) -> tuple[Photo, ...]:
        """Those that could be sent."""
        return tuple(photo for photo in self._photos if not photo.problem)

    def chosen(self) -> tuple[Photo, ...]:
        """Those that are to be sent."""
        return tuple(photo for photo in self._photos if not photo.problem and photo.path not in self._left_out)

    def folders(self) -> Mapping[Path, int]:
        """The folders, each with its number of photos."""
        counts: dict[Path, int] = {}
        for photo in self._photos:
            counts[photo.path.parent] = counts.get(photo.path.parent, 0) + 1
        return counts

    def state_of(self, photo: Photo) -> PhotoState:
        """Whether it is sent."""
        if photo.problem:
            return PhotoState.UNUSABLE
        return PhotoState.LEFT_OUT if photo.path in self._left_out else PhotoState.CHOSEN

    def kinds_of(self, photo: Photo) -> tuple[FindingKind, ...]:
        """What was found against it; of one that is left out, what was when it was not."""
        return (FindingKind.UNUSABLE,) if photo.problem else self._kinds.get(photo.path, ())

    def index_of(self, path: Path) -> QModelIndex:
        """The row of a photo; invalid for one that is not in it."""
        row = self._row_of.get(path)
        return QModelIndex() if row is None else self.index(row)

    # What changes it

    def add(self, photos: Iterable[Photo]) -> None:
        """Take photos in that are not in it yet."""
        new = [photo for photo in photos if photo.path not in self._row_of]
        if not new:
            return
        first = len(self._photos)
        self.beginInsertRows(QModelIndex(), first, first + len(new) - 1)
        self._photos.extend(new)
        self._row_of.update((photo.path, first + offset) for offset, photo in enumerate(new))
        self.endInsertRows()
        self.photos_changed.emit()
        self.chosen_changed.emit()

    def update(self, photos: Iterable[Photo]) -> None:
        """Take what is newly known of photos that are in it."""
        for photo in photos:
            row = self._row_of.get(photo.path)
            if row is not None:
                self._photos[row] = photo

    def remove(self, which: Callable[[Photo], bool]) -> None:
        """Take photos off the list; their files stay where they are."""
        self.beginResetModel()
        self._photos = [photo for photo in self._photos if not which(photo)]
        self._row_of = {photo.path: row for row, photo in enumerate(self._photos)}
        self._left_out &= self._row_of.keys()
        self._before.clear()
        self.endResetModel()
        self.photos_changed.emit()
        self.chosen_changed.emit()

    def leave_out(self, paths: Iterable[Path]) -> None:
        """Do not send these; they stay in the list."""
        usable = {path for path in paths if path in self._row_of and not self._photos[self._row_of[path]].problem}
        self._set_left_out(self._left_out | usable)

    def bring_back(self, paths: Iterable[Path]) -> None:
        """Send these after all."""
        self._set_left_out(self._left_out - frozenset(paths))

    def can_undo(self) -> bool:
        """Whether there is a way back."""
        return bool(self._before)

    def undo(self) -> None:
        """As it was before the last change of what is left out."""
        if self._before:
            self._show_left_out(self._before.pop() & self._row_of.keys())

    def set_findings(self, kinds: Mapping[Path, tuple[FindingKind, ...]]) -> None:
        """What was found against the photos that are to be sent."""
        kept = {path: found for path, found in self._kinds.items() if path in self._left_out}
        self._kinds = {**kept, **kinds}
        self._states_changed()

    def _set_left_out(self, paths: frozenset[Path]) -> None:
        if paths == self._left_out:
            return
        self._before = [*self._before, self._left_out][-UNDO_STEPS:]
        self._show_left_out(paths)

    def _show_left_out(self, paths: frozenset[Path]) -> None:
        self._left_out = paths
        self._states_changed()
        self.chosen_changed.emit()

    def _states_changed(self) -> None:
        if self._photos:
            self.dataChanged.emit(self.index(0), self.index(len(self._photos) - 1))
        self.states_changed.emit()

    # As Qt calls it

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008 - as Qt has it
        """A list: rows below the root alone."""
        return 0 if parent.isValid() else len(self._photos)

    def flags(self, index: QModelIndex) -> Qt.ItemFlag:
        """Unusable photos can be looked at, not chosen."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
        return flags if self._photos[index.row()].problem else flags | Qt.ItemFlag.ItemIsUserCheckable

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Texts, the check, and what the delegate paints."""
        if not index.isValid():
            return None
        photo = self._photos[index.row()]
        answer = _ANSWERS.get(role)
        return answer(self, photo) if answer else None

    def setData(  # noqa: N802 - as Qt has it
        self, index: QModelIndex, value: Any, role: int = Qt.ItemDataRole.EditRole
    ) -> bool:
        """The check box."""
        if role != Qt.ItemDataRole.CheckStateRole or not index.isValid():
            return False
        paths: Collection[Path] = (self._photos[index.row()].path,)
        if Qt.CheckState(value) == Qt.CheckState.Checked:
            self.bring_back(paths)
        else:
            self.leave_out(paths)
        return True

    def _check(self, photo: Photo) -> Optional[Qt.CheckState]:
        if photo.problem:
            return None
        return Qt.CheckState.Unchecked if photo.path in self._left_out else Qt.CheckState.Checked

    def _tool_tip(self, photo: Photo) -> str:
        return wording.plain_tooltip(words.photo_tooltip(photo, self.kinds_of(photo)))

    def _spoken(self, photo: Photo) -> str:
        state = {PhotoState.LEFT_OUT: self.tr("left out")}.get(self.state_of(photo), "")
        parts = [wording.one_line(photo.path.name), state, words.photo_line(photo, self.kinds_of(photo))]
        return ", ".join(part for part in parts if part)


_ANSWERS: dict[int, Callable[[PhotoModel, Photo], Any]] = {
    int(Qt.ItemDataRole.DisplayRole): lambda model, photo: wording.one_line(photo.path.name),
    int(Qt.ItemDataRole.CheckStateRole): PhotoModel._check,
    int(Qt.ItemDataRole.ToolTipRole): PhotoModel._tool_tip,
    int(Qt.ItemDataRole.AccessibleTextRole): PhotoModel._spoken,
    int(Role.PHOTO): lambda model, photo: photo,
    int(Role.STATE): PhotoModel.state_of,
    int(Role.KINDS): PhotoModel.kinds_of,
}
