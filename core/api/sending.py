"""Making a task and sending its photos: whole or in chunks to a partial task, or all in one request."""

from __future__ import annotations

import json
import logging
import threading
import time
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Callable, Collection, Container, Iterator, List, Optional, Sequence, Tuple
from urllib.parse import quote

from ..errors import Cancelled
from . import fields
from .errors import ApiError, FileChanged, InvalidRequest, NotFound, UnexpectedAnswer
from .exchange import CancelCheck, never
from .ids import NodeId, ProjectId, TaskId, as_sent
from .legacy import PartialUploadUnsupported, partial_upload_unsupported
from .multipart import FilePart, Fingerprint, Grant, MultipartBody, file_parts, unlimited
from .session import Session
from .task import Task, TaskOption, options_to_json
from .tasks import Tasks, tasks_path
from .transport import Call

_log = logging.getLogger(__name__)

CHUNK_BYTES = 8_000_000  # files up to this size go whole, as from the server's own pages
_LONG_SILENCE = 600.0  # seconds; a server that was sent a thousand photos at once moves them about before it answers
_ORPHAN_WAIT = 0.5  # seconds between two looks at a task that may be an orphan


@dataclass(frozen=True)
class Chunk:
    """A stretch of a large file: number `index` of `count`, under an id that the file's chunks share.

    full: bytes of each but the last.

    Servers append what comes, whatever they are told of its place: a file's chunks go strictly in order, none twice, and
    a file in doubt begins again with a new id.
    """

    part: FilePart
    upload_id: str
    index: int
    count: int
    full: int = CHUNK_BYTES

    def form(self) -> List[Tuple[str, str]]:
        """The fields that make a server take it for a chunk."""
        values = (
            ("dzuuid", self.upload_id),
            ("dzchunkindex", self.index),
            ("dztotalfilesize", self.part.whole),
            ("dzchunksize", self.full),
            ("dztotalchunkcount", self.count),
            ("dzchunkbyteoffset", self.part.offset),
        )
        return [(name, str(value)) for name, value in values]


def chunks_of(path: Path, name: str, size: int, chunk_bytes: int) -> Iterator[Chunk]:
    """The chunks of a file of `size` bytes in order, under a new id. Raises `FileUnreadable`, `FileChanged`."""
    whole = FilePart.of(path, name=name)
    if whole.size != size:
        raise FileChanged(f"{path.name} has changed.", "Try again.", str(path))
    upload_id, count = str(uuid.uuid4()), -(-size // chunk_bytes)
    for index in range(count):
        offset = index * chunk_bytes
        yield Chunk(whole.stretch(offset, min(chunk_bytes, size - offset)), upload_id, index, count, chunk_bytes)


class Sending:
    """What brings photos to a server, under `/api/projects/{id}/tasks/`."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._tasks = Tasks(session)

    def create(
        self,
        project_id: ProjectId,
        files: Sequence[Path],
        name: str,
        options: Sequence[TaskOption] = (),
        progress: Callable[[int, int], None] = lambda sent, total: None,
        *,
        names: Sequence[str] = (),
        node_id: Optional[NodeId] = None,
        resize_to: Optional[int] = None,
        align_to: str = "",
        grant: Grant = unlimited,
        cancelled: CancelCheck = never,
    ) -> Task:
        """Create a task with all its photos in one request, streamed from disk; processing starts at once.

        At least two photos; `names` are theirs on the server. `progress` is called with the bytes sent and those there
        are, on the caller's thread. Not repeated: what came of a request without an answer has to be looked for.
        """
        sent = _Counter()
        content = _content(name, options, node_id, True, resize_to, align_to)
        form = [(key, _form_text(value)) for key, value in content.items()]
        body = MultipartBody(form, file_parts(files, names), sent.set, grant=grant)
        answer = self._session.post_form(
            tasks_path(project_id),
            body,
            silence=_LONG_SILENCE,
            on_tick=lambda: progress(sent.value, len(body)),
            cancelled=cancelled,
        )
        progress(len(body), len(body))
        return Task.from_json(answer)

    def create_partial(
        self,
        project_id: ProjectId,
        name: str,
        options: Sequence[TaskOption] = (),
        *,
        node_id: Optional[NodeId] = None,
        auto_node: bool = True,
        resize_to: Optional[int] = None,
        align_to: str = "",
        tasks_before: Optional[Collection[TaskId]] = None,
        cancelled: CancelCheck = never,
    ) -> Task:
        """Create a task that waits for its photos and for `commit`. resize_to: longest side in pixels. align_to: the
        task whose result this one shall fit onto, or 'auto' for the server to find one; '' for none.

        A server that refuses this leaves an empty task behind all the same, which is removed again; it is told by not
        being among `tasks_before`, the project's tasks now, which are asked for where the caller does not know them.
        Raises `PartialUploadUnsupported` where the server takes a task only together with its photos.
        """
        content = {"partial": True, **_content(name, options, node_id, auto_node, resize_to, align_to)}
        before = tasks_before
        if before is None:
            before = {task.id for task in self._tasks.list(project_id, cancelled=cancelled)}
        try:
            task = Task.from_json(self._session.post(tasks_path(project_id), content, cancelled=cancelled))
        except InvalidRequest as error:
            _wait_for(lambda: self._remove_orphans(project_id, before), cancelled)
            unsupported = partial_upload_unsupported(error)
            if unsupported is not None:
                raise unsupported from error
            raise
        if not task.partial and not task.images_count:  # took the word for an unknown field
            self._tasks.remove(project_id, task.id, cancelled=cancelled)
            raise PartialUploadUnsupported(
                "The server is too old to take photos one by one.",
                "Send the task with all its photos in one request.",
                f"The task {task.id} was made without waiting for photos.",
            )
        return task

    def upload(
        self,
        project_id: ProjectId,
        task_id: TaskId,
        path: Path,
        *,
        name: Optional[str] = None,
        progress: Callable[[int], None] = lambda sent: None,
        grant: Grant = unlimited,
        fingerprint: Optional[Fingerprint] = None,
        others: Container[str] = (),
        cancelled: CancelCheck = never,
    ) -> int:
        """Send one photo to a partial task; a second of the same name replaces the first.

        `progress` is called with the bytes sent, on the caller's thread. `others` are names that are sent meanwhile: an
        answer about one of them is none to this. Returns the size that the server has stored.
        """
        part = FilePart.of(path, name=name or "")
        uploaded = self._send(project_id, task_id, (), part, progress, grant, fingerprint, cancelled)
        return _stored_size(uploaded, part.name, others)

    def upload_chunk(
        self,
        project_id: ProjectId,
        task_id: TaskId,
        chunk: Chunk,
        *,
        progress: Callable[[int], None] = lambda sent: None,
        grant: Grant = unlimited,
        fingerprint: Optional[Fingerprint] = None,
        others: Container[str] = (),
        cancelled: CancelCheck = never,
    ) -> Optional[int]:
        """Send one chunk. Returns, after the last, the size of the file that the server has stored; before, None."""
        uploaded = self._send(
            project_id, task_id, chunk.form(), chunk.part, progress, grant, fingerprint, cancelled
        )
        if chunk.index == chunk.count - 1:
            return _stored_size(uploaded, chunk.part.name, others)
        if uploaded:
            raise UnexpectedAnswer(
                "The server took a part of a file for the whole.", "Try again.", repr(uploaded)[:200]
            )
        return None

    def stored(
        self, project_id: ProjectId, task_id: TaskId, name: str, *, cancelled: CancelCheck = never
    ) -> Optional[int]:
        """The size of a photo that the server has under this name; None where it has none, or does not say."""
        path = f"{tasks_path(project_id, task_id)}images/download/{quote(name, safe='')}"
        try:
            answer = self._session.call(Call("HEAD", path), cancelled=cancelled)
            answer.raise_for_status()
        except NotFound:
            return None
        return fields.count(answer.headers.get("Content-Length", ""))

    def commit(self, project_id: ProjectId, task_id: TaskId, *, cancelled: CancelCheck = never) -> Task:
        """Start processing; harmless when it has been done before."""
        path = tasks_path(project_id, task_id) + "commit/"
        return Task.from_json(self._session.post(path, idempotent=True, cancelled=cancelled))

    def _send(
        self,
        project_id: ProjectId,
        task_id: TaskId,
        form: Sequence[Tuple[str, str]],
        part: FilePart,
        progress: Callable[[int], None],
        grant: Grant,
        fingerprint: Optional[Fingerprint],
        cancelled: CancelCheck,
    ) -> fields.Json:
        """Send a file, or a stretch of one; returns name and size of what the server has whole by then."""
        sent = _Counter()
        body = MultipartBody(form, [part], sent.set, grant=grant, fingerprint=fingerprint)
        content = self._session.post_form(
            tasks_path(project_id, task_id) + "upload/",
            body,
            on_tick=lambda: progress(min(sent.value, part.size)),
            cancelled=cancelled,
        )
        if fingerprint is not None:
            fingerprint.keep()
        return fields.child(content, "uploaded") if isinstance(content, dict) else {}

    def _remove_orphans(self, project_id: ProjectId, before: Collection[TaskId]) -> None:
        """Remove what a refused partial create left: new, without name, photos or node.

        Looked at twice, since another program's creation looks the same for an instant. Not to be cancelled. Best
        effort: what goes wrong here must not hide why the create was refused, and the server drops such tasks after
        three days itself.
        """
        try:
            suspects = [task.id for task in self._tasks.list(project_id) if task.id not in before and _is_orphan(task)]
            if not suspects:
                return
            time.sleep(_ORPHAN_WAIT)
            for task in self._tasks.list(project_id):
                if task.id in suspects and _is_orphan(task):
                    self._tasks.remove(project_id, task.id)
        except ApiError as error:
            _log.warning("An empty task may be left in project %s: %s", project_id, error.detail or error)


def _wait_for(work: Callable[[], None], cancelled: CancelCheck) -> None:
    """Do work that goes on to its end whatever comes, but is not waited for once the user cancels."""
    thread = threading.Thread(target=work, name="nadir-orphans", daemon=True)
    thread.start()
    while thread.is_alive():
        if cancelled():
            raise Cancelled
        thread.join(0.1)


class _Counter:
    """A number that one thread sets and another reads."""

    def __init__(self) -> None:
        self.value = 0

    def set(self, value: int) -> None:
        self.value = value


def _content(
    name: str,
    options: Sequence[TaskOption],
    node_id: Optional[NodeId],
    auto_node: bool,
    resize_to: Optional[int],
    align_to: str,
) -> dict[str, Any]:
    """What a task is made of, by the API's names."""
    content: dict[str, Any] = {"name": name, "options": options_to_json(options)}
    content["auto_processing_node"] = auto_node and node_id is None
    if node_id is not None:
        content["processing_node"] = as_sent(node_id)
    if resize_to is not None:
        content["resize_to"] = resize_to
    if align_to:
        content["align_to"] = align_to
    return content


def _form_text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _is_orphan(task: Task) -> bool:
    return not task.name and not task.partial and not task.uuid and task.images_count == 0


def _stored_size(uploaded: fields.Json, name: str, others: Container[str]) -> int:
    """The size in {name: size}; the server may have changed the name, but not to that of another file."""
    sizes = [(told, size) for told, size in uploaded.items() if isinstance(size, int)]
    if len(sizes) != 1 or (sizes[0][0] != name and sizes[0][0] in others):
        raise UnexpectedAnswer("The server does not say what it stored.", "Try again.", repr(uploaded)[:200])
    return sizes[0][1]
