"""The files of a task: what there is, how large it is, and what can be done with it."""

from __future__ import annotations

from typing import Optional

from qgis.PyQt.QtCore import QEvent, QObject, QPoint, QSize, Qt, pyqtSignal
from qgis.PyQt.QtGui import QKeyEvent, QKeySequence
from qgis.PyQt.QtWidgets import (
    QAction,
    QFrame,
    QHBoxLayout,
    QMenu,
    QStackedWidget,
    QToolButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ...core.api.task import Task
from ...core.layers.products import result_version
from ...core.workspace import Workspace
from ..common import icons, wording
from . import file_verbs
from .empty_state import EmptyState
from .file_delegate import SECOND_LINE, FileDelegate
from .file_kinds import FileGroup, TaskFile, files_of
from .file_sizes import FileSizes

FILE = Qt.ItemDataRole.UserRole  # the TaskFile of a row

Shown = tuple[str, str, tuple[str, ...]]  # task, run, assets


class Files(QWidget):
    """A list in groups; sizes are asked for while it is seen, once for each run of a task."""

    job_started = pyqtSignal(object, str)  # Job, title

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.setObjectName("filesPage")
        self._workspace: Optional[Workspace] = None
        self._task: Optional[Task] = None
        self._shown: Optional[Shown] = None
        self._sizes = FileSizes(self)
        self._sizes.changed.connect(self._show_sizes)
        self.list = QTreeWidget()
        self._empty = EmptyState("file")
        self._pages = QStackedWidget()
        self._pages.addWidget(self.list)
        self._pages.addWidget(self._empty)
        self._set_up_list()
        self._actions = self._make_actions()
        self._lay_out()
        self.refresh_icons()
        self._update_actions()

    # What is shown

    def show_task(self, workspace: Workspace, task: Task) -> None:
        """Show another task's files, or those that the same one has now."""
        self._workspace, self._task = workspace, task
        shown = (f"{workspace.connection.id}/{task.id}", result_version(task), task.available_assets)
        if shown != self._shown:
            self._shown = shown
            self._sizes.set_task(workspace, task)
            self._fill(files_of(task.available_assets))
        self._empty.set_texts(*self._why_empty(task))
        self._update_actions()

    def forget(self) -> None:
        """Show no task any more."""
        self._workspace, self._task, self._shown = None, None, None
        self._sizes.set_task(None, None)
        self.list.clear()

    def set_active(self, active: bool) -> None:
        """Whether the user sees the list: only then are sizes asked for."""
        self._sizes.set_wanted(active)

    def refresh_icons(self) -> None:
        """Draw the icons again after the palette changed."""
        edge = self.fontMetrics().height()
        for action, icon in zip(self._actions, ("add-to-map", "save", "export")):
            action.setIcon(icons.icon(icon, self))
        for button in self.findChildren(QToolButton):
            button.setIconSize(QSize(edge, edge))
        self._empty.refresh_icons()

    @property
    def current(self) -> Optional[TaskFile]:
        """The file that is chosen."""
        item = self.list.currentItem()
        return item.data(0, FILE) if item is not None else None

    # Putting together

    def _set_up_list(self) -> None:
        self.list.setObjectName("fileList")
        self.list.setAccessibleName(self.tr("Files of the task"))
        self.list.setHeaderHidden(True)
        self.list.setRootIsDecorated(False)
        self.list.setItemsExpandable(False)
        self.list.setIndentation(self.fontMetrics().height() // 2)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setItemDelegate(FileDelegate(self.list))
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.customContextMenuRequested.connect(self._open_menu)
        self.list.currentItemChanged.connect(lambda _now, _before: self._update_actions())
        self.list.itemActivated.connect(lambda _item, _column: self._activate())
        self.list.installEventFilter(self)

    def _make_actions(self) -> tuple[QAction, QAction, QAction]:
        add = QAction(self.tr("&Add to map"), self)
        save = QAction(self.tr("&Save as…"), self)
        export = QAction(self.tr("&Export in another CRS or format…"), self)
        verbs = {add: ("addFileAction", self._add), save: ("saveFileAction", self._save), export: ("exportFileAction", self._export)}
        for action, (name, verb) in verbs.items():
            action.setObjectName(name)
            action.triggered.connect(lambda _checked=False, verb=verb: verb())
        save.setShortcut(QKeySequence(QKeySequence.StandardKey.Save))
        save.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)  # the list answers to it, see `eventFilter`
        return add, save, export

    def _lay_out(self) -> None:
        line = self.fontMetrics().height()
        row = QHBoxLayout()
        row.setContentsMargins(line // 4, line // 4, line // 4, line // 4)
        row.setSpacing(line // 4)
        for number, action in enumerate(self._actions):
            button = QToolButton()
            button.setObjectName(action.objectName().replace("Action", "Button"))
            button.setDefaultAction(action)
            button.setAccessibleName(action.text().replace("&", ""))
            if number == 0:
                button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            else:
                button.setAutoRaise(True)
            row.addWidget(button)
            if number == 0:
                row.addStretch()
        self._bar = QWidget()
        self._bar.setLayout(row)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._pages, 1)
        layout.addWidget(self._bar)

    def _fill(self, files: tuple[TaskFile, ...]) -> None:
        """Rows anew; the file that was chosen stays so where it is still there."""
        chosen = self.current
        self.list.clear()
        for group in FileGroup:
            members = [file for file in files if file.group is group]
            if members:
                heading = QTreeWidgetItem(self.list, [group.title])
                heading.setFlags(Qt.ItemFlag.ItemIsEnabled)
                font = self.list.font()
                font.setBold(True)
                heading.setFont(0, font)
                for file in members:
                    self._add_row(heading, file, chosen)
        self.list.expandAll()
        if self.current is None and files:
            self.list.setCurrentItem(self.list.topLevelItem(0).child(0))
        self._pages.setCurrentWidget(self.list if files else self._empty)
        self._bar.setVisible(bool(files))

    def _add_row(self, heading: QTreeWidgetItem, file: TaskFile, chosen: Optional[TaskFile]) -> None:
        row = QTreeWidgetItem(heading, [wording.one_line(file.title, 120)])
        row.setData(0, FILE, file)
        row.setToolTip(0, wording.plain_tooltip(file.asset))
        self._show_size(row)
        if chosen is not None and file.asset == chosen.asset:
            self.list.setCurrentItem(row)

    def _show_sizes(self) -> None:
        for number in range(self.list.topLevelItemCount()):
            heading = self.list.topLevelItem(number)
            for place in range(heading.childCount()):
                self._show_size(heading.child(place))

    def _show_size(self, row: QTreeWidgetItem) -> None:
        file: TaskFile = row.data(0, FILE)
        size = self._sizes.text(file.asset)
        second = " · ".join(part for part in (wording.one_line(file.asset, 120), size) if part)
        if row.data(0, SECOND_LINE) != second:
            row.setData(0, SECOND_LINE, second)
            row.setData(0, Qt.ItemDataRole.AccessibleTextRole, f"{row.text(0)}, {second}")

    def _why_empty(self, task: Task) -> tuple[str, str]:
        if task.failed:
            return self.tr("No files"), self.tr("The task failed before it made any. The overview says why.")
        if task.completed:
            return self.tr("No files"), self.tr("The server keeps no results of this task.")
        if task.is_finished:
            return self.tr("No files"), self.tr("The task was cancelled before it made any.")
        return self.tr("No files yet"), self.tr("They appear here when the task is completed.")

    # Verbs

    def _update_actions(self) -> None:
        add, save, export = self._actions
        file, task = self.current, self._task
        reason = file_verbs.why_not_on_map(task, file) if file is not None and task is not None else self.tr("Select a file first.")
        add.setEnabled(not reason)
        add.setToolTip(wording.plain_tooltip(reason or self.tr("Show what is in the file as a layer")))
        save.setEnabled(file is not None)
        save.setToolTip(self.tr("Save as… (Ctrl+S)"))
        export.setEnabled(file is not None and file.product is not None)
        cannot = self.tr("Only orthophoto, elevation models and point cloud can be exported.")
        export.setToolTip(wording.plain_tooltip(export.text().replace("&", "") + ("" if export.isEnabled() else f"\n{cannot}")))

    def _activate(self) -> None:
        """The first thing one wants of a file: see it, else have it."""
        add, save, _export = self._actions
        (add if add.isEnabled() else save).trigger()

    def _add(self) -> None:
        if self._workspace is not None and self._task is not None and self.current is not None:
            file_verbs.add_to_map(self._workspace, self._task, self.current, self.job_started.emit)

    def _save(self) -> None:
        if self._workspace is not None and self._task is not None and self.current is not None:
            file_verbs.save_as(self.window(), self._workspace, self._task, self.current.asset, self.job_started.emit)

    def _export(self) -> None:
        if self._workspace is not None and self._task is not None and self.current is not None:
            file_verbs.export(self.window(), self._workspace, self._task, self.current, self.job_started.emit)

    def _open_menu(self, place: QPoint) -> None:
        if self.current is None:
            return
        menu = QMenu(self)
        menu.setObjectName("fileMenu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions(list(self._actions))
        menu.popup(self.list.viewport().mapToGlobal(place))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ctrl+S saves the file, not the QGIS project, while the list has the focus."""
        pressed = event.type() in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress)
        if not pressed or not isinstance(event, QKeyEvent) or not event.matches(QKeySequence.StandardKey.Save):
            return super().eventFilter(watched, event)
        event.accept()
        if event.type() == QEvent.Type.KeyPress:
            self._actions[1].trigger()
        return True
