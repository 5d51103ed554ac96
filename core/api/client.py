"""The whole API of one server, one attribute for each resource."""

from __future__ import annotations

from .assets import Assets
from .exports import Exports
from .nodes import ProcessingNodes
from .projects import Projects
from .rasters import Rasters
from .sending import Sending
from .session import Session
from .tasks import Tasks
from .workers import Workers


class Client:
    """Plain synchronous calls, from any thread; each takes `cancelled` and raises what `core/api/errors.py` lists."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.projects = Projects(session)
        self.tasks = Tasks(session)
        self.sending = Sending(session)
        self.nodes = ProcessingNodes(session)
        self.rasters = Rasters(session)
        self.assets = Assets(session)
        self.exports = Exports(session)
        self.workers = Workers(session)
