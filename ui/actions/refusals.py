"""Why a verb cannot be done with an item now, in a sentence; '' where it can."""

from __future__ import annotations

from typing import Callable

from qgis.PyQt.QtCore import QCoreApplication

from ..selection import Item
from .desk import Desk

translate = QCoreApplication.translate  # called by this name, so that the translation tools find the texts

Refuse = Callable[[Item], str]


class Refusals:
    """The reasons that many verbs share."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def any_of(self, *reasons: Refuse) -> Refuse:
        """The first reason that holds."""
        return lambda item: next((text for text in (reason(item) for reason in reasons) if text), "")

    def offline(self, item: Item) -> str:
        """The server cannot be asked."""
        return self._desk.refuse_offline(item)

    def busy(self, item: Item) -> str:
        """An earlier request is not done yet: the server would mix the two up."""
        task = item.task
        if self._desk.is_busy(item):
            return translate("Actions", "The last request for this is still on its way.")
        if task is not None and task.pending_action is not None:
            return translate("Actions", "The server is still busy with the last request for this task.")
        return ""

    def no_change(self, item: Item) -> str:
        """The account may not change the project, nor what is in it."""
        return "" if self._allows(item, "change") else translate("Actions", "You have no permission to change this project.")

    def no_change_of_task(self, item: Item) -> str:
        """The same for a task, which may be open to everybody by itself."""
        if item.task is not None and item.task.public_edit:
            return ""
        return self.no_change(item)

    def no_delete(self, item: Item) -> str:
        """The account may not delete what is in the project."""
        allowed = self._allows(item, "delete")
        return "" if allowed else translate("Actions", "You have no permission to delete anything in this project.")

    def partial(self, item: Item) -> str:
        """The task waits for its photos."""
        waits = item.task is not None and item.task.partial
        return translate("Actions", "The photos of this task have not all arrived yet.") if waits else ""

    def not_finished(self, item: Item) -> str:
        """The task has not ended."""
        running = item.task is not None and not item.task.is_finished
        return translate("Actions", "The task has not ended yet.") if running else ""

    def not_completed(self, item: Item) -> str:
        """There are no results."""
        missing = item.task is not None and not item.task.completed
        return translate("Actions", "There are no results before the task is completed.") if missing else ""

    def compacted(self, item: Item) -> str:
        """The photos are gone from the server."""
        gone = item.task is not None and item.task.compacted
        return translate("Actions", "The task was compacted: its photos are no longer on the server.") if gone else ""

    def local(self, item: Item) -> str:
        """This computer has no web pages and cannot be reached from elsewhere."""
        return translate("Actions", "This computer has no web pages.") if self._desk.is_local(item) else ""

    def lacking(self, verb: str, text: str) -> Refuse:
        """The server has turned out not to know a verb."""

        def refuse(item: Item) -> str:
            workspace = self._desk.workspace(item)
            return text if workspace is not None and workspace.lacks(verb) else ""

        return refuse

    @staticmethod
    def _allows(item: Item, permission: str) -> bool:
        project = item.project
        if project is None:
            return False
        open_to_all = permission in ("change", "add") and project.public_edit
        return project.allows(permission) or project.owned or open_to_all
