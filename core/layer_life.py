"""Tells the keeper of the layers what the servers do: which are open, and what became of their tasks."""

from __future__ import annotations

from functools import partial
from typing import Optional, Tuple

from qgis.PyQt.QtCore import QObject

from .api.client import Client
from .jobs import Jobs
from .layers.access.inquiry import BlankLayers
from .layers.access.renewal import TokenKeeper
from .layers.life.keeper import KnownServer, LayerKeeper, OpenServer, Standing
from .layers.vectors.photo_pictures import PhotoPictures
from .server import Server, ServerState
from .servers import Servers
from .workspace import Workspace

_STANDINGS = {
    ServerState.OPENING: Standing.OPENING,
    ServerState.OFFLINE: Standing.OPENING,  # tried again by itself
    ServerState.ONLINE: Standing.OPEN,
}


class LayerLife(QObject):
    """Joins `keeper`, whose signals tell what the user should know, to the servers. `uninstall` it in `unload()`."""

    def __init__(
        self, servers: Servers, jobs: Jobs, parent: Optional[QObject] = None, tokens: Optional[TokenKeeper] = None
    ) -> None:
        super().__init__(parent)
        self._servers = servers
        self.keeper = LayerKeeper(jobs, self._known, self)
        self._blank = BlankLayers(jobs, self._client_at, self)
        self._pictures = PhotoPictures(jobs, self._client_at, parent=self)
        if tokens is not None:
            self._follow(tokens)
        servers.opened.connect(self._take_opened)
        servers.closed.connect(self.keeper.take_closed)
        for server in servers.all():
            if servers.workspace(server.connection.id) is not None:
                self._take_opened(server.connection.id)

    def uninstall(self) -> None:
        """Watch no more."""
        self._servers.opened.disconnect(self._take_opened)
        self._servers.closed.disconnect(self.keeper.take_closed)
        self._pictures.uninstall()
        self._blank.uninstall()
        self.keeper.uninstall()

    def _follow(self, tokens: TokenKeeper) -> None:
        """Layers that were blank for their token are painted again; of others it is found out why they are."""
        tokens.renewed.connect(self.keeper.take_renewed)
        tokens.renewed.connect(self._blank.take_renewed)
        tokens.trouble.connect(self._blank.take_trouble)
        tokens.log_in_refused.connect(self._servers.take_refused_log_in)
        self._blank.said.connect(self.keeper.said)
        self._blank.examination_wanted.connect(self._examine)

    def _examine(self, server_url: str) -> None:
        """Look again where the tasks of its layers are."""
        for workspace in self._at(server_url):
            self._tell_open(workspace)

    def _at(self, server_url: str) -> Tuple[Workspace, ...]:
        """The open server with this address, if there is one."""
        return tuple(each for each in self._servers.workspaces() if each.client.session.url == server_url)

    def _client_at(self, server_url: str) -> Optional[Client]:
        return next((each.client for each in self._at(server_url)), None)

    def _take_opened(self, connection_id: str) -> None:
        workspace = self._servers.workspace(connection_id)
        if workspace is None:
            return
        workspace.monitor.tasks_changed.connect(partial(self.keeper.take_tasks, connection_id))
        workspace.monitor.connection_restored.connect(partial(self.keeper.take_renewed, workspace.client.session.url))
        self._tell_open(workspace)

    def _tell_open(self, workspace: Workspace) -> None:
        connection = workspace.connection
        self.keeper.take_open(OpenServer(connection.id, connection.name, workspace.client, connection.is_local))

    def _known(self) -> Tuple[KnownServer, ...]:
        return tuple(self._standing_of(server) for server in self._servers.all())

    def _standing_of(self, server: Server) -> KnownServer:
        connection = server.connection
        is_open = self._servers.workspace(connection.id) is not None
        standing = Standing.OPEN if is_open else _STANDINGS.get(server.state, Standing.CLOSED)
        return KnownServer(connection.id, connection.name, connection.url, connection.is_local, standing)
