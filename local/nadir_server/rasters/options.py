"""What a request wants to see of a raster: formula, range, colours, relief, size, cuts."""
from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from rest_framework.exceptions import ValidationError

from nadir_server.api.numbers import whole_number
from nadir_server.rasters.algorithms import Formula, find_formula
from nadir_server.rasters.colors import ramp
from nadir_server.rasters.cut import Geometry, parse_boundaries
from nadir_server.rasters.models import Raster
from nadir_server.rasters.style import Span, Style

COPIED = ("formula", "bands", "rescale", "color_map", "hillshade")
SIZES = (256, 512)
LARGEST = 1e12  # of any number that a request gives
DEFAULT_HEIGHTS = (0.0, 1000.0)


@dataclass(frozen=True)
class RasterOptions:
    """Checked query parameters."""

    formula: Formula | None = None
    rescale: Span | None = None
    color_map: str = ""
    hillshade: float = 0.0
    size: int = 256
    shapes: tuple[Geometry, ...] = ()  # only what lies in all of them is shown

    @classmethod
    def from_query(cls, query: Mapping[str, str], raster: Raster) -> RasterOptions:
        """The options of a request for the raster. Raises ValidationError with the documented words."""
        formula = find_formula(query.get("formula", ""), query.get("bands", ""), raster.band_names)
        color_map = query.get("color_map", "")
        if color_map:
            ramp(color_map)
        size = whole_number(query.get("size", "256"))
        if size is None or size not in SIZES:
            raise ValidationError("Invalid tile size parameter")
        return cls(
            formula, parse_span(query.get("rescale", ""), "rescale"), color_map,
            parse_exaggeration(query.get("hillshade", "")), size, _shapes(query, raster.task.crop),
        )  # fmt: skip

    def style(self, raster: Raster, formula_span: Span | None = None) -> Style:
        """How to paint the raster; `formula_span` is where the values of the formula lie, if it has no range of its own."""
        if self.formula:
            span = self.rescale or self.formula.algorithm.range or formula_span
            return Style(self.formula.numbers, self.formula, span, self.color_map)
        bands = (1, 2, 3) if len(raster.band_names) >= 3 else (1,)
        if raster.kind != "orthophoto":
            return Style((1,), None, self.rescale or DEFAULT_HEIGHTS, self.color_map, self.hillshade)
        return Style(bands, None, self.rescale or raster.natural_span(bands), self.color_map)


def parse_span(text: str, name: str) -> Span | None:
    """Two numbers with a comma between, the smaller first."""
    if not text:
        return None
    try:
        low, high = (float(number) for number in text.split(","))
    except ValueError as error:
        raise ValidationError(f"Invalid {name} value") from error
    if not (abs(low) <= LARGEST and abs(high) <= LARGEST):
        raise ValidationError(f"Invalid {name} value")
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


def parse_exaggeration(text: str) -> float:
    """How much steeper than it is the relief is shaded; 0 is not at all."""
    try:
        value = float(text or 0)
    except ValueError as error:
        raise ValidationError("Invalid hillshade value") from error
    if not (math.isfinite(value) and abs(value) <= LARGEST):
        raise ValidationError("Invalid hillshade value")
    return max(value, 0.0)


def copied_query(query: Mapping[str, str]) -> str:
    """The parameters that go on from tiles.json to the tiles, with the question mark; '' where there are none."""
    chosen = {name: query[name] for name in COPIED if query.get(name)}
    return "?" + urlencode(chosen, safe=",") if chosen else ""
