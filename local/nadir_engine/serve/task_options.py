"""A client's options, checked against the engine's table and refused in NodeODM's words."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from nadir_engine import options as engine_options

Values = tuple[tuple[str, Any], ...]


class BadOptionsError(ValueError):
    """Options that cannot be used; the text is what NodeODM puts into `error`."""


def parse(text: str | None) -> Values:
    """Checked names and values from the JSON text `[{"name", "value"}]`.

    Options that the engine does not have are left out, as NodeODM does: presets made for another engine go on working.
    Raises BadOptionsError, for bad values with a JSON list of `{"name", "error"}` as its text.
    """
    if not text:
        return ()
    values: dict[str, Any] = {}
    errors: list[dict[str, str]] = []
    for name, value in _pairs(text):
        if name not in engine_options.BY_NAME:
            continue
        try:
            values[name] = _checked(name, value)
        except engine_options.OptionError as error:
            errors.append({"name": name, "error": str(error)})
    if errors:
        raise BadOptionsError(json.dumps(errors, separators=(",", ":")))
    return tuple(values.items())


def _checked(name: str, value: Any) -> Any:
    """The checked value. The engine takes a path for `cameras` too; over the network that would be any file of the node's."""
    checked = engine_options.check(name, value)
    if name == "cameras" and str(checked).strip() and not str(checked).lstrip().startswith("{"):
        raise engine_options.OptionError(name, "Give the content of a cameras.json, not a path")
    return checked


def _pairs(text: str) -> list[tuple[str, Any]]:
    try:
        items = json.loads(text)
    except ValueError as error:
        raise BadOptionsError(f"The options are not valid JSON: {error}") from error
    if not isinstance(items, list):
        return []
    return [(str(item["name"]), item.get("value")) for item in items if isinstance(item, dict) and "name" in item]


def described() -> list[dict[str, Any]]:
    """The body of `GET /options`: default values are text there, whatever their type."""
    return [{**option, "value": _as_text(option["value"])} for option in engine_options.node_options()]


def _as_text(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def save(values: Values, path: Path) -> None:
    """Writes checked options to the file that the engine reads them from: a command line may be too short for a camera file."""
    path.write_text(json.dumps(dict(values)), "utf-8")
