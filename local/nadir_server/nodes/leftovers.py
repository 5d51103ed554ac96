"""What lies on nodes and nobody needs: noted in the database, so that it goes even where the node is away just now."""
from __future__ import annotations

import logging

from django.db import transaction

from nadir_server.nodes.client import NodeClient, NodeError, NodeForgot, NodeUnreachable
from nadir_server.nodes.models import Leftover, ProcessingNode
from nadir_server.worker.busy import busy
from nadir_server.worker.wake import wake

logger = logging.getLogger(__name__)


def leave_behind(node: ProcessingNode | None, uuid: str) -> None:
    """Have the task removed on the node, as soon as that answers."""
    if node is not None and uuid:
        Leftover.objects.create(node=node, uuid=uuid)
        transaction.on_commit(lambda: _look_at(node))


def _look_at(node: ProcessingNode) -> None:
    busy.hurry(f"node {node.pk}")
    wake()


def remove_leftovers(node: ProcessingNode) -> int:
    """Remove tasks on the node that nobody needs; returns how many. What it refuses to remove is not asked again."""
    client, removed = NodeClient(node), 0
    for leftover in Leftover.objects.filter(node=node):
        try:
            client.remove(leftover.uuid)
            removed += 1
        except NodeUnreachable:
            break
        except NodeForgot:
            logger.info("Task %s is gone from node %s already", leftover.uuid, node)
        except NodeError as error:
            logger.warning("Node %s keeps task %s: %s", node, leftover.uuid, error)
        leftover.delete()
    return removed
