"""Cancel, restart and remove: what users ask for and the worker does."""
from __future__ import annotations

import logging

from django.db import transaction

from nadir_server.nodes.client import NodeBroken, NodeClient, NodeError, NodeForgot, NodeRefused
from nadir_server.nodes.leftovers import leave_behind, take_back
from nadir_server.nodes.refresh import count_queue
from nadir_server.projects.models import Project
from nadir_server.resizing.run import needs_resizing
from nadir_server.tasks.birth import mark_for_removal
from nadir_server.tasks.console import Console
from nadir_server.tasks.models import PendingAction, Task, TaskStatus

logger = logging.getLogger(__name__)
NO_NODE = "Cannot restart a task that has no processing node"
NO_PHOTOS = "Cannot restart a task whose photos are not here any more"


def cancel(task: Task) -> None:
    """Stop it on the node, if it gets through, and keep what is there."""
    if task.processing_node is not None and task.uuid and task.status in (TaskStatus.QUEUED, TaskStatus.RUNNING):
        try:
            NodeClient(task.processing_node).cancel(task.uuid)
            count_queue(task.processing_node)
        except NodeError as error:
            logger.info("Task %s could not be canceled on its node: %s", task.pk, error)
            leave_behind(task.processing_node, task.uuid)
    forget_submission(task)
    task.change(status=TaskStatus.CANCELED, pending_action=None, last_error=None)


def restart(task: Task) -> None:
    """Begin again: on the node where that still has the photos, else with a new upload."""
    if task.partial:
        task.change(pending_action=None)
        return
    if task.processing_node is None and not task.auto_processing_node:
        task.change(status=TaskStatus.FAILED, pending_action=None, last_error=NO_NODE)
        return
    forget_submission(task)
    begun = {"pending_action": None, "last_error": None, "running_progress": 0.0, "processing_time": -1}
    if needs_resizing(task) and not is_shared(task):
        leave_behind(task.processing_node, task.uuid)  # it has the large photos
    if not needs_resizing(task) and restarted_on_node(task):
        task.change(status=TaskStatus.QUEUED, **begun)
    elif not task.folder.image_files():
        task.change(status=TaskStatus.FAILED, pending_action=None, last_error=NO_PHOTOS)
        return
    else:
        begun["pending_action"] = PendingAction.RESIZE if needs_resizing(task) else None
        options = [option for option in task.options or [] if option["name"] != "rerun-from"]
        task.change(status=None, uuid="", upload_progress=0.0, options=options or {}, **begun)
    Console(task.folder.console).clear()


def restarted_on_node(task: Task) -> bool:
    """Whether the node still knew the task, with as many photos as there are now, and restarts it.

    A node that has been away for long is not waited for: the photos go to it, or to another one, anew.
    """
    if task.processing_node is None or not task.uuid or not task.processing_node.online:
        return False
    is_completed = task.status == TaskStatus.COMPLETED
    if is_shared(task) and not is_completed or not take_back(task.processing_node, task.uuid, is_completed):
        return False
    client = NodeClient(task.processing_node)
    try:
        if client.task_info(task.uuid).images_count == task.images_count:
            client.restart(task.uuid, task.node_options)
            return True
        leave_behind(task.processing_node, task.uuid)
    except (NodeBroken, NodeForgot, NodeRefused) as error:
        logger.info("Task %s is uploaded again: %s", task.pk, error)
    return False


def is_shared(task: Task) -> bool:
    """Whether a duplicate of the task refers to the same one on the node."""
    return bool(task.uuid) and Task.objects.filter(uuid=task.uuid).exclude(pk=task.pk).exists()


def remove(task: Task) -> None:
    """Remove files and row here, and on the node as soon as it answers. With the last task goes a deleted project."""
    project_id, is_deleted = task.project_id, task.project.deleting
    for uuid in {task.uuid, task.submission}:
        if uuid and not is_shared(task):
            leave_behind(task.processing_node, uuid)
    folder = task.folder
    mark_for_removal(folder.root)
    task.delete()
    folder.remove()  # after the row: who wrote into it meanwhile looks for the row, and removes what he wrote
    if is_deleted:
        Project.objects.filter(pk=project_id, deleting=True, task__isnull=True).delete()


def forget_submission(task: Task) -> None:
    """What an upload that is not finished left on the node goes away."""
    with transaction.atomic():
        leave_behind(task.processing_node, task.submission)
        task.change(submission="")
