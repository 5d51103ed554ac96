"""Orthophoto, DSM and DTM as map tiles, and what is known of their values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Any, Optional, Tuple
from urllib.parse import urlsplit, urlunsplit

from . import fields
from .address import segment
from .errors import UnexpectedAnswer
from .exchange import CancelCheck, never
from .fields import Bounds, Json
from .ids import ProjectId, TaskId
from .session import Session


class RasterKind(Enum):
    """The rasters that a server serves as tiles, by the name in their address."""

    ORTHOPHOTO = "orthophoto"
    DSM = "dsm"
    DTM = "dtm"


@dataclass(frozen=True)
class TileJson:
    """Where a raster's tiles are: `tile_url` is absolute, for PNG tiles, with {z}, {x} and {y} to fill in (XYZ)."""

    name: str
    tile_url: str
    minzoom: int
    maxzoom: int
    bounds: Optional[Bounds]

    @classmethod
    def from_json(cls, content: Any, server: str) -> TileJson:
        """`server` is the address that relative tile addresses are relative to."""
        data = fields.mapping(content, "description of tiles")
        templates = fields.texts(data, "tiles")
        if not templates:
            raise UnexpectedAnswer("The server names no tiles.", "", repr(content)[:200])
        return cls(
            name=fields.text(data, "name"),
            tile_url=absolute_tile_url(templates[0], server),
            minzoom=fields.integer(data, "minzoom") or 0,
            maxzoom=fields.integer(data, "maxzoom") or 22,
            bounds=fields.bounds(data.get("bounds")),
        )


@dataclass(frozen=True)
class BandStatistics:
    """Values of one band, in its own unit (metres for DSM and DTM); percentiles leave out the outliers."""

    minimum: float
    maximum: float
    percentile_2: float
    percentile_98: float
    std: Optional[float] = None

    @classmethod
    def from_json(cls, data: Json) -> Optional[BandStatistics]:
        minimum, maximum = fields.number(data, "min"), fields.number(data, "max")
        if minimum is None or maximum is None:
            return None
        percentiles = data.get("percentiles")
        ends = [fields.finite(item) for item in percentiles] if isinstance(percentiles, list) else []
        low, high = (ends[0], ends[-1]) if len(ends) >= 2 else (None, None)
        return cls(
            minimum,
            maximum,
            minimum if low is None else low,
            maximum if high is None else high,
            fields.number(data, "std"),
        )


@dataclass(frozen=True)
class RasterMetadata:
    """What a server knows of a raster. `bounds` in degrees; `color_maps` are the names that tiles can be asked in."""

    bands: Tuple[BandStatistics, ...]
    bounds: Optional[Bounds] = None
    nodata: Optional[float] = None
    minzoom: Optional[int] = None
    maxzoom: Optional[int] = None
    width: Optional[int] = None
    height: Optional[int] = None
    dtype: str = ""
    band_descriptions: Tuple[str, ...] = ()
    color_maps: Tuple[str, ...] = ()

    @classmethod
    def from_json(cls, content: Any) -> RasterMetadata:
        data = fields.mapping(content, "description of a raster")
        return cls(
            bands=_bands(fields.child(data, "statistics")),
            bounds=fields.bounds(fields.child(data, "bounds").get("value")),
            nodata=fields.number(data, "nodata_value"),
            minzoom=fields.integer(data, "minzoom"),
            maxzoom=fields.integer(data, "maxzoom"),
            width=fields.integer(data, "width"),
            height=fields.integer(data, "height"),
            dtype=fields.text(data, "dtype"),
            band_descriptions=_descriptions(data.get("band_descriptions")),
            color_maps=tuple(fields.text(item, "key") for item in fields.objects(data, "color_maps")),
        )


class Rasters:
    """`/api/projects/{id}/tasks/{id}/{orthophoto,dsm,dtm}/`"""

    def __init__(self, session: Session) -> None:
        self._session = session

    def tiles(
        self,
        project_id: ProjectId,
        task_id: TaskId,
        kind: RasterKind,
        *,
        rescale: Optional[Tuple[float, float]] = None,
        color_map: str = "",
        hillshade: Optional[float] = None,
        cancelled: CancelCheck = never,
    ) -> TileJson:
        """The tiles drawn as asked.

        rescale: values at the two ends of the colour map; without it DSM and DTM come out nearly flat grey.
        hillshade: exaggeration of the heights in the shading, None for none.
        """
        params: dict[str, str] = {}
        if rescale is not None:
            params["rescale"] = f"{rescale[0]:.10g},{rescale[1]:.10g}"
        if color_map:
            params["color_map"] = color_map
        if hillshade is not None:
            params["hillshade"] = f"{hillshade:.10g}"
        path = _path(project_id, task_id, kind) + "tiles.json"
        return TileJson.from_json(self._session.get_json(path, params, cancelled=cancelled), self._session.url)

    def metadata(
        self, project_id: ProjectId, task_id: TaskId, kind: RasterKind, *, cancelled: CancelCheck = never
    ) -> RasterMetadata:
        path = _path(project_id, task_id, kind) + "metadata"
        return RasterMetadata.from_json(self._session.get_json(path, cancelled=cancelled))


def absolute_tile_url(template: str, server: str) -> str:
    """A tile address on the server itself, whatever host the server wrote into it, for PNG tiles.

    Without an ending servers choose the format tile by tile, which a GIS takes badly.
    """
    tile, home = urlsplit(template), urlsplit(server)
    path = tile.path if tile.path.startswith("/") else "/" + tile.path
    if home.path and not path.startswith(home.path + "/"):  # a server under a path that does not know of it
        path = home.path + path
    if "." not in path.rsplit("/", 1)[-1]:
        path += ".png"
    return urlunsplit((home.scheme, home.netloc, path, tile.query, ""))


def _bands(statistics: Json) -> Tuple[BandStatistics, ...]:
    numbered = sorted(
        (int(key), value) for key, value in statistics.items() if key.isdigit() and isinstance(value, dict)
    )
    bands = (BandStatistics.from_json(value) for _number, value in numbered)
    return tuple(band for band in bands if band is not None)


def _descriptions(content: Any) -> Tuple[str, ...]:
    """[["1", "red"], ...] to ('red', ...)"""
    pairs = content if isinstance(content, list) else []
    return tuple(str(pair[1] or "") for pair in pairs if isinstance(pair, list) and len(pair) == 2)


def _path(project_id: ProjectId, task_id: TaskId, kind: RasterKind) -> str:
    return f"/api/projects/{segment(project_id)}/tasks/{segment(task_id)}/{kind.value}/"
