"""Filling holes of a raster smoothly from what surrounds them, near or far."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray


def filled(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """The array (rows, columns) with every NaN replaced, by pull-push over a pyramid (Gortler et al. 1996).

    All NaN stays all NaN.
    """
    known = ~np.isnan(values)
    if known.all() or not known.any():
        return values.copy()
    weight = known.astype(np.float32)
    coarse_value, coarse_weight = _pull(np.where(known, values, 0.0).astype(np.float32), weight)
    coarse = filled(np.where(coarse_weight > 0, coarse_value / np.maximum(coarse_weight, 1e-6), np.nan))
    size = (values.shape[1], values.shape[0])
    return np.where(known, values, _push(coarse, size))


def _pull(value: NDArray[np.float32], weight: NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Half the size, by 2 x 2 means; an odd last row or column is repeated."""
    rows, columns = value.shape
    pad = ((0, rows % 2), (0, columns % 2))
    value, weight = np.pad(value, pad), np.pad(weight, pad)
    halves = []
    for array in (value, weight):
        halves.append(array[::2, ::2] + array[1::2, ::2] + array[::2, 1::2] + array[1::2, 1::2])
    return halves[0], halves[1]


def _push(coarse: NDArray[np.float32], size: tuple[int, int]) -> NDArray[np.float32]:
    """Twice the size, bilinear, cut to (columns, rows)."""
    doubled = cv2.resize(
        coarse.astype(np.float32), (coarse.shape[1] * 2, coarse.shape[0] * 2), interpolation=cv2.INTER_LINEAR
    )
    return np.asarray(doubled[: size[1], : size[0]], np.float32)
