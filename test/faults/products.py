"""Small whole files of the kinds that a task has for download, with bytes that no other has."""

from __future__ import annotations

import io
import json
import random
import struct
import zipfile
from typing import Callable, Dict

_WIDTH = 256  # pixels of a row, one byte each
_HEADER = 227  # bytes of a LAS 1.2 header
_LAZ = 0x80


def tiff(size: int, seed: int) -> bytes:
    """A grey picture of about so many bytes, a row a strip, the directory before the pixels. TIFF 6.0, section 3."""
    rows = max(1, size // _WIDTH)
    directory_at, entries = 8, 9
    offsets_at = directory_at + 2 + 12 * entries + 4
    counts_at, pixels_at = offsets_at + 4 * rows, offsets_at + 8 * rows
    fields = [(256, 4, 1, _WIDTH), (257, 4, 1, rows), (258, 3, 1, 8), (259, 3, 1, 1), (262, 3, 1, 1)]
    fields += [
        (273, 4, rows, offsets_at if rows > 1 else pixels_at),
        (277, 3, 1, 1),
        (278, 4, 1, 1),
        (279, 4, rows, counts_at if rows > 1 else _WIDTH),
    ]
    directory = struct.pack("<H", entries) + b"".join(struct.pack("<HHII", *field) for field in fields) + bytes(4)
    offsets = struct.pack(f"<{rows}I", *(pixels_at + _WIDTH * row for row in range(rows)))
    counts = struct.pack(f"<{rows}I", *[_WIDTH] * rows)
    pixels = random.Random(seed).randbytes(_WIDTH * rows)
    return b"II*\0" + struct.pack("<I", directory_at) + directory + offsets + counts + pixels


def archive(size: int, seed: int) -> bytes:
    """A zip of three files."""
    chance, buffer = random.Random(seed), io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in ("odm_orthophoto/odm_orthophoto.tif", "odm_dem/dsm.tif", "cameras.json"):
            packed.writestr(zipfile.ZipInfo(name), chance.randbytes(size // 3))
    return buffer.getvalue()


def point_cloud(size: int, seed: int) -> bytes:
    """LAS 1.2 with points of 20 bytes that are not compressed."""
    count = max(1, size // 20)
    header = bytearray(_HEADER)
    header[:4], header[24], header[25] = b"LASF", 1, 2
    struct.pack_into("<HIIBHI", header, 94, _HEADER, _HEADER, 0, 0, 20, count)
    struct.pack_into("<6d", header, 131, *[0.01] * 3, *[0.0] * 3)
    return bytes(header) + random.Random(seed).randbytes(20 * count)


def shots(size: int, seed: int) -> bytes:
    """GeoJSON of the camera positions."""
    chance = random.Random(seed)
    features = [
        {"type": "Feature", "geometry": {"type": "Point", "coordinates": [chance.random(), chance.random()]}}
        for _ in range(max(1, size // 110))
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


MAKERS: Dict[str, Callable[[int, int], bytes]] = {
    "orthophoto.tif": tiff,
    "all.zip": archive,
    "georeferenced_model.las": point_cloud,
    "shots.geojson": shots,
}
