"""Plant indices and temperatures out of the bands of an orthophoto: which there are, and their tiles."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Callable, Dict, FrozenSet, List, Optional, Sequence, Tuple

from qgis.PyQt.QtCore import QCoreApplication

from ...api.client import Client
from ...api.errors import InvalidRequest, ServerFailed
from ...api.raster_metadata import Algorithm, RasterMetadata
from ...api.raster_style import RasterStyle
from ...api.rasters import RasterKind
from ...api.task import OrthophotoBand, Task
from ...errors import NadirError
from ..products import LayerKind
from . import address, ramps
from .plan import TilesPlan, ask_for_tiles, finish, pixel_of, zoom_levels
from .style import TileStyle
from .values import RasterValues

translate = QCoreApplication.translate  # called by this name, so that the translation tools find the texts

PLANT_RAMPS = ("rdylgn", "spectral", "viridis")  # the first that the server knows
WATER_RAMPS = ("viridis", "cividis")
HEAT_RAMPS = ("inferno", "magma", "plasma")
FIRST = ("NDVI", "VARI")  # those that most people look for
WATER, HEAT = ("NDWI",), ("Celsius", "Kelvin")
UNITS = {"Celsius": "°C", "Kelvin": "cK"}  # the server's Kelvin are hundredths
AUTOMATIC = "auto"
SATURATED_CUT = 5.0  # percent at each side
_ASKED = (("VARI", AUTOMATIC), ("NDVI", AUTOMATIC), ("Celsius", AUTOMATIC))  # servers list indices only with a formula
_LETTER = re.compile(r"[A-Z][a-z]*")
_BANDS = {
    "red": "R",
    "green": "G",
    "blue": "B",
    "nir": "N",
    "near infrared": "N",
    "near-infrared": "N",
    "rededge": "Re",
    "red edge": "Re",
    "red-edge": "Re",
    "lwir": "L",
    "thermal": "L",
}


@dataclass(frozen=True)
class PlantIndex:
    """An index that tiles can be asked for.

    name: as the server has it, such as 'NDVI', and unique. formula: as people read it. bands: the order of bands to read
    the orthophoto in, such as 'RGB'. assumed: nobody told that the bands are these, which is so of cameras that somebody
    rebuilt for near infrared. value_range: what it can come to; None where the server does not say. ramp: to begin with.
    """

    name: str
    formula: str
    bands: str
    assumed: bool = False
    value_range: Optional[Tuple[float, float]] = None
    ramp: str = PLANT_RAMPS[0]
    help: str = ""

    @property
    def unit(self) -> str:
        return UNITS.get(self.name, "")

    def style(self) -> RasterStyle:
        """As its metadata and tiles are asked for."""
        return RasterStyle(formula=self.name, bands=self.bands)


def indices_of(metadata: RasterMetadata, bands: Sequence[OrthophotoBand] = ()) -> Tuple[PlantIndex, ...]:
    """What a server offers: first what the known bands allow (NDVI, or VARI of a plain camera, at its head), then what
    would be there if the bands were others than they say.
    """
    order = _order_of(metadata, bands)
    found = [_index(algorithm, order, metadata.color_maps) for algorithm in metadata.algorithms if algorithm.id]
    known = [index for index in found if index is not None]
    places: Dict[str, int] = {name: place for place, name in enumerate(FIRST)}
    return tuple(sorted(known, key=lambda index: (index.assumed, places.get(index.name, len(places)))))


def ask_indices(client: Client, task: Task, cancelled: Callable[[], bool]) -> Tuple[PlantIndex, ...]:
    """The indices of a task's orthophoto; () where its server has none for these bands."""
    for formula, bands in _ASKED:
        style = RasterStyle(formula=formula, bands=bands)
        try:
            metadata = _metadata(client, task, style, cancelled)
        except (InvalidRequest, ServerFailed):  # not of these bands
            continue
        return indices_of(metadata, task.orthophoto_bands)
    return ()


def plan_index(
    client: Client,
    task: Task,
    index: PlantIndex,
    cancelled: Callable[[], bool],
    *,
    twice: bool = False,
    style: Optional[TileStyle] = None,
) -> TilesPlan:
    """Ask the server about an index and for one of its tiles. style: as the user had it before."""
    metadata = _metadata(client, task, index.style(), cancelled)
    tiles = ask_for_tiles(client, task, LayerKind.ORTHOPHOTO, cancelled)
    chosen = style or index_style(index, metadata)
    url = address.of_formula(address.of(tiles), index.style())
    levels = zoom_levels(tiles, pixel_of(metadata, tiles.bounds))
    planned = TilesPlan(
        LayerKind.INDEX,
        url,
        *levels,
        tiles.bounds,
        heights=(chosen.low, chosen.high),
        style=chosen,
        detail=index.name,
        values=RasterValues.of(metadata),
    )
    return finish(client, task, planned, tiles, twice, cancelled)


def index_style(index: PlantIndex, metadata: RasterMetadata) -> TileStyle:
    """From the 2nd to the 98th percentile, in the ramp that suits it; closer where many pixels reach what is possible at
    all, such as dark ones whose bands nearly cancel out.
    """
    values = RasterValues.of(metadata)
    if values is None:
        raise NadirError(translate("Layers", "{index} has no value anywhere on this orthophoto.").format(index=index.name))
    low, high = values.low, values.high
    if index.value_range is not None and (low <= index.value_range[0] or high >= index.value_range[1]):
        low, high = values.cut(SATURATED_CUT)
    ramp = ramps.best(values.choices, (index.ramp,))
    if ramp is None:
        return TileStyle(low, high, index.ramp, unit=index.unit)
    return TileStyle(low, high, ramp.key, unit=index.unit, stops=ramp.stops)


def _metadata(client: Client, task: Task, style: RasterStyle, cancelled: Callable[[], bool]) -> RasterMetadata:
    return client.rasters.metadata(task.project_id, task.id, RasterKind.ORTHOPHOTO, style, cancelled=cancelled)


def _index(algorithm: Algorithm, order: str, offered: Sequence[str]) -> Optional[PlantIndex]:
    """None where the server has no order of bands for it."""
    if not algorithm.filters:
        return None
    needed = _letters(algorithm.expression)
    assumed = not (needed and needed <= _letters(order)) and order not in algorithm.filters
    bands = algorithm.filters[0] if assumed else order
    wanted = HEAT_RAMPS if algorithm.id in HEAT else WATER_RAMPS if algorithm.id in WATER else PLANT_RAMPS
    ramp = next((name for name in wanted if name in offered), wanted[0])
    return PlantIndex(algorithm.id, algorithm.expression, bands, assumed, algorithm.value_range, ramp, algorithm.help)


def _order_of(metadata: RasterMetadata, bands: Sequence[OrthophotoBand]) -> str:
    """The order of the bands as the task, the file or the server names them, such as 'RGB'; '' where none does."""
    told = (
        [band.name for band in bands],
        [band.description for band in bands],
        list(metadata.band_descriptions),
        list(metadata.colors),
    )
    for names in told:
        order = _letters_of(names)
        if order:
            return order
    return metadata.auto_bands if metadata.auto_bands_match else ""


def _letters_of(names: Sequence[str]) -> str:
    letters: List[str] = []
    for name in names:
        if name.strip().lower() == "alpha":
            continue
        letter = _BANDS.get(name.strip().lower())
        if letter is None or letter in letters:
            return ""
        letters.append(letter)
    return "".join(letters)


def _letters(order: str) -> FrozenSet[str]:
    return frozenset(_LETTER.findall(order))
