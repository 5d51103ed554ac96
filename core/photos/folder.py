"""What a folder of photos holds, before a byte of it is sent."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Callable, List, Sequence, Tuple

from ..errors import Cancelled, NadirError
from .exif import read_photo
from .jpeg import jpeg_problem
from .photo import Photo

JPEG_SUFFIXES = (".jpg", ".jpeg")
PHOTO_SUFFIXES = (*JPEG_SUFFIXES, ".tif", ".tiff")
FEWEST_PHOTOS = 2
_NAMES_SHOWN = 3


@dataclass(frozen=True)
class FolderReport:
    """The photos that can be used, those that cannot, the number of other files, and what the user should know."""

    folder: Path
    photos: Tuple[Photo, ...]
    damaged: Tuple[Photo, ...]
    ignored: int
    warnings: Tuple[str, ...]

    @property
    def size_bytes(self) -> int:
        return sum(photo.size_bytes for photo in self.photos)


def scan(folder: Path, progress: Callable[[float, str], None], cancelled: Callable[[], bool]) -> FolderReport:
    """Look at every photo of a folder (not of its subfolders), sorted by name.

    Raises `NadirError` where no task can be made of it, `Cancelled` when cancelled.
    """
    files = _files(folder)
    candidates = [path for path in files if path.suffix.lower() in PHOTO_SUFFIXES]
    if not candidates:
        raise _no_photos(folder, len(files))
    looked_at: List[Photo] = []
    for index, path in enumerate(candidates):
        if cancelled():
            raise Cancelled
        progress(index / len(candidates), path.name)
        looked_at.append(look_at(path))
    progress(1.0, "")
    photos = tuple(photo for photo in looked_at if not photo.problem)
    damaged = tuple(photo for photo in looked_at if photo.problem)
    if len(photos) < FEWEST_PHOTOS:
        raise _too_few(folder, photos, damaged)
    return FolderReport(folder, photos, damaged, len(files) - len(candidates), _warnings(photos, damaged))


def look_at(path: Path) -> Photo:
    """One photo with what its file says; `problem` says why it cannot be used."""
    size = 0
    try:
        size = path.stat().st_size
        if size == 0:
            return Photo(path, 0, problem="empty")
        problem = jpeg_problem(path) if path.suffix.lower() in JPEG_SUFFIXES else ""
    except OSError as error:
        return Photo(path, size, problem=f"unreadable ({error.strerror or type(error).__name__})")
    return Photo(path, size, problem=problem) if problem else read_photo(path, size)


def _files(folder: Path) -> List[Path]:
    """The folder's visible files by name; macOS leaves '._' files beside photos, which are none."""
    try:
        entries = sorted(folder.iterdir(), key=lambda path: path.name)
        return [path for path in entries if not path.name.startswith(".") and path.is_file()]
    except FileNotFoundError as error:
        raise NadirError(f"The folder does not exist: {folder}", "Choose another folder.", str(error)) from error
    except NotADirectoryError as error:
        raise NadirError(
            f"This is a file, not a folder: {folder}", "Choose the folder that holds the photos.", str(error)
        ) from error
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise NadirError(
            f"The folder cannot be opened: {folder} ({reason}).", "Check that you may read it.", str(error)
        ) from error


def _no_photos(folder: Path, files: int) -> NadirError:
    inside = [entry for entry in sorted(folder.iterdir()) if entry.is_dir() and _holds_photos(entry)]
    if inside:
        names = _some([entry.name for entry in inside])
        return NadirError(f"The photos lie in subfolders of {folder}: {names}.", "Choose one of these folders.")
    remedy = "Choose a folder with at least two photos (JPEG or TIFF)."
    if files == 0:
        return NadirError(f"The folder is empty: {folder}", remedy)
    found = "1 file" if files == 1 else f"{files} files"
    return NadirError(f"There are no photos in {folder}, only {found} of other kinds.", remedy)


def _holds_photos(folder: Path) -> bool:
    try:
        return any(path.suffix.lower() in PHOTO_SUFFIXES and not path.name.startswith(".") for path in folder.iterdir())
    except OSError:  # a subfolder that cannot be opened cannot be recommended
        return False


def _too_few(folder: Path, photos: Sequence[Photo], damaged: Sequence[Photo]) -> NadirError:
    remedy = "At least two photos that overlap are needed."
    if damaged:
        usable = "no usable photo" if not photos else "only one usable photo"
        return NadirError(f"There is {usable} in {folder}: {_problems(damaged)}.", remedy)
    return NadirError(f"There is only one photo in {folder}.", remedy)


def _warnings(photos: Sequence[Photo], damaged: Sequence[Photo]) -> Tuple[str, ...]:
    warnings: List[str] = []
    if damaged:
        warnings.append(_left_out(damaged))
    without = sum(not photo.has_position for photo in photos)
    if without == len(photos):
        warnings.append("None of the photos has a position (GPS): the results will not lie in their place on the map.")
    elif without:
        warnings.append(f"{without} of {len(photos)} photos {'has' if without == 1 else 'have'} no position (GPS).")
    return tuple(warnings)


def _left_out(damaged: Sequence[Photo]) -> str:
    if len(damaged) == 1:
        return f"{damaged[0].path.name} is {damaged[0].problem} and is left out."
    return f"These photos cannot be used and are left out: {_problems(damaged)}."


def _problems(damaged: Sequence[Photo]) -> str:
    return _some([f"{photo.path.name} ({photo.problem})" for photo in damaged])


def _some(names: Sequence[str]) -> str:
    """The first few of some names, and how many more there are."""
    shown = ", ".join(names[:_NAMES_SHOWN])
    more = len(names) - _NAMES_SHOWN
    return shown if more <= 0 else f"{shown} and {more} more"
