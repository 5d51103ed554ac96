"""Where things lie: extents in degrees and in the coordinates of web maps."""

from __future__ import annotations

from typing import Optional, Sequence, Tuple

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsMapLayer,
    QgsProject,
    QgsRectangle,
    QgsReferencedRectangle,
)

WEB_MERCATOR, DEGREES = "EPSG:3857", "EPSG:4326"

Extent = Tuple[float, float, float, float]  # west, south, east, north in degrees


def in_web_mercator(extent: Extent) -> QgsRectangle:
    """Degrees to the coordinates of XYZ layers."""
    degrees, web = QgsCoordinateReferenceSystem(DEGREES), QgsCoordinateReferenceSystem(WEB_MERCATOR)
    return transformed(QgsRectangle(*extent), degrees, web)


def transformed(
    rectangle: QgsRectangle, crs: QgsCoordinateReferenceSystem, to: QgsCoordinateReferenceSystem
) -> QgsRectangle:
    """A rectangle's bounds in another reference system."""
    return QgsCoordinateTransform(crs, to, QgsProject.instance().transformContext()).transformBoundingBox(rectangle)


def extent_of(layers: Sequence[QgsMapLayer]) -> Optional[QgsReferencedRectangle]:
    """What layers cover together, in degrees."""
    whole = QgsRectangle()
    degrees = QgsCoordinateReferenceSystem(DEGREES)
    for layer in layers:
        if not layer.extent().isEmpty():
            whole.combineExtentWith(transformed(layer.extent(), layer.crs(), degrees))
    return QgsReferencedRectangle(whole, degrees) if not whole.isEmpty() else None
