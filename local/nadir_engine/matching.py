"""Which photos may overlap, and which of their features are the same point on the ground."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache

import numpy as np
import pycolmap
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from nadir_engine.context import Run
from nadir_engine.errors import EngineError
from nadir_engine.features import Features, load_features
from nadir_engine.lens import Pair
from nadir_engine.photos import Photo

AUTOMATIC_NEIGHBOURS = 8
# Lowe's ratio test. 0.8 is his value; a bit stricter, for repetitive crops and roofs.
RATIO = 0.8
# Photos without position: up to so many, every pair is matched; with more, pairs are chosen by a rough match first.
MATCH_ALL_UP_TO = 40
ROUGH_FEATURES = 300
ROUGH_PARTNERS = 15
MIN_INLIERS = 20
# Rows of the matrix of all similarities that are in memory at once.
ROWS_AT_ONCE = 1000


def match_all(
    context: Run, photos: list[Photo], positions: NDArray[np.float64], cameras: Mapping[str, pycolmap.Camera],
    begin: float, end: float,
) -> dict[Pair, pycolmap.TwoViewGeometry]:  # fmt: skip
    """Verified matches of the pairs that overlap, by the photos' indices; `cameras` by camera id.

    `positions` (n, 3) in metres, NaN for photos without. Raises EngineError where no two photos overlap.
    """
    folder = context.layout.features

    @lru_cache(maxsize=64)
    def features(index: int) -> Features:
        return load_features(folder, photos[index])

    middle = begin + 0.3 * (end - begin)
    pairs = _pairs_by_position(positions, context.options.matcher_neighbors or AUTOMATIC_NEIGHBOURS)
    unplaced = [index for index in range(len(photos)) if np.isnan(positions[index]).any()]
    pairs |= _pairs_of_unplaced(context, unplaced, features, len(photos), begin, middle)
    camera_of = [cameras[photo.camera_id] for photo in photos]

    def work(pair: Pair) -> pycolmap.TwoViewGeometry | None:
        first, second = pair
        return _verified(features(first), features(second), camera_of[first], camera_of[second])

    ordered = sorted(pairs)
    found = context.map(work, ordered, middle, end, "Matching")
    verified = {pair: geometry for pair, geometry in zip(ordered, found, strict=True) if geometry is not None}
    context.console.info(f"{len(verified)} of {len(ordered)} pairs of photos overlap")
    if not verified:
        raise EngineError(
            "The photos do not overlap.", "Give photos of one place, each showing part of what others show."
        )
    return verified


def _pairs_by_position(positions: NDArray[np.float64], neighbours: int) -> set[Pair]:
    """Each photo with its nearest ones."""
    placed = np.flatnonzero(~np.isnan(positions).any(axis=1))
    if len(placed) < 2:
        return set()
    count = min(neighbours + 1, len(placed))
    _, nearest = cKDTree(positions[placed]).query(positions[placed], k=count)
    return {
        (int(min(placed[a], placed[b])), int(max(placed[a], placed[b])))
        for a, row in enumerate(nearest)
        for b in row
        if placed[a] != placed[b]
    }


def _pairs_of_unplaced(
    context: Run, unplaced: list[int], features: Callable[[int], Features], count: int, begin: float, end: float
) -> set[Pair]:
    """Pairs for photos without position: all, or where these are many those that a few features suggest."""
    candidates = sorted({(min(a, b), max(a, b)) for a in unplaced for b in range(count) if a != b})
    if len(candidates) <= MATCH_ALL_UP_TO * MATCH_ALL_UP_TO // 2:
        return set(candidates)

    # Some 40 kB a photo. In order of their numbers, pairs would read the whole of most photos again and again.
    few = [features(index).descriptors[:ROUGH_FEATURES].copy() for index in range(count)]

    def rough(pair: Pair) -> int:
        return len(match_descriptors(few[pair[0]], few[pair[1]]))

    scores = context.map(rough, candidates, begin, end, "Looking for pairs")
    by_photo: dict[int, list[tuple[int, Pair]]] = {index: [] for index in unplaced}
    for pair, score in zip(candidates, scores, strict=True):
        for index in set(pair) & by_photo.keys():
            by_photo[index].append((score, pair))
    return {pair for scored in by_photo.values() for _, pair in sorted(scored, reverse=True)[:ROUGH_PARTNERS]}


def match_descriptors(first: NDArray[np.uint8], second: NDArray[np.uint8]) -> NDArray[np.uint32]:
    """Indices (m, 2) of mutual nearest neighbours that pass the ratio test, of descriptors (n, 128) 512 long."""
    if len(first) < 2 or len(second) < 2:
        return np.zeros((0, 2), np.uint32)
    wanted, offered = (descriptors.astype(np.float32) / 512.0 for descriptors in (first, second))
    found = [_two_best(wanted[row : row + ROWS_AT_ONCE], offered) for row in range(0, len(wanted), ROWS_AT_ONCE)]
    best, best_value, next_value = (np.concatenate(parts) for parts in list(zip(*found, strict=True))[:3])
    best_of_column = np.max([part[3] for part in found], axis=0)
    mutual = best_value >= best_of_column[best]
    # Distances of unit vectors: d2 = 2 - 2 s.
    distinct = (1.0 - best_value) < RATIO**2 * np.maximum(1.0 - next_value, 1e-6)
    keep = np.flatnonzero(mutual & distinct)
    return np.column_stack([keep, best[keep]]).astype(np.uint32)


def _two_best(wanted: NDArray[np.float32], offered: NDArray[np.float32]) -> tuple[NDArray[np.generic], ...]:
    """For unit vectors (m, 128) among (n, 128): index and cosine (m,) of the best, the next best's, and the best (n,) of
    each offered one."""
    similarity = wanted @ offered.T
    rows = np.arange(len(wanted))
    best = similarity.argmax(axis=1)
    best_value = similarity[rows, best]
    best_of_column = similarity.max(axis=0)
    similarity[rows, best] = -1.0
    return best, best_value, similarity.max(axis=1), best_of_column


def _verified(
    first: Features, second: Features, first_camera: pycolmap.Camera, second_camera: pycolmap.Camera
) -> pycolmap.TwoViewGeometry | None:
    """The two-view geometry of a pair with its inlier matches, or None where they do not overlap."""
    matches = match_descriptors(first.descriptors, second.descriptors)
    if len(matches) < MIN_INLIERS:
        return None
    options = pycolmap.TwoViewGeometryOptions()
    options.min_num_inliers = MIN_INLIERS
    options.ransac.random_seed = 1
    geometry = pycolmap.estimate_two_view_geometry(
        first_camera, first.keypoints, second_camera, second.keypoints, matches, options
    )
    return geometry if len(geometry.inlier_matches) >= MIN_INLIERS else None
