"""Where the tasks are now whose results a project shows: asked from an open server, on a worker."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import Collection, Dict, Tuple

from ...api.client import Client
from ...api.errors import InvalidAddress, InvalidRequest, NotFound, PermissionRefused
from ...api.exchange import CancelCheck, never
from ...api.task import Task

TaskRef = Tuple[str, str]  # project, task, as the layers' marks name them


class Loss(Enum):
    """Why a server gives nothing for a layer any more."""

    TASK_REMOVED = "task removed"
    PROJECT_HIDDEN = "project hidden"  # removed, or not shared with this account any more: servers do not tell
    FORBIDDEN = "forbidden"


@dataclass(frozen=True)
class Findings:
    """tasks: what the layers show, as the server describes it now, in whatever project; lost: what it does not have."""

    tasks: Dict[TaskRef, Task] = field(default_factory=dict)
    lost: Dict[TaskRef, Loss] = field(default_factory=dict)


def find_tasks(client: Client, wanted: Collection[TaskRef], cancelled: CancelCheck = never) -> Findings:
    """Ask for each task where it was, then for all projects, into one of which it may have been moved.

    Raises what keeps the server from answering, and Cancelled.
    """
    found: Dict[TaskRef, Task] = {}
    lost: Dict[TaskRef, Loss] = {}
    for ref in sorted(wanted):
        try:
            found[ref] = client.tasks.get(*ref, cancelled=cancelled)
        except PermissionRefused:
            lost[ref] = Loss.FORBIDDEN
        except (NotFound, InvalidAddress, InvalidRequest):
            lost[ref] = Loss.TASK_REMOVED
    moved = find_moved(client, lost, cancelled) if lost else {}
    found.update(moved)
    for ref in [ref for ref, loss in lost.items() if loss is Loss.TASK_REMOVED and ref not in moved]:
        if not _sees_project(client, ref[0], cancelled):
            lost[ref] = Loss.PROJECT_HIDDEN
    return Findings(found, {ref: loss for ref, loss in lost.items() if ref not in moved})


def find_moved(client: Client, wanted: Collection[TaskRef], cancelled: CancelCheck = never) -> Dict[TaskRef, Task]:
    """Those of the tasks that any project of the server holds now, by the list of the projects alone."""
    home = {task_id: project.id for project in client.projects.list(cancelled=cancelled) for task_id in project.task_ids}
    found: Dict[TaskRef, Task] = {}
    for ref in sorted(wanted):
        if ref[1] in home and (home[ref[1]], ref[1]) != ref:
            try:
                found[ref] = client.tasks.get(home[ref[1]], ref[1], cancelled=cancelled)
            except (NotFound, PermissionRefused):  # it went between the two questions
                continue
    return found


def find_here(client: Client, wanted: Collection[TaskRef], cancelled: CancelCheck = never) -> Dict[TaskRef, Task]:
    """Those of the tasks of another server that this one has, which then is the same one at another address."""
    home = {task_id: project.id for project in client.projects.list(cancelled=cancelled) for task_id in project.task_ids}
    found: Dict[TaskRef, Task] = {}
    for ref in sorted(ref for ref in wanted if ref[1] in home):
        found[ref] = client.tasks.get(home[ref[1]], ref[1], cancelled=cancelled)
    return found


def _sees_project(client: Client, project_id: str, cancelled: CancelCheck) -> bool:
    try:
        client.projects.get(project_id, cancelled=cancelled)
    except (NotFound, PermissionRefused, InvalidAddress, InvalidRequest):
        return False
    return True
