"""Web mercator tiles out of rasters in any reference system.

The corners of a coarse grid over the tile are transformed exactly and the pixels between them by interpolation: on the
few hundred metres of a tile that is right to a small fraction of a pixel, and much faster than a general warper.
"""
from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from rasterio.enums import Resampling
from rasterio.io import DatasetReader
from rasterio.transform import Affine
from rasterio.windows import Window

from nadir_server.rasters.sources import OutsideOfBounds, Source

HALF_EQUATOR = 20037508.342789244  # metres: half the width of the web mercator world
GRID_CELLS, FINE_GRID_CELLS = 8, 64  # a side; the fine one where a tile covers so much that the earth's shape shows
FINE_BELOW_ZOOM = 10
SHARP = 1.3  # up to so many pixels of the source to one of the tile, plain interpolation shows no aliasing
LARGEST_RATIO = 2.0  # above it GDAL averages while it reads, so that memory stays bounded
AROUND = 2  # pixels around the window that interpolation reads
FAR = -1e6
cv2.setNumThreads(1)  # requests are the threads


@dataclass
class Pixels:
    """values: (rows, columns, bands); visible: (rows, columns) of bool; where they lie, in `crs`."""

    values: NDArray[Any]
    visible: NDArray[np.bool_]
    transform: Affine
    crs: str


def tile_transform(x: int, y: int, z: int, pixels: int, margin: int = 0) -> Affine:
    """From columns and rows of the tile to web mercator metres."""
    step = 2 * HALF_EQUATOR / 2**z / pixels
    corner = Affine.translation(x * pixels * step - HALF_EQUATOR, HALF_EQUATOR - y * pixels * step)
    return corner * Affine.scale(step, -step) * Affine.translation(-margin, -margin)


def overlaps(bounds: Sequence[float], x: int, y: int, z: int) -> bool:
    """Whether the tile has a part of the box (west, south, east, north in degrees); never outside the tile grid."""
    west, south, east, north = bounds
    tiles = 2.0**z
    if z < 0 or x >= tiles or y >= tiles:
        return False
    left, right = ((longitude + 180) / 360 * tiles for longitude in (west, east))
    top, bottom = (_row(latitude) * tiles for latitude in (north, south))
    return left < x + 1 and right > x and top < y + 1 and bottom > y


def _row(latitude: float) -> float:
    """Where a latitude lies between the upper (0) and the lower (1) edge of the web mercator world."""
    limited = math.radians(max(min(latitude, 85.06), -85.06))
    return (1 - math.asinh(math.tan(limited)) / math.pi) / 2


def read_tile(source: Source, bands: tuple[int, ...], x: int, y: int, z: int, pixels: int, margin: int = 0) -> Pixels:
    """The bands over a tile of `pixels` a side and `margin` more all around. Raises OutsideOfBounds."""
    if source.from_mercator is None:
        raise OutsideOfBounds
    transform = tile_transform(x, y, z, pixels, margin)
    side = pixels + 2 * margin
    cells = FINE_GRID_CELLS if z < FINE_BELOW_ZOOM else GRID_CELLS
    columns, rows = _grid(source, transform, side, cells)
    ratio = _ratio(columns, rows, side)
    dataset, level = source.level(ratio)
    columns, rows, ratio = columns / level, rows * dataset.height / source.dataset.height, ratio / level
    window = _window(columns, rows, dataset)
    values, visible, scales = _read(source, dataset, bands, window, ratio)
    maps = [
        _between((places - first) / scale - 0.5, side)
        for places, first, scale in ((columns, window.col_off, scales[0]), (rows, window.row_off, scales[1]))
    ]
    return Pixels(*_sample(values, visible, maps[0], maps[1]), transform, "EPSG:3857")


def read_whole(source: Source, bands: tuple[int, ...], size: int) -> tuple[NDArray[Any], NDArray[np.bool_]]:
    """The bands of all the raster, (rows, columns, bands) with at most `size` pixels a side, and what counts."""
    dataset = source.dataset
    ratio = max(dataset.width, dataset.height, size) / size
    shape = (max(round(dataset.height / ratio), 1), max(round(dataset.width / ratio), 1))
    wanted = (*bands, source.alpha) if source.alpha else bands
    raw = dataset.read(wanted, out_shape=(len(wanted), *shape), resampling=Resampling.average)
    visible = counted(source, raw)
    return np.moveaxis(raw[: len(bands)], 0, -1), np.ones(shape, bool) if visible is None else visible > 0


def _grid(source: Source, transform: Affine, side: int, cells: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Columns and rows of the raster, (cells + 1, cells + 1), below the corners of the cells."""
    steps = np.linspace(0, side, cells + 1)
    across, down = np.meshgrid(steps, steps)
    east, north = transform * (across, down)
    there = source.from_mercator.transform(east, north)  # type: ignore[union-attr]
    columns, rows = ~source.dataset.transform * there
    is_known = np.isfinite(columns) & np.isfinite(rows)
    if not is_known.any():
        raise OutsideOfBounds
    return np.where(is_known, columns, FAR), np.where(is_known, rows, FAR)


def _ratio(columns: NDArray[np.float64], rows: NDArray[np.float64], side: int) -> float:
    """Pixels of the raster below a pixel of the tile, along one side; in the middle of the tile."""
    middle, cells = columns.shape[0] // 2, columns.shape[0] - 1
    span = np.hypot(np.diff(columns[middle, middle - 1 : middle + 2]), np.diff(rows[middle, middle - 1 : middle + 2]))
    return max(float(span.mean()) * cells / side, 1e-6)


def _window(columns: NDArray[np.float64], rows: NDArray[np.float64], dataset: DatasetReader) -> Window:
    """The part of the raster that the grid covers. Raises OutsideOfBounds where that is nothing."""
    sides = []
    for places, size in ((columns, dataset.width), (rows, dataset.height)):
        known = places[places > FAR / 2]
        if known.size == 0 or known.max() <= 0 or known.min() >= size:
            raise OutsideOfBounds
        first = max(math.floor(known.min()) - AROUND, 0)
        sides.append((first, min(math.ceil(known.max()) + AROUND, size) - first))
    return Window(sides[0][0], sides[1][0], sides[0][1], sides[1][1])


def _read(
    source: Source, dataset: DatasetReader, bands: tuple[int, ...], window: Window, ratio: float
) -> tuple[NDArray[Any], NDArray[np.uint8] | None, tuple[float, float]]:
    """Values (rows, columns, bands) of the window, 255 where they count (None: everywhere), pixels that became one (x, y)."""
    wanted = (*bands, source.alpha) if source.alpha else bands
    width, height = int(window.width), int(window.height)
    shape = (math.ceil(height / ratio), math.ceil(width / ratio)) if ratio > LARGEST_RATIO else (height, width)
    raw = dataset.read(wanted, window=window, out_shape=(len(wanted), *shape), resampling=Resampling.average)
    visible = counted(source, raw)
    shown = _sampled(raw[: len(bands)])
    values = cv2.merge(list(shown)) if len(bands) > 1 else shown[0]
    values = values.reshape(*shape, -1)
    if SHARP < ratio <= LARGEST_RATIO:
        values = _smoothed(values, visible, math.sqrt((ratio**2 - 1) / 12))
    return values, visible, (width / shape[1], height / shape[0])


def counted(source: Source, raw: NDArray[Any]) -> NDArray[np.uint8] | None:
    """(rows, columns): 255 where the pixels (bands, rows, columns) with alpha last, if any, hold something; None: everywhere."""
    if source.alpha:
        found = raw[-1] > 0
    else:
        found = np.isfinite(raw[0]) if raw.dtype.kind == "f" else np.ones(raw.shape[1:], bool)
        if source.dataset.nodata is not None:
            found &= raw[0] != raw.dtype.type(source.dataset.nodata)
    return None if found.all() else found.view(np.uint8) * np.uint8(255)


def _smoothed(values: NDArray[Any], visible: NDArray[np.uint8] | None, sigma: float) -> NDArray[Any]:
    """Without the detail that the tile is too coarse for; `sigma` in pixels. What does not count has no weight."""
    if visible is None:
        return np.asarray(cv2.GaussianBlur(values, (3, 3), sigma)).reshape(values.shape)
    weight = cv2.GaussianBlur(visible.astype(np.float32) / 255, (3, 3), sigma)
    return _divided(cv2.GaussianBlur(_weighted(values, visible), (3, 3), sigma), weight, values.dtype)


def _sample(
    values: NDArray[Any], visible: NDArray[np.uint8] | None, columns: NDArray[np.float32], rows: NDArray[np.float32]
) -> tuple[NDArray[Any], NDArray[np.bool_]]:
    """Values at the places, (rows, columns, bands), and whether there are any; what does not count has no weight."""
    height, width = values.shape[:2]
    is_within = columns.min() >= 0 and rows.min() >= 0 and columns.max() <= width - 1 and rows.max() <= height - 1
    if visible is None and is_within:
        found = cv2.remap(values, columns, rows, cv2.INTER_LINEAR)
        return found.reshape(*columns.shape, -1), np.ones(columns.shape, bool)
    seen = np.full((height, width), 255, np.uint8) if visible is None else visible
    weight = cv2.remap(seen.astype(np.float32) / 255, columns, rows, cv2.INTER_LINEAR)
    total = cv2.remap(_weighted(values, seen), columns, rows, cv2.INTER_LINEAR)
    return _divided(total, weight, values.dtype), weight >= 0.5


def _sampled(values: NDArray[Any]) -> NDArray[Any]:
    """In a type that OpenCV interpolates."""
    return values if values.dtype in (np.uint8, np.uint16, np.int16, np.float32) else values.astype(np.float32)


def _weighted(values: NDArray[Any], visible: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Float values, 0 where they do not count."""
    shown = values.reshape(*visible.shape, -1).astype(np.float32)
    shown[visible == 0] = 0
    return shown


def _divided(total: NDArray[np.float32], weight: NDArray[np.float32], kind: np.dtype[Any]) -> NDArray[Any]:
    """Weighted sums (rows, columns[, bands]) to averages (rows, columns, bands) of that type; 0 where nothing counts."""
    average = total.reshape(*weight.shape, -1) / np.maximum(weight, 1e-6)[..., None]
    return np.asarray((average if kind.kind == "f" else np.rint(average)).astype(kind))


def _between(corners: NDArray[np.float64], side: int) -> NDArray[np.float32]:
    """Values at the centres of the pixels (side, side) from those at the corners of the cells (cells + 1, cells + 1).

    No matrix product: numpy would start threads for it, which wait for each other while other requests have the cores.
    """
    cell, part = _places(side, corners.shape[0] - 1)
    across = (corners[:, cell] * (1 - part) + corners[:, cell + 1] * part).astype(np.float32)
    lower = part.astype(np.float32)[:, None]
    return np.asarray(across[cell] * (1 - lower) + across[cell + 1] * lower)


@lru_cache(maxsize=16)
def _places(side: int, cells: int) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    """(side,) the cell in which the centre of each pixel lies, and how far it is from its first corner, 0 to 1."""
    places = (np.arange(side) + 0.5) * cells / side
    cell = np.minimum(places.astype(np.intp), cells - 1)
    return cell, places - cell
