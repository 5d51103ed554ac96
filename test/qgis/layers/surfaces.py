"""Surfaces whose differences are known: planes, piles and pits, as GeoTIFFs."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Optional

import numpy as np
from osgeo import gdal, osr

EPSG = 32615
WEST, NORTH = 576670.0, 5188200.0


def write(
    path: Path,
    heights: Any,
    *,
    west: float = WEST,
    north: float = NORTH,
    pixel: float = 0.5,
    epsg: Optional[int] = EPSG,
    nodata: Optional[float] = -9999.0,
) -> Path:
    """heights: (rows, columns) metres, the first row in the north."""
    rows, columns = heights.shape
    raster = gdal.GetDriverByName("GTiff").Create(str(path), columns, rows, 1, gdal.GDT_Float32, ["TILED=YES"])
    raster.SetGeoTransform((west, pixel, 0.0, north, 0.0, -pixel))
    if epsg is not None:
        srs = osr.SpatialReference()
        srs.ImportFromEPSG(epsg)
        raster.SetProjection(srs.ExportToWkt())
    if nodata is not None:
        raster.GetRasterBand(1).SetNoDataValue(nodata)
    raster.GetRasterBand(1).WriteArray(heights.astype("float32"))
    raster.FlushCache()
    return path


def slope(rows: int = 200, columns: int = 200, pixel: float = 0.5, west: float = WEST, north: float = NORTH) -> Any:
    """(rows, columns) of a plane that rises to the north-east, the same wherever its corner is."""
    x = west + (np.arange(columns) + 0.5) * pixel - WEST
    y = NORTH - (north - (np.arange(rows) + 0.5) * pixel)
    return 150.0 + 0.05 * x[None, :] - 0.03 * y[:, None]


def warped(source: Path, target: Path, **options: Any) -> Path:
    """The same surface on another grid."""
    gdal.Warp(str(target), str(source), resampleAlg="bilinear", **options)
    return target
