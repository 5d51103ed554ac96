"""The files that a finished task has: downloads, and single files as they lie in the task's folder."""

from __future__ import annotations

from typing import Optional

from . import fields
from .address import segment
from .errors import InvalidAddress
from .exchange import CancelCheck, never
from .ids import ProjectId, TaskId
from .remote_file import RemoteFile
from .session import Session
from .transport import Call

_RAW_LIMIT = 64 * 1024 * 1024  # bytes


class Assets:
    """`/api/projects/{id}/tasks/{id}/download/` and `.../assets/`"""

    def __init__(self, session: Session) -> None:
        self._session = session

    def download_url(self, project_id: ProjectId, task_id: TaskId, asset: str) -> str:
        """The absolute address of one of a task's `available_assets`."""
        return self._session.url + _download_path(project_id, task_id, asset)

    def file(self, project_id: ProjectId, task_id: TaskId, asset: str) -> RemoteFile:
        """One of a task's `available_assets`."""
        return RemoteFile(self._session, _download_path(project_id, task_id, asset), asset)

    def backup(self, project_id: ProjectId, task_id: TaskId) -> RemoteFile:
        """All of a task with its photos as one zip, which `Imports.file` makes a task of again."""
        return RemoteFile(self._session, f"{_task_path(project_id, task_id)}backup", "backup.zip")

    def model(self, project_id: ProjectId, task_id: TaskId) -> RemoteFile:
        """The textured model as one GLB, made smaller by the server where it is large."""
        return RemoteFile(self._session, f"{_task_path(project_id, task_id)}textured_model/", "textured_model.glb")

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
