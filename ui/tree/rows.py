"""The rows of the tree, and the children of each, which are found by their key at once.

The rows are Qt's own standard items: laying out thousands of them then asks nothing of Python, which would have to wait
for its lock each time while another thread reads an answer of the server.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Any, Callable, Optional, Union

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QStandardItem

from ...core.api.projects import Project
from ...core.api.task import Task
from ...core.servers import Server
from ..selection import Item
from ..sending import Sending

Key = tuple[str, str]
"""The sort of a row and what tells it from its siblings."""
Path = tuple[str, str, str]
"""Connection, project ('' for a connection's row) and task ('' for a project's row)."""


class Sort(Enum):
    """What a row stands for."""

    CONNECTION = "connection"
    PROJECT = "project"
    TASK = "task"
    HINT = "hint"  # what to do where there is nothing
    WAITING = "waiting"  # what is being fetched


class Step(Enum):
    """What activating a hint does."""

    NONE = "none"
    OPEN = "open"  # connect to the server, or set This computer up
    NEW_TASK = "new task"
    CLEAR_SEARCH = "clear search"
    CLEAR_FILTER = "clear filter"


@dataclass(frozen=True)
class Hint:
    """What to say where there is nothing: what is the matter, what can be done, and what activating the row does."""

    text: str
    remedy: str = ""
    step: Step = Step.NONE


Value = Union[Server, Project, Task, Hint, None]


class Row(QStandardItem):
    """A row with what it shows. `texts` keeps what painting made of the value until that changes."""

    __slots__ = ("_kids", "key", "path", "rank", "sending", "sort", "texts", "value")

    def __init__(self, key: Key, value: Value, path: Path) -> None:
        super().__init__()
        self.sort = Sort(key[0])
        self.key = key
        self.value = value
        self.path = path
        self.texts: Any = None
        self.rank = 0
        self.sending: Optional[Sending] = None  # of a task, while this computer sends its photos
        self._kids: Optional[Branch] = None
        self.setFlags(_FLAGS[self.sort])

    def __lt__(self, other: QStandardItem) -> bool:
        """The order that `Branch` gives its rows."""
        return self.rank < other.rank if isinstance(other, Row) else False

    def take(self, value: Value) -> None:
        """Show something else; views hear of it where it is something else."""
        if value is not self.value and value != self.value:
            self.value = value
            self.changed()

    def changed(self) -> None:
        """Have the row painted again."""
        self.texts = None
        self.emitDataChanged()

    @property
    def kids(self) -> Branch:
        """The rows below; made when they are asked for, since most rows have none and each thing counts ten thousandfold."""
        if self._kids is None:
            self._kids = Branch(self)
        return self._kids

    @property
    def kid_rows(self) -> list[Row]:
        """The rows below as they are now."""
        return self._kids.rows if self._kids is not None else []

    @property
    def server(self) -> Optional[Server]:
        return self.value if isinstance(self.value, Server) else None

    @property
    def project(self) -> Optional[Project]:
        return self.value if isinstance(self.value, Project) else None

    @property
    def task(self) -> Optional[Task]:
        return self.value if isinstance(self.value, Task) else None

    @property
    def hint(self) -> Optional[Hint]:
        return self.value if isinstance(self.value, Hint) else None

    def above(self) -> Optional[Row]:
        """The row that this one is under."""
        parent = self.parent()
        return parent if isinstance(parent, Row) else None

    def item(self) -> Optional[Item]:
        """What verbs act on; of a hint that of the row above it."""
        above = self.above()
        if self.sort is Sort.CONNECTION:
            return Item(self.path[0])
        if self.sort is Sort.PROJECT:
            return Item(self.path[0], self.project)
        if self.sort is Sort.TASK:
            return Item(self.path[0], above.project if above is not None else None, self.task)
        return above.item() if above is not None else None


_SELECTABLE = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
_FLAGS = {
    Sort.CONNECTION: _SELECTABLE | Qt.ItemFlag.ItemIsDropEnabled,
    Sort.PROJECT: _SELECTABLE | Qt.ItemFlag.ItemIsDropEnabled,
    Sort.TASK: _SELECTABLE | Qt.ItemFlag.ItemIsDragEnabled | Qt.ItemFlag.ItemIsDropEnabled,
    Sort.HINT: _SELECTABLE,
    Sort.WAITING: Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren,
}


class Branch:
    """The children of an item, in order and by key. Changes go through `update`, which tells views as little as it can."""

    def __init__(self, parent: QStandardItem) -> None:
        self._parent = parent
        self.rows: list[Row] = []
        self.by_key: dict[Key, Row] = {}

    def update(self, wanted: dict[Key, Value], make: Callable[[Key, Value], Row], forget: Callable[[Row], None]) -> None:
        """Show exactly what is `wanted`, in its order: removals, one new order, insertions in runs, changed values."""
        self._remove_others(wanted, forget)
        self._order([key for key in wanted if key in self.by_key])
        known = list(self.rows)
        self._insert(wanted, make)
        for row in known:
            row.take(wanted[row.key])

    def _remove_others(self, wanted: dict[Key, Value], forget: Callable[[Row], None]) -> None:
        end = len(self.rows)
        while end:
            start = end
            while start and self.rows[start - 1].key not in wanted:
                start -= 1
            if start < end:
                gone = self.rows[start:end]
                del self.rows[start:end]
                for row in gone:
                    del self.by_key[row.key]
                    forget(row)
                self._parent.removeRows(start, end - start)
            end = start - 1 if start else 0

    def _order(self, keys: list[Key]) -> None:
        if [row.key for row in self.rows] == keys:
            return
        for rank, key in enumerate(keys):
            self.by_key[key].rank = rank
        self.rows.sort(key=lambda row: row.rank)
        self._parent.sortChildren(0)

    def _insert(self, wanted: dict[Key, Value], make: Callable[[Key, Value], Row]) -> None:
        keys = list(wanted)
        position = 0
        while position < len(keys):
            end = position
            while end < len(keys) and keys[end] not in self.by_key:
                end += 1
            if end > position:
                new = [make(key, wanted[key]) for key in keys[position:end]]
                self.rows[position:position] = new
                self.by_key.update((row.key, row) for row in new)
                self._parent.insertRows(position, new)
            position = end + 1
