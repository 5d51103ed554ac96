"""Size of a photo, and whether its file is whole: a cut-off JPEG decodes without an error, to grey."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

from nadir_engine.decode import JPEG_SUFFIXES
from nadir_engine.metadata import band_count

END_OF_IMAGE = b"\xff\xd9"
_START_OF_SCAN = 0xDA
_FRAME_HEADERS = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


class DamagedPhoto(Exception):
    """The file is not a whole photo that can be used; the text says what is wrong with it."""


def image_size(path: Path) -> tuple[int, int]:
    """Width and height in pixels, as stored; raises DamagedPhoto, OSError."""
    if path.suffix.lower() in JPEG_SUFFIXES:
        return _jpeg_size(path.read_bytes())
    bands = band_count(path)
    if bands not in (None, 1, 3, 4):
        raise DamagedPhoto(f"{bands} bands are not supported, only grey (1) and colour (3, or 4 with transparency)")
    image = cv2.imdecode(np.fromfile(path, np.uint8), cv2.IMREAD_UNCHANGED) if path.stat().st_size else None
    if image is None:
        raise DamagedPhoto("the file is damaged or not a photo")
    return image.shape[1], image.shape[0]


def _jpeg_size(data: bytes) -> tuple[int, int]:
    """Walks the segments to the scan; the end marker must come after it (a thumbnail's, in a segment, does not count)."""
    if data[:2] != b"\xff\xd8":
        raise DamagedPhoto("the file is not a JPEG, whatever its name says")
    size: tuple[int, int] | None = None
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        if marker == 0xFF:  # a fill byte
            at += 1
            continue
        if marker in _FRAME_HEADERS and at + 9 <= len(data):
            size = int.from_bytes(data[at + 7 : at + 9], "big"), int.from_bytes(data[at + 5 : at + 7], "big")
        if marker == _START_OF_SCAN:
            break
        at += 2 + length
    if size is None or data.find(END_OF_IMAGE, at) < 0:
        raise DamagedPhoto("the file is damaged (cut off)")
    return size
