"""Keep what is known of a node up to date."""
from __future__ import annotations

import logging

from django.utils import timezone

from nadir_server.nodes.client import NodeClient, NodeError
from nadir_server.nodes.models import ProcessingNode

logger = logging.getLogger(__name__)
TOLD = (
    "api_version", "engine", "engine_version", "queue_count", "max_images", "available_options", "last_refreshed",
)  # fmt: skip
REFRESH_SECONDS, BUSY_REFRESH_SECONDS = 15.0, 5.0  # a node with tasks changes more often


def count_queue(node: ProcessingNode) -> None:
    """Ask the node how many tasks it has now: called when one ends, so that nobody sees it in the queue any more."""
    try:
        count = NodeClient(node).info().queue_count
    except NodeError as error:
        logger.info("Node %s does not say how busy it is: %s", node, error)
        return
    node.queue_count = count
    ProcessingNode.objects.filter(pk=node.pk).update(queue_count=count)  # which may be gone meanwhile


def refresh(node: ProcessingNode, timeout: float = 10) -> bool:
    """Ask the node for its state and options and save them. False where it does not answer."""
    client = NodeClient(node, timeout)
    try:
        info = client.info()
        options = client.options()
    except NodeError as error:
        logger.info("Node %s does not answer: %s", node, error)
        return False
    node.api_version = info.version
    node.engine = info.engine
    node.engine_version = info.engine_version
    node.queue_count = info.queue_count
    node.max_images = info.max_images
    node.available_options = options
    node.last_refreshed = timezone.now()
    ProcessingNode.objects.filter(pk=node.pk).update(**{name: getattr(node, name) for name in TOLD})
    return True
