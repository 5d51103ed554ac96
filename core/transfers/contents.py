"""Looks into downloaded files: whether each is whole, and what its name says it is.

A length can be right and the file still wrong: a log-in page, an error in JSON, two versions mixed, a product that the
server itself has only half of. What is not known by its ending is taken as it is.
"""

from __future__ import annotations

import json
import struct
import zipfile
import zlib
from pathlib import Path, PurePath
from typing import BinaryIO, Callable, Dict, Tuple

from ..api.errors import ApiError
from ..api.exchange import CancelCheck, never
from ..errors import Cancelled
from ..photos.jpeg import jpeg_problem
from .rasters import tiff_problem

_JSON_LIMIT = 256 * 1024 * 1024  # bytes that are parsed; larger ones are looked at from both ends
_BLOCK = 1024 * 1024
_MOST_SWOLLEN = 1000  # bytes unpacked for each packed one: deflate's own limit
_LAZ = 0x80  # this bit of the point format says that the points are compressed
_PNG, _SQLITE = b"\x89PNG\r\n\x1a\n", b"SQLite format 3\0"


class DamagedDownload(ApiError):
    """What arrived is not whole, or not what it should be."""


class _Damaged(Exception):
    """The text says what is wrong, in a few words."""


def check_content(path: Path, name: str, cancelled: CancelCheck = never) -> None:
    """Raise `DamagedDownload` where the file at `path` is not a whole file of the kind that `name` says."""
    check = _CHECKS.get(PurePath(name).suffix.lower())
    if check is None:
        return
    try:
        check(path, cancelled)
    except _Damaged as damage:
        raise DamagedDownload(
            f"What the server sent as {name} is damaged: {damage}.",
            "Try again; if it stays, process the task again on the server.",
            f"{path.stat().st_size} bytes; begins with {_beginning(path)!r}",
        ) from damage


def _zip(path: Path, cancelled: CancelCheck) -> None:
    """Every entry is unpacked, into nothing, and its check sum compared."""
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > _MOST_SWOLLEN * path.stat().st_size + _BLOCK:
                raise _Damaged("it would unpack to more than it can hold")
            for entry in archive.infolist():
                _read_through(archive, entry, cancelled)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, UnicodeError) as error:
        raise _Damaged(f"the archive is not whole ({error})") from error


def _read_through(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, cancelled: CancelCheck) -> None:
    with archive.open(entry) as stream:
        while stream.read(_BLOCK):
            if cancelled():
                raise Cancelled


def _tiff(path: Path, cancelled: CancelCheck) -> None:
    problem = tiff_problem(path, cancelled)
    if problem:
        raise _Damaged(problem)


def _las(path: Path, _cancelled: CancelCheck) -> None:
    """LAS and LAZ: as many points as the header says, or the table of compressed chunks at the end."""
    size = path.stat().st_size
    with path.open("rb") as stream:
        head = stream.read(375)
        if head[:4] != b"LASF" or len(head) < 227:
            raise _Damaged("it is no LAS or LAZ file")
        header_size, points_at, _records, kind, length, count = _las_header(head)
        if points_at < header_size or points_at > size:
            raise _Damaged("the points are missing")
        if kind & _LAZ:
            _laz_chunks(stream, points_at, size)
        elif points_at + count * length > size:
            raise _Damaged(f"there are fewer than {count} points")


def _las_header(head: bytes) -> Tuple[int, int, int, int, int, int]:
    """Header size, where points begin, number of variable records, point format, bytes of a point, number of points."""
    header_size, points_at, records, kind, length, count = struct.unpack_from("<HIIBHI", head, 94)
    if head[25] >= 4 and len(head) >= 255 and header_size >= 375:
        count = struct.unpack_from("<Q", head, 247)[0]
    return header_size, points_at, records, kind, length, count


def _laz_chunks(stream: BinaryIO, points_at: int, size: int) -> None:
    stream.seek(points_at)
    start = stream.read(8)
    table_at = struct.unpack("<q", start)[0] if len(start) == 8 else 0
    if table_at == -1:  # written by a program that could not go back
        stream.seek(size - 8)
        table_at = struct.unpack("<q", stream.read(8))[0]
    if not points_at + 8 <= table_at <= size - 8:
        raise _Damaged("it is cut off")


def _json(path: Path, _cancelled: CancelCheck) -> None:
    if path.stat().st_size > _JSON_LIMIT:
        begin, end = _ends(path)
        if begin.lstrip()[:1] + end.rstrip()[-1:] not in (b"{}", b"[]"):
            raise _Damaged("it is no whole JSON")
        return
    try:
        with path.open("rb") as stream:
            json.load(stream)
    except (ValueError, RecursionError) as error:
        raise _Damaged(f"it is no whole JSON ({error})") from error


def _jpeg(path: Path, _cancelled: CancelCheck) -> None:
    problem = jpeg_problem(path) if path.stat().st_size else "empty"
    if problem:
        raise _Damaged(problem)


def _png(path: Path, _cancelled: CancelCheck) -> None:
    begin, end = _ends(path)
    if not begin.startswith(_PNG):
        raise _Damaged("it is no PNG picture")
    if b"IEND" not in end:
        raise _Damaged("it is cut off")


def _pdf(path: Path, _cancelled: CancelCheck) -> None:
    begin, end = _ends(path)
    if b"%PDF-" not in begin:
        raise _Damaged("it is no PDF document")
    if b"%%EOF" not in end:
        raise _Damaged("it is cut off")


def _sqlite(path: Path, _cancelled: CancelCheck) -> None:
    """MBTiles and GeoPackage; SQLite's file format, section 1.3."""
    begin, _end = _ends(path)
    if not begin.startswith(_SQLITE) or len(begin) < 100:
        raise _Damaged("it is no SQLite database")
    page_size, pages = struct.unpack_from(">H", begin, 16)[0], struct.unpack_from(">I", begin, 28)[0]
    if path.stat().st_size < (65536 if page_size == 1 else page_size) * pages:
        raise _Damaged("it is cut off")


def _glb(path: Path, _cancelled: CancelCheck) -> None:
    begin, _end = _ends(path)
    if not begin.startswith(b"glTF") or len(begin) < 12:
        raise _Damaged("it is no glTF model")
    if struct.unpack_from("<I", begin, 8)[0] != path.stat().st_size:
        raise _Damaged("it is cut off")


def _ply(path: Path, _cancelled: CancelCheck) -> None:
    begin, _end = _ends(path)
    if not begin.startswith((b"ply\n", b"ply\r\n")) or b"end_header" not in begin:
        raise _Damaged("it is no PLY file")


def _text(path: Path, _cancelled: CancelCheck) -> None:
    begin, _end = _ends(path)
    if not begin.strip() or begin.lstrip()[:1] == b"<":
        raise _Damaged("it is no table")


def _ends(path: Path, length: int = 4096) -> Tuple[bytes, bytes]:
    """The first and the last bytes of a file."""
    with path.open("rb") as stream:
        begin = stream.read(length)
        stream.seek(max(0, path.stat().st_size - length))
        return begin, stream.read(length)


def _beginning(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.read(80)


_CHECKS: Dict[str, Callable[[Path, CancelCheck], None]] = {
    ".zip": _zip, ".kmz": _zip, ".tif": _tiff, ".tiff": _tiff, ".laz": _las, ".las": _las, ".json": _json,
    ".geojson": _json, ".jpg": _jpeg, ".jpeg": _jpeg, ".png": _png, ".pdf": _pdf, ".mbtiles": _sqlite,
    ".gpkg": _sqlite, ".glb": _glb, ".ply": _ply, ".csv": _text,
}  # fmt: skip
