"""Worker threads and the clock that gives them what is due, in the process of the server."""
from __future__ import annotations

import logging
import threading

from django.db import OperationalError, close_old_connections
from huey.consumer import Consumer

from nadir_server.exports.making import unfinished
from nadir_server.nodes.models import ProcessingNode
from nadir_server.tasks.lifecycle.advance import tasks_with_work
from nadir_server.worker import wake
from nadir_server.worker.busy import busy
from nadir_server.worker.jobs import advance_task, huey, make_export, refresh_node, tidy_exports, tidy_tasks

logger = logging.getLogger(__name__)
CROWDED_TICK_SECONDS, BUSY_TICK_SECONDS, IDLE_TICK_SECONDS = 0.1, 0.4, 2.0
WORKERS = 12
# At work at a time, for each node: long uploads and a node that keeps everybody waiting must not hold up the others.
MOST_STARTING, MOST_FOLLOWED, MOST_ASKED_FOR = 3, 3, 3
MOST_EXPORTS = 2
SHUTDOWN_SECONDS = 10


class InProcessConsumer(Consumer):
    """huey's consumer without its signal handlers: the signals are the server's."""

    def _set_signal_handlers(self) -> None:
        """Leave the process's handlers alone."""


class Background:
    """Started once, stopped once."""

    def __init__(self) -> None:
        # What a run before left in the queue is void: the database knows what is to be done.
        huey.flush()
        self._consumer = InProcessConsumer(
            huey, workers=WORKERS, periodic=False, initial_delay=0.05, max_delay=0.25, shutdown_timeout=SHUTDOWN_SECONDS
        )
        self._clock = threading.Thread(target=self._tick_on, name="clock", daemon=True)

    def start(self) -> None:
        self._consumer.start()
        self._clock.start()

    def stop(self) -> None:
        """Stop at the next look of each job; what is half done goes on at the next start."""
        wake.stop()
        self._clock.join(SHUTDOWN_SECONDS)
        self._consumer.stop(graceful=True)

    def _tick_on(self) -> None:
        pause = BUSY_TICK_SECONDS
        while not wake.is_stopping():
            try:
                close_old_connections()
                pause = enqueue_due()
            except OperationalError:
                logger.exception("The database did not answer")
            if wake.wait(pause):
                busy.hurry("task ")


def enqueue_due() -> float:
    """Queue a job for each node, task and export that is due and not at work. Returns the seconds to the next look."""
    for node_id in ProcessingNode.objects.values_list("pk", flat=True):
        if busy.take(f"node {node_id}"):
            refresh_node(node_id)
    if busy.take("exports"):
        tidy_exports()
    if busy.take("tidy tasks"):
        tidy_tasks()
    exports = list(unfinished().values_list("pk", flat=True))
    for export_id in exports:
        if busy.take(f"export {export_id}", "exports", MOST_EXPORTS):
            make_export(str(export_id))
    tasks = list(tasks_with_work().values_list("pk", "processing_node_id", "status", "pending_action"))
    is_crowded = False
    for task_id, *what in sorted(tasks, key=lambda task: busy.due_at(f"task {task[0]}")):  # who waits longest comes first
        key = f"task {task_id}"
        if busy.take(key, *kind_of_work(*what)):
            advance_task(str(task_id))
        else:
            is_crowded = is_crowded or busy.is_due(key)
    if is_crowded:
        return CROWDED_TICK_SECONDS
    return BUSY_TICK_SECONDS if tasks or exports else IDLE_TICK_SECONDS


def kind_of_work(node_id: int | None, status: int | None, pending: int | None) -> tuple[str, int]:
    """What a task's next step is counted with, and how many of that may be at work."""
    if pending is not None:
        return f"asked for, node {node_id}", MOST_ASKED_FOR
    if status is None:
        return f"starting, node {node_id}", MOST_STARTING
    return f"followed, node {node_id}", MOST_FOLLOWED
