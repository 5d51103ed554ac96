"""Shaded relief."""
from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

AZIMUTH, ALTITUDE = np.radians(315.0), np.radians(45.0)
DARKEST = 0.25


def hillshade(heights: NDArray[np.float32], pixel_size: float, exaggeration: float) -> NDArray[np.float32]:
    """Brightness of each pixel, 1 where the ground is flat, for light from north-west at 45 degrees.

    heights: (rows, columns) in metres, NaN where there is nothing; pixel_size in metres. Lambert's cosine law on
    slopes from central differences; same shape as heights, NaN pixels taken as flat.
    """
    down, right = np.gradient(heights * exaggeration, pixel_size)
    normal = np.sqrt(1 + right**2 + down**2)
    east, north = np.sin(AZIMUTH), np.cos(AZIMUTH)
    light = (np.sin(ALTITUDE) - np.cos(ALTITUDE) * (right * east - down * north)) / normal
    shade = np.clip(light / np.sin(ALTITUDE), DARKEST, 1.3)
    return np.where(np.isfinite(shade), shade, 1.0).astype(np.float32)


def shade_colors(colors: NDArray[np.uint8], shade: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Colours (3, rows, columns) times brightness (rows, columns)."""
    return np.clip(colors * shade, 0, 255).astype(np.uint8)
