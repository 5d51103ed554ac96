"""What a photo's EXIF and XMP say. GDAL opens the file, which shows that it can be used."""

from __future__ import annotations

import math
from datetime import datetime
from pathlib import Path
from typing import Optional, Sequence, Tuple

from osgeo import gdal

from . import lens
from .photo import Photo
from .segments import NotAJpeg, read_header
from .tags import XMP, Tags, exif_of, xmp_of
from .xmp import DroneProperties

_DRIVERS = ["JPEG", "GTiff"]
_MAKE, _MODEL, _ORIENTATION, _CHANGED, _EXIF_IFD, _GPS_IFD = 0x010F, 0x0110, 0x0112, 0x0132, 0x8769, 0x8825
_TAKEN, _SUBSECONDS, _FOCAL, _EQUIVALENT = 0x9003, 0x9291, 0x920A, 0xA405
_PER_UNIT, _UNIT = 0xA20E, 0xA210
_LATITUDE_REF, _LATITUDE, _LONGITUDE_REF, _LONGITUDE, _ALTITUDE_REF, _ALTITUDE = range(1, 7)


def read_photo(path: Path, size_bytes: int) -> Photo:
    """A photo with what its file says; `problem` is set where it cannot be opened. Thread-safe."""
    gdal.PushErrorHandler("CPLQuietErrorHandler")
    try:
        dataset = gdal.OpenEx(str(path), gdal.OF_RASTER | gdal.OF_READONLY, allowed_drivers=_DRIVERS, sibling_files=[])
        if dataset is None:
            return Photo(path, size_bytes, problem="damaged (cannot be opened)")
        is_tiff = dataset.GetDriver().ShortName == "GTiff"
        if is_tiff and not _last_row_reads(dataset):
            return Photo(path, size_bytes, problem="damaged (cut off)")
        tags, packet = _of_tiff(path) if is_tiff else _of_jpeg(path)
        return _photo(path, size_bytes, (dataset.RasterXSize, dataset.RasterYSize), tags, DroneProperties(packet))
    except OSError as error:
        return Photo(path, size_bytes, problem=f"unreadable ({error.strerror or type(error).__name__})")
    except (RuntimeError, NotAJpeg):  # GDAL's own where somebody switched its exceptions on
        return Photo(path, size_bytes, problem="damaged (cannot be opened)")
    finally:
        gdal.PopErrorHandler()


def _of_jpeg(path: Path) -> Tuple[Tags, bytes]:
    with path.open("rb") as stream:
        header = read_header(stream)
    return exif_of(header), xmp_of(header)


def _of_tiff(path: Path) -> Tuple[Tags, bytes]:
    tags = Tags.of_tiff(path)
    return tags, tags.content(XMP)


def _photo(path: Path, size_bytes: int, size: Tuple[int, int], image: Tags, drone: DroneProperties) -> Photo:
    exif, gps = image.below(_EXIF_IFD), image.below(_GPS_IFD)
    latitude, longitude = _position(gps)
    focal_mm, equivalent = _positive(exif.number(_FOCAL)), _positive(exif.number(_EQUIVALENT))
    orientation = image.number(_ORIENTATION)
    return Photo(
        path=path,
        size_bytes=size_bytes,
        width=size[0],
        height=size[1],
        taken_at=_time(exif.text(_TAKEN), exif.text(_SUBSECONDS)) or _time(image.text(_CHANGED), ""),
        make=image.text(_MAKE),
        model=image.text(_MODEL),
        focal_length_mm=focal_mm,
        longitude=longitude,
        latitude=latitude,
        altitude=_altitude(gps, drone),
        relative_altitude=drone.relative_altitude,
        yaw=drone.yaw,
        pitch=drone.pitch,
        roll=drone.roll,
        equivalent_focal_mm=equivalent,
        focal_length_px=_focal_px(size, focal_mm, equivalent, exif, drone),
        orientation=int(orientation) if orientation in range(1, 9) else 1,
        band=drone.band,
    )


def _focal_px(
    size: Tuple[int, int], focal_mm: Optional[float], equivalent: Optional[float], exif: Tags, drone: DroneProperties
) -> Optional[float]:
    calibrated = lens.from_calibration(max(size), drone.calibrated_focal_px, drone.calibrated_centre_x)
    return (
        calibrated
        or lens.from_pixel_pitch(focal_mm, exif.number(_PER_UNIT), exif.number(_UNIT))
        or lens.from_equivalent(*size, equivalent)
    )


def _last_row_reads(dataset: gdal.Dataset) -> bool:
    return dataset.ReadRaster(0, dataset.RasterYSize - 1, dataset.RasterXSize, 1) is not None


def _position(gps: Tags) -> Tuple[Optional[float], Optional[float]]:
    """Latitude and longitude in degrees; (None, None) where there is none, or where it is the (0, 0) of no fix."""
    latitude = _degrees(gps.numbers(_LATITUDE), gps.text(_LATITUDE_REF), "S", 90.0)
    longitude = _degrees(gps.numbers(_LONGITUDE), gps.text(_LONGITUDE_REF), "W", 180.0)
    if latitude is None or longitude is None or (latitude == 0.0 and longitude == 0.0):
        return None, None
    return latitude, longitude


def _degrees(parts: Sequence[float], reference: str, negative: str, limit: float) -> Optional[float]:
    """Degrees, minutes and seconds to degrees; minutes and seconds may be missing or unknown."""
    if not parts or len(parts) > 3 or not math.isfinite(parts[0]):
        return None
    degrees = sum(part / 60.0**power for power, part in enumerate(parts) if math.isfinite(part))
    if abs(degrees) > limit:
        return None
    return -degrees if reference.upper().startswith(negative) else degrees


def _altitude(gps: Tags, drone: DroneProperties) -> Optional[float]:
    altitude = gps.number(_ALTITUDE)
    if not math.isfinite(altitude):
        return drone.absolute_altitude
    below_sea = gps.content(_ALTITUDE_REF)[:1] == b"\x01"
    return -abs(altitude) if below_sea else altitude


def _positive(value: float) -> Optional[float]:
    return value if math.isfinite(value) and value > 0 else None


def _time(text: str, subseconds: str) -> Optional[datetime]:
    """EXIF's time; `subseconds` are the decimals of its second."""
    try:
        moment = datetime.strptime(text[:19], "%Y:%m:%d %H:%M:%S")
    except ValueError:
        return None
    decimals = subseconds.strip()[:6]
    return moment.replace(microsecond=int(decimals.ljust(6, "0"))) if decimals.isdecimal() else moment
