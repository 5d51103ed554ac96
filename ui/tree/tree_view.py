"""The tree as Qt shows it: what is on the screen, keys, and what is dragged where."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path as FilePath
from typing import Optional

from qgis.PyQt.QtCore import QEvent, QMimeData, QModelIndex, QPersistentModelIndex, QRect, Qt, QTimer, pyqtSignal
from qgis.PyQt.QtGui import (
    QDrag,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QResizeEvent,
    QShowEvent,
)
from qgis.PyQt.QtWidgets import QAbstractItemView, QFrame, QTreeView, QWidget

from ..common import drops
from ..selection import Item
from .model import TreeModel
from .rows import Row, Sort

TASKS_MIME = "application/x-nadir-tasks"
_LOOK_MILLISECONDS = 60  # after the last change, before it is looked what is on the screen
_BREATH_MILLISECONDS = 90
_BREATH_STEP = 0.06


class TreeView(QTreeView):
    """Shows a TreeModel."""

    seen = pyqtSignal()  # what is on the screen may have changed
    row_entered = pyqtSignal(object)  # Row on which Enter was pressed, or that was clicked twice
    hint_clicked = pyqtSignal(object)  # Row
    tasks_dropped = pyqtSignal(tuple, object)  # Items of tasks, Item of the project that they were dropped on
    photos_dropped = pyqtSignal(object, list)  # Item or None, paths of files and folders

    def __init__(self, model: TreeModel, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._model = model
        self._dragged: tuple[Item, ...] = ()
        self._target = QPersistentModelIndex()  # that the mouse is over while something is dragged
        self._set_up()
        self.setModel(model)
        self._look = _timer(self, _LOOK_MILLISECONDS, self.seen.emit)
        self._breath = QTimer(self)
        self._breath.setInterval(_BREATH_MILLISECONDS)
        self._breath.timeout.connect(self._breathe)
        self._skeletons: list[QPersistentModelIndex] = []
        for signal in (model.rowsInserted, model.rowsRemoved, model.layoutChanged, self.expanded, self.collapsed):
            signal.connect(self.look)
        self.verticalScrollBar().valueChanged.connect(self.look)
        self.clicked.connect(self._take_click)
        self.doubleClicked.connect(self._take_double_click)

    def _set_up(self) -> None:
        self.setObjectName("projectTree")
        self.setAccessibleName(self.tr("Servers, projects and tasks"))
        self.setHeaderHidden(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformRowHeights(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDropIndicatorShown(False)
        self.setAutoExpandDelay(700)
        self.setExpandsOnDoubleClick(False)
        self.setIndentation(_indentation(self))
        self.setMouseTracking(True)

    # What is on the screen

    def rows_on_screen(self) -> Iterator[Row]:
        """From top to bottom."""
        height = self.viewport().height()
        index = self.indexAt(self.viewport().rect().topLeft())
        while index.isValid() and self.visualRect(index).top() < height:
            row = self._model.row_at(index)
            if row is not None:
                yield row
            index = self.indexBelow(index)

    def look(self) -> None:
        """Tell soon, by `seen`, that other rows may be on the screen."""
        if not self._look.isActive():
            self._look.start()

    def set_skeletons(self, rows: list[Row]) -> None:
        """The skeletons on the screen, which breathe."""
        self._skeletons = [QPersistentModelIndex(row.index()) for row in rows]
        if not rows:
            self._breath.stop()
        elif not self._breath.isActive():
            self._breath.start()

    def _breathe(self) -> None:
        delegate = self.itemDelegate()
        delegate.phase = (delegate.phase + _BREATH_STEP) % 1.0
        area = QRect()
        for index in self._skeletons:
            if index.isValid():
                area = area.united(self.visualRect(QModelIndex(index)))
        if self.isVisible():
            self.viewport().update(area)

    def resizeEvent(self, event: Optional[QResizeEvent]) -> None:
        """More or fewer rows are on the screen."""
        super().resizeEvent(event)
        self.look()

    def showEvent(self, event: Optional[QShowEvent]) -> None:
        """The rows are on the screen now."""
        super().showEvent(event)
        self.look()

    def changeEvent(self, event: Optional[QEvent]) -> None:
        """Another font makes other rows."""
        super().changeEvent(event)
        if event is not None and event.type() == QEvent.Type.FontChange:
            self.setIndentation(_indentation(self))
            self.scheduleDelayedItemsLayout()

    # Keys and clicks

    def keyPressEvent(self, event: Optional[QKeyEvent]) -> None:
        """Enter does the first thing one wants of a row; the rest is Qt's."""
        row = self._model.row_at(self.currentIndex())
        enter = event is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event is None or not enter or row is None:
            super().keyPressEvent(event)
            return
        event.accept()
        self.row_entered.emit(row)

    def _take_click(self, index: QModelIndex) -> None:
        row = self._model.row_at(index)
        if row is not None and row.sort is Sort.HINT:
            self.hint_clicked.emit(row)

    def _take_double_click(self, index: QModelIndex) -> None:
        row = self._model.row_at(index)
        if row is not None and row.sort is not Sort.HINT:
            self.row_entered.emit(row)

    # Dragging

    def startDrag(self, supported: Qt.DropActions) -> None:  # noqa: N802 - Qt's name
        """Tasks can be dragged to another project."""
        rows = [self._model.row_at(index) for index in self.selectionModel().selectedRows()]
        items = [row.item() for row in rows if row is not None and row.sort is Sort.TASK]
        self._dragged = tuple(item for item in items if item is not None)
        if not self._dragged:
            return
        data = QMimeData()
        data.setData(TASKS_MIME, b"tasks")
        drag = QDrag(self)
        drag.setMimeData(data)
        drag.exec(Qt.DropAction.MoveAction)
        self._dragged = ()

    def dragEnterEvent(self, event: Optional[QDragEnterEvent]) -> None:
        """Tasks of this tree, and photos or folders from outside."""
        super().dragEnterEvent(event)
        if event is not None:
            self._judge(event)

    def dragMoveEvent(self, event: Optional[QDragMoveEvent]) -> None:
        """Qt scrolls and opens what the mouse rests on; what can be dropped is said here."""
        super().dragMoveEvent(event)
        if event is not None:
            self._judge(event)

    def dragLeaveEvent(self, event: Optional[QDragLeaveEvent]) -> None:  # noqa: N802 - Qt's name
        """Nothing is marked any more."""
        super().dragLeaveEvent(event)
        self._mark(None)

    def dropEvent(self, event: Optional[QDropEvent]) -> None:
        """Tell what was dropped on what."""
        if event is None:
            return
        row, paths = self._row_under(event), drops.photo_paths(event.mimeData())
        target = self._project_for_tasks(row) if event.mimeData().hasFormat(TASKS_MIME) else None
        self._mark(None)
        super().dragLeaveEvent(QDragLeaveEvent())  # ends the scrolling that the drag began
        if target is not None:
            event.setDropAction(Qt.DropAction.CopyAction)  # the rows follow the server, Qt must not remove them
            event.accept()
            self.tasks_dropped.emit(self._dragged, target.item())
        elif paths:
            event.acceptProposedAction()
            self.photos_dropped.emit(row.item() if row is not None else None, [FilePath(path) for path in paths])
        else:
            event.ignore()

    def _judge(self, event: QDropEvent) -> None:
        row = self._row_under(event)
        if event.mimeData().hasFormat(TASKS_MIME):
            target = self._project_for_tasks(row)
            self._mark(target)
            event.setAccepted(target is not None)
            if target is not None:
                event.setDropAction(Qt.DropAction.MoveAction)
        elif drops.photo_paths(event.mimeData()):
            self._mark(row)
            event.acceptProposedAction()
        else:
            event.ignore()

    def _row_under(self, event: QDropEvent) -> Optional[Row]:
        place = event.position().toPoint() if hasattr(event, "position") else event.pos()
        return self._model.row_at(self.indexAt(place))

    def _project_for_tasks(self, row: Optional[Row]) -> Optional[Row]:
        """The project of the row where the dragged tasks may be dropped: another one of the same server."""
        while row is not None and row.sort is not Sort.PROJECT:
            row = row.above()
        if row is None or not self._dragged or row.project is None or not row.project.allows("add"):
            return None
        same_server = all(item.connection_id == row.path[0] for item in self._dragged)
        elsewhere = any(item.task is not None and item.task.project_id != row.path[1] for item in self._dragged)
        return row if same_server and elsewhere else None

    def _mark(self, row: Optional[Row]) -> None:
        target = QPersistentModelIndex(row.index()) if row is not None else QPersistentModelIndex()
        if target != self._target:
            self._target = target
            self.viewport().update()

    def paintEvent(self, event: Optional[QPaintEvent]) -> None:
        """The rows, and a frame around the one on which something would be dropped."""
        super().paintEvent(event)
        if not self._target.isValid():
            return
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Highlight), 2))
        place = self.visualRect(QModelIndex(self._target)).adjusted(1, 1, -2, -2)
        painter.drawRoundedRect(place, 4, 4)
        painter.end()


def _timer(parent: TreeView, milliseconds: int, slot: object) -> QTimer:
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.setInterval(milliseconds)
    timer.timeout.connect(slot)
    return timer


def _indentation(view: TreeView) -> int:
    """Narrow, since three levels have to leave room for names, and wide enough for the arrow."""
    return max(14, round(view.fontMetrics().height() * 0.8))
