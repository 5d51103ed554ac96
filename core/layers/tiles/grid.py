"""The XYZ grid: which tile shows which place."""

from __future__ import annotations

import math
from typing import Tuple

_TILE = 256  # pixels
_NEARLY = 0.15  # of a zoom level
_METRES_PER_DEGREE = 111_319.49  # at the equator
MOST_NORTHERN = 85.0511287798066  # degrees; where the square world map ends


def tile_at(
    bounds: Tuple[float, float, float, float], minzoom: int, maxzoom: int, deeper: int = 0
) -> Tuple[int, int, int]:
    """(zoom, column, row) of the tile over the middle of `bounds` (west, south, east, north in degrees).

    The zoom level is the deepest one at which a tile is as wide as the bounds, and `deeper` levels below it, but one
    that the server has.
    """
    west, south, east, north = bounds
    width = max(east - west, 1e-9)
    fitting = math.floor(math.log2(360.0 / width)) + deeper
    zoom = min(max(fitting, minzoom), maxzoom)
    x, y = world_position((west + east) / 2.0, (south + north) / 2.0)
    last = 2**zoom - 1
    return zoom, min(int(x * 2**zoom), last), min(int(y * 2**zoom), last)


def world_position(longitude: float, latitude: float) -> Tuple[float, float]:
    """Position on the square world map of web maps, 0..1 from its west and north edges."""
    latitude = min(max(latitude, -MOST_NORTHERN), MOST_NORTHERN)
    mercator = math.asinh(math.tan(math.radians(latitude)))
    return (longitude + 180.0) / 360.0, (1.0 - mercator / math.pi) / 2.0


def sharpest_zoom(degrees_per_pixel: float) -> int:
    """The zoom level whose tiles of 256 pixels first show every pixel; one that is a tenth finer than needed is enough."""
    return max(math.ceil(math.log2(360.0 / (_TILE * max(degrees_per_pixel, 1e-12))) - _NEARLY), 0)


def degrees_per_pixel(metres: float, latitude: float) -> float:
    """Of longitude, for pixels of a width on the ground."""
    return metres / (_METRES_PER_DEGREE * max(math.cos(math.radians(latitude)), 1e-6))
