"""Pictures as files."""
from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

MIME = {"PNG": "image/png", "JPEG": "image/jpeg", "WEBP": "image/webp"}
# The way to the client is short: a PNG that is quickly made is worth more than a small one. On photos the filter that
# predicts by the average gives both; lossy WebP keeps no fringe where a colour stays below transparent pixels.
_PNG = (
    cv2.IMWRITE_PNG_COMPRESSION, 1, cv2.IMWRITE_PNG_FILTER, cv2.IMWRITE_PNG_FILTER_AVG,
    cv2.IMWRITE_PNG_STRATEGY, cv2.IMWRITE_PNG_STRATEGY_DEFAULT,
)  # fmt: skip
_PARAMETERS: dict[str, tuple[str, tuple[int, ...]]] = {
    "PNG": (".png", _PNG),
    "JPEG": (".jpg", (cv2.IMWRITE_JPEG_QUALITY, 85)),
    "WEBP": (".webp", (cv2.IMWRITE_WEBP_QUALITY, 80)),
}


@dataclass(frozen=True)
class Picture:
    """An encoded picture."""

    data: bytes
    content_type: str


def encode(rgba: NDArray[np.uint8], driver: str) -> Picture:
    """RGBA (rows, columns, 4) in the format of the driver (PNG, JPEG, WEBP)."""
    order = cv2.COLOR_RGBA2BGR if driver == "JPEG" else cv2.COLOR_RGBA2BGRA
    ending, parameters = _PARAMETERS[driver]
    is_done, data = cv2.imencode(ending, cv2.cvtColor(rgba, order), parameters)
    if not is_done:
        raise RuntimeError(f"a picture of {rgba.shape} could not be written as {driver}")
    return Picture(data.tobytes(), MIME[driver])


def suitable_driver(rgba: NDArray[np.uint8], takes_webp: bool) -> str:
    """JPEG for what is opaque, else WEBP where the client takes it, else PNG."""
    return "JPEG" if rgba[..., 3].min() == 255 else "WEBP" if takes_webp else "PNG"
