"""Moves the local server's data to another folder, all or nothing. No Qt; the caller holds the locks and has ended the server.

Each file is linked where the disk is the same (at once, without room), else copied and compared. The one step that counts is
the caller's `switch`, which says where the data lie from now on: whatever happens before it, the old folder is whole; whatever
happens after it, the new one is. Two notes make that hold across a crash:

- in the new folder, of which the copy is and whether it is whole;
- in the old folder, where a move goes, and whether the old files are being removed, which they are after the switch. Once
  somebody works there again before that, the note is gone and the copy void.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Optional

from ..errors import Cancelled, NadirError
from .data import LOCK, files_below, owned, remove_owned
from .environment import Cancel, Progress

NOTE = "nadir-move.json"
SPARE = 500_000_000  # bytes that stay free on the new disk
CHUNK = 4 * 1024 * 1024
SUBFOLDER = "Nadir data"  # in a folder that holds other things
COPYING_SHARE = 0.93  # of the progress; the rest is for removing the old files


@dataclass(frozen=True)
class _File:
    """One file to be moved: where it lies, its path in the data folder, bytes, and what tells its other names."""

    path: Path
    relative: Path
    size: int
    identity: Optional[tuple[int, int]]


@dataclass
class _Copy:
    """What has been made in the new folder so far."""

    new: Path
    total: int
    done: int = 0
    known: dict[tuple[int, int], Path] = field(default_factory=dict)


def target_in(chosen: Path) -> Path:
    """Where data go when the user chooses this folder: itself where it is empty, else a folder of its own in it."""
    if not chosen.exists() or (chosen.is_dir() and not _holds_other_things(chosen)):
        return chosen
    return chosen / SUBFOLDER


def check_target(old: Path, new: Path) -> None:
    """Whether data may be moved to a folder. Raises NadirError; makes nothing that stays."""
    check_folder(new)
    here, there = old.resolve(), new.resolve()
    if here == there:
        raise NadirError("The data already lie in that folder.", "Choose another one.")
    if here in there.parents or there in here.parents:
        raise NadirError(f"{new} and the present data folder lie within each other.", "Choose a folder beside it.")
    if new.exists() and _holds_other_things(new):
        raise NadirError(f"The folder {new} holds other files.", "Choose an empty folder.")


def check_folder(folder: Path) -> None:
    """Whether data may lie in a folder, which need not be there yet. Raises NadirError; writes and removes a file."""
    if not folder.is_absolute():
        raise NadirError("The data folder needs a whole path.", "Choose a folder with the button beside the field.")
    if folder.exists() and not folder.is_dir():
        raise NadirError(f"{folder} is a file.", "Choose a folder.")
    place = next(each for each in (folder, *folder.parents) if each.is_dir())
    try:
        with tempfile.TemporaryFile(dir=place):
            pass
    except OSError as error:
        raise NadirError(f"Nothing can be written to {place}.", "Choose a folder of your own.", str(error)) from error


def move(old: Path, new: Path, switch: Callable[[], None], progress: Progress, cancelled: Cancel) -> str:
    """Move the local server's data from `old` to `new`; what could not be removed from `old` afterwards, or ''.

    Raises NadirError (no room, not writable, a file that reads differently) and Cancelled; then all is as it was.
    """
    check_target(old, new)
    new_before = new.exists()
    try:
        _note(old, {"to": str(new)})
        _discard_copy(new)
        _make_copy(old, new, progress, cancelled)
        progress(COPYING_SHARE, "Switching to the new folder")
        _note(new, {"from": str(old), "whole": True})
        switch()
    except BaseException as error:
        _take_back(old, new, new_before)
        if isinstance(error, OSError):
            raise _explained(error, new) from error
        raise
    progress(COPYING_SHARE, "Removing the old files")
    try:
        _finish(old, new)
    except (NadirError, OSError) as error:
        return getattr(error, "detail", "") or str(error)
    progress(1.0, "The data folder was moved")
    return ""


def settle(data: Path) -> None:
    """Bring a move that was interrupted to its end, before somebody works in `data`. Raises NadirError for half a copy.

    Where the copy was made in `data` and is whole, the old files go. Where the move began in `data`, the copy is void.
    """
    _clear_parts(data)
    note = _read(data)
    if note.get("removing"):  # after the switch: what is left here is rest
        remove_owned(data)
        _forget_note(data)
    elif "to" in note:
        target = Path(note["to"])
        _clear_parts(target)
        if _read(target).get("from") == str(data):
            _discard_copy(target)
        _forget_note(data)
    elif "from" in note:
        old = Path(note["from"])
        if not note.get("whole"):
            raise NadirError(
                f"The folder {data} holds half a copy of the data in {old}.",
                "Choose the old folder again in the QGIS options, page Nadir.",
            )
        _finish(old, data)


def _finish(old: Path, new: Path) -> None:
    """The data are in `new`: remove those in `old`, unless somebody has worked there since."""
    if _read(old).get("to") == str(new):
        _note(old, {"to": str(new), "removing": True})
        remove_owned(old)
        _forget_note(old)
    _forget_note(new)


def _make_copy(old: Path, new: Path, progress: Progress, cancelled: Cancel) -> None:
    new.mkdir(mode=0o700, parents=True, exist_ok=True)
    _note(new, {"from": str(old), "whole": False})
    progress(0.0, "Counting the files")
    files = _list(old, cancelled)
    copy = _Copy(new, sum(each.size for each in files))
    if not _can_link(old, new):
        _check_room(new, copy.total)
    _make_folders(old, new)
    for number, each in enumerate(files):
        if cancelled():
            raise Cancelled("Moving the data was cancelled.")
        share = copy.done / copy.total if copy.total else number / len(files)
        progress(COPYING_SHARE * share, f"Moving {each.relative.name}")
        _transfer(each, copy, cancelled)
    _copy_folder_times(old, new)


def _list(old: Path, cancelled: Cancel) -> list[_File]:
    found, seen = [], set()
    for entry in owned(old):
        for path, status in files_below(entry):
            if cancelled():
                raise Cancelled("Moving the data was cancelled.")
            identity = (status.st_dev, status.st_ino) if status.st_nlink > 1 else None
            size = 0 if identity in seen and identity else status.st_size
            seen.add(identity)
            found.append(_File(path, path.relative_to(old), size, identity))
    return found


def _make_folders(old: Path, new: Path) -> None:
    for entry in owned(old):
        for parent, folders, _names in os.walk(entry):
            here = new / Path(parent).relative_to(old)
            if not Path(parent).is_symlink():
                here.mkdir(mode=0o700, exist_ok=True)
            folders[:] = [name for name in folders if not Path(parent, name).is_symlink()]


def _copy_folder_times(old: Path, new: Path) -> None:
    """Folders last and from within, since a file that comes in changes its folder's time."""
    for entry in owned(old):
        for parent, _folders, _names in os.walk(entry, topdown=False):
            if not Path(parent).is_symlink():
                shutil.copystat(parent, new / Path(parent).relative_to(old))


def _transfer(each: _File, copy: _Copy, cancelled: Cancel) -> None:
    """Link a file or, on another disk, copy it and compare; one that has several names keeps them."""
    target = copy.new / each.relative
    if each.path.is_symlink():
        target.symlink_to(each.path.readlink())
        return
    other_name = copy.known.get(each.identity) if each.identity else None
    if not _linked(other_name or each.path, target):
        _copied(each.path, target, cancelled)
    if each.identity:
        copy.known.setdefault(each.identity, target)
    if target.stat().st_size != each.path.stat().st_size:
        raise _changed(each.path)
    copy.done += each.size


def _linked(source: Path, target: Path) -> bool:
    """Whether the file has got a second name; not on another disk, nor on one that knows no links."""
    try:
        os.link(source, target)
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise
        return False
    return True


def _copied(source: Path, target: Path, cancelled: Cancel) -> None:
    """Copy, then read the copy again and compare."""
    told = hashlib.blake2b()
    with source.open("rb") as reading, target.open("wb") as writing:
        for chunk in iter(lambda: reading.read(CHUNK), b""):
            if cancelled():
                raise Cancelled("Moving the data was cancelled.")
            told.update(chunk)
            writing.write(chunk)
        writing.flush()
        os.fsync(writing.fileno())
    shutil.copystat(source, target)
    found = hashlib.blake2b()
    with target.open("rb") as reading:
        for chunk in iter(lambda: reading.read(CHUNK), b""):
            found.update(chunk)
    if found.digest() != told.digest():
        raise _changed(source)


def _can_link(old: Path, new: Path) -> bool:
    """Whether a file of the old folder can have a second name in the new one."""
    name = f"{NOTE}.link"
    (new / name).unlink(missing_ok=True)
    can = _linked(old / NOTE, new / name)
    (new / name).unlink(missing_ok=True)
    return can


def _check_room(new: Path, size: int) -> None:
    free = shutil.disk_usage(new).free
    if free < size + SPARE:
        raise NadirError(
            f"There is not enough room in {new}: {free // 1_000_000} MB are free, {(size + SPARE) // 1_000_000} MB are needed.",
            "Free room there, or choose a folder on another disk.",
        )


def _take_back(old: Path, new: Path, new_before: bool) -> None:
    """Undo all before the switch. The old folder's note goes last: while it is there the copy is void."""
    try:
        _discard_copy(new)
        if not new_before and new.is_dir():
            new.rmdir()
        _forget_note(old)
    except (NadirError, OSError):  # the note stays, and the next start tries again
        return


def _discard_copy(new: Path) -> None:
    """Remove a copy that a move has begun. What is no such copy stays."""
    if "from" in _read(new):
        remove_owned(new)
        _forget_note(new)


def _holds_other_things(folder: Path) -> bool:
    """Whether there is more in a folder than what a move began."""
    ours = {NOTE, f"{NOTE}.part", f"{NOTE}.link", LOCK}
    if "from" in _read(folder):
        ours |= {entry.name for entry in owned(folder)}
    return any(each.name not in ours for each in folder.iterdir())


def _note(folder: Path, content: dict[str, object]) -> None:
    part = folder / f"{NOTE}.part"
    with part.open("w", encoding="utf-8") as file:
        json.dump(content, file)
        file.flush()
        os.fsync(file.fileno())
    part.replace(folder / NOTE)


def _clear_parts(folder: Path) -> None:
    """What is left of a note that was not finished, and of the trial whether files can be linked."""
    for ending in (".part", ".link"):
        (folder / f"{NOTE}{ending}").unlink(missing_ok=True)


def _forget_note(folder: Path) -> None:
    _clear_parts(folder)
    (folder / NOTE).unlink(missing_ok=True)


def _read(folder: Path) -> dict[str, Any]:
    """A folder's note; empty where there is none that can be read."""
    try:
        content = json.loads((folder / NOTE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def _changed(path: Path) -> NadirError:
    return NadirError(
        f"{path.name} reads differently in the new folder.", "Check both disks, then try again. Nothing was moved.", str(path)
    )


def _explained(error: OSError, new: Path) -> NadirError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return NadirError(f"The disk of {new} became full.", "Free room there, or choose another disk. Nothing was moved.", str(error))
    return NadirError("The data could not be moved.", "Choose another folder, or try again. Nothing was moved.", str(error))
