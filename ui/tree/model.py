"""Connections, their projects and the tasks of these as a Qt model that tells views only what changed."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Optional

from qgis.PyQt.QtCore import QModelIndex, QObject, Qt, QTimer, pyqtSignal
from qgis.PyQt.QtGui import QStandardItemModel

from ...core.api.projects import Project
from ...core.api.task import Task
from ...core.servers import Server, ServerState
from ..sending import Sending
from . import hints, texts
from .choice import Choice
from .rows import Branch, Key, Path, Row, Sort, Value

_MOST_WAITING = 3  # skeleton rows in place of tasks that are being fetched
_MOST_NEW = 150  # rows that one branch gets at once; the others follow when Qt has painted
_SLICE_SECONDS = 0.008


@dataclass(frozen=True)
class Listing:
    """The projects of a server as far as they are fetched. answered: whether these are what was searched for last.

    has_more: there are further pages; fetching: the next one is on its way; refusal: why there is no answer.
    """

    projects: tuple[Project, ...] = ()
    answered: bool = False
    has_more: bool = False
    fetching: bool = False
    refusal: str = ""


@dataclass
class _Known:
    """What is known of a server, shown or not."""

    server: Server
    listing: Listing = Listing()
    tasks: dict[str, tuple[Task, ...]] = field(default_factory=dict)  # project id -> all its tasks
    task_counts: dict[str, int] = field(default_factory=dict)  # of those, which may be newer than the project


class TreeModel(QStandardItemModel):
    """Three levels. Whoever follows the servers (`feed`) tells what is known; the rest is up to here."""

    more_wanted = pyqtSignal(str)  # connection id: the end of its projects is on the screen

    def __init__(self, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self.setColumnCount(1)
        self._known: dict[str, _Known] = {}
        self._top = Branch(self.invisibleRootItem())
        self._task_rows: dict[tuple[str, str], Row] = {}
        self._sending: dict[tuple[str, str], Sending] = {}
        self._tail_seen: set[str] = set()
        self._unfinished: dict[tuple[str, str], None] = {}  # connection and project ('' for its projects), in turn
        self._slices = QTimer(self)
        self._slices.setSingleShot(True)
        self._slices.setInterval(0)
        self._slices.timeout.connect(self._go_on)
        self.choice = Choice()
        self.is_changing = False  # rows come and go: what views tell meanwhile is not what the user does

    # What is known

    def set_servers(self, servers: Sequence[Server]) -> None:
        """Take over the list of servers, in its order."""
        for server in servers:
            known = self._known.setdefault(server.connection.id, _Known(server))
            known.server = server
        ids = {server.connection.id for server in servers}
        for gone in [each for each in self._known if each not in ids]:
            del self._known[gone]
        wanted: dict[Key, Value] = {(Sort.CONNECTION.value, each.connection.id): each for each in servers}
        self._change(self._top, wanted, self._make_connection)
        for server in servers:
            self._show_projects(server.connection.id)

    def set_server(self, server: Server) -> None:
        """A server's state has changed. One that is closed shows nothing of what was known of it."""
        known = self._known.get(server.connection.id)
        row = self.connection_row(server.connection.id)
        if known is None or row is None:
            return
        known.server = server
        if server.state is ServerState.CLOSED:
            known.listing = Listing()
            known.tasks.clear()
        row.take(server)
        self._show_projects(server.connection.id)

    def set_projects(self, connection_id: str, listing: Listing) -> None:
        """Take over a server's projects."""
        known = self._known.get(connection_id)
        if known is None or known.listing == listing:
            return
        known.listing = listing
        if listing.fetching or not listing.has_more:
            self._tail_seen.discard(connection_id)
        self._show_projects(connection_id)

    def set_tasks(self, connection_id: str, project_id: str, tasks: Sequence[Task]) -> None:
        """Take over all tasks of a project."""
        known = self._known.get(connection_id)
        if known is None:
            return
        known.tasks[project_id] = tuple({task.id: task for task in tasks}.values())
        row = self.project_row(connection_id, project_id)
        if row is None or (self.choice.states and not self._matches(known, project_id)):
            self._show_projects(connection_id)
            return
        self._show_tasks(row, known)
        if known.task_counts.get(project_id) != len(tasks):
            known.task_counts[project_id] = len(tasks)
            row.changed()

    def set_choice(self, choice: Choice) -> None:
        """Show other states, or another order of tasks."""
        if choice == self.choice:
            return
        self.choice = choice
        for connection_id in self._known:
            self._show_projects(connection_id)
            row = self.connection_row(connection_id)
            for child in row.kid_rows if row is not None else ():
                if child.sort is Sort.PROJECT:
                    self._finish_later(connection_id, child.path[1])

    def finish(self) -> None:
        """Do at once what would be done in slices."""
        while self._unfinished:
            self._show_next()

    def task_changed(self, connection_id: str, task_id: str) -> None:
        """Something that is not in the task has changed about it, such as its picture."""
        row = self._task_rows.get((connection_id, task_id))
        if row is not None:
            row.changed()

    def set_sending(self, connection_id: str, task_id: str, sending: Optional[Sending]) -> None:
        """How far this computer is with sending a task's photos; None where it does not."""
        key = (connection_id, task_id)
        if self._sending.get(key) == sending:
            return
        if sending is None:
            del self._sending[key]
        else:
            self._sending[key] = sending
        row = self._task_rows.get(key)
        if row is not None:
            row.sending = sending
            row.changed()

    # What views ask

    def row_at(self, index: QModelIndex) -> Optional[Row]:
        """The row of an index."""
        found = self.itemFromIndex(index) if index.isValid() else None
        return found if isinstance(found, Row) else None

    def top_rows(self) -> tuple[Row, ...]:
        """Those of the connections."""
        return tuple(self._top.rows)

    def connection_row(self, connection_id: str) -> Optional[Row]:
        return self._top.by_key.get((Sort.CONNECTION.value, connection_id))

    def project_row(self, connection_id: str, project_id: str) -> Optional[Row]:
        row = self.connection_row(connection_id)
        return row.kids.by_key.get((Sort.PROJECT.value, project_id)) if row is not None else None

    def task_row(self, connection_id: str, task_id: str) -> Optional[Row]:
        """Where a task is, whatever project it is in."""
        return self._task_rows.get((connection_id, task_id))

    def row_of(self, path: Path) -> Optional[Row]:
        """Where a connection, project or task is; None where it is not shown."""
        connection_id, project_id, task_id = path
        if task_id:
            return self.task_row(connection_id, task_id)
        return self.project_row(connection_id, project_id) if project_id else self.connection_row(connection_id)

    def has_projects(self, connection_id: str) -> bool:
        """Whether projects of a server are known, shown or not."""
        known = self._known.get(connection_id)
        return known is not None and bool(known.listing.projects)

    def task_count(self, row: Row) -> Optional[int]:
        """How many tasks a project has, as far as is known."""
        known, project = self._known.get(row.path[0]), row.project
        if known is None or project is None:
            return None
        return known.task_counts.get(project.id, len(project.task_ids))

    def is_dimmed(self, connection_id: str) -> bool:
        """Whether what is shown of a server is only the last that was known."""
        known = self._known.get(connection_id)
        return known is not None and known.server.state is not ServerState.ONLINE

    def see_tail(self, connection_id: str) -> None:
        """The end of the projects fetched so far is on the screen: the next page is fetched."""
        self._tail_seen.add(connection_id)
        row = self.connection_row(connection_id)
        if row is not None and self.canFetchMore(row.index()):
            self.fetchMore(row.index())

    # QAbstractItemModel

    def canFetchMore(self, parent: QModelIndex) -> bool:
        """Qt asks this of everything that it lays out, so the end of the list has to be in sight as well."""
        row = self.row_at(parent) if self._tail_seen else None
        if row is None or row.sort is not Sort.CONNECTION or row.path[0] not in self._tail_seen:
            return False
        listing = self._known[row.path[0]].listing
        return listing.answered and listing.has_more and not listing.fetching

    def fetchMore(self, parent: QModelIndex) -> None:
        """Have the next page of projects fetched."""
        row = self.row_at(parent)
        if row is not None:
            self._tail_seen.discard(row.path[0])
            self.more_wanted.emit(row.path[0])

    def data(self, index: QModelIndex, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        """Texts are made when they are asked for: by screen readers, tool tips and type-ahead."""
        maker = texts.MAKERS.get(role)
        row = self.row_at(index) if maker is not None else None
        return super().data(index, role) if maker is None or row is None else maker(row, self.task_count(row))

    # Showing

    def _show_projects(self, connection_id: str) -> None:
        row, known = self.connection_row(connection_id), self._known.get(connection_id)
        if row is None or known is None:
            return
        projects = {project.id: project for project in known.listing.projects}
        self._forget_old_counts(row, known, projects)
        shown: dict[Key, Value] = {
            (Sort.PROJECT.value, each.id): each for each in projects.values() if self._matches(known, each.id)
        }
        shown.update(self._tail(known, len(shown), len(projects)))
        before = {key: each.value for key, each in row.kids.by_key.items()}
        if not self._update(row, shown):
            self._finish_later(connection_id, "")
        for child in row.kid_rows:
            if child.key in before and before[child.key] is not child.value:
                self._show_tasks(child, known)

    @staticmethod
    def _forget_old_counts(row: Row, known: _Known, projects: dict[str, Project]) -> None:
        """What the list of projects says of its tasks is newer than what was counted."""
        for child in row.kid_rows:
            old, new = child.project, projects.get(child.path[1])
            if old is not None and new is not None and old.task_ids != new.task_ids:
                known.task_counts.pop(new.id, None)

    def _tail(self, known: _Known, shown: int, projects: int) -> dict[Key, Value]:
        """What stands behind the projects: a skeleton for what is still to come, or why there are none."""
        listing = known.listing
        if projects and (listing.has_more or listing.fetching):
            return {(Sort.WAITING.value, "more"): None}
        if shown:
            return {}
        if not projects and hints.is_waiting(known.server, listing.answered):
            return {(Sort.WAITING.value, str(number)): None for number in range(_MOST_WAITING)}
        return {(Sort.HINT.value, ""): hints.no_projects(known.server, listing.refusal, self.choice, projects)}

    def _show_tasks(self, row: Row, known: _Known) -> None:
        """The tasks of a project; where many are new, the first of them, and the others in slices."""
        project = row.project
        if project is None:
            return
        if not self._update(row, self._children(project, known)):
            self._finish_later(row.path[0], project.id)

    def _children(self, project: Project, known: _Known) -> dict[Key, Value]:
        tasks = known.tasks.get(project.id)
        if tasks is None and project.task_ids:
            count = min(_MOST_WAITING, len(project.task_ids))
            return {(Sort.WAITING.value, str(number)): None for number in range(count)}
        shown = self.choice.tasks(tasks or ())
        if not shown:
            return {(Sort.HINT.value, ""): hints.no_tasks(project, len(tasks or ()))}
        return {(Sort.TASK.value, task.id): task for task in shown}

    def _matches(self, known: _Known, project_id: str) -> bool:
        """Whether a project is shown: one of whose tasks nothing is known always is."""
        tasks = known.tasks.get(project_id)
        return not self.choice.states or tasks is None or any(self.choice.takes(task) for task in tasks)

    # Rows, as many at a time as the main thread has time for

    def _update(self, row: Row, wanted: dict[Key, Value]) -> bool:
        """Give a row these children, though not too many new ones at once; whether it has them all."""
        fresh = [key for key in wanted if key not in row.kids.by_key]
        late = set(fresh[_MOST_NEW:])
        some = {key: value for key, value in wanted.items() if key not in late} if late else wanted
        self._change(row.kids, some, lambda key, value: self._make(row, key, value))
        return not late

    def _change(self, branch: Branch, wanted: dict[Key, Value], make: Callable[[Key, Value], Row]) -> None:
        self.is_changing = True
        branch.update(wanted, make, self._forget)
        self.is_changing = False

    def _make(self, above: Row, key: Key, value: Value) -> Row:
        connection_id, project_id, _none = above.path
        if key[0] == Sort.PROJECT.value:
            return self._make_project(connection_id, key, value)
        if key[0] == Sort.TASK.value:
            row = Row(key, value, (connection_id, project_id, key[1]))
            self._task_rows[connection_id, key[1]] = row
            if self._sending:
                row.sending = self._sending.get((connection_id, key[1]))
            return row
        return Row(key, value, (connection_id, project_id, ""))

    def _make_project(self, connection_id: str, key: Key, value: Value) -> Row:
        """With what is under it, so that it can be opened; tasks that are known follow in slices."""
        row, known = Row(key, value, (connection_id, key[1], "")), self._known[connection_id]
        kids: dict[Key, Value] = {(Sort.WAITING.value, "0"): None}
        if known.tasks.get(key[1]):
            self._finish_later(connection_id, key[1])
        elif isinstance(value, Project):
            kids = self._children(value, known)
        row.kids.update(kids, lambda kid, shown: self._make(row, kid, shown), self._forget)
        return row

    @staticmethod
    def _make_connection(key: Key, value: Value) -> Row:
        return Row(key, value, (key[1], "", ""))

    def _forget(self, row: Row) -> None:
        """Rows that go are found no more, nor those below them."""
        for child in row.kid_rows:
            self._forget(child)
        place = (row.path[0], row.path[2])
        if row.sort is Sort.TASK and self._task_rows.get(place) is row:  # it may be in another project by now
            del self._task_rows[place]

    def _finish_later(self, connection_id: str, project_id: str) -> None:
        self._unfinished[connection_id, project_id] = None
        if not self._slices.isActive():
            self._slices.start()

    def _go_on(self) -> None:
        until = time.monotonic() + _SLICE_SECONDS
        while self._unfinished and time.monotonic() < until:
            self._show_next()
        if self._unfinished:
            self._slices.start()

    def _show_next(self) -> None:
        connection_id, project_id = next(iter(self._unfinished))
        del self._unfinished[connection_id, project_id]
        known, row = self._known.get(connection_id), self.project_row(connection_id, project_id)
        if known is not None and not project_id:
            self._show_projects(connection_id)
        elif known is not None and row is not None:
            self._show_tasks(row, known)
