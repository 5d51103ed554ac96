"""Features as GeoPackages in the cache: written whole or not at all, on a worker, without a reference system of QGIS."""

from __future__ import annotations

import math
import uuid
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from pathlib import Path
from typing import Any, Iterator, Mapping, Optional, Sequence, Tuple

from osgeo import gdal, ogr, osr
from qgis.PyQt.QtCore import QCoreApplication

from ...api.exchange import CancelCheck
from ...errors import Cancelled, NadirError

translate = QCoreApplication.translate  # called by this name, so that the translation tools find the texts

LONGEST_TEXT = 500  # characters of a text that a server sent
_ROWS_BETWEEN_LOOKS = 500

Xyz = Tuple[float, ...]  # longitude and latitude in degrees, and metres where there is a height


class FieldType(Enum):
    """What a field holds, with OGR's type and subtype for it."""

    TEXT = (ogr.OFTString, ogr.OFSTNone)
    NUMBER = (ogr.OFTReal, ogr.OFSTNone)
    COUNT = (ogr.OFTInteger, ogr.OFSTNone)
    FLAG = (ogr.OFTInteger, ogr.OFSTBoolean)
    MOMENT = (ogr.OFTDateTime, ogr.OFSTNone)


class Shape(Enum):
    """What a feature's geometry is."""

    POINT = (ogr.wkbPoint, ogr.wkbPoint25D)
    LINE = (ogr.wkbLineString, ogr.wkbLineString25D)
    POLYGON = (ogr.wkbPolygon, ogr.wkbPolygon25D)


@dataclass(frozen=True)
class Feature:
    """points: one for a point, the vertices of a line, the outline of a polygon (closed here). values: by field; None is NULL."""

    points: Sequence[Xyz]
    values: Mapping[str, Any]


@dataclass(frozen=True)
class Table:
    """What a file is to hold. note: a word on what was left out, kept in the file."""

    name: str
    shape: Shape
    fields: Mapping[str, FieldType]
    features: Sequence[Feature]
    note: str = ""
    has_heights: bool = True


def write(path: Path, table: Table, cancelled: CancelCheck) -> None:
    """Write a GeoPackage in degrees (EPSG:4326). Raises NadirError, and Cancelled, which leave nothing behind."""
    part = path.with_name(f".{path.stem}-{uuid.uuid4().hex[:8]}.gpkg")
    try:
        with _quiet():
            _write_all(part, table, cancelled)
        part.replace(path)
    except (RuntimeError, OSError) as error:
        raise NadirError(
            translate("Layers", "{file} cannot be written.").format(file=path.name),
            translate("Layers", "Free some space on the disk, or choose a higher limit for downloads in the options."),
            str(error),
        ) from error
    finally:
        for left in (part, part.with_name(part.name + "-journal")):
            with suppress(OSError):  # it has its name now, or was never begun
                left.unlink()


def read_note(path: Path) -> Optional[str]:
    """The note of a file that was written before; None where there is no such file, or a damaged one."""
    if not path.is_file():
        return None
    dataset: Any = None
    with _quiet():
        try:
            dataset = gdal.OpenEx(str(path), gdal.OF_VECTOR | gdal.OF_READONLY, allowed_drivers=["GPKG"])
            layer = dataset.GetLayer(0) if dataset is not None else None
            return None if layer is None else layer.GetMetadataItem("DESCRIPTION") or ""
        except RuntimeError:
            return None
        finally:
            dataset = None  # as in _write_all


def plain(text: str) -> str:
    """A server's text on one line, without what cannot be shown, of a length that a table holds."""
    known = text.encode("utf-8", "replace").decode()
    return " ".join("".join(each if each.isprintable() else " " for each in known).split())[:LONGEST_TEXT]


@contextmanager
def _quiet() -> Iterator[None]:
    """GDAL tells its errors by exceptions or answers, not on the console."""
    gdal.PushErrorHandler("CPLQuietErrorHandler")
    try:
        yield
    finally:
        gdal.PopErrorHandler()


def _write_all(path: Path, table: Table, cancelled: CancelCheck) -> None:
    driver = ogr.GetDriverByName("GPKG")
    dataset = driver.CreateDataSource(str(path)) if driver is not None else None
    try:
        if dataset is None:
            raise RuntimeError(gdal.GetLastErrorMsg() or "GDAL has no GeoPackage driver")
        _fill(_new_layer(dataset, table), table, cancelled)
    finally:
        dataset = None  # closed here: an error would keep it, and GDAL closes what is open when QGIS ends, a second time


def _new_layer(dataset: Any, table: Table) -> Any:
    degrees = osr.SpatialReference()
    degrees.ImportFromEPSG(4326)
    degrees.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    options = ["GEOMETRY_NAME=geom", f"DESCRIPTION={table.note}"]
    layer = dataset.CreateLayer(table.name, degrees, table.shape.value[table.has_heights], options)
    if layer is None:
        raise RuntimeError(gdal.GetLastErrorMsg())
    for name, kind in table.fields.items():
        definition = ogr.FieldDefn(name, kind.value[0])
        definition.SetSubType(kind.value[1])
        layer.CreateField(definition)
    return layer


def _fill(layer: Any, table: Table, cancelled: CancelCheck) -> None:
    layer.StartTransaction()
    for number, feature in enumerate(table.features):
        if number % _ROWS_BETWEEN_LOOKS == 0 and cancelled():
            raise Cancelled
        if layer.CreateFeature(_row(layer.GetLayerDefn(), table, feature)) != 0:
            raise RuntimeError(gdal.GetLastErrorMsg())
    if layer.CommitTransaction() != 0:
        raise RuntimeError(gdal.GetLastErrorMsg())


def _row(definition: Any, table: Table, feature: Feature) -> Any:
    row = ogr.Feature(definition)
    for name, kind in table.fields.items():
        _set(row, name, kind, feature.values.get(name))
    row.SetGeometry(_geometry(table, feature.points))
    return row


def _set(row: Any, name: str, kind: FieldType, value: Any) -> None:
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        row.SetFieldNull(name)
    elif kind is FieldType.MOMENT and isinstance(value, datetime):
        zone = 0 if value.tzinfo is None else 100  # 0: the camera's own clock; 100: UTC
        seconds = value.second + value.microsecond / 1e6
        index = row.GetFieldIndex(name)
        row.SetField(index, value.year, value.month, value.day, value.hour, value.minute, seconds, zone)
    elif kind is FieldType.TEXT:
        row.SetField(name, plain(str(value)))
    else:
        row.SetField(name, int(value) if kind in (FieldType.COUNT, FieldType.FLAG) else float(value))


def _geometry(table: Table, points: Sequence[Xyz]) -> Any:
    kind = table.shape.value[table.has_heights]
    if table.shape is not Shape.POLYGON:
        return _filled(ogr.Geometry(kind), points, table.has_heights)
    polygon = ogr.Geometry(kind)
    ring = _filled(ogr.Geometry(ogr.wkbLinearRing), points, table.has_heights)
    ring.CloseRings()
    polygon.AddGeometry(ring)
    return polygon


def _filled(geometry: Any, points: Sequence[Xyz], has_heights: bool) -> Any:
    for point in points:
        if has_heights:
            geometry.AddPoint(point[0], point[1], point[2] if len(point) > 2 else 0.0)
        else:
            geometry.AddPoint_2D(point[0], point[1])
    return geometry
