"""Compares a live JSON answer with a recorded one: the same keys, values of the same kind."""
from __future__ import annotations

from typing import Any


def kind(value: Any) -> str:
    if isinstance(value, bool):
        return "bool"
    return "number" if isinstance(value, (int, float)) else type(value).__name__


def differences(recorded: Any, live: Any, path: str = "") -> list[str]:
    """What differs. None on either side matches anything, and {} does; dictionaries keyed by numbers or names of bands are lists."""
    if recorded in (None, {}) or live is None:
        return []
    if kind(recorded) != kind(live):
        return [f"{path or 'body'} is {kind(live)}, recorded {kind(recorded)}"]
    found: list[str] = []
    if isinstance(recorded, dict):
        if recorded and all(key.isdigit() for key in recorded):
            return differences(list(recorded.values()), list(live.values()), path)
        found += [f"{path}.{key} is missing" for key in recorded if key not in live]
        found += [f"{path}.{key} is not documented" for key in live if key not in recorded]
        for key in recorded.keys() & live.keys():
            found += differences(recorded[key], live[key], f"{path}.{key}")
    elif isinstance(recorded, list) and recorded and live:
        found += differences(recorded[0], live[0], path + "[]")
    return found
