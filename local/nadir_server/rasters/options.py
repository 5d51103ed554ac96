"""What a request wants to see of a raster: range, colours, relief, size."""
from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from rest_framework.exceptions import ValidationError

from nadir_server.api.numbers import whole_number
from nadir_server.rasters.colors import ramp

COPIED = ("formula", "bands", "rescale", "color_map", "hillshade")
SIZES = (256, 512)
DEFAULT_HEIGHTS = (0.0, 1000.0)


@dataclass(frozen=True)
class RasterOptions:
    """Checked query parameters. Raises ValidationError with the documented words."""

    rescale: tuple[float, float] | None = None
    color_map: str = ""
    hillshade: float = 0.0
    size: int = 256

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> RasterOptions:
        color_map = query.get("color_map", "")
        if color_map:
            ramp(color_map)
        if query.get("formula"):
            raise ValidationError(f"Cannot find algorithm {query['formula']}")
        size = whole_number(query.get("size", "256"))
        if size is None or size not in SIZES:
            raise ValidationError("Invalid tile size parameter")
        return cls(_range(query.get("rescale", "")), color_map, _exaggeration(query.get("hillshade", "")), size)


def _range(text: str) -> tuple[float, float] | None:
    if not text:
        return None
    try:
        low, high = (float(number) for number in text.split(","))
    except ValueError as error:
        raise ValidationError("Invalid rescale value") from error
    if not (math.isfinite(low) and math.isfinite(high)):
        raise ValidationError("Invalid rescale value")
    return low, high


def _exaggeration(text: str) -> float:
    try:
        value = float(text or 0)
    except ValueError as error:
        raise ValidationError("Invalid hillshade value") from error
    if not math.isfinite(value):
        raise ValidationError("Invalid hillshade value")
    return max(value, 0.0)


def copied_query(query: Mapping[str, str]) -> str:
    """The parameters that go on from tiles.json to the tiles, with the question mark; '' where there are none."""
    chosen = {name: query[name] for name in COPIED if query.get(name)}
    return "?" + urlencode(chosen, safe=",") if chosen else ""
