"""What the user is told when a task ends, wherever QGIS is at that moment, and what happens by itself then."""

from __future__ import annotations

from functools import partial

from qgis.core import Qgis
from qgis.PyQt.QtCore import QObject, pyqtSignal

from ..core.api.task import Task
from ..core.layers.products import has_no_place
from ..core.servers import Servers
from ..core.settings import Settings
from .actions.actions import Actions
from .common import wording
from .common.notifier import Notifier
from .details.hints import hint_for
from .selection import Item


class Endings(QObject):
    """Follows all open servers."""

    console_wanted = pyqtSignal(object)  # Item
    task_created = pyqtSignal(object)  # Item, of a task that was made here

    def __init__(self, servers: Servers, actions: Actions, notifier: Notifier, settings: Settings, parent: QObject) -> None:
        super().__init__(parent)
        self._servers = servers
        self._actions = actions
        self._notifier = notifier
        self._settings = settings
        self._started_here: set[tuple[str, str]] = set()  # connection id, task id
        servers.opened.connect(self._follow)
        for workspace in servers.workspaces():
            self._follow(workspace.connection.id)

    def _follow(self, connection_id: str) -> None:
        """A workspace that is closed tells nothing more but what its uploads still do."""
        workspace = self._servers.workspace(connection_id)
        if workspace is None:
            return
        workspace.monitor.task_finished.connect(partial(self._announce, connection_id))
        workspace.task_created.connect(partial(self._take_created, connection_id))
        workspace.warned.connect(self._notifier.warn)
        workspace.error_occurred.connect(self._notifier.show_error)

    def _take_created(self, connection_id: str, task: Task) -> None:
        self._started_here.add((connection_id, task.id))
        self.task_created.emit(self._item(connection_id, task))

    def _announce(self, connection_id: str, task: Task) -> None:
        item, name = self._item(connection_id, task), wording.one_line(task.name, 60)
        if task.completed and has_no_place(task):
            text = self.tr("“{name}” is completed, but has no place on the map: its photos have no position.")
            self._notifier.announce(text.format(name=name), Qgis.MessageLevel.Warning, aloud=self._settings.notify)
        elif task.completed:
            self._announce_completed(item, name)
        elif task.failed:
            self._announce_failed(item, name, task)

    def _announce_completed(self, item: Item, name: str) -> None:
        text = self.tr("“{name}” is completed.").format(name=name)
        loads = self._settings.load_when_finished and self._is_from_here(item)
        buttons = [] if loads else [(self.tr("Add to map"), lambda: self._actions.load(item))]
        self._notifier.announce(text, Qgis.MessageLevel.Success, buttons, aloud=self._settings.notify)
        if loads:
            self._actions.load(item)

    def _announce_failed(self, item: Item, name: str, task: Task) -> None:
        """With the reason in plain words where it is known, else in those of the server."""
        reason = wording.one_line(task.last_error) or self.tr("the server gave no reason")
        hint = hint_for(task.last_error or "")
        text = self.tr("“{name}” failed: {reason}").format(name=name, reason=reason)
        button = (self.tr("Show console"), lambda: self.console_wanted.emit(item))
        whole = f"{text}\n{hint}" if hint else text
        self._notifier.announce(whole, Qgis.MessageLevel.Critical, [button], aloud=self._settings.notify)

    def _is_from_here(self, item: Item) -> bool:
        return item.task is not None and (item.connection_id, item.task.id) in self._started_here

    def _item(self, connection_id: str, task: Task) -> Item:
        """The task as a row of the tree."""
        workspace = self._servers.workspace(connection_id)
        projects = workspace.monitor.projects if workspace is not None else ()
        project = next((each for each in projects if each.id == task.project_id), None)
        return Item(connection_id, project, task)
