"""Downloads of a task's files: one as it is, or one that the server makes first."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Callable, Optional

from ..api.client import Client
from ..api.exchange import CancelCheck, never
from ..api.exports import ExportOptions, StartedExport
from ..api.ids import ProjectId, TaskId
from ..api.remote_file import RemoteFile
from ..api.retry import RetryPolicy
from ..api.workers import DEADLINE
from .fetch import BytesProgress, Fetch


class Download:
    """One asset of one task, to a file that has its name only once it is whole."""

    def __init__(
        self,
        client: Client,
        project_id: ProjectId,
        task_id: TaskId,
        asset: str,
        target: Path,
        *,
        retry: RetryPolicy = RetryPolicy(),  # noqa: B008 - frozen
    ) -> None:
        self._fetch = Fetch(client.assets.file(project_id, task_id, asset), target, retry=retry)

    def run(
        self, progress: BytesProgress = lambda received, total: None, cancelled: CancelCheck = never
    ) -> Path:
        """Fetch the file as `Fetch.run` does, going on with what an earlier run left. Returns the target."""
        return self._fetch.run(progress, cancelled)


class ExportDownload:
    """A task's product in another form, made by the server and then downloaded."""

    def __init__(
        self,
        client: Client,
        project_id: ProjectId,
        task_id: TaskId,
        options: ExportOptions,
        target: Path,
        *,
        deadline: float = DEADLINE,
        retry: RetryPolicy = RetryPolicy(),  # noqa: B008 - frozen
    ) -> None:
        self._client = client
        self._project_id, self._task_id = project_id, task_id
        self._options, self._target = options, target
        self._deadline, self._retry = deadline, retry

    def run(
        self,
        progress: BytesProgress = lambda received, total: None,
        cancelled: CancelCheck = never,
        waiting: Callable[[Optional[float]], None] = lambda fraction: None,
    ) -> Path:
        """Have it made, wait, fetch it. `waiting` gets how far the server is, where it says so. Returns the target.

        Raises what the client raises, `WorkFailed`, `NeverReady` and what `Fetch.run` raises.
        """
        started = self._client.exports.start(self._project_id, self._task_id, self._options, cancelled=cancelled)
        if started.work_id:
            self._client.workers.wait(started.work_id, waiting, deadline=self._deadline, cancelled=cancelled)
        return Fetch(_remote_export(self._client, started, self._options), self._target, retry=self._retry).run(
            progress, cancelled
        )


def _remote_export(client: Client, started: StartedExport, options: ExportOptions) -> RemoteFile:
    """Where a started export can be fetched: some are there at once, others are what the workers made."""
    name = options.product.value + options.ending
    if started.path:
        return RemoteFile(client.session, started.path, name)
    return replace(client.workers.file(started.work_id, started.filename), name=name)
