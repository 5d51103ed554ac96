"""The whole API of one server, one attribute for each resource."""

from __future__ import annotations

from .assets import Assets
from .contours import Contours
from .detections import Detections
from .exports import Exports
from .images import Images
from .imports import Imports
from .media import Media
from .nodes import ProcessingNodes
from .people import People
from .presets import Presets
from .projects import Projects
from .rasters import Rasters
from .scene import Scenes
from .sending import Sending
from .session import Session
from .tasks import Tasks
from .volumes import Volumes
from .workers import Workers


class Client:
    """Plain synchronous calls, from any thread; each takes `cancelled` and raises what `core/api/errors.py` lists."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.projects = Projects(session)
        self.tasks = Tasks(session)
        self.sending = Sending(session)
        self.imports = Imports(session)
        self.nodes = ProcessingNodes(session)
        self.presets = Presets(session)
        self.rasters = Rasters(session)
        self.assets = Assets(session)
        self.exports = Exports(session)
        self.images = Images(session)
        self.media = Media(session)
        self.scenes = Scenes(session)
        self.contours = Contours(session)
        self.volumes = Volumes(session)
        self.detections = Detections(session)
        self.workers = Workers(session)
        self.people = People(session)
