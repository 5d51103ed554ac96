"""Tells the keeper of the layers what the servers do: which are open, and what became of their tasks."""

from __future__ import annotations

from functools import partial
from typing import Optional, Tuple

from qgis.PyQt.QtCore import QObject

from .jobs import Jobs
from .layers.life.keeper import KnownServer, LayerKeeper, OpenServer, Standing
from .server import Server, ServerState
from .servers import Servers

_STANDINGS = {
    ServerState.OPENING: Standing.OPENING,
    ServerState.OFFLINE: Standing.OPENING,  # tried again by itself
    ServerState.ONLINE: Standing.OPEN,
}


class LayerLife(QObject):
    """Joins `keeper`, whose signals tell what the user should know, to the servers. `uninstall` it in `unload()`."""

    def __init__(self, servers: Servers, jobs: Jobs, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._servers = servers
        self.keeper = LayerKeeper(jobs, self._known, self)
        servers.opened.connect(self._take_opened)
        servers.closed.connect(self.keeper.take_closed)
        for server in servers.all():
            if servers.workspace(server.connection.id) is not None:
                self._take_opened(server.connection.id)

    def uninstall(self) -> None:
        """Watch no more."""
        self._servers.opened.disconnect(self._take_opened)
        self._servers.closed.disconnect(self.keeper.take_closed)
        self.keeper.uninstall()

    def _take_opened(self, connection_id: str) -> None:
        workspace, server = self._servers.workspace(connection_id), self._servers.get(connection_id)
        if workspace is None or server is None:
            return
        connection = server.connection
        workspace.monitor.tasks_changed.connect(partial(self.keeper.take_tasks, connection_id))
        self.keeper.take_open(OpenServer(connection_id, connection.name, workspace.client, connection.is_local))

    def _known(self) -> Tuple[KnownServer, ...]:
        return tuple(self._standing_of(server) for server in self._servers.all())

    def _standing_of(self, server: Server) -> KnownServer:
        connection = server.connection
        is_open = self._servers.workspace(connection.id) is not None
        standing = Standing.OPEN if is_open else _STANDINGS.get(server.state, Standing.CLOSED)
        return KnownServer(connection.id, connection.name, connection.url, connection.is_local, standing)
