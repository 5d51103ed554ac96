"""A file on the server, by its address: what every resource gives that has files."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Callable, Mapping, Optional

from .answers import Answer
from .exchange import CancelCheck, never
from .session import Session
from .transport import StreamStart


@dataclass(frozen=True)
class RemoteFile:
    """path: its address below the server's; name: as a user knows it, whose ending says what it should hold.

    To get it as a file, whole or not at all, there is `core.transfers.fetch`.
    """

    session: Session = field(repr=False)
    path: str
    name: str
    params: Mapping[str, str] = field(default_factory=dict)

    @property
    def url(self) -> str:
        """The absolute address, which tells it from all others."""
        return self.session.url + self.path

    def stream(
        self,
        start: StreamStart,
        *,
        headers: Optional[Mapping[str, str]] = None,
        on_tick: Optional[Callable[[], None]] = None,
        cancelled: CancelCheck = never,
    ) -> Answer:
        """The file handed on as it comes, as `Session.stream` does."""
        return self.session.stream(
            self.path, start, params=self.params, headers=headers, on_tick=on_tick, cancelled=cancelled
        )
