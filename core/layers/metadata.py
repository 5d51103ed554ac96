"""What a layer says of itself."""

from __future__ import annotations

from qgis.core import QgsMapLayer


def describe(layer: QgsMapLayer, text: str) -> None:
    """The text of a layer's tool tip; newer versions of QGIS keep it elsewhere."""
    properties = layer.serverProperties()
    (properties if hasattr(properties, "setAbstract") else layer).setAbstract(text)


def reason_of(layer: QgsMapLayer) -> str:
    """Why a layer is not valid, where QGIS says so; asking an empty error for its text crashes QGIS 3.22."""
    return "" if layer.error().isEmpty() else str(layer.error().summary())
