"""What has to be known of a raster on the server to show it as tiles: address, zoom levels, extent, range of values."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Callable, List, Optional, Tuple

from qgis.PyQt.QtCore import QCoreApplication

from ...api.client import Client
from ...api.errors import NotFound
from ...api.rasters import RasterMetadata, TileJson
from ...api.task import Task
from ...errors import NadirError
from ...settings import Settings
from ..places import Extent
from ..products import RASTERS, LayerKind, result_version
from . import address, ramps
from .grid import degrees_per_pixel, sharpest_zoom
from .probe import Candidate, first_that_answers
from .style import METRES, TileStyle
from .values import RasterValues

translate = QCoreApplication.translate  # called by this name, so that the translation tools find the texts

HEIGHT_RAMPS = ("viridis", "terrain", "gist_earth", "spectral")  # the first that the server knows
SHADING = 1.0  # exaggeration in the shaded relief: none, as more turns the noise of matching into furrows
EXTRA_LEVELS = 3  # that servers draw above the sharpness of the data; QGIS enlarges by itself
DEEPEST = 24


@dataclass(frozen=True)
class TilesPlan:
    """A raster as XYZ tiles. tile_url: of 256 pixels.

    heights: values at the two ends of the colours, None for natural colours. style: how they are coloured; values: what
    is known of them; both None where the server colours without saying how, or for natural colours.
    twice: the server has the tiles with twice the pixels too, for screens that are denser. detail: the name of an index.
    """

    kind: LayerKind
    tile_url: str
    minzoom: int
    maxzoom: int
    extent: Optional[Extent]
    heights: Optional[Tuple[float, float]] = None
    style: Optional[TileStyle] = None
    twice: bool = False
    detail: str = ""
    values: Optional[RasterValues] = None


def plan_tiles(
    client: Client,
    task: Task,
    kind: LayerKind,
    cancelled: Callable[[], bool],
    *,
    twice: bool = False,
    style: Optional[TileStyle] = None,
) -> TilesPlan:
    """Ask the server about a raster, and for one of its tiles: QGIS takes every XYZ layer as valid and paints refused
    tiles blank. Raises what keeps it from being shown.

    twice: try tiles with twice the pixels. style: as the user had it before; its range and colours are kept.
    """
    if kind is LayerKind.ORTHOPHOTO:
        tiles = ask_for_tiles(client, task, kind, cancelled)
        levels = zoom_levels(tiles, _pixel_by_photos(task, tiles))
        return finish(client, task, TilesPlan(kind, address.of_photos(tiles), *levels, tiles.bounds), tiles, twice, cancelled)
    with ThreadPoolExecutor(1, "nadir: values of a raster") as aside:  # both at once: the way to a server may be long
        asked = aside.submit(client.rasters.metadata, task.project_id, task.id, RASTERS[kind], cancelled=cancelled)
        tiles = ask_for_tiles(client, task, kind, cancelled)
        metadata = _metadata(asked, tiles)
    bounds = tiles.bounds or (metadata.bounds if metadata is not None else None)
    levels = zoom_levels(tiles, pixel_of(metadata, bounds))
    planned = TilesPlan(kind, address.of(tiles), *levels, bounds)
    if metadata is not None:
        chosen = style or height_style(metadata)
        planned = replace(planned, style=chosen, heights=(chosen.low, chosen.high), values=RasterValues.of(metadata))
    return finish(client, task, planned, tiles, twice, cancelled)


def ask_for_tiles(client: Client, task: Task, kind: LayerKind, cancelled: Callable[[], bool]) -> TileJson:
    """Where the tiles are; on servers that do not tell, where they are on every server."""
    raster = RASTERS[kind]
    try:
        tiles = client.rasters.tiles(task.project_id, task.id, raster, cancelled=cancelled)
    except NotFound:
        if task.extent is None:
            raise
        url = client.rasters.tile_url(task.project_id, task.id, raster)
        tiles = TileJson(task.name, url, 0, DEEPEST, task.extent)
    return tiles if tiles.bounds is not None else replace(tiles, bounds=task.extent)


def finish(
    client: Client, task: Task, planned: TilesPlan, tiles: TileJson, twice: bool, cancelled: Callable[[], bool]
) -> TilesPlan:
    """The plan with the address and the style of the first tiles that the server gives."""
    version = result_version(task)
    candidates: List[Candidate] = []
    for sharp in (True, False) if twice else (False,):
        for style in styles_to_try(planned.style):
            url = address.styled(planned.tile_url, style.raster_style()) if style is not None else planned.tile_url
            candidates.append(Candidate(address.of_version(url, version), style, sharp))
    chosen = first_that_answers(client, candidates, planned.extent, (tiles.minzoom, tiles.maxzoom), cancelled)
    modern = tiles.picks_format and not twice
    return replace(planned, tile_url=chosen.tile_url, style=chosen.style, twice=chosen.twice or modern)


def styles_to_try(style: Optional[TileStyle]) -> Tuple[Optional[TileStyle], ...]:
    """The style, and the same without shading for old servers that cannot."""
    if style is None or not style.shading:
        return (style,)
    return style, replace(style, shading=0.0)


def height_style(metadata: RasterMetadata) -> TileStyle:
    """How heights are shown where nobody chose anything else."""
    low, high = height_range(metadata)
    values = RasterValues.of(metadata)
    if values is not None:
        low, high = values.cut(Settings().cut_percent)
    offered = [ramps.Ramp.of(item) for item in metadata.palette]
    ramp = ramps.best(offered, [name for name in HEIGHT_RAMPS if name in metadata.color_maps] or HEIGHT_RAMPS[:1])
    if ramp is None:
        return TileStyle(low, high, HEIGHT_RAMPS[0], SHADING, METRES)
    return TileStyle(low, high, ramp.key, SHADING, METRES, ramp.stops)


def height_range(metadata: RasterMetadata, cut_percent: Optional[float] = None) -> Tuple[float, float]:
    """The metres that the colour ramp spans: without the outermost part at each side, and never nothing.

    cut_percent: how much of the pixels that is, as in the settings where it is None.
    """
    values = RasterValues.of(metadata)
    if values is None:
        raise NadirError(
            translate("Layers", "The server knows no heights of it."),
            translate("Layers", "Restart the task, or download the file."),
        )
    return values.cut(Settings().cut_percent if cut_percent is None else cut_percent)


def zoom_levels(tiles: TileJson, pixel: Optional[float]) -> Tuple[int, int]:
    """(minzoom, maxzoom): the levels that hold something that the others do not. pixel: in degrees, None if unknown."""
    sharpest = tiles.maxzoom
    if pixel is not None:
        sharpest = max(sharpest_zoom(pixel), tiles.maxzoom - EXTRA_LEVELS, tiles.minzoom)
    return tiles.minzoom, min(sharpest, tiles.maxzoom)


def pixel_of(metadata: Optional[RasterMetadata], bounds: Optional[Extent]) -> Optional[float]:
    """The width of a raster's pixel in degrees."""
    if metadata is None or bounds is None or not metadata.width:
        return None
    return (bounds[2] - bounds[0]) / metadata.width


def _pixel_by_photos(task: Task, tiles: TileJson) -> Optional[float]:
    """Of an orthophoto, which is not finer than the photos that it is made of."""
    metres = (task.statistics.gsd_cm or 0.0) / 100.0
    if tiles.bounds is None or not metres > 0:
        return None
    return degrees_per_pixel(metres, (tiles.bounds[1] + tiles.bounds[3]) / 2)


def _metadata(asked: Future[RasterMetadata], tiles: TileJson) -> Optional[RasterMetadata]:
    """What the server knows of heights; None for a server of the first generation, which colours them by itself."""
    try:
        return asked.result()
    except NotFound:
        if tiles.picks_format:  # a later one, whose tiles without a range are nearly flat grey
            raise
        return None
