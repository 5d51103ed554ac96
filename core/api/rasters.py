"""Orthophoto, DSM and DTM as map tiles, and what is known of their values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Any, Dict, Mapping, Optional, Tuple
from urllib.parse import SplitResult, urlencode, urlsplit, urlunsplit

from . import fields
from .errors import InvalidRequest, NotFound, UnexpectedAnswer
from .exchange import CancelCheck, never
from .fields import Bounds
from .ids import ProjectId, TaskId
from .raster_metadata import BandStatistics, RasterMetadata
from .raster_style import PLAIN, RasterStyle
from .session import Session
from .tasks import tasks_path
from .transport import Call

__all__ = ["BandStatistics", "RasterKind", "RasterMetadata", "RasterStyle", "Rasters", "TileJson", "absolute_tile_url"]

_TILE_LIMIT = 32 * 1024 * 1024  # bytes
_SMALL, _LARGE = 256, 512  # pixels, the only ones that there are
TILE_FORMATS = ("png", "jpg", "webp")


class RasterKind(Enum):
    """The rasters that a server serves as tiles, by the name in their address."""

    ORTHOPHOTO = "orthophoto"
    DSM = "dsm"
    DTM = "dtm"


@dataclass(frozen=True)
class TileJson:
    """Where a raster's tiles are: `tile_url` is absolute, for PNG tiles, with {z}, {x} and {y} to fill in (XYZ).

    It holds no token. minzoom, maxzoom: three levels more at each end than the data has. picks_format: the server named
    no ending; asked without one it sends what suits each tile, JPEG where that is opaque. from_south: rows are counted
    from the south ("tms"), as servers of the first generation did.
    """

    name: str
    tile_url: str
    minzoom: int
    maxzoom: int
    bounds: Optional[Bounds]
    picks_format: bool = False
    from_south: bool = False

    @classmethod
    def from_json(cls, content: Any, server: str, missing: Mapping[str, str] = {}) -> TileJson:  # noqa: B006 - read
        """`server`: the address that relative tile addresses are relative to; `missing`: what the server forgot."""
        data = fields.mapping(content, "description of tiles")
        templates = fields.texts(data, "tiles")
        if not templates:
            raise UnexpectedAnswer("The server names no tiles.", "", repr(content)[:200])
        return cls(
            name=fields.text(data, "name"),
            tile_url=_with_query(absolute_tile_url(templates[0], server), missing),
            minzoom=fields.integer(data, "minzoom") or 0,
            maxzoom=fields.integer(data, "maxzoom") or 22,
            bounds=fields.bounds(data.get("bounds")),
            picks_format="." not in _split(templates[0]).path.rsplit("/", 1)[-1],
            from_south=fields.text(data, "scheme").lower() == "tms",
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
        style: RasterStyle = PLAIN,
        *,
        cancelled: CancelCheck = never,
    ) -> TileJson:
        """Where the tiles are, drawn as asked."""
        path = f"{_path(project_id, task_id, kind)}tiles.json"
        content = self._session.get_json(path, style.params(), cancelled=cancelled)
        return TileJson.from_json(content, self._session.url, style.only_in_tiles)

    def bounds(
        self, project_id: ProjectId, task_id: TaskId, kind: RasterKind, *, cancelled: CancelCheck = never
    ) -> Optional[Bounds]:
        """West, south, east, north in degrees; None where the server does not know."""
        content = self._session.get_json(f"{_path(project_id, task_id, kind)}bounds", cancelled=cancelled)
        return fields.bounds(fields.mapping(content, "description of bounds").get("bounds"))

    def metadata(
        self,
        project_id: ProjectId,
        task_id: TaskId,
        kind: RasterKind,
        style: RasterStyle = PLAIN,
        *,
        value_range: Optional[Tuple[float, float]] = None,
        cancelled: CancelCheck = never,
    ) -> RasterMetadata:
        """Values of the raster, or of what the style's formula makes of it. value_range: for the histogram."""
        params: Dict[str, str] = style.params()
        if value_range is not None:
            params["range"] = f"{value_range[0]:.10g},{value_range[1]:.10g}"
        path = f"{_path(project_id, task_id, kind)}metadata"
        return RasterMetadata.from_json(self._session.get_json(path, params, cancelled=cancelled))

    def tile_url(
        self,
        project_id: ProjectId,
        task_id: TaskId,
        kind: RasterKind,
        style: RasterStyle = PLAIN,
        *,
        extension: str = "png",
        twice: bool = False,
    ) -> str:
        """The absolute address of tiles of 256 pixels with {z}, {x} and {y} to fill in; `twice`: of 512 over the same
        ground. Made without asking the server.
        """
        name = "{y}@2x" if twice else "{y}"
        path = f"{_path(project_id, task_id, kind)}tiles/{{z}}/{{x}}/{name}.{_format(extension)}"
        return _with_query(self._session.url + path, style.params())

    def tile(
        self,
        project_id: ProjectId,
        task_id: TaskId,
        kind: RasterKind,
        place: Tuple[int, int, int],
        style: RasterStyle = PLAIN,
        *,
        extension: str = "png",
        size: int = _SMALL,
        cancelled: CancelCheck = never,
    ) -> Optional[bytes]:
        """The tile at zoom, column, row; None outside of the data, which is no error in a map.

        size: 256, or 512 pixels over the same ground. A server asked for 512 by size counts zooms from one further on;
        asking for twice the scale gives the same picture without that.
        """
        if size not in (_SMALL, _LARGE):
            raise InvalidRequest(f"There are no tiles of {size} pixels.", "Ask for 256 or 512.")
        zoom, column, row = place
        scale = "@2x" if size == _LARGE else ""
        path = f"{_path(project_id, task_id, kind)}tiles/{zoom}/{column}/{row}{scale}.{_format(extension)}"
        call = Call("GET", path, params=style.params(), limit=_TILE_LIMIT)
        answer = self._session.call(call, cancelled=cancelled)
        try:
            answer.raise_for_status()
        except NotFound:
            return None
        return answer.body


def absolute_tile_url(template: str, server: str) -> str:
    """A tile address on the server itself, whatever host the server wrote into it, for PNG tiles.

    Without an ending servers choose the format tile by tile, which a GIS takes badly.
    """
    tile, home = _split(template), urlsplit(server)
    path = tile.path if tile.path.startswith("/") else "/" + tile.path
    if home.path and not path.startswith(home.path + "/"):  # a server under a path that does not know of it
        path = home.path + path
    if "." not in path.rsplit("/", 1)[-1]:
        path += ".png"
    return urlunsplit((home.scheme, home.netloc, path, tile.query, ""))


def _split(template: str) -> SplitResult:
    try:
        return urlsplit(template)
    except ValueError as error:  # such as half an IPv6 address
        raise UnexpectedAnswer("The server's address of tiles cannot be read.", "", template[:200]) from error


def _with_query(url: str, params: Mapping[str, str]) -> str:
    if not params:
        return url
    joint = "&" if urlsplit(url).query else "?"
    return f"{url}{joint}{urlencode(params)}"


def _format(extension: str) -> str:
    if extension not in TILE_FORMATS:
        raise InvalidRequest(f"There are no {extension} tiles.", f"There are {', '.join(TILE_FORMATS)}.")
    return extension


def _path(project_id: ProjectId, task_id: TaskId, kind: RasterKind) -> str:
    return f"{tasks_path(project_id, task_id)}{kind.value}/"
