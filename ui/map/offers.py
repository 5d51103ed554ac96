"""All that a task can put on the map, each defined once: what it is called, how it starts, and why it cannot be had.

The menu *Add more to map* and the list of files both offer these.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Callable, Optional

from qgis.PyQt.QtCore import QCoreApplication

from ...core.api.rasters import RasterKind
from ...core.api.task import Task
from ...core.jobs import Job
from ...core.layers.marks import Mark
from ...core.layers.models.plan import GLB, TILES, has_model, opens_models
from ...core.layers.products import ASSETS, FIRST_KINDS, RASTERS, LayerKind, asked_for, is_there
from ...core.workspace import Workspace

translate = QCoreApplication.translate  # called by this name, so that the translation tools find the texts

CONTROL_POINTS, SHOTS, OFFLINE = "ground_control_points.geojson", "shots.geojson", "orthophoto.mbtiles"

Start = Callable[[Workspace, Task], Job]
Refuse = Callable[[Task], str]


@dataclass(frozen=True)
class Offer:
    """One thing that can be added. name: for object names and tests; refuse: why a task has not got it, '' where it has."""

    name: str
    title: str
    start: Start
    refuse: Refuse


def offers() -> tuple[tuple[Offer, ...], ...]:
    """Those that need no further question, in the order of the menu, in groups that belong together."""
    return (
        tuple(tiles_offer(kind) for kind in FIRST_KINDS),
        (*(values_offer(kind) for kind in RASTERS), offline_offer()),
        (model_offer(),),
        tuple(vector_offer(kind) for kind in VECTORS),
    )


def tiles_offer(kind: LayerKind) -> Offer:
    """A product as the server shows it."""
    return Offer(kind.value, kind.title, lambda workspace, task: workspace.load_results(task, (kind,)), partial(why_not_there, kind))


def values_offer(kind: LayerKind) -> Offer:
    """A raster with its real values."""
    start: Start = lambda workspace, task: workspace.add_values(task, kind)  # noqa: E731
    return Offer(f"{kind.value}_values", values_title(kind), start, partial(why_not_there, kind))


def offline_offer() -> Offer:
    """The orthophoto in one file that needs no server."""
    title = translate("Offers", "{product}, for offline use").format(product=LayerKind.ORTHOPHOTO.title)
    reason = translate("Offers", "The server has no such file of this task.")
    return Offer("offline", title, lambda workspace, task: workspace.add_offline(task), partial(why_no_asset, (OFFLINE,), reason))


def model_offer() -> Offer:
    """The 3D model."""
    return Offer("model", LayerKind.MODEL.title, lambda workspace, task: workspace.add_model(task), _why_no_model)


def vector_offer(kind: LayerKind) -> Offer:
    """What is drawn as points, lines or areas."""
    start, refuse = VECTORS[kind]
    return Offer(kind.value, kind.title, start, refuse)


def values_title(kind: LayerKind) -> str:
    """`Surface model (DSM), real values`; an orthophoto has no values but its pixels."""
    if kind is LayerKind.ORTHOPHOTO:
        return translate("Offers", "{product}, full resolution").format(product=kind.title)
    return translate("Offers", "{product}, real values").format(product=kind.title)


def offer_for(asset: str) -> str:
    """The name of the offer that puts one of a task's files on the map; '' for a file that has none."""
    named = {OFFLINE: "offline", SHOTS: LayerKind.PHOTOS.value, CONTROL_POINTS: LayerKind.CONTROL_POINTS.value}
    named.update(dict.fromkeys((TILES, GLB), LayerKind.MODEL.value))
    clouds = (*ASSETS[LayerKind.POINT_CLOUD], "georeferenced_model.csv")
    named.update(dict.fromkeys(clouds, LayerKind.POINT_CLOUD.value))
    named.update({ASSETS[kind][0]: f"{kind.value}_values" for kind in RASTERS})
    return named.get(asset, "")


def again(mark: Mark) -> Optional[Offer]:
    """What puts the same product as a layer of a file on the map, of the run that the task has now; None for no product."""
    if mark.kind is LayerKind.CONTOURS:
        return _contours_again(mark.detail)
    name = offer_for(mark.asset) if mark.kind in RASTERS else mark.kind.value
    return next((offer for group in offers() for offer in group if offer.name == name), None)


def _contours_again(detail: str) -> Optional[Offer]:
    """detail: as `0.5 m DTM`."""
    found = re.fullmatch(r"(\d+(?:\.\d+)?) m (DSM|DTM)", detail)
    if found is None:
        return None
    interval, kind = float(found[1]), RasterKind(found[2].lower())
    start: Start = lambda workspace, task: workspace.add_contours(task, kind, interval)  # noqa: E731
    return Offer("contours", LayerKind.CONTOURS.title, start, why_no_contours)


def why_not_there(kind: LayerKind, task: Task) -> str:
    """Why a task has not got one of the first products; '' where it has."""
    if is_there(task, kind):
        return ""
    if kind in asked_for(task):
        return translate("Offers", "The task was to make it, but did not. Its console says more.")
    return translate("Offers", "The task was processed without it.")


def why_no_asset(assets: Sequence[str], text: str, task: Task) -> str:
    """`text` where a task has none of these files."""
    return "" if any(asset in task.available_assets for asset in assets) else text


def why_no_contours(task: Task) -> str:
    """Contours are of a surface or a terrain."""
    if is_there(task, LayerKind.DSM) or is_there(task, LayerKind.DTM):
        return ""
    return translate("Offers", "Contours need a surface or terrain model, which this task has not got.")


def _why_no_model(task: Task) -> str:
    if not opens_models():
        return translate("Offers", "This QGIS shows no 3D models. Use QGIS 3.34 or newer, or save the file.")
    return "" if has_model(task) else translate("Offers", "The task was processed without a 3D model.")


def _why_no_photos(task: Task) -> str:
    if SHOTS in task.available_assets or task.images_count:
        return ""
    return translate("Offers", "The server keeps neither the photos of this task nor where they were taken.")


def _why_no_control_points(task: Task) -> str:
    return why_no_asset((CONTROL_POINTS,), translate("Offers", "The task was processed without control points."), task)


VECTORS: dict[LayerKind, tuple[Start, Refuse]] = {
    LayerKind.PHOTOS: (lambda workspace, task: workspace.add_photos(task), _why_no_photos),
    LayerKind.FLIGHT_PATH: (lambda workspace, task: workspace.add_flight_path(task), _why_no_photos),
    LayerKind.FOOTPRINTS: (lambda workspace, task: workspace.add_footprints(task), _why_no_photos),
    LayerKind.CONTROL_POINTS: (lambda workspace, task: workspace.add_control_points(task), _why_no_control_points),
}
