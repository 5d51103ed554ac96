"""From the site to a photo: one ray for each pixel, cast at the surface."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import cv2
import numba
import numpy as np
from numpy.typing import NDArray

from nadir_engine.grid import Grid
from nadir_engine.simulate.camera import Camera, Pose

BLOCK = 16  # cells; rays skip blocks whose highest cell lies below them
BAND = 100  # rows of a photo that one thread does at a time
WALL = 1.0  # metres of height between neighbouring cells that make a wall


@dataclass(frozen=True)
class Model:
    """The lit site, ready for rays: heights (rows, columns) and colours (rows, columns, 3)."""

    grid: Grid
    surface: NDArray[np.float32]
    colour: NDArray[np.uint8]
    side: NDArray[np.uint8]
    block_tops: NDArray[np.float32]

    @classmethod
    def of(
        cls, grid: Grid, surface: NDArray[np.float32], colour: NDArray[np.uint8], side: NDArray[np.uint8]
    ) -> Model:
        """With the blocks' highest cells, neighbours included, since heights between cells are interpolated."""
        rows, columns = -(-grid.rows // BLOCK) * BLOCK, -(-grid.columns // BLOCK) * BLOCK
        grown = cv2.dilate(surface, np.ones((3, 3), np.uint8))
        padded = np.pad(grown, ((0, rows - grid.rows), (0, columns - grid.columns)), mode="edge")
        tops = padded.reshape(rows // BLOCK, BLOCK, columns // BLOCK, BLOCK).max(axis=(1, 3))
        return cls(grid, surface, colour, side, np.ascontiguousarray(tops))


def cast_rays(model: Model, camera: Camera, pose: Pose) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
    """What each pixel sees: colours (height, width, 3), and the height in metres of the place (height, width)."""
    photo = np.empty((camera.height, camera.width, 3), np.uint8)
    heights = np.empty((camera.height, camera.width), np.float32)
    grid = model.grid
    to_world = np.ascontiguousarray(pose.rotation.T)
    place = (grid.north - pose.position[1]) / grid.cell - 0.5, (pose.position[0] - grid.west) / grid.cell - 0.5

    def cast_band(first: int) -> None:
        _cast(
            model.surface, model.colour, model.side, model.block_tops, grid.cell, to_world, *place, pose.position[2],
            camera.focal, *camera.centre, first, photo[first : first + BAND], heights[first : first + BAND],
        )  # fmt: skip

    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        list(pool.map(cast_band, range(0, camera.height, BAND)))
    return photo, heights


def developed(photo: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.uint8]:
    """The photo (height, width, 3) with the lens's vignetting and softness and the sensor's noise."""
    height, width = photo.shape[:2]
    x = (np.arange(width, dtype=np.float32) + 0.5) / width * 2 - 1
    y = ((np.arange(height, dtype=np.float32) + 0.5) / height * 2 - 1) * np.float32(height / width)
    vignette = 1.0 - np.float32(0.10) * (x[None, :] ** 2 + y[:, None] ** 2)
    exposure = np.float32(rng.normal(1.0, 0.02))
    light = cv2.GaussianBlur(photo, (0, 0), 0.55).astype(np.float32) * (vignette * exposure)[..., None]
    noise = rng.normal(0.0, 1.8, (height, width)).astype(np.float32)[..., None]
    return np.clip(light + noise, 0, 255).astype(np.uint8)


@numba.njit(cache=True, error_model="numpy", inline="always")
def _height_at(surface: NDArray[np.float32], row: float, column: float) -> float:
    """Interpolated height at a place in cells, 0, 0 being the first cell's middle."""
    rows, columns = surface.shape
    r, c = min(max(row, 0.0), rows - 1.001), min(max(column, 0.0), columns - 1.001)
    i, j = int(r), int(c)
    p, q = r - i, c - j
    upper = surface[i, j] * (1 - q) + surface[i, j + 1] * q
    lower = surface[i + 1, j] * (1 - q) + surface[i + 1, j + 1] * q
    return float(upper * (1 - p) + lower * p)


@numba.njit(cache=True, error_model="numpy", inline="always")
def _hash(a: int, b: int) -> float:
    """A value in 0..1 for two whole numbers."""
    mixed = (a * 374761393 + b * 668265263) & 0x7FFFFFFF
    mixed = ((mixed ^ (mixed >> 13)) * 1274126177) & 0x7FFFFFFF
    return ((mixed ^ (mixed >> 16)) & 0xFFFF) / 65535.0


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _cast(
    surface: NDArray[np.float32], colour: NDArray[np.uint8], side: NDArray[np.uint8], tops: NDArray[np.float32],
    cell: float, to_world: NDArray[np.float64], start_row: float, start_column: float, height: float,
    focal: float, centre_x: float, centre_y: float, first: int, photo: NDArray[np.uint8], heights: NDArray[np.float32],
) -> None:  # fmt: skip
    """Fill a band of rows of `photo` and `heights` from row `first` on. `to_world` (3, 3) turns the camera's axes."""
    highest = tops.max() + 0.01
    for v in range(photo.shape[0]):
        for u in range(photo.shape[1]):
            a, b = (u + 0.5 - centre_x) / focal, (v + first + 0.5 - centre_y) / focal
            east = to_world[0, 0] * a + to_world[0, 1] * b + to_world[0, 2]
            up = to_world[1, 0] * a + to_world[1, 1] * b + to_world[1, 2]
            down = -(to_world[2, 0] * a + to_world[2, 1] * b + to_world[2, 2])
            # For each metre of descent the ray goes so many cells on.
            per_row, per_column = -up / down / cell, east / down / cell
            drop = _descend(surface, tops, height, start_row, start_column, per_row, per_column, highest)
            row, column = start_row + per_row * drop, start_column + per_column * drop
            heights[v, u] = height - drop
            _look(surface, colour, side, row, column, height - drop, photo[v, u])


@numba.njit(cache=True, error_model="numpy")
def _descend(
    surface: NDArray[np.float32], tops: NDArray[np.float32], height: float, start_row: float, start_column: float,
    per_row: float, per_column: float, highest: float,
) -> float:  # fmt: skip
    """Metres from the camera down to where the ray meets the surface."""
    pace = min(0.6 / max((per_row**2 + per_column**2) ** 0.5, 1e-9), 0.25)
    drop = max(height - highest, 0.0)
    last = drop
    for _ in range(100000):
        row, column = start_row + per_row * drop, start_column + per_column * drop
        i = min(int(max(row + 0.5, 0.0)) // BLOCK, tops.shape[0] - 1)
        j = min(int(max(column + 0.5, 0.0)) // BLOCK, tops.shape[1] - 1)
        if height - drop > tops[i, j]:
            last = drop
            drop = min(_leaving(row, column, i, j, per_row, per_column) + drop, height - tops[i, j]) + 1e-4
            continue
        if height - drop <= _height_at(surface, row, column):
            break
        last = drop
        drop += pace
    return _between(surface, height, start_row, start_column, per_row, per_column, last, drop)


@numba.njit(cache=True, error_model="numpy", inline="always")
def _leaving(row: float, column: float, i: int, j: int, per_row: float, per_column: float) -> float:
    """Metres of descent until the ray leaves block `i`, `j`."""
    to_row = ((i + 1) * BLOCK - 0.5 - row) if per_row > 0 else (i * BLOCK - 0.5 - row)
    to_column = ((j + 1) * BLOCK - 0.5 - column) if per_column > 0 else (j * BLOCK - 0.5 - column)
    by_row = to_row / per_row if per_row != 0.0 else 1e9
    by_column = to_column / per_column if per_column != 0.0 else 1e9
    return max(min(by_row, by_column), 1e-3)


@numba.njit(cache=True, error_model="numpy")
def _between(
    surface: NDArray[np.float32], height: float, start_row: float, start_column: float,
    per_row: float, per_column: float, above: float, below: float,
) -> float:  # fmt: skip
    """The descent, between one that is above the surface and one that is not, at which the ray meets it."""
    for _ in range(6):
        middle = (above + below) / 2
        if height - middle <= _height_at(surface, start_row + per_row * middle, start_column + per_column * middle):
            below = middle
        else:
            above = middle
    return below


@numba.njit(cache=True, error_model="numpy")
def _look(
    surface: NDArray[np.float32], colour: NDArray[np.uint8], side: NDArray[np.uint8],
    row: float, column: float, height: float, pixel: NDArray[np.uint8],
) -> None:  # fmt: skip
    """The colour at a place of the surface: the wall's where it is steep, else what lies on top."""
    rows, columns = surface.shape
    r, c = min(max(row, 0.0), rows - 1.001), min(max(column, 0.0), columns - 1.001)
    i, j = int(r), int(c)
    p, q = r - i, c - j
    low = min(min(surface[i, j], surface[i, j + 1]), min(surface[i + 1, j], surface[i + 1, j + 1]))
    top_row, top_column, top = i, j, surface[i, j]
    for m in range(i, i + 2):
        for n in range(j, j + 2):
            if surface[m, n] > top:
                top_row, top_column, top = m, n, surface[m, n]
    if top - low > WALL:
        if top - height > 0.15:
            shade = 0.75 + 0.5 * _hash(int((row + 2 * column) * 0.15), int(height * 5.0))
            for band in range(3):
                pixel[band] = min(255.0, side[top_row, top_column, band] * shade)
        else:
            for band in range(3):
                pixel[band] = colour[top_row, top_column, band]
        return
    for band in range(3):
        upper = colour[i, j, band] * (1 - q) + colour[i, j + 1, band] * q
        lower = colour[i + 1, j, band] * (1 - q) + colour[i + 1, j + 1, band] * q
        pixel[band] = upper * (1 - p) + lower * p
