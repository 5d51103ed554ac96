"""The dock's page for an open connection: tree, verbs, what is going on, console, processing nodes."""

from __future__ import annotations

from typing import Optional

from qgis.PyQt.QtCore import QEvent, QSize, Qt, pyqtSignal
from qgis.PyQt.QtGui import QKeyEvent
from qgis.PyQt.QtWidgets import QAction, QHBoxLayout, QLabel, QSizePolicy, QSplitter, QToolButton, QVBoxLayout, QWidget

from ..core.api.tasks import Task
from ..core.workspace import Workspace
from .actions.actions import Actions, Selection
from .common import icons, wording
from .details.console import Console
from .nodes.footer import NodesFooter
from .tree.view import ProjectTree
from .uploads.activities import ActivityPanel
from .uploads.unfinished import UnfinishedPanel


class WorkPage(QWidget):
    """Shows one workspace at a time."""

    disconnect_wanted = pyqtSignal()

    def __init__(self, actions: Actions, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._actions = actions
        self._workspace: Optional[Workspace] = None
        self._console_task: Optional[Task] = None
        self.tree = ProjectTree(actions)
        self.unfinished = UnfinishedPanel()
        self.activities = ActivityPanel()
        self.console = Console()
        self.footer = NodesFooter()
        self._lay_out()
        self.tree.selection_changed.connect(self._follow_selection)
        self.tree.model.rowsRemoved.connect(self._close_console_of_removed)
        self.console.closed.connect(lambda: self._toggle.setChecked(False))
        actions.console_wanted.connect(self.open_console)
        self.refresh_icons()

    def set_workspace(self, workspace: Optional[Workspace]) -> None:
        """Show another connection, or none."""
        if self._workspace is not None:
            self._let_go(self._workspace)
        self._workspace = workspace
        self._toggle.setChecked(False)
        self.activities.clear()
        self.footer.set_nodes(None)
        self.tree.follow(workspace.monitor if workspace is not None else None)
        if workspace is None:
            return
        self._name.setText(wording.one_line(workspace.connection.name, 60))
        self._name.setToolTip(wording.plain_tooltip(workspace.connection.url))
        self.set_offline(False)
        self.refresh_icons()
        monitor = workspace.monitor
        monitor.nodes_changed.connect(self.footer.set_nodes)
        monitor.console_grew.connect(self.console.append)
        monitor.console_cleared.connect(self.console.restart)
        monitor.show_nodes(True)

    def set_offline(self, offline: bool) -> None:
        """Say beside the server's name that it does not answer; what is shown is the last that was known."""
        self._state.setText(self.tr("offline") if offline else "")
        self._state.setVisible(offline)

    def open_console(self, task: Task) -> None:
        """Show a task's console."""
        shown = self._console_task if self._toggle.isChecked() else None
        if shown is not None and shown.id == task.id:
            return  # else its lines would come a second time
        self._console_task = task
        if self._toggle.isChecked():
            self._show_console(True)
        else:
            self._toggle.setChecked(True)

    def refresh_icons(self) -> None:
        """Draw the icons again after the palette changed."""
        local = self._workspace is not None and self._workspace.connection.is_local
        edge = self.fontMetrics().height()
        self._picture.setPixmap(icons.picture("computer" if local else "server", edge, self._name))
        self._disconnect.setIcon(icons.icon("disconnect", self._disconnect))
        self._toggle.setIcon(icons.icon("console", self._toggle))
        for part in (self.tree, self.unfinished, self.activities, self.console, self.footer):
            part.refresh_icons()

    # Keys

    def event(self, event: QEvent) -> bool:
        """Claim our keys while the focus is in here: QGIS has some of them too, F5 for one, and Qt then obeys neither."""
        if event.type() == QEvent.Type.ShortcutOverride and self._actions.for_key(event) is not None:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Do what a key stands for."""
        action = self._actions.for_key(event)
        if action is None:
            super().keyPressEvent(event)
        else:
            action.trigger()

    # Layout

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(self._make_header())
        layout.addLayout(self._make_tools())
        upper = QWidget()
        column = QVBoxLayout(upper)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.tree.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)  # takes what the others leave
        self.tree.setMinimumHeight(self.fontMetrics().height() * 5)
        column.addWidget(self.tree, 1)
        column.addWidget(self.unfinished)
        column.addWidget(self.activities)
        column.addLayout(self._make_verbs())
        self.console.hide()
        self._splitter = QSplitter(Qt.Orientation.Vertical)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.addWidget(upper)
        self._splitter.addWidget(self.console)
        self._splitter.setStretchFactor(0, 3)
        self._splitter.setStretchFactor(1, 2)
        layout.addWidget(self._splitter, 1)
        layout.addWidget(self.footer)

    def _make_header(self) -> QHBoxLayout:
        self._picture = QLabel()
        self._name = QLabel()
        self._name.setObjectName("connectionNameLabel")
        self._name.setTextFormat(Qt.TextFormat.PlainText)
        self._name.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        font = self._name.font()
        font.setBold(True)
        self._name.setFont(font)
        self._state = QLabel()
        self._state.setObjectName("connectionStateLabel")
        self._disconnect = _tool("disconnectButton", self.tr("Leave this server"), self.fontMetrics().height())
        self._disconnect.clicked.connect(self.disconnect_wanted)
        row = QHBoxLayout()
        row.setContentsMargins(8, 4, 4, 0)
        row.setSpacing(6)
        row.addWidget(self._picture)
        row.addWidget(self._name, 1)
        row.addWidget(self._state)
        row.addWidget(self._disconnect)
        return row

    def _make_tools(self) -> QHBoxLayout:
        """What needs no selection, and the console."""
        self._toggle = _tool("consoleToggle", self.tr("Console of the selected task"), self.fontMetrics().height())
        self._toggle.setCheckable(True)
        self._toggle.toggled.connect(self._show_console)
        row = QHBoxLayout()
        row.setContentsMargins(4, 2, 4, 4)
        row.addWidget(self._button("newTaskButton", "new_task", text=True))
        row.addWidget(self._button("newProjectButton", "new_project"))
        row.addStretch()
        row.addWidget(self._button("refreshButton", "refresh"))
        row.addWidget(self._toggle)
        return row

    def _make_verbs(self) -> QHBoxLayout:
        """What acts on the selected row."""
        row = QHBoxLayout()
        row.setContentsMargins(4, 4, 4, 4)
        row.addWidget(self._button("loadButton", "load", text=True))
        row.addStretch()
        for name in ("cancel", "restart", "remove"):
            row.addWidget(self._button(f"{name}TaskButton", name))
        return row

    def _button(self, object_name: str, action_name: str, *, text: bool = False) -> QToolButton:
        action: QAction = self._actions[action_name]
        button = _tool(object_name, action.text().replace("&", ""), self.fontMetrics().height())
        button.setDefaultAction(action)
        action.changed.connect(lambda: button.setAccessibleName(action.text().replace("&", "")))
        if text:
            button.setAutoRaise(False)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        return button

    # Console

    def _follow_selection(self, selection: Selection) -> None:
        """An open console goes along with the selected task."""
        shown, chosen = self._console_task, selection.task
        if chosen is not None:
            self._console_task = chosen
            if self._toggle.isChecked() and (shown is None or chosen.id != shown.id):
                self._show_console(True)

    def _close_console_of_removed(self) -> None:
        """There is nothing to follow once the task is gone from the server."""
        shown = self._console_task
        if shown is not None and not self.tree.model.task_index(shown.project_id, shown.id).isValid():
            self._console_task = None
            self._toggle.setChecked(False)

    def _show_console(self, shown: bool) -> None:
        self.console.setVisible(shown)
        task = self._console_task
        if not shown or task is None:
            self.console.forget()
            if self._workspace is not None:
                self._workspace.monitor.stop_console()
            return
        self.console.show_task(task)
        if self._workspace is not None:
            self._workspace.monitor.watch_console(task.project_id, task.id)

    def _let_go(self, workspace: Workspace) -> None:
        monitor = workspace.monitor
        monitor.nodes_changed.disconnect(self.footer.set_nodes)
        monitor.console_grew.disconnect(self.console.append)
        monitor.console_cleared.disconnect(self.console.restart)
        self._console_task = None


def _tool(object_name: str, name: str, edge: int) -> QToolButton:
    button = QToolButton()
    button.setObjectName(object_name)
    button.setAutoRaise(True)
    button.setIconSize(QSize(edge, edge))
    button.setToolTip(name)
    button.setAccessibleName(name)
    return button
