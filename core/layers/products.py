"""The products of a task that go on the map, which of them a task has, and why one is not there."""

from __future__ import annotations

from enum import Enum
from typing import Sequence, Set

from qgis.PyQt.QtCore import QCoreApplication

from ..api.rasters import RasterKind
from ..api.task import Task
from ..errors import NadirError

translate = QCoreApplication.translate  # called by this name, so that the translation tools find the texts


class LayerKind(Enum):
    """What a layer of ours shows, as its custom property `nadir/kind` names it."""

    ORTHOPHOTO = "orthophoto"
    DSM = "dsm"
    DTM = "dtm"
    POINT_CLOUD = "pointcloud"
    INDEX = "index"  # of plants, such as NDVI
    MODEL = "model"
    PHOTOS = "photos"
    FOOTPRINTS = "footprints"
    FLIGHT_PATH = "flightpath"
    CONTROL_POINTS = "controlpoints"
    CONTOURS = "contours"
    EXTENTS = "extents"  # of the tasks of a project
    DIFFERENCE = "difference"

    @property
    def title(self) -> str:
        """The layer's name."""
        return {
            LayerKind.ORTHOPHOTO: translate("Layers", "Orthophoto"),
            LayerKind.DSM: translate("Layers", "Surface model (DSM)"),
            LayerKind.DTM: translate("Layers", "Terrain model (DTM)"),
            LayerKind.POINT_CLOUD: translate("Layers", "Point cloud"),
            LayerKind.INDEX: translate("Layers", "Plant index"),
            LayerKind.MODEL: translate("Layers", "3D model"),
            LayerKind.PHOTOS: translate("Layers", "Photos"),
            LayerKind.FOOTPRINTS: translate("Layers", "Footprints of the photos"),
            LayerKind.FLIGHT_PATH: translate("Layers", "Flight path"),
            LayerKind.CONTROL_POINTS: translate("Layers", "Control points"),
            LayerKind.CONTOURS: translate("Layers", "Contours"),
            LayerKind.EXTENTS: translate("Layers", "Extents of the tasks"),
            LayerKind.DIFFERENCE: translate("Layers", "Difference of heights"),
        }[self]


FIRST_KINDS = (LayerKind.ORTHOPHOTO, LayerKind.DSM, LayerKind.DTM, LayerKind.POINT_CLOUD)
"""What *Add to map* adds."""

RASTERS = {LayerKind.ORTHOPHOTO: RasterKind.ORTHOPHOTO, LayerKind.DSM: RasterKind.DSM, LayerKind.DTM: RasterKind.DTM}
ASSETS = {
    LayerKind.ORTHOPHOTO: ("orthophoto.tif",),
    LayerKind.DSM: ("dsm.tif",),
    LayerKind.DTM: ("dtm.tif",),
    LayerKind.POINT_CLOUD: ("georeferenced_model.laz", "georeferenced_model.las", "georeferenced_model.csv"),
}


def products_of(task: Task) -> Set[LayerKind]:
    """Those of the first kinds that a task has on its server."""
    return {kind for kind in FIRST_KINDS if is_there(task, kind)}


def is_there(task: Task, kind: LayerKind) -> bool:
    """Whether a task has one of the first kinds on its server."""
    return any(asset in task.available_assets for asset in ASSETS[kind])


def has_no_place(task: Task) -> bool:
    """Whether nothing of a completed task can lie on the map: there are points, but no raster, reference system or extent.

    That is what becomes of photos without a position.
    """
    if task.extent is not None or task.epsg is not None or not is_there(task, LayerKind.POINT_CLOUD):
        return False
    return LayerKind.ORTHOPHOTO in asked_for(task) and not any(is_there(task, kind) for kind in RASTERS)


def why_no_place(task: Task) -> str:
    """The same in a sentence for the user; '' where the task has a place."""
    if not has_no_place(task):
        return ""
    return translate("Layers", "“{task}” has no place on the map: its photos have no position.").format(
        task=" ".join(task.name.split())
    )


def result_version(task: Task) -> str:
    """Changes when a task has run again, so that QGIS does not show the tiles of before from its cache."""
    return f"{max(task.processing_time_ms, 0):x}"


def asked_for(task: Task) -> Set[LayerKind]:
    """The products that a task is to have, by its options."""
    options = {option.name: option.value for option in task.options}
    asked = {LayerKind.POINT_CLOUD} | {kind for kind in (LayerKind.DSM, LayerKind.DTM) if options.get(kind.value)}
    return asked if options.get("skip-orthophoto") else asked | {LayerKind.ORTHOPHOTO}


def why_absent(task: Task, kinds: Sequence[LayerKind]) -> str:
    """One sentence for all products that were asked for and are not there; '' for none."""
    if not kinds:
        return ""
    return translate("Layers", "Missing in “{task}”: {products}. The task's console says more.").format(
        task=" ".join(task.name.split()), products=", ".join(kind.title for kind in kinds)
    )


def not_loaded(kind: LayerKind, error: NadirError) -> NadirError:
    """The error of a product, with its name."""
    summary = translate("Layers", "{product} was not loaded: {reason}").format(product=kind.title, reason=error.summary)
    return NadirError(summary, error.remedy, error.detail)
