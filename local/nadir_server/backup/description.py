"""`data/backup.json`: the fields of a task in a backup."""
from __future__ import annotations

import json
import math
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from rest_framework.exceptions import ValidationError

from nadir_server.api.fields import TagsField
from nadir_server.api.values import check_storable
from nadir_server.rasters.cut import is_polygon
from nadir_server.tasks.models import Task
from nadir_server.tasks.options import OptionsField

LARGEST = 16 * 1024 * 1024  # bytes of a description that is read
UNNAMED = "Imported Task"


def describe(task: Task) -> dict[str, Any]:
    """What a backup says of the task."""
    return {
        "name": task.name,
        "processing_time": task.processing_time,
        "options": task.options,
        "created_at": task.created_at.timestamp(),
        "public": task.public,
        "resize_to": task.resize_to,
        "potree_scene": task.potree_scene,
        "tags": task.tags,
        "crop": task.crop,
    }


@dataclass(frozen=True)
class Restored:
    """The usable fields of a description."""

    fields: dict[str, Any] = field(default_factory=dict)

    def fields_for(self, task: Task) -> dict[str, Any]:
        """What the task takes over: a name only where the import was given none."""
        return {name: value for name, value in self.fields.items() if name != "name" or task.name in (None, "", UNNAMED)}


def read_description(path: Path) -> Restored:
    """What can be used of a description that somebody else wrote; the rest is left out.

    `public` is left out too: what was public on another server is shown to nobody here before its owner says so.
    """
    if path.stat().st_size > LARGEST:
        return Restored()
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        check_storable(found)
    except (ValueError, RecursionError):
        return Restored()
    if not isinstance(found, dict):
        return Restored()
    restored: dict[str, Any] = {}
    for name, read in READERS.items():
        value = read(found[name]) if name in found else None
        if value is not None:
            restored[name] = value
    return Restored(restored)


def _name(value: Any) -> str | None:
    return value[:255] if isinstance(value, str) and value else None


def _whole(value: Any) -> int | None:
    is_whole = isinstance(value, int) and not isinstance(value, bool) and -1 <= value < 2**31
    return value if is_whole else None


def _options(value: Any) -> list[dict[str, Any]] | None:
    try:
        return OptionsField().to_internal_value(value) if value else None
    except ValidationError:
        return None


def _tags(value: Any) -> list[str] | None:
    try:
        return TagsField().to_internal_value(value)
    except ValidationError:
        return None


def _moment(value: Any) -> datetime | None:
    """Seconds since 1970 as a moment in the past."""
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        return None
    now = datetime.now(timezone.utc).timestamp()
    return datetime.fromtimestamp(value, timezone.utc) if 0 < value <= now else None


READERS: dict[str, Callable[[Any], Any]] = {
    "name": _name,
    "processing_time": _whole,
    "options": _options,
    "created_at": _moment,
    "resize_to": _whole,
    "potree_scene": lambda value: value if isinstance(value, dict) else None,
    "tags": _tags,
    "crop": lambda value: value if is_polygon(value) else None,
}
