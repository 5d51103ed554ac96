"""The ground under what stands on it: a simple morphological filter (SMRF, Pingel et al. 2013)."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from nadir_engine.fill import filled
from nadir_engine.options import EngineOptions
from nadir_engine.surface_file import Surface

Array = NDArray[np.float32]

# The filter works on cells of about this size, as its parameters assume.
CELL_M = 1.0
# A single cell that lies this much below all round it is a mismatch, not ground.
PIT_SLOPE = 5.0


def ground_of(surface: Surface, options: EngineOptions) -> Array:
    """Ground height (rows, columns) of every cell of the surface, in metres."""
    heights = filled(surface.height)
    coarse, cell = _lowest(heights, surface.grid.cell)
    coarse = _without_pits(coarse, cell)
    objects = _objects(coarse, cell, options)
    provisional = _smooth(filled(np.where(objects, np.nan, coarse)), 1.0)
    enlarged = cv2.resize(provisional, heights.shape[::-1], interpolation=cv2.INTER_LINEAR)
    ground = is_ground(heights, enlarged, surface.grid.cell, options)
    far = cv2.resize(objects.astype(np.uint8), heights.shape[::-1], interpolation=cv2.INTER_NEAREST) > 0
    return _smooth(filled(np.where(ground & ~far, heights, np.nan)), 2.0)


def is_ground(heights: Array, ground: Array, cell: float, options: EngineOptions) -> NDArray[np.bool_]:
    """Cells that lie no further from the ground than threshold + scalar * slope."""
    dy, dx = np.gradient(ground, cell)
    tolerance = options.smrf_threshold + options.smrf_scalar * np.hypot(dx, dy)
    return np.asarray(np.abs(heights - ground) <= tolerance)


def _lowest(heights: Array, cell: float) -> tuple[Array, float]:
    """The lowest height in each coarse cell, and the coarse cells' size in metres."""
    factor = max(1, round(CELL_M / cell))
    rows, columns = (-(-side // factor) for side in heights.shape)
    beyond = (0, rows * factor - heights.shape[0]), (0, columns * factor - heights.shape[1])
    wide = np.pad(cv2.medianBlur(heights, 5), beyond, "edge")
    return wide.reshape(rows, factor, columns, factor).min(axis=(1, 3)), cell * factor


def _without_pits(heights: Array, cell: float) -> Array:
    """Mismatches below the ground would pull the opening down: they are replaced by what surrounds them."""
    closed = cv2.morphologyEx(heights, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    return filled(np.where(closed - heights > PIT_SLOPE * cell, np.nan, heights).astype(np.float32))


def _objects(heights: Array, cell: float, options: EngineOptions) -> NDArray[np.bool_]:
    """Cells that an opening with some radius up to the window lowers by more than the slope allows for that radius."""
    objects = np.zeros(heights.shape, bool)
    surface = heights
    for radius in range(1, max(1, int(np.ceil(options.smrf_window / cell))) + 1):
        kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * radius + 1, 2 * radius + 1))
        opened = cv2.morphologyEx(surface, cv2.MORPH_OPEN, kernel, borderType=cv2.BORDER_REPLICATE)
        objects |= surface - opened > options.smrf_slope * cell * radius
        surface = opened
    return objects


def _smooth(heights: Array, sigma: float) -> Array:
    return np.asarray(cv2.GaussianBlur(heights, (0, 0), sigma), np.float32)
