"""Bring a task to its node."""
from __future__ import annotations

import logging
import uuid

from django.db import transaction

from nadir_server.nodes.client import NodeClient, NodeForgot
from nadir_server.nodes.leftovers import leave_behind
from nadir_server.tasks.console import Console
from nadir_server.tasks.lifecycle.interrupt import Interrupted, Watch
from nadir_server.tasks.models import Task, TaskStatus

logger = logging.getLogger(__name__)


def submit(task: Task) -> None:
    """Upload photos and options under an id that is noted first, so that an interrupted upload is recognised."""
    client = NodeClient(task.processing_node)
    if task.submission and is_known(client, task.submission):
        logger.info("Task %s had reached its node", task.pk)
    else:
        upload(task, client)
    note_arrival(task)


def note_arrival(task: Task) -> None:
    """The task is on its node, unless another node was chosen for it in the last moment."""
    Console(task.folder.console).clear()
    arrived = Task.objects.filter(pk=task.pk, submission=task.submission).update(
        uuid=task.submission,
        submission="",
        status=TaskStatus.QUEUED,
        upload_progress=1.0,
        running_progress=0.0,
        last_error=None,
    )
    if not arrived:
        leave_behind(task.processing_node, task.submission)
        raise Interrupted


def is_known(client: NodeClient, uuid_on_node: str) -> bool:
    """Whether the node has a task of that id."""
    try:
        client.task_info(uuid_on_node)
    except NodeForgot:
        return False
    return True


def upload(task: Task, client: NodeClient) -> None:
    """Send everything. What an interrupted attempt left on the node is noted for removal."""
    with transaction.atomic():  # an id that is to be removed on the node must never be taken for one that arrived
        leave_behind(task.processing_node, task.submission)
        task.change(submission=str(uuid.uuid4()), upload_progress=0.0)
    files = task.folder.image_files()
    client.create_task(task.submission, files, task.node_options, task.name or "", Watch(task, "upload_progress"))
