"""EXIF's tags that are counted in pixels, brought to another size of the photo; all else stays where it is.

Values are changed in place: makers' notes hold offsets from the start of the EXIF data, so nothing may move.
Exif 2.32, sections 4.6.4 to 4.6.7.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from fractions import Fraction
from typing import Iterator, List

IMAGE_WIDTH, IMAGE_LENGTH = 0x0100, 0x0101
EXIF_IFD, INTEROPERABILITY_IFD = 0x8769, 0xA005
PIXEL_X, PIXEL_Y = 0xA002, 0xA003
RELATED_WIDTH, RELATED_LENGTH = 0x1001, 0x1002
FOCAL_PLANE_X, FOCAL_PLANE_Y = 0xA20E, 0xA20F
SUBJECT_AREA, SUBJECT_LOCATION = 0x9214, 0xA214
SHORT, LONG, RATIONAL = 3, 4, 5
TYPE_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4}
"""Bytes that one value of each TIFF type takes (classic TIFF)."""
_FINEST = 1_000_000  # denominator of the fractions that are written
_ACROSS = (IMAGE_WIDTH, PIXEL_X, RELATED_WIDTH)


@dataclass(frozen=True)
class SizeChange:
    """From which size to which, in pixels as stored."""

    old_width: int
    old_height: int
    width: int
    height: int

    @property
    def ratio(self) -> float:
        """New pixels for each old one, along the longer side."""
        return max(self.width, self.height) / max(self.old_width, self.old_height)

    def side(self, old: int, across: bool) -> int:
        """The new length of a side that was given as `old`: turned photos may have theirs given the other way round."""
        if old == self.old_width and old != self.old_height:
            return self.width
        if old == self.old_height and old != self.old_width:
            return self.height
        return self.width if across else self.height


@dataclass(frozen=True)
class Entry:
    """One entry of an image file directory: `at` is where its values lie, `size` what they take, both in bytes."""

    tag: int
    kind: int
    count: int
    at: int
    size: int


def with_new_size(tiff: bytes, change: SizeChange) -> bytes:
    """EXIF data, from its 'II' or 'MM' on, of a photo that was resized. As long as before; data astray stay as they are."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2], "")
    if not order or len(tiff) < 8:
        return tiff
    changed = bytearray(tiff)
    first = list(entries(tiff, order, struct.unpack_from(order + "I", tiff, 4)[0]))
    exif = [found for entry in first if entry.tag == EXIF_IFD for found in _pointed(tiff, order, entry)]
    related = [found for entry in exif if entry.tag == INTEROPERABILITY_IFD for found in _pointed(tiff, order, entry)]
    for entry in (*first, *exif, *related):
        _change(changed, order, entry, change)
    return bytes(changed)


def entries(tiff: bytes, order: str, at: int) -> Iterator[Entry]:
    """The entries of the directory at an offset, those whose values lie outside of the data left out."""
    if at <= 0 or at + 2 > len(tiff):
        return
    (count,) = struct.unpack_from(order + "H", tiff, at)
    for start in range(at + 2, min(at + 2 + 12 * count, len(tiff) - 11), 12):
        tag, kind, values = struct.unpack_from(order + "HHI", tiff, start)
        size = TYPE_SIZES.get(kind, 0) * values
        place = start + 8 if size <= 4 else struct.unpack_from(order + "I", tiff, start + 8)[0]
        if size and place + size <= len(tiff):
            yield Entry(tag, kind, values, place, size)


def _pointed(tiff: bytes, order: str, entry: Entry) -> Iterator[Entry]:
    """The entries of the directory that an entry points to."""
    if entry.kind in (LONG, 13) and entry.count == 1:
        yield from entries(tiff, order, struct.unpack_from(order + "I", tiff, entry.at)[0])


def _change(tiff: bytearray, order: str, entry: Entry, change: SizeChange) -> None:
    if entry.tag in (IMAGE_WIDTH, IMAGE_LENGTH, PIXEL_X, PIXEL_Y, RELATED_WIDTH, RELATED_LENGTH):
        _set_whole(tiff, order, entry, [change.side(old, entry.tag in _ACROSS) for old in _whole(tiff, order, entry)])
    elif entry.tag in (SUBJECT_AREA, SUBJECT_LOCATION):
        _set_whole(tiff, order, entry, [round(old * change.ratio) for old in _whole(tiff, order, entry)])
    elif entry.tag in (FOCAL_PLANE_X, FOCAL_PLANE_Y) and entry.kind == RATIONAL and entry.count == 1:
        _scale_fraction(tiff, order, entry, change, entry.tag == FOCAL_PLANE_X)


def _format(order: str, entry: Entry) -> str:
    return f"{order}{entry.count}{'H' if entry.kind == SHORT else 'I'}"


def _whole(tiff: bytearray, order: str, entry: Entry) -> List[int]:
    if entry.kind not in (SHORT, LONG) or entry.count > 4:
        return []
    return list(struct.unpack_from(_format(order, entry), tiff, entry.at))


def _set_whole(tiff: bytearray, order: str, entry: Entry, values: List[int]) -> None:
    if values:
        struct.pack_into(_format(order, entry), tiff, entry.at, *values)


def _scale_fraction(tiff: bytearray, order: str, entry: Entry, change: SizeChange, across: bool) -> None:
    """Pixels per millimetre (or inch) on the focal plane: fewer pixels on the same sensor."""
    numerator, denominator = struct.unpack_from(order + "II", tiff, entry.at)
    if not numerator or not denominator:
        return
    ratio = Fraction(change.width, change.old_width) if across else Fraction(change.height, change.old_height)
    scaled = (Fraction(numerator, denominator) * ratio).limit_denominator(_FINEST)
    if 0 < scaled.numerator < 2**32:
        struct.pack_into(order + "II", tiff, entry.at, scaled.numerator, scaled.denominator)
