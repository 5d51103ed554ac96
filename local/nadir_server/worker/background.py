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
from nadir_server.worker.jobs import advance_task, huey, make_export, refresh_node, tidy_exports

logger = logging.getLogger(__name__)
BUSY_TICK_SECONDS, IDLE_TICK_SECONDS = 0.4, 2.0
WORKERS = 12
# At work at a time, for each node: long uploads and a node that keeps everybody waiting must not hold up the others.
MOST_STARTING, MOST_FOLLOWED, MOST_ASKED_FOR = 2, 3, 3
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
                pause = BUSY_TICK_SECONDS if enqueue_due() else IDLE_TICK_SECONDS
            except OperationalError:
                logger.exception("The database did not answer")
            if wake.wait(pause):
                busy.hurry("task ")


def enqueue_due() -> bool:
    """Queue a job for each node, task and export that is due and not at work. Returns whether any task or export has."""
    for node_id in ProcessingNode.objects.values_list("pk", flat=True):
        if busy.take(f"node {node_id}"):
            refresh_node(node_id)
    if busy.take("exports"):
        tidy_exports()
    exports = list(unfinished().values_list("pk", flat=True))
    for export_id in exports:
        if busy.take(f"export {export_id}", "exports", MOST_EXPORTS):
            make_export(str(export_id))
    tasks = list(tasks_with_work().values_list("pk", "processing_node_id", "status", "pending_action"))
    for task_id, node_id, status, pending in tasks:
        if busy.take(f"task {task_id}", *kind_of_work(node_id, status, pending)):
            advance_task(str(task_id))
    return bool(tasks or exports)


def kind_of_work(node_id: int | None, status: int | None, pending: int | None) -> tuple[str, int]:
    """What a task's next step is counted with, and how many of that may be at work."""
    if pending is not None:
        return f"asked for, node {node_id}", MOST_ASKED_FOR
    if status is None:
        return f"starting, node {node_id}", MOST_STARTING
    return f"followed, node {node_id}", MOST_FOLLOWED
