"""Colour ramps by name."""
from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rest_framework.exceptions import ValidationError
from rio_tiler.colormap import cmap

FOR_HEIGHTS = {"viridis": "Viridis", "jet": "Jet", "terrain": "Terrain", "gist_earth": "Earth", "pastel1": "Pastel"}
FOR_FORMULAS = {
    "rdylgn": "RdYlGn", "spectral": "Spectral", "rdylgn_r": "RdYlGn (Reverse)", "spectral_r": "Spectral (Reverse)",
    "rplumbo": "Rplumbo (Better NDVI)", "discrete_ndvi": "Contrast NDVI", "better_discrete_ndvi": "Custom NDVI Index",
    "viridis": "Viridis", "plasma": "Plasma", "inferno": "Inferno", "magma": "Magma", "cividis": "Cividis", "jet": "Jet",
    "jet_r": "Jet (Reverse)",
}  # fmt: skip
STEPPED = {"discrete_ndvi": 5, "better_discrete_ndvi": 20}  # steps from bare (red) to green


@lru_cache(maxsize=32)
def ramp(name: str) -> NDArray[np.uint8]:
    """(256, 4) RGBA values of a ramp. Raises ValidationError for a name that no ramp has."""
    name = name.lower()
    if name in STEPPED:
        return _in_steps(ramp("rdylgn"), STEPPED[name])
    if name not in cmap.list():
        raise ValidationError("Not a valid color_map value")
    colors = cmap.get(name)
    return np.array([colors.get(value, (0, 0, 0, 0)) for value in range(256)], dtype=np.uint8)


def _in_steps(colors: NDArray[np.uint8], count: int) -> NDArray[np.uint8]:
    """The ramp in so many plain colours, the first and the last included."""
    step = np.arange(256) * count // 256
    return colors[step * 255 // (count - 1)]


def shown_ramps(kind: str, has_formula: bool) -> list[dict[str, Any]]:
    """The ramps that suit a raster, each as 256 packed RGBA numbers; none for the colours of an orthophoto."""
    suitable = FOR_HEIGHTS if kind != "orthophoto" else FOR_FORMULAS if has_formula else {}
    return [
        {"key": key, "color_map": [int(value) for value in packed(ramp(key))], "label": label}
        for key, label in suitable.items()
    ]


def packed(colors: NDArray[np.uint8]) -> NDArray[np.uint32]:
    """(256,) numbers 0xRRGGBBAA."""
    return colors.astype(">u4") @ np.array([1 << 24, 1 << 16, 1 << 8, 1], dtype=np.uint32)
