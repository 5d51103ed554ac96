"""Archives from a server, unpacked whole or not at all, and never outside of their folder."""

from __future__ import annotations

import shutil
import stat
import uuid
import zipfile
import zlib
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Callable, List, Set, Tuple

from ..api.errors import ApiError, FileUnwritable
from ..api.exchange import CancelCheck, never
from ..api.local_files import reachable
from ..errors import Cancelled
from .fetch import megabytes
from .part_file import unwritable
from .safe_names import safe_name

_BLOCK = 1024 * 1024
_SPARE = 64 * 1024 * 1024  # bytes of the disk that are left free
_MOST_ENTRIES = 2_000_000
_LIMIT = 256 * 1024**3  # bytes
_ENCRYPTED = 0x1

Entry = Tuple[zipfile.ZipInfo, PurePosixPath]


class UnsafeArchive(ApiError):
    """An archive that cannot be unpacked, or that would do harm."""


def unpack(
    archive: Path,
    folder: Path,
    progress: Callable[[float], None] = lambda fraction: None,
    cancelled: CancelCheck = never,
    *,
    limit: int = _LIMIT,
) -> Path:
    """Unpack a zip file to `folder`, which gets its name once it is whole and replaces one that is there; returns it.

    Raises `UnsafeArchive` for one that is damaged or encrypted, that holds links or names that lead out of the folder,
    or more than `limit` bytes; `FileUnwritable`, also beforehand where the disk has no room; `Cancelled`. Then nothing
    is left behind.
    """
    part = folder.with_name(f".{uuid.uuid4().hex}.nadir.part")
    try:
        reachable(part).mkdir(parents=True)
        with zipfile.ZipFile(archive) as opened:
            _Unpacking(opened, archive, part, limit).run(progress, cancelled)
        if folder.exists():
            shutil.rmtree(folder)
        part.replace(folder)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, UnicodeError) as error:
        raise UnsafeArchive(f"{archive.name} is damaged.", "Download it again.", str(error)) from error
    except OSError as error:
        raise unwritable(folder, error) from error
    finally:
        with suppress(FileNotFoundError):  # it has become the folder
            shutil.rmtree(reachable(part))
    return folder


class _Unpacking:
    """One archive on its way to a folder of its own."""

    def __init__(self, opened: zipfile.ZipFile, archive: Path, folder: Path, limit: int) -> None:
        self._opened, self._archive = opened, archive
        self._folder = folder
        self._limit = limit
        self._written = 0

    def run(self, progress: Callable[[float], None], cancelled: CancelCheck) -> None:
        entries = self._entries()
        promised = sum(info.file_size for info, _ in entries)
        self._check_size(promised)
        for info, name in entries:
            target = reachable(self._folder.joinpath(*name.parts))
            if info.is_dir():
                target.mkdir(parents=True, exist_ok=True)
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            with self._opened.open(info) as source, target.open("xb") as stream:
                self._copy(source, stream, lambda: progress(self._written / max(promised, 1)), cancelled)

    def _copy(
        self, source: object, stream: BinaryIO, tell: Callable[[], None], cancelled: CancelCheck
    ) -> None:
        """What is really unpacked is counted: what an archive says of itself may be wrong."""
        while True:
            if cancelled():
                raise Cancelled
            block = source.read(_BLOCK)  # type: ignore[attr-defined]
            if not block:
                return
            self._written += len(block)
            if self._written > self._limit:
                raise self._unsafe("it holds far more than it says")
            stream.write(block)
            tell()

    def _entries(self) -> List[Entry]:
        """What to unpack, with names that are safe here. Raises `UnsafeArchive`."""
        listed = self._opened.infolist()
        if len(listed) > _MOST_ENTRIES:
            raise self._unsafe(f"it holds {len(listed)} files")
        entries: List[Entry] = []
        taken: Set[str] = set()
        for info in listed:
            name = self._name(info)
            if not info.is_dir():
                if str(name).casefold() in taken:
                    raise self._unsafe(f"two of its files are called {name}")
                taken.add(str(name).casefold())
            entries.append((info, name))
        return entries

    def _name(self, info: zipfile.ZipInfo) -> PurePosixPath:
        """Where an entry goes, below the folder."""
        kind = stat.S_IFMT(info.external_attr >> 16)
        if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
            raise self._unsafe(f"{info.filename} is a link or a device")
        if info.flag_bits & _ENCRYPTED:
            raise self._unsafe("it is encrypted")
        parts = info.filename.replace("\\", "/").rstrip("/").split("/")
        if any(part in ("", "..") or part[1:2] == ":" for part in parts):
            raise self._unsafe(f"{info.filename} leads out of the folder")
        return PurePosixPath(*(safe_name(part) for part in parts if part != "."))

    def _check_size(self, promised: int) -> None:
        if promised > self._limit:
            raise self._unsafe(f"it would unpack to {megabytes(promised)}")
        free = shutil.disk_usage(self._folder).free
        if promised + _SPARE > free:
            raise FileUnwritable(
                f"The disk has no room to unpack {self._archive.name}: {self._folder.parent}",
                f"Make room for {megabytes(promised + _SPARE - free)} more.",
                f"{promised} bytes; {free} free",
            )

    def _unsafe(self, reason: str) -> UnsafeArchive:
        return UnsafeArchive(f"{self._archive.name} is not unpacked: {reason}.", "", str(self._archive))
