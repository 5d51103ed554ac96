"""Layers whose file is not on this disk: of a project from another computer, or after the cache was emptied.

They stay in the project, and get their file back where its product is put on the map once more.
"""

from __future__ import annotations

from typing import Optional

from qgis.core import QgsDataProvider, QgsMapLayer, QgsMapLayerStyle, QgsRasterLayer

from .marks import LayerForm, Mark
from .on_map import is_same_layer, marked_layers
from .tiles.style import style_of
from .values.looks import HEIGHTS, colour_values
from .values.relief import follow


def is_lost(layer: QgsMapLayer, mark: Mark) -> bool:
    """Whether a layer shows a file that is not there."""
    return mark.form is LayerForm.FILE and not layer.isValid()


def find_lost(wanted: Mark) -> Optional[QgsMapLayer]:
    """The layer that would show the same product of the same run, if it had its file."""
    found = ((layer, mark) for layer, mark in marked_layers() if is_same_layer(mark, wanted))
    return next((layer for layer, mark in found if is_lost(layer, mark)), None)


def give_file(layer: QgsMapLayer, mark: Mark, source: str) -> None:
    """Have a layer show a file, with its name and the looks that QGIS kept of it in the project. On the main thread."""
    style, metadata = QgsMapLayerStyle(layer.originalXmlProperties()), layer.metadata().clone()
    layer.setDataSource(source, layer.name(), layer.providerType(), QgsDataProvider.ProviderOptions())
    if style.isValid():
        style.writeToLayer(layer)
    layer.setMetadata(metadata)
    if isinstance(layer, QgsRasterLayer) and mark.kind in HEIGHTS:
        colours = style_of(layer)
        if not style.isValid() and colours is not None:
            colour_values(layer, colours)
        follow(layer)
    layer.triggerRepaint()
