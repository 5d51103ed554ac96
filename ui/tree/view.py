"""Servers, projects and tasks: the tree, what is chosen to be seen in it, and what to do where there is nothing yet."""

from __future__ import annotations

from typing import Optional

from qgis.PyQt.QtCore import QPoint, QTimer, pyqtSignal
from qgis.PyQt.QtWidgets import QVBoxLayout, QWidget

from ...core.api.task import Task
from ...core.connections import LOCAL_ID
from ...core.servers import Servers, ServerState
from ..actions.actions import Actions
from ..selection import Item, Selection
from .choice import Choice
from .delegate import RowDelegate
from .feed import Feed
from .memory import Memory
from .model import TreeModel
from .rows import Row, Sort, Step
from .tree_view import TreeView
from .welcome import Welcome


class ProjectTree(QWidget):
    """Follows all servers; tells the actions what is selected."""

    selection_changed = pyqtSignal(object)  # Selection
    choice_changed = pyqtSignal(object)  # Choice, also where a hint in the tree has changed it
    server_wanted = pyqtSignal(str)  # connection id: its row was opened, or activated, while it is not connected
    photos_dropped = pyqtSignal(object, list)  # Item or None, paths of folders and photos

    def __init__(self, servers: Servers, actions: Actions, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._servers = servers
        self._actions = actions
        self._selection = Selection()
        self._choice = Choice()
        self._greeted: set[str] = set()  # servers whose only project was opened
        self.model = TreeModel(self)
        self.view = TreeView(self.model, self)
        self.memory = Memory(self.view, self.model)
        self.feed = Feed(servers, self.model, self)
        self.delegate = RowDelegate(self.model, self.feed.thumbnail, self.view)
        self.view.setItemDelegate(self.delegate)
        self.welcome = Welcome(self)
        self._tell_later = QTimer(self)
        self._tell_later.setSingleShot(True)
        self._tell_later.setInterval(0)
        self._tell_later.timeout.connect(self._tell_selection)
        self._lay_out()
        self._connect()
        for row in self.model.top_rows():
            self._open_if_online(row.path[0])
        self._show_welcome()

    # What the panel asks

    @property
    def selection(self) -> Selection:
        """What is selected now."""
        return self._selection

    @property
    def choice(self) -> Choice:
        """What is searched for, which states are shown, and the order."""
        return self._choice

    def set_choice(self, choice: Choice) -> None:
        """Search, filter and sort."""
        if choice == self._choice:
            return
        self._choice = choice
        self.model.set_choice(choice)
        self.feed.set_choice(choice)
        self.view.look()
        self.choice_changed.emit(choice)

    def reveal(self, connection_id: str, task: Task) -> None:
        """Open a task's project and select the task, now or as soon as the monitor has seen it."""
        self.memory.open((connection_id, "", ""))
        self.memory.open((connection_id, task.project_id, ""))
        self.memory.choose((connection_id, task.project_id, task.id))
        self.view.look()

    def select_project(self, connection_id: str, project_id: str) -> None:
        """Select a project, now or as soon as it is there; '' for the server, which is not connected to by that."""
        if project_id:
            self.memory.open((connection_id, "", ""))
        self.memory.choose((connection_id, project_id, ""))

    def refresh_icons(self) -> None:
        """Draw the icons again after the palette changed."""
        self.welcome.refresh_icons()
        self.view.viewport().update()

    def stop(self) -> None:
        """Hear of no server any more: the panel is about to go."""
        self.feed.stop()

    # How

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.view, 1)
        layout.addWidget(self.welcome)
        self.setFocusProxy(self.view)

    def _connect(self) -> None:
        view, selection = self.view, self.view.selectionModel()
        view.customContextMenuRequested.connect(self._show_menu)
        view.row_entered.connect(self._enter)
        view.hint_clicked.connect(self._take_hint)
        view.expanded.connect(self._expanded)
        view.collapsed.connect(self._look)
        view.seen.connect(self._look)
        view.tasks_dropped.connect(self._actions.move)
        view.photos_dropped.connect(self.photos_dropped)
        for signal in (selection.selectionChanged, selection.currentChanged, self.model.dataChanged, self.model.rowsRemoved):
            signal.connect(self._tell_soon)
        self._servers.opened.connect(self._open_if_online)
        self._servers.changed.connect(self._show_welcome)
        self._servers.list_changed.connect(self._show_welcome)
        self.model.rowsInserted.connect(self._open_only_project)
        self.welcome.server_wanted.connect(self._actions.server_add_wanted)
        self.welcome.this_computer_wanted.connect(lambda: self.server_wanted.emit(LOCAL_ID))

    def _open_if_online(self, connection_id: str) -> None:
        if self._servers.workspace(connection_id) is not None:
            self.memory.open((connection_id, "", ""))

    def _open_only_project(self) -> None:
        """Who has one project wants to see its tasks."""
        for row in self.model.top_rows():
            projects = [kid for kid in row.kid_rows if kid.sort is Sort.PROJECT]
            if projects and row.path[0] not in self._greeted and not self._choice.search:
                self._greeted.add(row.path[0])
                if len(row.kid_rows) == 1:
                    self.memory.open(projects[0].path)

    def _show_welcome(self) -> None:
        """As long as there is no server, and this computer is not used either."""
        servers = self._servers.all()
        nothing = len(servers) == 1 and servers[0].state is ServerState.CLOSED and not servers[0].error
        self.welcome.setVisible(nothing)

    def _look(self) -> None:
        """What is on the screen is fetched first; what is not open is not followed."""
        skeletons: list[Row] = []
        in_view: dict[str, set[str]] = {row.path[0]: set() for row in self.model.top_rows()}
        for row in self.view.rows_on_screen():
            if row.path[1]:
                in_view[row.path[0]].add(row.path[1])
            if row.sort is Sort.WAITING:
                skeletons.append(row)
                if not row.path[1] and row.key[1] == "more":
                    self.model.see_tail(row.path[0])
        for connection_id, projects in in_view.items():
            self.feed.watch(connection_id, self._followed(connection_id, projects), projects)
        self.view.set_skeletons(skeletons)

    def _followed(self, connection_id: str, in_view: set[str]) -> set[str]:
        """Projects that are open; with a filter also those on the screen, as it wants to know their tasks."""
        paths = self.memory.open_paths
        if (connection_id, "", "") not in paths:
            return set()
        found = {path[1] for path in paths if path[0] == connection_id and path[1]}
        return found | in_view if self._choice.states else found

    def _expanded(self, index: object) -> None:
        row = self.model.row_at(index)
        if row is not None and row.server is not None and row.server.state is ServerState.CLOSED:
            self.server_wanted.emit(row.path[0])
        self._look()

    # Selection

    def _tell_soon(self) -> None:
        if not self._tell_later.isActive():
            self._tell_later.start()

    def _tell_selection(self) -> None:
        """With the news of what is selected; once for all that happens at a time."""
        rows = [self.model.row_at(index) for index in self.view.selectionModel().selectedRows()]
        chosen = [row for row in rows if row is not None and row.sort is not Sort.HINT]
        chosen.sort(key=self._place)
        items = tuple(item for item in (row.item() for row in chosen) if item is not None)
        current = self.model.row_at(self.view.currentIndex())
        focus = current.item() if current is not None and current in chosen else None
        selection = Selection(items, focus or (items[-1] if items else None))
        if selection != self._selection:
            self._selection = selection
            self._actions.set_selection(selection)
            self.selection_changed.emit(selection)

    def _place(self, row: Row) -> tuple[int, ...]:
        """Where a row is, for the tree's order."""
        above = row.above()
        return (*(self._place(above) if above is not None else ()), row.row())

    # What the user does with a row

    def _show_menu(self, position: QPoint) -> None:
        if not self.view.indexAt(position).isValid():
            self.view.clearSelection()
        self._tell_selection()
        menu = self._actions.context_menu(self.view)
        menu.popup(self.view.viewport().mapToGlobal(position))

    def _enter(self, row: Row) -> None:
        if row.sort is Sort.HINT:
            self._take_hint(row)
        elif row.sort is Sort.TASK:
            self._tell_selection()
            self._actions.activate()
        elif row.server is not None and row.server.state in (ServerState.CLOSED, ServerState.LOGIN_WANTED):
            self.server_wanted.emit(row.path[0])
        elif row.sort is not Sort.WAITING:
            self.view.setExpanded(row.index(), not self.view.isExpanded(row.index()))

    def _take_hint(self, row: Row) -> None:
        step = row.hint.step if row.hint is not None else Step.NONE
        if step is Step.OPEN:
            self.server_wanted.emit(row.path[0])
        elif step is Step.NEW_TASK:
            self._actions.new_task_wanted.emit(row.item(), [])
        elif step is Step.CLEAR_SEARCH:
            self.set_choice(Choice("", self._choice.states, self._choice.order))
        elif step is Step.CLEAR_FILTER:
            self.set_choice(Choice(self._choice.search, frozenset(), self._choice.order))

    def item_at(self, position: QPoint) -> Optional[Item]:
        """What is under a place of the view."""
        row = self.model.row_at(self.view.indexAt(position))
        return row.item() if row is not None else None
