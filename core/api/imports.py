"""Tasks made of results that exist already: backups of other tasks, files at an address, rasters from elsewhere."""

from __future__ import annotations

import uuid
from enum import Enum
from pathlib import Path
from typing import Any, Callable, Dict, List, Mapping, Tuple
from urllib.parse import urlsplit

from . import fields
from .creation import create_once
from .errors import InvalidRequest, UnexpectedAnswer
from .exchange import CancelCheck, never
from .ids import ProjectId, TaskId
from .multipart import FilePart, MultipartBody
from .outcomes import accepted
from .retry import RetryPolicy, StopWhen
from .sending import CHUNK_BYTES, Chunk
from .session import Session
from .task import Task
from .tasks import Tasks, tasks_path

_LONG_SILENCE = 600.0  # seconds; a server that got the last byte of a large file moves it about before it answers
_RESENDING = RetryPolicy(attempts=8)

Form = List[Tuple[str, str]]
ImportProgress = Callable[[int, int], None]
"""Bytes sent, and those there are."""


class ExternalKind(Enum):
    """Products that did not come from a task, by the API's names."""

    ORTHOPHOTO = "orthophoto"
    DSM = "dsm"
    DTM = "dtm"
    POINT_CLOUD = "pointcloud"
    TEXTURED_MODEL = "texturedmodel"


def _unseen(sent: int, total: int) -> None:
    """The default of every `progress`."""


class Imports:
    """`/api/projects/{id}/tasks/import`. Returned tasks are still being unpacked: wait for them with `Tasks.wait`.

    What cannot be unpacked fails there, with the reason in its `last_error`.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._tasks = Tasks(session)

    def file(
        self,
        project_id: ProjectId,
        path: Path,
        name: str,
        progress: ImportProgress = _unseen,
        *,
        chunk_bytes: int = CHUNK_BYTES,
        cancelled: CancelCheck = never,
    ) -> Task:
        """Make a task of an all.zip or a backup, in chunks where it is larger than one.

        Chunks here go where they say, other than those of photos: one whose answer was lost is sent again. The last
        makes the task, once: where its answer got lost the task is looked for first. `progress` is called on the
        caller's thread.
        """
        whole = FilePart.of(path, field="file")
        count = max(1, -(-whole.size // chunk_bytes))
        upload_id = str(uuid.uuid4())
        offset = 0
        for index in range(count - 1):
            chunk = Chunk(whole.stretch(offset, chunk_bytes), upload_id, index, count)
            self._send_chunk(project_id, name, chunk, chunk_bytes, progress, cancelled)
            offset += chunk_bytes
        last = whole.stretch(offset, whole.size - offset)
        form = [("name", name)]
        if count > 1:
            form += _chunk_form(Chunk(last, upload_id, count - 1, count), chunk_bytes)
        task = self._make(project_id, name, lambda: self._send(project_id, form, last, progress, cancelled), cancelled)
        progress(whole.size, whole.size)  # the last answer may have been lost
        return task

    def url(self, project_id: ProjectId, url: str, name: str, *, cancelled: CancelCheck = never) -> Task:
        """Make a task of a zip that the server fetches itself. Raises `InvalidRequest` for what is no web address."""
        if urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).netloc:
            raise InvalidRequest(f"The server cannot fetch {url}.", "Give an address that begins with http or https.")
        path = f"{tasks_path(project_id)}import"
        content = {"url": url, "name": name}
        return self._make(
            project_id, name, lambda: accepted(self._session.post(path, content, cancelled=cancelled)), cancelled
        )

    def external(
        self,
        project_id: ProjectId,
        name: str,
        files: Mapping[ExternalKind, Path],
        progress: ImportProgress = _unseen,
        *,
        cancelled: CancelCheck = never,
    ) -> Task:
        """Make a task of rasters, a cloud or a model from elsewhere, each sent whole."""
        parts = {kind: FilePart.of(path, field=kind.value) for kind, path in files.items()}
        if not parts:
            raise InvalidRequest("There is nothing to import.", "Choose at least one file.")
        total, done = sum(part.size for part in parts.values()), 0

        def tell(sent: int, _size: int) -> None:
            progress(done + sent, total)

        import_id = self.begin_external(project_id, cancelled=cancelled)
        for kind, part in parts.items():
            self.upload_external(project_id, import_id, kind, part.path, tell, cancelled=cancelled)
            done += part.size
        return self.commit_external(project_id, import_id, name, cancelled=cancelled)

    def begin_external(self, project_id: ProjectId, *, cancelled: CancelCheck = never) -> str:
        """Open an import; returns its id. One that is not committed comes to nothing."""
        path = f"{tasks_path(project_id)}import/external/init"
        content = accepted(self._session.post(path, idempotent=True, cancelled=cancelled))
        import_id = fields.text(fields.mapping(content, "start of an import"), "uuid")
        if not import_id:
            raise UnexpectedAnswer("The server has not opened the import.", "Try again.", repr(content)[:200])
        return import_id

    def upload_external(
        self,
        project_id: ProjectId,
        import_id: str,
        kind: ExternalKind,
        path: Path,
        progress: ImportProgress = _unseen,
        *,
        cancelled: CancelCheck = never,
    ) -> str:
        """Send one product; returns the name of the asset that it becomes."""
        part = FilePart.of(path, field=kind.value)
        address = f"{tasks_path(project_id)}import/external/upload"
        content = accepted(self._post(address, [("uuid", import_id)], part, progress, cancelled))
        data = fields.mapping(content, "answer to an upload")
        if not fields.flag(data, "done"):
            raise UnexpectedAnswer("The server did not keep the whole file.", "Try again.", repr(content)[:200])
        return fields.text(data, "asset")

    def commit_external(
        self, project_id: ProjectId, import_id: str, name: str, *, cancelled: CancelCheck = never
    ) -> Task:
        """Make the task, once."""
        path = f"{tasks_path(project_id)}import/external/commit"
        content = {"uuid": import_id, "name": name}
        return self._make(
            project_id, name, lambda: accepted(self._session.post(path, content, cancelled=cancelled)), cancelled
        )

    def _make(self, project_id: ProjectId, name: str, send: Callable[[], Any], cancelled: CancelCheck) -> Task:
        def candidates() -> Tuple[Task, ...]:
            tasks = self._tasks.list(project_id, cancelled=cancelled)
            return tuple(task for task in tasks if task.name == name and task.import_url)

        def key(task: Task) -> TaskId:
            return task.id

        return create_once(lambda: Task.from_json(send()), candidates, key, cancelled=cancelled)

    def _send_chunk(
        self,
        project_id: ProjectId,
        name: str,
        chunk: Chunk,
        chunk_bytes: int,
        progress: ImportProgress,
        cancelled: CancelCheck,
    ) -> None:
        form = [("name", name), *_chunk_form(chunk, chunk_bytes)]
        content = _RESENDING.call(
            lambda: self._send(project_id, form, chunk.part, progress, cancelled), StopWhen(cancelled)
        )
        if not isinstance(content, dict) or content.get("uploaded") is not True:
            raise UnexpectedAnswer("The server did not keep a part of the file.", "Try again.", repr(content)[:200])

    def _send(
        self,
        project_id: ProjectId,
        form: Form,
        part: FilePart,
        progress: ImportProgress,
        cancelled: CancelCheck,
    ) -> Any:
        return accepted(self._post(f"{tasks_path(project_id)}import", form, part, progress, cancelled))

    def _post(
        self,
        address: str,
        form: Form,
        part: FilePart,
        progress: ImportProgress,
        cancelled: CancelCheck,
    ) -> Any:
        sent: Dict[str, int] = {"bytes": 0}
        body = MultipartBody(form, [part], lambda count: sent.update(bytes=count))

        def tell() -> None:
            progress(part.offset + min(sent["bytes"], part.size), part.whole)

        content = self._session.post_form(
            address, body, silence=_LONG_SILENCE, on_tick=tell, cancelled=cancelled
        )
        progress(part.offset + part.size, part.whole)
        return content


def _chunk_form(chunk: Chunk, chunk_bytes: int) -> Form:
    """As for photos, with the size that the chunks of this file have."""
    return [(key, str(chunk_bytes) if key == "dzchunksize" else value) for key, value in chunk.form()]
