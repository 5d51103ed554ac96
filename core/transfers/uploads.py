"""Uploads that nothing can break: journalled, sent file by file over several connections, confirmed, committed."""

from __future__ import annotations

import threading
import time
import uuid
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Callable, Collection, Dict, Iterator, List, Optional, Sequence, Tuple

from ..api.client import Client
from ..api.errors import (
    TRANSIENT,
    InvalidRequest,
    NotFound,
    NotThisKindOfServer,
    PageNotFound,
    UnexpectedAnswer,
)
from ..api.exchange import CancelCheck, never
from ..api.legacy import PartialUploadUnsupported
from ..api.retry import RetryPolicy, StopWhen
from ..api.task import Task
from ..errors import Cancelled, NadirError
from .errors import (
    FileTrouble,
    JournalFailed,
    TaskCancelled,
    TaskGone,
    TaskStarted,
    TooFewPhotos,
    UploadInUse,
    UploadStopped,
    UploadUnknown,
)
from .files import files_as_they_are, leave_out
from .journal import LEASE_SECONDS, Journal, JournalEntry
from .one_request import OneRequest
from .pace import Pace
from .plan import LEAST_PHOTOS, FileState, PlannedFile, UploadPlan, check_plan, plan_files, some_names, valid_text
from .progress import FileProgress, Meter, UploadProgress
from .rate import RateLimit
from .remote_task import RemoteTask, TaskRefused
from .removal import LATE_SECONDS, discard, remove_cancelled, remove_if_empty, remove_task
from .sender import Sender
from .smaller import FOLDER, Resize, SmallerCopies, make_smaller, remove_leftovers

__all__ = [
    "PATIENT",
    "Upload",
    "UploadPlan",
    "UploadProgress",
    "UploadSettings",
    "discard",
    "leave_out",
    "remove_cancelled",
    "remove_if_empty",
]

PATIENT = RetryPolicy(attempts=30, first=0.5, longest=60.0)  # for about twenty minutes without a network
_TRIES_AT_FIRST = 7  # half a minute: whoever starts an upload waits for it
_TICK = 0.1  # seconds
_AGAIN = (*TRANSIENT, UnexpectedAnswer, NotThisKindOfServer)  # after which a commit is asked for again
Progress = Callable[[UploadProgress], None]


@dataclass(frozen=True)
class UploadSettings:
    """How an upload uses the line. connections: so many, None for as many as measuring finds best, up to the most.

    rate_limit: bytes per second over all of them, None for what the plan says.
    """

    connections: Optional[int] = None
    most_connections: int = 8
    rate_limit: Optional[int] = None


class Upload:
    """One task's upload: from a plan, or going on with what the journal knows.

    `run` ends in one of these ways:

    - the committed task is returned, the journal forgets the upload;
    - `Cancelled`: the half-made task is removed from the server, the journal forgets it;
    - `UploadStopped` (network, server, files, or raised by `cancelled` itself, as when the program ends): all stays
      as it is and `Upload.resume` goes on. Where it is for files, all others are on the server by then: its `troubles`
      name them, and `leave_out` goes on without them;
    - `InvalidRequest`, `PermissionRefused`: the server refuses the task, nothing is left behind;
    - `TaskGone`: the task or its project was deleted on the server, the journal forgets it;
    - `TaskCancelled`, `TaskStarted`: somebody cancelled the half-made task on the server, or started it without all its
      photos; all stays as it is, to be discarded;
    - `UploadInUse`, `UploadUnknown`, `JournalFailed`; `FileUnreadable`, `PointsNotResized` before anything has begun.

    `pause`, `go_on`, `set_rate_limit`, `files` may be called from any thread meanwhile. notices: what was changed on the
    server since the upload was begun and does not stand in its way, as sentences.
    """

    def __init__(
        self,
        client: Client,
        journal: Journal,
        plan: Optional[UploadPlan],
        *,
        upload_id: str = "",
        connections: Optional[int] = None,
        retry: RetryPolicy = PATIENT,
        settings: UploadSettings = UploadSettings(),  # noqa: B008 - frozen
        resize: Resize = make_smaller,
    ) -> None:
        self.id = upload_id or uuid.uuid4().hex
        self.was_complete = False  # whether `run` found a task that had been started already
        self.task_id = ""  # of the task on the server, once it is there
        self.can_pause = True  # False once all photos go in one request, to an old server
        self._client = client
        self._journal = journal
        self._plan = plan and replace(plan, name=valid_text(plan.name))
        self._settings = settings if connections is None else replace(settings, connections=connections)
        self._retry = retry
        self._at_first = replace(retry, attempts=min(retry.attempts, _TRIES_AT_FIRST))
        self._resize = resize
        self._rate = RateLimit()
        self._owner = uuid.uuid4().hex
        self._lease_renewed = float("-inf")
        self._paused = self._paused_written = False
        self._rate_changed = False
        self._sender: Optional[Sender] = None
        self._one_request: Optional[OneRequest] = None
        self._committing = False
        self._meter: Optional[Meter] = None
        self._begun: List[PlannedFile] = []
        self._begun_lock = threading.Lock()
        self._remote = RemoteTask(client, journal, self.id)

    @classmethod
    def resume(
        cls,
        client: Client,
        journal: Journal,
        upload_id: str,
        *,
        connections: Optional[int] = None,
        retry: RetryPolicy = PATIENT,
        settings: UploadSettings = UploadSettings(),  # noqa: B008 - frozen
        resize: Resize = make_smaller,
    ) -> Upload:
        """An upload out of `Journal.unfinished`, to be run; it goes on even where it was paused."""
        return cls(
            client,
            journal,
            None,
            upload_id=upload_id,
            connections=connections,
            retry=retry,
            settings=settings,
            resize=resize,
        )

    @property
    def notices(self) -> Tuple[str, ...]:
        return tuple(self._remote.notices)

    @property
    def is_paused(self) -> bool:
        return self._paused

    def pause(self) -> None:
        """Send nothing more until `go_on`. A request with all photos, to an old server, goes on all the same."""
        self._paused = True
        sender = self._sender
        if sender is not None:
            sender.pause()

    def go_on(self) -> None:
        self._paused = False
        sender = self._sender
        if sender is not None:
            sender.go_on()

    def set_rate_limit(self, bytes_per_second: Optional[int]) -> None:
        """Change how fast bytes may leave; None lifts the limit."""
        self._settings = replace(self._settings, rate_limit=bytes_per_second)
        self._rate_changed = True
        self._rate.set(bytes_per_second)

    def leave_out(self, names: Collection[str]) -> None:
        """Go on without these files when `run` is called next; see the function of that name."""
        leave_out(self._journal, self.id, names)

    def files(self) -> Tuple[FileProgress, ...]:
        """Each file as it is now; none before `run` has looked at them."""
        meter = self._meter
        return meter.files() if meter is not None else ()

    def files_since(self, change: int) -> Tuple[int, Dict[int, FileProgress]]:
        """See `Meter.files_since`; (0, {}) before `run` has looked at the files."""
        meter = self._meter
        return meter.files_since(change) if meter is not None else (0, {})

    def run(self, progress: Progress = lambda moment: None, cancelled: CancelCheck = never) -> Task:
        """Do all that is left to do. `progress` is called on this thread, about ten times a second."""
        entry = self._open(cancelled)
        try:
            remove_leftovers(self._journal.folder, self._journal.all_ids)
            holding = self._holding(cancelled)
            remove_cancelled(self._client, self._journal, entry.plan.server_id, holding)
            return self._finish(entry, progress, holding)
        except (UploadInUse, JournalFailed, TaskCancelled, TaskStarted):
            raise
        except TaskRefused as refused:
            self._give_up()
            raise refused.reason from refused
        except Cancelled:
            self._give_up(LATE_SECONDS)
            raise
        except PageNotFound as error:  # not the server's word on the task
            raise self._stopped(error) from error
        except NotFound as error:
            self._journal.forget(self.id)
            raise TaskGone(
                f"The task '{entry.plan.name}' or its project is no longer on the server, or hidden from your account.",
                "Start it again from the folder of photos.",
                error.detail,
            ) from error
        except NadirError as error:
            raise self._stopped(error) from error
        finally:
            self._sender = None
            self._journal.release(self.id, self._owner)
            self._lease_renewed = float("-inf")

    def _give_up(self, patience: float = 0.0) -> None:
        one_request = self._one_request
        started = self._committing or (one_request is not None and one_request.has_begun)
        self._journal.set_removing(self.id, started)
        remove_task(self._client, self._journal, self.id, patience)

    def _open(self, cancelled: CancelCheck) -> JournalEntry:
        """The journal's entry, leased: written now for a new upload, read for one that goes on."""
        if self._plan is not None:
            check_plan(self._plan)
            plan = replace(self._plan, rate_limit=self._settings.rate_limit or self._plan.rate_limit)
            entry = JournalEntry(self.id, plan, plan_files(plan.photos, cancelled, gcp_file=plan.gcp_file))
            self._journal.add(entry, self._client.session.username, self._owner)
            self._plan = None  # from now on the journal knows more
        else:
            self._journal.load(self.id)  # raises where there is none
            self._keep_lease()
            entry = self._journal.load(self.id)  # as whoever had it in hand before has left it
            if entry.removing:
                self._journal.release(self.id, self._owner)
                raise UploadUnknown("This upload has been cancelled.", "Start it again from the folder of photos.")
            self._paused_written = entry.paused
        self._keep_lease()
        if not self._rate_changed:
            self._rate.set(self._settings.rate_limit or entry.plan.rate_limit)
        return entry

    def _finish(self, entry: JournalEntry, progress: Progress, cancelled: CancelCheck) -> Task:
        entry = replace(entry, files=self._write(entry.files, files_as_they_are(entry.files, cancelled)))
        if entry.in_one_piece:
            return self._send_in_one_piece(entry, progress, cancelled)
        stop = StopWhen(cancelled)
        try:
            task = self._at_first.call(lambda: self._task(cancelled), stop)
        except PartialUploadUnsupported:
            self._journal.set_in_one_piece(self.id)
            return self._send_in_one_piece(entry, progress, cancelled)
        self.task_id = task.id
        if not task.partial:  # committed before, but the journal did not learn of it
            self.was_complete = True
            self._journal.forget(self.id)
            return task
        if entry.task_id is not None:
            entry = replace(entry, files=self._write(entry.files, self._changes(entry, task, cancelled, stop)))
        task = self._send(entry, task, progress, cancelled)
        self._wait_while_paused(progress, cancelled)
        committed = self._commit_until_known(task, progress, cancelled)
        self._remote.check_count(self._journal.load(self.id), committed, cancelled)
        self._journal.forget(self.id)
        return committed

    def _write(self, before: Sequence[PlannedFile], after: Sequence[PlannedFile]) -> Tuple[PlannedFile, ...]:
        """Put into the journal what has changed."""
        self._journal.set_files(self.id, [new for new, old in zip(after, before) if new is not old])
        return tuple(after)

    def _task(self, cancelled: CancelCheck) -> Task:
        """The task on the server: the one that the journal knows, one whose creation was not answered, or a new one."""
        known = self._journal.load(self.id)
        if known.task_id is not None:
            return self._remote.find(known, known.task_id, cancelled)
        return self._remote.make(cancelled)

    def _changes(
        self, entry: JournalEntry, task: Task, cancelled: CancelCheck, stop: StopWhen
    ) -> Tuple[PlannedFile, ...]:
        return self._at_first.call(lambda: self._remote.look_for_changes(entry, task, cancelled), stop)

    def _send(self, entry: JournalEntry, task: Task, progress: Progress, cancelled: CancelCheck) -> Task:
        """Send all files; the task as it is by then. Raises `UploadStopped` where some could not be sent."""
        current = [task]

        def check() -> Task:
            known = self._journal.load(self.id)
            current[0] = self._remote.find(known, task.id, cancelled)
            return current[0]

        settings = self._settings
        fixed = settings.connections is not None
        self._meter = Meter(entry.files)
        with self._smaller_copies(entry.plan) as copies:
            sender = Sender(
                self._client,
                task,
                entry.files,
                pace=Pace(settings.connections or settings.most_connections, fixed=fixed),
                rate=self._rate,
                retry=self._retry,
                meter=self._meter,
                changed=self._note,
                check_task=check,
                copies=copies,
            )
            self._sender = sender
            if self._paused:
                sender.pause()
            sender.send(progress, cancelled)
        self._check_all_sent()
        return current[0]

    def _note(self, file: PlannedFile) -> None:
        """Write down what became of a file. That one is begun is written with the next that is done: both mean to a
        later session that the file has to be sent. One writes at a time, else that could come after that it is done."""
        with self._begun_lock:
            if file.state is FileState.SENDING:
                self._begun.append(file)
                return
            begun, self._begun = self._begun, []
            self._journal.set_files(self.id, [*(each for each in begun if each.position != file.position), file])

    @contextmanager
    def _smaller_copies(self, plan: UploadPlan) -> Iterator[Optional[SmallerCopies]]:
        if plan.resize_to is None:
            yield None
            return
        copies = SmallerCopies(self._journal.folder / FOLDER / self.id, plan.resize_to, self._resize)
        try:
            yield copies
        finally:
            copies.close()

    def _send_in_one_piece(self, entry: JournalEntry, progress: Progress, cancelled: CancelCheck) -> Task:
        """To an old server: all in one request, which cannot be resumed."""
        files = [file for file in entry.files if file.state is not FileState.LEFT_OUT]
        failed = [file for file in files if file.state is FileState.FAILED]
        if failed:
            raise self._troubles(failed)
        before = entry.tasks_before
        if before is None:
            known = self._journal.load(self.id)
            before = known.tasks_before
        if before is None:
            before = self._remote.note_tasks_before(entry, cancelled)
        self._meter = Meter(files)
        self._wait_while_paused(progress, cancelled)
        self.can_pause = False
        sending = OneRequest(self._client, entry, files, before, rate=self._rate, retry=self._retry)
        self._one_request = sending
        task = sending.send(progress, cancelled)
        self._journal.forget(self.id)
        return task

    def _commit_until_known(self, task: Task, progress: Progress, cancelled: CancelCheck) -> Task:
        """Commit, again and again until an answer says that the task has been started; why it waits is shown."""

        def commit() -> Task:
            try:
                return self._commit(task, cancelled)
            except _AGAIN as error:
                if self._meter is not None:
                    self._meter.set_trouble(str(error))
                raise

        self._committing = True

        def waiting() -> bool:
            if self._meter is not None:
                progress(self._meter.snapshot())
            return cancelled()

        return self._retry.call(commit, StopWhen(waiting), _AGAIN)

    def _commit(self, task: Task, cancelled: CancelCheck) -> Task:
        """Start the processing. A second commit does no harm, so that one without an answer is made again."""
        try:
            committed = self._client.sending.commit(task.project_id, task.id, cancelled=cancelled)
        except InvalidRequest as error:  # the server has lost the files: all are sent again when the upload goes on
            entry = self._journal.load(self.id)
            self._journal.set_files(self.id, [file.waiting() for file in entry.files if file.confirmed])
            raise UploadStopped(error.summary, "Try again.", error.detail, self.id) from error
        except NotFound:
            committed = self._remote.find(self._journal.load(self.id), task.id, cancelled)
        if committed.partial or committed.id != task.id:
            raise UnexpectedAnswer("The server does not say that it starts.", "Try again.", f"task {committed.id}")
        return committed

    def _check_all_sent(self) -> None:
        files = self._journal.load(self.id).files
        missing = [file for file in files if file.to_be_sent]
        if missing:
            raise self._troubles(missing)
        if sum(file.confirmed for file in files) < min(LEAST_PHOTOS, len(files)):
            raise TooFewPhotos("There are too few photos for a task.", "Put back those that were left out.")

    def _troubles(self, files: Sequence[PlannedFile]) -> UploadStopped:
        """What stands in the way: these files, by name."""
        troubles = tuple(FileTrouble(str(file.path), file.remote_name, file.reason) for file in files)
        if len(files) == 1:
            summary = files[0].reason or f"{files[0].path.name} could not be sent."
        else:
            summary = f"{len(files)} photos could not be sent: {some_names([file.path.name for file in files])}."
        detail = "\n".join(f"{trouble.path}: {trouble.reason}" for trouble in troubles[:100])
        return UploadStopped(summary, "Go on once they can be read, or without them.", detail, self.id, troubles)

    def _wait_while_paused(self, progress: Progress, cancelled: CancelCheck) -> None:
        while self._paused:
            if cancelled():
                raise Cancelled
            if self._meter is not None:
                progress(self._meter.snapshot())
            time.sleep(_TICK)

    def _keep_lease(self) -> None:
        """Prolong the lease where it is time. Raises `UploadInUse` where somebody else took it, as after a sleep."""
        if time.monotonic() - self._lease_renewed < LEASE_SECONDS / 3:
            return
        if not self._journal.lease(self.id, self._owner):
            raise UploadInUse("Another QGIS window is carrying this upload on.", "Wait for it, or close that window.")
        self._lease_renewed = time.monotonic()

    def _keep_settings(self) -> None:
        """Write down what the user has changed, on this thread: the one that changed it must not wait for the disk."""
        if self._paused != self._paused_written:
            self._paused_written = self._paused
            self._journal.set_paused(self.id, self._paused)
        if self._rate_changed:
            self._rate_changed = False
            self._journal.set_rate_limit(self.id, self._settings.rate_limit)

    def _holding(self, cancelled: CancelCheck) -> CancelCheck:
        """`cancelled`, which whatever waits asks all the time, and which keeps the lease meanwhile."""

        def check() -> bool:
            self._keep_lease()
            self._keep_settings()
            return cancelled()

        return check

    def _stopped(self, error: NadirError) -> UploadStopped:
        """The error as one after which the upload can go on; the journal knows it then."""
        self._journal.set_error(self.id, str(error))
        files = [file for file in self._journal.load(self.id).files if file.state is not FileState.LEFT_OUT]
        done = sum(file.confirmed for file in files)
        told = f"{done} of {len(files)} photos are on the server; the upload can go on from there."
        troubles = error.troubles if isinstance(error, UploadStopped) else ()
        return UploadStopped(error.summary, f"{error.remedy} {told}".strip(), error.detail, self.id, troubles)
