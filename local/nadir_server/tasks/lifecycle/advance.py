"""One step of one task: what is due now, given what the database says.

Everything that decides is in the database and in the task's folder, so the same step can be taken again after the
machine went down: an upload begins anew or is found on the node, results are fetched again, actions are repeated.
"""
from __future__ import annotations

import logging
from collections.abc import Sequence
from uuid import UUID

from django.db.models import Q, QuerySet

from nadir_server.imports.run import import_results
from nadir_server.nodes.client import NodeBroken, NodeForgot, NodeRefused, NodeUnreachable, NoRoom
from nadir_server.resizing.run import resize_photos
from nadir_server.tasks.compact import compact
from nadir_server.tasks.lifecycle.actions import cancel, remove, restart
from nadir_server.tasks.lifecycle.attempts import A_FEW, FOR_HALF_AN_HOUR, attempts
from nadir_server.tasks.lifecycle.choose import choose_node
from nadir_server.tasks.lifecycle.fetch import BadResults, DamagedResults
from nadir_server.tasks.lifecycle.follow import follow
from nadir_server.tasks.lifecycle.interrupt import Interrupted
from nadir_server.tasks.lifecycle.submit import submit
from nadir_server.tasks.lifecycle.unfinished import UNFINISHED
from nadir_server.tasks.models import PendingAction, Task, TaskStatus

logger = logging.getLogger(__name__)

SOON, LATER = 0.7, 5.0  # seconds to the next look
UNFORESEEN = (5.0, 15.0)
ACTIONS = {
    PendingAction.REMOVE: remove,
    PendingAction.RESTART: restart,
    PendingAction.CANCEL: cancel,
    PendingAction.COMPACT: compact,
    PendingAction.IMPORT: import_results,
    PendingAction.RESIZE: resize_photos,
}
OWN_WORK = (PendingAction.RESIZE, PendingAction.IMPORT, PendingAction.COMPACT)  # of this server, without a node


def tasks_with_work() -> QuerySet[Task]:
    """Tasks that somebody asked something for, or that are on their way."""
    return Task.objects.filter(Q(pending_action__isnull=False) | UNFINISHED)


def advance(task_id: UUID) -> float:
    """Take the next step of the task. Returns the seconds after which to look again, should it still have work."""
    task = Task.objects.select_related("project", "processing_node").filter(pk=task_id).first()
    if task is None:
        return LATER
    try:
        seconds = step(task)
    except Exception as error:
        # Whatever it is, it would come again at the next look, for ever: the user is told instead.
        logger.exception("Task %s failed in a way that nobody foresaw", task.pk)
        reason = f"This server failed at the task ({type(error).__name__}: {error}). Its log says more."
        return retry_or_fail(task, reason, UNFORESEEN)
    return seconds


def step(task: Task) -> float:
    """Take the step, and decide what its foreseen failures mean for the task."""
    try:
        if task.pending_action is not None:
            act(task)
        elif task.status is None and not task.uuid:
            return start(task)
        else:
            follow(task)
        attempts.forget(task.pk)
    except Interrupted:
        logger.info("Task %s was interrupted", task.pk)
    except NodeUnreachable as error:
        logger.info("Task %s waits for its node: %s", task.pk, error)
        return LATER
    except NodeBroken as error:
        # One that stumbles while it has the task may find itself again.
        return retry_or_fail(task, str(error), FOR_HALF_AN_HOUR if task.uuid else A_FEW)
    except DamagedResults as error:
        return retry_or_fail(task, str(error), error.pauses)
    except (NodeForgot, NodeRefused, BadResults, NoRoom) as error:
        fail(task, str(error))
    except OSError as error:
        logger.exception("Task %s failed on this computer", task.pk)
        fail(task, f"This computer failed: {error.strerror or error}")
        return LATER
    return SOON


def act(task: Task) -> None:
    """Do what a user asked for."""
    action = ACTIONS.get(task.pending_action)
    if action is None:
        logger.error("Task %s: nobody knows the action %s", task.pk, task.pending_action)
        task.change(pending_action=None)
    else:
        action(task)


def start(task: Task) -> float:
    """Find a node and upload to it; without one the task waits."""
    if not choose_node(task):
        return LATER
    submit(task)
    return SOON


def retry_or_fail(task: Task, reason: str, pauses: Sequence[float]) -> float:
    """Try the step again after the next of the pauses (seconds); after the last the task has failed."""
    pause = attempts.pause(task.pk, pauses)
    if pause is None:
        fail(task, reason)
        return LATER
    logger.info("Task %s is tried again: %s", task.pk, reason)
    return pause


def fail(task: Task, reason: str) -> None:
    """Mark the task as failed with the reason, unless a user asked for something else meanwhile."""
    logger.warning("Task %s failed: %s", task.pk, reason)
    tasks = Task.objects.filter(Q(pending_action=None) | Q(pending_action__in=OWN_WORK), pk=task.pk)
    tasks.update(status=TaskStatus.FAILED, last_error=reason, pending_action=None)
