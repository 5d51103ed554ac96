"""File names as clients send them, made safe for the node's own disk."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f<>:"|?*]')
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)
_LONGEST = 200  # bytes; the file systems allow 255, and part files have longer names


def safe_name(name: str) -> str:
    """The last part of `name`, without what a file system or Windows cannot have; '' where nothing is left."""
    last = re.split(r"[/\\]", name)[-1]
    clean = _FORBIDDEN.sub("_", last).strip().rstrip(". ")
    if clean.strip(".") == "":
        return ""
    if _RESERVED.fullmatch(clean):
        clean = "_" + clean
    return _shortened(clean)


def _shortened(name: str) -> str:
    if len(name.encode("utf-8")) <= _LONGEST:
        return name
    path = PurePosixPath(name)
    suffix = path.suffix if len(path.suffix.encode("utf-8")) <= 20 else ""
    stem = path.stem.encode("utf-8")[: _LONGEST - len(suffix.encode("utf-8"))]
    return stem.decode("utf-8", errors="ignore") + suffix


def safe_relative_path(path: str) -> str:
    """`path` as a plain relative one with forward slashes; '' where it is absolute or leaves its folder."""
    parts = path.replace("\\", "/").split("/")
    if path.startswith(("/", "\\")) or ".." in parts or ":" in path:
        return ""
    return "/".join(part for part in parts if part not in ("", "."))
