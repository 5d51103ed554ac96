"""Every background job of the plugin: a thread of our own, kept, cancellable, heard of on the main thread only.

A job that the user should see appears in QGIS's task manager as a `QgsTask` that only waits. Such a task gives its
thread back to the pool while it waits: the pool has as many threads as the machine has cores and, before QGIS 3.34,
map rendering shares it, so that on two cores two waiting tasks would stop the map.
"""

from __future__ import annotations

import itertools
import threading
import time
from contextlib import suppress
from enum import Enum
from typing import Any, Callable, Dict, Optional

from qgis.core import Qgis, QgsApplication, QgsTask
from qgis.PyQt.QtCore import QObject, Qt, QThreadPool, pyqtSignal, pyqtSlot

from .errors import Cancelled

CANCEL_TICK = 0.1  # seconds between two looks at `cancelled`
DEDICATED_POOL_SINCE = 33400  # From this QGIS on, tasks have a thread pool of their own (QGIS pull request 54845).


class JobState(Enum):
    """How far a job is; it leaves RUNNING once and for good."""

    RUNNING = "running"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"


class _Mailbox(QObject):
    """The one object that workers hold: what they post arrives on the thread that made it, in order."""

    posted = pyqtSignal(int, str, object)  # job number, kind of news, value


class _Call:
    """A function on its way to the main thread, and what came of it."""

    def __init__(self, function: Callable[[], Any]) -> None:
        self._function = function
        self._state = JobState.RUNNING
        self._value: Any = None
        self.done = threading.Event()

    def run(self) -> None:
        """On the main thread."""
        self._state, self._value = _outcome(self._function)
        self.done.set()

    def outcome(self) -> Any:
        """On the thread that asked."""
        if self._state is not JobState.SUCCEEDED:
            raise self._value
        return self._value


class JobControl:
    """What a working function gets: it reports through it and asks it whether to go on. Safe from any thread."""

    def __init__(self, post: Callable[[str, object], None]) -> None:
        self._post = post
        self._cancelled = False
        self._stopping = False
        self._wake = threading.Event()
        self._lock = threading.Lock()
        self._latest: Optional[tuple] = None  # progress that the main thread has not fetched yet

    def cancelled(self) -> bool:
        """Whether the job should end; give this very method to whatever takes `cancelled`."""
        return self._cancelled

    def stopping(self) -> bool:
        """Whether it should end because QGIS or the plugin does, not because the user gave it up."""
        return self._stopping

    def until_stopped(self, interrupted: Callable[[], Exception]) -> Callable[[], bool]:
        """Whether the user gave it up, as a function that raises what `interrupted` makes where QGIS ends it instead."""

        def cancelled() -> bool:
            if self.stopping():
                raise interrupted()
            return self.cancelled()

        return cancelled

    def raise_if_cancelled(self) -> None:
        """Leave the working function with Cancelled once the user asked for it."""
        if self._cancelled:
            raise Cancelled("Cancelled")

    def cancel(self) -> None:
        """Ask the job to end, and end its wait."""
        self._cancelled = True
        self._wake.set()

    def stop(self) -> None:
        """Ask the job to end since the plugin does: what can go on another time should be left so that it can."""
        self._stopping = True
        self.cancel()

    def wake(self) -> None:
        """End a running (or the next) `wait` early."""
        self._wake.set()

    def wait(self, seconds: float) -> bool:
        """Sleep until the time is up, `wake` or `cancel`; True when cancelled."""
        if not self._cancelled:
            self._wake.wait(seconds)
            self._wake.clear()
        return self._cancelled

    def progress(self, fraction: float, text: str = "") -> None:
        """Tell how far the job is, 0..1, as often as one likes: only the latest value reaches the main thread."""
        with self._lock:
            pending = self._latest is not None
            self._latest = (min(max(float(fraction), 0.0), 1.0), text)
        if not pending:
            self._post("progress", None)

    def report(self, value: object) -> None:
        """Hand a value to the main thread before the end; each one arrives, in order, as `Job.reported`."""
        self._post("report", value)

    def on_main_thread(self, function: Callable[[], Any]) -> Any:
        """Have the main thread call `function`, which has to be quick, and wait for what it returns or raises.

        Raises Cancelled when the job is cancelled meanwhile.
        """
        call = _Call(function)
        self._post("call", call)
        while not call.done.wait(CANCEL_TICK):
            self.raise_if_cancelled()
        return call.outcome()

    def take_progress(self) -> Optional[tuple]:
        """The latest (fraction, text) not yet taken."""
        with self._lock:
            latest, self._latest = self._latest, None
        return latest


class Job(QObject):
    """A job as the main thread sees it. All signals come on the main thread, none before `Jobs.start` has returned."""

    progressed = pyqtSignal(float, str)  # fraction 0..1, what it is doing
    reported = pyqtSignal(object)
    succeeded = pyqtSignal(object)
    failed = pyqtSignal(object)  # the exception
    was_cancelled = pyqtSignal()
    finished = pyqtSignal()  # after any of the three before

    def __init__(self, title: str, control: JobControl) -> None:
        super().__init__()
        self.title = title
        self.state = JobState.RUNNING
        self.result: Any = None
        self.error: Optional[BaseException] = None
        self.fraction = 0.0
        self.text = ""
        self._control = control

    def cancel(self) -> None:
        """Ask it to end; `was_cancelled` follows once it has."""
        self._control.cancel()

    def is_cancelled(self) -> bool:
        """Whether somebody asked it to end."""
        return self._control.cancelled()

    def is_running(self) -> bool:
        """Whether its end has not been told yet."""
        return self.state is JobState.RUNNING

    def wake(self) -> None:
        """End the wait that the working function is in."""
        self._control.wake()

    def _set_progress(self, fraction: float, text: str) -> None:
        self.fraction, self.text = fraction, text
        self.progressed.emit(fraction, text)

    def _end(self, state: JobState, value: Any) -> None:
        self.state = state
        if state is JobState.SUCCEEDED:
            self.result = value
            self.succeeded.emit(value)
        elif state is JobState.FAILED:
            self.error = value
            self.failed.emit(value)
        else:
            self.was_cancelled.emit()
        self.finished.emit()
        # A slot that holds the job, as most lambdas do, makes a circle with it, which Python's collector would open at
        # some time on some thread; a QObject has to go on its own.
        with suppress(TypeError):  # PyQt's way to say that nothing was connected
            self.disconnect()


class _ShownTask(QgsTask):
    """Shows a job in the task manager. Its thread does nothing but wait for the job, outside of the pool's count."""

    def __init__(self, title: str, control: JobControl) -> None:
        super().__init__(title, QgsTask.Flag.CanCancel)
        self._control = control
        self._ended = threading.Event()
        self._succeeded = False

    def run(self) -> bool:
        """Wait, on a thread of the pool that others may use meanwhile."""
        pool = _pool_of_tasks()
        if pool is None:
            self._ended.wait()
            return self._succeeded
        pool.releaseThread()
        try:
            self._ended.wait()
        finally:
            pool.reserveThread()
        return self._succeeded

    def cancel(self) -> None:
        """The user's cancel in the task manager, or QGIS closing: does not wait for the job."""
        self._control.cancel()
        self._ended.set()
        super().cancel()

    def end(self, succeeded: bool) -> None:
        """Let the task go, since its job has ended."""
        self._succeeded = succeeded
        self._ended.set()


def _pool_of_tasks() -> Optional[QThreadPool]:
    """The pool that QGIS runs tasks on, or None where Python cannot reach it and the map does not share it."""
    reachable = getattr(QgsApplication.taskManager(), "threadPool", None)
    if reachable is not None:
        return reachable()
    return QThreadPool.globalInstance() if Qgis.QGIS_VERSION_INT < DEDICATED_POOL_SINCE else None


class _Running:
    """What is kept of one job until its end is told."""

    def __init__(self, job: Job, control: JobControl, finish: Optional[Callable[[Any], Any]]) -> None:
        self.job = job
        self.control = control
        self.finish = finish
        self.thread: Optional[threading.Thread] = None
        self.task: Optional[_ShownTask] = None

    def forget_task(self) -> None:
        """QGIS deletes a task that ended: it must not be touched again."""
        self.task = None


class Jobs(QObject):
    """Starts jobs and keeps them. Lives on the main thread."""

    job_started = pyqtSignal(object)  # Job

    def __init__(self, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._numbers = itertools.count(1)
        self._running: Dict[int, _Running] = {}
        self._stopped = False
        self._mailbox = _Mailbox()
        self._mailbox.posted.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def start(
        self,
        title: str,
        work: Callable[[JobControl], Any],
        *,
        shown: bool = False,
        finish: Optional[Callable[[Any], Any]] = None,
    ) -> Job:
        """Run `work(control)` on a thread of its own.

        `finish`, where given, turns the result into what `succeeded` carries; it runs on the main thread (objects of Qt
        and QGIS that live there are made in it) and has to be quick. `shown` puts the job into QGIS's task manager.
        After `stop` a job is neither run nor heard of.
        """
        number = next(self._numbers)
        mailbox = self._mailbox
        control = JobControl(lambda kind, value: mailbox.posted.emit(number, kind, value))
        job = Job(title, control)
        if self._stopped:
            job.cancel()
            job.state = JobState.CANCELLED
            return job
        running = _Running(job, control, finish)
        self._running[number] = running
        if shown:
            self._show(running)
        running.thread = threading.Thread(target=_work, args=(work, control), name=f"nadir: {title}", daemon=True)
        running.thread.start()
        self.job_started.emit(job)
        return job

    def running(self) -> tuple:
        """The jobs whose end has not been told."""
        return tuple(running.job for running in self._running.values())

    def stop(self, seconds: float = 5.0) -> bool:
        """Cancel all jobs and wait for their threads, for `unload()`.

        False if one did not end in time: nothing of it is heard any more and it dies with QGIS.
        """
        if not self._stopped:
            self._stopped = True
            self._mailbox.posted.disconnect(self._deliver)
        kept = list(self._running.values())
        for running in kept:
            running.control.stop()
            if running.task is not None:
                running.task.cancel()
        deadline = time.monotonic() + seconds
        for running in kept:
            if running.thread is not None:
                running.thread.join(max(0.0, deadline - time.monotonic()))
        self._running.clear()
        for running in kept:
            running.job.state = JobState.CANCELLED
        return not any(running.thread is not None and running.thread.is_alive() for running in kept)

    def _show(self, running: _Running) -> None:
        task = _ShownTask(running.job.title, running.control)
        running.task = task
        task.taskCompleted.connect(running.forget_task)
        task.taskTerminated.connect(running.forget_task)
        QgsApplication.taskManager().addTask(task)

    @pyqtSlot(int, str, object)
    def _deliver(self, number: int, kind: str, value: Any) -> None:
        running = self._running.get(number)
        if running is None:  # posted before, delivered after `stop`
            return
        if kind == "progress":
            self._deliver_progress(running)
        elif kind == "report":
            running.job.reported.emit(value)
        elif kind == "call":
            value.run()
        else:
            del self._running[number]
            self._deliver_end(running, JobState(kind), value)

    def _deliver_progress(self, running: _Running) -> None:
        latest = running.control.take_progress()
        if latest is None:
            return
        if running.task is not None:
            running.task.setProgress(latest[0] * 100.0)
        running.job._set_progress(*latest)

    def _deliver_end(self, running: _Running, state: JobState, value: Any) -> None:
        # The worker has posted its last word and is returning. Once it has, nothing of the job is left on its thread,
        # so that Qt objects which the working function held are never deleted there.
        if running.thread is not None:
            running.thread.join()
        if state is JobState.SUCCEEDED and running.finish is not None:
            finish, result = running.finish, value
            state, value = _outcome(lambda: finish(result))
        if running.task is not None:
            running.task.end(state is JobState.SUCCEEDED)
        running.job._end(state, value)


def _work(work: Callable[[JobControl], Any], control: JobControl) -> None:
    """The body of a job's thread: whatever happens in `work` becomes exactly one end."""
    try:
        value, state = work(control), JobState.SUCCEEDED
    except Cancelled as cancelled:
        value, state = cancelled, JobState.CANCELLED
    except Exception as error:  # noqa: BLE001 - the border of a thread: each error is told to the job's owner
        value, state = error, JobState.CANCELLED if control.cancelled() else JobState.FAILED
    del work
    control._post(state.value, value)


def _outcome(function: Callable[[], Any]) -> tuple:
    """(state, value) of a call on the main thread; its errors end the job like those of the worker."""
    try:
        return JobState.SUCCEEDED, function()
    except Cancelled as cancelled:
        return JobState.CANCELLED, cancelled
    except Exception as error:  # noqa: BLE001 - told to the job's owner
        return JobState.FAILED, error
