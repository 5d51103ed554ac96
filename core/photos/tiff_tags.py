"""What a TIFF says of its photo, carried over to another TIFF of other pixels: EXIF, GPS, XMP, colour profile, camera.

GDAL writes pixels and XMP, but no EXIF. So the tags of the original's first directory that do not describe its pixels
are appended to the file that GDAL made, with the directories that they point to. TIFF 6.0, section 2; BigTIFF.
"""

from __future__ import annotations

import mmap
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Dict, List, Mapping, Optional, Tuple, Union

from osgeo import gdal

from . import xmp_pixels
from .exif_pixels import EXIF_IFD, INTEROPERABILITY_IFD, LONG, TYPE_SIZES, SizeChange, with_new_size

_GPS_IFD, _XMP = 0x8825, 700
_POINTERS = (EXIF_IFD, _GPS_IFD, INTEROPERABILITY_IFD)
_OF_THE_PIXELS = frozenset(
    (254, 255, 256, 257, 258, 259, 262, 263, 264, 265, 266, 273, 277, 278, 279, 284, 288, 289, 317, 320, 322, 323, 324,
     325, 330, 338, 339, 347, 512, 513, 514, 515, 517, 518, 519, 520, 521, 529, 530, 531, 532, 33550, 33922, 34264,
     34735, 34736, 34737)
)  # fmt: skip
"""Tags that describe how the pixels are stored, or where on Earth they lie: those of the new file hold."""
_LOSSLESS = {None: "NONE", "LZW": "LZW", "DEFLATE": "DEFLATE", "PACKBITS": "PACKBITS", "ZSTD": "DEFLATE"}
_OFFSET_KINDS = (16, 17, 18)  # BigTIFF's own, which classic TIFF has not

TagData = Union[bytes, mmap.mmap]


@dataclass(frozen=True)
class PixelFormat:
    """How the new file is to be stored, so that the original's tags can go into it as they are."""

    options: Tuple[str, ...]

    @classmethod
    def of(cls, path: Path, dataset: gdal.Dataset) -> PixelFormat:
        """That of the original; lossless where that was coded with losses, since 16-bit bands do not bear them twice."""
        structure = dataset.GetMetadata("IMAGE_STRUCTURE") or {}
        with path.open("rb") as stream:
            order = "BIG" if stream.read(2) == b"MM" else "LITTLE"
        options = [
            f"ENDIANNESS={order}",
            f"COMPRESS={_LOSSLESS.get(structure.get('COMPRESSION'), 'LZW')}",
            f"INTERLEAVE={structure.get('INTERLEAVE', 'PIXEL')}",
            "BIGTIFF=NO",
        ]
        bits = dataset.GetRasterBand(1).GetMetadataItem("NBITS", "IMAGE_STRUCTURE")
        return cls((*options, f"NBITS={bits}") if bits else tuple(options))


@dataclass(frozen=True)
class TagValue:
    """A tag's values as they lie in the file, or the directory that it points to."""

    kind: int
    count: int
    data: bytes
    directory: Mapping[int, TagValue]


Directory = Mapping[int, TagValue]


def with_tags_of(original: Path, made: bytes, change: SizeChange) -> bytes:
    """The content of a classic TIFF, of the original's byte order, with the original's tags added. Raises OSError."""
    order = ">" if made[:2] == b"MM" else "<"
    with original.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as data:
        told = TagReader(data, order).first()
    new = TagReader(made, order).first()
    tags: Dict[int, TagValue] = {tag: value for tag, value in told.items() if tag not in _OF_THE_PIXELS}
    if _XMP in tags:
        packet = xmp_pixels.with_new_size(tags[_XMP].data, change)
        tags[_XMP] = TagValue(tags[_XMP].kind, len(packet), packet, {})
    content = bytearray(made)
    _align(content)
    place = _append(content, order, {**{tag: value for tag, value in new.items() if tag not in tags}, **tags})
    struct.pack_into(order + "I", content, 4, place)
    return with_new_size(bytes(content), change)


class TagReader:
    """Reads directories with all their values; what lies outside of the file is left out."""

    def __init__(self, data: TagData, order: str) -> None:
        self._data, self._order = data, order
        self._big = len(data) > 16 and struct.unpack_from(order + "H", data, 2)[0] == 43
        self._count, self._entry, self._word = ("Q", 20, "Q") if self._big else ("H", 12, "I")

    def first(self) -> Directory:
        return self._directory(self._number(self._word, 8 if self._big else 4))

    def _number(self, kind: str, at: int) -> int:
        size = struct.calcsize(kind)
        return int(struct.unpack_from(self._order + kind, self._data, at)[0]) if at + size <= len(self._data) else 0

    def _directory(self, at: int, depth: int = 0) -> Directory:
        found: Dict[int, TagValue] = {}
        start = at + struct.calcsize(self._count)
        for index in range(min(self._number(self._count, at), 4096) if at else 0):
            place = start + index * self._entry
            if place + self._entry > len(self._data):
                break
            tag, kind = struct.unpack_from(self._order + "HH", self._data, place)
            value = self._value(tag, kind, place, depth)
            if value is not None:
                found[tag] = value
        return found

    def _value(self, tag: int, kind: int, place: int, depth: int) -> Optional[TagValue]:
        count = self._number(self._word, place + 4)
        inline = struct.calcsize(self._word)
        if tag in _POINTERS and depth == 2:
            return None
        if tag in _POINTERS:
            return TagValue(LONG, 1, b"", self._directory(self._number(self._word, place + 4 + inline), depth + 1))
        size = TYPE_SIZES.get(kind, 0) * count
        at = place + 4 + inline if size <= inline else self._number(self._word, place + 4 + inline)
        if kind in _OFFSET_KINDS or not size or at + size > len(self._data):
            return None
        return TagValue(kind, count, bytes(self._data[at : at + size]), {})


def _append(content: bytearray, order: str, directory: Directory) -> int:
    """Add a directory and all that it holds at the end of a file; where the directory begins."""
    fields: List[bytes] = []
    for tag, value in sorted(directory.items()):
        if value.directory:
            where = struct.pack(order + "I", _append(content, order, value.directory))
        elif tag in _POINTERS:
            continue  # to nothing that could be read
        elif len(value.data) <= 4:
            where = value.data.ljust(4, b"\0")
        else:
            where = struct.pack(order + "I", len(content))
            content += value.data
            _align(content)
        fields.append(struct.pack(order + "HHI", tag, value.kind, value.count) + where)
    place = len(content)
    content += struct.pack(order + "H", len(fields)) + b"".join(fields) + struct.pack(order + "I", 0)
    _align(content)
    return place


def _align(content: bytearray) -> None:
    """Values begin at even places."""
    if len(content) % 2:
        content += b"\0"
