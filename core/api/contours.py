"""Contour lines of a surface or terrain model."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Any, Dict

from .errors import InvalidRequest
from .exchange import CancelCheck, never
from .ids import TaskId, WorkerId
from .plugins import Plugin
from .rasters import RasterKind
from .remote_file import RemoteFile
from .session import Session
from .workers import DEADLINE, Workers, WorkProgress


class ContourFormat(Enum):
    """Files that contours come in, by the API's names; a shapefile comes zipped."""

    GPKG = "GPKG"
    GEOJSON = "GeoJSON"
    DXF = "DXF"
    SHAPEFILE = "ESRI Shapefile"

    @property
    def ending(self) -> str:
        """Of the file, such as '.gpkg'."""
        return {"GPKG": ".gpkg", "GeoJSON": ".json", "DXF": ".dxf", "ESRI Shapefile": ".zip"}[self.value]


@dataclass(frozen=True)
class ContourOptions:
    """kind: DSM or DTM. interval: metres between two lines. simplify: metres that a line may be off; zfactor: what the
    heights are multiplied with. epsg: reference system of the file, whose units are those of the lines.
    """

    kind: RasterKind = RasterKind.DSM
    interval: float = 1.0
    epsg: int = 4326
    format: ContourFormat = ContourFormat.GPKG
    simplify: float = 0.2
    zfactor: float = 1.0

    def to_json(self) -> Dict[str, Any]:
        """Raises `InvalidRequest` for what has no contours."""
        if self.kind is RasterKind.ORTHOPHOTO:
            raise InvalidRequest("An orthophoto has no contours.", "Choose the DSM or the DTM.")
        if self.interval <= 0:
            raise InvalidRequest("Contours need some distance between them.", "Choose an interval above 0.")
        return {
            "layer": self.kind.value.upper(),
            "epsg": self.epsg,
            "interval": self.interval,
            "format": self.format.value,
            "simplify": self.simplify,
            "zfactor": self.zfactor,
        }


class Contours:
    """`/api/plugins/contours/task/{id}/contours/`. Work that is done goes on to `file`."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._plugin = Plugin(session, "contours")
        self._workers = Workers(session)

    def is_available(self, task_id: TaskId, *, cancelled: CancelCheck = never) -> bool:
        """Whether the server can make contours at all."""
        return self._plugin.is_available(self._generate(task_id), cancelled=cancelled)

    def start(self, task_id: TaskId, options: ContourOptions, *, cancelled: CancelCheck = never) -> WorkerId:
        """Have contours made. Raises `PluginMissing`, `InvalidRequest`."""
        return self._plugin.start(self._generate(task_id), options.to_json(), cancelled=cancelled)

    def make(
        self,
        task_id: TaskId,
        options: ContourOptions,
        progress: WorkProgress = lambda fraction: None,
        *,
        deadline: float = DEADLINE,
        cancelled: CancelCheck = never,
    ) -> WorkerId:
        """Have contours made and wait for them. Raises `WorkFailed`, `NeverReady` and what `start` raises."""
        work_id = self.start(task_id, options, cancelled=cancelled)
        self._workers.wait(work_id, progress, deadline=deadline, cancelled=cancelled)
        return work_id

    def file(self, task_id: TaskId, work_id: WorkerId) -> RemoteFile:
        """What the work made."""
        path = self._plugin.path(task_id, "contours", "download", work_id)
        return RemoteFile(self._session, path, "contours")

    def _generate(self, task_id: TaskId) -> str:
        return self._plugin.path(task_id, "contours", "generate")
