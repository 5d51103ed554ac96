"""Control points: checkered targets laid out on the ground."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nadir_engine.simulate.scene import Scene

TARGET_HALF = 0.6  # metres
CLEARANCE = 4.5  # metres to the next tree


@dataclass(frozen=True)
class ControlPoint:
    """A target's middle in metres of the site's frame."""

    name: str
    x: float
    y: float
    z: float


def lay_targets(scene: Scene, area: tuple[float, float, float, float], count: int = 6) -> list[ControlPoint]:
    """Lay targets in the open, spread over `area` (west, south, east, north); fewer where there is no room."""
    points: list[ControlPoint] = []
    for x, y in _wanted(area, count):
        place = _nearest_free(scene, x, y)
        if place is not None:
            points.append(_lay(scene, f"GCP{len(points) + 1}", *place))
    return points


def _wanted(area: tuple[float, float, float, float], count: int) -> list[tuple[float, float]]:
    west, south, east, north = area
    columns = (count + 1) // 2
    return [
        (west + (east - west) * (column + 0.5) / columns, south + (north - south) * part)
        for part in (0.25, 0.75)
        for column in range(columns)
    ][:count]


def _nearest_free(scene: Scene, x: float, y: float) -> tuple[float, float] | None:
    """The nearest place with open, free ground around it, at the middle of a cell's corner."""
    for radius in np.arange(0.0, 20.0, 1.5):
        for angle in np.arange(0.0, 2 * np.pi, np.pi / 4):
            px, py = x + radius * np.cos(angle), y + radius * np.sin(angle)
            window = scene.window(px, py, 2.5)
            if window is None:
                continue
            bare = np.abs(scene.surface[window] - scene.ground[window]) < 0.01
            if bare.all() and scene.free[window].all():
                return px, py
    return None


def _lay(scene: Scene, name: str, x: float, y: float) -> ControlPoint:
    cell = scene.grid.cell
    x = scene.grid.west + round((x - scene.grid.west) / cell) * cell  # the crossing lies exactly between cells
    y = scene.grid.north - round((scene.grid.north - y) / cell) * cell
    window = scene.window(x, y, 2.0)
    if window is None:
        raise ValueError("a target needs a place inside of the site")
    along, across = scene.local(window, x, y, 0.0)
    mask = np.maximum(np.abs(along), np.abs(across)) < TARGET_HALF
    level = np.float32(np.mean(scene.ground[window][mask]))
    scene.ground[window][mask] = level
    scene.surface[window][mask] = level
    black = (along * across) > 0
    scene.colour[window][mask] = np.where(black[..., None], np.float32(18.0), np.float32(242.0))[mask]
    around = scene.window(x, y, CLEARANCE)
    if around is not None:
        scene.free[around] = False
    return ControlPoint(name, x, y, float(level))
