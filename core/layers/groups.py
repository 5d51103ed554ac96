"""Where layers go in the layer tree: a group for each task, in an order that shows everything, and what is switched on."""

from __future__ import annotations

from typing import Optional, Sequence, Tuple

from qgis.core import QgsLayerTreeGroup, QgsLayerTreeLayer, QgsLayerTreeNode, QgsMapLayer, QgsProject
from qgis.PyQt.QtCore import QCoreApplication

from ..api.task import Task
from .marks import SERVER, TASK, LayerForm, Mark, mark_group, read_mark
from .on_map import layers_of, tiles_beneath
from .products import FIRST_KINDS, LayerKind

COVERS = (LayerKind.POINT_CLOUD, LayerKind.INDEX, LayerKind.DSM, LayerKind.DTM, LayerKind.ORTHOPHOTO)
"""These hide whatever lies below them."""

SHOWN_FIRST = (LayerKind.ORTHOPHOTO, LayerKind.DSM, LayerKind.DTM, LayerKind.POINT_CLOUD)
"""Which of those that come together is switched on."""

FROM_THE_TOP = (
    LayerKind.CONTROL_POINTS,
    LayerKind.PHOTOS,
    LayerKind.FLIGHT_PATH,
    LayerKind.FOOTPRINTS,
    LayerKind.EXTENTS,
    LayerKind.CONTOURS,
    LayerKind.MODEL,
    LayerKind.POINT_CLOUD,
    LayerKind.DIFFERENCE,
    LayerKind.INDEX,
    LayerKind.DSM,
    LayerKind.DTM,
    LayerKind.ORTHOPHOTO,
)
"""Points over lines over areas over rasters; what is switched on by hand lies above the orthophoto."""


def group_of(task: Task, server_url: str) -> Optional[QgsLayerTreeGroup]:
    """The group that holds a task's layers already, wherever the user has moved it and however it is called now."""
    root = QgsProject.instance().layerTreeRoot()
    for layer in layers_of(task, server_url):
        node = root.findLayer(layer.id())
        if node is not None and node.parent() is not None and node.parent().customProperty(TASK) == task.id:
            return node.parent()
    made = (group for group in root.findGroups(True) if group.customProperty(TASK) == task.id)
    return next((group for group in made if group.customProperty(SERVER) == server_url), None)


def group_for(task: Task, server_url: str) -> QgsLayerTreeGroup:
    """The same, made on top of the tree where there is none yet."""
    return group_of(task, server_url) or _new_group(task, server_url)


def put_into(group: QgsLayerTreeGroup, layers: Sequence[QgsMapLayer], *, with_others: bool = False) -> None:
    """Add layers to the project and to a group, each where its kind belongs, and switch on what is to be seen.

    Of the first kinds that come together only one is shown, and none where the group shows layers already: switching one
    on shows it, and no server paints what nobody sees. Everything else was added on purpose and is shown.
    with_others: they are some of several that come together, one after the other.
    """
    shown = _shown(layers, _shows_something(group), with_others)
    for layer in layers:
        QgsProject.instance().addMapLayer(layer, False)
        node = group.insertLayer(_position(group, layer), layer)
        node.setItemVisibilityChecked(layer in shown)
        node.setExpanded(False)
        if layer in shown:
            _hide_tiles_beneath(layer)
    for layer in shown:
        uncover(layer)
    if shown:
        group.setItemVisibilityCheckedParentRecursive(True)


def put_on_top(layers: Sequence[QgsMapLayer]) -> None:
    """Add layers that belong to no single task above everything else."""
    root = QgsProject.instance().layerTreeRoot()
    for position, layer in enumerate(layers):
        QgsProject.instance().addMapLayer(layer, False)
        root.insertLayer(position, layer).setExpanded(False)


def remark_group(layer: QgsMapLayer, mark: Mark) -> None:
    """The group of a layer's task is known by the address of the server, too: write the one of now on it."""
    node = QgsProject.instance().layerTreeRoot().findLayer(layer.id())
    group = node.parent() if node is not None else None
    if group is not None and group.customProperty(TASK) == mark.task_id and group.customProperty(SERVER) != mark.server_url:
        mark_group(group, mark.task_id, mark.server_url)


def show_and_select(layer: QgsMapLayer) -> None:
    """Switch a layer on, with the groups around it, and make it the current one, so that the user sees where it is."""
    node = QgsProject.instance().layerTreeRoot().findLayer(layer.id())
    if node is not None:
        node.setItemVisibilityCheckedParentRecursive(True)
    select(layer)


def uncover(layer: QgsMapLayer) -> None:
    """Switch off what hides a layer that was asked for: pictures and surfaces above it in its group."""
    node = QgsProject.instance().layerTreeRoot().findLayer(layer.id())
    if node is None or node.parent() is None or not _covers(node):
        return
    for above in node.parent().children():
        if above is node or getattr(above, "layerId", str)() == layer.id():
            return
        if _covers(above):
            above.setItemVisibilityChecked(False)


def is_switched_on(layer: QgsMapLayer) -> bool:
    """Whether a layer is ticked in the layer tree, whatever the groups around it are."""
    node = QgsProject.instance().layerTreeRoot().findLayer(layer.id())
    return node is not None and bool(node.itemVisibilityChecked())


def select(layer: QgsMapLayer) -> None:
    """Make a layer the current one in the layer tree, where QGIS has a window."""
    from qgis.utils import iface  # None until QGIS has its window, and without one

    if iface is not None:
        iface.setActiveLayer(layer)


def shown_first(layers: Sequence[QgsMapLayer]) -> Optional[QgsMapLayer]:
    """The one that a user wants to see first; None where none is of the first kinds."""
    by_kind = {mark.kind: layer for layer in layers for mark in [read_mark(layer)] if mark is not None}
    return next((by_kind[kind] for kind in SHOWN_FIRST if kind in by_kind), None)


def _new_group(task: Task, server_url: str) -> QgsLayerTreeGroup:
    name = " ".join(task.name.split()) or QCoreApplication.translate("Layers", "Task")
    group = QgsProject.instance().layerTreeRoot().insertGroup(0, name)
    mark_group(group, task.id, server_url)
    return group


def _shows_something(group: QgsLayerTreeGroup) -> bool:
    return any(node.itemVisibilityChecked() for node in group.findLayers())


def _shown(layers: Sequence[QgsMapLayer], showing: bool, with_others: bool) -> Tuple[QgsMapLayer, ...]:
    together = [layer for layer in layers if _is_first_kind(layer)]
    on_purpose = [layer for layer in layers if layer not in together]
    if len(together) == 1 and not with_others:
        return (*on_purpose, *together)
    first = None if showing else shown_first(together)
    return (*on_purpose, first) if first is not None else tuple(on_purpose)


def _is_first_kind(layer: QgsMapLayer) -> bool:
    mark = read_mark(layer)
    return mark is not None and mark.kind in FIRST_KINDS


def _hide_tiles_beneath(layer: QgsMapLayer) -> None:
    """Real values cover the tiles of the same product: the server need not paint those any more."""
    mark = read_mark(layer)
    root = QgsProject.instance().layerTreeRoot()
    for tiles in tiles_beneath(mark) if mark is not None else ():
        node = root.findLayer(tiles.id())
        if node is not None:
            node.setItemVisibilityChecked(False)


def _covers(node: QgsLayerTreeNode) -> bool:
    mark = read_mark(node.layer()) if isinstance(node, QgsLayerTreeLayer) else None
    return mark is not None and mark.kind in COVERS


def _position(group: QgsLayerTreeGroup, layer: QgsMapLayer) -> int:
    """Above the first one of its kind or of one that lies lower; a layer of another maker has no rank."""
    rank = _rank(layer)
    for position, node in enumerate(group.children()):
        other = _rank_of_node(node)
        if other is not None and other >= rank:
            return position
    return len(group.children())


def _rank_of_node(node: QgsLayerTreeNode) -> Optional[Tuple[int, int]]:
    if not isinstance(node, QgsLayerTreeLayer) or node.layer() is None or read_mark(node.layer()) is None:
        return None
    return _rank(node.layer())


def _rank(layer: QgsMapLayer) -> Tuple[int, int]:
    """Place from the top by kind, and within a kind real values before tiles."""
    mark = read_mark(layer)
    if mark is None:
        return -1, 0
    return FROM_THE_TOP.index(mark.kind), int(mark.form is LayerForm.TILES)
