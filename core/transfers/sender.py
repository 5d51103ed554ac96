"""Sends the files of one task over several connections at once."""

from __future__ import annotations

import threading
from collections import deque
from concurrent.futures import FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait
from typing import Callable, Deque, List, Sequence

from ..api.client import Client
from ..api.errors import TRANSIENT, FileChanged, FileUnreadable
from ..api.exchange import CancelCheck
from ..api.retry import RetryPolicy
from ..api.task import Task
from ..errors import Cancelled, NadirError
from .errors import StoredWrongly
from .plan import PlannedFile
from .progress import Meter, UploadProgress

_TICK = 0.1  # seconds between two looks at `cancelled`
_MENDED_BY_REPEATING = (*TRANSIENT, StoredWrongly, FileChanged)


class Sender:
    """Sends what is not confirmed yet, one file a request, the largest first so that the end does not drag.

    `confirmed` is called on a connection's thread with each file that the server has whole, with the size and time
    that it was sent with.
    """

    def __init__(
        self,
        client: Client,
        task: Task,
        files: Sequence[PlannedFile],
        *,
        connections: int,
        retry: RetryPolicy,
        confirmed: Callable[[PlannedFile], None],
    ) -> None:
        self._client = client
        self._task = task
        self._retry = retry
        self._confirmed = confirmed
        self._queue: Deque[PlannedFile] = deque(
            sorted((file for file in files if not file.confirmed), key=lambda file: -file.size)
        )
        self._connections = min(connections, len(self._queue))
        self._stop = threading.Event()
        there = [file.size for file in files if file.confirmed]
        self._meter = Meter(len(files), sum(file.size for file in files), len(there), sum(there))

    def send(self, progress: Callable[[UploadProgress], None], cancelled: CancelCheck) -> None:
        """Send all; raises the first error, or `Cancelled`, after every connection has ended.

        `progress` and `cancelled` are called on the caller's thread about ten times a second.
        """
        if self._connections:
            with ThreadPoolExecutor(self._connections, thread_name_prefix="nadir-upload") as pool:
                workers = [pool.submit(self._work) for _ in range(self._connections)]
                try:
                    self._watch(workers, progress, cancelled)
                finally:
                    self._stop.set()
        progress(self._meter.snapshot())

    def _watch(
        self,
        workers: List[Future[None]],
        progress: Callable[[UploadProgress], None],
        cancelled: CancelCheck,
    ) -> None:
        running = set(workers)
        while running:
            done, running = wait(running, timeout=_TICK, return_when=FIRST_EXCEPTION)
            for worker in done:
                worker.result()
            if cancelled():
                raise Cancelled
            progress(self._meter.snapshot())

    def _work(self) -> None:
        while not self._stop.is_set():
            try:
                file = self._queue.popleft()
            except IndexError:
                return
            self._send(file)

    def _send(self, file: PlannedFile) -> None:
        """Send one file until the server confirms it; raises what cannot be mended by trying again."""
        sent = self._retry.call(lambda: self._send_once(file), self._stop, _MENDED_BY_REPEATING)
        self._confirmed(sent)
        self._meter.resize(sent.size - file.size)
        self._meter.confirm(file.position, sent.size)

    def _send_once(self, file: PlannedFile) -> PlannedFile:
        """Send a file as it is now; returns it with the size and time that it had."""
        self._meter.begin(file.position, file.path.name)
        try:
            before = _as_it_is(file)
            stored = self._client.sending.upload(
                self._task.project_id,
                self._task.id,
                file.path,
                name=file.remote_name,
                progress=lambda sent: self._meter.sent(file.position, sent),
                cancelled=self._stop.is_set,
            )
            _check(before, stored)
        except NadirError:
            self._meter.drop(file.position)
            raise
        return before


def _as_it_is(file: PlannedFile) -> PlannedFile:
    try:
        return file.as_it_is()
    except OSError as error:
        raise FileUnreadable(
            f"{file.path.name} cannot be read: {error.strerror}.", "Put it back where it was.", str(file.path)
        ) from error


def _check(sent: PlannedFile, stored: int) -> None:
    """Whether what the server stored is what the file still is."""
    if _as_it_is(sent) is not sent:
        raise FileChanged(
            f"{sent.path.name} changed while it was being sent.",
            "Wait until nothing writes to the folder any more, then try again.",
            str(sent.path),
        )
    if stored != sent.size:
        raise StoredWrongly(
            f"The server did not store {sent.path.name} whole.",
            "Its disk may be full: ask who runs the server.",
            f"{stored} of {sent.size} bytes",
        )
