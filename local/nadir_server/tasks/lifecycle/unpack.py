"""Unpack a zip file that somebody else made."""
from __future__ import annotations

import shutil
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path, PurePosixPath


class UnsafeArchive(Exception):
    """An entry would land outside the folder, or is no plain file."""


def unpack(archive: Path, folder: Path, look: Callable[[], None]) -> None:
    """Unpack into the new folder; `look` is called before each entry and may raise to stop.

    Raises zipfile.BadZipFile for damage (every checksum is compared) and UnsafeArchive.
    """
    folder.mkdir(parents=True)
    with zipfile.ZipFile(archive) as source:
        for entry in source.infolist():
            look()
            target = folder.joinpath(*safe_parts(entry))
            if entry.is_dir():
                target.mkdir(parents=True, exist_ok=True)
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            with source.open(entry) as packed, target.open("wb") as out:
                shutil.copyfileobj(packed, out, 1024 * 1024)


def safe_parts(entry: zipfile.ZipInfo) -> tuple[str, ...]:
    """The components of the entry's path, none of which leads out of the folder."""
    path = PurePosixPath(entry.filename.replace("\\", "/"))
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if path.is_absolute() or ".." in path.parts or any(":" in part for part in path.parts):
        raise UnsafeArchive(f"the entry {entry.filename!r} leads out of the folder")
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise UnsafeArchive(f"the entry {entry.filename!r} is not a plain file")
    return path.parts
