"""The segments of a JPEG file's header (ITU-T T.81, section B.1), taken apart and put together again."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import BinaryIO, List, Sequence, Tuple

APP0, APP1, APP2, APP14, APP15, COMMENT = 0xE0, 0xE1, 0xE2, 0xEE, 0xEF, 0xFE
QUANTIZATION = 0xDB
LONGEST = 65533  # bytes that a segment can hold
_START, _SCAN = b"\xff\xd8", 0xDA
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_STANDARD_LUMINANCE_SUM = 3688  # of the 64 values of table K.1 in T.81
_EXIF, _JFIF, _MULTI_PICTURE, _ICC = b"Exif\0\0", b"JFIF\0", b"MPF\0", b"ICC_PROFILE\0"


class NotAJpeg(ValueError):
    """The header is not that of a JPEG file."""


@dataclass(frozen=True)
class Segment:
    """A marker's code (0xE1 for APP1) and what its segment holds."""

    code: int
    data: bytes

    @property
    def tells_of_the_photo(self) -> bool:
        """Whether it says something of the photo, not of the way in which its pixels are coded."""
        return APP0 <= self.code <= APP15 or self.code == COMMENT

    @property
    def is_exif(self) -> bool:
        return self.code == APP1 and self.data.startswith(_EXIF)

    @property
    def is_jfif(self) -> bool:
        return self.code == APP0 and self.data.startswith(_JFIF)

    @property
    def is_colour_profile(self) -> bool:
        return self.code == APP2 and self.data.startswith(_ICC)

    @property
    def is_of_the_coding(self) -> bool:
        """Adobe's, which says how colours are coded, and the index of further pictures behind the first one."""
        return self.code == APP14 or (self.code == APP2 and self.data.startswith(_MULTI_PICTURE))

    def encoded(self) -> bytes:
        """As it lies in a file."""
        return struct.pack(">BBH", 0xFF, self.code, len(self.data) + 2) + self.data


@dataclass(frozen=True)
class Header:
    """A JPEG file's segments up to the first scan, which is at `scan_at`; size in pixels as stored."""

    segments: Tuple[Segment, ...]
    scan_at: int
    width: int
    height: int
    components: int

    @property
    def quality(self) -> int:
        """1 to 100 as the Independent JPEG Group's library counts, by the table of quantization for luminance."""
        for segment in self.segments:
            if segment.code == QUANTIZATION and len(segment.data) >= 65:
                return _quality(segment.data)
        return 0


def read_header(stream: BinaryIO) -> Header:
    """The header of a JPEG file. Raises `NotAJpeg` and OSError."""
    if stream.read(2) != _START:
        raise NotAJpeg("not a JPEG file")
    segments: List[Segment] = []
    while True:
        at = stream.tell()
        code = _next_code(stream)
        if code == _SCAN:
            break
        length = int.from_bytes(stream.read(2), "big") - 2
        data = stream.read(length) if length >= 0 else b""
        if length < 0 or len(data) != length:
            raise NotAJpeg("the header is cut off")
        segments.append(Segment(code, data))
    frames = [segment.data for segment in segments if segment.code in _FRAMES and len(segment.data) >= 6]
    if not frames:
        raise NotAJpeg("no picture before the first scan")
    height, width, components = struct.unpack(">xHHB", frames[0][:6])
    return Header(tuple(segments), at, width, height, components)


def joined(segments: Sequence[Segment]) -> bytes:
    """The start of a file with these segments."""
    return _START + b"".join(segment.encoded() for segment in segments)


def _next_code(stream: BinaryIO) -> int:
    if stream.read(1) != b"\xff":
        raise NotAJpeg("the header does not lead to a picture")
    code = stream.read(1)
    while code == b"\xff":
        code = stream.read(1)
    if not code:
        raise NotAJpeg("the header is cut off")
    return code[0]


def _quality(table: bytes) -> int:
    """What quality of the standard table comes nearest to a table of quantization: 64 values of 8 or 16 bits."""
    values = struct.unpack(">64H", table[1:129]) if table[0] >> 4 and len(table) >= 129 else tuple(table[1:65])
    percent = 100.0 * sum(values) / _STANDARD_LUMINANCE_SUM
    quality = 5000.0 / percent if percent > 100.0 else (200.0 - percent) / 2.0
    return min(max(round(quality), 1), 100)
