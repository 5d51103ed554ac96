"""What passes between the main thread and the worker that looks at a server: wishes one way, news the other."""

from __future__ import annotations

from dataclasses import dataclass
from operator import is_
from typing import TYPE_CHECKING, FrozenSet, Optional, Tuple

if TYPE_CHECKING:
    from ..api.projects import Project
    from ..api.task import Task

PROJECTS, TASKS, NODES, CONSOLE = "projects", "tasks", "nodes", "console"

Key = Tuple[str, ...]
"""What is looked at: (PROJECTS, page) or (TASKS, project id) or (NODES,) or (CONSOLE, project id, task id, number of the
wish)."""
Followed = Tuple[str, str, int]
"""Project id, task id, and a number, since a task can be started again."""


@dataclass(frozen=True)
class Query:
    """Which projects are wanted, and in which order; see `core.api.projects.ProjectFilter` for both.

    number: counts the queries, so that what was found for an earlier one is not taken for an answer to this one.
    """

    search: str = ""
    ordering: str = ""
    number: int = 0


@dataclass(frozen=True)
class Watch:
    """What the main thread wants to know; replaced as a whole, so the worker reads it without a lock.

    pages: how many pages of the list of projects. in_view: projects whose rows the user sees, None where nobody says.
    console: project id, task id, a number that tells wishes apart, and the line from which on. refresh: counts the calls of `refresh`.
    """

    visible: bool = True
    query: Query = Query()
    pages: int = 1
    expanded: FrozenSet[str] = frozenset()
    in_view: Optional[FrozenSet[str]] = None
    followed: FrozenSet[Followed] = frozenset()
    console: Optional[Tuple[str, str, int, int]] = None
    nodes: bool = False
    refresh: int = 0

    def sees(self, project_id: str) -> bool:
        """Whether the user looks at the tasks of a project now."""
        return project_id in self.expanded and (self.in_view is None or project_id in self.in_view)


@dataclass(frozen=True)
class FoundProjects:
    """The projects on all pages that were asked for. count: how many there are on the server for this query.

    refusal: why the server does not answer such a query, where it does not.
    """

    query: int
    projects: Tuple[Project, ...]
    pages: int
    count: int
    has_more: bool
    refusal: Optional[Exception] = None


@dataclass(frozen=True)
class Found:
    """What one look at anything else found, as far as it is new. refusal: why this user may not see it."""

    key: Key
    value: tuple
    finished: Tuple[Task, ...] = ()
    cleared: bool = False  # a console that starts from its first line again
    refusal: Optional[Exception] = None


@dataclass(frozen=True)
class Gone:
    """A project that is not there any more, or not for this user."""

    project_id: str


@dataclass(frozen=True)
class Connected:
    """The connection was lost (with the error) or is back (None)."""

    error: Optional[Exception]


def some_run(tasks: tuple) -> bool:
    """Whether something is still going to happen to one of the tasks by itself."""
    return any(task.is_running for task in tasks)


def reusing(new: tuple, before: Optional[tuple]) -> tuple:
    """`new` with the very objects of `before` where they are equal, so that the main thread compares by identity."""
    known = {item.id: item for item in before or ()}
    same = tuple(known[item.id] if known.get(item.id) == item else item for item in new)
    return before if before is not None and len(before) == len(same) and all(map(is_, before, same)) else same
