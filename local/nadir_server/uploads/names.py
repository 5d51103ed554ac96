"""Names of uploaded files made safe: one path component, nothing that leads elsewhere."""
from __future__ import annotations

import re
import sys
from pathlib import PurePosixPath

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_NOT_ON_WINDOWS = re.compile(r'[<>:"|?*]')
_DEVICE = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)  # no files on Windows, whatever the suffix
LONGEST = 200  # bytes: file systems take 255 of a name
LONGEST_SUFFIX = 20


def safe_name(name: str) -> str:
    """The last component of `name` without control characters, or '' where nothing usable remains.

    Everything else is kept, whatever the script: clients look their files up by name.
    """
    last = _CONTROL.sub("", name.replace("\\", "/").rsplit("/", 1)[-1]).strip()
    if sys.platform == "win32":
        last = _NOT_ON_WINDOWS.sub("_", last).rstrip(". ")
        last = f"_{last}" if _DEVICE.fullmatch(last) else last
    if last in ("", ".", ".."):
        return ""
    return last if len(_bytes(last)) <= LONGEST else _shortened(last)


def _shortened(name: str) -> str:
    """The name cut to `LONGEST` bytes of UTF-8, with its extension where that is a plausible one."""
    suffix = PurePosixPath(name).suffix
    suffix = suffix if len(_bytes(suffix)) <= LONGEST_SUFFIX else ""
    stem = _bytes(name.removesuffix(suffix))[: LONGEST - len(_bytes(suffix))]
    return stem.decode("utf-8", "ignore") + suffix


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "replace")
