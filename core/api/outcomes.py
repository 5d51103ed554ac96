"""Answers to verbs: some refusals come with status 200 and an error inside."""

from __future__ import annotations

from typing import Any

from .errors import InvalidRequest


def accepted(content: Any) -> Any:
    """The content of a good answer, as it is. Raises `InvalidRequest` where it is {"error": "..."}, a refusal."""
    error = content.get("error") if isinstance(content, dict) else None
    if error:
        told = error if isinstance(error, str) else repr(error)[:200]
        raise InvalidRequest(f"The server refused this: {told}", "", f"200 with an error: {told}", fields={"": [told]})
    return content
