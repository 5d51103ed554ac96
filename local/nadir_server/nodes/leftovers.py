"""What lies on nodes and goes again: noted in the database, so that it goes even where the node is away just now.

What nobody needs goes at once. The copy of a completed task stays for a while, so that it can be processed again from a
stage in the middle: two days at most, the last few tasks of each node, and on this computer only while there is room.
"""
from __future__ import annotations

import logging
import shutil
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from nadir_server.nodes.client import NodeClient, NodeError, NodeForgot, NodeUnreachable
from nadir_server.nodes.models import Leftover, ProcessingNode
from nadir_server.worker.busy import busy
from nadir_server.worker.wake import wake

logger = logging.getLogger(__name__)
KEPT_FOR, MOST_KEPT = timedelta(days=2), 3
ROOM_FOR_COPIES = 20 * 1024**3  # bytes free on this computer's disk; with less, copies on it are luxury


def leave_behind(node: ProcessingNode | None, uuid: str) -> None:
    """Have the task removed on the node, as soon as that answers."""
    if node is None or not uuid:
        return
    with transaction.atomic():
        if not Leftover.objects.filter(node=node, uuid=uuid).update(not_before=timezone.now()):
            Leftover.objects.create(node=node, uuid=uuid)
        transaction.on_commit(lambda: _look_at(node))


def keep_for_a_while(node: ProcessingNode | None, uuid: str) -> None:
    """Have the completed task removed on the node later on, or at once where there is no room for its copy."""
    if node is None or not uuid:
        return
    if node.builtin and not _is_roomy():
        leave_behind(node, uuid)
        return
    with transaction.atomic():
        Leftover.objects.create(node=node, uuid=uuid, not_before=timezone.now() + KEPT_FOR)
        surplus = list(_kept(node).order_by("-created_at", "-pk").values_list("pk", flat=True))[MOST_KEPT:]
        Leftover.objects.filter(pk__in=surplus).update(not_before=timezone.now())
        transaction.on_commit(lambda: _look_at(node))


def take_back(node: ProcessingNode, uuid: str, is_completed: bool) -> bool:
    """Whether the copy on the node may be worked with again; it is no leftover then. One that is to go counts as gone."""
    if is_completed:
        return bool(_kept(node).filter(uuid=uuid).delete()[0])
    return not Leftover.objects.filter(node=node, uuid=uuid).exists()


@dataclass(frozen=True)
class Copies:
    """Which tasks nodes still hold, as far as this server knows; read once for a whole list of tasks."""

    kept: frozenset[str]
    going: frozenset[str]

    @classmethod
    def now(cls) -> Copies:
        """One look at the database."""
        now, rows = timezone.now(), list(Leftover.objects.values_list("uuid", "not_before"))
        return cls(
            frozenset(uuid for uuid, not_before in rows if not_before > now),
            frozenset(uuid for uuid, not_before in rows if not_before <= now),
        )

    def hold(self, uuid: str, is_completed: bool) -> bool:
        """Whether a node has the task, so that it can begin again from a stage in the middle."""
        return uuid in self.kept if is_completed else bool(uuid) and uuid not in self.going


def _kept(node: ProcessingNode) -> models.QuerySet[Leftover]:
    return Leftover.objects.filter(node=node, not_before__gt=timezone.now())


def _is_roomy() -> bool:
    return shutil.disk_usage(settings.DATA.root).free >= ROOM_FOR_COPIES


def _look_at(node: ProcessingNode) -> None:
    busy.hurry(f"node {node.pk}")
    wake()


def remove_leftovers(node: ProcessingNode) -> int:
    """Remove tasks on the node that nobody needs; returns how many. What it refuses to remove is not asked again."""
    client, removed = NodeClient(node), 0
    if node.builtin and not _is_roomy():
        _kept(node).update(not_before=timezone.now())
    for leftover in Leftover.objects.filter(node=node, not_before__lte=timezone.now()):
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
