"""Progress, console lines and cancellation of a Processing algorithm, in the terms of the rest of `core`."""

from __future__ import annotations

import time
from typing import Callable, Tuple

from qgis.core import QgsProcessingFeedback

from ..api.client import Client
from ..api.exchange import CancelCheck
from ..api.retry import RetryPolicy, StopWhen
from ..api.task import Task
from ..errors import Cancelled

LOOK_SECONDS = 2.0
TEXT_SECONDS = 5.0  # between two texts of a part that has a new one for each photo or chunk
NAP_SECONDS = 0.1


class Stages:
    """Turns the progress of one part of the work into that of the whole."""

    def __init__(self, feedback: QgsProcessingFeedback) -> None:
        self._feedback = feedback
        self._begin, self._end = 0.0, 0.0
        self._text = ""
        self._next_text = 0.0  # monotonic seconds
        self.cancelled: CancelCheck = feedback.isCanceled

    def next(self, share: float, text: str) -> None:
        """Begin the part that takes the next `share` (0..1) of the whole."""
        self._begin, self._end = self._end, self._end + share
        self._feedback.pushInfo(text)
        self.progress(0.0)

    def progress(self, fraction: float, text: str = "") -> None:
        """How far the present part is, 0..1, and what it does."""
        self._feedback.setProgress(100.0 * (self._begin + (self._end - self._begin) * min(max(fraction, 0.0), 1.0)))
        if text and text != self._text:
            self._text = text
            self._feedback.setProgressText(text)

    def only_progress(self, fraction: float, _text: str = "") -> None:
        """How far the present part is, without its texts: `qgis_process` prints each on a line."""
        self.progress(fraction)

    def seldom(self, fraction: float, text: str) -> None:
        """How far the present part is, with its text every few seconds and at the end."""
        now = time.monotonic()
        if now < self._next_text and fraction < 1.0:
            self.progress(fraction)
            return
        self._next_text = now + TEXT_SECONDS
        self.progress(fraction, text)

    def nap(self, seconds: float) -> None:
        """Wait; raises Cancelled within a tenth of a second."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if self.cancelled():
                raise Cancelled
            time.sleep(NAP_SECONDS)


def wait_for_end(client: Client, task: Task, stages: Stages, tell_line: Callable[[str], None]) -> Task:
    """Wait until a task has ended, passing on its console. Cancelled, it is cancelled on the server too."""
    lines = 0
    try:
        while True:
            task, new = _look(client, task, lines, stages.cancelled)
            lines += len(new)
            for line in new:
                tell_line(line)
            stages.progress(task.progress)
            if task.is_finished:
                return task
            stages.nap(LOOK_SECONDS)
    except Cancelled:
        client.tasks.cancel(task.project_id, task.id)
        raise


def _look(client: Client, task: Task, lines: int, cancelled: CancelCheck) -> Tuple[Task, Tuple[str, ...]]:
    """The task as it is now and its new console lines; a short break of the connection is borne."""

    def look() -> Tuple[Task, Tuple[str, ...]]:
        now = client.tasks.get(task.project_id, task.id, cancelled=cancelled)
        return now, client.tasks.output(task.project_id, task.id, line=lines, cancelled=cancelled)

    return RetryPolicy().call(look, StopWhen(cancelled))
