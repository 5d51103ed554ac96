"""What EXIF and XMP count in pixels, brought to the new size: focal lengths stay right. All else stays as it is.

EXIF is changed in place, since makers' notes hold offsets from its start. Sources: Exif 2.32, section 4.6; DJI's image
processing guide for the P4 Multispectral.
"""
from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

_EXIF_IFD = 0x8769
_WIDTHS, _HEIGHTS = (0x0100, 0xA002), (0x0101, 0xA003)  # ImageWidth, PixelXDimension; ImageLength, PixelYDimension
_FOCAL_PLANE = (0xA20E, 0xA20F)  # pixels for each unit of the sensor
_FORMATS = {3: "H", 4: "I"}
_RATIONAL, _POINTER = 5, 4
_FINEST = 1000

# How many of a property's numbers are pixels; the rest are coefficients without unit.
_XMP_PIXELS = {
    b"CalibratedFocalLength": 1, b"CalibratedOpticalCenterX": 1, b"CalibratedOpticalCenterY": 1, b"DewarpData": 4,
}  # fmt: skip
_NAMES = b"|".join(_XMP_PIXELS)
_PROPERTY = re.compile(rb"(:(" + _NAMES + rb")(?:\s*=\s*[\"']|>))([^\"'<]*)")
_NUMBER = re.compile(rb"[+-]?\d+(?:\.\d*)?(?:[eE][+-]?\d+)?")


@dataclass(frozen=True)
class Size:
    """Width and height in pixels, as stored."""

    width: int
    height: int

    def ratio_to(self, other: Size) -> float:
        """Pixels of the other size for each of this one, along the longer side."""
        return max(other.width, other.height) / max(self.width, self.height)


@dataclass(frozen=True)
class _Entry:
    tag: int
    kind: int
    count: int
    at: int


def resized_exif(tiff: bytes, old: Size, new: Size) -> bytes:
    """EXIF data, from its 'II' or 'MM' on, of a photo that was resized; as long as before."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2], "")
    if not order or len(tiff) < 8:
        return tiff
    changed = bytearray(tiff)
    first = list(_entries(tiff, order, struct.unpack_from(order + "I", tiff, 4)[0]))
    below = [found for entry in first if entry.tag == _EXIF_IFD and entry.kind == _POINTER
             for found in _entries(tiff, order, struct.unpack_from(order + "I", tiff, entry.at)[0])]  # fmt: skip
    for entry in (*first, *below):
        if entry.tag in _WIDTHS + _HEIGHTS and entry.kind in _FORMATS and entry.count == 1:
            struct.pack_into(order + _FORMATS[entry.kind], changed, entry.at, _side(entry.tag in _WIDTHS, new))
        elif entry.tag in _FOCAL_PLANE and entry.kind == _RATIONAL and entry.count == 1:
            _scale_fraction(changed, order, entry.at, old.ratio_to(new))
    return bytes(changed)


def _entries(tiff: bytes, order: str, at: int) -> Iterator[_Entry]:
    """The entries of the directory at the offset whose values lie inside of the data."""
    if not 8 <= at <= len(tiff) - 2:
        return
    (count,) = struct.unpack_from(order + "H", tiff, at)
    for start in range(at + 2, min(at + 2 + 12 * count, len(tiff) - 11), 12):
        tag, kind, values = struct.unpack_from(order + "HHI", tiff, start)
        place = start + 8 if kind != _RATIONAL else struct.unpack_from(order + "I", tiff, start + 8)[0]
        if place + 8 <= len(tiff) or kind != _RATIONAL:
            yield _Entry(tag, kind, values, place)


def _side(across: bool, new: Size) -> int:
    return new.width if across else new.height


def _scale_fraction(tiff: bytearray, order: str, at: int, ratio: float) -> None:
    numerator, denominator = struct.unpack_from(order + "II", tiff, at)
    if not denominator:
        return
    scaled = round(numerator / denominator * ratio * _FINEST)
    if 0 < scaled < 2**32:
        struct.pack_into(order + "II", tiff, at, scaled, _FINEST)


def resized_xmp(packet: bytes, ratio: float) -> bytes:
    """An XMP packet of a photo that was resized by the ratio."""
    return _PROPERTY.sub(partial(_property, ratio=ratio), packet)


def _property(found: re.Match[bytes], ratio: float) -> bytes:
    head, name, value = found.groups()
    date, semicolon, numbers = value.rpartition(b";")  # DJI puts the date of the calibration before its numbers
    return head + date + semicolon + _NUMBER.sub(partial(_number, ratio=ratio), numbers, count=_XMP_PIXELS[name])


def _number(found: re.Match[bytes], ratio: float) -> bytes:
    sign = "+" if found[0].startswith(b"+") else ""
    return f"{float(found[0]) * ratio:{sign}.6f}".encode()
