"""Long work that a server does in the background: exports, contours, volumes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Callable, Mapping, Optional

from . import fields
from .address import segment
from .errors import UnexpectedAnswer, WorkFailed
from .exchange import CancelCheck, never
from .remote_file import RemoteFile
from .session import Session
from .waiting import wait_until

DEADLINE = 1800.0
"""Seconds that work is waited for by default. A server says 'not ready' for ever of work that it does not know."""
_FIRST_WAIT, _LONGEST_WAIT = 0.25, 5.0  # seconds between two looks
_PATIENCE = 120.0  # seconds that a server may be out of reach while it works

WorkProgress = Callable[[Optional[float]], None]
"""Fraction done, None where the server does not say."""


@dataclass(frozen=True)
class WorkState:
    """How far work is. `error`: why it failed, '' where it did not; `fraction`: told by newer servers only."""

    ready: bool
    error: str = ""
    fraction: Optional[float] = None

    @classmethod
    def from_json(cls, content: Any) -> WorkState:
        data = fields.mapping(content, "state of background work")
        percent = fields.number(data, "progress")
        fraction = None if percent is None else min(max(percent / 100.0, 0.0), 1.0)
        return cls(fields.flag(data, "ready"), fields.text(data, "error"), fraction)


class Workers:
    """`/api/workers/`"""

    def __init__(self, session: Session) -> None:
        self._session = session

    def check(self, work_id: str, *, cancelled: CancelCheck = never) -> WorkState:
        """How far it is. Work that the server does not know, or has forgotten, is not ready for ever."""
        return WorkState.from_json(
            self._session.get_json(f"/api/workers/check/{segment(work_id)}", cancelled=cancelled)
        )

    def wait(
        self,
        work_id: str,
        progress: WorkProgress = lambda fraction: None,
        *,
        deadline: float = DEADLINE,
        cancelled: CancelCheck = never,
    ) -> None:
        """Wait until the work is done, asking less and less often. `deadline` in seconds.

        Raises `WorkFailed` with the server's reason, `NeverReady` after the deadline, and what a call raises, a server
        out of reach only after two minutes.
        """

        def done() -> Optional[bool]:
            state = self.check(work_id, cancelled=cancelled)
            if state.error:
                raise WorkFailed(f"The server could not do this: {state.error}", "", f"Work {work_id}")
            if state.ready:
                return True
            progress(state.fraction)
            return None

        wait_until(
            done, every=_FIRST_WAIT, longest=_LONGEST_WAIT, deadline=deadline, patience=_PATIENCE, what="The server",
            cancelled=cancelled,
        )  # fmt: skip

    def result(self, work_id: str, *, cancelled: CancelCheck = never) -> Mapping[str, Any]:
        """What the work came to, where that is JSON. Raises `WorkFailed` where it came to an error."""
        content = self._session.get_json(_result_path(work_id), cancelled=cancelled)
        if not isinstance(content, dict):
            raise UnexpectedAnswer("The server's answer cannot be read.", "Try again.", f"Result of work {work_id}")
        if content.get("error"):
            raise WorkFailed(f"The server could not do this: {content['error']}", "", f"Work {work_id}")
        return content

    def file(self, work_id: str, filename: str) -> RemoteFile:
        """The file that the work made; its name is the one that the server is to give it."""
        return RemoteFile(self._session, _result_path(work_id), filename, {"filename": filename})


def _result_path(work_id: str) -> str:
    return f"/api/workers/get/{segment(work_id)}"

