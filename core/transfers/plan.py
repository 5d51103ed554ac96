"""What is to be uploaded: one task's name, options and photos."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path, PurePath
from typing import List, Sequence, Tuple

from ..api.errors import FileUnreadable
from ..api.ids import ProjectId
from ..api.task import TaskOption

_NAMES_SHOWN = 3


@dataclass(frozen=True)
class UploadPlan:
    """A task to be made: where, its name, its options and its photos in any order.

    project_is_new: the project was made for this task, and goes with it where the upload is given up.
    """

    server_url: str
    project_id: ProjectId
    name: str
    photos: Tuple[Path, ...]
    options: Tuple[TaskOption, ...] = ()
    project_is_new: bool = False


@dataclass(frozen=True)
class PlannedFile:
    """One file of an upload: its name on the server, size in bytes, time of change, and whether it is there."""

    position: int
    path: Path
    remote_name: str
    size: int
    modified_ns: int
    confirmed: bool = False

    def as_it_is(self) -> PlannedFile:
        """The same file with the size and time that it has now; one that changed counts as not sent. Raises OSError."""
        found = self.path.stat()
        if (found.st_size, found.st_mtime_ns) == (self.size, self.modified_ns):
            return self
        return replace(self, size=found.st_size, modified_ns=found.st_mtime_ns, confirmed=False)


def plan_files(photos: Sequence[Path]) -> Tuple[PlannedFile, ...]:
    """The files of a plan, with the names that they get on the server. Raises `FileUnreadable` naming those missing."""
    names = remote_names(photos)
    return files_as_they_are(
        [PlannedFile(position, path, name, -1, -1) for position, (path, name) in enumerate(zip(photos, names))]
    )


def files_as_they_are(files: Sequence[PlannedFile]) -> Tuple[PlannedFile, ...]:
    """All files with their present size and time. Raises `FileUnreadable` naming those that cannot be found."""
    present: List[PlannedFile] = []
    missing: List[str] = []
    for file in files:
        try:
            present.append(file.as_it_is())
        except OSError:
            missing.append(str(file.path))
    if missing:
        more = f" and {len(missing) - _NAMES_SHOWN} more" if len(missing) > _NAMES_SHOWN else ""
        raise FileUnreadable(
            f"{'A photo' if len(missing) == 1 else f'{len(missing)} photos'} cannot be found: "
            f"{', '.join(PurePath(path).name for path in missing[:_NAMES_SHOWN])}{more}.",
            "Put them back where they were, or connect the disk that they are on.",
            "\n".join(missing[:100]),
        )
    return tuple(present)


def remote_names(photos: Sequence[Path]) -> Tuple[str, ...]:
    """Names that differ from each other, by letters of either case: the server keeps one file for each name."""
    taken: set[str] = set()
    names: List[str] = []
    for path in photos:
        name, number = valid_text(path.name), 0
        while name.casefold() in taken:
            number += 1
            name = valid_text(f"{path.stem}_{number}{path.suffix}")
        taken.add(name.casefold())
        names.append(name)
    return tuple(names)


def valid_text(name: str) -> str:
    """A name as text: bytes of a file name that are none become '?'."""
    return name.encode("utf-8", "replace").decode()
