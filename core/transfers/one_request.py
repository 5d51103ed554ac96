"""Uploads to servers of the first generation, which take a task only together with all its photos, in one request.

Such an upload cannot be resumed: broken off, it starts from its first byte. What can be had is that no task is made
twice: before a request is repeated the project is looked through for the task that the first may have made.
"""

from __future__ import annotations

import time
from typing import Callable, Optional, Sequence

from ..api.client import Client
from ..api.errors import TRANSIENT, InvalidRequest, PermissionRefused, Unreachable
from ..api.exchange import CancelCheck
from ..api.ids import TaskId
from ..api.retry import RetryPolicy, StopWhen
from ..api.task import Task
from ..errors import Cancelled
from .journal import JournalEntry
from .plan import PlannedFile
from .progress import Meter, UploadProgress, in_one_piece
from .rate import RateLimit
from .remote_task import TaskRefused, made_in_one_piece

_LOOK_EVERY = 5.0  # seconds between two looks for a task that a request may have made


class OneRequest:
    """Sends `files` and makes the task. `before` are the project's tasks before the first request of this upload."""

    def __init__(
        self,
        client: Client,
        entry: JournalEntry,
        files: Sequence[PlannedFile],
        before: Sequence[TaskId],
        *,
        rate: RateLimit,
        retry: RetryPolicy,
    ) -> None:
        self._client = client
        self._plan = entry.plan
        self._files = files
        self._before = before
        self._rate = rate
        self._retry = retry
        self._meter = Meter(files)
        self.has_begun = False  # whether the server may be making the task

    def send(self, progress: Callable[[UploadProgress], None], cancelled: CancelCheck) -> Task:
        """The task, made by this request or by one before it whose answer was lost. Raises `TaskRefused`, and what the
        client raises.
        """
        stop = StopWhen(cancelled)
        attempt = 0
        while True:
            attempt += 1
            made = self.find(cancelled)
            if made is not None:
                return made
            try:
                return self._create(progress, cancelled)
            except (InvalidRequest, PermissionRefused) as error:
                raise TaskRefused(error) from error
            except TRANSIENT as error:
                self._meter.set_trouble(str(error))
                made = None if isinstance(error, Unreachable) else self._wait_for(stop, progress, cancelled)
                if made is not None:
                    return made
                if attempt >= self._retry.attempts:
                    raise
                if stop.wait(self._retry.delay(attempt, error)):
                    raise Cancelled from error

    def find(self, cancelled: CancelCheck) -> Optional[Task]:
        """The task that an earlier request made: new, of that name, with as many photos."""
        listed = self._client.tasks.list(self._plan.project_id, cancelled=cancelled)
        return made_in_one_piece(listed, self._before, self._plan.name, len(self._files))

    def _create(self, progress: Callable[[UploadProgress], None], cancelled: CancelCheck) -> Task:
        self.has_begun = True
        return self._client.sending.create(
            self._plan.project_id,
            [file.path for file in self._files],
            self._plan.name,
            self._plan.options,
            lambda sent, total: progress(in_one_piece(self._meter.snapshot(), sent / total)),
            names=[file.remote_name for file in self._files],
            node_id=self._plan.node_id,
            resize_to=self._plan.resize_to or self._plan.resize_on_server,
            align_to=self._plan.align_to,
            grant=lambda wanted: self._rate.take(wanted, cancelled),
            cancelled=cancelled,
        )

    def _wait_for(
        self, stop: StopWhen, progress: Callable[[UploadProgress], None], cancelled: CancelCheck
    ) -> Optional[Task]:
        """Look for the task as long as the server may still be at it: it moves the photos before it answers."""
        ends_at = time.monotonic() + self._retry.longest
        made: Optional[Task] = None
        while made is None and time.monotonic() < ends_at:
            progress(in_one_piece(self._meter.snapshot(), 0.0))
            if stop.wait(min(_LOOK_EVERY, self._retry.longest)):
                raise Cancelled
            made = self._look(cancelled)
        return made

    def _look(self, cancelled: CancelCheck) -> Optional[Task]:
        try:
            return self.find(cancelled)
        except TRANSIENT as error:
            self._meter.set_trouble(str(error))
            return None
