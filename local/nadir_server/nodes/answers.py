"""What a node says, made into values that can be trusted: right kinds, within limits, whatever was sent.

A node is somebody else's program. A field that makes no sense is taken as missing; what must be there raises ValueError.
"""
from __future__ import annotations

import json
import math
from dataclasses import dataclass, field
from typing import Any

LARGEST = 2**31 - 1  # of a number in the database
LONGEST_TEXT = 10_000  # characters of a reason, or of one console line
MOST_OPTIONS = 1000
OPTION_FIELDS = ("domain", "help", "name", "value", "type")
STATUS_CODES = (10, 20, 30, 40, 50)  # queued, running, failed, completed, canceled


@dataclass(frozen=True)
class NodeState:
    """`GET /info`. `max_images` None: no limit."""

    version: str
    engine: str
    engine_version: str
    queue_count: int
    max_images: int | None

    @classmethod
    def from_json(cls, answer: Any) -> NodeState:
        """Raises ValueError where this is no node's answer."""
        found = _dictionary(answer)
        if not isinstance(found.get("version"), str):
            raise ValueError("it does not say which version of the API it has")
        return cls(
            found["version"][:32],
            _text(found.get("engine"))[:255],
            _text(found.get("engineVersion"))[:32],
            _count(found.get("taskQueueCount")) or 0,
            _count(found.get("maxImages")),
        )


@dataclass(frozen=True)
class TaskState:
    """`GET /task/{uuid}/info`. `progress`: 0 to 1; `processing_time`: milliseconds, -1 while unknown."""

    status: int
    error: str
    progress: float
    processing_time: int
    images_count: int
    output: list[str] = field(default_factory=list)

    @classmethod
    def from_json(cls, answer: Any) -> TaskState:
        """Raises ValueError where it does not say how the task is."""
        found = _dictionary(answer)
        status = _dictionary(found.get("status"))
        code = status.get("code")
        if isinstance(code, bool) or not isinstance(code, int) or code not in STATUS_CODES:
            raise ValueError(f"the status {code!r:.40} is not known")
        time = _number(found.get("processingTime"))
        return cls(
            code,
            _text(status.get("errorMessage")),
            _share(found.get("progress")),
            -1 if time is None or time > 2**53 else time,
            _count(found.get("imagesCount")) or 0,
            _lines(found.get("output")),
        )


def options_from_json(answer: Any) -> list[dict[str, Any]]:
    """`GET /options` in the documented shape: name, type, value, domain, help; what has no name is left out."""
    if not isinstance(answer, list):
        raise ValueError("its options are no list")
    named = [item for item in answer[:MOST_OPTIONS] if isinstance(item, dict) and isinstance(item.get("name"), str)]
    return [{name: item.get(name, "") for name in OPTION_FIELDS} for item in named if item["name"]]


def _dictionary(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ValueError(f"{type(value).__name__} in place of an object")
    return value


def _text(value: Any) -> str:
    """Text as it is, all else as JSON; without zeros, which SQLite does not compare."""
    text = value if isinstance(value, str) else "" if value is None else json.dumps(value)
    return text[:LONGEST_TEXT].replace("\0", "").encode("utf-8", "replace").decode("utf-8")


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)


def _number(value: Any) -> int | None:
    return int(value) if _is_number(value) and value >= 0 else None


def _count(value: Any) -> int | None:
    number = _number(value)
    return None if number is None else min(number, LARGEST)


def _share(percent: Any) -> float:
    return min(max(percent / 100, 0.0), 1.0) if _is_number(percent) else 0.0


def _lines(value: Any) -> list[str]:
    if isinstance(value, str):
        value = value.split("\n")
    return [_text(line) for line in value] if isinstance(value, list) else []
