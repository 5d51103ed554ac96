"""Ground control point files, whose positions on photos follow the photos' sizes."""
from __future__ import annotations

import re
from collections.abc import Mapping

# Geographic x, y, z, then the column and row on the photo, then the photo; names and extras behind it.
_LINE = re.compile(r"^(\s*\S+\s+\S+\s+\S+\s+)([-+.\deE]+)(\s+)([-+.\deE]+)(\s+)(\S+)(.*)$")


def scaled(text: str, ratios: Mapping[str, float]) -> str:
    """The text of a ground control point file; `ratios`: new over old size by photo, names in lower case."""
    return "\n".join(_scaled_line(line, ratios) for line in text.split("\n"))


def _scaled_line(line: str, ratios: Mapping[str, float]) -> str:
    found = _LINE.match(line)
    ratio = ratios.get(found[6].lower(), 1.0) if found else 1.0
    if found is None or ratio == 1.0:
        return line
    try:
        column, row = float(found[2]) * ratio, float(found[4]) * ratio
    except ValueError:  # a header that looks like it
        return line
    return f"{found[1]}{column:.3f}{found[3]}{row:.3f}{found[5]}{found[6]}{found[7]}"
