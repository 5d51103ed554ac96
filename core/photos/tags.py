"""The tags of EXIF data and of TIFF files as texts and numbers, with the precision that they are stored in."""

from __future__ import annotations

import math
import mmap
import struct
from pathlib import Path
from typing import Tuple

from .segments import APP1, Header
from .tiff_tags import Directory, TagData, TagReader

XMP = 700
_EXIF_MARK, _XMP_MARK = b"Exif\0\0", b"http://ns.adobe.com/xap/1.0/\0"
_CODES = {1: "B", 3: "H", 4: "I", 6: "b", 8: "h", 9: "i", 11: "f", 12: "d"}
_FRACTIONS = {5: "I", 10: "i"}


class Tags:
    """One directory of tags. What is not there, or is not what it should be, is '' or ()."""

    def __init__(self, directory: Directory, order: str) -> None:
        self._directory, self._order = directory, order

    @classmethod
    def of(cls, data: TagData) -> Tags:
        """The first directory of TIFF data, such as that of an EXIF segment; empty for what is none."""
        order = {b"II": "<", b"MM": ">"}.get(bytes(data[:2]), "")
        return cls(TagReader(data, order).first() if order and len(data) >= 8 else {}, order)

    @classmethod
    def of_tiff(cls, path: Path) -> Tags:
        """Those of a TIFF file. Raises OSError."""
        with path.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as data:
            return cls.of(data)

    def below(self, tag: int) -> Tags:
        """The directory that a tag points to."""
        found = self._directory.get(tag)
        return Tags(found.directory if found else {}, self._order)

    def content(self, tag: int) -> bytes:
        """The bytes of a tag's values."""
        found = self._directory.get(tag)
        return found.data if found else b""

    def text(self, tag: int) -> str:
        """A text up to its first zero byte."""
        return self.content(tag).split(b"\0", 1)[0].decode("utf-8", "replace").strip()

    def numbers(self, tag: int) -> Tuple[float, ...]:
        """All values of a tag of numbers; a fraction of zero parts, by which cameras say that they do not know, is NaN."""
        found = self._directory.get(tag)
        if found is None:
            return ()
        if found.kind in _FRACTIONS:
            code = f"{self._order}{2 * found.count}{_FRACTIONS[found.kind]}"
            parts = struct.unpack(code, found.data)
            return tuple(up / down if down else math.nan for up, down in zip(parts[::2], parts[1::2]))
        if found.kind not in _CODES:
            return ()
        return tuple(float(value) for value in struct.unpack(f"{self._order}{found.count}{_CODES[found.kind]}", found.data))

    def number(self, tag: int) -> float:
        """The first value of a tag; NaN where it has none."""
        return next(iter(self.numbers(tag)), math.nan)


def exif_of(header: Header) -> Tags:
    """The EXIF of a JPEG file."""
    found = [part.data for part in header.segments if part.code == APP1 and part.data.startswith(_EXIF_MARK)]
    return Tags.of(found[0][len(_EXIF_MARK) :]) if found else Tags({}, "")


def xmp_of(header: Header) -> bytes:
    """The XMP packet of a JPEG file, b'' where it has none."""
    found = [part.data for part in header.segments if part.code == APP1 and part.data.startswith(_XMP_MARK)]
    return found[0][len(_XMP_MARK) :] if found else b""
