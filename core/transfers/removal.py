"""Uploads that are given up: what they left on the server goes, what became more than half-made stays."""

from __future__ import annotations

import logging
import time
import uuid
from dataclasses import replace
from typing import Optional

from ..api.client import Client
from ..api.errors import ApiError, NotFound, PageNotFound
from ..api.exchange import CancelCheck, never
from ..api.ids import ProjectId
from ..api.task import PendingAction, Task, TaskStatus
from ..errors import Cancelled, NadirError
from .errors import UploadInUse, UploadUnknown
from .journal import LEASE_SECONDS, Journal, JournalEntry
from .remote_task import locate, made_in_one_piece, unanswered

_log = logging.getLogger(__name__)

LATE_SECONDS = 3.0  # seconds that a server may take to carry out a request which was broken off
_REMOVAL_SECONDS = 10.0  # that a user who cancelled waits at most for the server
_LOOK_EVERY = 0.5  # seconds


def remove_cancelled(client: Client, journal: Journal, server_id: str = "", cancelled: CancelCheck = never) -> None:
    """Remove from the server what earlier cancellations could not, for want of a connection."""
    for upload_id in journal.to_be_removed(client.session.url, client.session.username, server_id=server_id):
        try:
            remove_task(client, journal, upload_id, cancelled=cancelled)
        except UploadUnknown as error:
            _log.info("Another window has removed a cancelled upload: %s", error)


def discard(client: Client, journal: Journal, upload_id: str, cancelled: CancelCheck = never) -> Optional[Task]:
    """Give an upload up: its half-made task, and a project made for it alone, go from the server, its entry from the
    journal.

    A task that has been started meanwhile is not half-made any more: it stays and is returned. Raises `UploadUnknown`,
    `UploadInUse`, and what the client raises; then all is as it was.
    """
    journal.load(upload_id)  # raises where there is none
    owner = uuid.uuid4().hex
    holding = _holding(journal, upload_id, owner, cancelled)
    try:
        holding()
        task = _made_task(client, journal.load(upload_id), holding)
        if task is not None and not task.partial:
            journal.forget(upload_id)
            return task
        journal.set_removing(upload_id)
        remove_task(client, journal, upload_id)
        return None
    finally:
        journal.release(upload_id, owner)


def _holding(journal: Journal, upload_id: str, owner: str, cancelled: CancelCheck) -> CancelCheck:
    """`cancelled`, which whatever waits asks all the time, and which keeps the lease meanwhile; raises `UploadInUse`."""
    held_at = float("-inf")

    def check() -> bool:
        nonlocal held_at
        if time.monotonic() - held_at > LEASE_SECONDS / 3:
            if not journal.lease(upload_id, owner):
                raise UploadInUse("Another QGIS window is carrying this upload on.", "Cancel it there.")
            held_at = time.monotonic()
        return cancelled()

    return check


def _made_task(client: Client, entry: JournalEntry, cancelled: CancelCheck) -> Optional[Task]:
    """The task of an upload as it is on the server; None where it is not there."""
    if entry.task_id is None:
        return _unanswered(client, entry, cancelled)
    try:
        return locate(client, entry.plan.project_id, entry.task_id, cancelled)
    except NotFound as error:
        _log.info("The task %s of an upload that is given up is not there: %s", entry.task_id, error.detail)
        return None


def remove_if_empty(client: Client, project_id: ProjectId, cancelled: CancelCheck = never) -> None:
    """Remove a project that was made for a task which did not come about.

    What ended the task matters more than an error in here, which is only logged.
    """
    try:
        left = client.tasks.list(project_id, cancelled=cancelled)
        if all(task.pending_action == PendingAction.REMOVE for task in left):
            client.projects.delete(project_id, cancelled=cancelled)
    except NotFound as error:
        _log.info("The project %s needs no removal: %s", project_id, error.detail)
    except NadirError as error:
        _log.warning("An empty project may be left on the server: %s", error.detail or error)


def remove_task(
    client: Client, journal: Journal, upload_id: str, patience: float = 0.0, cancelled: CancelCheck = never
) -> None:
    """Remove a cancelled upload's task; without a connection the journal keeps it for the next time.

    One that is more than half-made stays: somebody started it, or it has results by now. patience: seconds to look out
    for a task that the server was still making when it was cancelled.
    """
    entry = journal.load(upload_id)
    project_id = entry.plan.project_id
    ends_at = time.monotonic() + _REMOVAL_SECONDS

    def too_late() -> bool:
        return time.monotonic() > ends_at or cancelled()

    try:
        task = _task_to_remove(client, entry, patience, too_late)
        if task is not None and not _is_half_made(task, entry):
            _log.warning("The task %s of a cancelled upload stays: it has been started", task.id)
        elif task is not None:
            client.tasks.remove(task.project_id, task.id, cancelled=too_late)
    except PageNotFound as error:  # not the server's word on the task
        _log.warning("The cancelled task %s is removed later: %s", entry.task_id, error.detail)
        return
    except NotFound as error:
        _log.info("The cancelled task %s needs no removal: %s", entry.task_id, error.detail)
    except (ApiError, Cancelled) as error:
        _log.warning("The cancelled task %s is removed later: %s", entry.task_id, error.detail or error)
        return
    if entry.plan.project_is_new:
        remove_if_empty(client, project_id, too_late)
    journal.forget(upload_id)


def _task_to_remove(
    client: Client, entry: JournalEntry, patience: float, cancelled: CancelCheck
) -> Optional[Task]:
    """The task as it is; also one that was asked for without an answer, which may come into being only now."""
    if entry.task_id is not None:
        return locate(client, entry.plan.project_id, entry.task_id, cancelled)
    ends_at = time.monotonic() + patience
    task = _unanswered(client, entry, cancelled)
    while task is None and entry.tasks_before is not None and time.monotonic() < ends_at:
        time.sleep(_LOOK_EVERY)
        task = _unanswered(client, entry, cancelled)
    return task


def _is_half_made(task: Task, entry: JournalEntry) -> bool:
    """Whether nobody would miss the task: it waits for photos, or was started only by what was cancelled."""
    return task.partial or (entry.started and task.status is not TaskStatus.COMPLETED)


def _unanswered(client: Client, entry: JournalEntry, cancelled: CancelCheck) -> Optional[Task]:
    """The task that was asked for and whose answer never came."""
    if entry.tasks_before is None:
        return None
    plan, before = entry.plan, entry.tasks_before
    listed = client.tasks.list(plan.project_id, cancelled=cancelled)
    whole = made_in_one_piece(listed, before, plan.name, len(entry.files)) if entry.in_one_piece else None
    task = whole or unanswered(listed, before, plan.name)
    return task and replace(task, project_id=plan.project_id)
