"""Which node processes a task."""
from __future__ import annotations

from django.db import transaction
from django.db.models import Count

from nadir_server.nodes.access import visible_nodes
from nadir_server.nodes.leftovers import leave_behind
from nadir_server.nodes.models import ProcessingNode
from nadir_server.tasks.lifecycle.unfinished import UNFINISHED
from nadir_server.tasks.models import Task


def choose_node(task: Task) -> bool:
    """Whether the task has a node that answers; an automatic task gets the least loaded one that takes its photos."""
    if task.processing_node is not None and task.processing_node.online:
        return True
    if not task.auto_processing_node:
        return False
    node = least_loaded(task)
    if node is None:
        return False
    with transaction.atomic():
        leave_behind(task.processing_node, task.submission)  # an upload to the node before came to nothing
        task.change(processing_node=node, submission="")
    return True


def least_loaded(task: Task) -> ProcessingNode | None:
    """The online node with the shortest queue that takes so many photos, among those that the project's owner may use.

    Tasks that this server has given to a node since it last told its queue count too, so that ten tasks at a time do
    not all go to the node that was free a moment ago.
    """
    fitting = [
        node
        for node in visible_nodes(task.project.owner)
        if node.online and (node.max_images is None or node.max_images >= task.images_count)
    ]
    given = dict(
        Task.objects.filter(UNFINISHED, processing_node__in=fitting)
        .exclude(pk=task.pk)
        .values_list("processing_node")
        .annotate(Count("pk"))
    )
    return min(fitting, key=lambda node: (max(node.queue_count, given.get(node.pk, 0)), node.pk), default=None)
