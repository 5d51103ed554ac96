"""Local files that are to be sent: paths of any length, regular files only, errors that name them."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

from .errors import FileUnreadable

_LONGEST_PLAIN = 240  # characters; Windows ends at 260 for a file, less for what is made beside it
_EXTENDED = "\\\\?\\"


def reachable(path: Path) -> Path:
    """The path in the form that this system opens whatever its length."""
    if sys.platform != "win32":
        return path
    return Path(extended(os.path.normpath(path.absolute())))  # in that form Windows takes no `..`


def extended(absolute: str) -> str:
    """A Windows path longer than 260 characters in the form that has no such limit: `\\\\?\\C:\\...`, `\\\\?\\UNC\\...`."""
    if len(absolute) < _LONGEST_PLAIN or absolute.startswith(_EXTENDED):
        return absolute
    if absolute.startswith("\\\\"):
        return f"{_EXTENDED}UNC\\{absolute[2:]}"
    return _EXTENDED + absolute


def status_of(path: Path) -> os.stat_result:
    """Size and times of a regular file. Raises `FileUnreadable`; a pipe or a device would never end."""
    try:
        found = reachable(path).stat()
    except (OSError, ValueError) as error:
        raise unreadable(path, error) from error
    if not stat.S_ISREG(found.st_mode):
        raise FileUnreadable(f"{path.name} is not a file.", "Leave it out.", str(path))
    return found


def unreadable(path: Path, error: Exception) -> FileUnreadable:
    """What an error of the system means for the photo."""
    reason = getattr(error, "strerror", None) or type(error).__name__
    remedy = "Put it back where it was, or connect the disk that it is on."
    if isinstance(error, PermissionError):
        remedy = "Close the program that has it open, or give yourself the right to read it."
    return FileUnreadable(f"{path.name} cannot be read: {reason}.", remedy, str(path))
