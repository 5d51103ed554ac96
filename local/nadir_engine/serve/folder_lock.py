"""One node for one data folder: a lock that the system lets go by itself when the process dies."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import IO


class FolderInUseError(RuntimeError):
    """Another process has the folder."""


def lock_folder(folder: Path) -> IO[str]:
    """Lock `folder` for as long as the returned file stays open; raises FolderInUseError."""
    handle = (folder / "lock").open("a+")
    try:
        _lock(handle)
    except OSError as error:
        handle.close()
        raise FolderInUseError(f"another node already works in {folder}") from error
    return handle


def _lock(handle: IO[str]) -> None:
    if sys.platform == "win32":
        import msvcrt

        handle.seek(0)
        msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
