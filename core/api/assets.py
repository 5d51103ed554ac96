"""The files that a finished task has: downloads, and single files as they lie in the task's folder."""

from __future__ import annotations

from typing import Callable, Mapping, Optional

from . import fields
from .address import segment
from .answers import Answer
from .errors import InvalidAddress
from .exchange import CancelCheck, never
from .ids import ProjectId, TaskId
from .session import Session
from .transport import Call, StreamStart

_RAW_LIMIT = 64 * 1024 * 1024  # bytes


class Assets:
    """`/api/projects/{id}/tasks/{id}/download/` and `.../assets/`"""

    def __init__(self, session: Session) -> None:
        self._session = session

    def download_url(self, project_id: ProjectId, task_id: TaskId, asset: str) -> str:
        """The absolute address of one of a task's `available_assets`."""
        return self._session.url + _download_path(project_id, task_id, asset)

    def stream(
        self,
        project_id: ProjectId,
        task_id: TaskId,
        asset: str,
        start: StreamStart,
        *,
        headers: Optional[Mapping[str, str]] = None,
        on_tick: Optional[Callable[[], None]] = None,
        cancelled: CancelCheck = never,
    ) -> Answer:
        """One of a task's `available_assets`, handed on as it comes, as `Session.stream` does.

        To get it as a file, whole or not at all, there is `core.transfers.downloads`.
        """
        path = _download_path(project_id, task_id, asset)
        return self._session.stream(path, start, headers=headers, on_tick=on_tick, cancelled=cancelled)

    def stream_backup(
        self,
        project_id: ProjectId,
        task_id: TaskId,
        start: StreamStart,
        *,
        on_tick: Optional[Callable[[], None]] = None,
        cancelled: CancelCheck = never,
    ) -> Answer:
        """All of a task with its photos as one zip, which `Imports.file` makes a task of again."""
        path = f"{_task_path(project_id, task_id)}backup"
        return self._session.stream(path, start, on_tick=on_tick, cancelled=cancelled)

    def stream_model(
        self,
        project_id: ProjectId,
        task_id: TaskId,
        start: StreamStart,
        *,
        on_tick: Optional[Callable[[], None]] = None,
        cancelled: CancelCheck = never,
    ) -> Answer:
        """The textured model as one GLB, made smaller by the server where it is large."""
        path = f"{_task_path(project_id, task_id)}textured_model/"
        return self._session.stream(path, start, on_tick=on_tick, cancelled=cancelled)

    def size(
        self, project_id: ProjectId, task_id: TaskId, asset: str, *, cancelled: CancelCheck = never
    ) -> Optional[int]:
        """Bytes of one of a task's `available_assets`; None where the server does not say. Asked once only."""
        call = Call("HEAD", _download_path(project_id, task_id, asset), idempotent=False)
        answer = self._session.call(call, cancelled=cancelled)
        answer.raise_for_status()
        packed = bool(answer.headers.get("Content-Encoding"))
        return None if packed else fields.count(answer.headers.get("Content-Length", ""))

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


def _task_path(project_id: ProjectId, task_id: TaskId) -> str:
    return f"/api/projects/{segment(project_id)}/tasks/{segment(task_id)}/"


def _download_path(project_id: ProjectId, task_id: TaskId, asset: str) -> str:
    return f"{_task_path(project_id, task_id)}download/{segment(asset)}"
