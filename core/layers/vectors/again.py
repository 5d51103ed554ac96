"""The file of a vector layer made anew: for a project that was saved on another computer, or whose cache was emptied."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any, Callable, Dict, Optional

from ...api.client import Client
from ...api.exchange import CancelCheck, never
from ...api.rasters import RasterKind
from ...api.task import Task
from ...transfers.cache import Cache
from ..marks import LayerForm, Mark
from ..products import LayerKind
from .contours import plan_contours
from .control_points import plan_control_points
from .flight_path import plan_flight_path
from .footprints import plan_footprints
from .photos import plan_photos
from .plan import VectorPlan

_PLANNERS: Dict[LayerKind, Callable[..., VectorPlan]] = {
    LayerKind.PHOTOS: plan_photos,
    LayerKind.FOOTPRINTS: plan_footprints,
    LayerKind.FLIGHT_PATH: plan_flight_path,
    LayerKind.CONTROL_POINTS: plan_control_points,
}


def has_lost_its_file(mark: Mark, source: str) -> bool:
    """Whether a layer is one of ours that can be made anew, and its file is not on this disk. Looks at the disk."""
    return mark.form is LayerForm.FILE and _planner(mark) is not None and not Path(source.split("|")[0]).is_file()


def source_again(client: Client, cache: Cache, task: Task, mark: Mark, cancelled: CancelCheck = never) -> str:
    """What such a layer's source is from now on, its file made of the task's latest results. On a worker.

    Raises what its planner raises.
    """
    plan_it = _planner(mark)
    if plan_it is None:
        raise ValueError(f"{mark.kind} is not made here")
    return str(plan_it(client, cache, task, cancelled).path)


def _planner(mark: Mark) -> Optional[Callable[..., Any]]:
    """Contours name their interval and model in the mark's detail, such as '0.5 m DTM'."""
    if mark.kind is not LayerKind.CONTOURS:
        return _PLANNERS.get(mark.kind)
    parts = mark.detail.split(" ")
    try:
        interval, model = float(parts[0]), RasterKind(parts[-1].lower())
    except ValueError:  # not of ours, or damaged
        return None
    return partial(plan_contours, kind=model, interval=interval) if interval > 0.0 else None
