"""What the engine tells the user when it cannot go on."""

from __future__ import annotations


class EngineError(Exception):
    """A run cannot go on: `message` says what happened in the user's words, `remedy` what can be done."""

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy


class UnreadablePhoto(EngineError):
    """A photo's pixels cannot be decoded."""
