"""The list of photos, with its keys and its menu."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Optional

from qgis.PyQt.QtCore import QItemSelection, QItemSelectionModel, QPoint, Qt, QUrl, pyqtSignal
from qgis.PyQt.QtGui import QContextMenuEvent, QDesktopServices, QKeyEvent
from qgis.PyQt.QtWidgets import QAbstractItemView, QListView, QMenu, QWidget

from ....core.photos.photo import Photo
from ...common import icons, wording
from .delegate import PhotoDelegate
from .model import PhotoModel, PhotoState, Role
from .thumbnails import Thumbnails


class PhotoList(QListView):
    """Smooth with thousands of rows: all of one height, and only those that are seen are painted."""

    selection_changed = pyqtSignal()
    shown_on_map = pyqtSignal(list)  # paths that the user wants to see on the map
    folder_removed = pyqtSignal(object)  # Path

    def __init__(self, model: PhotoModel, thumbnails: Thumbnails, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.setObjectName("photoList")
        self.setAccessibleName(self.tr("Photos"))
        self.setAccessibleDescription(self.tr("Space leaves the selected photos out or brings them back."))
        self._model = model
        self.has_map = False
        self.setModel(model)
        self.setItemDelegate(PhotoDelegate(thumbnails, self))
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumHeight(self.fontMetrics().height() * 8)
        self.selectionModel().selectionChanged.connect(lambda *_changes: self.selection_changed.emit())
        self.doubleClicked.connect(lambda index: self.shown_on_map.emit([index.data(int(Role.PHOTO)).path]))
        thumbnails.made.connect(lambda path: self.update(model.index_of(path)))

    def selected(self) -> tuple[Photo, ...]:
        """The selected photos, in the order of the rows."""
        ranges = self.selectionModel().selection()  # asking for the indexes takes long where thousands are selected
        rows = sorted({row for each in ranges for row in range(each.top(), each.bottom() + 1)})
        return tuple(self._model.photos[row] for row in rows)

    def select(self, paths: Iterable[Path]) -> None:
        """Select these and no others, and show the first of them."""
        rows = sorted(index.row() for index in map(self._model.index_of, paths) if index.isValid())
        selection = QItemSelection()
        for first, last in _runs(rows):
            selection.select(self._model.index(first), self._model.index(last))
        self.selectionModel().select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        if rows:
            first_index = self._model.index(rows[0])
            self.selectionModel().setCurrentIndex(first_index, QItemSelectionModel.SelectionFlag.NoUpdate)
            self.scrollTo(first_index)

    def leave_out_selected(self) -> None:
        """Do not send the selected photos."""
        self._model.leave_out(photo.path for photo in self.selected())

    def bring_back_selected(self) -> None:
        """Send the selected photos after all."""
        self._model.bring_back(photo.path for photo in self.selected())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete leaves out, Space turns what is selected over, Return shows it on the map."""
        key = event.key()
        if key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.leave_out_selected()
        elif key == Qt.Key.Key_Space and self.selected():
            self._turn_over()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.selected():
            self.shown_on_map.emit([photo.path for photo in self.selected()])
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802 - as Qt has it
        """The menu of the selected photos, by mouse or by key."""
        if not self.selected():
            return
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        at = self.visualRect(self.currentIndex()).center() if by_key else event.pos()
        self.menu().popup(self.viewport().mapToGlobal(QPoint(at)))

    def menu(self) -> QMenu:
        """What can be done with the selected photos."""
        photos = self.selected()
        states = {self._model.state_of(photo) for photo in photos}
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        leave_out = menu.addAction(icons.icon("state-canceled", self), self.tr("Leave out"), self.leave_out_selected)
        leave_out.setEnabled(PhotoState.CHOSEN in states)
        bring_back = menu.addAction(icons.icon("restart", self), self.tr("Bring back"), self.bring_back_selected)
        bring_back.setEnabled(PhotoState.LEFT_OUT in states)
        menu.addSeparator()
        if self.has_map:
            paths = [photo.path for photo in photos]
            on_map = menu.addAction(
                icons.icon("zoom-to-layers", self), self.tr("Show on the map"), lambda: self.shown_on_map.emit(paths)
            )
            on_map.setEnabled(any(photo.has_position for photo in photos))
        if len(photos) == 1:
            menu.addAction(icons.icon("photos", self), self.tr("Open photo"), lambda: _open(photos[0].path))
        menu.addAction(icons.icon("project", self), self.tr("Open folder"), lambda: _open(photos[0].path.parent))
        menu.addSeparator()
        folder = photos[0].path.parent
        text = self.tr("Take “{folder}” off the list").format(folder=menu_text(folder.name or str(folder)))
        menu.addAction(icons.icon("remove", self), text, lambda: self.folder_removed.emit(folder))
        return menu

    def _turn_over(self) -> None:
        """As the first of the selected photos is turned over, so are all."""
        first = next((photo for photo in self.selected() if not photo.problem), None)
        if first is not None and self._model.state_of(first) is PhotoState.LEFT_OUT:
            self.bring_back_selected()
        else:
            self.leave_out_selected()


def menu_text(name: str) -> str:
    """A name as it is in a menu, where `&` marks the key of an entry."""
    return wording.one_line(name, 60).replace("&", "&&")


def _runs(rows: list[int]) -> list[tuple[int, int]]:
    """First and last of each run of rows that follow one another."""
    runs: list[tuple[int, int]] = []
    for row in rows:
        if runs and row == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], row)
        else:
            runs.append((row, row))
    return runs


def _open(path: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
