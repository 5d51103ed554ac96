"""From a plan to QGIS layers."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Callable, Dict, List, Optional, Tuple

from qgis.core import QgsApplication, QgsCoordinateReferenceSystem, QgsMapLayer, QgsProjUtils
from qgis.PyQt.QtCore import QCoreApplication, QEventLoop

from ..errors import Cancelled, NadirError
from ..jobs import JobControl
from .marks import Mark, write_mark
from .places import DEGREES, WEB_MERCATOR
from .plan import LayerPlan, PlannedLayer
from .products import not_loaded


@dataclass(frozen=True)
class PreparedLayers:
    """A plan with the layers that had to be made off the main thread, by their marks."""

    plan: LayerPlan
    made: Dict[Mark, QgsMapLayer] = field(default_factory=dict)
    problems: Tuple[NadirError, ...] = ()


@cache
def fetch_reference_databases() -> threading.Thread:
    """Have the files in memory that `know_reference_systems` looks things up in, so that the main thread does not wait for
    the disk (0.9 s were seen on a cold one). Once for all; on a thread of its own, to be joined by who needs them.
    """
    fetching = threading.Thread(target=_read_reference_databases, name="nadir: reference systems", daemon=True)
    fetching.start()
    return fetching


def _read_reference_databases() -> None:
    folders = [Path(folder) for folder in QgsProjUtils.searchPaths()]
    for path in (Path(QgsApplication.srsDatabaseFilePath()), *(folder / "proj.db" for folder in folders)):
        if path.is_file():
            path.read_bytes()


def know_reference_systems(plan: LayerPlan) -> None:
    """Make the reference systems of a plan on the main thread, before `prepare`.

    QGIS keeps each one that it has made, and in 3.22 one that a worker made breaks for all of QGIS when that thread
    ends: whatever names it later is not transformed any more, without an error.
    """
    waiting = [planned for planned in plan.layers if planned.waits]
    if not waiting:
        return
    names = {WEB_MERCATOR, DEGREES, f"EPSG:{plan.task.epsg}"}
    for text in (text for planned in waiting for text in planned.reference_systems):
        names.add(QgsCoordinateReferenceSystem.fromWkt(text).authid() if "[" in text else text)
    for name in names - {""}:
        QgsCoordinateReferenceSystem(name)


def fetch_missing(plan: LayerPlan, control: JobControl) -> LayerPlan:
    """Download what has to be before layers can be made. On a worker. What cannot be had becomes a problem."""
    layers: List[PlannedLayer] = []
    problems = list(plan.problems)
    for planned in plan.layers:
        try:
            layers.append(planned if planned.fetch is None else planned.fetch(control))
        except Cancelled:
            raise
        except NadirError as error:
            problems.append(not_loaded(planned.mark.kind, error))
    return replace(plan, layers=tuple(layers), problems=tuple(problems))


def prepare(plan: LayerPlan) -> PreparedLayers:
    """Make the layers whose constructors wait for a server or the disk on this thread, and hand them to the main one.

    On a worker. One that cannot be made becomes a problem and stops no other.
    """
    problems = list(plan.problems)
    made: Dict[Mark, QgsMapLayer] = {}
    loop = QEventLoop()  # gives this thread what QGIS's network code needs for its time-outs
    for planned in plan.layers:
        if planned.waits:
            try:
                made[planned.mark] = planned.make()
            except NadirError as error:
                problems.append(error)
    for layer in made.values():
        layer.moveToThread(QCoreApplication.instance().thread())
    del loop
    return PreparedLayers(plan, made, tuple(problems))


def make_layers(
    prepared: PreparedLayers, is_there: Callable[[Mark], bool] = lambda mark: False
) -> Tuple[List[QgsMapLayer], List[NadirError]]:
    """All layers of a plan, marked, in its order, but for those that `is_there` says are on the map already; and why some
    could not be made. On the main thread; asks no server.
    """
    layers: List[QgsMapLayer] = []
    problems: List[NadirError] = []
    for planned in prepared.plan.layers:
        try:
            layer = None if is_there(planned.mark) else _made(planned, prepared)
        except NadirError as error:
            problems.append(error)
            continue
        if layer is not None:
            write_mark(layer, planned.mark)
            layers.append(layer)
    return layers, problems


def _made(planned: PlannedLayer, prepared: PreparedLayers) -> Optional[QgsMapLayer]:
    """The layer of a plan; None for one that could not be made, which is among the problems."""
    return prepared.made.get(planned.mark) if planned.waits else planned.make()
