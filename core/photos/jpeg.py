"""Finds damaged JPEG files by their structure, without decoding them.

A card that was pulled out or a copy that broke off leaves files that begin well: their header and EXIF can be read,
and only the picture is cut off or blank. Section B of ITU-T T.81 gives the structure.
"""

from __future__ import annotations

import mmap
import re
from pathlib import Path
from typing import Tuple

_START = b"\xff\xd8"
_END = b"\xff\xd9"
_SCAN = 0xDA
_ALONE = frozenset((0x01, *range(0xD0, 0xD8)))  # markers without a length
_PADDING = b"\x00\xff"
_TAIL = 64 * 1024  # bytes at the end of a file in which padding after the picture is looked for
_SAMPLE = 4096  # bytes of each look into the picture's data
_NEXT_MARKER = re.compile(rb"\xff+[^\x00\xff\xd0-\xd7]", re.DOTALL)  # in coded data FF 00 is a value, FF Dn a restart


def jpeg_problem(path: Path) -> str:
    """What is wrong with a JPEG file, '' when it is whole. Raises OSError.

    A file that ends as it should is not read through: its header and some samples of its data are.
    """
    with path.open("rb") as stream:
        if stream.read(2) != _START:
            return "not a JPEG file"
        with mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as data:
            first_scan = _first_scan(data)
            if first_scan == 0:
                return "damaged (cut off)"
            if _is_blank(data, first_scan):
                return "damaged (parts are blank)"
            if _ends_well(data) or _has_end(data, first_scan):
                return ""
    return "damaged (cut off)"


def _first_scan(data: mmap.mmap) -> int:
    """Where the coded data begins; 0 where the header does not lead to it."""
    position = 2
    while True:
        code, position = _marker(data, position)
        if code == 0:
            return 0
        if code in _ALONE:
            continue
        length = int.from_bytes(data[position : position + 2], "big")
        if length < 2 or position + length >= len(data):
            return 0
        position += length
        if code == _SCAN:
            return position


def _marker(data: mmap.mmap, position: int) -> Tuple[int, int]:
    """The marker at a position and where it ends; code 0 where there is none."""
    if data[position : position + 1] != b"\xff":
        return 0, position
    while data[position : position + 1] == b"\xff":
        position += 1
    code = data[position : position + 1]
    return (code[0] if code else 0), position + 1


def _ends_well(data: mmap.mmap) -> bool:
    """Whether the file ends with an end-of-image marker, padding aside."""
    tail = data[max(0, len(data) - _TAIL) :]
    return tail.rstrip(_PADDING).endswith(_END)


def _has_end(data: mmap.mmap, position: int) -> bool:
    """Whether the picture ends before the file does; previews and other data may follow it."""
    while True:
        found = _NEXT_MARKER.search(data, position)
        if found is None:
            return False
        code = found.group()[-1]
        if code == _END[1]:
            return True
        length = int.from_bytes(data[found.end() : found.end() + 2], "big")
        if code not in _ALONE and length < 2:
            return False
        position = found.end() + (0 if code in _ALONE else length)


def _is_blank(data: mmap.mmap, start: int) -> bool:
    """Whether the coded data holds a stretch of one value, as a failed card leaves it.

    Three samples in the first three quarters: coded data never holds thousands of equal bytes in a row.
    """
    length = len(data) - start
    if length < 16 * _SAMPLE:
        return False
    for quarter in (1, 2, 3):
        at = start + length * quarter // 4
        sample = data[at : at + _SAMPLE]
        if sample.count(sample[:1]) == len(sample):
            return True
    return False
