"""Semi-global aggregation (Hirschmueller 2008): heights that agree with their neighbours' along four directions."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]

# Volumes of the size of the scores, those included, that are in memory at once.
AGGREGATION_VOLUMES = 5


def aggregate(scores: Array, small_step: float, jump: float) -> Array:
    """Sums of best paths (heights, rows, columns) over a volume of scores of the same shape; higher is better.

    A path that changes by one height loses `small_step` of the score, by more `jump`.
    """
    total = np.zeros_like(scores)
    for axis in (1, 2):
        # The direction of travel first, so that each step works on one contiguous slice (heights, cells).
        slices = np.ascontiguousarray(np.moveaxis(scores, axis, 0))
        paths = _along(slices, small_step, jump)
        paths += _along(slices[::-1], small_step, jump)[::-1]
        total += np.moveaxis(paths, 0, axis)
    return total


def _along(slices: Array, small_step: float, jump: float) -> Array:
    """Best path scores along the first axis of (steps, heights, cells)."""
    result = np.empty_like(slices)
    result[0] = slices[0]
    for step in range(1, len(slices)):
        before = result[step - 1]
        best = before.max(axis=0)
        carried = np.maximum(before, best - jump)
        np.maximum(carried[1:], before[:-1] - small_step, out=carried[1:])
        np.maximum(carried[:-1], before[1:] - small_step, out=carried[:-1])
        carried -= best
        np.add(slices[step], carried, out=result[step])
    return result
