"""Tasks whose products are downloaded in these tests."""

from __future__ import annotations

from typing import Protocol

from nadir.test.faults.reference_server import ReferenceServer
from nadir.test.faults.servers import LocalServer, Server

_PLACES = {
    "orthophoto.tif": "odm_orthophoto/odm_orthophoto.tif",
    "georeferenced_model.las": "odm_georeferencing/odm_georeferenced_model.las",
    "shots.geojson": "odm_report/shots.geojson",
}
SINGLE_FILES = tuple(_PLACES)
"""Products that the local server has as files: archives are made while they are sent."""


class Source(Protocol):
    """A task on a server."""

    @property
    def server(self) -> Server: ...

    @property
    def project_id(self) -> str: ...

    @property
    def task_id(self) -> str: ...

    def put(self, asset: str, content: bytes) -> None:
        """Make this the task's asset from now on."""


class ReferenceTask:
    def __init__(self, server: ReferenceServer) -> None:
        self.server: Server = server
        self._keeper = server
        self.project_id = server.new_project()
        self.task_id = server.new_task(self.project_id)

    def put(self, asset: str, content: bytes) -> None:
        self._keeper.assets_changed_at += 1000
        self._keeper.assets[asset] = content


class LocalTask:
    def __init__(self, server: LocalServer) -> None:
        self.server: Server = server
        self.project_id = server.new_project()
        self.task_id = server.new_task(self.project_id)
        self._folder = server.assets_folder(self.task_id)

    def put(self, asset: str, content: bytes) -> None:
        """In one step of the file system, as the server does it."""
        path = self._folder / _PLACES[asset]
        path.parent.mkdir(parents=True, exist_ok=True)
        new = path.with_name("new")
        new.write_bytes(content)
        new.replace(path)
