"""What the first bytes of a LAS or LAZ file say (ASPRS LAS 1.0 to 1.4; COPC 1.0)."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Optional, Tuple

from .ept import Box

COLOURS_AT = {2: 20, 3: 28, 5: 28, 7: 30, 8: 30, 10: 30}  # bytes into a point, by the point format
_CLASS_AT_OLD, _CLASS_AT_NEW, _FIRST_NEW = 15, 16, 6
_LEAST_HEADER = 227
_PACKED = 0x80
_COPC_RECORD = 375 + 54  # where the info of a COPC file begins

Colour = Tuple[int, int, int]


@dataclass(frozen=True)
class LasHeader:
    """points_at: of the first point, in bytes. kind: the point format, 0 to 10. length: bytes of a point."""

    points_at: int
    kind: int
    packed: bool
    length: int
    count: int
    scale: Tuple[float, float, float]
    offset: Tuple[float, float, float]
    bounds: Box

    @property
    def colours_at(self) -> Optional[int]:
        return COLOURS_AT.get(self.kind)

    @property
    def class_at(self) -> int:
        return _CLASS_AT_NEW if self.kind >= _FIRST_NEW else _CLASS_AT_OLD


def read_header(beginning: bytes) -> Optional[LasHeader]:
    """The header of a LAS or LAZ file; None where it is none."""
    if beginning[:4] != b"LASF" or len(beginning) < _LEAST_HEADER:
        return None
    points_at, _records, kind, length, count = struct.unpack_from("<IIBHI", beginning, 96)
    numbers = struct.unpack_from("<12d", beginning, 131)
    if beginning[25] >= 4 and len(beginning) >= 255:
        count = struct.unpack_from("<Q", beginning, 247)[0] or count
    east, west, north, south, high, low = numbers[6:]
    bounds = (west, south, low, east, north, high)
    return LasHeader(points_at, kind & 0x3F, bool(kind & _PACKED), length, count, numbers[:3], numbers[3:6], bounds)


def first_colour(beginning: bytes) -> Optional[Colour]:
    """The colour of the first point, which LAZ stores uncompressed; None where there is none."""
    header = read_header(beginning)
    if header is None or header.colours_at is None:
        return None
    at = header.points_at + header.colours_at + (8 if header.packed else 0)  # LAZ begins with the place of its table
    if len(beginning) < at + 6:
        return None
    red, green, blue = struct.unpack_from("<HHH", beginning, at)
    return red, green, blue


def is_copc(beginning: bytes) -> bool:
    """Whether it is a cloud-optimised LAZ file: the record that says so comes first."""
    return beginning[:4] == b"LASF" and beginning[377:381] == b"copc"


def copc_is_whole(beginning: bytes, size: int) -> bool:
    """Whether the index of a COPC file, which lies at its end, is there. QGIS hangs on one that was cut off."""
    if len(beginning) < _COPC_RECORD + 56:
        return False
    index_at, index_size = struct.unpack_from("<QQ", beginning, _COPC_RECORD + 40)
    return bool(index_at > 0 and index_at + index_size <= size)
