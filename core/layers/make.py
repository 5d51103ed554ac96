"""From a plan to QGIS layers."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Collection, List, Optional, Tuple

from qgis.core import (
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsDataSourceUri,
    QgsMapLayer,
    QgsPointCloudLayer,
    QgsPointCloudRgbRenderer,
    QgsProject,
    QgsProjUtils,
    QgsProviderRegistry,
    QgsRasterLayer,
    QgsRectangle,
)
from qgis.PyQt.QtCore import QCoreApplication, QEventLoop

from ..api.task import Task
from ..errors import NadirError
from .plan import Extent, LayerKind, LayerPlan, PointCloudPlan, TilesPlan, result_version

translate = QCoreApplication.translate  # called by this name, so that the translation tools find the texts

KIND, TASK, PROJECT, SERVER, VERSION, EXTENT = (
    f"nadir/{name}" for name in ("kind", "task", "project", "server", "version", "extent")
)
WEB_MERCATOR, DEGREES = "EPSG:3857", "EPSG:4326"


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
        mark(prepared.point_cloud, LayerKind.POINT_CLOUD, plan.task, plan.server_url)
    by_kind = {tiles.kind: tiles for tiles in plan.tiles}
    for kind in (LayerKind.DSM, LayerKind.DTM, LayerKind.ORTHOPHOTO):
        if kind in by_kind and kind not in without:
            layer = make_tiles(by_kind[kind])
            mark(layer, kind, plan.task, plan.server_url)
            layers.append(layer)
    return layers


def make_tiles(tiles: TilesPlan) -> QgsRasterLayer:
    """An XYZ layer that asks for nothing outside of its extent."""
    uri = QgsDataSourceUri()
    uri.setParam("type", "xyz")
    uri.setParam("url", tiles.tile_url)
    uri.setParam("zmin", str(tiles.minzoom))
    uri.setParam("zmax", str(tiles.maxzoom))
    layer = QgsRasterLayer(bytes(uri.encodedUri()).decode(), tiles.kind.title, "wms")
    if tiles.extent is not None:
        extent = in_web_mercator(tiles.extent)
        layer.setExtent(extent)
        layer.setCustomProperty(EXTENT, [extent.xMinimum(), extent.yMinimum(), extent.xMaximum(), extent.yMaximum()])
    if tiles.heights is not None:
        low, high = tiles.heights
        describe(
            layer,
            translate("Layers", "Heights from {low:.1f} m to {high:.1f} m, in colours.").format(low=low, high=high),
        )
    return layer


def make_point_cloud(cloud: PointCloudPlan) -> QgsPointCloudLayer:
    """An EPT layer in natural colours. Waits for the server: never on the main thread. Raises NadirError."""
    if "ept" not in QgsProviderRegistry.instance().providerList():
        raise NadirError(
            translate("Layers", "The point cloud was not loaded: this QGIS was built without point clouds."),
            translate("Layers", "Use a QGIS from qgis.org."),
        )
    layer = QgsPointCloudLayer(cloud.url, LayerKind.POINT_CLOUD.title, "ept")
    if not layer.isValid():
        raise NadirError(
            translate("Layers", "The point cloud was not loaded: QGIS could not read it from the server."),
            translate("Layers", "Try again; if it stays, restart the task."),
            reason_of(layer),
        )
    if cloud.has_colours:
        show_natural_colours(layer)
    describe(layer, translate("Layers", "{points:,} points.").format(points=cloud.points))
    return layer


def show_natural_colours(layer: QgsPointCloudLayer) -> None:
    """Paint points in their own colours. QGIS does so by itself, stretched to 8 or 16 bits, where it knows them."""
    if layer.renderer() is None or layer.renderer().type() != "rgb":
        layer.setRenderer(QgsPointCloudRgbRenderer())


def describe(layer: QgsMapLayer, text: str) -> None:
    """The text of a layer's tool tip; newer versions of QGIS keep it elsewhere."""
    properties = layer.serverProperties()
    (properties if hasattr(properties, "setAbstract") else layer).setAbstract(text)


def mark(layer: QgsMapLayer, kind: LayerKind, task: Task, server_url: str) -> None:
    """Write on a layer what it shows, so that the plugin knows it again."""
    layer.setCustomProperty(KIND, kind.value)
    layer.setCustomProperty(TASK, task.id)
    layer.setCustomProperty(PROJECT, task.project_id)
    layer.setCustomProperty(SERVER, server_url)
    layer.setCustomProperty(VERSION, result_version(task))


def reason_of(layer: QgsMapLayer) -> str:
    """Why a layer is not valid, where QGIS says so; asking an empty error for its text crashes QGIS 3.22."""
    return "" if layer.error().isEmpty() else str(layer.error().summary())


def in_web_mercator(extent: Extent) -> QgsRectangle:
    """Degrees to the coordinates of XYZ layers."""
    degrees, web = QgsCoordinateReferenceSystem(DEGREES), QgsCoordinateReferenceSystem(WEB_MERCATOR)
    return transformed(QgsRectangle(*extent), degrees, web)


def transformed(
    rectangle: QgsRectangle, crs: QgsCoordinateReferenceSystem, to: QgsCoordinateReferenceSystem
) -> QgsRectangle:
    """A rectangle's bounds in another reference system."""
    return QgsCoordinateTransform(crs, to, QgsProject.instance().transformContext()).transformBoundingBox(rectangle)
