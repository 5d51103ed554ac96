"""Contour lines of a surface or terrain model, made on this computer: for servers that make none, and for any interval."""

from __future__ import annotations

import math
import uuid
from contextlib import contextmanager
from pathlib import Path
from typing import Callable, Iterator, Tuple

import numpy as np
from osgeo import gdal, ogr
from qgis.PyQt.QtCore import QCoreApplication

from ...api.exchange import never
from ...errors import Cancelled, NadirError

translate = QCoreApplication.translate  # called by this name, so that the translation tools find the texts

LAYER = "contours"
ELEVATION, INDEX = "elev", "index"
EVERY = 5  # each so many-th line is an index contour
MOST_LEVELS = 2_000
MOST_CELLS = 6_000  # of the grid's longer side
CELLS_AN_INTERVAL = 4  # cells are as wide as this part of the interval, which averages the noise of matching out
SHORTEST = 8.0  # cells; a shorter line is a stone, or noise
_DEGREE = 111_320.0  # metres, of latitude
_TRACED = 0.7  # of the progress, once the lines are found
_NICE = (1.0, 2.0, 5.0)
_LINES = 20  # between the lowest and the highest ground, about, where nobody chose an interval

Progress = Callable[[float], None]


class NoContours(NadirError):
    """There is nothing to draw lines of, or they cannot be written."""


def interval_for(low: float, high: float) -> float:
    """A round interval that draws about twenty lines between two heights, in their unit."""
    raw = max((high - low) / _LINES, 0.01)
    power = 10.0 ** math.floor(math.log10(raw))
    return next((step * power for step in _NICE if step * power >= raw * 0.999), 10.0 * power)


def make_contours(
    dem: Path,
    target: Path,
    interval: float,
    cancelled: Callable[[], bool] = never,
    progress: Progress = lambda fraction: None,
) -> Path:
    """Contour lines of a raster's first band as a GeoPackage in the raster's reference system; returns the target.

    interval: in the raster's unit, counted from 0. Fields: `elev` (that unit), `index` (1 for each fifth line, else 0).
    The target has its name only once it is whole. On a worker. Raises NoContours, Cancelled.
    """
    if not interval > 0 or not math.isfinite(interval):
        raise NoContours(
            translate("Contours", "Contour lines need an interval above 0."), translate("Contours", "Choose another one.")
        )
    part = target.with_name(f".{target.stem}-{uuid.uuid4().hex[:8]}.part.gpkg")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with _grid(dem, interval) as (grid, cell):
            _check_levels(grid, interval)
            lines = _trace(grid, interval, cancelled, progress)
            _write(lines, part, cell, interval, cancelled, progress)
        part.replace(target)
    except (RuntimeError, OSError) as error:
        if cancelled():
            raise Cancelled from error
        raise _failed(dem, str(error)) from error
    finally:
        part.unlink(missing_ok=True)
    progress(1.0)
    return target


@contextmanager
def _grid(dem: Path, interval: float) -> Iterator[Tuple[gdal.Dataset, float]]:
    """The raster, averaged to cells that suit the interval; and their width in its coordinates."""
    dataset = gdal.OpenEx(str(dem), gdal.OF_RASTER | gdal.OF_READONLY)
    if dataset is None:
        raise RuntimeError(gdal.GetLastErrorMsg())
    pixel = abs(dataset.GetGeoTransform()[1])
    system = dataset.GetSpatialRef()
    unit = _DEGREE if system is not None and system.IsGeographic() else 1.0
    longest = max(dataset.RasterXSize, dataset.RasterYSize)
    cell = max(pixel, pixel * longest / MOST_CELLS, min(interval / CELLS_AN_INTERVAL / unit, pixel * longest / 200))
    name = f"/vsimem/nadir-contours-{uuid.uuid4().hex}.vrt"
    options = {"format": "VRT", "bandList": [1], "xRes": cell, "yRes": cell, "resampleAlg": "average"}
    grid = gdal.Translate(name, dataset, **options)
    if grid is None:
        raise RuntimeError(gdal.GetLastErrorMsg())
    try:
        yield grid, cell
    finally:
        grid = None
        gdal.Unlink(name)


def _check_levels(grid: gdal.Dataset, interval: float) -> None:
    """Refuse what would draw the map full. Raises NoContours."""
    low, high = grid.GetRasterBand(1).ComputeRasterMinMax(True)
    if not np.isfinite([low, high]).all():
        raise NoContours(translate("Contours", "There are no heights to draw contour lines of."), "")
    if (high - low) / interval > MOST_LEVELS:
        raise NoContours(
            translate("Contours", "That would draw more than {count:,} lines one above the other.").format(count=MOST_LEVELS),
            translate("Contours", "Choose a larger interval."),
            f"{low} to {high}, interval {interval}",
        )


def _trace(grid: gdal.Dataset, interval: float, cancelled: Callable[[], bool], progress: Progress) -> ogr.DataSource:
    """All lines, in memory."""
    driver = ogr.GetDriverByName("Memory") or ogr.GetDriverByName("MEM")  # its name until GDAL 3.11, and since
    found = driver.CreateDataSource("")
    layer = found.CreateLayer(LAYER, grid.GetSpatialRef(), ogr.wkbLineString)
    layer.CreateField(ogr.FieldDefn(ELEVATION, ogr.OFTReal))
    options = [f"LEVEL_INTERVAL={interval!r}", "LEVEL_BASE=0", "ELEV_FIELD=0"]
    band = grid.GetRasterBand(1)
    if band.GetNoDataValue() is not None:
        options.append(f"NODATA={band.GetNoDataValue()!r}")

    def tell(fraction: float, _text: str, _data: object) -> int:
        progress(_TRACED * fraction)
        return 0 if cancelled() else 1

    code = gdal.ContourGenerateEx(band, layer, options=options, callback=tell)
    if cancelled():
        raise Cancelled
    if code != gdal.CE_None:
        raise RuntimeError(gdal.GetLastErrorMsg())
    return found


def _write(
    lines: ogr.DataSource, part: Path, cell: float, interval: float, cancelled: Callable[[], bool], progress: Progress
) -> None:
    """Those that say something, smoothed by a quarter of a cell, into a GeoPackage."""
    source = lines.GetLayer(0)
    saved = ogr.GetDriverByName("GPKG").CreateDataSource(str(part))
    if saved is None:
        raise RuntimeError(gdal.GetLastErrorMsg())
    layer = saved.CreateLayer(LAYER, source.GetSpatialRef(), ogr.wkbLineString)
    layer.CreateField(ogr.FieldDefn(ELEVATION, ogr.OFTReal))
    layer.CreateField(ogr.FieldDefn(INDEX, ogr.OFTInteger))
    count = max(1, source.GetFeatureCount())
    layer.StartTransaction()
    for number, line in enumerate(source):
        if number % 200 == 0:
            progress(_TRACED + (1.0 - _TRACED) * number / count)
            if cancelled():
                raise Cancelled
        shape = line.GetGeometryRef()
        if shape is not None and shape.Length() >= SHORTEST * cell:
            _add(layer, shape.Simplify(cell / 4.0), line.GetField(0), interval)
    layer.CommitTransaction()
    saved.FlushCache()
    layer, saved = None, None  # GDAL closes the file when nothing holds it


def _add(layer: ogr.Layer, line: ogr.Geometry, elevation: float, interval: float) -> None:
    feature = ogr.Feature(layer.GetLayerDefn())
    feature.SetGeometryDirectly(line)
    feature.SetField(ELEVATION, round(elevation, 6))
    feature.SetField(INDEX, int(round(elevation / interval) % EVERY == 0))
    if layer.CreateFeature(feature) != ogr.OGRERR_NONE:
        raise RuntimeError(gdal.GetLastErrorMsg())


def _failed(dem: Path, detail: str) -> NoContours:
    return NoContours(
        translate("Contours", "The contour lines of {file} could not be made.").format(file=dem.name),
        translate("Contours", "Check that the disk has room, then try again."),
        detail,
    )
