"""The queue of one: takes the queued tasks in turn, runs the engine on each, packs what it made."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from pathlib import Path

from nadir_engine.serve import task_options, webhooks
from nadir_engine.serve.archive import PackingStoppedError, pack
from nadir_engine.serve.engine import EngineProcess, end_left_over
from nadir_engine.serve.tasks import FINISHED, Status, Task, TaskNotFoundError, TaskStore, now_ms
from nadir_engine.serve.uploads import Uploads

LOG = logging.getLogger(__name__)
_MOST_INTERRUPTIONS = 3
_ENGINE_SHARE = 95.0  # percent of the progress that is the engine's; the rest is packing
_HOUSEKEEPING = 3600.0  # seconds


class VerbError(RuntimeError):
    """What a client asked of a task cannot be done now; the text goes into `error`."""


class Runner:
    """Runs queued tasks, oldest first, on a thread of its own. Its verbs may be called from any thread."""

    def __init__(self, store: TaskStore, uploads: Uploads, temporary: Path, keep_seconds: float) -> None:
        self._store = store
        self._uploads = uploads
        self._temporary = temporary
        self._keep_seconds = keep_seconds
        self._wake = threading.Condition()
        self._stopping = threading.Event()
        self._current = ""  # the id of the task whose engine or packing is under way
        self._engine: EngineProcess | None = None
        self._thread = threading.Thread(target=self._loop, name="runner", daemon=True)

    def start(self) -> None:
        """Take up what a node before this one left, and begin."""
        for task in self._store.all():
            if task.status is Status.RUNNING:
                self._take_up(task)
        self._thread.start()

    def _take_up(self, task: Task) -> None:
        end_left_over(task.process_id, task.process_started)
        interruptions = task.interruptions + 1
        if interruptions >= _MOST_INTERRUPTIONS:
            reason = f"The node was stopped {interruptions} times while it worked on this task. Restart it to try on."
            self._store.append_lines(task.uuid, [f"[ERROR] {reason}"])
            self._store.update(task.uuid, status=Status.FAILED, error=reason, finished_at=now_ms(), process_id=0)
            return
        self._store.append_lines(task.uuid, ["[WARNING] The node was stopped at work on this; it starts again."])
        self._store.update(task.uuid, status=Status.QUEUED, interruptions=interruptions, started_at=0, process_id=0)

    def stop(self) -> None:
        """End the engine, put its task back into the queue, and end the thread."""
        self._stopping.set()
        with self._wake:
            if self._engine is not None:
                self._engine.stop()
            self._wake.notify_all()
        if self._thread.is_alive():
            self._thread.join(timeout=15)

    def queue_count(self) -> int:
        """Tasks that wait or run."""
        return sum(1 for task in self._store.all() if not task.is_finished)

    def queue_changed(self) -> None:
        """A task may wait now."""
        with self._wake:
            self._wake.notify_all()

    def cancel(self, uuid: str) -> None:
        """Stop the task or keep it from starting; one that has ended already keeps its state and products."""
        self._store.get(uuid)
        self._store.update_if(uuid, _is_unfinished, status=Status.CANCELED, error="", finished_at=now_ms())
        with self._wake:
            if self._current == uuid and self._engine is not None:
                self._engine.stop()

    def remove(self, uuid: str) -> None:
        """Cancel the task and delete all that it has; raises TaskNotFoundError, VerbError."""
        task = self._store.get(uuid)
        if not task.is_finished:
            self.cancel(uuid)
        if not self._wait_until_idle(uuid, seconds=20.0):
            raise VerbError("The task is still being stopped; try again in a moment.")
        self._store.remove(uuid)

    def restart(self, uuid: str, options: task_options.Values | None) -> None:
        """Queue an ended task again; raises TaskNotFoundError, VerbError."""
        if not self._store.get(uuid).is_finished or not self._wait_until_idle(uuid, seconds=20.0):
            raise VerbError("Task cannot be restarted")
        changes = {} if options is None else {"options": options}
        queued = self._store.update_if(
            uuid, lambda task: task.is_finished,
            status=Status.QUEUED, error="", progress=0.0, started_at=0, finished_at=0, interruptions=0,
            date_created=now_ms(), queued_at=now_ms(), **changes,
        )  # fmt: skip
        if not queued:
            raise VerbError("Task cannot be restarted")
        self._store.archive(uuid).unlink(missing_ok=True)
        self._store.clear_lines(uuid)
        self.queue_changed()

    def _wait_until_idle(self, uuid: str, seconds: float) -> bool:
        with self._wake:
            return self._wake.wait_for(lambda: self._current != uuid, timeout=seconds)

    # --- the thread ---

    def _loop(self) -> None:
        next_housekeeping = 0.0
        while not self._stopping.is_set():
            if time.monotonic() >= next_housekeeping:
                next_housekeeping = time.monotonic() + _HOUSEKEEPING
                self._remove_old()
            task = self._next()
            if task is None:
                with self._wake:
                    self._wake.wait(timeout=1.0)
                continue
            self._run_guarded(task)

    def _next(self) -> Task | None:
        waiting = [task for task in self._store.all() if task.status is Status.QUEUED]
        return min(waiting, key=lambda task: (task.queued_at, task.uuid), default=None)

    def _remove_old(self) -> None:
        self._uploads.remove_older_than(self._keep_seconds)
        for task in self._store.all():
            if task.is_finished and now_ms() - (task.finished_at or task.date_created) > self._keep_seconds * 1000:
                LOG.info("removing task %s, which ended long ago", task.uuid)
                try:
                    self._store.remove(task.uuid)
                except (OSError, TaskNotFoundError) as error:
                    LOG.warning("task %s cannot be removed: %s", task.uuid, error)

    def _run_guarded(self, task: Task) -> None:
        """Run the task; whatever goes wrong is the task's failure and never the end of the queue."""
        with self._wake:
            self._current = task.uuid
        try:
            reason = self._run(task)
        except PackingStoppedError:
            reason = ""
        except Exception as error:
            LOG.exception("task %s", task.uuid)
            reason = f"The node could not run the task: {error}"
        finally:
            with self._wake:
                self._engine = None
        self._finish(task.uuid, reason)
        with self._wake:
            self._current = ""
            self._wake.notify_all()

    def _run(self, task: Task) -> str:
        """Engine, then archive; returns '' or why it failed."""
        uuid = task.uuid
        begun = {"status": Status.RUNNING, "started_at": now_ms(), "progress": 0.0}
        if not self._store.update_if(uuid, _is(Status.QUEUED), **begun):
            return ""
        reason = self._run_engine(task)
        if reason or self._halted(uuid):
            return reason
        self._pack(uuid)
        return ""

    def _run_engine(self, task: Task) -> str:
        uuid = task.uuid
        self._store.output(uuid).mkdir(exist_ok=True)
        options = self._store.engine_options(uuid)
        task_options.save(task.options, options)
        images, output = self._store.images(uuid), self._store.output(uuid)
        engine = EngineProcess(
            [f"--options-file={options}", f"--output={output}", "--", str(images)],
            self._temporary,
            lambda lines: self._store.append_lines(uuid, lines),
            lambda percent: self._store.set_progress(uuid, percent * _ENGINE_SHARE / 100),
        )
        self._store.update(uuid, process_id=engine.process_id, process_started=engine.started)
        with self._wake:
            self._engine = engine
        if self._halted(uuid):  # cancelled before the engine could be told so
            engine.stop()
        return engine.wait()

    def _pack(self, uuid: str) -> None:
        output = self._store.output(uuid)
        self._store.append_lines(uuid, ["Compressing all.zip"])
        (output / "task_output.txt").write_text("\n".join(self._store.lines(uuid)) + "\n", "utf-8")
        pack(
            output,
            self._store.archive(uuid),
            self._store.get(uuid).outputs,
            lambda fraction: self._store.set_progress(uuid, _ENGINE_SHARE + fraction * (100 - _ENGINE_SHARE)),
            lambda: self._halted(uuid),
        )

    def _halted(self, uuid: str) -> bool:
        return self._stopping.is_set() or self._store.get(uuid).status is not Status.RUNNING

    def _finish(self, uuid: str, reason: str) -> None:
        if self._stopping.is_set():
            self._store.append_lines(uuid, ["[WARNING] The node is stopping; the task starts again with the node."])
            again = {"status": Status.QUEUED, "started_at": 0, "progress": 0.0, "process_id": 0}
            self._store.update_if(uuid, _is(Status.RUNNING), **again)
            return
        failed = {"status": Status.FAILED, "error": reason}
        outcome = failed if reason else {"status": Status.COMPLETED, "progress": 100.0}
        self._store.update_if(uuid, _is(Status.RUNNING), finished_at=now_ms(), process_id=0, **outcome)
        task = self._store.get(uuid)
        if task.webhook and task.status in FINISHED:
            webhooks.announce(task.webhook, task.info(), self._store.output(uuid) / "images.json", self._stopping)


def _is_unfinished(task: Task) -> bool:
    return not task.is_finished


def _is(status: Status) -> Callable[[Task], bool]:
    return lambda task: task.status is status
