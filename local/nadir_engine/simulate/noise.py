"""Smooth random fields that depend on a place, a wavelength and a seed, and not on the resolution."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from nadir_engine.grid import Grid

Field = NDArray[np.float32]


def smooth_noise(grid: Grid, wavelength: float, rng: np.random.Generator) -> Field:
    """A field (rows, columns) of standard deviation about 1 whose hills are `wavelength` metres apart."""
    west, south, east, north = grid.bounds
    spacing = wavelength / 2.0
    shape = int((north - south) / spacing) + 5, int((east - west) / spacing) + 5
    coarse = rng.standard_normal(shape).astype(np.float32)
    rows = _weights(grid.rows, grid.cell / spacing, shape[0])
    columns = _weights(grid.columns, grid.cell / spacing, shape[1])
    across = np.ascontiguousarray((columns @ coarse.T).T)
    return np.asarray(rows @ across, np.float32) * np.float32(1.5)  # interpolation takes variance away


def _weights(count: int, step: float, knots: int) -> csr_matrix:
    """(count, knots): a uniform cubic B-spline, which never overshoots, at places `step` knots apart."""
    positions = (np.arange(count) + 0.5) * step + 1.0
    first = np.floor(positions).astype(np.int64)
    part = positions - first
    rest = 1.0 - part
    weights = np.stack(
        [
            rest**3 / 6.0,
            (3.0 * part**3 - 6.0 * part**2 + 4.0) / 6.0,
            (3.0 * rest**3 - 6.0 * rest**2 + 4.0) / 6.0,
            part**3 / 6.0,
        ],
        axis=1,
    )
    indices = np.clip(first[:, None] + np.arange(-1, 3), 0, knots - 1)
    return csr_matrix(
        (weights.astype(np.float32).ravel(), indices.ravel(), np.arange(0, 4 * count + 1, 4)), shape=(count, knots)
    )


def layered_noise(grid: Grid, layers: Sequence[tuple[float, float]], rng: np.random.Generator) -> Field:
    """The sum of fields given as (wavelength in metres, standard deviation). Wavelengths below two cells are left out."""
    total = np.zeros(grid.shape, np.float32)
    for wavelength, deviation in layers:
        seeded = np.random.default_rng(rng.integers(1 << 63))
        if wavelength >= 2.0 * grid.cell:
            total += smooth_noise(grid, wavelength, seeded) * np.float32(deviation)
    return total


def blurred(values: Field, grid: Grid, metres: float) -> Field:
    """Gaussian blur with a standard deviation in metres, done on a coarser grid where that is wide."""
    coarse = grid.with_cell(max(grid.cell, metres / 6.0))
    small = cv2.resize(values, (coarse.columns, coarse.rows), interpolation=cv2.INTER_AREA)
    soft = cv2.GaussianBlur(small, (0, 0), metres / coarse.cell)
    return np.asarray(cv2.resize(soft, (grid.columns, grid.rows), interpolation=cv2.INTER_CUBIC), np.float32)
