"""The shaded relief over real values: QGIS paints colours and shading of one raster in two layers, servers in one."""

from __future__ import annotations

from typing import Dict, Optional

from qgis.core import QgsHillshadeRenderer, QgsLayerTreeLayer, QgsLayerTreeNode, QgsMapLayer, QgsProject, QgsRasterLayer
from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtGui import QPainter

from ..marks import read_mark
from ..metadata import describe
from ..on_map import RELIEF_OF, relief_of, tiles_beneath
from ..tiles.style import TileStyle, style_of
from ..tiles.values import values_of, write_values
from ..time import set_range
from .looks import HEIGHTS, colour_values, smooth

translate = QCoreApplication.translate  # called by this name, so that the translation tools find the texts

AZIMUTH, ALTITUDE = 315.0, 45.0  # degrees; light from north-west, half-way up, as servers have it
_DEGREE = 111_320.0  # metres, of latitude
# Level ground is sin(45 degrees) of white. These make it the middle grey under which a colour stays as it is, and slopes as
# dark and as bright as on the tiles of servers: of six ways to blend, this one missed them least.
_BLEND = QPainter.CompositionMode.CompositionMode_HardLight
_CONTRAST, _BRIGHTNESS = -26, -29
_MOST_KEPT = 20

_kept: Dict[str, QgsRasterLayer] = {}  # by the id of the layer that they will shade


def make_relief(values: QgsRasterLayer) -> Optional[QgsRasterLayer]:
    """A layer that shades another one of heights as its style says; None where that is without shading."""
    style, mark = style_of(values), read_mark(values)
    if style is None or mark is None or mark.kind not in HEIGHTS or not style.shading or values.providerType() != "gdal":
        return None
    name = translate("Layers", "{model} relief").format(model=mark.kind.value.upper())
    layer = QgsRasterLayer(values.source(), name, "gdal", QgsRasterLayer.LayerOptions(False))
    if not layer.isValid():
        return None
    _shade(layer, style.shading)
    smooth(layer)
    layer.setFlags(layer.flags() & ~QgsMapLayer.LayerFlag.Identifiable)  # the values below it answer
    layer.setCustomProperty(RELIEF_OF, values.id())
    describe(layer, translate("Layers", "Shades the layer below, as the pictures from the server are shaded."))
    return layer


def keep_relief(values: QgsRasterLayer) -> None:
    """Make the relief of a layer that is read from a server now, on this worker, for when that layer comes onto the map."""
    relief = make_relief(values)
    if relief is not None:
        relief.moveToThread(QCoreApplication.instance().thread())
        _kept[values.id()] = relief
        for forgotten in list(_kept)[:-_MOST_KEPT]:  # of layers that were never added
            _kept.pop(forgotten).deleteLater()


def recolour(values: QgsRasterLayer, style: TileStyle) -> None:
    """Colour and shade a layer of heights otherwise. On the main thread."""
    colour_values(values, style)
    follow(values)


def learn_from_tiles(values: QgsRasterLayer) -> None:
    """Take over what the tiles of the same product know of their values: ramps to choose from, the histogram."""
    mark = read_mark(values)
    for tiles in tiles_beneath(mark) if mark is not None and mark.kind in HEIGHTS else ():
        write_values(values, values_of(tiles))


def put_relief(values: QgsRasterLayer) -> Optional[QgsRasterLayer]:
    """Lay the relief above a layer of heights that is on the map, where it has none yet. On the main thread."""
    learn_from_tiles(values)
    node = QgsProject.instance().layerTreeRoot().findLayer(values.id())
    if node is None or node.parent() is None or relief_of(values) is not None:
        return None
    layer = _kept.pop(values.id(), None) or make_relief(values)
    if layer is None:
        return None
    QgsProject.instance().addMapLayer(layer, False)
    parent = node.parent()
    position = [child is node or _holds(child, values) for child in parent.children()].index(True)
    shading = parent.insertLayer(position, layer)
    shading.setItemVisibilityChecked(node.itemVisibilityChecked())
    shading.setExpanded(False)
    time = values.temporalProperties()
    if time.isActive():
        set_range(layer, time.fixedTemporalRange())
    return layer


def switch_with_values(node: QgsLayerTreeNode) -> None:
    """Shades lie on nothing else: a relief is ticked and unticked in the layer tree with the values below it."""
    values = node.layer() if isinstance(node, QgsLayerTreeLayer) else None
    relief = relief_of(values) if values is not None else None
    shading = QgsProject.instance().layerTreeRoot().findLayer(relief.id()) if relief is not None else None
    if shading is not None:
        shading.setItemVisibilityChecked(node.itemVisibilityChecked())


def follow(values: QgsRasterLayer) -> None:
    """Have the relief show what the values show now: after another style, another file, another run."""
    relief, style = relief_of(values), style_of(values)
    if relief is None:
        put_relief(values)
    elif style is None or not style.shading:
        QgsProject.instance().removeMapLayer(relief.id())
    else:
        if relief.source() != values.source() or not relief.isValid():
            relief.setDataSource(values.source(), relief.name(), "gdal")
            smooth(relief)
        _shade(relief, style.shading)
        relief.triggerRepaint()


def _shade(layer: QgsRasterLayer, exaggeration: float) -> None:
    renderer = QgsHillshadeRenderer(layer.dataProvider(), 1, AZIMUTH, ALTITUDE)
    renderer.setMultiDirectional(False)
    renderer.setZFactor(exaggeration / _DEGREE if layer.crs().isGeographic() else exaggeration)
    layer.setRenderer(renderer)
    layer.setBlendMode(_BLEND)
    layer.brightnessFilter().setContrast(_CONTRAST)
    layer.brightnessFilter().setBrightness(_BRIGHTNESS)


def _holds(node: object, layer: QgsMapLayer) -> bool:
    return isinstance(node, QgsLayerTreeLayer) and node.layerId() == layer.id()
