"""Sunlight: shading by slope, and shadows."""

from __future__ import annotations

import cv2
import numba
import numpy as np
from numpy.typing import NDArray

from nadir_engine.simulate.scene import Scene

SUN_AZIMUTH = np.radians(150.0)  # from north, clockwise
SUN_ELEVATION = np.radians(48.0)
AMBIENT = 0.5
EXPOSURE = np.float32(1.1)
SHADOW_CELL = 0.2  # metres


def sunlit(scene: Scene) -> NDArray[np.uint8]:
    """The colours (rows, columns, 3) as the sun and the sky light them."""
    light = (AMBIENT + (1.0 - AMBIENT) * _direct(scene)).astype(np.float32)
    return np.clip(scene.colour * (EXPOSURE * light)[..., None], 0, 255).astype(np.uint8)


def sides_lit(scene: Scene) -> NDArray[np.uint8]:
    """The colours of walls and flanks, in the light of the sky."""
    return np.clip(scene.side * np.float32(0.75), 0, 255).astype(np.uint8)


def _direct(scene: Scene) -> NDArray[np.float32]:
    """Direct sunlight (rows, columns), 1 on level ground in the sun."""
    cell = np.float32(scene.grid.cell)
    smooth = cv2.GaussianBlur(scene.surface, (0, 0), max(0.8, 0.05 / scene.grid.cell))
    east = np.clip(np.gradient(smooth, axis=1) / cell, -1.6, 1.6)
    south = np.clip(np.gradient(smooth, axis=0) / cell, -1.6, 1.6)
    to_east, to_north = np.sin(SUN_AZIMUTH) * np.cos(SUN_ELEVATION), np.cos(SUN_AZIMUTH) * np.cos(SUN_ELEVATION)
    up = np.sin(SUN_ELEVATION)
    facing = (up - east * to_east + south * to_north) / np.sqrt(1.0 + east**2 + south**2) / up
    return np.asarray(np.clip(facing, 0.0, 1.35) * _in_sun(scene), np.float32)


def _in_sun(scene: Scene) -> NDArray[np.float32]:
    """1 in the sun, 0 in shadow, with soft edges; found on a coarser grid."""
    grid = scene.grid
    coarse = grid.with_cell(max(grid.cell, SHADOW_CELL))
    surface = cv2.resize(scene.surface, (coarse.columns, coarse.rows), interpolation=cv2.INTER_AREA)
    sun = _march(surface, np.sin(SUN_AZIMUTH), -np.cos(SUN_AZIMUTH), np.tan(SUN_ELEVATION) * coarse.cell)
    soft = cv2.GaussianBlur(sun, (0, 0), 0.9)
    return np.asarray(cv2.resize(soft, (grid.columns, grid.rows), interpolation=cv2.INTER_LINEAR), np.float32)


@numba.njit(cache=True)
def _march(surface: NDArray[np.float32], step_column: float, step_row: float, rise: float) -> NDArray[np.float32]:
    """Walk from each cell towards the sun, cell by cell; `rise` is the sun ray's rise in metres for one."""
    rows, columns = surface.shape
    highest = surface.max()
    sun = np.ones((rows, columns), np.float32)
    for row in range(rows):
        for column in range(columns):
            ray, r, c = surface[row, column] + 0.12, float(row), float(column)
            while ray < highest:
                ray += rise
                r += step_row
                c += step_column
                i, j = int(r + 0.5), int(c + 0.5)
                if i < 0 or j < 0 or i >= rows or j >= columns:
                    break
                if surface[i, j] > ray:
                    sun[row, column] = 0.0
                    break
    return sun
