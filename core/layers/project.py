"""Our layers in the open QGIS project: a group for each task, found again, and kept right when a project is opened."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import List, Optional, Sequence, Set, Tuple

from qgis.core import (
    QgsLayerTreeGroup,
    QgsMapLayer,
    QgsProject,
    QgsRasterLayer,
    QgsRectangle,
    QgsReferencedRectangle,
)
from qgis.PyQt.QtCore import QCoreApplication, QObject, QTimer

from ..api.task import Task
from ..errors import NadirError
from .make import PreparedLayers, make_layers
from .marks import EXTENT, SERVER, TASK, mark_group, read_mark
from .places import extent_of, transformed
from .products import LayerKind, result_version
from .values.files import open_file, show_heights

SHOWN_FIRST = (LayerKind.ORTHOPHOTO, LayerKind.DSM, LayerKind.DTM, LayerKind.POINT_CLOUD)


@dataclass(frozen=True)
class LoadedLayers:
    """What is on the map now. `layers`: the new ones; `extent`: of all, in degrees."""

    task: Task
    layers: Tuple[QgsMapLayer, ...]
    extent: Optional[QgsReferencedRectangle]
    problems: Tuple[NadirError, ...]


class ProjectLayers(QObject):
    """Watches the QGIS project: QGIS forgets the extent of an XYZ layer when it saves a project, so it is set again."""

    def __init__(self, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        QgsProject.instance().readProject.connect(self._restore_extents)

    def uninstall(self) -> None:
        """Watch no more."""
        QgsProject.instance().readProject.disconnect(self._restore_extents)

    def _restore_extents(self) -> None:
        for layer in QgsProject.instance().mapLayers().values():
            corners = layer.customProperty(EXTENT)
            if corners and len(corners) == 4:
                layer.setExtent(QgsRectangle(*(float(corner) for corner in corners)))


def kinds_on_map(task: Task, server_url: str) -> Set[LayerKind]:
    """The products of a task's latest run that the open project shows already."""
    marks = (read_mark(layer) for layer in layers_of(task, server_url))
    return {mark.kind for mark in marks if mark is not None}


def layers_of(task: Task, server_url: str) -> List[QgsMapLayer]:
    """The layers of a task's latest run in the open project."""
    wanted = (server_url, task.id, result_version(task))
    found = ((layer, read_mark(layer)) for layer in QgsProject.instance().mapLayers().values())
    return [layer for layer, mark in found if mark and (mark.server_url, mark.task_id, mark.version) == wanted]


def add(prepared: PreparedLayers) -> LoadedLayers:
    """Put layers into the group of their task, on top of the tree. Only one product is switched on, the others lie above
    it: switching one on shows it, and no server paints what nobody sees.
    """
    task, server_url = prepared.plan.task, prepared.plan.server_url
    layers = make_layers(prepared, kinds_on_map(task, server_url))  # somebody may have loaded it twice at a time
    if layers:
        group = _group_of(task, server_url) or _new_group(task, server_url)
        showing = bool(group.findLayers())
        _add_to_group(group, layers, None if showing else _shown_first(layers))
    return LoadedLayers(task, tuple(layers), extent_of(layers_of(task, server_url)), prepared.problems)


def add_file(task: Task, server_url: str, kind: LayerKind, path: Path) -> QgsRasterLayer:
    """Put a raster that was downloaded into the group of its task, with its real values, and show it."""
    layer = QgsRasterLayer(str(path), QCoreApplication.translate("Layers", "{product} (file)").format(product=kind.title))
    if not layer.isValid():
        raise _not_opened(path)
    if kind is not LayerKind.ORTHOPHOTO:
        show_heights(layer)
    group = _group_of(task, server_url) or _new_group(task, server_url)
    _add_to_group(group, [layer], layer)
    return layer


def add_vector(task: Task, server_url: str, title: str, path: Path) -> QgsMapLayer:
    """Put positions that were downloaded into the group of their task, and show them. Raises NadirError."""
    layer = open_file(path, title)
    if layer is None:
        raise _not_opened(path)
    group = _group_of(task, server_url) or _new_group(task, server_url)
    _add_to_group(group, [layer], layer)
    return layer


def add_saved(path: Path) -> QgsMapLayer:
    """Put a file that the user saved on top of the map, and zoom to it. Raises NadirError."""
    layer = open_file(path, path.stem)
    if layer is None:
        raise NadirError(
            QCoreApplication.translate("Layers", "QGIS cannot open {file}.").format(file=path.name),
            QCoreApplication.translate("Layers", "Save it again: it may have been moved or changed."),
            str(path),
        )
    QgsProject.instance().addMapLayer(layer, False)
    QgsProject.instance().layerTreeRoot().insertLayer(0, layer)
    zoom_to(extent_of([layer]))
    return layer


def _not_opened(path: Path) -> NadirError:
    return NadirError(f"{path.name} cannot be opened.", "Remove downloaded results in the options, then try again.")


def zoom_to(extent: Optional[QgsReferencedRectangle]) -> None:
    """Show an extent in the main map, where QGIS has a window.

    Not at once: the first layers of a project set its reference system and zoom when the event loop turns next.
    """
    from qgis.utils import iface  # None until QGIS has its window, and without one

    if iface is not None and extent is not None and iface.mapCanvas() is not None:
        canvas = iface.mapCanvas()
        QTimer.singleShot(0, lambda: _show(canvas, extent))


def _show(canvas: QObject, extent: QgsReferencedRectangle) -> None:
    crs = canvas.mapSettings().destinationCrs()
    if not crs.isValid():  # a map without a reference system: there is nowhere to zoom to
        return
    box = transformed(extent, extent.crs(), crs)
    box.scale(1.05)
    canvas.setExtent(box)
    canvas.refresh()


def _group_of(task: Task, server_url: str) -> Optional[QgsLayerTreeGroup]:
    """The group that holds a task's layers already, wherever the user has moved it."""
    root = QgsProject.instance().layerTreeRoot()
    for layer in layers_of(task, server_url):
        node = root.findLayer(layer.id())
        if node is not None and node.parent() is not None and node.parent().customProperty(TASK) == task.id:
            return node.parent()
    made = (group for group in root.findGroups(True) if group.customProperty(TASK) == task.id)
    return next((group for group in made if group.customProperty(SERVER) == server_url), None)


def _new_group(task: Task, server_url: str) -> QgsLayerTreeGroup:
    name = " ".join(task.name.split()) or QCoreApplication.translate("Layers", "Task")
    group = QgsProject.instance().layerTreeRoot().insertGroup(0, name)
    mark_group(group, task.id, server_url)
    return group


def _add_to_group(group: QgsLayerTreeGroup, layers: Sequence[QgsMapLayer], shown: Optional[QgsMapLayer]) -> None:
    for position, layer in enumerate(layers):
        QgsProject.instance().addMapLayer(layer, False)
        node = group.insertLayer(position, layer)
        node.setItemVisibilityChecked(layer is shown)
        node.setExpanded(False)


def _shown_first(layers: Sequence[QgsMapLayer]) -> Optional[QgsMapLayer]:
    by_kind = {mark.kind: layer for layer in layers for mark in [read_mark(layer)] if mark is not None}
    return next((by_kind[kind] for kind in SHOWN_FIRST if kind in by_kind), None)
