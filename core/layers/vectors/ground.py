"""The ground under a survey in metres: the task's own grid, and how high the ground is there."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Optional, Sequence, Tuple

import numpy as np
from osgeo import gdal, osr

from ...api import fields
from ...api.errors import ApiError
from ...api.raster_metadata import BandStatistics
from ...api.rasters import RasterKind
from ...api.task import Task
from ...errors import Cancelled
from ...photos.place import Frame
from ...transfers.cache import run_of
from .plan import Source

_MOST_CELLS = 1024  # a side that heights are read in: footprints need no more
_REPORT = "odm_report/stats.json"
_STEP = 1e-4  # degrees northwards, to see where north is in the grid


class Grid:
    """Metres east and north: the task's projected reference system where it has one, else a flat frame around a place."""

    def __init__(self, epsg: Optional[int], longitude: float, latitude: float) -> None:
        self._frame = Frame(longitude, latitude)
        self._there, self._back = _transformations(epsg)
        self.epsg = epsg if self._there is not None else None
        if self._there is not None and not np.isfinite(self.to_metres(np.array([[longitude, latitude]]))).all():
            self._there = self._back = self.epsg = None
        self.north = self._north(longitude, latitude)

    def to_metres(self, degrees: np.ndarray) -> np.ndarray:
        """(n, 2) of longitude and latitude to (n, 2) of east and north."""
        if self._there is None:
            return self._frame.to_metres(degrees[:, 0], degrees[:, 1])
        return np.array(self._there.TransformPoints(degrees.tolist()), dtype=float).reshape(-1, 3)[:, :2]

    def to_degrees(self, metres: np.ndarray) -> np.ndarray:
        """(n, 2) the other way."""
        if self._back is None:
            return self._frame.to_degrees(metres)
        return np.array(self._back.TransformPoints(metres.tolist()), dtype=float).reshape(-1, 3)[:, :2]

    def _north(self, longitude: float, latitude: float) -> float:
        """Where true north lies, in degrees clockwise from the grid's."""
        here, there = self.to_metres(np.array([[longitude, latitude], [longitude, latitude + _STEP]]))
        return math.degrees(math.atan2(there[0] - here[0], there[1] - here[1]))


@dataclass(frozen=True)
class Terrain:
    """Heights of a grid. origin: east and north of the upper left corner; cell: (width, height) in metres."""

    heights: np.ndarray
    origin: Tuple[float, float]
    cell: Tuple[float, float]

    def at(self, places: np.ndarray, otherwise: np.ndarray) -> np.ndarray:
        """(n,) heights of the cells that hold (n, 2) places, `otherwise` where the terrain has none."""
        columns = np.floor((places[:, 0] - self.origin[0]) / self.cell[0])
        rows = np.floor((self.origin[1] - places[:, 1]) / self.cell[1])
        tall, wide = self.heights.shape
        with np.errstate(invalid="ignore"):
            inside = (columns >= 0) & (columns < wide) & (rows >= 0) & (rows < tall)
        found = np.array(otherwise, dtype=float)
        found[inside] = self.heights[rows[inside].astype(int), columns[inside].astype(int)]
        return np.where(np.isfinite(found), found, otherwise)


def terrain_at_hand(source: Source, grid: Grid) -> Optional[Terrain]:
    """The task's terrain model, where it lies on this disk already and in the grid's reference system."""
    for asset in ("dtm.tif", "dsm.tif"):
        path = source.cache.find(source.server_url, source.task.id, run_of(source.task), asset)
        terrain = read_terrain(path, grid.epsg) if path is not None and grid.epsg is not None else None
        if terrain is not None:
            return terrain
    return None


def read_terrain(path: Path, epsg: Optional[int]) -> Optional[Terrain]:
    """Heights out of a GeoTIFF, coarse; None where it is damaged, turned, or in another reference system."""
    dataset: Any = None
    gdal.PushErrorHandler("CPLQuietErrorHandler")
    try:
        dataset = gdal.OpenEx(str(path), gdal.OF_RASTER | gdal.OF_READONLY, allowed_drivers=["GTiff"])
        if dataset is None or dataset.GetSpatialRef() is None or dataset.GetSpatialRef().GetAuthorityCode(None) != str(epsg):
            return None
        return _heights(dataset)
    except RuntimeError:
        return None
    finally:
        dataset = None  # closed here, also where an error keeps this frame
        gdal.PopErrorHandler()


def ground_height(source: Source) -> Optional[float]:
    """How high the ground of a task is in the mean, as its server says of its models or points; None where it does not."""
    for kind in (RasterKind.DTM, RasterKind.DSM):
        if f"{kind.value}.tif" not in source.task.available_assets:
            continue
        try:
            known = source.client.rasters.metadata(
                source.task.project_id, source.task.id, kind, cancelled=source.cancelled
            )
        except Cancelled:
            raise
        except ApiError:  # the next one may tell; without any, the caller says so
            continue
        if known.bands:
            return typical(known.bands[0])
    return _height_of_cloud(source)


def _height_of_cloud(source: Source) -> Optional[float]:
    """The mean height of the points, by the report that the node wrote; None where there is none."""
    task = source.task
    try:
        content = json.loads(
            source.client.assets.read_raw(task.project_id, task.id, _REPORT, cancelled=source.cancelled)
        )
    except Cancelled:
        raise
    except (ApiError, ValueError, RecursionError):
        return None
    cloud = fields.child(content, "point_cloud_statistics") if isinstance(content, dict) else {}
    for axis in fields.objects(fields.child(cloud, "stats"), "statistic"):
        if fields.text(axis, "name") == "Z":
            mean = fields.number(axis, "mean")
            return fields.number(axis, "average") if mean is None else mean
    return None


def typical(band: BandStatistics) -> float:
    """The mean of a band's values by its histogram, else the middle of what lies between the outliers."""
    bins = np.array(band.histogram, dtype=float).reshape(-1, 2)
    total = float(bins[:, 1].sum()) if len(bins) > 1 else 0.0
    if total > 0.0:
        width = float(np.median(np.diff(bins[:, 0])))
        mean = float(((bins[:, 0] + width / 2.0) * bins[:, 1]).sum() / total)
        if band.minimum <= mean <= band.maximum:
            return mean
    return (band.percentile_2 + band.percentile_98) / 2.0


def grid_of(task: Task, places: Sequence[Tuple[float, float]]) -> Grid:
    """The grid of a task around its photos."""
    longitude, latitude = np.median(np.array(places, dtype=float), axis=0)
    return Grid(task.epsg, float(longitude), float(latitude))


def _heights(dataset: Any) -> Optional[Terrain]:
    transform = dataset.GetGeoTransform()
    if transform[2] != 0.0 or transform[4] != 0.0 or transform[1] <= 0.0 or transform[5] >= 0.0:
        return None
    wide, tall = dataset.RasterXSize, dataset.RasterYSize
    columns, rows = min(wide, _MOST_CELLS), min(tall, _MOST_CELLS)
    band = dataset.GetRasterBand(1)
    heights = band.ReadAsArray(buf_xsize=columns, buf_ysize=rows)
    if heights is None:
        return None
    heights = heights.astype(float)
    if band.GetNoDataValue() is not None:
        heights[heights == band.GetNoDataValue()] = math.nan
    return Terrain(
        heights, (transform[0], transform[3]), (transform[1] * wide / columns, -transform[5] * tall / rows)
    )


def _transformations(epsg: Optional[int]) -> Tuple[Any, Any]:
    """From degrees and back; nothing for a reference system that is not known, or not in metres."""
    if epsg is None:
        return None, None
    gdal.PushErrorHandler("CPLQuietErrorHandler")
    try:
        degrees, grid = osr.SpatialReference(), osr.SpatialReference()
        if degrees.ImportFromEPSG(4326) != 0 or grid.ImportFromEPSG(epsg) != 0:
            return None, None
        if not grid.IsProjected() or abs(grid.GetLinearUnits() - 1.0) > 1e-9:
            return None, None
        for system in (degrees, grid):
            system.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
        return osr.CoordinateTransformation(degrees, grid), osr.CoordinateTransformation(grid, degrees)
    except RuntimeError:
        return None, None
    finally:
        gdal.PopErrorHandler()
