"""A 3D view of layers of ours: the camera looks at them from the south, at half the height of a right angle."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any, List, Optional, Sequence, Tuple

from qgis.core import (
    QgsMapLayer,
    QgsMapLayerType,
    QgsProject,
    QgsRectangle,
    QgsReferencedRectangle,
    QgsVector3D,
)
from qgis.PyQt.QtCore import QCoreApplication

from ...core.layers.clouds.style import heights_of
from ...core.layers.places import transformed

translate = QCoreApplication.translate  # called by this name, so that the translation tools find the texts

_FLAT = (QgsMapLayerType.RasterLayer, QgsMapLayerType.VectorLayer)
PITCH, YAW = 45.0, 0.0  # degrees from straight down, and from north
_NEAR = 20.0  # metres; no nearer than that to something very small
_DISTANCE = 1.6  # of the longer side of what is looked at


def open_3d(iface: Any, layers: Sequence[QgsMapLayer], extent: Optional[QgsReferencedRectangle]) -> str:
    """Open a 3D view of layers, which are switched on for it. extent: what to look at, None for all of the map.

    Returns '', or why there is no view and what the user can do.
    """
    if find_spec("qgis._3d") is None:
        return translate("View3D", "This QGIS was built without 3D views. Use a QGIS from qgis.org.")
    if not layers:
        return translate("View3D", "There is nothing to show in 3D. Add the point cloud or the 3D model to the map first.")
    _switch_on(layers)
    if not hasattr(iface, "createNewMapCanvas3D"):
        return translate(
            "View3D", "This QGIS lets no plugin open a 3D view. Choose New 3D Map View in the menu View: the layers are on."
        )
    import qgis._3d  # noqa: F401 - without it QGIS crashes when it hands a 3D view to Python

    canvas = iface.createNewMapCanvas3D(_title(iface, layers[0]))
    if canvas is None:
        return translate("View3D", "QGIS could not open a 3D view. Check in its log whether the graphics card does 3D.")
    _look(canvas, layers, extent)
    return ""


def _switch_on(layers: Sequence[QgsMapLayer]) -> None:
    """3D views show what the map shows."""
    root = QgsProject.instance().layerTreeRoot()
    for layer in layers:
        node = root.findLayer(layer.id())
        if node is not None:
            node.setItemVisibilityCheckedParentRecursive(True)


def _title(iface: Any, layer: QgsMapLayer) -> str:
    """The name of the new view, which no other has: QGIS finds views by their names."""
    node = QgsProject.instance().layerTreeRoot().findLayer(layer.id())
    group = node.parent().name() if node is not None and node.parent() is not None else ""
    name = translate("View3D", "{name} in 3D").format(name=group or layer.name())
    taken = len(iface.mapCanvases3D())
    return f"{name} ({taken + 1})" if taken else name


def _look(canvas: Any, layers: Sequence[QgsMapLayer], extent: Optional[QgsReferencedRectangle]) -> None:
    """Show the layers and let the camera look at them; no plane lies far below where there is no terrain."""
    settings = canvas.mapSettings()
    others = [layer for layer in settings.layers() if layer not in layers]
    settings.setLayers([*layers, *others])
    if not _has_terrain() and _heights(layers) is not None and hasattr(settings, "setTerrainRenderingEnabled"):
        settings.setTerrainRenderingEnabled(False)
    if extent is None or extent.isEmpty():
        return
    box = transformed(QgsRectangle(extent), extent.crs(), settings.crs())
    low, high = _heights(layers) or (0.0, 0.0)
    centre = QgsVector3D(box.center().x(), box.center().y(), (low + high) / 2)
    distance = max(_DISTANCE * max(box.width(), box.height()), _NEAR)
    controller = canvas.cameraController()
    controller.setLookingAtPoint(settings.mapToWorldCoordinates(centre), distance, PITCH, YAW)


def _has_terrain() -> bool:
    """Whether the project says what the ground is, other than flat."""
    project = QgsProject.instance()
    if not hasattr(project, "elevationProperties"):  # QGIS before 3.26
        return False
    provider = project.elevationProperties().terrainProvider()
    return provider is not None and provider.type() != "flat"


def _heights(layers: Sequence[QgsMapLayer]) -> Optional[Tuple[float, float]]:
    """Between which heights point clouds and models lie, in metres; None where there are none."""
    solid = (layer for layer in layers if layer.type() not in _FLAT)
    ranges: List[Tuple[float, float]] = [found for layer in solid for found in [heights_of(layer)] if found is not None]
    return (min(low for low, _ in ranges), max(high for _, high in ranges)) if ranges else None
