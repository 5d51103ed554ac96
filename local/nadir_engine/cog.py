"""Cloud-optimised GeoTIFFs, by GDAL's own COG driver."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import rasterio
import rasterio.shutil
from numpy.typing import NDArray
from rasterio.enums import ColorInterp
from rasterio.transform import Affine

from nadir_engine.atomic import flat_scratch, whole_file

NODATA = -9999.0
BLOCK = 256


def write_height_cog(path: Path, heights: NDArray[np.float32], transform: Affine, epsg: int, band: str) -> None:
    """A one-band float COG of heights (rows, columns) in metres; NaN becomes the nodata value."""
    rows, columns = heights.shape
    profile = {
        "driver": "GTiff", "width": columns, "height": rows, "count": 1, "dtype": "float32", "nodata": NODATA,
        "crs": f"EPSG:{epsg}", "transform": transform, "tiled": True, "BIGTIFF": "IF_SAFER",
    }  # fmt: skip
    scratch = flat_scratch(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with rasterio.open(scratch, "w", **profile) as target:
            target.write(np.where(np.isnan(heights), NODATA, heights).astype(np.float32), 1)
            target.set_band_description(1, band)
        copy_as_cog(scratch, path, compress="DEFLATE", resampling="AVERAGE")
    finally:
        scratch.unlink(missing_ok=True)


def copy_as_cog(source: Path, path: Path, compress: str, resampling: str) -> None:
    """Copies a GeoTIFF into a COG with overviews, whole or not at all, with as many threads as GDAL_NUM_THREADS says."""
    options = {"COMPRESS": compress, "BLOCKSIZE": BLOCK, "OVERVIEW_RESAMPLING": resampling, "BIGTIFF": "IF_SAFER"}
    if compress in ("DEFLATE", "LZW"):
        options["PREDICTOR"] = "YES"
    if compress == "DEFLATE":
        options["LEVEL"] = "5"
    if compress == "JPEG":
        options["QUALITY"] = "90"
    with whole_file(path) as part:
        rasterio.shutil.copy(source, part, driver="COG", **options)


def flat_colour_profile(width: int, height: int, transform: Affine, epsg: int) -> dict[str, object]:
    """The profile of the plain GeoTIFF (red, green, blue, alpha) that an orthophoto is painted into."""
    return {
        "driver": "GTiff", "width": width, "height": height, "count": 4, "dtype": "uint8", "crs": f"EPSG:{epsg}",
        "transform": transform, "tiled": True, "blockxsize": 512, "blockysize": 512, "interleave": "pixel",
        "BIGTIFF": "IF_SAFER", "photometric": "RGB", "ALPHA": "YES",
    }  # fmt: skip


COLOUR_BANDS = (ColorInterp.red, ColorInterp.green, ColorInterp.blue, ColorInterp.alpha)
