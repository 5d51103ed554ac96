"""Brings what servers and their monitors tell into the tree's model, and what the tree wants to the monitors."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Optional

from qgis.PyQt.QtCore import QObject
from qgis.PyQt.QtGui import QImage

from ...core.errors import NadirError
from ...core.monitor.thumbnails import Thumbnails
from ...core.servers import Servers
from ...core.workspace import Workspace
from .choice import Choice
from .model import Listing, TreeModel
from .rows import Row


class Feed(QObject):
    """Follows all servers for one model."""

    def __init__(self, servers: Servers, model: TreeModel, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._servers = servers
        self._model = model
        self._links: dict[str, _Link] = {}
        self._choice = Choice()
        servers.list_changed.connect(self._take_list)
        servers.changed.connect(self._take_server)
        servers.opened.connect(self._open)
        servers.closed.connect(self._close)
        model.more_wanted.connect(self._fetch_more)
        self._take_list()
        for server in servers.all():
            if servers.workspace(server.connection.id) is not None:
                self._open(server.connection.id)

    def set_choice(self, choice: Choice) -> None:
        """Have the servers search for it in its order."""
        self._choice = choice
        for link in self._links.values():
            link.ask(choice)

    def watch(self, connection_id: str, expanded: Iterable[str], in_view: Iterable[str]) -> None:
        """Which projects are open, and which have rows on the screen."""
        link = self._links.get(connection_id)
        if link is not None:
            link.workspace.monitor.set_expanded(expanded)
            link.workspace.monitor.set_in_view(in_view)

    def thumbnail(self, row: Row) -> Optional[QImage]:
        """The picture of a task's row; None where there is none, or none yet."""
        link = self._links.get(row.path[0])
        return link.thumbnails.image(row.task) if link is not None and row.task is not None else None

    def stop(self) -> None:
        """Follow nobody any more."""
        for connection_id in list(self._links):
            self._close(connection_id)

    def _take_list(self) -> None:
        self._model.set_servers(self._servers.all())

    def _take_server(self, connection_id: str) -> None:
        server = self._servers.get(connection_id)
        if server is not None:
            self._model.set_server(server)

    def _open(self, connection_id: str) -> None:
        self._close(connection_id)
        workspace = self._servers.workspace(connection_id)
        if workspace is not None:
            self._links[connection_id] = _Link(connection_id, workspace, self._model, self)
            self._links[connection_id].ask(self._choice)
            self._links[connection_id].show()

    def _close(self, connection_id: str) -> None:
        link = self._links.pop(connection_id, None)
        if link is not None:
            link.end()

    def _fetch_more(self, connection_id: str) -> None:
        link = self._links.get(connection_id)
        if link is not None:
            link.workspace.monitor.fetch_more()
            link.show()


class _Link(QObject):
    """One open server."""

    def __init__(self, connection_id: str, workspace: Workspace, model: TreeModel, feed: Feed) -> None:
        super().__init__(feed)
        self.connection_id = connection_id
        self.workspace = workspace
        self.thumbnails = Thumbnails(workspace.client, workspace.jobs, self)
        self._model = model
        monitor = workspace.monitor
        monitor.projects_changed.connect(self.show)
        monitor.query_answered.connect(self.show)
        monitor.tasks_changed.connect(self._take_tasks)
        self.thumbnails.arrived.connect(self._take_thumbnail)
        for project in monitor.projects:
            if monitor.is_known(project.id):
                model.set_tasks(connection_id, project.id, monitor.tasks(project.id))

    def end(self) -> None:
        """Hear nothing more."""
        monitor = self.workspace.monitor
        monitor.projects_changed.disconnect(self.show)
        monitor.query_answered.disconnect(self.show)
        monitor.tasks_changed.disconnect(self._take_tasks)
        self.thumbnails.arrived.disconnect(self._take_thumbnail)
        self.thumbnails.stop()
        self.deleteLater()

    def ask(self, choice: Choice) -> None:
        """Have the server search."""
        self.workspace.monitor.set_query(choice.search, choice.order.value)

    def show(self) -> None:
        """Show the projects as they are known now."""
        monitor = self.workspace.monitor
        if not monitor.is_answered and self._model.has_projects(self.connection_id):
            return  # the old ones stay until there is an answer
        error = monitor.query_error
        refusal = (error.summary if isinstance(error, NadirError) else str(error)) if error is not None else ""
        listing = Listing(monitor.projects, monitor.is_answered, monitor.has_more, monitor.is_fetching, refusal)
        self._model.set_projects(self.connection_id, listing)

    def _take_tasks(self, project_id: str, tasks: tuple) -> None:
        self._model.set_tasks(self.connection_id, project_id, tasks)

    def _take_thumbnail(self, task_id: str) -> None:
        self._model.task_changed(self.connection_id, task_id)
