"""Evening out brightness and colour between photos: one gain for each photo and band, from where photos overlap."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from nadir_engine.atomic import write_json
from nadir_engine.imagery import undistorted
from nadir_engine.views import View

SMALL_SIDE = 240
SAMPLES = 6000
# Weight of "leave the photo as it is" against all its overlaps. What falls off towards the edge of every photo (the lens, the
# sun's side) would otherwise add up from photo to photo over the whole site.
KEEP = 0.5
STRONGEST = 2.0
# Points that two photos have to share to be compared, and with how many others a photo is compared at most.
SHARED_POINTS = 20
PARTNERS = 24


def gains(views: Sequence[View], points: NDArray[np.float64]) -> dict[str, NDArray[np.float32]]:
    """Factors (3,) for blue, green, red of each view by name, from surface points (n, 3) in metres that several see."""
    chosen = points[np.linspace(0, len(points) - 1, min(SAMPLES, len(points))).astype(int)]
    logs = np.stack([_log_colours(view.resized(SMALL_SIDE), chosen) for view in views])
    seen = ~np.isnan(logs[:, :, 0])
    count = len(views)
    normal, right = np.zeros((count, count)), np.zeros((count, 3))
    for a, b in partners(seen):
        both = np.flatnonzero(seen[a] & seen[b])
        difference = np.median(logs[b, both] - logs[a, both], axis=0)
        weight = float(len(both))
        normal[[a, b], [a, b]] += weight
        normal[[a, b], [b, a]] -= weight
        right[a] += weight * difference
        right[b] -= weight * difference
    normal += np.diag(KEEP * np.diagonal(normal) + 1.0)
    solved = np.clip(np.exp(np.linalg.solve(normal, right)), 1.0 / STRONGEST, STRONGEST)
    return {view.name: solved[index].astype(np.float32) for index, view in enumerate(views)}


def partners(seen: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Pairs of views that share most points, PARTNERS at most for each; `seen` (views, points) tells which sees which."""
    as_numbers = seen.astype(np.float32)
    shared = as_numbers @ as_numbers.T
    np.fill_diagonal(shared, 0.0)
    best = np.argsort(-shared, axis=1, kind="stable")[:, :PARTNERS]
    pairs = {
        (min(a, int(b)), max(a, int(b))) for a, row in enumerate(best) for b in row if shared[a, b] >= SHARED_POINTS
    }
    return sorted(pairs)


def save_gains(path: Path, factors: Mapping[str, NDArray[np.float32]]) -> None:
    """Keeps what `gains` found for the stages that follow."""
    write_json(path, {name: values.tolist() for name, values in factors.items()})


def load_gains(path: Path) -> dict[str, NDArray[np.float32]]:
    """Reads what `save_gains` wrote."""
    stored: dict[str, list[float]] = json.loads(path.read_text(encoding="utf-8"))
    return {name: np.array(values, np.float32) for name, values in stored.items()}


def _log_colours(view: View, points: NDArray[np.float64]) -> NDArray[np.float32]:
    """Logarithm of what the view shows at points, (n, 3) BGR, NaN where it does not see them or is burnt or black."""
    pixels = cv2.blur(undistorted(view, colour=True), (5, 5))
    u, v = view.project(points[:, 0], points[:, 1], points[:, 2])
    inside = (u > 3) & (u < view.width - 3) & (v > 3) & (v < view.height - 3)
    result = np.full((len(points), 3), np.nan, np.float32)
    colours = pixels[v[inside].astype(int), u[inside].astype(int)].astype(np.float64)
    usable = (colours.min(axis=1) > 8) & (colours.max(axis=1) < 247)
    result[np.flatnonzero(inside)[usable]] = np.log(colours[usable])
    return result
