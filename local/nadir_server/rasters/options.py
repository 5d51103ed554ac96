"""What a request wants to see of a raster: range, colours, relief, size."""
from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from rest_framework.exceptions import ValidationError

from nadir_server.api.numbers import whole_number
from nadir_server.rasters.colors import ramp
from nadir_server.rasters.cut import Geometry, parse_boundaries

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
    shapes: tuple[Geometry, ...] = ()  # only what lies in all of them is shown

    @classmethod
    def from_query(cls, query: Mapping[str, str], crop: Geometry | None = None) -> RasterOptions:
        """The options of a request for a raster of a task with that crop."""
        color_map = query.get("color_map", "")
        if color_map:
            ramp(color_map)
        if query.get("formula"):
            raise ValidationError(f"Cannot find algorithm {query['formula']}")
        if query.get("bands", "auto") not in ("", "auto"):
            raise ValidationError("The bands parameter needs a formula")
        size = whole_number(query.get("size", "256"))
        if size is None or size not in SIZES:
            raise ValidationError("Invalid tile size parameter")
        return cls(
            _range(query.get("rescale", "")), color_map, _exaggeration(query.get("hillshade", "")), size,
            _shapes(query, crop),
        )  # fmt: skip


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


def _shapes(query: Mapping[str, str], crop: Geometry | None) -> tuple[Geometry, ...]:
    """What cuts the raster: the task's crop if it is asked for and there is one, and the request's own boundaries."""
    wanted = query.get("crop", "").lower()
    if wanted not in ("", "0", "1", "false", "true"):
        raise ValidationError("Invalid crop value")
    shapes = [crop] if crop and wanted in ("1", "true") else []
    if query.get("boundaries"):
        shapes.append(parse_boundaries(query["boundaries"]))
    return tuple(shapes)


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
