"""From a plan to QGIS layers."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Collection, List, Optional, Tuple

from qgis.core import (
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsMapLayer,
    QgsPointCloudLayer,
    QgsProjUtils,
)
from qgis.PyQt.QtCore import QCoreApplication, QEventLoop

from ..errors import NadirError
from .clouds.layer import make_point_cloud
from .marks import LayerForm, Mark, write_mark
from .places import DEGREES, WEB_MERCATOR
from .plan import LayerPlan
from .products import LayerKind
from .tiles.layer import make_tiles


@dataclass(frozen=True)
class PreparedLayers:
    """A plan with what had to be made off the main thread."""

    plan: LayerPlan
    point_cloud: Optional[QgsPointCloudLayer]
    problems: Tuple[NadirError, ...]


def fetch_reference_databases() -> None:
    """Have the files in memory that `know_reference_systems` looks things up in, so that the main thread does not wait for
    the disk (0.9 s were seen on a cold one). On a worker.
    """
    folders = [Path(folder) for folder in QgsProjUtils.searchPaths()]
    for path in (Path(QgsApplication.srsDatabaseFilePath()), *(folder / "proj.db" for folder in folders)):
        if path.is_file():
            path.read_bytes()


def know_reference_systems(plan: LayerPlan) -> None:
    """Make the reference systems of a plan on the main thread, before `prepare`.

    QGIS keeps each one that it has made, and in 3.22 one that a worker made breaks for all of QGIS when that thread
    ends: whatever names it later is not transformed any more, without an error.
    """
    if plan.point_cloud is not None:
        crs = QgsCoordinateReferenceSystem.fromWkt(plan.point_cloud.wkt)
        for name in {crs.authid(), f"EPSG:{plan.task.epsg}", WEB_MERCATOR, DEGREES}:
            QgsCoordinateReferenceSystem(name)


def prepare(plan: LayerPlan) -> PreparedLayers:
    """Make the point cloud layer, whose constructor waits for the server, on this thread and hand it to the main one."""
    problems = list(plan.problems)
    loop = QEventLoop()  # gives this thread what QGIS's network code needs for its time-outs
    layer: Optional[QgsPointCloudLayer] = None
    if plan.point_cloud is not None:
        try:
            layer = make_point_cloud(plan.point_cloud)
            layer.moveToThread(QCoreApplication.instance().thread())
        except NadirError as error:
            problems.append(error)
    del loop
    return PreparedLayers(plan, layer, tuple(problems))


def make_layers(prepared: PreparedLayers, without: Collection[LayerKind] = ()) -> List[QgsMapLayer]:
    """All layers of a task, the one for the top of the group first. On the main thread; asks no server."""
    plan = prepared.plan
    layers: List[QgsMapLayer] = []
    if prepared.point_cloud is not None and LayerKind.POINT_CLOUD not in without:
        layers.append(prepared.point_cloud)
        write_mark(prepared.point_cloud, Mark.of(plan.task, plan.server_url, LayerKind.POINT_CLOUD, LayerForm.STREAM))
    by_kind = {tiles.kind: tiles for tiles in plan.tiles}
    for kind in (LayerKind.DSM, LayerKind.DTM, LayerKind.ORTHOPHOTO):
        if kind in by_kind and kind not in without:
            layer = make_tiles(by_kind[kind])
            write_mark(layer, Mark.of(plan.task, plan.server_url, kind, LayerForm.TILES))
            layers.append(layer)
    return layers
