"""The processing options of a task: a list of {name, value}, as JSON or, in form posts, as JSON text."""
from __future__ import annotations

import json
from typing import Any

from rest_framework import serializers

from nadir_server.api.values import check_storable


class OptionsField(serializers.Field):
    """Checks the form only; whether a name and a value make sense is the node's to say."""

    default_error_messages = {"json": "Value must be valid JSON.", "invalid": "Invalid options"}

    def to_representation(self, value: Any) -> Any:
        return value

    def to_internal_value(self, data: Any) -> list[dict[str, Any]]:
        if isinstance(data, str):
            try:
                data = json.loads(data)
                check_storable(data)
            except (ValueError, RecursionError):
                self.fail("json")
        if not isinstance(data, list) or not all(_is_option(option) for option in data):
            self.fail("invalid")
        return [{"name": option["name"], "value": option["value"]} for option in data]


def _is_option(option: Any) -> bool:
    """A falsy value is refused, as documented: an option that is off is left out."""
    return (
        isinstance(option, dict)
        and isinstance(option.get("name"), str)
        and bool(option["name"])
        and isinstance(option.get("value"), (str, int, float))
        and bool(option["value"])
    )
