"""How often each piece of ground is seen: area, views, and photos that overlap too little with the others.

The ground is cut into square cells; only cells that a photo shows are kept, so that photos far from each other cost
nothing.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Callable, List, Tuple

import numpy as np

from ..errors import Cancelled
from .footprints import Footprints

CELLS_OF_A_PHOTO = 400.0
VIEWS_TO_MEASURE = 3
"""In how many photos a point has to be seen to be mapped well: two give its place and the third checks it."""


@dataclass(frozen=True)
class Coverage:
    """area_m2: ground seen by `VIEWS_TO_MEASURE` photos (by two where there are but two), which is what can be mapped.

    views: by how many photos a point of the seen ground is seen, on average. shares: (n,) the part of
    each photo's ground that is seen well enough; NaN where unknown.
    """

    area_m2: float
    views: float
    shares: np.ndarray


def coverage(prints: Footprints, cancelled: Callable[[], bool] = lambda: False) -> Coverage:
    """Of all photos whose footprint is known. Raises Cancelled."""
    known = np.flatnonzero(prints.known)
    shares = np.full(len(prints.corners), math.nan)
    if not len(known):
        return Coverage(0.0, 0.0, shares)
    corners = prints.corners[known]
    cell = math.sqrt(float(np.median(_areas(corners))) / CELLS_OF_A_PHOTO)
    if not cell > 0.0:
        return Coverage(0.0, 0.0, shares)
    keys, starts = _cells_of_all(corners / cell, cancelled)
    _cells, inverse, counts = np.unique(keys, return_inverse=True, return_counts=True)
    needed = min(VIEWS_TO_MEASURE, len(known))
    seen = counts[inverse] >= needed
    sizes = np.diff(np.append(starts, len(keys)))
    shares[known] = np.add.reduceat(seen.astype(float), starts) / sizes
    return Coverage(float((counts >= needed).sum()) * cell * cell, float(counts.mean()), shares)


def _areas(corners: np.ndarray) -> np.ndarray:
    x, y = corners[..., 0], corners[..., 1]
    return np.abs((x * np.roll(y, -1, axis=1) - y * np.roll(x, -1, axis=1)).sum(axis=1)) / 2.0


def _cells_of_all(corners: np.ndarray, cancelled: Callable[[], bool]) -> Tuple[np.ndarray, np.ndarray]:
    """Keys of the cells of each photo, one photo's after the other's, and where each begins. `corners` in cells."""
    found: List[np.ndarray] = []
    starts: List[int] = []
    total = 0
    for quadrangle in corners:
        if cancelled():
            raise Cancelled
        cells = _cells_in(quadrangle)
        starts.append(total)
        found.append(cells)
        total += len(cells)
    return np.concatenate(found), np.array(starts)


def _cells_in(corners: np.ndarray) -> np.ndarray:
    """The cells whose middles lie in a convex quadrangle (4, 2), at least the one in its own middle; a key for each."""
    middle = corners.mean(axis=0)
    low, high = np.floor(corners.min(axis=0)), np.floor(corners.max(axis=0))
    step = max(1.0, math.ceil(max(high - low) / 200.0))  # a photo of the horizon shows more than others: look less close
    x, y = np.arange(low[0], high[0] + 1, step), np.arange(low[1], high[1] + 1, step)
    grid_x, grid_y = np.meshgrid(x, y)
    inside = np.ones(grid_x.shape, dtype=bool)
    for start, end in zip(corners, np.roll(corners, -1, axis=0)):
        turn = _cross(end - start, middle[0] - start[0], middle[1] - start[1])
        inside &= _cross(end - start, grid_x + 0.5 - start[0], grid_y + 0.5 - start[1]) * np.sign(turn) >= 0
    keys = _key(grid_x[inside], grid_y[inside])
    return keys if len(keys) else _key(np.floor(middle[:1]), np.floor(middle[1:]))


def _cross(edge: np.ndarray, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    return np.asarray(edge[0] * y - edge[1] * x)


def _key(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """One number for each cell."""
    return (np.asarray(x).astype(np.int64) << 32) ^ (np.asarray(y).astype(np.int64) & 0xFFFFFFFF)
