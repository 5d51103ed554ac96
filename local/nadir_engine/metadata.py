"""What a photo says about itself: EXIF and the XMP that drones write."""

from __future__ import annotations

import logging
import math
import re
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

import exifread

# The XMP packet lies in the first application segments.
XMP_SEARCH_BYTES = 512 * 1024
# What exifread raises at headers that are cut off or point astray.
_BAD_EXIF = (
    IndexError,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    ArithmeticError,
    EOFError,
    RecursionError,
    struct.error,
)
_XMP_VALUE = re.compile(r'[\w-]+:(\w+)\s*=\s*"([^"]*)"|<[\w-]+:(\w+)>([^<]*)</')


@dataclass(frozen=True)
class Metadata:
    """EXIF and XMP of one photo; None for what is not told. Angles in degrees, lengths in mm or m, time naive as the camera had it.

    `problem` is why the EXIF could not be read, '' where it could.
    """

    make: str = ""
    model: str = ""
    taken_at: datetime | None = None
    focal_mm: float | None = None
    equivalent_mm: float | None = None
    longitude: float | None = None
    latitude: float | None = None
    altitude: float | None = None
    relative_altitude: float | None = None
    calibrated_focal_px: float | None = None
    calibrated_centre_x: float | None = None
    gimbal_yaw: float | None = None
    gimbal_pitch: float | None = None
    gimbal_roll: float | None = None
    accuracy_horizontal: float | None = None
    accuracy_vertical: float | None = None
    problem: str = ""


def read_metadata(path: Path) -> Metadata:
    """The metadata of a photo. What is missing or unreadable is None: photos come from all kinds of programs."""
    logging.getLogger("exifread").setLevel(logging.CRITICAL)  # its warnings name no file and would go to stderr
    with path.open("rb") as stream:
        tags, problem = _exif(stream)
        stream.seek(0)
        xmp = _xmp_values(stream.read(XMP_SEARCH_BYTES))
    longitude = _angle(tags, "GPS GPSLongitude", "GPS GPSLongitudeRef", "W")
    latitude = _angle(tags, "GPS GPSLatitude", "GPS GPSLatitudeRef", "S")
    if not _is_position(longitude, latitude):
        longitude = latitude = None
    return Metadata(
        make=_text(tags, "Image Make"),
        model=_text(tags, "Image Model"),
        taken_at=_time(tags),
        focal_mm=_positive(_ratio(tags, "EXIF FocalLength")),
        equivalent_mm=_positive(_ratio(tags, "EXIF FocalLengthIn35mmFilm")),
        longitude=longitude,
        latitude=latitude,
        altitude=_altitude(tags, xmp),
        relative_altitude=_number(xmp, "RelativeAltitude"),
        calibrated_focal_px=_positive(_number(xmp, "CalibratedFocalLength")),
        calibrated_centre_x=_positive(_number(xmp, "CalibratedOpticalCenterX")),
        gimbal_yaw=_number(xmp, "GimbalYawDegree"),
        gimbal_pitch=_number(xmp, "GimbalPitchDegree"),
        gimbal_roll=_number(xmp, "GimbalRollDegree"),
        accuracy_horizontal=_positive(_largest(_number(xmp, "RtkStdLon"), _number(xmp, "RtkStdLat"))),
        accuracy_vertical=_positive(_number(xmp, "RtkStdHgt")),
        problem=problem,
    )


def band_count(path: Path) -> int | None:
    """How many bands a TIFF has; None for what does not tell it. Raises OSError."""
    with path.open("rb") as stream:
        tags, _ = _exif(stream)
    bands = _ratio(tags, "Image SamplesPerPixel")
    return None if bands is None else int(bands)


def _exif(stream: BinaryIO) -> tuple[Mapping[str, Any], str]:
    """The EXIF tags, and '' or what is wrong with them: there are none then."""
    try:
        return exifread.process_file(stream, details=False), ""
    except _BAD_EXIF as error:
        return {}, f"{type(error).__name__}: {error}"


def _xmp_values(head: bytes) -> dict[str, str]:
    """Property name (without its prefix) to text, of the XMP packet in the first bytes of a file."""
    start = head.find(b"<x:xmpmeta")
    end = head.find(b"</x:xmpmeta>", start)
    if start < 0 or end < 0:
        return {}
    packet = head[start:end].decode("utf-8", errors="replace")
    return {(m[1] or m[3]): (m[2] if m[1] else m[4]).strip() for m in _XMP_VALUE.finditer(packet)}


def _number(values: Mapping[str, str], name: str) -> float | None:
    try:
        return _finite(float(values[name]))
    except (KeyError, ValueError):
        return None


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None


def _positive(value: float | None) -> float | None:
    return value if value is not None and value > 0 else None


def _largest(*values: float | None) -> float | None:
    return max((value for value in values if value is not None), default=None)


def _text(tags: Mapping[str, Any], name: str) -> str:
    return str(tags[name]).replace("\0", "").strip() if name in tags else ""


def _ratio(tags: Mapping[str, Any], name: str, index: int = 0) -> float | None:
    """A rational tag as a number; cameras write 0/0 for "not known"."""
    try:
        return _finite(float(tags[name].values[index]))
    except (KeyError, IndexError, TypeError, ValueError, ArithmeticError):
        return None


def _angle(tags: Mapping[str, Any], name: str, reference: str, negative: str) -> float | None:
    parts = [_ratio(tags, name, index) for index in range(3)]
    if parts[0] is None:
        return None
    degrees = parts[0] + (parts[1] or 0.0) / 60.0 + (parts[2] or 0.0) / 3600.0
    return -degrees if _text(tags, reference).upper().startswith(negative) else degrees


def _is_position(longitude: float | None, latitude: float | None) -> bool:
    """False for 0, 0 too: what a drone writes before it has a fix."""
    if longitude is None or latitude is None or (longitude == 0.0 and latitude == 0.0):
        return False
    return abs(longitude) <= 180.0 and abs(latitude) <= 84.0


def _altitude(tags: Mapping[str, Any], xmp: Mapping[str, str]) -> float | None:
    altitude = _ratio(tags, "GPS GPSAltitude")
    if altitude is None:
        return _number(xmp, "AbsoluteAltitude")
    below = _text(tags, "GPS GPSAltitudeRef") in ("1", "[1]")
    return -altitude if below and altitude > 0 else altitude


def _time(tags: Mapping[str, Any]) -> datetime | None:
    for name in ("EXIF DateTimeOriginal", "Image DateTime"):
        try:
            return datetime.strptime(_text(tags, name)[:19], "%Y:%m:%d %H:%M:%S")
        except ValueError:
            continue
    return None
