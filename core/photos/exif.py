"""What a photo's EXIF says, read with GDAL.

GDAL 3.6 prints EXIF's fractions with six significant digits: for seconds of arc that is a few millimetres, but a
camera that writes decimal degrees as one fraction loses some metres.
"""

from __future__ import annotations

import math
import re
from datetime import datetime
from pathlib import Path
from typing import Dict, Mapping, Optional

from osgeo import gdal

from .photo import Photo
from .tiff_tags import camera_of

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?")
_DRIVERS = ["JPEG", "GTiff"]
_BELOW_SEA = ("0x01", "1")


def read_photo(path: Path, size_bytes: int) -> Photo:
    """A photo with what its file says; `problem` is set where GDAL cannot open it. Thread-safe."""
    gdal.PushErrorHandler("CPLQuietErrorHandler")
    try:
        dataset = gdal.OpenEx(str(path), gdal.OF_RASTER | gdal.OF_READONLY, allowed_drivers=_DRIVERS)
        if dataset is None:
            return Photo(path, size_bytes, problem="damaged (cannot be opened)")
        if dataset.GetDriver().ShortName == "GTiff" and not _last_row_reads(dataset):
            return Photo(path, size_bytes, problem="damaged (cut off)")
        return _photo(path, size_bytes, dataset)
    except RuntimeError:  # where somebody switched GDAL's exceptions on
        return Photo(path, size_bytes, problem="damaged (cannot be opened)")
    finally:
        gdal.PopErrorHandler()


def _photo(path: Path, size_bytes: int, dataset: gdal.Dataset) -> Photo:
    exif = _tags(path, dataset)
    latitude, longitude = _position(exif)
    return Photo(
        path=path,
        size_bytes=size_bytes,
        width=dataset.RasterXSize,
        height=dataset.RasterYSize,
        taken_at=_time(exif.get("EXIF_DateTimeOriginal") or exif.get("EXIF_DateTime", "")),
        make=_clean(exif.get("EXIF_Make", "")),
        model=_clean(exif.get("EXIF_Model", "")),
        focal_length_mm=_positive(exif.get("EXIF_FocalLength", "")),
        longitude=longitude,
        latitude=latitude,
        altitude=_altitude(exif),
    )


def _tags(path: Path, dataset: gdal.Dataset) -> Mapping[str, str]:
    """All EXIF by GDAL's names. Of a TIFF, GDAL has a part of it in a domain of its own and does not tell the camera."""
    tags: Dict[str, str] = dataset.GetMetadata()
    if dataset.GetDriver().ShortName != "GTiff":
        return tags
    make, model = camera_of(path)
    taken = {"EXIF_DateTime": tags.get("TIFFTAG_DATETIME", "")}
    return {**tags, **taken, "EXIF_Make": make, "EXIF_Model": model, **(dataset.GetMetadata("EXIF") or {})}


def _last_row_reads(dataset: gdal.Dataset) -> bool:
    return dataset.ReadRaster(0, dataset.RasterYSize - 1, dataset.RasterXSize, 1) is not None


def _position(exif: Mapping[str, str]) -> tuple[Optional[float], Optional[float]]:
    """Latitude and longitude in degrees; (None, None) where there is none, or where it is the (0, 0) of no fix."""
    latitude = _degrees(exif.get("EXIF_GPSLatitude", ""), exif.get("EXIF_GPSLatitudeRef", ""), "S", 90.0)
    longitude = _degrees(exif.get("EXIF_GPSLongitude", ""), exif.get("EXIF_GPSLongitudeRef", ""), "W", 180.0)
    if latitude is None or longitude is None or (latitude == 0.0 and longitude == 0.0):
        return None, None
    return latitude, longitude


def _degrees(value: str, reference: str, negative: str, limit: float) -> Optional[float]:
    """'(46) (50) (33.7796)' and 'N' to degrees."""
    parts = [float(number) for number in _NUMBER.findall(value)]
    if not 1 <= len(parts) <= 3:
        return None
    degrees = sum(part / 60.0**power for power, part in enumerate(parts))
    if not math.isfinite(degrees) or abs(degrees) > limit:
        return None
    return -degrees if reference.strip().upper().startswith(negative) else degrees


def _altitude(exif: Mapping[str, str]) -> Optional[float]:
    numbers = _NUMBER.findall(exif.get("EXIF_GPSAltitude", ""))
    if not numbers:
        return None
    altitude = float(numbers[0])
    return -abs(altitude) if exif.get("EXIF_GPSAltitudeRef", "").strip() in _BELOW_SEA else altitude


def _positive(value: str) -> Optional[float]:
    numbers = _NUMBER.findall(value)
    return float(numbers[0]) if numbers and float(numbers[0]) > 0 else None


def _time(value: str) -> Optional[datetime]:
    try:
        return datetime.strptime(value.strip()[:19], "%Y:%m:%d %H:%M:%S")
    except ValueError:
        return None


def _clean(value: str) -> str:
    return value.replace("\x00", "").strip()
