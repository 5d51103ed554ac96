"""Verbs that change nothing on a server: new task, console, browser, copy ID, refresh."""

from __future__ import annotations

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QCoreApplication, QUrl, pyqtSignal
from qgis.PyQt.QtGui import QDesktopServices

from ...core.api.links import project_page, task_page
from ..selection import Item
from .group import Group
from .verb import Acts, Verb

translate = QCoreApplication.translate  # called by this name, so that the translation tools find the texts

MOST_PAGES = 5  # that the browser is asked to open at once


class LookingVerbs(Group):
    """What shows things, here or elsewhere."""

    new_task_wanted = pyqtSignal(object, object)  # Item or None, list of paths
    console_wanted = pyqtSignal(object)  # Item
    details_wanted = pyqtSignal(object)  # Item
    server_add_wanted = pyqtSignal()

    def verbs(self) -> dict[str, Verb]:
        why = self.why
        return {
            "new_task": Verb(
                "new-task", translate("Actions", "New &task…"), Acts.SERVER, self._new_task, self._no_new_task,
                shortcut="Ctrl+T", several=False,
            ),
            "add_server": Verb(
                "server", translate("Actions", "Add ser&ver…"), Acts.SERVER, lambda _items: self.server_add_wanted.emit()
            ),
            "console": Verb(
                "console", translate("Actions", "Show c&onsole"), Acts.TASK,
                lambda items: self.console_wanted.emit(items[0]), several=False,
            ),
            "details": Verb(
                "details", translate("Actions", "Show detail&s"), Acts.BOTH,
                lambda items: self.details_wanted.emit(items[0]), several=False,
            ),
            "open_browser": Verb(
                "browser", translate("Actions", "Open in bro&wser"), Acts.BOTH, self._browse,
                why.any_of(why.local, self._closed),
            ),
            "copy_id": Verb("copy", translate("Actions", "Copy &ID"), Acts.BOTH, self._copy_ids, shortcut="Ctrl+C"),
            "refresh": Verb(
                "refresh", translate("Actions", "Re&fresh"), Acts.SERVER, self._refresh, self._nothing_open, shortcut="F5"
            ),
        }  # fmt: skip

    def _new_task(self, items: tuple[Item, ...]) -> None:
        item = items[0]
        self.new_task_wanted.emit(item if item.connection_id else None, [])

    def _no_new_task(self, item: Item) -> str:
        """The dialog asks which server, also for one to be opened; a chosen one that is open has to answer."""
        is_open = self.desk.servers.workspace(item.connection_id) is not None
        return self.why.offline(item) if is_open else ""

    def _browse(self, items: tuple[Item, ...]) -> None:
        for item in items[:MOST_PAGES]:
            workspace = self.desk.workspace(item)
            if workspace is None or item.project is None:
                continue
            url = workspace.client.session.url
            page = task_page(url, item.task) if item.task is not None else project_page(url, item.project)
            QDesktopServices.openUrl(QUrl(page))

    def _copy_ids(self, items: tuple[Item, ...]) -> None:
        chosen = [item.task or item.project for item in items]
        QgsApplication.clipboard().setText("\n".join(each.id for each in chosen if each is not None))

    def _refresh(self, items: tuple[Item, ...]) -> None:
        """The selected server, or all."""
        own = self.desk.servers.workspace(items[0].connection_id) if items[0].connection_id else None
        for workspace in (own,) if own is not None else self.desk.servers.workspaces():
            workspace.monitor.refresh()

    def _nothing_open(self, _item: Item) -> str:
        return "" if self.desk.servers.workspaces() else translate("Actions", "No server is connected.")

    def _closed(self, item: Item) -> str:
        return "" if self.desk.workspace(item) is not None else self.why.offline(item)
