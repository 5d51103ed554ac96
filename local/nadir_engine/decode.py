"""Decoding photos, at a fraction of their size where that is enough (JPEG decoders do that several times faster)."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from nadir_engine.errors import UnreadablePhoto

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
    divisor = max(d for d in (1, 2, 4, 8) if d == 1 or full_side / d >= 0.98 * longer_side)
    flags = (_REDUCED_COLOUR if colour else _REDUCED_GREY)[divisor] | cv2.IMREAD_IGNORE_ORIENTATION
    image = cv2.imdecode(np.fromfile(path, np.uint8), flags)  # cv2.imread knows no Unicode names on Windows
    if image is None:
        raise UnreadablePhoto(f"{path.name} cannot be decoded.", "Leave the photo out or copy it again.")
    scale = longer_side / max(image.shape[:2])
    if scale < 0.98:
        size = (round(image.shape[1] * scale), round(image.shape[0] * scale))
        image = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
    return np.asarray(image, np.uint8)
