"""Results on a map of 900 x 700, measured from inside QGIS: `layers_probe.py SCRATCH < survey.json` prints JSON.

For QGIS's own Python.
"""

from __future__ import annotations

import json
import sys
import tempfile
import threading
import time
import zipfile
from pathlib import Path
from typing import Any, Callable

import qgis.utils
from nadir.core.api.task import Task
from nadir.core.layers.products import LayerKind
from nadir.core.layers.values.files import show_heights
from nadir.core.transfers.downloads import Download
from nadir.core.workspace import Workspace
from panel_in_qgis import Panel
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsMapLayer,
    QgsPointCloudLayer,
    QgsProject,
    QgsRasterLayer,
    QgsRectangle,
)
from qgis.gui import QgsLayerTreeMapCanvasBridge, QgsMapCanvas

KINDS = (LayerKind.ORTHOPHOTO, LayerKind.DSM, LayerKind.POINT_CLOUD)
FILES = {
    LayerKind.ORTHOPHOTO: "odm_orthophoto/odm_orthophoto.tif",
    LayerKind.DSM: "odm_dem/dsm.tif",
    LayerKind.POINT_CLOUD: "entwine_pointcloud/ept.json",
}
WIDTH, HEIGHT = 900, 700
SECONDS = 30.0


class Map:
    """A canvas that shows what the layer tree holds, as QGIS has it."""

    def __init__(self, panel: Panel) -> None:
        self._panel = panel
        qgis.utils.iface = panel.interface
        self.canvas: QgsMapCanvas = panel.interface.mapCanvas()
        self.canvas.setParallelRenderingEnabled(True)
        self.canvas.setGeometry(0, 0, WIDTH, HEIGHT)
        self.canvas.show()
        self._begin()
        QgsProject.instance().crsChanged.connect(self._take_crs)
        self._bridge = QgsLayerTreeMapCanvasBridge(QgsProject.instance().layerTreeRoot(), self.canvas)
        self._complete_at = 0.0
        self.canvas.mapCanvasRefreshed.connect(self._look)

    def _begin(self) -> None:
        """As in a new project, whose empty map QGIS has painted before anybody adds a layer."""
        self.canvas.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:4326"))
        self.canvas.setExtent(QgsRectangle(-180, -90, 180, 90))
        self.canvas.refresh()

    def _take_crs(self) -> None:
        """As QGIS's window does: a project's first layer sets the reference system, and the map follows."""
        crs = QgsProject.instance().crs()
        if crs.isValid():
            self.canvas.setDestinationCrs(crs)

    def _look(self) -> None:
        if not self._complete_at and self._shows_layer():
            self._complete_at = time.monotonic()

    def empty(self) -> None:
        QgsProject.instance().clear()
        self._begin()
        self._panel.turn_for(0.5)
        self._complete_at = 0.0

    def wait_for_picture(self, began: float) -> float:
        """Seconds from `began` to the end of the first picture that shows the whole layer."""
        if not self._panel.turn_until(lambda: self._complete_at, SECONDS):
            raise RuntimeError("the map was never complete")
        return self._complete_at - began

    def _shows_layer(self) -> bool:
        layers = self.canvas.layers()
        if not layers or layers[0].extent().isEmpty():
            return False
        extent = self.canvas.mapSettings().layerExtentToOutputExtent(layers[0], layers[0].extent())
        shown = self.canvas.extent()
        return bool(shown.contains(extent.center()) and shown.width() < 3 * max(extent.width(), extent.height()))


def by_panel(panel: Panel, shown: Map, workspace: Workspace, task: Task, kind: LayerKind) -> float:
    began = time.monotonic()
    job = workspace.load_results(task, (kind,))
    panel.turn_until(lambda: not job.is_running(), SECONDS)
    if job.error is not None:
        raise job.error
    return shown.wait_for_picture(began)


def by_zip(panel: Panel, shown: Map, workspace: Workspace, task: Task, kind: LayerKind, scratch: Path) -> float:
    with tempfile.TemporaryDirectory(dir=scratch) as folder:
        target = Path(folder)
        began = time.monotonic()
        _aside(panel, lambda: _fetch(workspace, task, target))
        layer = _open(kind, target / FILES[kind])
        QgsProject.instance().addMapLayer(layer)
        shown.canvas.setDestinationCrs(layer.crs())
        shown.canvas.setExtent(layer.extent())
        seconds = shown.wait_for_picture(began)
        shown.empty()
    return seconds


def _fetch(workspace: Workspace, task: Task, folder: Path) -> None:
    archive = folder / "all.zip"
    Download(workspace.client, task.project_id, task.id, "all.zip", archive).run()
    with zipfile.ZipFile(archive) as zipped:
        zipped.extractall(folder)


def _aside(panel: Panel, work: Callable[[], None]) -> None:
    failed: list[BaseException] = []

    def run() -> None:
        try:
            work()
        except BaseException as error:  # noqa: BLE001 - raised below
            failed.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    panel.turn_until(lambda: not thread.is_alive(), SECONDS)
    if failed:
        raise failed[0]


def _open(kind: LayerKind, path: Path) -> QgsMapLayer:
    if kind is LayerKind.POINT_CLOUD:
        layer: QgsMapLayer = QgsPointCloudLayer(str(path), "cloud", "ept")
    else:
        layer = QgsRasterLayer(str(path), "raster")
        if kind is LayerKind.DSM:
            show_heights(layer)
    if not layer.isValid():
        raise RuntimeError(f"QGIS does not open {path}")
    return layer


def main(scratch: Path, survey: dict[str, Any]) -> dict[str, float]:
    panel = Panel()
    panel.open()
    shown = Map(panel)
    servers = panel.dock.servers
    job = servers.add(survey["url"], *survey["login"], "Bench", False)
    panel.turn_until(lambda: not job.is_running())
    workspace: Workspace = job.result
    task = workspace.client.tasks.get(survey["project"], survey["task"])
    panel.turn_for(1.0)
    figures: dict[str, float] = {}
    for kind in KINDS:
        figures[f"{kind.value}_panel"] = by_panel(panel, shown, workspace, task, kind)
        shown.empty()
        figures[f"{kind.value}_zip"] = by_zip(panel, shown, workspace, task, kind, scratch)
    panel.close()
    return figures


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(Path(sys.argv[1]), json.load(sys.stdin))) + "\n")
    sys.stdout.flush()
