"""The simulated site: ground, what stands on it, and its colours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nadir_engine.grid import Grid

Heights = NDArray[np.float32]
Colours = NDArray[np.float32]


def bands(values: Sequence[float]) -> NDArray[np.float32]:
    """A colour (3,) to multiply or fill pictures with."""
    return np.array(values, np.float32)


@dataclass
class Scene:
    """What the makers of ground, houses and trees work on, in turn.

    `ground` (DTM) and `surface` (DSM) are heights in metres, (rows, columns). `colour` is what is seen from above and `side`
    what is seen of walls and the flanks of trees, (rows, columns, 3) in 0..255, red first. `free` is where something can
    still be put.
    """

    grid: Grid
    ground: Heights
    surface: Heights
    colour: Colours
    side: Colours
    free: NDArray[np.bool_]

    def ground_at(self, x: float, y: float) -> float:
        """Height of the ground at a place in metres; the nearest cell's at and beyond the edge."""
        row, column = self.cell_of(x, y)
        return float(self.ground[row, column])

    def cell_of(self, x: float, y: float) -> tuple[int, int]:
        """Row and column of a place in metres, the nearest one of a place outside."""
        rows, columns = self.grid.indices(np.array([x]), np.array([y]))
        return int(np.clip(rows[0], 0, self.grid.rows - 1)), int(np.clip(columns[0], 0, self.grid.columns - 1))

    def window(self, x: float, y: float, radius: float) -> tuple[slice, slice] | None:
        """The cells within `radius` metres of a place, as a square; None outside of the grid."""
        row, column = self.grid.indices(np.array([x]), np.array([y]))
        reach = int(np.ceil(radius / self.grid.cell)) + 1
        rows = slice(max(0, int(row[0]) - reach), min(self.grid.rows, int(row[0]) + reach + 1))
        columns = slice(max(0, int(column[0]) - reach), min(self.grid.columns, int(column[0]) + reach + 1))
        return (rows, columns) if rows.start < rows.stop and columns.start < columns.stop else None

    def local(self, window: tuple[slice, slice], x: float, y: float, heading: float) -> tuple[Heights, Heights]:
        """Coordinates (rows, columns) in metres of a window's cells, along and across a heading (radians, from east)."""
        xs, ys = self.grid.centres()
        east = (xs[:, window[1]] - x).astype(np.float32)
        north = (ys[window[0], :] - y).astype(np.float32)
        cos, sin = np.float32(np.cos(heading)), np.float32(np.sin(heading))
        return east * cos + north * sin, north * cos - east * sin
