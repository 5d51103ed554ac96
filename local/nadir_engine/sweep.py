"""Height sweep: for each cell of a ground tile, the height at which the photos that see it agree best.

Every photo is normalised to zero mean and unit variance round each pixel beforehand, so that agreement at one height is a
sum over views, a square, and one box filter: the mean over all pairs of views of their (approximate) normalised
cross-correlation. After Collins 1996 (space sweep), over a base surface instead of planes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from nadir_engine.grid import Grid
from nadir_engine.imagery import STRIP_ROWS, Imagery, undistorted
from nadir_engine.semiglobal import AGGREGATION_VOLUMES, aggregate
from nadir_engine.views import View

Array = NDArray[np.float32]

# Side of the window, in pixels, in which photos are normalised.
NORMALISE_SIDE = 9
# Grey levels below which a difference is noise.
NOISE = 2.0
# What a path pays, in units of the score, for a change by one height and by more.
SMALL_STEP, JUMP = 0.05, 0.35


@dataclass(frozen=True)
class SweepResult:
    """`height` (rows, columns) in metres, NaN where fewer than two views see; `score` -1..1."""

    height: Array
    score: Array


def sweep_bytes(heights: int, rows: int, columns: int) -> float:
    """Memory that a sweep over so many heights takes at its most: the scores, and what their aggregation makes of them."""
    return 4.0 * AGGREGATION_VOLUMES * heights * rows * columns


def normalised(view: View) -> Array:
    """The view's grey pixels (h, w), locally of zero mean and unit variance; 0 outside what the lens saw."""
    pixels = undistorted(view, colour=False)
    result = np.empty(pixels.shape, np.float32)
    margin = NORMALISE_SIDE // 2
    for top in range(0, len(pixels), STRIP_ROWS):
        bottom = min(len(pixels), top + STRIP_ROWS)
        above = max(0, top - margin)
        strip = _normalised(pixels[above : bottom + margin].astype(np.float32))
        result[top:bottom] = strip[top - above : bottom - above]
    return result


def normalised_bytes(view: View) -> float:
    """Memory that `normalised` takes at its most: the decoded photo, the undistorted one and the result."""
    return float(view.full_side**2 + 5 * view.width * view.height)


def _normalised(grey: Array) -> Array:
    side = (NORMALISE_SIDE, NORMALISE_SIDE)
    mean = cv2.blur(grey, side)
    deviation = np.sqrt(np.maximum(cv2.blur(grey * grey, side) - mean * mean, 0.0))
    return np.clip((grey - mean) / (deviation + NOISE), -3.0, 3.0)


def sweep(
    grid: Grid, base: Array, offsets: NDArray[np.float64], views: Sequence[View], imagery: Imagery, window: int
) -> SweepResult:
    """The best of `base` + `offsets` (metres, evenly spaced) for each cell; `window` is the aggregation's side in cells."""
    x, y = grid.centres()
    seen = np.stack([_sees(view, x, y, base) for view in views])
    weights = [mask.astype(np.float32) for mask in seen]
    volume = _volume(x, y, base, offsets, views, imagery, weights, window)
    height, score = _best(volume, aggregate(volume, SMALL_STEP, JUMP), offsets)
    enough = seen.sum(axis=0) >= 2
    return SweepResult(
        np.where(enough, base + height, np.nan).astype(np.float32),
        np.where(enough, score, -1.0).astype(np.float32),
    )


def _sees(view: View, x: NDArray[np.float64], y: NDArray[np.float64], z: Array) -> NDArray[np.bool_]:
    u, v = view.project(x, y, z)
    margin = NORMALISE_SIDE // 2
    return (u > margin) & (u < view.width - margin) & (v > margin) & (v < view.height - margin)


def _volume(
    x: NDArray[np.float64], y: NDArray[np.float64], base: Array, offsets: NDArray[np.float64],
    views: Sequence[View], imagery: Imagery, weights: Sequence[Array], window: int,
) -> Array:  # fmt: skip
    """Agreement (heights, rows, columns) of the views."""
    total = np.zeros((len(offsets), *base.shape), np.float32)
    squares = np.zeros_like(total)
    for view, weight in zip(views, weights, strict=True):
        pixels = imagery.pixels(view)
        right, down, forward = view.rays(x, y, base)
        step = view.R[:, 2].astype(np.float32)
        for level, offset in enumerate(offsets.astype(np.float32)):
            inverse = np.float32(view.focal) / (forward + offset * step[2])
            map_x = (right + offset * step[0]) * inverse + np.float32(view.cx - 0.5)
            map_y = (down + offset * step[1]) * inverse + np.float32(view.cy - 0.5)
            sample = cv2.remap(pixels, map_x, map_y, cv2.INTER_LINEAR)
            sample *= weight
            total[level] += sample
            squares[level] += sample * sample
    weight_sum = np.sum(weights, axis=0)
    pairs = np.maximum(weight_sum**2 - np.sum([weight**2 for weight in weights], axis=0), 1e-3)
    for level in range(len(offsets)):
        agreement = (total[level] ** 2 - squares[level]) / pairs
        total[level] = cv2.blur(agreement, (window, window), borderType=cv2.BORDER_REPLICATE)
    return total


def _best(scores: Array, paths: Array, offsets: NDArray[np.float64]) -> tuple[Array, Array]:
    """Offset and score of the height of each cell that the paths like best, refined by a parabola through its neighbours."""
    best = paths.argmax(axis=0)
    inner = np.clip(best, 1, len(offsets) - 2)
    below, at, above = (np.take_along_axis(paths, (inner + shift)[None], axis=0)[0] for shift in (-1, 0, 1))
    curvature = below - 2.0 * at + above
    shift = np.where(curvature < -1e-6, 0.5 * (below - above) / np.minimum(curvature, -1e-6), 0.0)
    shift = np.where(best == inner, np.clip(shift, -0.5, 0.5), 0.0)
    spacing = float(offsets[1] - offsets[0])
    score = np.take_along_axis(scores, best[None], axis=0)[0]
    return (offsets[best] + shift * spacing).astype(np.float32), score
