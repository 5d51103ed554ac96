"""Sends the files of one task over several connections at once."""

from __future__ import annotations

import threading
import time
from concurrent.futures import FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Callable, Dict, List, Optional, Sequence

from ..api.client import Client
from ..api.errors import (
    TRANSIENT,
    AnswerTooLarge,
    BodyTooLarge,
    FileChanged,
    FileUnreadable,
    InvalidRequest,
    NotFound,
    NotThisKindOfServer,
    UnexpectedAnswer,
    Unreachable,
)
from ..api.exchange import CancelCheck
from ..api.local_files import status_of
from ..api.multipart import Fingerprint
from ..api.retry import RetryPolicy, StopWhen
from ..api.sending import CHUNK_BYTES, Chunk, chunks_of
from ..api.task import Task
from ..errors import Cancelled, NadirError
from .errors import NotMadeSmaller, StoredWrongly
from .file_queue import FileQueue
from .pace import Pace
from .plan import FileState, PlannedFile
from .progress import Meter, UploadProgress
from .rate import RateLimit
from .smaller import SmallerCopies

_TICK = 0.1  # seconds between two looks at `cancelled`
_PAUSE_GRACE = 3.0  # seconds that what is under way has to end when the upload is paused, before it is broken off
_AHEAD = 8  # files that are looked at for smaller copies to be made
_FILE_TRIES = 3  # for a file that cannot be read or does not keep still
_MOST_REFUSED = 5  # files in a row that the server refuses: then it is not for the files
_LEAST_CHUNK = 250_000  # bytes; what takes no request of this size takes no photos
_DOUBTFUL = (NotFound, StoredWrongly, UnexpectedAnswer, NotThisKindOfServer, AnswerTooLarge)


class Sender:
    """Sends what is not confirmed yet: files up to 8 MB whole, larger ones in chunks; in smaller ones where a proxy lets
    no request of that size through.

    `changed` is called on a connection's thread with each file whose state, size or time is another; `check_task`
    where the server says that the task is not there: it returns the task as it is, or raises what that means.
    A file that cannot be sent is marked as failed and stops no other.
    """

    def __init__(
        self,
        client: Client,
        task: Task,
        files: Sequence[PlannedFile],
        *,
        pace: Pace,
        rate: RateLimit,
        retry: RetryPolicy,
        meter: Meter,
        changed: Callable[[PlannedFile], None],
        check_task: Callable[[], Task],
        copies: Optional[SmallerCopies] = None,
    ) -> None:
        self._client = client
        self._task = task
        self._pace, self._rate, self._retry = pace, rate, retry
        self._meter = meter
        self._tell = changed
        self._check_task = check_task
        self._copies = copies
        waiting = [file for file in files if file.to_be_sent and file.state is not FileState.FAILED]
        self._queue = FileQueue(waiting, lambda: pace.connections)
        self._names = frozenset(file.remote_name for file in files)
        self._connections = min(pace.most, len(waiting))
        self._stop = threading.Event()
        self._lock = threading.Lock()
        self._tries: Dict[int, int] = {}
        self._failures = 0  # in a row, of the line or the server
        self._quiet_until = 0.0
        self._refused = 0  # in a row
        self._chunk_bytes = CHUNK_BYTES  # what goes in one request
        self._paused_at: Optional[float] = None

    def send(self, progress: Callable[[UploadProgress], None], cancelled: CancelCheck) -> None:
        """Send all that can be sent; raises the first error that is not for a file, or `Cancelled`, after every
        connection has ended.

        `progress` and `cancelled` are called on the caller's thread about ten times a second.
        """
        if self._connections:
            with ThreadPoolExecutor(self._connections, thread_name_prefix="nadir-upload") as pool:
                try:  # the first are at work while the last begin: an interruption may come between
                    workers = [pool.submit(self._work) for _ in range(self._connections)]
                    self._watch(workers, progress, cancelled)
                finally:
                    self._stop.set()
                    self._queue.close()
        progress(self._meter.snapshot())

    def pause(self) -> None:
        """Begin nothing more. What is under way has some seconds to end; then it is broken off and begins anew."""
        self._paused_at = time.monotonic()
        self._queue.pause()
        self._meter.set_paused(True)

    def go_on(self) -> None:
        self._paused_at = None
        self._pace.start_over()
        self._meter.set_paused(False)
        self._queue.go_on()

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
        while True:
            file = self._queue.take()
            if file is None:
                return
            self._send(file)

    def _send(self, file: PlannedFile) -> None:
        """Send one file, and do with it what came of that. Raises what is not for the file."""
        chunk_bytes = self._chunk_bytes
        try:
            sent = self._send_once(file, chunk_bytes)
        except Cancelled:
            if self._stop.is_set():
                raise
            self._set_aside(file, 0.0)  # paused
        except TRANSIENT as error:
            self._wait_for_server(file, error)
        except _DOUBTFUL as error:
            if isinstance(error, NotFound):
                self._task = self._check_task()
            self._try_again(file, error, self._retry.attempts)
        except (FileChanged, FileUnreadable) as error:
            self._try_again(file, error, _FILE_TRIES)
        except (InvalidRequest, NotMadeSmaller) as error:
            self._refuse(file, error, chunk_bytes)
        else:
            self._confirm(sent, chunk_bytes)

    def _send_once(self, file: PlannedFile, chunk_bytes: int) -> PlannedFile:
        """Send a file as it is now; returns it with the size and time that it had."""
        now = file.as_it_is()
        path = now.path
        if self._copies is not None:
            self._meter.resizing(now.position)
            path = self._copies.take(now, self._queue.upcoming(_AHEAD), self._is_broken_off)
        try:
            size = status_of(path).st_size
            if not size:
                raise FileUnreadable(f"{now.path.name} is empty.", "Copy it again, or leave it out.", str(now.path))
            now = replace(now, state=FileState.SENDING, sent_size=size)
            self._changed(now)
            fingerprint = Fingerprint()
            if size <= chunk_bytes:
                stored = self._send_whole(now, path, fingerprint)
            else:
                stored = self._send_chunks(now, path, fingerprint, chunk_bytes)
        finally:
            if self._copies is not None:
                self._copies.release(path)
        _check(now, stored)
        return replace(now, state=FileState.CONFIRMED, crc32=fingerprint.hexdigest())

    def _send_whole(self, file: PlannedFile, path: Path, fingerprint: Fingerprint) -> int:
        return self._client.sending.upload(
            self._task.project_id,
            self._task.id,
            path,
            name=file.remote_name,
            progress=lambda sent: self._meter.sent(file.position, sent / file.sent_size),
            grant=self._grant,
            fingerprint=fingerprint,
            others=self._names,
            cancelled=self._is_broken_off,
        )

    def _send_chunks(self, file: PlannedFile, path: Path, fingerprint: Fingerprint, chunk_bytes: int) -> int:
        """One after the other; only a chunk that certainly did not reach the server is sent once more."""
        stored: Optional[int] = None
        stop = StopWhen(self._is_broken_off)
        for chunk in chunks_of(path, file.remote_name, file.sent_size, chunk_bytes):
            self._wait_while_paused()
            send = partial(self._send_chunk, file, chunk, fingerprint)
            stored = self._retry.call(send, stop, (Unreachable,))
            self._pace.confirmed(chunk.part.size)
            self._meter.set_trouble("")
        if stored is None:
            raise UnexpectedAnswer("The server does not say what it stored.", "Try again.", file.remote_name)
        return stored

    def _send_chunk(self, file: PlannedFile, chunk: Chunk, fingerprint: Fingerprint) -> Optional[int]:
        offset = chunk.part.offset
        try:
            return self._client.sending.upload_chunk(
                self._task.project_id,
                self._task.id,
                chunk,
                progress=lambda sent: self._meter.sent(file.position, (offset + sent) / file.sent_size),
                grant=self._grant,
                fingerprint=fingerprint,
                others=self._names,
                cancelled=self._is_broken_off,
            )
        except Unreachable as error:
            self._meter.set_trouble(str(error))
            raise

    def _grant(self, wanted: int) -> int:
        return self._rate.take(wanted, self._is_broken_off)

    def _is_broken_off(self) -> bool:
        paused_at = self._paused_at
        return self._stop.is_set() or (paused_at is not None and time.monotonic() - paused_at > _PAUSE_GRACE)

    def _wait_while_paused(self) -> None:
        while self._paused_at is not None:
            if self._stop.wait(_TICK):
                raise Cancelled

    def _can_go_smaller(self, refused: int) -> bool:
        """Send less in one request than what was refused; False where that would be too little to go on with."""
        with self._lock:
            if self._chunk_bytes >= refused and refused // 2 >= _LEAST_CHUNK:
                self._chunk_bytes = refused // 2
            return self._chunk_bytes < refused

    def _confirm(self, file: PlannedFile, chunk_bytes: int) -> None:
        self._changed(file)
        if file.sent_size <= chunk_bytes:
            self._pace.confirmed(file.sent_size)
        with self._lock:
            self._failures = self._refused = 0
            self._tries.pop(file.position, None)
        self._queue.done()

    def _wait_for_server(self, file: PlannedFile, error: NadirError) -> None:
        """The line or the server failed: all wait a little, longer each time. Raises when it has gone on too long."""
        self._pace.failed()
        self._meter.set_trouble(str(error))
        with self._lock:
            now = time.monotonic()
            if now >= self._quiet_until:  # several that fail together count once
                self._failures += 1
                if self._failures >= self._retry.attempts:
                    raise error
                seconds = self._retry.delay(self._failures, error)
                self._quiet_until = now + seconds
                self._queue.hold(seconds)
        self._try_again(file, error, max(self._retry.attempts, _FILE_TRIES))

    def _try_again(self, file: PlannedFile, error: NadirError, tries: int) -> None:
        """Send a file once more, behind the others, or give it up where it has been tried often enough."""
        with self._lock:
            tried = self._tries[file.position] = self._tries.get(file.position, 0) + 1
        if tried >= tries:
            self._give_up(file, error)
        else:
            self._set_aside(file, self._retry.delay(tried, error))

    def _set_aside(self, file: PlannedFile, seconds: float) -> None:
        self._changed(file.waiting())
        self._queue.put_back(file, seconds)

    def _refuse(self, file: PlannedFile, error: NadirError, chunk_bytes: int) -> None:
        """Give a file up that the server refuses; raises where it refuses all. One that is too large for a single
        request goes in smaller chunks.
        """
        if isinstance(error, BodyTooLarge) and self._can_go_smaller(chunk_bytes):
            self._set_aside(file, 0.0)
            return
        self._refused += isinstance(error, InvalidRequest)
        if self._refused >= _MOST_REFUSED:
            raise error
        self._give_up(file, error)

    def _give_up(self, file: PlannedFile, error: NadirError) -> None:
        self._changed(file.failed(str(error)))
        self._queue.done()

    def _changed(self, file: PlannedFile) -> None:
        self._tell(file)
        self._meter.update(file)


def _check(sent: PlannedFile, stored: int) -> None:
    """Whether what the server stored is what the file still is."""
    if sent.as_it_is() is not sent:
        raise FileChanged(
            f"{sent.path.name} changed while it was being sent.",
            "Wait until nothing writes to the folder any more, then try again.",
            str(sent.path),
        )
    if stored != sent.sent_size:
        raise StoredWrongly(
            f"The server did not store {sent.path.name} whole.",
            "Its disk may be full: ask who runs the server.",
            f"{stored} of {sent.sent_size} bytes",
        )
