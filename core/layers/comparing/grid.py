"""One grid for two rasters of heights, so that a pixel of the one can be taken from a pixel of the other.

The grid is that of the coarser raster: a finer one is averaged onto it, which neither invents detail nor counts the same
measurement twice. Its reference system is kept where its units are metres on the ground within AREA_ERROR; geographic
ones and web maps, whose pixels shrink towards the poles, are replaced by the UTM zone of the place.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import List, Optional, Tuple

from osgeo import gdal, osr
from qgis.PyQt.QtCore import QCoreApplication

from ...errors import NadirError

translate = QCoreApplication.translate  # called by this name, so that the translation tools find the texts

AREA_ERROR = 0.005  # of a reference system's areas against those on the ground; UTM keeps below 0.002
_EDGE_POINTS = 21  # of each side of a raster, since a straight edge is curved in another reference system
_DEGREES = 4326
_SNAP = 1e-6  # pixels by which rounding moves an edge
SAME_PIXEL = 1e-3  # by which two grids may differ and are the same

Box = Tuple[float, float, float, float]  # west, south, east, north


@dataclass(frozen=True)
class Grid:
    """North is up. `pixel`: width and height in units of the reference system; `metres`: of one unit."""

    wkt: str
    west: float
    north: float
    pixel: Tuple[float, float]
    columns: int
    rows: int
    metres: float

    @property
    def pixel_area(self) -> float:
        """Square metres of one pixel."""
        return self.pixel[0] * self.pixel[1] * self.metres**2

    @property
    def bounds(self) -> Box:
        """West, south, east, north."""
        east, south = self.west + self.columns * self.pixel[0], self.north - self.rows * self.pixel[1]
        return self.west, south, east, self.north

    @property
    def transform(self) -> Tuple[float, float, float, float, float, float]:
        """As GDAL takes it."""
        return self.west, self.pixel[0], 0.0, self.north, 0.0, -self.pixel[1]

    def window_in(self, dataset: gdal.Dataset) -> Optional[List[int]]:
        """Column, row, columns and rows of this grid in a raster that has its pixels; None for one that has others."""
        srs = osr.SpatialReference(wkt=self.wkt)
        srs.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
        x0, width, skew_x, y0, skew_y, height = dataset.GetGeoTransform()
        if (width, skew_x, skew_y, -height) != (self.pixel[0], 0.0, 0.0, self.pixel[1]) or not horizontal(dataset).IsSame(srs):
            return None
        column, row = (self.west - x0) / width, (self.north - y0) / height
        if max(abs(column - round(column)), abs(row - round(row))) > SAME_PIXEL:
            return None
        return [round(column), round(row), self.columns, self.rows]


def open_heights(path: Path) -> gdal.Dataset:
    """A raster that says where it lies. Raises NadirError that names the file."""
    try:
        dataset = gdal.OpenEx(str(path), gdal.OF_RASTER | gdal.OF_READONLY)
    except RuntimeError as error:  # somebody in this QGIS has switched GDAL's exceptions on
        raise unreadable(path, str(error)) from error
    if dataset is None:
        raise unreadable(path, gdal.GetLastErrorMsg())
    if not dataset.GetProjection() or dataset.GetGeoTransform(can_return_null=True) is None:
        raise NadirError(
            translate("Compare", "“{file}” does not say where on the ground it lies.").format(file=path.name),
            translate("Compare", "Process the task again with photos that have a position, or with ground control points."),
            str(path),
        )
    return dataset


def unreadable(path: Path, detail: str) -> NadirError:
    """The error of a file that is no raster, or a damaged one."""
    return NadirError(
        translate("Compare", "“{file}” cannot be read.").format(file=path.name),
        translate("Compare", "It may be damaged: remove downloaded results in the options, then try again."),
        f"{path}: {detail}",
    )


def horizontal(dataset: gdal.Dataset) -> osr.SpatialReference:
    """Its reference system without that of the heights: what these refer to is not changed by putting them on a grid."""
    srs = osr.SpatialReference(wkt=dataset.GetProjection())
    if srs.IsCompound():
        srs.StripVertical()
    srs.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    return srs


def common_grid(first: gdal.Dataset, second: gdal.Dataset) -> Grid:
    """The grid of the coarser one over what both cover. Raises NadirError where they have nothing in common."""
    coarser = max((first, second), key=_ground_size)
    size = _ground_size(coarser)
    srs = horizontal(coarser)
    keeps = bool(srs.IsProjected()) and abs(_true_area(coarser, srs) - 1.0) <= AREA_ERROR
    if not keeps:
        srs = _utm(*_middle_in_degrees(coarser))
    overlap = _overlap(bounds_in(first, srs), bounds_in(second, srs))
    if overlap is None:
        raise no_overlap()
    metres = srs.GetLinearUnits()
    x0, width, skew_x, y0, skew_y, height = coarser.GetGeoTransform()
    if keeps and skew_x == skew_y == 0.0 and width > 0.0 > height:
        return _aligned(srs.ExportToWkt(), overlap, (x0, y0), (width, -height), metres)
    return _aligned(srs.ExportToWkt(), overlap, (0.0, 0.0), (size / metres, size / metres), metres)


def no_overlap() -> NadirError:
    """The error of two surfaces that lie beside each other."""
    return NadirError(
        translate("Compare", "The two surfaces do not overlap."),
        translate("Compare", "Choose two flights of the same place."),
    )


def bounds_in(dataset: gdal.Dataset, srs: osr.SpatialReference) -> Box:
    """What a raster covers, in another reference system."""
    own = horizontal(dataset)
    points = _edge(dataset)
    if not own.IsSame(srs):
        moved = osr.CoordinateTransformation(own, srs).TransformPoints(points)
        points = [(point[0], point[1]) for point in moved if math.isfinite(point[0]) and math.isfinite(point[1])]
    if not points:
        raise no_overlap()
    xs, ys = [point[0] for point in points], [point[1] for point in points]
    return min(xs), min(ys), max(xs), max(ys)


def _edge(dataset: gdal.Dataset) -> list:
    transform, columns, rows = dataset.GetGeoTransform(), dataset.RasterXSize, dataset.RasterYSize
    along = [step / (_EDGE_POINTS - 1) for step in range(_EDGE_POINTS)]
    ring = [(t, 0.0) for t in along] + [(t, 1.0) for t in along] + [(0.0, t) for t in along] + [(1.0, t) for t in along]
    return [tuple(gdal.ApplyGeoTransform(list(transform), x * columns, y * rows)) for x, y in ring]


def _overlap(first: Box, second: Box) -> Optional[Box]:
    west, south = max(first[0], second[0]), max(first[1], second[1])
    east, north = min(first[2], second[2]), min(first[3], second[3])
    return (west, south, east, north) if west < east and south < north else None


def _aligned(wkt: str, box: Box, origin: Tuple[float, float], pixel: Tuple[float, float], metres: float) -> Grid:
    """The pixels of a grid through `origin` that lie wholly inside of a box."""
    west, south, east, north = box
    first_column = math.ceil((west - origin[0]) / pixel[0] - _SNAP)
    last_column = math.floor((east - origin[0]) / pixel[0] + _SNAP)
    first_row = math.ceil((origin[1] - north) / pixel[1] - _SNAP)
    last_row = math.floor((origin[1] - south) / pixel[1] + _SNAP)
    if last_column <= first_column or last_row <= first_row:
        raise no_overlap()
    corner = origin[0] + first_column * pixel[0], origin[1] - first_row * pixel[1]
    return Grid(wkt, *corner, pixel, last_column - first_column, last_row - first_row, metres)


def _ground_size(dataset: gdal.Dataset) -> float:
    """How wide a pixel in the middle of a raster is on the ground, in metres (the root of its area)."""
    srs = horizontal(dataset)
    _, width, skew_x, _, skew_y, height = dataset.GetGeoTransform()
    area = abs(width * height - skew_x * skew_y)
    metres = srs.GetLinearUnits() if srs.IsProjected() else 1.0
    return math.sqrt(area * metres**2 * _true_area(dataset, srs))


def _true_area(dataset: gdal.Dataset, srs: osr.SpatialReference) -> float:
    """Square metres on the ground for each that the reference system has (for degrees: for each square degree)."""
    longitude, latitude = _middle_in_degrees(dataset)
    ground = osr.SpatialReference()
    ground.ImportFromProj4(f"+proj=laea +lat_0={latitude} +lon_0={longitude} +ellps=WGS84 +units=m +no_defs")
    step = 1e-3 if srs.IsGeographic() else 100.0 / srs.GetLinearUnits()
    x, y = gdal.ApplyGeoTransform(list(dataset.GetGeoTransform()), dataset.RasterXSize / 2, dataset.RasterYSize / 2)
    corners = [(x, y), (x + step, y), (x, y + step)]
    there = osr.CoordinateTransformation(srs, ground).TransformPoints(corners)
    (x0, y0), (x1, y1), (x2, y2) = ((point[0], point[1]) for point in there)
    area = abs((x1 - x0) * (y2 - y0) - (x2 - x0) * (y1 - y0))
    metres = 1.0 if srs.IsGeographic() else srs.GetLinearUnits()
    return float(area / (step * metres) ** 2)


def _middle_in_degrees(dataset: gdal.Dataset) -> Tuple[float, float]:
    degrees = osr.SpatialReference()
    degrees.ImportFromEPSG(_DEGREES)
    degrees.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    x, y = gdal.ApplyGeoTransform(list(dataset.GetGeoTransform()), dataset.RasterXSize / 2, dataset.RasterYSize / 2)
    longitude, latitude, *_ = osr.CoordinateTransformation(horizontal(dataset), degrees).TransformPoint(x, y)
    return longitude, latitude


def _utm(longitude: float, latitude: float) -> osr.SpatialReference:
    zone = min(60, max(1, math.floor((longitude + 180.0) / 6.0) + 1))
    srs = osr.SpatialReference()
    srs.ImportFromEPSG((32600 if latitude >= 0 else 32700) + zone)
    srs.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    return srs
