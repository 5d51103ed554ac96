"""Unpack a zip file that somebody else made."""
from __future__ import annotations

import lzma
import shutil
import stat
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path, PurePosixPath

from nadir_server.data_folder import KEPT_FREE

MB = 1024 * 1024
# What zipfile raises for damage, encryption and methods it does not know; its documentation names the first only.
_DAMAGE = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, RuntimeError, NotImplementedError, ValueError)


class DamagedArchive(Exception):
    """It cannot be read to its end."""


class UnsafeArchive(Exception):
    """An entry would land outside the folder, or is no plain file."""


class ArchiveTooLarge(Exception):
    """Its content does not fit on the disk."""


def unpack(archive: Path, folder: Path, look: Callable[[], None]) -> None:
    """Unpack into the new folder; `look` is called before each entry and may raise to stop.

    Raises DamagedArchive (every checksum is compared), UnsafeArchive and ArchiveTooLarge. An entry never grows
    beyond the size that the archive's directory gives for it, so that the sum of those sizes is a limit.
    """
    folder.mkdir(parents=True)
    with _opened(archive) as source:
        entries = source.infolist()
        check_room(sum(entry.file_size for entry in entries), folder)
        for entry in entries:
            look()
            target = folder.joinpath(*safe_parts(entry))
            if entry.is_dir():
                target.mkdir(parents=True, exist_ok=True)
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            _extract(source, entry, target)


def check_room(size: int, folder: Path) -> None:
    """Raise ArchiveTooLarge where so many bytes more would fill the disk of the folder."""
    free = shutil.disk_usage(folder).free
    if size > free - KEPT_FREE:
        raise ArchiveTooLarge(
            f"The results take {size / MB:.0f} MB unpacked, and {free / MB:.0f} MB are free on this server's disk. "
            "Free some space and restart the task."
        )


def _opened(archive: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(archive)
    except _DAMAGE as error:
        raise DamagedArchive(str(error)) from error


def _extract(source: zipfile.ZipFile, entry: zipfile.ZipInfo, target: Path) -> None:
    """Write one entry to the file `target`."""
    try:
        with source.open(entry) as packed, target.open("wb") as out:
            shutil.copyfileobj(packed, out, MB)
    except _DAMAGE as error:
        raise DamagedArchive(f"{entry.filename}: {error}") from error
    except OSError as error:
        if error.errno is None:  # bz2's word for damage
            raise DamagedArchive(f"{entry.filename}: {error}") from error
        raise


def safe_parts(entry: zipfile.ZipInfo) -> tuple[str, ...]:
    """The components of the entry's path, none of which leads out of the folder."""
    path = PurePosixPath(entry.filename.replace("\\", "/"))
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if path.is_absolute() or ".." in path.parts or any(":" in part for part in path.parts):
        raise UnsafeArchive(f"the entry {entry.filename!r} leads out of the folder")
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise UnsafeArchive(f"the entry {entry.filename!r} is not a plain file")
    return path.parts
