"""What the user decided in the *New task* dialog."""

from __future__ import annotations

from dataclasses import dataclass

from ...core.workspace import Survey


@dataclass(frozen=True)
class NewTask:
    """The server that it goes to, and all that is to be done there."""

    connection_id: str
    survey: Survey
