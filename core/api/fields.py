"""Reads fields out of JSON that is not trusted: a missing or odd value gives the default, unknown ones do no harm."""

from __future__ import annotations

import math
from datetime import datetime, timezone
from typing import Any, List, Mapping, Optional, Tuple

from .errors import UnexpectedAnswer

_MOST_DIGITS = 19  # of what a server counts in

Json = Mapping[str, Any]
Bounds = Tuple[float, float, float, float]
"""West, south, east, north in degrees (EPSG:4326)."""


def sequence(content: Any, what: str) -> List[Any]:
    """The content as a list. Raises `UnexpectedAnswer`."""
    if not isinstance(content, list):
        raise UnexpectedAnswer(
            f"The server's answer is no {what}.", "Check the address of the server.", repr(content)[:200]
        )
    return content


def mapping(content: Any, what: str) -> Json:
    """The content as an object. Raises `UnexpectedAnswer`."""
    if not isinstance(content, dict):
        raise UnexpectedAnswer(
            f"The server's answer is no {what}.", "Check the address of the server.", repr(content)[:200]
        )
    return content


def identifier(data: Json, key: str = "id") -> str:
    """An id as an opaque string. Raises `UnexpectedAnswer` where there is none."""
    value = data.get(key)
    if isinstance(value, bool) or not isinstance(value, (str, int)) or value == "":
        raise UnexpectedAnswer(
            "The server's answer lacks an id.", "Check the address of the server.", f"{key}: {value!r}"
        )
    return str(value)


def optional_identifier(data: Json, key: str) -> Optional[str]:
    value = data.get(key)
    return str(value) if isinstance(value, (str, int)) and not isinstance(value, bool) and value != "" else None


def text(data: Json, key: str, default: str = "") -> str:
    value = data.get(key)
    return value if isinstance(value, str) else default


def flag(data: Json, key: str, default: bool = False) -> bool:
    value = data.get(key)
    return value if isinstance(value, bool) else default


def number(data: Json, key: str) -> Optional[float]:
    return finite(data.get(key))


def finite(value: Any) -> Optional[float]:
    """A number that can be reckoned with; NaN and infinity, which Python's JSON lets through, are none."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    try:
        return float(value) if math.isfinite(value) else None
    except OverflowError:  # an int with hundreds of digits
        return None


def integer(data: Json, key: str) -> Optional[int]:
    value = finite(data.get(key))
    return None if value is None else int(value)


def count(text: str) -> Optional[int]:
    """A number of things, or an id of an old server, out of its digits; None where it is anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < _MOST_DIGITS else None


def fraction(data: Json, key: str) -> float:
    """A number between 0 and 1; 0 where there is none."""
    return min(1.0, max(0.0, number(data, key) or 0.0))


def texts(data: Json, key: str) -> Tuple[str, ...]:
    value = data.get(key)
    return tuple(item for item in value if isinstance(item, str)) if isinstance(value, list) else ()


def names(data: Json, key: str) -> Tuple[str, ...]:
    """A list of names or of ids, which old servers give as numbers."""
    value = data.get(key)
    found = value if isinstance(value, list) else []
    return tuple(str(item) for item in found if isinstance(item, (str, int)) and not isinstance(item, bool))


def objects(data: Json, key: str) -> List[Json]:
    value = data.get(key)
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def child(data: Json, key: str) -> Json:
    value = data.get(key)
    return value if isinstance(value, dict) else {}


def moment(data: Json, key: str) -> Optional[datetime]:
    """A time with its zone, UTC where a server names none; Python before 3.11 does not read the 'Z'."""
    try:
        found = datetime.fromisoformat(text(data, key).replace("Z", "+00:00"))
    except ValueError:
        return None
    return found if found.tzinfo is not None else found.replace(tzinfo=timezone.utc)


def position(value: Any) -> Optional[Tuple[float, float, Optional[float]]]:
    """Longitude, latitude, altitude (None where there is none) of a GeoJSON position; None where it is anything else."""
    numbers = [finite(item) for item in value[:3]] if isinstance(value, list) else []
    if len(numbers) < 2 or numbers[0] is None or numbers[1] is None:
        return None
    return (numbers[0], numbers[1], numbers[2] if len(numbers) == 3 else None)


def bounds(value: Any) -> Optional[Bounds]:
    """West, south, east, north; None where the value is anything else."""
    numbers = [finite(item) for item in value] if isinstance(value, list) else []
    known = [item for item in numbers if item is not None]
    if len(numbers) != 4 or len(known) != 4:
        return None
    west, south, east, north = known
    return (west, south, east, north)
