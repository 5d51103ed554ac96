"""What the local server keeps in its data folder: which entries are its own, how much they take, how many projects they hold.

The folder may be one that the user chose and that holds other things too: only what is listed here is ever moved or removed.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Optional

from ..errors import Cancelled, NadirError
from .environment import Cancel

SERVER, NODE = "server", "node"
LOGS = ("server.out", "node.out")
OWNED = (SERVER, NODE, *LOGS)  # what belongs to the data; beside it lie the state of what runs and its lock
STATE, LOCK = "running.json", "running.lock"


@dataclass(frozen=True)
class Contents:
    """What there is: bytes on the disk, files, and projects and tasks where the database could be read."""

    size: int = 0
    files: int = 0
    projects: Optional[int] = None
    tasks: Optional[int] = None


def has_data(folder: Path) -> bool:
    """Whether a local server has worked in this folder."""
    return (folder / SERVER).is_dir() or (folder / NODE).is_dir()


def owned(folder: Path) -> list[Path]:
    """The entries of the local server that are there."""
    return [folder / name for name in OWNED if (folder / name).exists()]


def files_below(entry: Path) -> Iterator[tuple[Path, os.stat_result]]:
    """Every file of an entry, links as themselves, with its sizes. Raises OSError for a folder that cannot be read."""
    if not entry.is_dir():
        yield entry, entry.lstat()
        return
    for parent, folders, names in os.walk(entry, onerror=_raise):
        links = [name for name in folders if Path(parent, name).is_symlink()]
        for name in (*names, *links):
            path = Path(parent, name)
            yield path, path.lstat()


def size_of(folder: Path, cancelled: Cancel) -> tuple[int, int]:
    """(bytes, files) of a whole folder, or of what can be read of it; a file with several names counts once. Raises Cancelled."""
    seen: set[tuple[int, int]] = set()
    size = files = 0
    for parent, _folders, names in os.walk(folder):
        if cancelled():
            raise Cancelled()
        for name in names:
            found = _status(Path(parent, name))
            if found is None:
                continue
            files += 1
            identity = (found.st_dev, found.st_ino)
            if found.st_nlink == 1 or identity not in seen:
                size += found.st_size
            if found.st_nlink > 1:
                seen.add(identity)
    return size, files


def contents_of(folder: Path, cancelled: Cancel) -> Contents:
    """Look at all of the local server's data. Takes seconds for large folders; raises Cancelled."""
    size = files = 0
    for entry in owned(folder):
        more, count = size_of(entry, cancelled) if entry.is_dir() else (entry.lstat().st_size, 1)
        size, files = size + more, files + count
    projects, tasks = _counted(folder / SERVER / "nadir.sqlite3")
    return Contents(size, files, projects, tasks)


def remove_owned(folder: Path) -> None:
    """Remove the local server's data, and the folder where nothing else lies in it. Raises NadirError for what stays."""
    try:
        for entry in owned(folder):
            if entry.is_dir() and not entry.is_symlink():
                shutil.rmtree(entry)
            else:
                entry.unlink()
    except OSError as error:
        raise NadirError(
            f"Not all data of the local server could be removed from {folder}.",
            "Close programs that have files of it open, then remove the folder by hand.",
            str(error),
        ) from error


def remove_if_empty(folder: Path) -> None:
    """Remove a folder that is left without anything in it; one that holds other things stays."""
    if folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()


def _counted(database: Path) -> tuple[Optional[int], Optional[int]]:
    """How many projects and tasks a server's database holds, read beside a server that may run; None where it cannot say."""
    if not database.is_file():
        return 0, 0
    try:
        with closing(sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True, timeout=2)) as connection:
            projects = connection.execute("SELECT count(*) FROM projects_project").fetchone()[0]
            tasks = connection.execute("SELECT count(*) FROM tasks_task").fetchone()[0]
    except sqlite3.Error:  # half made, or of another version: then nothing is said of it
        return None, None
    return int(projects), int(tasks)


def _status(path: Path) -> Optional[os.stat_result]:
    try:
        return path.lstat()
    except OSError:  # it went while we were counting
        return None


def _raise(error: OSError) -> None:
    raise error
