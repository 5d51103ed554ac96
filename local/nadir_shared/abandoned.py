"""Notices that nobody uses a process any more: QGIS starts server and node, and a QGIS that is killed stops neither.

The plugin writes who uses them into a JSON file (`users`: process ids). A user counts as gone when no process has its id,
or one that was started after the file was written: ids are given out again. Where the last one left on purpose and lets
the work go on (`end_when_idle`), nobody is waited for: the end of the work is the end of the process.
"""
from __future__ import annotations

import json
import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil  # type: ignore[import-untyped]

logger = logging.getLogger(__name__)
LOOK_SECONDS = 2.0
ABANDONED_AFTER = 60.0  # seconds without a user; one who restarts QGIS finds the server still there
FIRST_USER_SECONDS = 300.0  # the file is written once server and node are ready
CLOCKS_DIFFER = 2.0  # seconds, between a file system's time and the start of a process


@dataclass(frozen=True)
class Users:
    """What the file says: process ids, when it was written (seconds since 1970), and whether only work keeps them running."""

    users: tuple[int, ...]
    server: int
    node: int
    written: float
    end_when_idle: bool = False

    @classmethod
    def read(cls, path: Path) -> Users | None:
        """None where there is no such file, or one that cannot be read."""
        try:
            state: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
            ids = tuple(int(user) for user in state["users"])
            end_when_idle = state.get("end_when_idle") is True
            return cls(ids, int(state["server_pid"]), int(state["node_pid"]), path.stat().st_mtime, end_when_idle)
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError) as error:
            logger.warning("Who uses this is not known: %s", error)
            return None

    def lives(self, process: int) -> bool:
        """Whether the process that the file means is there."""
        try:
            found = psutil.Process(process)
            return found.status() != psutil.STATUS_ZOMBIE and found.create_time() <= self.written + CLOCKS_DIFFER
        except psutil.NoSuchProcess:
            return False
        except psutil.Error:
            return True  # it is there, and another user's

    def has_user(self) -> bool:
        """Whether a user lives."""
        return any(map(self.lives, self.users))


class Abandoned:
    """Looks on from a thread of its own, and ends the process once nobody uses it and it has nothing to do."""

    def __init__(
        self, path: Path, is_busy: Callable[[Users | None], bool], end: Callable[[], None], after: float = ABANDONED_AFTER
    ) -> None:
        """`is_busy` gets what the file says."""
        self._path, self._is_busy, self._end, self._after = path, is_busy, end, after
        self._was_used = False
        self._thread = threading.Thread(target=self._look_on, name="abandoned", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def _look_on(self) -> None:
        needed_at = time.monotonic()
        while True:
            time.sleep(min(LOOK_SECONDS, self._after / 4))
            users = Users.read(self._path)
            if self._is_needed(users):
                needed_at = time.monotonic()
            if time.monotonic() - needed_at > self._patience(users):
                logger.info("Nobody uses this any more, and nothing is left to do")
                self._end()
                return

    def _patience(self, users: Users | None) -> float:
        """Seconds to wait for a user. Where the last one left on purpose: until a second look finds nothing to do, too."""
        if users is not None and users.end_when_idle and os.getpid() in (users.server, users.node):
            return min(LOOK_SECONDS, self._after) / 2
        return self._after if self._was_used else max(self._after, FIRST_USER_SECONDS)

    def _is_needed(self, users: Users | None) -> bool:
        if users is not None and os.getpid() in (users.server, users.node):
            self._was_used = True
            if users.has_user():
                return True
        return self._is_busy(users)


def end_this_process() -> None:
    """As if it had been told to: its main thread ends it in good order."""
    if sys.platform == "win32":  # where os.kill would end it in the middle of whatever it does
        import _thread

        _thread.interrupt_main(signal.SIGTERM)
    else:
        os.kill(os.getpid(), signal.SIGTERM)
