"""What is to be uploaded: one task's name, options and photos, and what became of each file."""

from __future__ import annotations

import html
import unicodedata
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path, PurePath
from typing import List, Optional, Sequence, Tuple

from ..api.errors import FileUnreadable
from ..api.exchange import CancelCheck, never
from ..api.ids import NodeId, ProjectId
from ..api.local_files import status_of
from ..api.task import TaskOption
from ..errors import Cancelled
from .errors import PointsNotResized

_NO_POINTS = ("geo.txt", "image_groups.txt")
POINTS_NAME = "gcp_list.txt"  # what processing nodes know a file of ground control points by
NAMES_SHOWN = 3
LEAST_PHOTOS = 2  # that servers make a task of
_LONGEST_NAME = 200  # bytes of UTF-8; file systems take 255, and servers put something before or behind it
_LONGEST_SUFFIX = 20


class FileState(Enum):
    """What became of one file of an upload. In the journal by its value."""

    WAITING = 0
    SENDING = 1
    CONFIRMED = 2
    FAILED = 3
    LEFT_OUT = 4


@dataclass(frozen=True)
class UploadPlan:
    """A task to be made: where, its name, its options and its photos in any order.

    project_is_new: the project was made for this task, and goes with it where the upload is given up.
    server_id: what the server is known by when its address changes, such as the id of a connection; '' where nothing is.
    resize_to: longest side in pixels that photos are made smaller to before they are sent. node_id: the processing
    node, None for whichever is free. rate_limit: bytes per second over all connections.
    resize_on_server: longest side in pixels that the server makes the photos smaller to once it has them all.
    align_to: the task whose result this one shall fit onto, 'auto' for the server to find one, '' for none.
    gcp_file: ground control points, which go with the photos; once it is in the journal the plan counts it to them.
    """

    server_url: str
    project_id: ProjectId
    name: str
    photos: Tuple[Path, ...]
    options: Tuple[TaskOption, ...] = ()
    project_is_new: bool = False
    server_id: str = ""
    resize_to: Optional[int] = None
    node_id: Optional[NodeId] = None
    rate_limit: Optional[int] = None
    resize_on_server: Optional[int] = None
    align_to: str = ""
    gcp_file: Optional[Path] = None


@dataclass(frozen=True)
class PlannedFile:
    """One file of an upload: its name on the server, size in bytes, time of change, and what became of it.

    reason: why it failed. sent_size, crc32: of what was sent, which is smaller than the file where that was resized.
    """

    position: int
    path: Path
    remote_name: str
    size: int
    modified_ns: int
    state: FileState = FileState.WAITING
    reason: str = ""
    sent_size: int = -1
    crc32: str = ""

    @property
    def confirmed(self) -> bool:
        """Whether the server has the whole file."""
        return self.state is FileState.CONFIRMED

    @property
    def to_be_sent(self) -> bool:
        return self.state not in (FileState.CONFIRMED, FileState.LEFT_OUT)

    def as_it_is(self) -> PlannedFile:
        """The same file with the size and time that it has now; one that changed counts as not sent.

        Raises `FileUnreadable`.
        """
        found = status_of(self.path)
        if (found.st_size, found.st_mtime_ns) == (self.size, self.modified_ns):
            return self
        return replace(self, size=found.st_size, modified_ns=found.st_mtime_ns).waiting()

    def waiting(self) -> PlannedFile:
        """The same file, to be sent."""
        return replace(self, state=FileState.WAITING, reason="", sent_size=-1, crc32="")

    def failed(self, reason: str) -> PlannedFile:
        return replace(self, state=FileState.FAILED, reason=reason)


def check_plan(plan: UploadPlan) -> None:
    """Raise `PointsNotResized` where photos are to be made smaller whose ground control points count their pixels."""
    points = [path.name for path in plan.photos if _may_hold_points(path.name.casefold())]
    points += [plan.gcp_file.name] if plan.gcp_file is not None else []
    if plan.resize_to is not None and points:
        raise PointsNotResized(
            f"{points[0]} says where ground control points lie in photos of full size; in smaller ones they lie elsewhere.",
            "Send the photos as they are, or leave the control points out.",
        )


def _may_hold_points(name: str) -> bool:
    """Processing nodes take any text file for one, but for those that they know by name."""
    return name.endswith(".txt") and name not in _NO_POINTS


def plan_files(
    photos: Sequence[Path], cancelled: CancelCheck = never, *, gcp_file: Optional[Path] = None
) -> Tuple[PlannedFile, ...]:
    """The files of a plan, with the names that they get on the server; ground control points come last.

    Raises `FileUnreadable` naming those missing; `Cancelled`: a network drive takes a while for thousands.
    """
    present: List[PlannedFile] = []
    missing: List[Path] = []
    named = list(zip(photos, remote_names(photos, () if gcp_file is None else (POINTS_NAME,))))
    named += [(gcp_file, POINTS_NAME)] if gcp_file is not None else []
    for position, (path, name) in enumerate(named):
        if cancelled():
            raise Cancelled
        try:
            present.append(PlannedFile(position, path, name, -1, -1).as_it_is())
        except FileUnreadable:
            missing.append(path)
    if missing:
        raise FileUnreadable(
            f"{'A photo' if len(missing) == 1 else f'{len(missing)} photos'} cannot be found: "
            f"{some_names([path.name for path in missing])}.",
            "Put them back where they were, or connect the disk that they are on.",
            "\n".join(str(path) for path in missing[:100]),
        )
    return tuple(present)


def some_names(names: Sequence[str]) -> str:
    """The first few of many names."""
    more = f" and {len(names) - NAMES_SHOWN} more" if len(names) > NAMES_SHOWN else ""
    return f"{', '.join(names[:NAMES_SHOWN])}{more}"


def remote_names(photos: Sequence[Path], others: Sequence[str] = ()) -> Tuple[str, ...]:
    """Names that differ from each other on every server, which keeps one file for each: by letters of either case,
    composed or not, and once it has dropped what it does not take. others: names that are taken already.
    """
    taken = {_as_kept(name) for name in others}
    names: List[str] = []
    for path in photos:
        name, number = _sendable(path.name), 0
        while _as_kept(name) in taken:
            number += 1
            name = _sendable(path.name, f"_{number}")
        taken.add(_as_kept(name))
        names.append(name)
    return tuple(names)


def _sendable(name: str, ending: str = "") -> str:
    """A name that a server keeps as it is: valid text, no separators, short enough; `ending` goes before the suffix."""
    text = "".join("_" if letter in "\\/" or not letter.isprintable() else letter for letter in valid_text(name))
    suffix = PurePath(text).suffix
    if len(suffix.encode()) > _LONGEST_SUFFIX:
        suffix = ""
    room = _LONGEST_NAME - len((ending + suffix).encode())
    stem = text[: len(text) - len(suffix)].encode()[:room].decode("utf-8", "ignore")
    return f"{stem}{ending}{suffix}"


def _as_kept(name: str) -> str:
    """What servers and their file systems may make of a name."""
    return unicodedata.normalize("NFC", html.unescape(name)).casefold()


def valid_text(name: str) -> str:
    """A name as text: bytes of a file name that are none become '?'."""
    return name.encode("utf-8", "replace").decode()
