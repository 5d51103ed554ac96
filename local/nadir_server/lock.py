"""One server at a time on a data folder."""
from __future__ import annotations

import sys
from pathlib import Path
from typing import IO


class AlreadyRunning(Exception):
    """Another server holds the data folder."""


def hold(path: Path) -> IO[bytes]:
    """Hold the lock file until the process ends, however it ends. Keep the result: closing it lets go."""
    file = path.open("a+b")
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        file.close()
        raise AlreadyRunning(f"Another server is running on {path.parent}.") from error
    return file
