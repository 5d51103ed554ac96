"""Whether a TIFF file is whole: all its tiles lie in the file, and samples of them can be decoded.

The first is read from the file itself; the second needs GDAL, which a script outside of QGIS may not have.
TIFF 6.0, section 2, and BigTIFF.
"""

from __future__ import annotations

import mmap
import struct
from pathlib import Path
from typing import Iterator, List, Set, Tuple, Union

from ..api.exchange import CancelCheck, never
from ..errors import Cancelled

try:
    from osgeo import gdal
except ImportError:  # plain Python: structure only
    gdal = None

_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4, 16: 8, 17: 8, 18: 8}
_NUMBERS = {3: "H", 4: "I", 13: "I", 16: "Q", 18: "Q"}
_OFFSETS, _COUNTS = (273, 324), (279, 325)  # of strips, of tiles
_MOST_DIRECTORIES = 1000
_SAMPLES = 32  # blocks of each band that are decoded: all would take minutes for a large orthophoto
_OPTIONS = {"GDAL_DISABLE_READDIR_ON_OPEN": "EMPTY_DIR", "GDAL_PAM_ENABLED": "NO"}

_Data = Union[bytes, mmap.mmap]


class _Broken(Exception):
    """The text says what is wrong, in a few words."""


def tiff_problem(path: Path, cancelled: CancelCheck = never) -> str:
    """What is wrong with a TIFF file, '' when it is whole. Raises OSError, `Cancelled`."""
    if path.stat().st_size < 16:
        return "it is no TIFF file"
    try:
        with path.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as data:
            _check_structure(data, cancelled)
        if gdal is not None:
            _check_pixels(path, cancelled)
    except _Broken as broken:
        return str(broken)
    return ""


def _check_structure(data: _Data, cancelled: CancelCheck) -> None:
    directories = 0
    for offsets, counts in _blocks(data):
        directories += 1
        if cancelled():
            raise Cancelled
        for at, length in zip(offsets, counts):
            if at + length > len(data):
                raise _Broken("it is cut off")
    if not directories:
        raise _Broken("it holds no picture")


def _blocks(data: _Data) -> Iterator[Tuple[List[int], List[int]]]:
    """Where the strips or tiles of each directory begin, and how many bytes each takes; 0 and 0 for empty ones."""
    order = {b"II": "<", b"MM": ">"}.get(data[:2], "")
    version = struct.unpack_from(order + "H", data, 2)[0] if order else 0
    if version not in (42, 43):
        raise _Broken("it is no TIFF file")
    big = version == 43
    count_kind, entry_size, word = ("Q", 20, "Q") if big else ("H", 12, "I")
    at = _number(data, order + word, 8 if big else 4)
    seen: Set[int] = set()
    while at and at not in seen and len(seen) < _MOST_DIRECTORIES:
        seen.add(at)
        start = at + struct.calcsize(count_kind)
        count = _number(data, order + count_kind, at)
        end = start + count * entry_size
        if end > len(data):
            raise _Broken("it is cut off")
        lists = {}
        for place in range(start, end, entry_size):
            tag = _number(data, order + "H", place)
            if tag in (*_OFFSETS, *_COUNTS):
                lists[tag] = _numbers(data, order, word, place)
        offsets = next((lists[tag] for tag in _OFFSETS if tag in lists), [])
        yield offsets, next((lists[tag] for tag in _COUNTS if tag in lists), [])
        at = _number(data, order + word, end)


def _number(data: _Data, kind: str, at: int) -> int:
    if at + struct.calcsize(kind) > len(data):
        raise _Broken("it is cut off")
    return int(struct.unpack_from(kind, data, at)[0])


def _numbers(data: _Data, order: str, word: str, place: int) -> List[int]:
    """The values of the directory entry at a place."""
    kind = _number(data, order + "H", place + 2)
    count = _number(data, order + word, place + 4)
    if kind not in _NUMBERS:
        raise _Broken("its index is damaged")
    inline = struct.calcsize(word)
    size = _SIZES[kind] * count
    at = place + 4 + inline if size <= inline else _number(data, order + word, place + 4 + inline)
    if at + size > len(data):
        raise _Broken("it is cut off")
    return list(struct.unpack_from(f"{order}{count}{_NUMBERS[kind]}", data, at))


def _check_pixels(path: Path, cancelled: CancelCheck) -> None:
    """Decode some blocks of each band, of the picture itself and of its overviews."""
    before = [(name, gdal.GetThreadLocalConfigOption(name)) for name in _OPTIONS]
    for name, value in _OPTIONS.items():
        gdal.SetThreadLocalConfigOption(name, value)
    gdal.PushErrorHandler("CPLQuietErrorHandler")
    try:
        dataset = gdal.OpenEx(str(path), gdal.OF_RASTER | gdal.OF_READONLY, allowed_drivers=["GTiff"])
        if dataset is None:
            raise _Broken("it cannot be opened")
        for index in range(1, dataset.RasterCount + 1):
            band = dataset.GetRasterBand(index)
            for level in (band, *(band.GetOverview(number) for number in range(band.GetOverviewCount()))):
                if not _samples_read(level, cancelled):
                    raise _Broken("its pixels cannot be decoded")
    except RuntimeError as error:  # where somebody switched GDAL's exceptions on
        raise _Broken(f"it cannot be read ({error})") from error
    finally:
        gdal.PopErrorHandler()
        for name, value in before:
            gdal.SetThreadLocalConfigOption(name, value)


def _samples_read(band: gdal.Band, cancelled: CancelCheck) -> bool:
    """Whether blocks from all over the band, its last one among them, can be decoded."""
    width, height = band.GetBlockSize()
    across, down = -(-band.XSize // width), -(-band.YSize // height)
    last = across * down - 1
    for index in sorted({last * number // _SAMPLES for number in range(_SAMPLES + 1)}):
        if cancelled():
            raise Cancelled
        left, top = index % across * width, index // across * height
        size = min(width, band.XSize - left), min(height, band.YSize - top)
        if band.ReadRaster(left, top, *size) is None:
            return False
    return True
