"""Values that come as JSON and are kept: what could not be written again is refused at the door."""
from __future__ import annotations

import math
from typing import Any

DEEPEST = 64  # levels; far below where Python gives up


def check_storable(value: Any, depth: int = 0) -> None:
    """Raise ValueError for infinite numbers, halves of characters (lone surrogates) and nesting without end."""
    if depth > DEEPEST:
        raise ValueError("it is nested too deeply")
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError("a number is too large")
    if isinstance(value, str) and not value.isascii():
        try:
            value.encode("utf-8")
        except UnicodeEncodeError as error:
            raise ValueError("a text holds half a character") from error
    if isinstance(value, dict):
        for key, item in value.items():
            check_storable(key, depth + 1)
            check_storable(item, depth + 1)
    elif isinstance(value, list):
        for item in value:
            check_storable(item, depth + 1)
