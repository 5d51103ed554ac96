"""A task's products in another form: other file format, reference system, colours."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Any, Dict, Optional, Tuple
from urllib.parse import urlsplit

from . import fields
from .address import origin_of, segment
from .errors import InvalidRequest, UnexpectedAnswer
from .exchange import CancelCheck, never
from .ids import ProjectId, TaskId
from .session import Session


class ExportProduct(Enum):
    """What can be exported, by its name in addresses."""

    ORTHOPHOTO = "orthophoto"
    DSM = "dsm"
    DTM = "dtm"
    POINT_CLOUD = "georeferenced_model"


RASTER_FORMATS = {"gtiff": ".tif", "gtiff-rgb": ".tif", "jpg": ".jpg", "png": ".png", "kmz": ".kmz"}
CLOUD_FORMATS = {"laz": ".laz", "las": ".las", "ply": ".ply", "csv": ".csv"}
"""What servers export to, and the endings of the files. 'gtiff' keeps values, 'gtiff-rgb' has the colours of the view."""


@dataclass(frozen=True)
class ExportOptions:
    """What to make of a product; what is None stays as the server does it.

    epsg: code of the reference system, or `proj` in its place. formula with bands, color_map, rescale (low, high) and
    hillshade (exaggeration) as for tiles. resample: metres between the points of a cloud.
    """

    product: ExportProduct
    format: str
    epsg: Optional[int] = None
    proj: Optional[str] = None
    formula: Optional[str] = None
    bands: Optional[str] = None
    color_map: Optional[str] = None
    rescale: Optional[Tuple[float, float]] = None
    hillshade: Optional[float] = None
    resample: Optional[float] = None

    @property
    def ending(self) -> str:
        """Of the file, such as '.tif'. Raises `InvalidRequest` for a format that does not go with the product."""
        formats = CLOUD_FORMATS if self.product is ExportProduct.POINT_CLOUD else RASTER_FORMATS
        if self.format not in formats:
            raise InvalidRequest(
                f"'{self.format}' is no format for this product.", f"Choose one of {', '.join(formats)}."
            )
        return formats[self.format]

    def to_json(self) -> Dict[str, Any]:
        low_high = None if self.rescale is None else f"{self.rescale[0]:.10g},{self.rescale[1]:.10g}"
        wanted = {
            "format": self.format, "epsg": self.epsg, "proj": self.proj, "formula": self.formula, "bands": self.bands,
            "color_map": self.color_map, "rescale": low_high, "hillshade": self.hillshade, "resample": self.resample,
        }  # fmt: skip
        return {key: value for key, value in wanted.items() if value not in (None, "", 0)}


@dataclass(frozen=True)
class StartedExport:
    """`work_id` of what a worker makes; where nothing has to be made, `path` of the file that is there, under the
    server's address. `filename` as the server would call it.
    """

    filename: str
    work_id: str = ""
    path: str = ""


class Exports:
    """`/api/projects/{id}/tasks/{id}/{product}/export`"""

    def __init__(self, session: Session) -> None:
        self._session = session

    def start(
        self, project_id: ProjectId, task_id: TaskId, options: ExportOptions, *, cancelled: CancelCheck = never
    ) -> StartedExport:
        """Ask for an export. Wait for it with `Workers.wait`, then fetch it with `Workers.stream`.

        Raises `InvalidRequest` with the server's reason, `NotFound` where the task has no such product.
        """
        ending = options.ending
        path = f"/api/projects/{segment(project_id)}/tasks/{segment(task_id)}/{options.product.value}/export"
        content = self._session.post(path, options.to_json(), cancelled=cancelled)
        data = fields.mapping(content, "export")
        if fields.text(data, "error"):
            raise InvalidRequest(f"The server refused this: {fields.text(data, 'error')}")
        filename = fields.text(data, "filename") or options.product.value + ending
        work_id, url = fields.text(data, "celery_task_id"), fields.text(data, "url")
        if work_id:
            return StartedExport(filename, work_id=work_id)
        if not url:
            raise UnexpectedAnswer("The server did not say where the export is.", "Try again.", repr(data)[:200])
        return StartedExport(filename, path=self._path_of(url))

    def _path_of(self, url: str) -> str:
        """An address that the server gave, as a path under its own: nothing else is ever asked for."""
        try:
            parts, own = urlsplit(url), urlsplit(self._session.url)
            elsewhere = bool(parts.scheme or parts.netloc) and origin_of(url) != self._session.origin
        except ValueError as error:  # such as half an IPv6 address
            raise UnexpectedAnswer("The server points to no address.", "", repr(url)[:200]) from error
        path = parts.path[len(own.path) :] if own.path and parts.path.startswith(own.path + "/") else parts.path
        if elsewhere or not path.startswith("/api/"):
            raise UnexpectedAnswer(
                "The server points to a file outside of itself.", "", f"{parts.scheme}://{parts.netloc}{parts.path}"
            )
        return path
