"""What of a finished task can go on the map, asked from its server: addresses, zoom levels, extents, ranges of heights.

Runs on a thread, and looks at one tile of each raster: QGIS takes every XYZ layer as valid and paints refused tiles blank.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from enum import Enum
from typing import Callable, Collection, List, Optional, Sequence, Set, Tuple
from urllib.parse import urlsplit

from qgis.PyQt.QtCore import QCoreApplication

from ..api.client import Client
from ..api.errors import InvalidRequest, NotFound, ServerFailed
from ..api.exchange import never
from ..api.rasters import RasterKind, RasterMetadata, RasterStyle, TileJson
from ..api.task import Task
from ..errors import Cancelled, NadirError
from .tiles import tile_at

translate = QCoreApplication.translate  # called by this name, so that the translation tools find the texts

HEIGHT_RAMPS = ("viridis", "terrain", "gist_earth", "spectral")  # the first that the server knows
SHADING = 1.0  # exaggeration in the shaded relief: none, as more turns the noise of matching into furrows
EPT = "entwine_pointcloud/ept.json"
TILE_LIMIT = 8 * 1024 * 1024  # bytes
PROBE_LEVELS = 2  # how many zoom levels above the one at which a raster fits into a tile are probed

Extent = Tuple[float, float, float, float]  # west, south, east, north in degrees


class LayerKind(Enum):
    """The products that go on the map, as the layers' custom property `nadir/kind` names them."""

    ORTHOPHOTO = "orthophoto"
    DSM = "dsm"
    DTM = "dtm"
    POINT_CLOUD = "pointcloud"

    @property
    def title(self) -> str:
        """The layer's name."""
        return {
            LayerKind.ORTHOPHOTO: translate("Layers", "Orthophoto"),
            LayerKind.DSM: translate("Layers", "Surface model (DSM)"),
            LayerKind.DTM: translate("Layers", "Terrain model (DTM)"),
            LayerKind.POINT_CLOUD: translate("Layers", "Point cloud"),
        }[self]


RASTERS = {LayerKind.ORTHOPHOTO: RasterKind.ORTHOPHOTO, LayerKind.DSM: RasterKind.DSM, LayerKind.DTM: RasterKind.DTM}
ASSETS = {
    LayerKind.ORTHOPHOTO: ("orthophoto.tif",),
    LayerKind.DSM: ("dsm.tif",),
    LayerKind.DTM: ("dtm.tif",),
    LayerKind.POINT_CLOUD: ("georeferenced_model.laz", "georeferenced_model.las"),
}


@dataclass(frozen=True)
class TilesPlan:
    """A raster as XYZ tiles. `heights`: metres at the two ends of the colour ramp, None for an orthophoto."""

    kind: LayerKind
    tile_url: str
    minzoom: int
    maxzoom: int
    extent: Optional[Extent]
    heights: Optional[Tuple[float, float]] = None


@dataclass(frozen=True)
class PointCloudPlan:
    """A point cloud as EPT, read from the server node by node."""

    url: str
    points: int
    has_colours: bool
    wkt: str  # of its reference system, '' if it names none


@dataclass(frozen=True)
class LayerPlan:
    """All that is needed to make a task's layers, and what is missing and why."""

    task: Task
    server_url: str
    tiles: Tuple[TilesPlan, ...] = ()
    point_cloud: Optional[PointCloudPlan] = None
    problems: Tuple[NadirError, ...] = ()
    warning: str = ""  # what the task did not give, all of it in one text for the user


def plan(
    client: Client,
    task: Task,
    kinds: Collection[LayerKind] = tuple(LayerKind),
    *,
    cancelled: Callable[[], bool] = never,
) -> LayerPlan:
    """Ask the server about each product; a product that cannot be had becomes a problem and stops no other.

    Products that the task did not give are no error: they are named in `warning`. Raises Cancelled.
    """
    if has_no_place(task):
        return LayerPlan(task, client.session.url, warning=why_no_place(task))
    tiles: List[TilesPlan] = []
    cloud: Optional[PointCloudPlan] = None
    problems: List[NadirError] = []
    for kind in (kind for kind in LayerKind if kind in kinds and _is_there(task, kind)):
        try:
            if kind is LayerKind.POINT_CLOUD:
                cloud = _plan_point_cloud(client, task, cancelled)
            else:
                tiles.append(_plan_tiles(client, task, kind, cancelled))
        except Cancelled:
            raise
        except NadirError as error:
            problems.append(_not_loaded(kind, error))
    absent = [kind for kind in LayerKind if kind in kinds and kind in _asked_for(task) and not _is_there(task, kind)]
    return LayerPlan(task, client.session.url, tuple(tiles), cloud, tuple(problems), _absent(task, absent))


def products_of(task: Task) -> Set[LayerKind]:
    """The products that a task has on its server."""
    return {kind for kind in LayerKind if _is_there(task, kind)}


def has_no_place(task: Task) -> bool:
    """Whether nothing of a completed task can lie on the map: there are points, but no raster, reference system or extent.

    That is what becomes of photos without a position.
    """
    if task.extent is not None or task.epsg is not None or not _is_there(task, LayerKind.POINT_CLOUD):
        return False
    return LayerKind.ORTHOPHOTO in _asked_for(task) and not any(_is_there(task, kind) for kind in RASTERS)


def why_no_place(task: Task) -> str:
    """The same in a sentence for the user; '' where the task has a place."""
    if not has_no_place(task):
        return ""
    return translate("Layers", "“{task}” has no place on the map: its photos have no position.").format(
        task=" ".join(task.name.split())
    )


def result_version(task: Task) -> str:
    """Changes when a task has run again, so that QGIS does not show the tiles of before from its cache."""
    return f"{max(task.processing_time_ms, 0):x}"


def _is_there(task: Task, kind: LayerKind) -> bool:
    return any(asset in task.available_assets for asset in ASSETS[kind])


def _asked_for(task: Task) -> Set[LayerKind]:
    """The products that a task is to have, by its options."""
    options = {option.name: option.value for option in task.options}
    asked = {LayerKind.POINT_CLOUD} | {kind for kind in (LayerKind.DSM, LayerKind.DTM) if options.get(kind.value)}
    return asked if options.get("skip-orthophoto") else asked | {LayerKind.ORTHOPHOTO}


def _absent(task: Task, kinds: Sequence[LayerKind]) -> str:
    """One sentence for all products that were asked for and are not there; '' for none."""
    if not kinds:
        return ""
    return translate("Layers", "Missing in “{task}”: {products}. The task's console says more.").format(
        task=" ".join(task.name.split()), products=", ".join(kind.title for kind in kinds)
    )


def _not_loaded(kind: LayerKind, error: NadirError) -> NadirError:
    summary = translate("Layers", "{product} was not loaded: {reason}").format(product=kind.title, reason=error.summary)
    return NadirError(summary, error.remedy, error.detail)


def _plan_tiles(client: Client, task: Task, kind: LayerKind, cancelled: Callable[[], bool]) -> TilesPlan:
    if kind is LayerKind.ORTHOPHOTO:
        tiles = client.rasters.tiles(task.project_id, task.id, RASTERS[kind], cancelled=cancelled)
        _probe(client, tiles, cancelled)
        return _tiles_plan(task, kind, tiles, tiles.bounds, None)
    metadata = client.rasters.metadata(task.project_id, task.id, RASTERS[kind], cancelled=cancelled)
    heights = height_range(metadata)
    ramp = next((name for name in HEIGHT_RAMPS if name in metadata.color_maps), HEIGHT_RAMPS[0])
    flat = RasterStyle(color_map=ramp, rescale=heights)
    lit = replace(flat, hillshade=SHADING)
    shaded = client.rasters.tiles(task.project_id, task.id, RASTERS[kind], lit, cancelled=cancelled)
    try:
        _probe(client, shaded, cancelled)
        tiles = shaded
    except (InvalidRequest, ServerFailed):  # an old server that cannot shade
        tiles = client.rasters.tiles(task.project_id, task.id, RASTERS[kind], flat, cancelled=cancelled)
        _probe(client, tiles, cancelled)
    return _tiles_plan(task, kind, tiles, tiles.bounds or metadata.bounds, heights)


def _tiles_plan(
    task: Task, kind: LayerKind, tiles: TileJson, bounds: Optional[Extent], heights: Optional[Tuple[float, float]]
) -> TilesPlan:
    joint = "&" if urlsplit(tiles.tile_url).query else "?"
    address = f"{tiles.tile_url}{joint}v={result_version(task)}"
    return TilesPlan(kind, address, tiles.minzoom, tiles.maxzoom, bounds or task.extent, heights)


def height_range(metadata: RasterMetadata) -> Tuple[float, float]:
    """The metres that the colour ramp spans: without the outermost 2 % at each side, and never nothing."""
    if not metadata.bands:
        raise NadirError(
            translate("Layers", "The server knows no heights of it."),
            translate("Layers", "Restart the task, or download the file."),
        )
    band = metadata.bands[0]
    low, high = band.percentile_2, band.percentile_98
    if not low < high:
        low, high = band.minimum, band.maximum
    if not low < high:
        low, high = low - 0.5, low + 0.5
    return round(low, 3), round(high, 3)


def _probe(client: Client, tiles: TileJson, cancelled: Callable[[], bool]) -> None:
    """Ask for a tile in the middle, at a level that shows the whole raster; raises what keeps the layer blank."""
    if tiles.bounds is None:
        return
    server = client.session.url
    for level in range(PROBE_LEVELS + 1):
        zoom, column, row = tile_at(tiles.bounds, tiles.minzoom, tiles.maxzoom, level)
        address = tiles.tile_url.replace("{z}", str(zoom)).replace("{x}", str(column)).replace("{y}", str(row))
        try:
            client.session.get_bytes(address[len(server) :], limit=TILE_LIMIT, cancelled=cancelled)
            return
        except NotFound:
            if level == PROBE_LEVELS:
                raise


def _plan_point_cloud(client: Client, task: Task, cancelled: Callable[[], bool]) -> PointCloudPlan:
    try:
        content = client.assets.read_raw(task.project_id, task.id, EPT, cancelled=cancelled)
    except NotFound as error:
        raise NadirError(
            translate("Layers", "this server does not offer it as EPT, the form that QGIS reads from a server."),
            translate("Layers", "Download the point cloud from the server and open the file."),
            error.detail,
        ) from error
    return read_ept(client.assets.raw_url(task.project_id, task.id, EPT), content)


def read_ept(url: str, content: bytes) -> PointCloudPlan:
    """What an ept.json says. Raises NadirError."""
    try:
        data = json.loads(content)
        names = {str(dimension["name"]).lower() for dimension in data["schema"]}
        wkt = (data.get("srs") or {}).get("wkt")
        return PointCloudPlan(url, int(data["points"]), {"red", "green", "blue"} <= names, str(wkt or ""))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise NadirError(
            translate("Layers", "its description on the server is damaged."),
            translate("Layers", "Restart the task."),
            str(error),
        ) from error
