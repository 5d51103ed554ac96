"""Small pictures of photos: from the thumbnail in the EXIF where there is one, else from a reduced decode."""

from __future__ import annotations

from pathlib import Path
from typing import Optional, Tuple

import numpy as np
from osgeo import gdal

_DRIVERS = ["JPEG", "GTiff"]
_SAME_SHAPE = 0.03  # by how much the ratios of sides may differ for a thumbnail to show the photo without bars
_TURNS = {3: 2, 4: 2, 5: 3, 6: 3, 7: 1, 8: 1}  # EXIF orientation: quarters to turn against the clock
_MIRRORED = (2, 4, 5, 7)

_Window = Tuple[int, int, int, int]


def thumbnail(path: Path, longest_side: int, orientation: int = 1) -> Optional[np.ndarray]:
    """The photo, upright, as bytes of RGB (height, width, 3); None where it cannot be read. Thread-safe."""
    gdal.PushErrorHandler("CPLQuietErrorHandler")
    try:
        dataset = gdal.OpenEx(str(path), gdal.OF_RASTER | gdal.OF_READONLY, allowed_drivers=_DRIVERS, sibling_files=[])
        pixels = None if dataset is None else _read(dataset, longest_side)
    except RuntimeError:  # GDAL's own where somebody switched its exceptions on
        pixels = None
    finally:
        gdal.PopErrorHandler()
    return None if pixels is None else _upright(pixels, orientation)


def _read(dataset: gdal.Dataset, longest_side: int) -> Optional[np.ndarray]:
    width, height = dataset.RasterXSize, dataset.RasterYSize
    scale = min(1.0, longest_side / max(width, height))
    size = max(1, round(width * scale)), max(1, round(height * scale))
    bands = [1, 2, 3] if dataset.RasterCount >= 3 else [1, 1, 1]
    planes = [dataset.GetRasterBand(band).ReadAsArray(*_window(dataset, size[0]), *size) for band in bands]
    if any(plane is None for plane in planes):
        return None
    return _bytes(np.stack(planes, axis=-1))


def _window(dataset: gdal.Dataset, columns: int) -> _Window:
    """The part to read, in pixels of the photo: without the bars of an EXIF thumbnail that is of another shape.

    GDAL offers that thumbnail as the smallest overview and takes it to be the whole photo.
    """
    width, height = dataset.RasterXSize, dataset.RasterYSize
    band = dataset.GetRasterBand(1)
    fitting = [band.GetOverview(i) for i in range(band.GetOverviewCount()) if band.GetOverview(i).XSize >= columns]
    smallest = min(fitting, key=lambda each: int(each.XSize), default=None)
    if smallest is None:
        return 0, 0, width, height
    ratio = (smallest.XSize / smallest.YSize) / (width / height)  # below 1: bars above and below
    if abs(ratio - 1.0) < _SAME_SHAPE:
        return 0, 0, width, height
    if ratio < 1.0:
        shown = round(height * ratio)
        return 0, (height - shown) // 2, width, shown
    shown = round(width / ratio)
    return (width - shown) // 2, 0, shown, height


def _bytes(pixels: np.ndarray) -> np.ndarray:
    """More than 8 bits as 8, by the range of their values."""
    if pixels.dtype == np.uint8:
        return pixels
    low, high = np.percentile(pixels, (1, 99))
    return np.clip((pixels - low) * (255.0 / max(float(high - low), 1e-9)), 0, 255).astype(np.uint8)


def _upright(pixels: np.ndarray, orientation: int) -> np.ndarray:
    turned = np.rot90(pixels, _TURNS.get(orientation, 0))
    return np.ascontiguousarray(turned[:, ::-1] if orientation in _MIRRORED else turned)
