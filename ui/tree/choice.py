"""What the user chose to see: words that the server searches for, states of tasks, and an order."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timezone
from enum import Enum

from ...core.api.task import Task, TaskState

_EVER = datetime.min.replace(tzinfo=timezone.utc)


class States(Enum):
    """Tasks as people tell them apart."""

    UNDER_WAY = "under way"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELED = "canceled"
    WITHOUT_PHOTOS = "without photos"  # whose photos have not all been sent


class Order(Enum):
    """Orders of projects, which the server sorts by these fields, and of the tasks of each."""

    NEWEST = ""  # the servers' own
    OLDEST = "created_at"
    NAME = "name"
    NAME_BACKWARDS = "-name"


@dataclass(frozen=True)
class Choice:
    """search: what the server is asked for. states: none for all."""

    search: str = ""
    states: frozenset[States] = frozenset()
    order: Order = Order.NEWEST

    def takes(self, task: Task) -> bool:
        """Whether a task is shown."""
        return not self.states or states_of(task) in self.states

    def tasks(self, tasks: Iterable[Task]) -> list[Task]:
        """Those that are shown, in order."""
        shown = [task for task in tasks if self.takes(task)]
        if self.order in (Order.NEWEST, Order.OLDEST):
            return sorted(shown, key=lambda task: task.created_at or _EVER, reverse=self.order is Order.NEWEST)
        return sorted(shown, key=lambda task: natural(task.name), reverse=self.order is Order.NAME_BACKWARDS)


def states_of(task: Task) -> States:
    """What a task counts as."""
    if task.partial:
        return States.WITHOUT_PHOTOS
    if not task.is_finished:
        return States.UNDER_WAY
    known = {
        TaskState.COMPLETED: States.COMPLETED,
        TaskState.FAILED: States.FAILED,
        TaskState.CANCELED: States.CANCELED,
    }
    return known.get(task.state, States.UNDER_WAY)


def natural(name: str) -> list[tuple[int, int, str]]:
    """For sorting: numbers in names count as numbers, so that Flight 2 comes before Flight 10."""
    parts = re.split(r"([0-9]{1,18})", name[:200].casefold())
    return [(0, int(part), "") if at % 2 else (1, 0, part) for at, part in enumerate(parts)]
