"""Has QGIS ask again for what a server did not give.

Neither QGIS 3.22 nor 3.40 remembers that a tile or a node of a point cloud was refused, but for web pages of status 200,
which `watch` drops from the disk cache. What stays is the picture of the layer that the map keeps: painting anew asks for
all that is missing in it, and takes the rest from QGIS's caches. That also ends the drawing of a point cloud whose
hierarchy was refused, which QGIS 3.40 goes on with for ever.
"""

from __future__ import annotations

from typing import List

from qgis.core import QgsMapLayer, QgsRasterLayer

from ..marks import LayerForm
from ..on_map import marked_layers

FROM_SERVER = (LayerForm.TILES, LayerForm.STREAM)


def layers_from(server_url: str) -> List[QgsMapLayer]:
    """The layers of the open project that ask this server for what they show."""
    return [layer for layer, mark in marked_layers() if mark.server_url == server_url and mark.form in FROM_SERVER]


def reload_layers(server_url: str) -> List[QgsMapLayer]:
    """Have the layers of a server painted anew, without waiting for it. Gives those that can be: one that is not valid has
    to be made anew.
    """
    layers = [layer for layer in layers_from(server_url) if layer.isValid()]
    for layer in layers:
        reload_layer(layer)
    return layers


def reload_layer(layer: QgsMapLayer) -> None:
    """Have one layer painted anew, without waiting for its server."""
    if isinstance(layer, QgsRasterLayer) and layer.providerType() == "wms":  # others open their file again: they wait
        layer.dataProvider().reloadData()
    layer.triggerRepaint()
