"""What a task's processing prints."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Optional, Tuple

from . import fields
from .answers import Answer, read_json
from .errors import UnexpectedAnswer


@dataclass(frozen=True)
class Console:
    """Some lines of the output. count: lines that there are in all, None from a server that does not say."""

    lines: Tuple[str, ...]
    count: Optional[int] = None

    @classmethod
    def from_answer(cls, answer: Answer) -> Console:
        """Out of each form in which servers tell it: an object with lines, a JSON string, plain text from old ones."""
        answer.raise_for_status()
        content = _content(answer)
        if isinstance(content, dict):
            return cls(fields.texts(content, "lines"), fields.integer(content, "count"))
        if not isinstance(content, str):
            raise UnexpectedAnswer("The server's console output cannot be read.", "", repr(content)[:200])
        return cls(tuple(content.rstrip("\n").split("\n")) if content else ())


def _content(answer: Answer) -> Any:
    if "json" not in answer.headers.get("Content-Type", "").lower():
        if answer.is_html:
            answer.json()  # raises what a page in place of an answer means
        return answer.text
    try:
        return read_json(answer.body)
    except ValueError:
        return answer.text
