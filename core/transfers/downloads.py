"""Downloads of a task's files, tried again when the connection breaks."""

from __future__ import annotations

from pathlib import Path
from typing import Callable, Optional

from ..api.client import Client
from ..api.errors import FileUnwritable
from ..api.exchange import CancelCheck, never
from ..api.ids import ProjectId, TaskId
from ..api.retry import RetryPolicy, StopWhen


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
        self._client = client
        self._project_id, self._task_id = project_id, task_id
        self._asset = asset
        self._target = target
        self._retry = retry

    def run(
        self,
        progress: Callable[[int, Optional[int]], None] = lambda received, total: None,
        cancelled: CancelCheck = never,
    ) -> Path:
        """Fetch the file, making its folder; `progress` gets bytes received and expected. Returns the target."""
        try:
            self._target.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise FileUnwritable(
                f"The folder cannot be made: {self._target.parent}", "Choose another folder.", str(error)
            ) from error

        def attempt() -> None:
            self._client.assets.download(
                self._project_id, self._task_id, self._asset, self._target, progress, cancelled=cancelled
            )

        self._retry.call(attempt, StopWhen(cancelled))
        return self._target
