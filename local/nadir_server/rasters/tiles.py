"""Pictures of a raster: map tiles and thumbnails."""
from __future__ import annotations

import math
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nadir_server.rasters.cut import Geometry, inside
from nadir_server.rasters.paint import paint
from nadir_server.rasters.sources import sources
from nadir_server.rasters.style import Style
from nadir_server.rasters.warp import HALF_EQUATOR, read_tile, read_whole


def tile(path: Path, place: tuple[int, int, int], pixels: int, style: Style, shapes: tuple[Geometry, ...]) -> NDArray[np.uint8]:
    """RGBA (pixels, pixels, 4) of the web mercator tile (x, y, z). Raises OutsideOfBounds where the raster has nothing."""
    x, y, z = place
    margin = 1 if style.hillshade else 0  # neighbours for the slopes at the tile's edge
    with sources.borrow(path) as source:
        found = read_tile(source, style.bands, x, y, z, pixels, margin)
    for shape in shapes:
        found.visible &= inside(shape, found.visible.shape, found.transform, found.crs)
    latitude = math.atan(math.sinh(math.pi * (1 - 2 * (y + 0.5) / 2**z)))
    pixel_size = 2 * HALF_EQUATOR * math.cos(latitude) / 2**z / pixels
    rgba = paint(found.values, found.visible, style, pixel_size)
    return rgba[margin:-margin, margin:-margin] if margin else rgba


def preview(path: Path, size: int, style: Style) -> NDArray[np.uint8]:
    """The whole raster as RGBA of at most `size` pixels a side, in its own reference system."""
    with sources.borrow(path) as source:
        values, visible = read_whole(source, style.bands, size)
    return paint(values, visible, style, 1.0)
