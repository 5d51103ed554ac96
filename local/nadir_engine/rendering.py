"""Painting a piece of ground with the photos that see it best, softly blended at the seams."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from nadir_engine.grid import Grid
from nadir_engine.imagery import Imagery
from nadir_engine.views import View

# The blend between two photos is about this wide, as a part of the distance between where they were taken.
SEAM = 0.06
# A photo fades out over this part of its width towards its edge.
EDGE = 0.03
FAINT = 0.02


def render(
    grid: Grid, heights: NDArray[np.float32], views: Sequence[View], imagery: Imagery,
    gains: Mapping[str, NDArray[np.float32]],
) -> tuple[NDArray[np.uint8], NDArray[np.bool_]]:  # fmt: skip
    """Colours (rows, columns, 3) BGR of a surface, and where any view sees it."""
    x, y = grid.centres()
    maps = [view.project(x, y, heights) for view in views]
    weights = _weights(x, y, views, maps)
    colour = np.zeros((*grid.shape, 3), np.float32)
    for view, (u, v), weight in zip(views, maps, weights, strict=True):
        if weight.max() < FAINT:
            continue
        sample = cv2.remap(
            imagery.pixels(view),
            u - np.float32(0.5),
            v - np.float32(0.5),
            cv2.INTER_LINEAR,
            borderMode=cv2.BORDER_REPLICATE,
        )
        colour += sample * (weight[..., None] * gains[view.name])
    seen = np.any([weight > 0 for weight in weights], axis=0)
    return np.clip(colour + 0.5, 0, 255).astype(np.uint8), seen


def _weights(
    x: NDArray[np.float64], y: NDArray[np.float64], views: Sequence[View],
    maps: Sequence[tuple[NDArray[np.float32], NDArray[np.float32]]],
) -> list[NDArray[np.float32]]:  # fmt: skip
    """Weights of the views, which add up to 1 where any sees the ground.

    The logarithm of a weight falls with the squared distance to the point straight below the camera: halfway between two
    cameras it changes over at a constant rate, so that the seam is soft and narrow, and no tile's border shows.
    """
    centres = np.array([view.centre[:2] for view in views])
    softness = 2.0 * SEAM * _spacing(centres) ** 2
    logs = []
    for view, (u, v) in zip(views, maps, strict=True):
        edge = np.minimum(np.minimum(u, view.width - u), np.minimum(v, view.height - v)) / (EDGE * view.width)
        distance = (x - view.centre[0]) ** 2 + (y - view.centre[1]) ** 2
        with np.errstate(divide="ignore", invalid="ignore"):
            logs.append(np.where(edge > 0, np.log(np.clip(edge, 1e-6, 1.0)) * 2.0 - distance / softness, -np.inf))
    strongest = np.max(logs, axis=0)
    raw = [np.exp(log - np.where(np.isfinite(strongest), strongest, 0.0)) for log in logs]
    raw = [np.where(weight < FAINT, 0.0, weight) for weight in raw]
    total = np.maximum(np.sum(raw, axis=0), 1e-12)
    return [(weight / total).astype(np.float32) for weight in raw]


def _spacing(centres: NDArray[np.float64]) -> float:
    """Median distance (metres) from a camera to its nearest neighbour; 1 where there is but one."""
    if len(centres) < 2:
        return 1.0
    distances = np.linalg.norm(centres[:, None] - centres[None], axis=2)
    return max(1e-3, float(np.median(np.sort(distances, axis=1)[:, 1])))
