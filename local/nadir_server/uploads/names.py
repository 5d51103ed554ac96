"""Names of uploaded files made safe: one path component, nothing that leads elsewhere."""
from __future__ import annotations

import re
import sys

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_NOT_ON_WINDOWS = re.compile(r'[<>:"|?*]')
LONGEST = 200


def safe_name(name: str) -> str:
    """The last component of `name` without control characters, or '' where nothing usable remains.

    Everything else is kept, whatever the script: clients look their files up by name.
    """
    last = _CONTROL.sub("", name.replace("\\", "/").rsplit("/", 1)[-1]).strip()
    if sys.platform == "win32":
        last = _NOT_ON_WINDOWS.sub("_", last).rstrip(". ")
    if last in ("", ".", ".."):
        return ""
    stem, dot, extension = last.rpartition(".")
    return f"{stem[: LONGEST - len(extension)]}{dot}{extension}" if len(last) > LONGEST and dot else last[:LONGEST]
