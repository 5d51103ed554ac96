"""Bare ground: hills, fields with their crops, a road and a farm track."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nadir_engine.grid import Grid
from nadir_engine.simulate.noise import Field, blurred, layered_noise, smooth_noise
from nadir_engine.simulate.scene import Scene, bands

HEIGHT = 430.0  # metres, of the site's middle
ROAD_HALF_WIDTH = 2.8
TRACK_HALF_WIDTH = 1.5


@dataclass(frozen=True)
class Crop:
    """A field's colours (red, green, blue) with the distance of its rows in metres and how strongly they show."""

    low: tuple[float, float, float]
    high: tuple[float, float, float]
    rows: float
    contrast: float


CROPS = (
    Crop((84, 104, 46), (146, 160, 82), 0.0, 0.0),  # meadow
    Crop((152, 142, 74), (204, 188, 112), 0.9, 0.35),  # ripening wheat
    Crop((92, 68, 48), (142, 112, 82), 1.2, 0.45),  # ploughed
    Crop((70, 94, 52), (122, 140, 76), 1.5, 0.45),  # beet
    Crop((158, 150, 52), (218, 204, 84), 0.0, 0.0),  # rape in flower
    Crop((108, 122, 56), (164, 166, 92), 3.0, 0.25),  # mown hay
)


def make_ground(grid: Grid, rng: np.random.Generator) -> Scene:
    """Heights and colours of the land before anything stands on it."""
    ground = _heights(grid, rng)
    colour, margin = _fields(grid, rng)
    ground += margin * np.float32(0.25)  # grass margins stand over the fields
    scene = Scene(grid, ground, ground, colour, colour, np.ones(grid.shape, np.bool_))
    _lay_track(scene, rng)
    _lay_road(scene, rng)
    scene.surface = scene.ground.copy()
    scene.side = scene.colour * np.float32(0.7)
    return scene


def _heights(grid: Grid, rng: np.random.Generator) -> Field:
    hills = layered_noise(grid, [(160.0, 3.2), (60.0, 1.0), (18.0, 0.22), (4.0, 0.05), (1.0, 0.02)], rng)
    x, y = grid.centres()
    slope = (0.03 * x + 0.02 * y).astype(np.float32)
    return hills + slope + np.float32(HEIGHT)


# --- fields ---


def _fields(grid: Grid, rng: np.random.Generator) -> tuple[NDArray[np.float32], Field]:
    """Colours (rows, columns, 3), and how much of a grass margin is at each place (0..1)."""
    x, y = grid.centres()
    wobble = smooth_noise(grid, 90.0, rng) * np.float32(3.0)
    along = (x * 0.97 + y * 0.24).astype(np.float32) + wobble
    across = (y * 0.97 - x * 0.24).astype(np.float32) + wobble
    column = np.floor(along / 42.0).astype(np.int64)
    row = np.floor((across + 13.0 * (column % 3)) / 58.0).astype(np.int64)
    crop = _crop_of(column, row, int(rng.integers(1 << 30)))
    to_edge = np.minimum(_to_edge(along, 42.0), _to_edge(across + 13.0 * (column % 3), 58.0))
    margin = np.clip(1.6 - to_edge, 0.0, 1.0).astype(np.float32)
    crop[margin > 0.5] = 0
    colour = np.empty((*grid.shape, 3), np.float32)
    for number, kind in enumerate(CROPS):
        mask = crop == number
        if mask.any():
            np.copyto(colour, _crop_colours(grid, kind, along, rng), where=mask[..., None])
    return colour, margin


def _crop_of(column: NDArray[np.int64], row: NDArray[np.int64], seed: int) -> NDArray[np.int64]:
    """A crop for each parcel, another one than the parcel beside it."""
    first = (column * 7349 + row * 9151 + seed) % 3
    return (2 * first + row % 2 + column) % len(CROPS)


def _to_edge(position: Field, size: float) -> Field:
    rest = position % np.float32(size)
    return np.minimum(rest, np.float32(size) - rest)


def _crop_colours(grid: Grid, crop: Crop, along: Field, rng: np.random.Generator) -> NDArray[np.float32]:
    """From the darker to the lighter colour by soil, plants and rows."""
    layers = [(30.0, 0.15), (8.0, 0.13), (2.5, 0.16), (0.9, 0.22), (0.4, 0.24), (0.2, 0.22)]
    amount = np.float32(0.5) + layered_noise(grid, layers, rng)
    if crop.rows:
        bend = smooth_noise(grid, 12.0, rng) * np.float32(0.12)
        wave = np.sin((along + bend) * np.float32(2.0 * np.pi / crop.rows))
        amount += np.float32(crop.contrast) * wave * (np.float32(0.6) + np.float32(0.4) * smooth_noise(grid, 3.0, rng))
    amount = np.clip(amount, -0.35, 1.35)[..., None]
    low, high = bands(crop.low), bands(crop.high)
    return low + (high - low) * amount


# --- road and track ---


def road_centre(x: NDArray[np.floating] | float) -> NDArray[np.floating] | float:
    """y of the road's middle line at x, metres."""
    return -14.0 + 9.0 * np.sin(np.asarray(x) / 46.0) + 0.06 * np.asarray(x)


def road_heading(x: float) -> float:
    """Direction of the road at x, radians from east."""
    return float(np.arctan(9.0 / 46.0 * np.cos(x / 46.0) + 0.06))


def _road_offset(grid: Grid) -> Field:
    """Metres from the road's middle line, to the left positive."""
    x, y = grid.centres()
    steepness = np.cos(np.arctan(9.0 / 46.0 * np.cos(x / 46.0) + 0.06))
    return ((y - road_centre(x)) * steepness).astype(np.float32)


def track_centre(y: NDArray[np.floating] | float) -> NDArray[np.floating] | float:
    """x of the farm track's middle line at y, metres."""
    return 24.0 + 7.0 * np.sin(np.asarray(y) / 30.0) - 0.1 * np.asarray(y)


def _lay_road(scene: Scene, rng: np.random.Generator) -> None:
    grid = scene.grid
    offset = _road_offset(grid)
    distance = np.abs(offset)
    _level(scene, distance, ROAD_HALF_WIDTH + 0.6, 2.5)
    shade = layered_noise(grid, [(9.0, 5.0), (2.0, 4.0), (0.7, 5.0), (0.3, 6.0), (0.15, 6.0)], rng)
    wheels = np.float32(7.0) * np.exp(-(((distance - 1.3) / 0.45) ** 2))
    asphalt = (np.float32(104.0) + shade - wheels)[..., None] * bands([0.98, 1.0, 1.03])
    cracks = (np.abs(smooth_noise(grid, 6.0, rng)) < 0.012) & (smooth_noise(grid, 14.0, rng) > 0.5)
    asphalt[cracks] *= 0.8
    gravel = (np.float32(150.0) + 3.0 * shade)[..., None] * bands([1.02, 0.98, 0.9])
    on_gravel, on_road = distance < ROAD_HALF_WIDTH + 0.6, distance < ROAD_HALF_WIDTH
    np.copyto(scene.colour, gravel, where=on_gravel[..., None])
    np.copyto(scene.colour, asphalt, where=on_road[..., None])
    x, _ = grid.centres()
    dashes = (distance < 0.08) & (np.broadcast_to(x, grid.shape) % 6.0 < 3.0)
    scene.colour[dashes] = 225.0 + shade[dashes][:, None]
    scene.free &= distance > ROAD_HALF_WIDTH + 1.0


def _lay_track(scene: Scene, rng: np.random.Generator) -> None:
    grid = scene.grid
    x, y = grid.centres()
    offset = (x - track_centre(y)).astype(np.float32) + smooth_noise(grid, 4.0, rng) * np.float32(0.15)
    distance = np.abs(offset)
    _level(scene, distance, TRACK_HALF_WIDTH, 2.0)
    ruts = np.exp(-(((distance - 0.8) / 0.38) ** 2))
    scene.ground -= np.float32(0.06) * ruts.astype(np.float32)
    shade = layered_noise(grid, [(3.0, 8.0), (0.8, 10.0), (0.35, 10.0), (0.18, 9.0)], rng)
    earth = (np.float32(158.0) + shade)[..., None] * bands([1.0, 0.9, 0.74])
    amount = np.clip(ruts * 1.4, 0.0, 1.0)[..., None].astype(np.float32)
    scene.colour += (earth - scene.colour) * amount
    scene.free &= distance > TRACK_HALF_WIDTH + 0.8


def _level(scene: Scene, distance: Field, width: float, blend: float) -> None:
    """Smooth the ground under a way of `width` metres to each side, running out over `blend` metres."""
    smooth = blurred(scene.ground, scene.grid, 2.5)
    amount = np.clip((width + blend - distance) / blend, 0.0, 1.0).astype(np.float32)
    scene.ground += (smooth - scene.ground) * amount
