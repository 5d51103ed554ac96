"""Making a task and sending its photos: whole or in chunks to a partial task, or all in one request."""

from __future__ import annotations

import json
import logging
import time
from pathlib import Path
from typing import Any, Callable, Collection, Optional, Sequence

from . import fields
from .errors import ApiError, InvalidRequest, UnexpectedAnswer
from .exchange import CancelCheck, never
from .ids import NodeId, ProjectId, TaskId
from .multipart import FilePart, MultipartBody
from .session import Session
from .task import Task, TaskOption, options_to_json
from .tasks import Tasks, tasks_path

_log = logging.getLogger(__name__)

_LONG_SILENCE = 600.0  # seconds; a server that was sent a thousand photos at once moves them about before it answers
_ORPHAN_WAIT = 0.5  # seconds between two looks at a task that may be an orphan


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
        cancelled: CancelCheck = never,
    ) -> Task:
        """Create a task with all its photos in one request, streamed from disk; processing starts at once.

        At least two photos. `progress` is called with the bytes sent and those there are, on the caller's thread.
        """
        sent = _Counter()
        form = [
            ("name", name),
            ("options", json.dumps(options_to_json(options))),
            ("auto_processing_node", "true"),
        ]
        body = MultipartBody(form, [FilePart.of(path) for path in files], sent.set)
        content = self._session.post_form(
            tasks_path(project_id),
            body,
            silence=_LONG_SILENCE,
            on_tick=lambda: progress(sent.value, len(body)),
            cancelled=cancelled,
        )
        progress(len(body), len(body))
        return Task.from_json(content)

    def create_partial(
        self,
        project_id: ProjectId,
        name: str,
        options: Sequence[TaskOption] = (),
        *,
        node_id: Optional[NodeId] = None,
        auto_node: bool = True,
        resize_to: Optional[int] = None,
        tasks_before: Optional[Collection[TaskId]] = None,
        cancelled: CancelCheck = never,
    ) -> Task:
        """Create a task that waits for its photos and for `commit`. resize_to: longest side in pixels.

        A server that refuses this leaves an empty task behind all the same, which is removed again; it is told by not
        being among `tasks_before`, the project's tasks now, which are asked for where the caller does not know them.
        """
        content: dict[str, Any] = {"partial": True, "name": name, "options": options_to_json(options)}
        content["auto_processing_node"] = auto_node and node_id is None
        if node_id is not None:
            content["processing_node"] = int(node_id) if node_id.isdigit() else node_id
        if resize_to is not None:
            content["resize_to"] = resize_to
        before = tasks_before
        if before is None:
            before = {task.id for task in self._tasks.list(project_id, cancelled=cancelled)}
        try:
            return Task.from_json(self._session.post(tasks_path(project_id), content, cancelled=cancelled))
        except InvalidRequest:
            self._remove_orphans(project_id, before)
            raise

    def upload(
        self,
        project_id: ProjectId,
        task_id: TaskId,
        path: Path,
        *,
        name: Optional[str] = None,
        progress: Callable[[int], None] = lambda sent: None,
        cancelled: CancelCheck = never,
    ) -> int:
        """Send one photo to a partial task; a second of the same name replaces the first.

        `progress` is called with the bytes sent, on the caller's thread. Returns the size that the server has stored.
        """
        sent = _Counter()
        part = FilePart.of(path, name=name or "")
        body = MultipartBody((), [part], sent.set)
        content = self._session.post_form(
            tasks_path(project_id, task_id) + "upload/",
            body,
            on_tick=lambda: progress(min(sent.value, part.size)),
            cancelled=cancelled,
        )
        return _stored_size(content)

    def commit(self, project_id: ProjectId, task_id: TaskId, *, cancelled: CancelCheck = never) -> Task:
        """Start processing; harmless when it has been done before."""
        path = tasks_path(project_id, task_id) + "commit/"
        return Task.from_json(self._session.post(path, cancelled=cancelled))

    def _remove_orphans(self, project_id: ProjectId, before: Collection[TaskId]) -> None:
        """Remove what a refused partial create left: new, without name, photos or node.

        Looked at twice, since another program's creation looks the same for an instant. Best effort: what goes wrong
        here must not hide why the create was refused, and the server drops such tasks after three days itself.
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


class _Counter:
    """A number that one thread sets and another reads."""

    def __init__(self) -> None:
        self.value = 0

    def set(self, value: int) -> None:
        self.value = value


def _is_orphan(task: Task) -> bool:
    return not task.name and not task.partial and not task.uuid and task.images_count == 0


def _stored_size(content: Any) -> int:
    """The size in {"uploaded": {name: size}}; the server may have changed the name."""
    uploaded = fields.child(content, "uploaded") if isinstance(content, dict) else {}
    sizes = [size for size in uploaded.values() if isinstance(size, int)]
    if len(sizes) != 1:
        raise UnexpectedAnswer("The server does not say what it stored.", "Try again.", repr(content)[:200])
    return sizes[0]
