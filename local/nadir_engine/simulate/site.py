"""Puts the site together from a seed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nadir_engine.grid import Grid
from nadir_engine.simulate.buildings import build_village
from nadir_engine.simulate.camera import Camera
from nadir_engine.simulate.flight import FLYING_HEIGHT, Plan
from nadir_engine.simulate.ground import make_ground
from nadir_engine.simulate.light import sides_lit, sunlit
from nadir_engine.simulate.render import Model
from nadir_engine.simulate.targets import ControlPoint, lay_targets
from nadir_engine.simulate.trees import plant_trees

MARGIN = 14.0  # metres beyond what level flight over level ground sees


@dataclass(frozen=True)
class Site:
    """The site in metres around 0, 0: heights (rows, columns), the lit model that photos are taken of, the targets."""

    grid: Grid
    ground: NDArray[np.float32]
    surface: NDArray[np.float32]
    model: Model
    targets: tuple[ControlPoint, ...]

    def ground_height(self) -> float:
        """Metres, in the middle."""
        return float(self.ground[self.grid.rows // 2, self.grid.columns // 2])


def make_site(plan: Plan, camera: Camera, seed: int) -> Site:
    """The site under a flight, in cells a little larger than the photos' pixels on the ground."""
    rng = np.random.default_rng(seed)
    west, south, east, north = plan.covered
    cell = round(1.2 * FLYING_HEIGHT / camera.focal, 4)
    columns, rows = int((east - west + 2 * MARGIN) / cell), int((north - south + 2 * MARGIN) / cell)
    scene = make_ground(Grid(west - MARGIN, north + MARGIN, cell, columns, rows), rng)
    build_village(scene, rng)
    targets = lay_targets(scene, _shrunk(plan.covered, 12.0))
    plant_trees(scene, rng)
    model = Model.of(scene.grid, scene.surface, sunlit(scene), sides_lit(scene))
    return Site(scene.grid, scene.ground, scene.surface, model, tuple(targets))


def _shrunk(area: tuple[float, float, float, float], metres: float) -> tuple[float, float, float, float]:
    west, south, east, north = area
    return west + metres, south + metres, east - metres, north - metres
