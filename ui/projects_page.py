"""The panel's page of servers, projects and tasks: verbs, tree, what is going on, and the details of what is selected."""

from __future__ import annotations

from typing import Callable, Optional

from qgis.PyQt.QtCore import QByteArray, QEvent, QSize, Qt, QTimer, pyqtSignal
from qgis.PyQt.QtGui import QKeyEvent, QKeySequence, QResizeEvent
from qgis.PyQt.QtWidgets import (
    QAction,
    QHBoxLayout,
    QSizePolicy,
    QSplitter,
    QToolBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ..core.jobs import Job
from ..core.servers import Servers
from .actions.actions import Actions
from .common import wording
from .common.notifier import Notifier
from .details.pane import DetailsPane
from .selection import Item, Selection
from .tree.filter_bar import FilterBar
from .tree.view import ProjectTree
from .uploads.panel import UploadsPanel

AFTER_FIRST_PICTURE = 30  # milliseconds
TAB_POLICIES = (Qt.FocusPolicy.TabFocus, Qt.FocusPolicy.StrongFocus, Qt.FocusPolicy.WheelFocus)
MakePanes = Callable[[], tuple[QWidget, QWidget]]  # the panes of a server and of This computer


class ProjectsPage(QWidget):
    """Puts the parts together. The details are made after the first picture, since they take longest."""

    layout_changed = pyqtSignal()  # the user moved the splitter
    completed = pyqtSignal()  # the details are there

    def __init__(
        self, servers: Servers, actions: Actions, notifier: Notifier, make_panes: MakePanes, parent: Optional[QWidget] = None
    ) -> None:
        super().__init__(parent)
        self._servers = servers
        self._actions = actions
        self._notifier = notifier
        self._make_panes = make_panes
        self.details: Optional[DetailsPane] = None
        self.tree = ProjectTree(servers, actions)
        self.filter_bar = FilterBar(self.tree)
        self.uploads = UploadsPanel(servers, notifier)
        self._lay_out()
        self._show_what_is_of_use()
        servers.opened.connect(self._show_what_is_of_use)
        servers.closed.connect(self._show_soon)
        self.uploads.sending.connect(self.tree.model.set_sending)
        self.tree.selection_changed.connect(self._show_selection)
        actions.console_wanted.connect(self.open_console)
        actions.details_wanted.connect(self._show_details)
        actions.load_started.connect(self._show_loading)
        actions.work_started.connect(self.uploads.activities.add)
        QTimer.singleShot(AFTER_FIRST_PICTURE, self._complete)

    # Layout

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        upper = QWidget()
        column = QVBoxLayout(upper)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._make_head())
        column.addWidget(self.filter_bar)
        self.tree.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)  # takes what the others leave
        self.tree.setMinimumHeight(self.fontMetrics().height() * 5)
        column.addWidget(self.tree, 1)
        self._verbs = self._make_verbs()
        column.addWidget(self._verbs)
        column.addWidget(self.uploads)
        self.splitter = QSplitter(Qt.Orientation.Vertical)
        self.splitter.setObjectName("projectsSplitter")
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(upper)
        self.splitter.setStretchFactor(0, 3)
        self.splitter.splitterMoved.connect(self.layout_changed)
        layout.addWidget(self.splitter, 1)

    def _make_head(self) -> QHBoxLayout:
        """What needs no selection."""
        row = QHBoxLayout()
        margin = self.fontMetrics().height() // 4
        row.setContentsMargins(margin, margin, margin, margin)
        self._new_task = self._tool("newTaskButton", self._actions["new_task"])
        self._new_task.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._new_task.setAutoRaise(False)
        self._add_server = self._tool("addServerButton", self._actions["add_server"])
        row.addWidget(self._new_task)
        row.addWidget(self._tool("newProjectButton", self._actions["new_project"]))
        row.addStretch()
        row.addWidget(self._add_server)
        row.addWidget(self._tool("refreshButton", self._actions["refresh"]))
        return row

    def _make_verbs(self) -> QToolBar:
        """What acts on the selected rows; what does not fit moves into the bar's own menu."""
        bar = QToolBar(self.tr("Verbs for the selection"))
        bar.setObjectName("verbsBar")
        edge = self.fontMetrics().height()
        bar.setIconSize(QSize(edge, edge))
        bar.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        for action in self._actions.tool_bar_actions:
            bar.addAction(action)
            button = bar.widgetForAction(action)
            if isinstance(button, QToolButton):
                button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
                button.setObjectName(action.objectName().replace("Action", "Button"))
                _follow_name(button, action)
        first = bar.widgetForAction(self._actions["load"])
        if isinstance(first, QToolButton):
            first.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        return bar

    def _tool(self, name: str, action: Optional[QAction] = None) -> QToolButton:
        button = QToolButton()
        button.setObjectName(name)
        button.setAutoRaise(True)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        edge = self.fontMetrics().height()
        button.setIconSize(QSize(edge, edge))
        if action is not None:
            button.setDefaultAction(action)
            _follow_name(button, action)
        return button

    def _complete(self) -> None:
        """Make what is not seen at once."""
        if self.details is not None:
            return
        server_pane, this_computer_pane = self._make_panes()
        self.details = DetailsPane(self._servers, self._actions, self._notifier, server_pane, this_computer_pane)
        self.splitter.addWidget(self.details)
        self.details.setMinimumHeight(self.fontMetrics().height() * 8)
        self.splitter.setStretchFactor(1, 2)
        self.splitter.setSizes([6000, 4000])
        self.details.job_started.connect(self.uploads.activities.add)
        self.details.show_selection(self.tree.selection)
        self.completed.emit()

    # What is shown

    def _show_soon(self, _connection_id: str) -> None:
        QTimer.singleShot(0, self._show_what_is_of_use)  # its workspace is there until all have heard of it

    def _show_what_is_of_use(self) -> None:
        """Without an open server there is nothing to search and nothing to act on."""
        useful = bool(self._servers.workspaces())
        self.filter_bar.setVisible(useful)
        self._verbs.setVisible(useful)
        self.uploads.setVisible(useful or len(self._servers.all()) > 1)  # they go on when a server is closed

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is room, buttons say in words what they do."""
        super().resizeEvent(event)
        metrics = self.fontMetrics()
        words = self._new_task.text() + self._add_server.text()
        roomy = metrics.horizontalAdvance(words) + 11 * metrics.height() < self.width()
        style = Qt.ToolButtonStyle
        self._add_server.setToolButtonStyle(style.ToolButtonTextBesideIcon if roomy else style.ToolButtonIconOnly)

    def reveal(self, item: Item) -> None:
        """Select a task and show its details."""
        if item.task is not None:
            self.tree.reveal(item.connection_id, item.task)

    def reveal_server(self, connection_id: str) -> None:
        """Select a server and show its pane."""
        self.tree.select_project(connection_id, "")

    def parts(self) -> tuple[QWidget, ...]:
        """What F6 goes through, from top to bottom."""
        return (self._new_task, self.filter_bar, self.tree.view, self._verbs, self.uploads, *self._details())

    def open_console(self, item: Item) -> None:
        """Show a task's console."""
        self._complete()
        if self.details is not None:
            self.details.open_console(item)

    def refresh_icons(self) -> None:
        """Draw the icons again after the palette changed."""
        self.filter_bar.refresh_icons()
        self.tree.refresh_icons()
        self.uploads.refresh_icons()
        if self.details is not None:
            self.details.refresh_icons()

    def save_layout(self) -> str:
        """Where the splitter stands, as text."""
        return bytes(self.splitter.saveState().toBase64()).decode("ascii")

    def restore_layout(self, text: str) -> None:
        """The same as it was."""
        if text:
            self.splitter.restoreState(QByteArray.fromBase64(text.encode("ascii")))

    def _details(self) -> tuple[QWidget, ...]:
        return (self.details,) if self.details is not None else ()

    def _show_loading(self, job: Job, item: Item) -> None:
        name = wording.one_line(item.task.name, 60) if item.task is not None else ""
        self.uploads.activities.add(job, self.tr("Adding “{name}” to the map").format(name=name))

    def _show_selection(self, selection: Selection) -> None:
        if self.details is not None:
            self.details.show_selection(selection)

    def _show_details(self, item: Item) -> None:
        self.reveal(item)
        if self.details is not None:
            focus_on(self.details)

    # Keys

    def event(self, event: QEvent) -> bool:
        """Claim our keys while the focus is in here: QGIS has some of them too, F5 for one, and Qt then obeys neither."""
        if event.type() == QEvent.Type.ShortcutOverride and (_is_find(event) or self._actions.for_key(event) is not None):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Do what a key stands for."""
        action = self._actions.for_key(event)
        if _is_find(event):
            self.filter_bar.focus_search()
        elif action is not None:
            action.trigger()
        else:
            super().keyPressEvent(event)


def _follow_name(button: QToolButton, action: QAction) -> None:
    """Name a button after its action, for screen readers, also when the action changes its text."""
    button.setAccessibleName(action.text().replace("&", ""))
    action.changed.connect(lambda: button.setAccessibleName(action.text().replace("&", "")))


def focus_on(part: QWidget) -> bool:
    """Put the focus into a part: on itself, or on the first thing inside of it that takes it; whether there was one."""
    inside = (part, *part.findChildren(QWidget))
    usable = (each for each in inside if each.isVisible() and each.isEnabled())
    first = next((each for each in usable if each.focusPolicy() in TAB_POLICIES), None)
    if first is not None:
        first.setFocus(Qt.FocusReason.ShortcutFocusReason)
    return first is not None


def _is_find(event: QKeyEvent) -> bool:
    return event.matches(QKeySequence.StandardKey.Find)
