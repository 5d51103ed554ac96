"""How a question or a message speaks of the rows that a verb acts on."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.PyQt.QtCore import QCoreApplication

from ..common import wording
from ..selection import Item

translate = QCoreApplication.translate  # called by this name, so that the translation tools find the texts

NAMED = 6  # things that are listed by name


def name_of(item: Item) -> str:
    """What a row is called, as the server wrote it."""
    chosen = item.task or item.project
    return chosen.name if chosen is not None else ""


def subject(items: Sequence[Item]) -> str:
    """One or two by name, more by their number: `“Dawn” and “Noon”`, `5 tasks`. The names follow as a `listing`."""
    if len(items) <= 2:
        return wording.names([name_of(item) for item in items])
    tasks = sum(item.task is not None for item in items)
    if tasks == len(items):
        return wording.task_count(tasks)
    if not tasks:
        return translate("Actions", "{n} projects").format(n=len(items))
    return translate("Actions", "{n} projects and tasks").format(n=len(items))


def listing(items: Sequence[Item]) -> str:
    """The names of more than two, below each other; '' for fewer."""
    if len(items) <= 2:
        return ""
    lines = [f"• {wording.one_line(name_of(item), 60)}" for item in items[:NAMED]]
    if len(items) > NAMED:
        lines.append(translate("Actions", "and {n} more").format(n=len(items) - NAMED))
    return "\n\n" + "\n".join(lines)
