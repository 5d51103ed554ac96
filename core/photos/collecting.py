"""From files and folders that a user chose to photos: found, then read, then looked at for blur, each in turn.

Reading needs the start of each file; looking for blur needs all of it, which takes minutes for thousands of photos on
a card. So it comes last, and what is found before can be used meanwhile.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Callable, Iterator, List, Sequence, Tuple

from ..errors import Cancelled
from . import sharpness
from .folder import PHOTO_SUFFIXES, look_at
from .parallel import in_parallel
from .photo import Photo

_FINGERPRINT_BYTES = 64 * 1024  # of each end of a file

Progress = Callable[[float, str], None]


@dataclass(frozen=True)
class FoundFiles:
    """photos: JPEG and TIFF files by folder and name; others: files of other kinds; unreadable: folders."""

    photos: Tuple[Path, ...]
    others: Tuple[Path, ...]
    unreadable: Tuple[Path, ...]


def find_files(chosen: Sequence[Path], progress: Progress, cancelled: Callable[[], bool]) -> FoundFiles:
    """All visible files in the chosen folders and those below them, and the chosen files themselves. Raises Cancelled.

    Links to folders are not followed, for they may lead in a circle.
    """
    found: List[Path] = []
    unreadable: List[Path] = []
    for path in chosen:
        if not path.is_dir():
            found.append(path)
            continue
        for folder, names in _folders(path, unreadable):
            if cancelled():
                raise Cancelled
            progress(0.0, folder.name)
            found.extend(folder / name for name in names)
    each_once = tuple(dict.fromkeys(found))
    is_photo = [path.suffix.lower() in PHOTO_SUFFIXES for path in each_once]
    photos = tuple(path for path, photo in zip(each_once, is_photo) if photo)
    others = tuple(path for path, photo in zip(each_once, is_photo) if not photo)
    return FoundFiles(photos, others, tuple(unreadable))


def _folders(top: Path, unreadable: List[Path]) -> Iterator[Tuple[Path, List[str]]]:
    """Each visible folder with the names of its visible files; macOS leaves '._' files beside photos, which are none."""

    def note(error: OSError) -> None:
        unreadable.append(Path(error.filename or top))

    for folder, below, names in os.walk(top, onerror=note):
        below[:] = sorted(name for name in below if not name.startswith("."))
        yield Path(folder), sorted(name for name in names if not name.startswith("."))


def read_photos(paths: Sequence[Path], progress: Progress, cancelled: Callable[[], bool]) -> Iterator[Photo]:
    """Each photo with what its file says, in order. Raises Cancelled."""
    for index, photo in enumerate(in_parallel(_read, paths, cancelled)):
        progress((index + 1) / len(paths), photo.path.name)
        yield photo


def measure_sharpness(photos: Sequence[Photo], progress: Progress, cancelled: Callable[[], bool]) -> Iterator[Photo]:
    """The same photos with their sharpness, in order. Raises Cancelled."""
    for index, photo in enumerate(in_parallel(_measured, photos, cancelled)):
        progress((index + 1) / len(photos), photo.path.name)
        yield photo


def _measured(photo: Photo) -> Photo:
    return photo if photo.problem else replace(photo, sharpness=sharpness.measure(photo.path))


def _read(path: Path) -> Photo:
    photo = look_at(path)
    if photo.problem:
        return photo
    try:
        return replace(photo, fingerprint=_fingerprint(path, photo.size_bytes))
    except OSError as error:
        return replace(photo, problem=f"unreadable ({error.strerror or type(error).__name__})")


def _fingerprint(path: Path, size_bytes: int) -> str:
    """Of a file's size, start and end: copies share it, and no two photos do, for the start holds when it was taken."""
    digest = hashlib.blake2b(str(size_bytes).encode(), digest_size=16)
    with path.open("rb") as stream:
        digest.update(stream.read(_FINGERPRINT_BYTES))
        stream.seek(max(0, size_bytes - _FINGERPRINT_BYTES))
        digest.update(stream.read(_FINGERPRINT_BYTES))
    return digest.hexdigest()
