"""Colour ramps by name."""
from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rest_framework.exceptions import ValidationError
from rio_tiler.colormap import cmap

SHOWN = {
    "orthophoto": {},
    "dsm": {
        "viridis": "Viridis", "jet": "Jet", "terrain": "Terrain", "gist_earth": "Earth", "pastel1": "Pastel",
    },
}  # fmt: skip
SHOWN["dtm"] = SHOWN["dsm"]


@lru_cache(maxsize=32)
def ramp(name: str) -> NDArray[np.uint8]:
    """(256, 4) RGBA values of a ramp. Raises ValidationError for a name that no ramp has."""
    if name.lower() not in cmap.list():
        raise ValidationError("Not a valid color_map value")
    colors = cmap.get(name.lower())
    return np.array([colors.get(value, (0, 0, 0, 0)) for value in range(256)], dtype=np.uint8)


def shown_ramps(kind: str) -> list[dict[str, Any]]:
    """The ramps that suit a raster, each as 256 packed RGBA numbers."""
    return [
        {"key": key, "color_map": [int(value) for value in packed(ramp(key))], "label": label}
        for key, label in SHOWN[kind].items()
    ]


def packed(colors: NDArray[np.uint8]) -> NDArray[np.uint32]:
    """(256,) numbers 0xRRGGBBAA."""
    return colors.astype(">u4") @ np.array([1 << 24, 1 << 16, 1 << 8, 1], dtype=np.uint32)
