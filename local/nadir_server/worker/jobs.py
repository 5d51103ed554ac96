"""The queue of jobs, kept in SQLite, and the jobs themselves."""
from __future__ import annotations

import logging
from collections.abc import Callable
from uuid import UUID

from django.conf import settings
from django.db import close_old_connections
from huey import SqliteHuey

from nadir_server.worker.busy import busy

logger = logging.getLogger(__name__)
huey = SqliteHuey("nadir", filename=str(settings.DATA.queue), results=False)
AFTER_ERROR = 30.0
TIDY_SECONDS = 600.0


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
    from nadir_server.nodes.leftovers import remove_leftovers
    from nadir_server.nodes.models import ProcessingNode
    from nadir_server.nodes.refresh import BUSY_REFRESH_SECONDS, REFRESH_SECONDS, count_queue, refresh
    from nadir_server.worker.wake import wake

    def work() -> float:
        node = ProcessingNode.objects.filter(pk=node_id).first()
        if node is None:
            return REFRESH_SECONDS
        was_online = node.online
        if refresh(node):
            if remove_leftovers(node):
                count_queue(node)
            if not was_online:
                wake()
        return BUSY_REFRESH_SECONDS if node.queue_count else REFRESH_SECONDS

    _run(f"node {node_id}", work)


@huey.task()
def make_export(export_id: str) -> None:
    """Make a file that somebody asked for."""
    from nadir_server.exports.making import make

    def work() -> float:
        make(UUID(export_id))
        return 0.0

    _run(f"export {export_id}", work)


@huey.task()
def tidy_exports() -> None:
    """Remove files that nobody fetched."""
    from nadir_server.exports.making import remove_old

    def work() -> float:
        remove_old()
        return TIDY_SECONDS

    _run("exports", work)


@huey.task()
def tidy_tasks() -> None:
    """Remove uploads that nobody comes back to."""
    from nadir_server.tasks.tidy import remove_abandoned

    def work() -> float:
        remove_abandoned()
        return TIDY_SECONDS

    _run("tidy tasks", work)
