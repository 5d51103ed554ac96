"""Decoding photos, at a fraction of their size where that is enough (JPEG decoders do that several times faster)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from nadir_engine.errors import UnreadablePhoto

JPEG_SUFFIXES = (".jpg", ".jpeg")
# Percentiles of a photo's values that become black and white where it has more than 8 bits.
STRETCH = (0.2, 99.8)
_REDUCED_GREY = {
    1: cv2.IMREAD_GRAYSCALE, 2: cv2.IMREAD_REDUCED_GRAYSCALE_2,
    4: cv2.IMREAD_REDUCED_GRAYSCALE_4, 8: cv2.IMREAD_REDUCED_GRAYSCALE_8,
}  # fmt: skip
_REDUCED_COLOUR = {
    1: cv2.IMREAD_COLOR, 2: cv2.IMREAD_REDUCED_COLOR_2,
    4: cv2.IMREAD_REDUCED_COLOR_4, 8: cv2.IMREAD_REDUCED_COLOR_8,
}  # fmt: skip


def decode(path: Path, full_side: int, longer_side: int, colour: bool) -> NDArray[np.uint8]:
    """The photo, whose longer side is `full_side` pixels, with at most `longer_side`: (h, w) grey or (h, w, 3) BGR.

    EXIF rotation is not applied: the camera model is that of the sensor.
    """
    image = _decoded(path, full_side, longer_side, colour)
    if image is None:
        raise UnreadablePhoto(f"{path.name} cannot be decoded.", "Leave the photo out or copy it again.")
    scale = longer_side / max(image.shape[:2])
    if scale < 0.98:
        size = (round(image.shape[1] * scale), round(image.shape[0] * scale))
        image = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
    return image if image.dtype == np.uint8 else _stretched(image)


def _decoded(path: Path, full_side: int, longer_side: int, colour: bool) -> NDArray[Any] | None:
    """The photo's grey or BGR values, at a fraction of its size where the format allows it; None where it is damaged."""
    data = np.fromfile(path, np.uint8)  # cv2.imread knows no Unicode names on Windows
    if path.suffix.lower() not in JPEG_SUFFIXES:  # these may have more than 8 bits, which only this flag leaves as they are
        image = cv2.imdecode(data, cv2.IMREAD_UNCHANGED)
        return None if image is None else _with_bands(image, colour)
    divisor = max(d for d in (1, 2, 4, 8) if d == 1 or full_side / d >= 0.98 * longer_side)
    flags = (_REDUCED_COLOUR if colour else _REDUCED_GREY)[divisor] | cv2.IMREAD_IGNORE_ORIENTATION
    return cv2.imdecode(data, flags)


def _with_bands(image: NDArray[Any], colour: bool) -> NDArray[Any]:
    """Grey, BGR or BGRA values of any depth as grey (h, w) or BGR (h, w, 3)."""
    bands = 1 if image.ndim == 2 else image.shape[2]
    if colour:
        return cv2.cvtColor(image, cv2.COLOR_GRAY2BGR) if bands == 1 else image[..., :3]
    return image if bands == 1 else cv2.cvtColor(image[..., :3], cv2.COLOR_BGR2GRAY)


def _stretched(image: NDArray[Any]) -> NDArray[np.uint8]:
    """Values of more than 8 bits as 8: the sensor may use any part of their range (12 bits of 16, say)."""
    sample = image[::4, ::4]
    sample = sample[np.isfinite(sample)]
    low, high = np.percentile(sample, STRETCH) if sample.size else (0.0, 1.0)
    values = (image.astype(np.float32) - np.float32(low)) * np.float32(255.0 / max(high - low, 1e-6))
    return np.clip(np.nan_to_num(values, nan=0.0, posinf=255.0, neginf=0.0) + 0.5, 0.0, 255.0).astype(np.uint8)
