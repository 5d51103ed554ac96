"""Serializer fields that more than one resource uses."""
from __future__ import annotations

import json
from typing import Any

from rest_framework import serializers

from nadir_server.api.values import check_storable


class TagsField(serializers.Field):
    """A list of words; in form posts as JSON text."""

    def to_representation(self, value: Any) -> list[str]:
        return list(value or [])

    def to_internal_value(self, data: Any) -> list[str]:
        if isinstance(data, str):
            try:
                data = json.loads(data) if data else []
            except (ValueError, RecursionError):
                data = data.split(",")
        if not isinstance(data, list) or not all(isinstance(tag, str) for tag in data):
            raise serializers.ValidationError("Tags must be a list of words.")
        try:
            check_storable(data)
        except ValueError as error:
            raise serializers.ValidationError("Tags must be a list of words.") from error
        return [tag.strip() for tag in data if tag.strip()]
