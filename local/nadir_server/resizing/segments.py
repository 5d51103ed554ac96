"""The segments of a JPEG file that say something of the photo: EXIF, XMP, colour profile, comment."""
from __future__ import annotations

import struct

EXIF = b"Exif\0\0"
XMP = b"http://ns.adobe.com/xap/1.0/\0"
KEPT = {
    0xE1: (EXIF, XMP, b"http://ns.adobe.com/xmp/extension/\0"),
    0xE2: (b"ICC_PROFILE\0",),
    0xFE: (b"",),
}  # marker -> how the data of segments begin; previews and thermal data, which have the old size, are not kept
START_OF_SCAN = 0xDA
LONGEST = 0xFFFF - 2  # bytes of data in one segment

Segment = tuple[int, bytes]  # marker, data


def segments_of(jpeg: bytes) -> list[Segment]:
    """The segments to keep, in their order. Stops where the file makes no sense."""
    found: list[Segment] = []
    at = 2
    while at + 4 <= len(jpeg) and jpeg[at] == 0xFF:
        marker = jpeg[at + 1]
        if marker == 0xFF:  # padding
            at += 1
            continue
        (length,) = struct.unpack_from(">H", jpeg, at + 2)
        if marker == START_OF_SCAN or length < 2:
            break
        data = jpeg[at + 4 : at + 2 + length]
        if data.startswith(KEPT.get(marker, ())):
            found.append((marker, data))
        at += 2 + length
    return found


def with_segments(jpeg: bytes, segments: list[Segment]) -> bytes:
    """The JPEG file with these segments right behind its start."""
    written = b"".join(
        struct.pack(">BBH", 0xFF, marker, len(data) + 2) + data for marker, data in segments if len(data) <= LONGEST
    )
    return jpeg[:2] + written + jpeg[2:]
