"""A folder as a zip file that is made while it is sent; its length is known before."""
from __future__ import annotations

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


def length(files: list[tuple[Path, zipfile.ZipInfo]]) -> int | None:
    """Bytes of the archive that `stream` makes; None where it is large enough to need the 64-bit layout."""
    total = 22  # end of the central directory
    for _, info in files:
        name = len(info.filename.encode("utf-8"))
        total += 30 + name + info.file_size + 16 + 46 + name  # local header, data, descriptor, central header
    return total if total < zipfile.ZIP64_LIMIT * 0.95 and len(files) < zipfile.ZIP_FILECOUNT_LIMIT else None
