"""The files that a finished task has: downloads, and single files as they lie in the task's folder."""

from __future__ import annotations

import errno
import os
import tempfile
from pathlib import Path
from typing import BinaryIO, Callable, Mapping, Optional

from .address import segment
from .errors import ConnectionLost, FileUnwritable, InvalidAddress
from .exchange import CancelCheck, never
from .ids import ProjectId, TaskId
from .session import Session
from .transport import Sink

DownloadProgress = Callable[[int, Optional[int]], None]
"""Bytes received, and those there are (None where the server does not say)."""

_RAW_LIMIT = 64 * 1024 * 1024  # bytes


class Assets:
    """`/api/projects/{id}/tasks/{id}/download/` and `.../assets/`"""

    def __init__(self, session: Session) -> None:
        self._session = session

    def download(
        self,
        project_id: ProjectId,
        task_id: TaskId,
        asset: str,
        target: Path,
        progress: DownloadProgress = lambda received, total: None,
        *,
        cancelled: CancelCheck = never,
    ) -> None:
        """Fetch one of a task's `available_assets` to `target`, whose folder exists.

        Goes to a file beside the target, whose length is checked before it takes the target's name: under that name
        there is the old file or the whole new one. Nothing is left behind on failure. `progress` is called on the
        caller's thread.
        """
        path = f"{_task_path(project_id, task_id)}download/{segment(asset)}"
        part = _PartFile(target)
        try:
            self._session.stream(
                path, part.start, on_tick=lambda: progress(part.received, part.expected), cancelled=cancelled
            )
            part.finish()
        finally:
            part.discard()
        progress(part.received, part.expected)

    def raw_url(self, project_id: ProjectId, task_id: TaskId, path: str) -> str:
        """The absolute address of a file in the task's folder, such as entwine_pointcloud/ept.json."""
        return self._session.url + self._raw_path(project_id, task_id, path)

    def read_raw(
        self,
        project_id: ProjectId,
        task_id: TaskId,
        path: str,
        limit: int = _RAW_LIMIT,
        *,
        cancelled: CancelCheck = never,
    ) -> bytes:
        """A small file of the task's folder. Raises `NotFound`, and `AnswerTooLarge` above `limit` bytes."""
        return self._session.get_bytes(self._raw_path(project_id, task_id, path), limit=limit, cancelled=cancelled)

    @staticmethod
    def _raw_path(project_id: ProjectId, task_id: TaskId, path: str) -> str:
        parts = path.split("/")
        if not path or any("\\" in part for part in parts):
            raise InvalidAddress(f"'{path}' is no path in a task's folder.")
        return f"{_task_path(project_id, task_id)}assets/{'/'.join(segment(part) for part in parts)}"


class _PartFile:
    """Takes a download, and becomes the target when it is whole. Written on the exchange's thread."""

    def __init__(self, target: Path) -> None:
        self._target = target
        self._path: Optional[Path] = None
        self._stream: Optional[BinaryIO] = None
        self.received = 0
        self.expected: Optional[int] = None

    def start(self, _status: int, headers: Mapping[str, str]) -> Sink:
        """Make the file anew: a call that is repeated starts from nothing."""
        self._remove()
        self.received = 0
        length = headers.get("Content-Length", "")
        self.expected = int(length) if length.isdigit() and not headers.get("Content-Encoding") else None
        try:
            handle, name = tempfile.mkstemp(
                prefix=f".{self._target.name[:80]}.", suffix=".part", dir=self._target.parent
            )
        except OSError as error:
            raise self._unwritable(error) from error
        self._path = Path(name)
        self._stream = os.fdopen(handle, "wb")
        return self._write

    def _write(self, block: bytes) -> None:
        if self._stream is None:
            return
        try:
            self._stream.write(block)
        except OSError as error:
            raise self._unwritable(error) from error
        self.received += len(block)

    def finish(self) -> None:
        """Check the length and take the target's name."""
        if self._stream is None or self._path is None:
            raise ConnectionLost("The server sent no file.", "Try again.")
        if self.expected is not None and self.received != self.expected:
            raise ConnectionLost(
                f"The download of {self._target.name} broke off.",
                "Try again.",
                f"{self.received} of {self.expected} bytes",
            )
        try:
            self._stream.flush()
            os.fsync(self._stream.fileno())
            self._stream.close()
            self._path.chmod(0o644)
            self._path.replace(self._target)
        except OSError as error:
            raise self._unwritable(error) from error
        self._path = self._stream = None

    def discard(self) -> None:
        """Remove what has not become the target."""
        self._remove()

    def _remove(self) -> None:
        stream, path = self._stream, self._path
        self._stream = self._path = None
        if stream is not None:
            stream.close()
        if path is not None:
            path.unlink()

    def _unwritable(self, error: OSError) -> FileUnwritable:
        folder = self._target.parent
        if error.errno == errno.ENOSPC:
            return FileUnwritable(f"The disk is full: {folder}", "Make room, then try again.", str(error))
        reason = error.strerror or type(error).__name__
        return FileUnwritable(
            f"{self._target.name} cannot be written: {reason}.", f"Check the folder {folder}.", str(error)
        )


def _task_path(project_id: ProjectId, task_id: TaskId) -> str:
    return f"/api/projects/{segment(project_id)}/tasks/{segment(task_id)}/"
