"""What of a finished task can go on the map, asked from its server. Runs on a thread."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Callable, Collection, List, Optional, Tuple

from ..api.client import Client
from ..api.exchange import never
from ..api.task import Task
from ..errors import Cancelled, NadirError
from .clouds.plan import PointCloudPlan, plan_point_cloud
from .products import FIRST_KINDS, LayerKind, asked_for, has_no_place, is_there, not_loaded, why_absent, why_no_place
from .tiles.plan import TilesPlan, plan_tiles


@dataclass(frozen=True)
class LayerPlan:
    """All that is needed to make a task's layers, and what is missing and why."""

    task: Task
    server_url: str
    tiles: Tuple[TilesPlan, ...] = ()
    point_cloud: Optional[PointCloudPlan] = None
    problems: Tuple[NadirError, ...] = ()
    warning: str = ""  # what the task did not give, all of it in one text for the user


def plan(
    client: Client,
    task: Task,
    kinds: Collection[LayerKind] = FIRST_KINDS,
    *,
    cancelled: Callable[[], bool] = never,
) -> LayerPlan:
    """Ask the server about each product; a product that cannot be had becomes a problem and stops no other.

    Products that the task did not give are no error: they are named in `warning`. Raises Cancelled.
    """
    if has_no_place(task):
        return LayerPlan(task, client.session.url, warning=why_no_place(task))
    tiles: List[TilesPlan] = []
    cloud: Optional[PointCloudPlan] = None
    problems: List[NadirError] = []
    for kind in (kind for kind in FIRST_KINDS if kind in kinds and is_there(task, kind)):
        try:
            if kind is LayerKind.POINT_CLOUD:
                cloud = plan_point_cloud(client, task, cancelled)
            else:
                tiles.append(plan_tiles(client, task, kind, cancelled))
        except Cancelled:
            raise
        except NadirError as error:
            problems.append(not_loaded(kind, error))
    absent = [kind for kind in FIRST_KINDS if kind in kinds and kind in asked_for(task) and not is_there(task, kind)]
    return LayerPlan(task, client.session.url, tuple(tiles), cloud, tuple(problems), why_absent(task, absent))
