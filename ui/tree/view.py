"""The view of projects and tasks: the tree itself, or what to do where there is nothing to show yet."""

from __future__ import annotations

from typing import Optional

from qgis.PyQt.QtCore import QModelIndex, QPoint, QSize, Qt, pyqtSignal
from qgis.PyQt.QtGui import QPalette
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QLabel,
    QStackedWidget,
    QToolButton,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from ...core.api.tasks import Task
from ...core.monitor.monitor import Monitor
from ..actions.actions import Actions, Selection
from ..common import icons
from .delegate import TaskDelegate
from .model import TreeModel


class ProjectTree(QStackedWidget):
    """Follows a monitor; tells the actions what is selected."""

    selection_changed = pyqtSignal(object)  # Selection

    def __init__(self, actions: Actions, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._actions = actions
        self._monitor: Optional[Monitor] = None
        self._awaited: Optional[tuple[str, str]] = None  # project and task to select once they are there
        self._selection = Selection()
        self._seen = False
        self.model = TreeModel(self)
        self.view = self._make_view()
        self._waiting = _Hint("")
        self._empty = _Hint(self.tr("Drop a folder of drone photos here\nor press New task."), actions)
        for page in (self._waiting, self._empty, self.view):
            self.addWidget(page)
        for signal in (self.model.dataChanged, self.model.rowsInserted, self.model.rowsRemoved, self.model.modelReset):
            signal.connect(self._sync)
        self.view.selectionModel().selectionChanged.connect(self._sync)
        self._sync()

    def follow(self, monitor: Optional[Monitor]) -> None:
        """Show what this monitor knows from now on; None shows nothing."""
        if self._monitor is not None:
            self._monitor.projects_changed.disconnect(self._take_projects)
            self._monitor.tasks_changed.disconnect(self.model_set_tasks)
        self._monitor = monitor
        self._seen = False
        self._awaited = None
        self.model.clear()
        if monitor is None:
            return
        monitor.projects_changed.connect(self._take_projects)
        monitor.tasks_changed.connect(self.model_set_tasks)
        if monitor.projects:
            self._take_projects(monitor.projects)

    def reveal(self, task: Task) -> None:
        """Open a task's project and select the task, now or as soon as the monitor has seen it."""
        self._awaited = (task.project_id, task.id)
        self._reveal_awaited()

    def model_set_tasks(self, project_id: str, tasks: tuple) -> None:
        """Take over a project's tasks; also the slot of the monitor."""
        self.model.set_tasks(project_id, tasks)
        self._reveal_awaited()

    def refresh_icons(self) -> None:
        """Draw the icons again after the palette changed."""
        self._empty.refresh_icons()
        self._waiting.refresh_icons()
        self.view.viewport().update()

    def _make_view(self) -> QTreeView:
        view = QTreeView()
        view.setObjectName("projectTree")
        view.setAccessibleName(self.tr("Projects and tasks"))
        view.setHeaderHidden(True)
        view.setFrameShape(QFrame.Shape.NoFrame)
        view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.setModel(self.model)
        view.setItemDelegate(TaskDelegate(view))
        view.customContextMenuRequested.connect(self._show_menu)
        view.activated.connect(self._activate)
        view.expanded.connect(self._expanded)
        view.collapsed.connect(self._collapsed)
        return view

    def _take_projects(self, projects: tuple) -> None:
        first_look = not self._seen
        self._seen = True
        self.model.set_projects(projects)
        for project in projects:
            if self._monitor is not None and self._monitor.tasks(project.id):
                self.model.set_tasks(project.id, self._monitor.tasks(project.id))
        if first_look and len(projects) == 1:
            self.view.expand(self.model.project_index(projects[0].id))
        self._reveal_awaited()
        self._sync()

    def _reveal_awaited(self) -> None:
        if self._awaited is None:
            return
        project_id, task_id = self._awaited
        self.view.expand(self.model.project_index(project_id))
        index = self.model.task_index(project_id, task_id)
        if index.isValid():
            self._awaited = None
            self.view.setCurrentIndex(index)
            self.view.scrollTo(index)

    def _sync(self) -> None:
        """Show the right page, and tell what is selected with its news."""
        if not self._seen:
            self._waiting.set_text(self.tr("Asking the server…"))
            self.setCurrentWidget(self._waiting)
        else:
            self.setCurrentWidget(self.view if self.model.rowCount() else self._empty)
        chosen = self.view.selectionModel().selectedIndexes()
        index = chosen[0] if chosen else QModelIndex()
        selection = Selection(self.model.project_at(index), self.model.task_at(index))
        if selection != self._selection:
            self._selection = selection
            self._actions.set_selection(selection)
            self.selection_changed.emit(selection)

    def _show_menu(self, position: QPoint) -> None:
        if not self.view.indexAt(position).isValid():
            self.view.clearSelection()
        menu = self._actions.context_menu(self.view)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.view.viewport().mapToGlobal(position))

    def _activate(self, index: QModelIndex) -> None:
        if self.model.task_at(index) is not None:
            self._actions.activate()

    def _expanded(self, index: QModelIndex) -> None:
        project = self.model.project_at(index)
        if self._monitor is not None and project is not None:
            self._monitor.expand_project(project.id)

    def _collapsed(self, index: QModelIndex) -> None:
        project = self.model.project_at(index)
        if self._monitor is not None and project is not None:
            self._monitor.collapse_project(project.id)


class _Hint(QWidget):
    """A picture and a line in the middle of an empty place; with actions a button that does what the line says."""

    def __init__(self, text: str, actions: Optional[Actions] = None) -> None:
        super().__init__()
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self._picture = QLabel()
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._text = QLabel(text)
        self._text.setObjectName("hintLabel")
        self._text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._text.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.addStretch(2)
        layout.addWidget(self._picture)
        layout.addWidget(self._text)
        if actions is not None:
            button = QToolButton()
            button.setObjectName("emptyNewTaskButton")
            button.setDefaultAction(actions["new_task"])
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            edge = self.fontMetrics().height()
            button.setIconSize(QSize(edge, edge))
            layout.addSpacing(edge // 2)
            layout.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)
        self.refresh_icons()

    def set_text(self, text: str) -> None:
        self._text.setText(text)

    def refresh_icons(self) -> None:
        edge = self.fontMetrics().height() * 3
        self._picture.setPixmap(icons.picture("photos", edge, self._text))
