"""Small real products of a made-up survey: Cloud Optimized GeoTIFFs, EPT, reports, named as OpenDroneMap names them."""
from __future__ import annotations

import io
import json
from functools import lru_cache

import laspy
import numpy as np
from pyproj import CRS
from rasterio.enums import ColorInterp
from rasterio.io import MemoryFile
from rasterio.transform import from_origin

WEST, NORTH, EPSG = 576660.0, 5188217.0, 32615  # metres, UTM 15N
SIDE = 512


def heights() -> np.ndarray:
    """(SIDE, SIDE) metres: a slope with bumps, 150 to 170 m."""
    rows, columns = np.mgrid[0:SIDE, 0:SIDE] / SIDE
    return (156 + 8 * rows + 3 * np.sin(columns * 20) + 2 * np.cos(rows * 31)).astype("float32")


def dem() -> bytes:
    values = heights()
    values[:40, :40] = -9999
    return tiff(values[None], 0.2, nodata=-9999.0)


def orthophoto() -> bytes:
    rng = np.random.default_rng(1)
    rgb = rng.integers(30, 220, (3, SIDE // 8, SIDE // 8), dtype="uint8").repeat(16, 1).repeat(16, 2)
    alpha = np.full((1, SIDE * 2, SIDE * 2), 255, "uint8")
    alpha[:, :100, :100] = 0
    return tiff(np.concatenate([rgb, alpha]), 0.1)


def tiff(bands: np.ndarray, pixel: float, nodata: float | None = None) -> bytes:
    count, height, width = bands.shape
    with MemoryFile() as memory:
        with memory.open(
            driver="GTiff", count=count, height=height, width=width, dtype=bands.dtype, crs=f"EPSG:{EPSG}",
            transform=from_origin(WEST, NORTH, pixel, pixel), nodata=nodata, tiled=True, blockxsize=256,
            blockysize=256, compress="deflate",
        ) as out:  # fmt: skip
            out.write(bands)
            if count == 4:
                out.colorinterp = (ColorInterp.red, ColorInterp.green, ColorInterp.blue, ColorInterp.alpha)
            out.build_overviews([2, 4])
        return memory.read()


@lru_cache(maxsize=1)
def cloud() -> bytes:
    """A LAZ file of 5,000 coloured points on the surface."""
    rng = np.random.default_rng(2)
    east, north = rng.uniform(1, 100, (2, 5000))
    header = laspy.LasHeader(point_format=7, version="1.4")
    header.scales, header.offsets = np.full(3, 0.001), np.array([WEST, NORTH - 102, 0])
    header.add_crs(CRS.from_epsg(EPSG))
    points = laspy.LasData(header)
    points.x, points.y, points.z = WEST + east, NORTH - north, 156 + north / 20
    points.red, points.green, points.blue = rng.integers(0, 65535, (3, 5000))
    buffer = io.BytesIO()
    points.write(buffer, do_compress=True)
    return buffer.getvalue()


def results() -> dict[str, bytes]:
    """The entries of an all.zip."""
    stats = {
        "processing_statistics": {"area": 4090.74, "start_date": "15/06/2015 at 14:30:00", "end_date": "15/06/2015"},
        "odm_processing_statistics": {"average_gsd": 1.66},
        "reconstruction_statistics": {"has_gps": True, "has_gcp": False},
    }
    ept = {"points": 940393, "dataType": "laszip", "srs": {"authority": "EPSG", "horizontal": str(EPSG)}}
    return {
        "odm_orthophoto/odm_orthophoto.tif": orthophoto(),
        "odm_dem/dsm.tif": dem(),
        "odm_dem/dtm.tif": dem(),
        "odm_georeferencing/odm_georeferenced_model.laz": cloud(),
        "entwine_pointcloud/ept.json": json.dumps(ept).encode(),
        "entwine_pointcloud/ept-data/0-0-0-0.laz": b"LASF" + bytes(1000),
        "odm_report/stats.json": json.dumps(stats).encode(),
        "odm_report/shots.geojson": b'{"type": "FeatureCollection", "features": []}',
        "cameras.json": b"{}",
    }
