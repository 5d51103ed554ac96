"""What of a finished task can go on the map, asked from its server. Runs on a thread."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Callable, Collection, Dict, List, Optional, Tuple

from qgis.core import QgsMapLayer

from ..api.client import Client
from ..api.exchange import CancelCheck, never
from ..api.task import Task
from ..errors import Cancelled, NadirError
from ..jobs import JobControl
from ..settings import Settings
from .clouds.bring import bring
from .clouds.layer import make_point_cloud
from .clouds.plan import PointCloudPlan, plan_point_cloud
from .downloading import cache_of
from .marks import LayerForm, Mark
from .products import FIRST_KINDS, LayerKind, asked_for, has_no_place, is_there, not_loaded, why_absent, why_no_place
from .tiles.layer import make_tiles
from .tiles.plan import plan_tiles


@dataclass(frozen=True)
class PlannedLayer:
    """A layer that can be made, of whatever kind.

    mark: what it will show; it is written on the layer when that is made. make: gives the layer, or raises NadirError;
    called on the main thread, where it must wait for nothing.
    waits: `make` waits for the server or the disk, so it is called on a worker and the layer is handed over.
    reference_systems: names or WKT of those that such a layer will have (see `make.know_reference_systems`).
    fetch: where something has to be downloaded before, gives on a worker the layer that can be made then.
    """

    mark: Mark
    make: Callable[[], QgsMapLayer]
    waits: bool = False
    reference_systems: Tuple[str, ...] = ()
    fetch: Optional[Callable[[JobControl], PlannedLayer]] = None


@dataclass(frozen=True)
class LayerPlan:
    """All that is needed to make layers of a task, of any kinds, and what is missing and why."""

    task: Task
    server_url: str
    layers: Tuple[PlannedLayer, ...] = ()
    problems: Tuple[NadirError, ...] = ()
    warning: str = ""  # what the task did not give, all of it in one text for the user


def plan(
    client: Client,
    task: Task,
    kinds: Collection[LayerKind] = FIRST_KINDS,
    *,
    cancelled: CancelCheck = never,
) -> LayerPlan:
    """Ask the server about each of the first kinds; a product that cannot be had becomes a problem and stops no other.

    Products that the task did not give are no error: they are named in `warning`. Raises Cancelled.
    """
    if has_no_place(task):
        return LayerPlan(task, client.session.url, warning=why_no_place(task))
    layers: List[PlannedLayer] = []
    problems: List[NadirError] = []
    for kind in (kind for kind in FIRST_KINDS if kind in kinds and is_there(task, kind)):
        try:
            layers.append(PLANNERS[kind](client, task, cancelled))
        except Cancelled:
            raise
        except NadirError as error:
            problems.append(not_loaded(kind, error))
    absent = [kind for kind in FIRST_KINDS if kind in kinds and kind in asked_for(task) and not is_there(task, kind)]
    return LayerPlan(task, client.session.url, tuple(layers), tuple(problems), why_absent(task, absent))


def _tiles(kind: LayerKind, client: Client, task: Task, cancelled: CancelCheck) -> PlannedLayer:
    tiles = plan_tiles(client, task, kind, cancelled)
    return PlannedLayer(Mark.of(task, client.session.url, kind, LayerForm.TILES), partial(make_tiles, tiles))


def _point_cloud(client: Client, task: Task, cancelled: CancelCheck) -> PlannedLayer:
    cloud = plan_point_cloud(client, task, cancelled)
    return _cloud_layer(client, task, cloud)


def _cloud_layer(client: Client, task: Task, cloud: PointCloudPlan) -> PlannedLayer:
    def fetch(control: JobControl) -> PlannedLayer:
        return _cloud_layer(client, task, bring(client, cache_of(Settings()), task, cloud)(control))

    mark = Mark.of(task, client.session.url, LayerKind.POINT_CLOUD, cloud.layer_form, asset=cloud.asset)
    reference_systems = (cloud.wkt,) if cloud.wkt else ()
    return PlannedLayer(mark, partial(make_point_cloud, cloud), True, reference_systems, None if cloud.is_ready else fetch)


Planner = Callable[[Client, Task, CancelCheck], PlannedLayer]

PLANNERS: Dict[LayerKind, Planner] = {
    LayerKind.ORTHOPHOTO: partial(_tiles, LayerKind.ORTHOPHOTO),
    LayerKind.DSM: partial(_tiles, LayerKind.DSM),
    LayerKind.DTM: partial(_tiles, LayerKind.DTM),
    LayerKind.POINT_CLOUD: _point_cloud,
}
"""Who knows what has to be asked for a kind, and how its layer is made."""
