"""The request for an export, checked."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rasterio.crs import CRS
from rest_framework.exceptions import ValidationError

from nadir_server.exports.clouds import CloudExport
from nadir_server.exports.crs import from_epsg, from_proj
from nadir_server.exports.rasters import RasterExport
from nadir_server.rasters.models import Raster
from nadir_server.rasters.options import RasterOptions
from nadir_server.rasters.style import Style
from nadir_server.rasters.styling import style_of
from nadir_server.tasks.models import Task

RASTER_FORMATS = {
    "gtiff": (".tif", "GTiff"), "gtiff-rgb": (".tif", "GTiff"), "jpg": (".jpg", "JPEG"), "png": (".png", "PNG"),
    "kmz": (".kmz", "KMLSUPEROVERLAY"),
}  # fmt: skip
CLOUD_FORMATS = ("laz", "las", "ply", "csv")
CLOUD = "georeferenced_model"
CLOUD_PATH = "odm_georeferencing/odm_georeferenced_model.laz"
NAMES = ("format", "epsg", "proj", "formula", "bands", "color_map", "rescale", "hillshade", "resample")
LONGEST = 600
FINEST_RESAMPLE, COARSEST_RESAMPLE = 0.001, 1000.0  # metres


@dataclass(frozen=True)
class Wanted:
    """What a request asks for, as text; '' where it says nothing. Raises ValidationError with the documented words."""

    format: str
    epsg: str = ""
    proj: str = ""
    formula: str = ""
    bands: str = ""
    color_map: str = ""
    rescale: str = ""
    hillshade: str = ""
    resample: str = ""

    @classmethod
    def from_request(cls, data: Any, is_cloud: bool) -> Wanted:
        """From the body of a request, a form or JSON."""
        if not isinstance(data, Mapping):
            raise ValidationError("Invalid parameters")
        texts = {name: _text(data.get(name), name) for name in NAMES}
        texts["format"] = texts["format"] or ("laz" if is_cloud else "gtiff")
        if texts["format"] not in (CLOUD_FORMATS if is_cloud else RASTER_FORMATS):
            raise ValidationError(f"Unsupported format: {texts['format']}")
        if bool(texts["formula"]) != bool(texts["bands"]):
            raise ValidationError("Both formula and bands parameters are required")
        wanted = cls(**texts)
        wanted.crs()
        wanted.distance()
        return wanted

    def crs(self) -> CRS | None:
        """The reference system that is asked for."""
        if self.epsg:
            found = from_epsg(self.epsg)
            if found is None:
                raise ValidationError(f"Invalid EPSG code: {self.epsg}")
            return found
        if self.proj:
            found = from_proj(self.proj)
            if found is None:
                raise ValidationError(f"Invalid proj: {self.proj}")
            return found
        return None

    def distance(self) -> float:
        """Metres between the points of a thinned cloud; 0 for all points."""
        try:
            metres = float(self.resample or 0)
        except ValueError as error:
            raise ValidationError("Invalid resample value") from error
        if metres != 0 and not FINEST_RESAMPLE <= metres <= COARSEST_RESAMPLE:
            raise ValidationError("Invalid resample value")
        return metres

    def ending(self) -> str:
        """Of the file's name."""
        return RASTER_FORMATS[self.format][0] if self.format in RASTER_FORMATS else f".{self.format}"

    def raster_export(self, raster: Raster) -> RasterExport:
        """What to make of the raster; the task's crop cuts it."""
        query = {name: getattr(self, name) for name in ("formula", "bands", "color_map", "rescale", "hillshade")}
        options = RasterOptions.from_query(query, raster)
        painted = self.format != "gtiff"
        style = style_of(raster, options) if painted else options.style(raster)
        if raster.kind != "orthophoto" and not options.rescale and not options.formula:
            style = Style(style.bands, None, raster.natural_span((1,)), style.color_map, style.hillshade)
        return RasterExport(RASTER_FORMATS[self.format][1], style, painted, self.crs(), raster.task.crop)

    def cloud_export(self) -> CloudExport:
        crs = self.crs()
        return CloudExport(self.format, crs.to_wkt() if crs else "", self.distance())

    def is_raster_as_it_is(self, raster: Raster) -> bool:
        """Whether the product itself is what is asked for."""
        crs = self.crs()
        same = crs is None or crs == CRS.from_user_input(raster.crs)
        return self.format == "gtiff" and same and not self.formula and raster.task.crop is None

    def is_cloud_as_it_is(self, task: Task) -> bool:
        """Whether the point cloud itself is what is asked for."""
        crs = self.crs()
        same = crs is None or crs.to_epsg() == task.epsg
        return self.format == "laz" and same and not self.distance()


def _text(value: Any, name: str) -> str:
    """A short text or number as text."""
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, (str, int, float)) or len(str(value)) > LONGEST:
        raise ValidationError(f"Invalid {name} value")
    return str(value).strip()


def cloud_of(task: Task) -> Path | None:
    """The task's point cloud, if it has one."""
    path = task.folder.assets / CLOUD_PATH
    return path if path.is_file() and not path.is_symlink() else None
