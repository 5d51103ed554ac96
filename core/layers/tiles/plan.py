"""What has to be known of a raster on the server to show it as tiles: address, zoom levels, extent, range of heights."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Callable, Optional, Tuple
from urllib.parse import urlsplit

from qgis.PyQt.QtCore import QCoreApplication

from ...api.client import Client
from ...api.errors import InvalidRequest, NotFound, ServerFailed
from ...api.rasters import RasterMetadata, RasterStyle, TileJson
from ...api.task import Task
from ...errors import NadirError
from ..places import Extent
from ..products import RASTERS, LayerKind, result_version
from .grid import tile_at

translate = QCoreApplication.translate  # called by this name, so that the translation tools find the texts

HEIGHT_RAMPS = ("viridis", "terrain", "gist_earth", "spectral")  # the first that the server knows
SHADING = 1.0  # exaggeration in the shaded relief: none, as more turns the noise of matching into furrows
TILE_LIMIT = 8 * 1024 * 1024  # bytes
PROBE_LEVELS = 2  # how many zoom levels above the one at which a raster fits into a tile are probed


@dataclass(frozen=True)
class TilesPlan:
    """A raster as XYZ tiles. `heights`: metres at the two ends of the colour ramp, None for an orthophoto."""

    kind: LayerKind
    tile_url: str
    minzoom: int
    maxzoom: int
    extent: Optional[Extent]
    heights: Optional[Tuple[float, float]] = None


def plan_tiles(client: Client, task: Task, kind: LayerKind, cancelled: Callable[[], bool]) -> TilesPlan:
    """Ask the server about a raster, and for one of its tiles: QGIS takes every XYZ layer as valid and paints refused
    tiles blank. Raises what keeps it from being shown.
    """
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
