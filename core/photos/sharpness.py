"""How sharp a photo is, in a number that can be compared within a set: the fine detail for each part of the coarse.

The variance of a photo's Laplacian (Pech-Pacheco et al. 2000) tells a lawn from a lake better than a sharp photo from a
blurred one. Divided by that of the same photo at a quarter of the size, on which a small blur has no effect, it says
little of what is in the photo and much of how sharp it is.
"""

from __future__ import annotations

from pathlib import Path
from typing import Optional

import numpy as np
from osgeo import gdal

LONGEST_SIDE = 2400  # pixels of the photo that is looked at: half of most, which GDAL decodes without the rest
_LEAST_VARIANCE = 1.0  # of the Laplacian, in squares of grey levels: below it there is nothing but noise
_DRIVERS = ["JPEG", "GTiff"]


def measure(path: Path) -> Optional[float]:
    """About 1 for a sharp photo, 0.5 for one moved by 5 pixels, 0.05 for one out of focus.

    None for what cannot be read or shows nothing but one colour. Thread-safe.
    """
    grey = _reduced(path)
    if grey is None or min(grey.shape) < 32:
        return None
    fine, coarse = _laplacian_variance(grey), _laplacian_variance(_halved(_halved(grey)))
    return fine / coarse if coarse > _LEAST_VARIANCE else None


def _reduced(path: Path) -> Optional[np.ndarray]:
    """The first band as floats, reduced by a whole power of two."""
    gdal.PushErrorHandler("CPLQuietErrorHandler")
    try:
        dataset = gdal.OpenEx(str(path), gdal.OF_RASTER | gdal.OF_READONLY, allowed_drivers=_DRIVERS, sibling_files=[])
        if dataset is None:
            return None
        width, height = dataset.RasterXSize, dataset.RasterYSize
        divisor = 1
        while max(width, height) // divisor > LONGEST_SIDE:
            divisor *= 2
        size = (-(-width // divisor), -(-height // divisor))
        grey = dataset.GetRasterBand(1).ReadAsArray(0, 0, width, height, *size)
        return None if grey is None else grey.astype(np.float32)
    except RuntimeError:  # GDAL's own where somebody switched its exceptions on
        return None
    finally:
        gdal.PopErrorHandler()


def _laplacian_variance(grey: np.ndarray) -> float:
    around = grey[1:-1, :-2] + grey[1:-1, 2:] + grey[:-2, 1:-1] + grey[2:, 1:-1]
    return float((around - 4.0 * grey[1:-1, 1:-1]).var())


def _halved(grey: np.ndarray) -> np.ndarray:
    """Half of the size, by means of four."""
    even = grey[: grey.shape[0] // 2 * 2, : grey.shape[1] // 2 * 2]
    return np.asarray(even[::2, ::2] + even[1::2, ::2] + even[::2, 1::2] + even[1::2, 1::2]) / 4.0
