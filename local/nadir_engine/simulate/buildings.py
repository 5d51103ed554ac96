"""Houses with gabled roofs, their yards and hedges, parked cars."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nadir_engine.simulate.ground import ROAD_HALF_WIDTH, road_centre, road_heading
from nadir_engine.simulate.noise import Field
from nadir_engine.simulate.scene import Scene, bands

ROOFS = ((158, 82, 58), (138, 66, 50), (172, 98, 68), (96, 92, 92), (120, 74, 58))
WALLS = ((226, 216, 196), (212, 204, 190), (232, 228, 220), (206, 190, 160))
CARS = ((186, 40, 38), (226, 226, 228), (52, 58, 66), (44, 82, 140), (168, 172, 176), (30, 96, 70))
HOUSE_SPACING = 25.0  # metres along the road


@dataclass(frozen=True)
class House:
    """A house: middle and size in metres, heading of its ridge in radians from east, heights over the ground."""

    x: float
    y: float
    heading: float
    length: float
    width: float
    eaves: float
    pitch: float


def build_village(scene: Scene, rng: np.random.Generator) -> None:
    """Houses along both sides of the road, with their yards and cars."""
    west, _, east, _ = scene.grid.bounds
    for x in np.arange(west + 6.0, east - 6.0, HOUSE_SPACING):
        for side in (1.0, -1.0):
            chance, jitter = rng.random(), rng.uniform(-4.0, 4.0)
            style = np.random.default_rng(rng.integers(1 << 63))
            if chance < 0.62:
                _build_home(scene, x + jitter + (side > 0) * 9.0, side, style)
    _park_cars(scene, rng)


def _build_home(scene: Scene, x: float, side: float, rng: np.random.Generator) -> None:
    heading = road_heading(x)
    distance = ROAD_HALF_WIDTH + rng.uniform(9.0, 13.0)
    hx, hy = x - np.sin(heading) * distance * side, float(road_centre(x)) + np.cos(heading) * distance * side
    turned = np.pi / 2 if rng.random() < 0.35 else 0.0
    house = House(
        hx, hy, heading + turned + rng.normal(0.0, 0.05), rng.uniform(9.0, 13.5), rng.uniform(7.0, 9.0),
        rng.uniform(3.0, 5.2), rng.uniform(0.55, 0.9),
    )  # fmt: skip
    window = scene.window(hx, hy, 12.0)
    if window is None or not scene.free[window].any() or _is_taken(scene, house):
        return
    _sow_lawn(scene, house, rng)
    _pave_yard(scene, house, side, rng)
    _plant_hedge(scene, house, rng)
    _raise_house(scene, house, rng)


def _is_taken(scene: Scene, house: House) -> bool:
    window = scene.window(house.x, house.y, house.length / 2 + 2.0)
    return window is None or float(scene.free[window].mean()) < 0.97


def _pave_yard(scene: Scene, house: House, side: float, rng: np.random.Generator) -> None:
    """Paving between the house and the road, in slabs."""
    heading = road_heading(house.x)
    x, y = house.x + np.sin(heading) * 5.0 * side, house.y - np.cos(heading) * 5.0 * side
    window = scene.window(x, y, 9.0)
    if window is None:
        return
    along, across = scene.local(window, x, y, heading)
    mask = (np.abs(along) < 4.2) & (np.abs(across) < 6.0) & scene.free[window]
    slabs = 150.0 + 22.0 * _cell_noise(along, across, 0.5, int(rng.integers(1 << 30)))
    slabs += 8.0 * rng.standard_normal(slabs.shape).astype(np.float32)
    joints = (along % 0.5 < 0.06) | (across % 0.5 < 0.06)
    slabs[joints] -= 38.0
    scene.colour[window][mask] = (slabs[..., None] * bands([1.03, 1.0, 0.94]))[mask]


def _sow_lawn(scene: Scene, house: House, rng: np.random.Generator) -> None:
    """Grass instead of the field's crop, within the hedge."""
    window = scene.window(house.x, house.y, 17.0)
    if window is None:
        return
    along, across = scene.local(window, house.x, house.y, house.heading)
    mask = (np.abs(along) < house.length / 2 + 3.5) & (np.abs(across) < house.width / 2 + 4.0) & scene.free[window]
    blades = 0.92 + 0.10 * _cell_noise(along, across, 0.9, int(rng.integers(1 << 30)))
    blades += 0.07 * (np.floor(along / 1.1) % 2) + 0.09 * rng.standard_normal(along.shape).astype(np.float32)
    scene.colour[window][mask] = (blades[..., None] * bands([104, 132, 62]))[mask]


def _plant_hedge(scene: Scene, house: House, rng: np.random.Generator) -> None:
    """A hedge behind and beside the house."""
    window = scene.window(house.x, house.y, 17.0)
    if window is None:
        return
    along, across = scene.local(window, house.x, house.y, house.heading)
    half_length, half_width = house.length / 2 + 3.5, house.width / 2 + 4.0
    ring = np.maximum(np.abs(along) - half_length, np.abs(across) - half_width)
    mask = (np.abs(ring) < 0.55) & scene.free[window] & (along > -half_length + 3.0)
    bumps = 0.25 * _cell_noise(along, across, 0.35, int(rng.integers(1 << 30)))
    tops = scene.ground[window] + np.float32(1.25) + bumps
    scene.surface[window] = np.where(mask, np.maximum(scene.surface[window], tops), scene.surface[window])
    leaves = np.float32(0.8) + np.float32(0.45) * _cell_noise(along, across, 0.3, int(rng.integers(1 << 30)))
    scene.colour[window][mask] = (leaves[..., None] * bands([52, 82, 38]))[mask]
    scene.side[window][mask] = bands([34, 54, 26])
    scene.free[window][mask] = False


def _raise_house(scene: Scene, house: House, rng: np.random.Generator) -> None:
    window = scene.window(house.x, house.y, np.hypot(house.length, house.width) / 2)
    if window is None:
        return
    along, across = scene.local(window, house.x, house.y, house.heading)
    mask = (np.abs(along) < house.length / 2) & (np.abs(across) < house.width / 2)
    base = float(np.median(scene.ground[window][mask])) if mask.any() else scene.ground_at(house.x, house.y)
    roof = base + house.eaves + (house.width / 2 - np.abs(across)) * house.pitch
    tile = int(rng.integers(1 << 30))
    roof += np.float32(0.03) * _cell_noise(along, across, 0.35, tile)
    chimney = (np.abs(along - house.length * 0.22) < 0.45) & (np.abs(across - 0.8) < 0.35)
    roof[chimney] = base + house.eaves + house.width / 2 * house.pitch + 0.9
    scene.surface[window][mask] = roof[mask]
    colour = _roof_colours(house, along, across, tile, rng)
    colour[chimney] = (118, 84, 74)
    scene.colour[window][mask] = colour[mask]
    scene.side[window][mask] = bands(WALLS[int(rng.integers(len(WALLS)))])
    yard = (np.abs(along) < house.length / 2 + 3.0) & (np.abs(across) < house.width / 2 + 3.5)
    scene.free[window] &= ~yard


def _roof_colours(house: House, along: Field, across: Field, seed: int, rng: np.random.Generator) -> Field:
    base = bands(ROOFS[int(rng.integers(len(ROOFS)))])
    tiles = 0.98 + 0.13 * _cell_noise(along, across, 0.35, seed) + 0.10 * _cell_noise(along, across, 1.9, seed + 1)
    tiles += 0.05 * rng.standard_normal(along.shape).astype(np.float32)
    tiles[(across % 0.35) < 0.08] *= 0.78
    tiles[np.abs(across) < 0.12] *= 1.2  # ridge
    colour = tiles[..., None] * base
    if rng.random() < 0.45:
        down = across * (-1.0 if np.cos(house.heading) > 0 else 1.0)  # down the roof's southern side
        panels = (np.abs(along) < house.length * 0.3) & (down > 0.9) & (down < house.width / 2 - 0.5)
        frame = (along % 1.0 < 0.07) | (across % 1.65 < 0.08)
        glass = bands([30, 42, 74]) * (1.0 + 0.3 * _cell_noise(along, across, 0.25, seed + 2))[..., None]
        colour[panels] = np.where(frame[..., None], bands([168, 172, 180]), glass)[panels]
    return colour


def _park_cars(scene: Scene, rng: np.random.Generator) -> None:
    west, _, east, _ = scene.grid.bounds
    for x in np.arange(west + 10.0, east - 10.0, 19.0):
        place, side, paint = x + rng.uniform(-5.0, 5.0), rng.choice((-1.0, 1.0)), CARS[int(rng.integers(len(CARS)))]
        if rng.random() < 0.7:
            _park_car(scene, place, side * (ROAD_HALF_WIDTH - 1.0), bands(paint))


def _park_car(scene: Scene, x: float, offset: float, paint: Field) -> None:
    heading = road_heading(x)
    cx, cy = x - np.sin(heading) * offset, float(road_centre(x)) + np.cos(heading) * offset
    window = scene.window(cx, cy, 3.0)
    if window is None:
        return
    along, across = scene.local(window, cx, cy, heading)
    body = (np.abs(along) < 2.2) & (np.abs(across) < 0.9)
    cabin = (np.abs(along + 0.25) < 1.25) & (np.abs(across) < 0.75)
    glass = (np.abs(along + 0.25) < 1.25) & (np.abs(along + 0.25) > 0.85) & cabin
    height = np.where(cabin, 1.45, 0.9).astype(np.float32)
    scene.surface[window][body] = (scene.ground[window] + height)[body]
    scene.colour[window][body] = paint
    scene.colour[window][glass] = (36, 44, 52)
    scene.side[window][body] = paint * 0.6


def _cell_noise(along: Field, across: Field, size: float, seed: int) -> Field:
    """A value in -1..1 for each square of `size` metres."""
    a, b = np.floor(along / size).astype(np.int64), np.floor(across / size).astype(np.int64)
    mixed = (a * 374761393 + b * 668265263 + seed * 974634107) & 0x7FFFFFFF
    mixed = ((mixed ^ (mixed >> 13)) * 1274126177) & 0x7FFFFFFF
    return ((mixed ^ (mixed >> 16)) & 0xFFFF).astype(np.float32) / np.float32(32768.0) - np.float32(1.0)
