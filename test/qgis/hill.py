"""The products of a small survey: a hill in Duluth, as orthophoto, DSM, DTM and EPT; 64 m wide, 0.25 m a pixel."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any, Dict, Optional

import numpy as np
from osgeo import gdal, osr

EPSG = 32615
WEST, NORTH, PIXEL, SIZE = 576670.0, 5188200.0, 0.25, 256
BASE, HEIGHT = 156.0, 12.0  # metres

VIRIDIS = np.array([(68, 1, 84), (59, 82, 139), (33, 145, 140), (94, 201, 98), (253, 231, 37)], dtype=float)

gdal.UseExceptions()


def heights() -> Any:
    """(SIZE, SIZE) float32, metres."""
    y, x = np.mgrid[0:SIZE, 0:SIZE]
    distance = np.hypot(x - SIZE / 2, y - SIZE / 2) / (SIZE / 2)
    return (BASE + HEIGHT * np.clip(1 - distance, 0, None)).astype("float32")


def colours() -> Any:
    """(3, SIZE, SIZE) uint8: red grows eastwards, green southwards."""
    y, x = np.mgrid[0:SIZE, 0:SIZE]
    return np.stack([x, y, 255 - (x + y) // 2]).astype("uint8")


def write(folder: Path) -> None:
    """orthophoto.tif, dsm.tif, dtm.tif and entwine_pointcloud/ in `folder`."""
    _raster(folder / "orthophoto.tif", colours(), None)
    _raster(folder / "dsm.tif", heights()[None], -9999.0)
    _raster(folder / "dtm.tif", (heights()[None] - 1.0), -9999.0)
    (folder / "georeferenced_model.laz").write_bytes(b"LASF" + bytes(400))
    _ept(folder / "entwine_pointcloud")


def statistics(folder: Path) -> Dict[str, Any]:
    low, high = (float(value) for value in np.percentile(heights(), (2, 98)))
    return {"min": BASE, "max": BASE + HEIGHT, "percentiles": [low, high], "std": 3.0}


def tile(folder: Path, kind: str, zoom: int, column: int, row: int, pixels: int = 256) -> Optional[bytes]:
    """A square PNG, or None outside of the data."""
    half, width = math.pi * 6378137.0, 2 * math.pi * 6378137.0 / 2**zoom
    box = (column * width - half, half - (row + 1) * width, (column + 1) * width - half, half - row * width)
    options = {"format": "MEM", "width": pixels, "height": pixels, "outputBounds": box, "dstSRS": "EPSG:3857"}
    warped = gdal.Warp("", str(folder / f"{kind}.tif"), dstAlpha=True, **options)
    bands = warped.ReadAsArray()
    alpha = bands[-1] > 0
    if not alpha.any():
        return None
    rgb = bands[:3] if kind == "orthophoto" else _viridis(bands[0])
    picture = gdal.GetDriverByName("MEM").Create("", pixels, pixels, 4)
    picture.WriteArray(np.concatenate([rgb, (alpha * 255)[None]]).astype("uint8"))
    name = f"/vsimem/{kind}-{zoom}-{column}-{row}-{pixels}.png"
    gdal.GetDriverByName("PNG").CreateCopy(name, picture)
    file = gdal.VSIFOpenL(name, "rb")
    content = bytes(gdal.VSIFReadL(1, gdal.VSIStatL(name).size, file))
    gdal.VSIFCloseL(file)
    gdal.Unlink(name)
    return content


def _viridis(band: Any) -> Any:
    place = np.clip((band - BASE) / HEIGHT, 0, 1) * (len(VIRIDIS) - 1)
    return np.stack([np.interp(place, range(len(VIRIDIS)), VIRIDIS[:, channel]) for channel in range(3)])


def _srs() -> osr.SpatialReference:
    srs = osr.SpatialReference()
    srs.ImportFromEPSG(EPSG)
    return srs


def _raster(path: Path, bands: Any, nodata: Optional[float]) -> None:
    kind = gdal.GDT_Byte if bands.dtype == "uint8" else gdal.GDT_Float32
    raster = gdal.GetDriverByName("GTiff").Create(str(path), SIZE, SIZE, len(bands), kind)
    raster.SetGeoTransform((WEST, PIXEL, 0, NORTH, 0, -PIXEL))
    raster.SetProjection(_srs().ExportToWkt())
    raster.WriteArray(bands)
    if nodata is not None:
        raster.GetRasterBand(1).SetNoDataValue(nodata)
    raster.FlushCache()


def _ept(folder: Path) -> None:
    """Two levels: all points of a coarse grid in the root, the finer ones in its eight parts."""
    z, rgb = heights(), colours()
    rows, columns = np.mgrid[0:SIZE:2, 0:SIZE:2]
    rows, columns = rows.ravel(), columns.ravel()
    x, y = WEST + (columns + 0.5) * PIXEL, NORTH - (rows + 0.5) * PIXEL
    points = np.zeros(len(rows), dtype=[("x", "<i4"), ("y", "<i4"), ("z", "<i4"), ("rgb", "<u2", 3)])
    edge = SIZE * PIXEL
    low = np.array([WEST, NORTH - edge, BASE - edge / 2])
    middle = low + edge / 2
    height = z[rows, columns].astype(float)
    for name, values, offset in (("x", x, middle[0]), ("y", y, middle[1]), ("z", height, middle[2])):
        points[name] = np.round((values - offset) / 0.001)
    points["rgb"] = rgb[:, rows, columns].T.astype("u2") * 257
    child = [(values >= centre).astype(int) for values, centre in ((x, middle[0]), (y, middle[1]), (height, middle[2]))]
    in_root = (rows % 8 == 0) & (columns % 8 == 0)
    nodes = {"0-0-0-0": points[in_root]}
    for key in np.unique(np.stack(child, axis=1), axis=0):
        chosen = ~in_root & np.all([part == value for part, value in zip(child, key)], axis=0)
        if chosen.any():
            nodes[f"1-{key[0]}-{key[1]}-{key[2]}"] = points[chosen]
    for part in ("ept-data", "ept-hierarchy"):
        (folder / part).mkdir(parents=True)
    for key, content in nodes.items():
        (folder / "ept-data" / f"{key}.bin").write_bytes(content.tobytes())
    counts = {key: len(content) for key, content in nodes.items()}
    (folder / "ept-hierarchy" / "0-0-0-0.json").write_text(json.dumps(counts))
    (folder / "ept.json").write_text(json.dumps(_ept_json(low, edge, middle, len(points), float(height.max()))))


def _ept_json(low: Any, edge: float, middle: Any, count: int, top: float) -> Dict[str, Any]:
    positions = [
        {"name": axis, "type": "signed", "size": 4, "scale": 0.001, "offset": float(middle[number])}
        for number, axis in enumerate("XYZ")
    ]
    channels = [
        {"name": name, "type": "unsigned", "size": 2, "count": count, "minimum": 0, "maximum": 65535, "mean": 32000.0,
         "stddev": 9000.0, "variance": 81000000.0}
        for name in ("Red", "Green", "Blue")
    ]  # fmt: skip
    return {
        "bounds": [*low.tolist(), *(low + edge).tolist()],
        "boundsConforming": [*low[:2].tolist(), BASE, *(low[:2] + edge).tolist(), top],
        "dataType": "binary",
        "hierarchyType": "json",
        "points": count,
        "schema": positions + channels,
        "span": 32,
        "srs": {"authority": "EPSG", "horizontal": str(EPSG), "wkt": _srs().ExportToWkt()},
        "version": "1.0.0",
    }


def bounds() -> Any:
    """West, south, east, north in degrees."""
    degrees = osr.SpatialReference()
    degrees.ImportFromEPSG(4326)
    degrees.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    edge = SIZE * PIXEL
    box = osr.CoordinateTransformation(_srs(), degrees).TransformBounds(WEST, NORTH - edge, WEST + edge, NORTH, 21)
    return tuple(box)
