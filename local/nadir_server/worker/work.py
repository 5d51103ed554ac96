"""Whether this server has anything to do, without which it may end once nobody uses it."""
from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterable
from typing import Any

from django.db import Error, close_old_connections
from django.db.models import Q

from nadir_server.exports.making import unfinished
from nadir_server.nodes.models import ProcessingNode
from nadir_server.tasks.models import Task, TaskStatus
from nadir_server.worker.busy import busy

logger = logging.getLogger(__name__)
Application = Callable[[dict[str, Any], Any], Iterable[bytes]]


class Requests:
    """A WSGI application around another one, which knows when somebody asked last."""

    def __init__(self, application: Application) -> None:
        self._application = application
        self._lock = threading.Lock()
        self._last = time.monotonic()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Answer."""
        with self._lock:
            self._last = time.monotonic()
        return self._application(environ, start_response)

    def idle_seconds(self) -> float:
        """Since the last request."""
        with self._lock:
            return time.monotonic() - self._last


def has_work() -> bool:
    """Whether something is at work, queued, or running on a node that answers.

    What waits for a node that does not answer, or for none at all, goes on waiting at the next start.
    """
    if not busy.is_idle():
        return True
    close_old_connections()
    try:
        online = [node.pk for node in ProcessingNode.objects.all() if node.online]
        on_a_node = Q(status__in=(TaskStatus.QUEUED, TaskStatus.RUNNING), processing_node__in=online)
        to_be_sent = Q(status=None, partial=False, processing_node__in=online)
        if online:
            to_be_sent |= Q(status=None, partial=False, auto_processing_node=True)
        wanted = Q(pending_action__isnull=False)
        return Task.objects.filter(on_a_node | to_be_sent | wanted).exists() or unfinished().exists()
    except Error:
        logger.exception("Whether there is work cannot be said")
        return True
