"""Rasters as XYZ layers."""

from __future__ import annotations

from qgis.core import QgsDataSourceUri, QgsRasterLayer
from qgis.PyQt.QtCore import QCoreApplication

from ..marks import EXTENT
from ..metadata import describe
from ..places import in_web_mercator
from .plan import TilesPlan

translate = QCoreApplication.translate  # called by this name, so that the translation tools find the texts


def make_tiles(tiles: TilesPlan) -> QgsRasterLayer:
    """An XYZ layer that asks for nothing outside of its extent."""
    uri = QgsDataSourceUri()
    uri.setParam("type", "xyz")
    uri.setParam("url", tiles.tile_url)
    uri.setParam("zmin", str(tiles.minzoom))
    uri.setParam("zmax", str(tiles.maxzoom))
    layer = QgsRasterLayer(bytes(uri.encodedUri()).decode(), tiles.kind.title, "wms")
    if tiles.extent is not None:
        extent = in_web_mercator(tiles.extent)
        layer.setExtent(extent)
        layer.setCustomProperty(EXTENT, [extent.xMinimum(), extent.yMinimum(), extent.xMaximum(), extent.yMaximum()])
    if tiles.heights is not None:
        low, high = tiles.heights
        describe(
            layer,
            translate("Layers", "Heights from {low:.1f} m to {high:.1f} m, in colours.").format(low=low, high=high),
        )
    return layer
