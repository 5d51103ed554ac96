"""How far a surface model lies from a reference point cloud, after the best robust similarity between them is taken out.

Two reconstructions of the same photos differ by a similarity that neither can know without control points: it is
estimated, taken out, and told, so that a wrong focal length (scale) or a bent block (tilt) cannot hide in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import laspy
import numpy as np
import rasterio
from measuring import NotMeasured
from numpy.typing import NDArray
from rasterio.enums import Resampling
from scipy.ndimage import gaussian_filter, map_coordinates

Array = NDArray[np.float64]

CELL_M = 0.25
ITERATIONS = 40
# Tukey's constant, in robust standard deviations.
TUKEY = 4.685


@dataclass(frozen=True)
class Comparison:
    """`nmad` and `p90` of the height differences in metres, `completeness` 0..1 of the reference's cells that were measured (not
    filled), and what the fit took out: `scale` as a fraction, `tilt` as a slope."""

    nmad: float
    p90: float
    completeness: float
    scale: float
    tilt: float


@dataclass(frozen=True)
class _Raster:
    west: float
    north: float
    heights: Array

    def points(self) -> Array:
        rows, columns = np.nonzero(~np.isnan(self.heights))
        x, y = self.west + (columns + 0.5) * CELL_M, self.north - (rows + 0.5) * CELL_M
        return np.column_stack([x, y, self.heights[rows, columns]])

    def sample(self, values: Array, points: Array) -> Array:
        rows = (self.north - points[:, 1]) / CELL_M - 0.5
        columns = (points[:, 0] - self.west) / CELL_M - 0.5
        return np.asarray(map_coordinates(values, [rows, columns], order=1, cval=np.nan))


def compare(dsm: Path, measured: Path, cloud: Path) -> Comparison:
    """The surface model `dsm` (GeoTIFF) against the points of `cloud` (LAZ), both in metres in the same CRS.

    `measured` (LAZ) holds the points that the model was made from: a cell of the model without one was filled.
    """
    reference, model = _cloud_raster(cloud), _model_raster(dsm)
    centre = np.append(np.nanmean(reference.points()[:, :2], axis=0), np.nanmedian(reference.heights))
    moving = model.points() - centre
    still = _Raster(reference.west - centre[0], reference.north - centre[1], reference.heights - centre[2])
    scale, R, t = _fit(moving, still)
    moved = scale * moving @ R.T + t
    differences = still.sample(still.heights, moved) - moved[:, 2]
    differences = differences[~np.isnan(differences)]
    if not len(differences):
        raise NotMeasured(f"{dsm.name} does not fit onto {cloud.name}")
    deviation = np.abs(differences - np.median(differences))
    tilt = float(np.hypot(R[2, 0], R[2, 1]) / R[2, 2])
    return Comparison(
        float(1.4826 * np.median(deviation)), float(np.percentile(np.abs(differences), 90)),
        _completeness(still, scale * (_points(measured) - centre) @ R.T + t), abs(scale - 1.0), tilt,
    )  # fmt: skip


def _points(path: Path) -> Array:
    """Points (n, 3) of a LAZ, metres."""
    las = laspy.read(path)
    return np.column_stack([las.x, las.y, las.z])


def _cloud_raster(path: Path) -> _Raster:
    """Median height of the points in each cell."""
    x, y, z = _points(path).T
    west, north = np.floor(x.min()), np.ceil(y.max())
    columns, rows = ((x - west) / CELL_M).astype(int), ((north - y) / CELL_M).astype(int)
    shape = int(rows.max()) + 1, int(columns.max()) + 1
    cell = rows * shape[1] + columns
    order = np.lexsort((z, cell))
    starts = np.flatnonzero(np.r_[True, np.diff(cell[order]) > 0])
    counts = np.diff(np.r_[starts, len(order)])
    heights = np.full(shape[0] * shape[1], np.nan)
    heights[cell[order][starts]] = z[order][starts + counts // 2]
    return _Raster(float(west), float(north), heights.reshape(shape))


def _model_raster(path: Path) -> _Raster:
    """The model in cells of `CELL_M`, averaged."""
    with rasterio.open(path) as source:
        factor = source.transform.a / CELL_M
        shape = (max(1, round(source.height * factor)), max(1, round(source.width * factor)))
        heights = source.read(1, out_shape=shape, masked=True, resampling=Resampling.average)
        west, north = source.transform.c, source.transform.f
    return _Raster(west, north, np.asarray(heights.filled(np.nan), np.float64))


def _fit(moving: Array, still: _Raster) -> tuple[float, Array, Array]:
    """Scale, rotation (3, 3), translation (3,) that lay points (n, 3) on a raster: Gauss-Newton on heights, Tukey weights.

    Starts from a shift in height alone, with weights that reach far and close in on the robust deviation.
    """
    scale, R, t = 1.0, np.eye(3), np.zeros(3)
    slopes = _slopes(still)
    t[2] = np.nanmedian(still.sample(still.heights, moving) - moving[:, 2])
    for iteration in range(ITERATIONS):
        moved = scale * moving @ R.T + t
        residual = still.sample(still.heights, moved) - moved[:, 2]
        gx, gy = still.sample(slopes[0], moved), still.sample(slopes[1], moved)
        good = ~np.isnan(residual + gx + gy)
        p, r = moved[good], residual[good]
        normal = np.column_stack([-gx[good], -gy[good], np.ones(good.sum())])
        deviation = max(1.4826 * float(np.median(np.abs(r))), 0.02) * max(1.0, 3.0 - 0.2 * iteration)
        weight = np.square(np.clip(1.0 - np.square(r / (TUKEY * deviation)), 0.0, None))
        J = np.column_stack([np.cross(p, normal), normal, (normal * p).sum(axis=1)])
        JW = J * weight[:, None]
        step = np.linalg.solve(JW.T @ J + 1e-9 * np.eye(7), JW.T @ r)
        turn, factor = _rotation(step[:3]), 1.0 + step[6]
        scale, R, t = scale * factor, turn @ R, factor * turn @ t + step[3:6]
    return scale, R, t


def _slopes(raster: _Raster) -> tuple[Array, Array]:
    """Slopes to the east and north of the smoothed raster."""
    known = ~np.isnan(raster.heights)
    weight = gaussian_filter(known.astype(float), 2.0)
    smooth = gaussian_filter(np.where(known, raster.heights, 0.0), 2.0) / np.maximum(weight, 1e-6)
    dy, dx = np.gradient(smooth, CELL_M)
    return np.where(known, dx, np.nan), np.where(known, -dy, np.nan)


def _rotation(vector: Array) -> Array:
    """Rotation (3, 3) by a vector (3,) of axis times angle (Rodrigues)."""
    angle = float(np.linalg.norm(vector))
    if angle < 1e-12:
        return np.eye(3)
    x, y, z = vector / angle
    K = np.array([[0, -z, y], [z, 0, -x], [-y, x, 0]])
    return np.asarray(np.eye(3) + np.sin(angle) * K + (1 - np.cos(angle)) * K @ K)


def _completeness(still: _Raster, measured: Array) -> float:
    """Part of the reference's cells in which a measured point (n, 3) lies."""
    rows = np.floor((still.north - measured[:, 1]) / CELL_M).astype(int)
    columns = np.floor((measured[:, 0] - still.west) / CELL_M).astype(int)
    covered = np.zeros(still.heights.shape, bool)
    inside = (rows >= 0) & (rows < covered.shape[0]) & (columns >= 0) & (columns < covered.shape[1])
    covered[rows[inside], columns[inside]] = True
    return float(covered[~np.isnan(still.heights)].mean())
