"""The whole API of one server, one attribute for each resource."""

from __future__ import annotations

from nadir.core.api.assets import Assets
from nadir.core.api.nodes import ProcessingNodes
from nadir.core.api.projects import Projects
from nadir.core.api.rasters import Rasters
from nadir.core.api.session import Session
from nadir.core.api.tasks import Tasks


class Client:
    """Plain synchronous calls, from any thread; each takes `cancelled` and raises what `core/api/errors.py` lists."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.projects = Projects(session)
        self.tasks = Tasks(session)
        self.nodes = ProcessingNodes(session)
        self.rasters = Rasters(session)
        self.assets = Assets(session)
