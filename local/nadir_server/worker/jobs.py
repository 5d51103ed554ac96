"""The queue of jobs, kept in SQLite, and the jobs themselves."""
from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from uuid import UUID

from django.conf import settings
from django.db import close_old_connections
from huey import SqliteHuey

logger = logging.getLogger(__name__)
huey = SqliteHuey("nadir", filename=str(settings.DATA.queue), results=False)


class Busy:
    """What is queued or at work now, and when each may be looked at again: nothing runs twice at a time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._at_work: set[str] = set()
        self._not_before: dict[str, float] = {}

    def take(self, key: str) -> bool:
        """Reserve the key if it is free and due."""
        with self._lock:
            if key in self._at_work or time.monotonic() < self._not_before.get(key, 0):
                return False
            self._at_work.add(key)
            return True

    def release(self, key: str, seconds: float) -> None:
        """Free the key; it is due again in so many seconds."""
        with self._lock:
            self._at_work.discard(key)
            self._not_before[key] = time.monotonic() + seconds

    def hurry(self, prefix: str) -> None:
        """Everything whose key begins so is due now."""
        with self._lock:
            for key in [key for key in self._not_before if key.startswith(prefix)]:
                del self._not_before[key]


busy = Busy()
AFTER_ERROR = 30.0


def _run(key: str, work: Callable[[], float]) -> None:
    """Do the work, log what nobody foresaw, and free the key in any case."""
    seconds = AFTER_ERROR
    try:
        close_old_connections()
        seconds = work()
    except Exception:
        # The one place where everything is caught: a job that fails must not end the worker, and is tried again.
        logger.exception("The job %s failed", key)
        raise
    finally:
        busy.release(key, seconds)


@huey.task()
def advance_task(task_id: str) -> None:
    """Take the next step of a task."""
    from nadir_server.tasks.lifecycle.advance import advance

    _run(f"task {task_id}", lambda: advance(UUID(task_id)))


@huey.task()
def refresh_node(node_id: int) -> None:
    """Look at a node, and tidy up there."""
    from nadir_server.nodes.models import ProcessingNode
    from nadir_server.nodes.refresh import REFRESH_SECONDS, refresh, remove_leftovers
    from nadir_server.worker.wake import wake

    def work() -> float:
        node = ProcessingNode.objects.filter(pk=node_id).first()
        if node is not None:
            was_online = node.online
            if refresh(node):
                remove_leftovers(node)
                if not was_online:
                    wake()
        return REFRESH_SECONDS

    _run(f"node {node_id}", work)
