"""EXIF as cameras write it, made for tests: with maker notes, GPS and a thumbnail, in either byte order."""

from __future__ import annotations

import struct
from typing import Any, Dict, Mapping, Tuple

Value = Tuple[int, Any]  # TIFF type, value
BYTE, ASCII, SHORT, LONG, RATIONAL, UNDEFINED = 1, 2, 3, 4, 5, 7
_FORMATS = {SHORT: "H", LONG: "I"}


class ExifWriter:
    """Lays directories out one after the other, each after its values; `first` comes before them, at 8 bytes."""

    def __init__(self, order: str, first: bytes = b"") -> None:
        self._order = order
        self._data = bytearray(b"II*\0" if order == "<" else b"MM\0*") + bytearray(4) + first

    def finished(
        self,
        image: Mapping[int, Value],
        exif: Mapping[int, Value],
        gps: Mapping[int, Value],
        related: Mapping[int, Value],
        thumbnail: bytes = b"",
    ) -> bytes:
        """The whole, from 'II' or 'MM' on."""
        pointers = {0x8825: (LONG, self._directory(gps)), 0x8769: (LONG, 0)}
        pointers[0x8769] = (LONG, self._directory({**exif, 0xA005: (LONG, self._directory(related))}))
        follows = 0
        if thumbnail:
            at = len(self._data)
            self._data += thumbnail + b"\0" * (len(thumbnail) % 2)
            second = {0x0100: (LONG, 160), 0x0101: (LONG, 120), 0x0103: (SHORT, 6)}
            follows = self._directory({**second, 0x0201: (LONG, at), 0x0202: (LONG, len(thumbnail))})
        struct.pack_into(self._order + "I", self._data, 4, self._directory({**image, **pointers}, follows))
        return bytes(self._data)

    def _directory(self, values: Mapping[int, Value], follows: int = 0) -> int:
        fields: Dict[int, bytes] = {}
        for tag, (kind, value) in values.items():
            count, content = self._encoded(kind, value)
            if len(content) > 4:
                where = struct.pack(self._order + "I", len(self._data))
                self._data += content + b"\0" * (len(content) % 2)
            else:
                where = content.ljust(4, b"\0")
            fields[tag] = struct.pack(self._order + "HHI", tag, kind, count) + where
        at = len(self._data)
        self._data += struct.pack(self._order + "H", len(fields))
        self._data += b"".join(fields[tag] for tag in sorted(fields)) + struct.pack(self._order + "I", follows)
        return at

    def _encoded(self, kind: int, value: Any) -> Tuple[int, bytes]:
        if kind in (BYTE, UNDEFINED):
            return len(value), bytes(value)
        if kind == ASCII:
            return len(value) + 1, value.encode() + b"\0"
        if kind == RATIONAL:
            pairs = value if isinstance(value[0], tuple) else (value,)
            return len(pairs), b"".join(struct.pack(self._order + "II", *pair) for pair in pairs)
        numbers = value if isinstance(value, tuple) else (value,)
        return len(numbers), struct.pack(f"{self._order}{len(numbers)}{_FORMATS[kind]}", *numbers)


def read_tags(tiff: bytes) -> Dict[Tuple[str, int], Any]:
    """All tags by directory and number, with numbers as numbers: read without the program's own reader."""
    order = "<" if tiff[:2] == b"II" else ">"
    found: Dict[Tuple[str, int], Any] = {}
    first = struct.unpack_from(order + "I", tiff, 4)[0]
    waiting = [("image", first)]
    while waiting:
        name, at = waiting.pop()
        (count,) = struct.unpack_from(order + "H", tiff, at)
        for place in range(at + 2, at + 2 + 12 * count, 12):
            tag, kind, number = struct.unpack_from(order + "HHI", tiff, place)
            size = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 7: 1}.get(kind, 0) * number
            start = place + 8 if size <= 4 else struct.unpack_from(order + "I", tiff, place + 8)[0]
            code = {3: "H", 4: "I", 5: "II"}.get(kind)
            value = struct.unpack_from(order + code * number, tiff, start) if code else tiff[start : start + size]
            if tag in (0x8769, 0x8825, 0xA005):
                waiting.append(({0x8769: "exif", 0x8825: "gps", 0xA005: "related"}[tag], value[0]))
            else:
                found[name, tag] = value
        follows = struct.unpack_from(order + "I", tiff, at + 2 + 12 * count)[0]
        if name == "image" and follows:
            waiting.append(("thumbnail", follows))
    return found
