# ruff: noqa: N818 - errors are named by what happened
"""Errors as users meet them: what happened, what can be done, and the technical detail."""

from __future__ import annotations


class NadirError(Exception):
    """An error that can be shown.

    summary: what happened, in the user's words, a whole sentence.
    remedy: what the user can do about it, or ''.
    detail: for the log and the details box; never holds a password or a token.
    """

    def __init__(self, summary: str, remedy: str = "", detail: str = "") -> None:
        super().__init__(summary)
        self.summary = summary
        self.remedy = remedy
        self.detail = detail

    def __str__(self) -> str:
        return " ".join(part for part in (self.summary, self.remedy) if part)


class Cancelled(NadirError):
    """The user cancelled; ends the work and is never shown as an error."""

    def __init__(self, summary: str = "Cancelled.", remedy: str = "", detail: str = "") -> None:
        super().__init__(summary, remedy, detail)
