"""A folder as a zip file that is made while it is sent; its length is known before."""
from __future__ import annotations

import hashlib
import os
import zipfile
from collections.abc import Iterator
from pathlib import Path

CHUNK = 1024 * 1024


class _Pipe:
    """What zipfile writes into: a stream that cannot seek, emptied after each write."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def write(self, data: bytes) -> int:
        self._parts.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing is kept back."""

    def take(self) -> bytes:
        data = b"".join(self._parts)
        self._parts.clear()
        return data


def entries(folder: Path) -> list[tuple[Path, zipfile.ZipInfo]]:
    """The files of the folder, sorted, with what the archive says of each. Stored, since products are compressed."""
    found = []
    for parent, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            path = Path(parent) / name
            if path.is_file() and not path.is_symlink():
                info = zipfile.ZipInfo.from_file(path, path.relative_to(folder).as_posix(), strict_timestamps=False)
                found.append((path, info))
    return found


def stream(files: list[tuple[Path, zipfile.ZipInfo]]) -> Iterator[bytes]:
    """The bytes of the archive. A file that has changed its size meanwhile breaks off the stream."""
    pipe = _Pipe()
    with zipfile.ZipFile(pipe, "w") as archive:  # type: ignore[call-overload]
        for path, info in files:
            expected = info.file_size
            with path.open("rb") as source, archive.open(info, "w") as target:
                while data := source.read(CHUNK):
                    target.write(data)
                    yield pipe.take()
            if info.file_size != expected:
                raise OSError(f"{path.name} changed while it was sent")
    yield pipe.take()


def length(files: list[tuple[Path, zipfile.ZipInfo]]) -> int:
    """Bytes of the archive that `stream` makes: the sizes of zipfile's records, those for large files included."""
    limit = zipfile.ZIP64_LIMIT
    offset = directory = 0
    for _, info in files:
        name, size = len(info.filename.encode("utf-8")), info.file_size
        is_large = size * 1.05 > limit  # as zipfile decides for a stream that cannot seek
        wide = 2 * (size > limit) + (offset > limit)  # numbers that do not fit into the directory's own fields
        directory += 46 + name + (4 + 8 * wide if wide else 0)
        offset += 30 + name + (20 if is_large else 0) + size + (24 if is_large else 16)
    is_large = len(files) > zipfile.ZIP_FILECOUNT_LIMIT or offset > limit or directory > limit
    return offset + directory + (56 + 20 if is_large else 0) + 22


def tag(files: list[tuple[Path, zipfile.ZipInfo]]) -> str:
    """Changes whenever a byte of the archive does."""
    found = hashlib.blake2b(digest_size=12)
    for path, info in files:
        found.update(f"{info.filename}\n{info.file_size}\n{path.stat().st_mtime_ns}\n".encode())
    return found.hexdigest()


def part(files: list[tuple[Path, zipfile.ZipInfo]], start: int, size: int) -> Iterator[bytes]:
    """So many bytes of the archive from `start` on. What comes before is read too: its checksums are part of the end."""
    for data in stream(files):
        if start >= len(data):
            start -= len(data)
            continue
        piece = data[start : start + size]
        start, size = 0, size - len(piece)
        yield piece
        if size <= 0:
            return
