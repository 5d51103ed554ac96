"""How our vectors are drawn: symbols and labels that can be told from any orthophoto, and from white and black paper."""

from __future__ import annotations

from typing import Any, Optional

from qgis.core import (
    QgsLineSymbol,
    QgsMarkerSymbol,
    QgsPalLayerSettings,
    QgsProperty,
    QgsSimpleMarkerSymbolLayer,
    QgsSymbolLayer,
    QgsTextBufferSettings,
    QgsTextFormat,
    QgsUnitTypes,
    QgsVectorLayer,
    QgsVectorLayerSimpleLabeling,
)
from qgis.PyQt.QtGui import QColor

INK, PAPER = "#1b1b1b", "#ffffff"
AMBER, CYAN, MAGENTA, RED, BLUE, BROWN = "#ffb000", "#00a6d6", "#e6007e", "#d7263d", "#1f5fbf", "#b85c14"

ABOVE, BELOW = 1, 7
"""Sides of a point that a label lies on, as QGIS counts them."""


def marker(shape: str, size: float, fill: str, outline: str = INK, width: float = 0.25, **more: Any) -> QgsSimpleMarkerSymbolLayer:
    """A marker in millimetres; `more`: properties as QGIS names them."""
    properties = {"name": shape, "size": size, "color": fill, "outline_color": outline, "outline_width": width, **more}
    return QgsSimpleMarkerSymbolLayer.create({name: str(value) for name, value in properties.items()})


def marker_symbol(*layers: QgsSymbolLayer) -> QgsMarkerSymbol:
    """A symbol of these, the lowest first."""
    return _symbol(QgsMarkerSymbol(), layers)


def line_symbol(*layers: QgsSymbolLayer) -> QgsLineSymbol:
    """A symbol of these, the lowest first."""
    return _symbol(QgsLineSymbol(), layers)


def depends(layer: QgsSymbolLayer, name: str, expression: str) -> None:
    """Have a property of a symbol layer follow an expression. Newer versions of QGIS name them without 'Property'."""
    found = getattr(QgsSymbolLayer.Property, name, None)
    key = found if found is not None else getattr(QgsSymbolLayer.Property, f"Property{name}")
    layer.setDataDefinedProperty(key, QgsProperty.fromExpression(expression))


def label_depends(settings: QgsPalLayerSettings, name: str, expression: str) -> None:
    """Have a property of labels follow an expression."""
    properties = settings.dataDefinedProperties()
    properties.setProperty(int(getattr(QgsPalLayerSettings.Property, name)), QgsProperty.fromExpression(expression))
    settings.setDataDefinedProperties(properties)


def label(
    layer: QgsVectorLayer,
    expression: str,
    *,
    size: float = 8.0,
    colour: str = INK,
    closest_scale_to: float = 0.0,
    bold: bool = False,
    placement: Optional[Any] = None,
    distance: float = 2.0,
) -> QgsPalLayerSettings:
    """Label features by an expression, with a pale rim that keeps it legible on anything.

    closest_scale_to: 1:this and closer only, 0 for always. distance in millimetres. Returns the settings, which count
    once they were given to `set_label`.
    """
    settings = QgsPalLayerSettings()
    settings.fieldName = expression
    settings.isExpression = True
    settings.setFormat(text_format(size, colour, bold))
    settings.dist = distance
    settings.distUnits = settings.offsetUnits = QgsUnitTypes.RenderUnit.RenderMillimeters
    if placement is not None:
        settings.placement = placement
    if closest_scale_to > 0.0:
        settings.scaleVisibility = True
        settings.minimumScale = closest_scale_to
        settings.maximumScale = 0.0
    set_label(layer, settings)
    return settings


def set_label(layer: QgsVectorLayer, settings: QgsPalLayerSettings) -> None:
    """Show labels with these settings."""
    layer.setLabeling(QgsVectorLayerSimpleLabeling(settings))
    layer.setLabelsEnabled(True)


def text_format(size: float, colour: str, bold: bool = False) -> QgsTextFormat:
    """A text in points with a rim."""
    made = QgsTextFormat()
    font = made.font()
    font.setBold(bold)
    made.setFont(font)
    made.setSize(size)
    made.setSizeUnit(QgsUnitTypes.RenderUnit.RenderPoints)
    made.setColor(QColor(colour))
    rim = QgsTextBufferSettings()
    rim.setEnabled(True)
    rim.setSize(0.8)
    rim.setColor(QColor(255, 255, 255, 225))
    made.setBuffer(rim)
    return made


def placement(name: str) -> Any:
    """Of labels, by name. Newer versions of QGIS keep the names elsewhere."""
    return getattr(QgsPalLayerSettings.Placement, name)


def stands_at_its_height(layer: QgsVectorLayer) -> None:
    """Have profiles and 3D views take the heights in the geometries as they are, where this QGIS knows of such."""
    from qgis.core import Qgis

    properties = layer.elevationProperties()
    if hasattr(properties, "setClamping") and hasattr(Qgis, "AltitudeClamping"):
        properties.setClamping(Qgis.AltitudeClamping.Absolute)
        if hasattr(properties, "setRespectLayerSymbol"):
            properties.setRespectLayerSymbol(True)


def _symbol(symbol: Any, layers: Any) -> Any:
    symbol.deleteSymbolLayer(0)
    for layer in layers:
        symbol.appendSymbolLayer(layer)
    return symbol
