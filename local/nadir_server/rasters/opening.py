"""Opening raster files that somebody else made: a node, or who imports a zip file.

GDAL goes by content and not by name: a small text called `.tif` makes it read any other file of this computer, or any
address, into a picture. So do some tags, and files beside the raster.
"""
from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import rasterio
from rasterio.errors import RasterioIOError
from rasterio.io import DatasetReader

ELSEWHERE = ("OVERVIEWS", "GEOLOCATION")  # domains of tags that name other files


def open_geotiff(path: Path, **options: Any) -> DatasetReader:
    """The GeoTIFF at the path, which refers to nothing outside of itself. Raises RasterioIOError for all else."""
    dataset = rasterio.open(path, driver="GTiff", **options)
    if any(dataset.tags(ns=domain) for domain in ELSEWHERE):
        dataset.close()
        raise RasterioIOError(f"{path.name} refers to another file")
    return dataset


def ignore_files_beside_rasters() -> None:
    """For all of this process, since GDAL looks for overviews and masks also while it reads."""
    os.environ["GDAL_DISABLE_READDIR_ON_OPEN"] = "EMPTY_DIR"
