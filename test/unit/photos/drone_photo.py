"""Photos as a drone writes them, small and quickly made: real JPEGs with EXIF, GPS and XMP."""

from __future__ import annotations

import math
import struct
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import List, Mapping, Optional, Tuple

import numpy as np
from nadir.core.photos.photo import Photo
from nadir.core.photos.place import Frame
from nadir.test.unit.photos.exif_writer import ASCII, BYTE, RATIONAL, SHORT, ExifWriter, Value
from osgeo import gdal

START = datetime(2026, 5, 17, 9, 0, 0)
SITE = Frame(11.5, 48.1)
HEIGHT, FOCAL_PX, WIDTH, LENGTH = 80.0, 3000.0, 4000, 3000


@dataclass(frozen=True)
class DroneTags:
    """What a photo says of itself; None: not told."""

    longitude: Optional[float] = 11.5
    latitude: Optional[float] = 48.1
    altitude: Optional[float] = 600.0
    taken_at: Optional[datetime] = START
    make: str = "DJI"
    model: str = "FC6310"
    focal_mm: float = 8.8
    equivalent_mm: Optional[int] = 24
    xmp: Mapping[str, str] = field(default_factory=dict)


def write_photo(path: Path, tags: DroneTags, pixels: Optional[np.ndarray] = None, order: str = "<") -> Path:
    """A JPEG of `pixels` (3, height, width), of noise that the place decides where none are given."""
    if pixels is None:
        seed = abs(hash((path.name, tags.longitude, tags.latitude))) % 2**32
        pixels = np.random.default_rng(seed).integers(0, 255, (3, 48, 64), dtype=np.uint8)
    memory = gdal.GetDriverByName("MEM").Create("", pixels.shape[2], pixels.shape[1], 3)
    memory.WriteArray(pixels)
    assert gdal.GetDriverByName("JPEG").CreateCopy(str(path), memory, options=["QUALITY=92"]) is not None
    path.with_name(path.name + ".aux.xml").unlink(missing_ok=True)
    content = path.read_bytes()
    path.write_bytes(content[:2] + _segment(b"Exif\0\0" + _exif(tags, order)) + _xmp(tags) + content[2:])
    return path


def grid(lines: int, photos: int, ahead: float = 0.75, aside: float = 0.65) -> List[Photo]:
    """A flight of parallel lines with so much overlap ahead and aside, known without files."""
    across, along = WIDTH / FOCAL_PX * HEIGHT, LENGTH / FOCAL_PX * HEIGHT
    made = []
    for line in range(lines):
        for number in range(photos):
            place = SITE.to_degrees(np.array([line * across * (1 - aside), number * along * (1 - ahead)]))
            made.append(photo(len(made), float(place[0]), float(place[1])))
    return made


def photo(number: int, longitude: float = 11.5, latitude: float = 48.1) -> Photo:
    """One of a flight, looking down."""
    return Photo(
        path=Path(f"/flight/DJI_{number:04}.JPG"),
        size_bytes=8_000_000 + number,
        width=WIDTH,
        height=LENGTH,
        taken_at=START + timedelta(seconds=2 * number),
        make="DJI",
        model="FC6310",
        longitude=longitude,
        latitude=latitude,
        altitude=600.0,
        relative_altitude=HEIGHT,
        yaw=0.0,
        pitch=-90.0,
        focal_length_px=FOCAL_PX,
        fingerprint=f"content {number}",
        sharpness=1.0 + 0.04 * math.sin(number),
    )


def _exif(tags: DroneTags, order: str) -> bytes:
    image: dict[int, Value] = {0x010F: (ASCII, tags.make), 0x0110: (ASCII, tags.model)}
    exif: dict[int, Value] = {0x920A: (RATIONAL, (round(tags.focal_mm * 1000), 1000))}
    if tags.taken_at is not None:
        exif[0x9003] = (ASCII, tags.taken_at.strftime("%Y:%m:%d %H:%M:%S"))
    if tags.equivalent_mm is not None:
        exif[0xA405] = (SHORT, tags.equivalent_mm)
    return ExifWriter(order).finished(image, exif, _gps(tags), {})


def _gps(tags: DroneTags) -> dict[int, Value]:
    if tags.longitude is None or tags.latitude is None:
        return {0: (BYTE, (2, 3, 0, 0))}
    gps: dict[int, Value] = {
        1: (ASCII, "N" if tags.latitude >= 0 else "S"),
        2: (RATIONAL, _degrees(tags.latitude)),
        3: (ASCII, "E" if tags.longitude >= 0 else "W"),
        4: (RATIONAL, _degrees(tags.longitude)),
    }
    if tags.altitude is not None:
        gps[5] = (BYTE, (0 if tags.altitude >= 0 else 1,))
        gps[6] = (RATIONAL, (round(abs(tags.altitude) * 1000), 1000))
    return gps


def _degrees(value: float) -> Tuple[Tuple[int, int], ...]:
    """One fraction, as some cameras write it: seven digits of a degree are a centimetre."""
    return ((round(abs(value) * 10_000_000), 10_000_000), (0, 1), (0, 1))


def _xmp(tags: DroneTags) -> bytes:
    if not tags.xmp:
        return b""
    values = "\n".join(f'   drone-dji:{name}="{value}"' for name, value in tags.xmp.items())
    packet = (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        f'<rdf:Description xmlns:drone-dji="http://www.dji.com/drone-dji/1.0/"\n{values}/></rdf:RDF></x:xmpmeta>'
    )
    return _segment(b"http://ns.adobe.com/xap/1.0/\0" + packet.encode())


def _segment(data: bytes) -> bytes:
    return b"\xff\xe1" + struct.pack(">H", len(data) + 2) + data
