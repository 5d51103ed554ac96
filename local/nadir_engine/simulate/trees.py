"""Trees: a wood, a hedgerow, and single ones in gardens and meadows."""

from __future__ import annotations

import numpy as np

from nadir_engine.simulate.ground import road_centre, track_centre
from nadir_engine.simulate.noise import layered_noise
from nadir_engine.simulate.scene import Scene, bands

GREENS = ((58, 84, 36), (72, 98, 42), (48, 72, 34), (86, 104, 48), (64, 90, 52))


def plant_trees(scene: Scene, rng: np.random.Generator) -> None:
    """Plant them where there is room."""
    lumps = layered_noise(scene.grid, [(1.6, 0.30), (0.7, 0.20), (0.3, 0.10)], rng)
    leaves = layered_noise(scene.grid, [(1.4, 0.10), (0.6, 0.16), (0.28, 0.18), (0.14, 0.12)], rng)
    for x, y, radius in _places(scene, rng):
        green = bands(GREENS[int(rng.integers(len(GREENS)))]) * rng.uniform(0.85, 1.15)
        _plant(scene, x, y, radius, green.astype(np.float32), lumps, leaves)


def _places(scene: Scene, rng: np.random.Generator) -> list[tuple[float, float, float]]:
    """x, y and crown radius in metres."""
    west, south, east, north = scene.grid.bounds
    places = []
    for y in np.arange(south, south + 0.30 * (north - south), 4.6):  # the wood in the south-west
        for x in np.arange(west, west + 0.42 * (east - west), 4.6):
            px, py, radius = x + rng.uniform(-1.5, 1.5), y + rng.uniform(-1.5, 1.5), rng.uniform(2.0, 3.4)
            inside = (px - west) / (0.42 * (east - west)) + (py - south) / (0.30 * (north - south)) < 1.1
            if inside:
                places.append((px, py, radius))
    for y in np.arange(south, north, 7.5):  # a hedgerow along the track
        places.append((float(track_centre(y)) + 4.4 + rng.uniform(-0.6, 0.6), y + rng.uniform(-2, 2), rng.uniform(1.5, 2.6)))
    for x in np.arange(west, east, 13.0):  # gardens
        side = rng.choice((-1.0, 1.0))
        places.append((x + rng.uniform(-4, 4), float(road_centre(x)) + side * rng.uniform(7, 26), rng.uniform(1.2, 2.8)))
    count = int((east - west) * (north - south) / 900.0)
    for _ in range(count):  # meadows
        places.append((rng.uniform(west, east), rng.uniform(south, north), rng.uniform(1.4, 3.2)))
    return places


def _plant(
    scene: Scene, x: float, y: float, radius: float, green: np.ndarray, lumps: np.ndarray, leaves: np.ndarray
) -> None:
    """One tree: a crown like half an egg, with lumps."""
    row, column = scene.cell_of(x, y)
    window = scene.window(x, y, radius)
    if window is None or not scene.free[row, column]:
        return
    along, across = scene.local(window, x, y, 0.0)
    distance = np.hypot(along, across) / np.float32(radius) + np.float32(0.22) * lumps[window]
    inside = np.clip(1.0 - distance**2, 0.0, None)
    height = np.float32(radius) * (1.1 + 1.9 * np.sqrt(inside)) + 0.6 * lumps[window]
    top = scene.ground_at(x, y) + height
    mask = (inside > 0.0) & (top > scene.surface[window])
    scene.surface[window][mask] = top[mask]
    light = 0.72 + 0.34 * np.sqrt(inside) + leaves[window]
    scene.colour[window][mask] = (light[..., None] * green)[mask]
    scene.side[window][mask] = green * np.float32(0.5)
