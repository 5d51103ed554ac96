"""Names from elsewhere as names of files here: whatever they hold, they stay in their folder, on every system."""

from __future__ import annotations

import hashlib
import re
import unicodedata

_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]')
_DEVICES = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)( *\..*)?", re.IGNORECASE)
_LONGEST = 100  # characters


def is_safe(name: str) -> bool:
    """Whether a name can be a file's on Windows, macOS and Linux alike, and only of a file in its very folder."""
    return (
        bool(name)
        and len(name) <= _LONGEST
        and not _FORBIDDEN.search(name)
        and not name.startswith(".")
        and not name.endswith((".", " "))
        and not _DEVICES.fullmatch(name)
        and name == unicodedata.normalize("NFC", name)
        and name.encode("utf-8", "replace").decode() == name
    )


def safe_name(name: str) -> str:
    """The name itself where it is safe, else one like it with a few digits that keep it apart from all others."""
    if is_safe(name):
        return name
    digits = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    plain = _FORBIDDEN.sub("_", unicodedata.normalize("NFC", name)).encode("ascii", "replace").decode()
    stem, dot, ending = plain.replace("?", "_").rpartition(".")
    if not dot or not re.fullmatch(r"\w{1,10}", ending):
        stem, ending = plain.replace("?", "_"), ""
    return f"{stem.strip('. ')[:40] or 'file'}-{digits}" + (f".{ending}" if ending else "")


def digest(text: str) -> str:
    """Eight digits that stand for a text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]
