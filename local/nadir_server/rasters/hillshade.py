"""Shaded relief."""
from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

AZIMUTH, ALTITUDE = np.radians(315.0), np.radians(45.0)
DARKEST, BRIGHTEST = 0.25, 1.3
_SLOPE = np.array([[-0.5, 0, 0.5]], np.float32)


def hillshade(heights: NDArray[np.float32], pixel_size: float, exaggeration: float) -> NDArray[np.float32]:
    """Brightness of each pixel, 1 where the ground is flat, for light from north-west at 45 degrees.

    heights: (rows, columns) in metres, NaN where there is nothing; pixel_size in metres. Lambert's cosine law on
    slopes from central differences; same shape as heights, pixels next to nothing taken as flat.
    """
    steepness = np.float32(exaggeration / pixel_size)
    border = cv2.BORDER_REPLICATE
    right = cv2.filter2D(heights, cv2.CV_32F, _SLOPE, borderType=border) * steepness
    down = cv2.filter2D(heights, cv2.CV_32F, _SLOPE.T, borderType=border) * steepness
    east, north = np.float32(np.sin(AZIMUTH)), np.float32(np.cos(AZIMUTH))
    above, aside = np.float32(np.sin(ALTITUDE)), np.float32(np.cos(ALTITUDE))
    light = (above - aside * (right * east - down * north)) / (above * np.sqrt(1 + right * right + down * down))
    light[~np.isfinite(light)] = 1.0
    return np.clip(light, DARKEST, BRIGHTEST, out=light)


def shade_colors(colors: NDArray[np.uint8], shade: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Colours (rows, columns, 3) times brightness (rows, columns)."""
    return np.asarray(cv2.multiply(colors, cv2.merge([shade] * 3), dtype=cv2.CV_8U))
