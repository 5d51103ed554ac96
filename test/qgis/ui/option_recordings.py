"""Every list of processing options in the recordings of real servers and nodes."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from nadir.core.api.options import NodeOption

RECORDINGS = Path(__file__).resolve().parents[2] / "recordings"


def recorded_body(path: str) -> Any:
    """What a server answered, by the recording's path without ending."""
    return json.loads((RECORDINGS / f"{path}.json").read_text(encoding="utf-8"))["body"]


@cache
def option_lists() -> tuple[tuple[NodeOption, ...], ...]:
    """All of them, each as it was recorded."""
    found: list[tuple[NodeOption, ...]] = []
    for path in sorted(RECORDINGS.rglob("*.json")):
        text = path.read_text(encoding="utf-8")
        if '"domain"' in text:
            found += _lists(json.loads(text))
    return tuple(found)


def _lists(value: Any) -> list[tuple[NodeOption, ...]]:
    if isinstance(value, dict):
        return [each for inner in value.values() for each in _lists(inner)]
    if not isinstance(value, list):
        return []
    if value and isinstance(value[0], dict) and {"domain", "name", "type"} <= set(value[0]):
        return [NodeOption.list_from_json(value)]
    return [each for inner in value for each in _lists(inner)]
