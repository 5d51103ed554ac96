"""How heights and plant indices are coloured, as it is written on a layer: range, ramp, shading."""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass, field
from typing import Any, Dict, Optional

from qgis.core import QgsGradientColorRamp, QgsMapLayer

from ...api.raster_style import RasterStyle
from ..marks import STYLE
from . import ramps

STRONGEST_SHADING = 20.0
LARGEST_VALUE = 1e9
METRES = "m"
_RAMP_NAME = re.compile(r"[A-Za-z0-9_.-]{1,40}")
_MOST_CHARACTERS = 20_000


@dataclass(frozen=True)
class TileStyle:
    """low, high: the values at the two ends of the ramp, in `unit` ('m', '' for an index).

    ramp: its name on the server. shading: exaggeration of the heights in the shaded relief, 0 for none.
    stops: the ramp's colours, so that a legend needs no server; () for what QGIS knows by that name.
    """

    low: float
    high: float
    ramp: str = ramps.VIRIDIS
    shading: float = 0.0
    unit: str = METRES
    stops: ramps.Stops = field(default=(), repr=False)

    def color_ramp(self) -> QgsGradientColorRamp:
        """The ramp as QGIS paints it."""
        return ramps.to_qgis(self.stops or ramps.known_stops(self.ramp))

    def raster_style(self) -> RasterStyle:
        """As a server is asked for it."""
        return RasterStyle(color_map=self.ramp, rescale=(self.low, self.high), hillshade=self.shading or None)

    def to_text(self) -> str:
        """As JSON, for a custom property."""
        content: Dict[str, Any] = {"low": self.low, "high": self.high, "ramp": self.ramp}
        content.update(shading=self.shading, unit=self.unit, stops=ramps.to_text(self.stops))
        return json.dumps(content, ensure_ascii=False)

    @classmethod
    def from_text(cls, text: object) -> Optional[TileStyle]:
        """The same back; None for a text that is none of ours, or damaged: project files come from anywhere."""
        if not isinstance(text, str) or not 0 < len(text) <= _MOST_CHARACTERS:
            return None
        try:
            data = json.loads(text)
            low, high, shading = (float(data[name]) for name in ("low", "high", "shading"))
            ramp, unit = str(data["ramp"]), str(data["unit"])
        except (ValueError, TypeError, KeyError, RecursionError, OverflowError):
            return None
        sane = math.isfinite(shading) and all(abs(value) <= LARGEST_VALUE for value in (low, high)) and low < high
        if not sane or not _RAMP_NAME.fullmatch(ramp) or len(unit) > 8 or not unit.isprintable():
            return None
        return cls(low, high, ramp, min(max(shading, 0.0), STRONGEST_SHADING), unit, ramps.from_text(data.get("stops")))


def style_of(layer: QgsMapLayer) -> Optional[TileStyle]:
    """How a layer of ours is coloured; None for one that shows natural colours."""
    return TileStyle.from_text(layer.customProperty(STYLE))


def write_style(layer: QgsMapLayer, style: Optional[TileStyle]) -> None:
    """Write on a layer how it is coloured."""
    if style is None:
        layer.removeCustomProperty(STYLE)
    else:
        layer.setCustomProperty(STYLE, style.to_text())
