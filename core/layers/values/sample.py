"""The heights in a file, from a look at a copy of it that is small."""

from __future__ import annotations

from typing import Tuple

import numpy as np
from osgeo import gdal
from qgis.PyQt.QtCore import QCoreApplication

from ...errors import NadirError
from ..tiles.plan import SHADING
from ..tiles.style import TileStyle
from .heights import wkt_of

translate = QCoreApplication.translate  # called by this name, so that the translation tools find the texts

EDGE = 500  # pixels of the longer side of the copy
CUT_PERCENT = 2.0


def style_of_file(path: str, cut_percent: float = CUT_PERCENT) -> TileStyle:
    """How the heights of a file are coloured where no server says it: its range without the outermost share at each side.

    Takes some milliseconds where the file has overviews. Raises NadirError.
    """
    low, high = range_of_file(path, cut_percent)
    return TileStyle(low, high, shading=SHADING)


def range_of_file(path: str, cut_percent: float = CUT_PERCENT) -> Tuple[float, float]:
    """(low, high) of the first band, in its unit, millimetres at most; never nothing. Raises NadirError."""
    values = _sampled(path)
    if values.size == 0:
        raise NadirError(
            translate("Layers", "The file holds no heights."),
            translate("Layers", "Process the task again on the server."),
            path,
        )
    low, high = (round(float(value), 3) for value in np.percentile(values, (cut_percent, 100.0 - cut_percent)))
    return (low, high) if low < high else (low - 0.5, low + 0.5)


def wkt_of_file(path: str) -> str:
    """The reference system inside a file, with its vertical part; '' for none. Raises NadirError."""
    return wkt_of(_opened(path))


def _sampled(path: str) -> np.ndarray:
    """(n,) of the values that are there, about one of each square of the file."""
    dataset = _opened(path)  # a band outlives it not
    band = dataset.GetRasterBand(1)
    shrink = max(1.0, max(band.XSize, band.YSize) / EDGE)
    size = {"buf_xsize": max(1, round(band.XSize / shrink)), "buf_ysize": max(1, round(band.YSize / shrink))}
    try:
        values, mask = band.ReadAsArray(**size), band.GetMaskBand().ReadAsArray(**size)
    except RuntimeError as error:
        raise _unreadable(path, str(error)) from error
    if values is None or mask is None:
        raise _unreadable(path, gdal.GetLastErrorMsg())
    return values[(mask != 0) & np.isfinite(values)]


def _opened(path: str) -> gdal.Dataset:
    try:
        dataset = gdal.OpenEx(path, gdal.OF_RASTER | gdal.OF_READONLY)
    except RuntimeError as error:  # with GDAL's exceptions on
        raise _unreadable(path, str(error)) from error
    if dataset is None:
        raise _unreadable(path, gdal.GetLastErrorMsg())
    return dataset


def _unreadable(path: str, detail: str) -> NadirError:
    return NadirError(
        translate("Layers", "The file cannot be read."),
        translate("Layers", "Remove downloaded results in the options, then try again."),
        f"{path}: {detail}",
    )
