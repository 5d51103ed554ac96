"""Worker threads and the clock that gives them what is due, in the process of the server."""
from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from typing import Any

from django.db import OperationalError, close_old_connections
from huey.consumer import Consumer

from nadir_server.nodes.models import ProcessingNode
from nadir_server.tasks.lifecycle.advance import tasks_with_work
from nadir_server.worker import wake
from nadir_server.worker.jobs import advance_task, busy, huey, refresh_node

logger = logging.getLogger(__name__)
TICK_SECONDS = 1.0
WORKERS = 4
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
        while not wake.is_stopping():
            try:
                close_old_connections()
                enqueue_due()
            except OperationalError:
                logger.exception("The database did not answer")
            if wake.wait(TICK_SECONDS):
                busy.hurry("task ")


def enqueue_due() -> None:
    """Queue a job for each task and node that is due and not at work."""
    for key, job, argument in due():
        if busy.take(key):
            job(argument)


def due() -> Iterator[tuple[str, Any, Any]]:
    """Key, job and argument of what may have work. Nodes first: tasks wait for them."""
    for node_id in ProcessingNode.objects.values_list("pk", flat=True):
        yield f"node {node_id}", refresh_node, node_id
    for task_id in tasks_with_work().values_list("pk", flat=True):
        yield f"task {task_id}", advance_task, str(task_id)
