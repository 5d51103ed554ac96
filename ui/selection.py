"""What is selected in the tree: what verbs act on and the details pane shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

from ..core.api.projects import Project
from ..core.api.task import Task


@dataclass(frozen=True)
class Item:
    """One row of the tree: a connection, a project of it, or a task of that."""

    connection_id: str
    project: Optional[Project] = None
    task: Optional[Task] = None


@dataclass(frozen=True)
class Selection:
    """The selected rows in the tree's order. `current` is the one with the focus, which is also among the items."""

    items: tuple[Item, ...] = ()
    current: Optional[Item] = None

    @property
    def tasks(self) -> tuple[Item, ...]:
        """Those that are tasks."""
        return tuple(item for item in self.items if item.task is not None)

    @property
    def projects(self) -> tuple[Item, ...]:
        """Those that are projects, not tasks."""
        return tuple(item for item in self.items if item.project is not None and item.task is None)
