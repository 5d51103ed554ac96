"""What a verb is: its looks, what it acts on, and why it cannot be done now."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Callable, Optional

from qgis.PyQt.QtCore import QCoreApplication

from ..selection import Item, Selection

translate = QCoreApplication.translate  # called by this name, so that the translation tools find the texts

MANY = 40  # rows


class Acts(Enum):
    """What a verb acts on."""

    SERVER = "server"  # that of the current row; without one, of the only server that is open
    PROJECT = "project"
    TASK = "task"
    BOTH = "both"  # projects and tasks


@dataclass(frozen=True)
class Look:
    """How an action looks with a selection."""

    icon: str
    text: str


@dataclass(frozen=True)
class Verb:
    """`run` gets the items that `refuse` has no reason against ('').

    several: whether it can act on more than one at once. look: icon and text with a selection, where these change.
    """

    icon: str
    text: str
    acts: Acts
    run: Callable[[tuple[Item, ...]], None]
    refuse: Callable[[Item], str] = lambda item: ""
    shortcut: str = ""
    several: bool = True
    look: Optional[Callable[[Selection], Look]] = None


@dataclass(frozen=True)
class Standing:
    """What a verb can act on now. reason: why not on the others, or why not at all."""

    items: tuple[Item, ...] = ()
    refused: int = 0
    reason: str = ""

    @property
    def note(self) -> str:
        """For the tool tip: the reason, with how many it is about where that is not all."""
        if not self.reason or not self.items:
            return self.reason
        text = translate("Actions", "Not for {n} of {count} selected: {reason}")
        return text.format(n=self.refused, count=self.refused + len(self.items), reason=self.reason)


def standing(verb: Verb, selection: Selection, *, at_a_glance: bool = False) -> Standing:
    """What a verb can do with a selection. at_a_glance: of many rows only whether any allows it, for how an action looks."""
    items = _items(verb.acts, selection)
    if not items:
        return Standing(reason=_missing(verb.acts))
    if len(items) > 1 and not verb.several:
        return Standing(reason=translate("Actions", "This can only be done with one at a time."))
    if at_a_glance and len(items) > MANY:
        allows = next((item for item in items if not verb.refuse(item)), None)
        return Standing((allows,)) if allows is not None else Standing(reason=verb.refuse(items[0]))
    reasons = [verb.refuse(item) for item in items]
    allowed = tuple(item for item, reason in zip(items, reasons) if not reason)
    return Standing(allowed, len(items) - len(allowed), next((reason for reason in reasons if reason), ""))


def _items(acts: Acts, selection: Selection) -> tuple[Item, ...]:
    if acts is Acts.TASK:
        return selection.tasks
    if acts is Acts.PROJECT:
        return selection.projects
    if acts is Acts.BOTH:
        inside = {(item.connection_id, item.project.id) for item in selection.projects if item.project is not None}
        loose = [item for item in selection.tasks if item.task and (item.connection_id, item.task.project_id) not in inside]
        return (*selection.projects, *loose)  # a task goes with its project
    chosen = selection.current or next(iter(selection.items), Item(""))
    return (chosen,)


def _missing(acts: Acts) -> str:
    if acts is Acts.TASK:
        return translate("Actions", "Select a task first.")
    if acts is Acts.PROJECT:
        return translate("Actions", "Select a project first.")
    return translate("Actions", "Select a project or a task first.")
