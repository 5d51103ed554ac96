"""The source of an XYZ layer of ours: written, read and changed in place. It never holds a credential."""

from __future__ import annotations

from typing import Optional

from qgis.core import QgsDataProvider, QgsDataSourceUri, QgsMapLayerStyle, QgsRasterLayer, QgsRectangle

from ..marks import EXTENT, PREFIX
from . import address

PROVIDER = "wms"
TWICE = f"{PREFIX}twice"  # whether the server has the tiles with twice the pixels
_URL, _MAXZOOM, _RATIO = "url", "zmax", "tilePixelRatio"


def source_of(tile_url: str, minzoom: int, maxzoom: int, *, twice: bool) -> str:
    """tile_url, maxzoom: of tiles of 256 pixels; twice: take those of 512, which are as sharp one level before."""
    uri = QgsDataSourceUri()
    uri.setParam("type", "xyz")
    uri.setParam(_URL, address.twice(tile_url) if twice else address.once(tile_url))
    uri.setParam("zmin", str(minzoom))
    uri.setParam(_MAXZOOM, str(max(maxzoom - 1, minzoom) if twice else maxzoom))
    if twice:
        uri.setParam(_RATIO, "2")
    return bytes(uri.encodedUri()).decode()


def tile_url_of(layer: QgsRasterLayer) -> str:
    """The address of a layer's tiles."""
    return _read(layer).param(_URL)


def change_url(layer: QgsRasterLayer, tile_url: str) -> None:
    """Show other tiles of the same raster."""
    uri = _read(layer)
    point_to(layer, source_of(tile_url, *_levels(uri), twice=address.is_twice(tile_url)))


def match_density(layer: QgsRasterLayer, twice: bool) -> None:
    """Take the tiles with twice the pixels, or the plain ones; where the server has only these, these."""
    wanted = twice and bool(int(layer.customProperty(TWICE, 0) or 0))
    uri = _read(layer)
    url = uri.param(_URL)
    if url and wanted != address.is_twice(url):
        point_to(layer, source_of(url, *_levels(uri), twice=wanted))


def point_to(layer: QgsRasterLayer, source: str) -> None:
    """Change a layer's source and keep what the user made of its looks (opacity, blending, colour settings) and its metadata."""
    style = QgsMapLayerStyle()
    style.readFromLayer(layer)
    extent, metadata = QgsRectangle(layer.extent()), layer.metadata().clone()
    layer.setDataSource(source, layer.name(), PROVIDER, QgsDataProvider.ProviderOptions())
    style.writeToLayer(layer)
    layer.setMetadata(metadata)
    layer.setExtent(extent)


def restore_extent(layer: QgsRasterLayer) -> None:
    """Ask for nothing outside of the data again: QGIS forgets the extent of an XYZ layer when it saves a project."""
    extent = _written_extent(layer)
    if extent is not None:
        layer.setExtent(extent)


def write_extent(layer: QgsRasterLayer, extent: QgsRectangle) -> None:
    """Keep a layer from asking for anything outside of the extent (web mercator), now and in the saved project."""
    layer.setExtent(extent)
    layer.setCustomProperty(EXTENT, [extent.xMinimum(), extent.yMinimum(), extent.xMaximum(), extent.yMaximum()])


def _written_extent(layer: QgsRasterLayer) -> Optional[QgsRectangle]:
    corners = layer.customProperty(EXTENT)
    if not isinstance(corners, (list, tuple)) or len(corners) != 4:
        return None
    try:
        found = QgsRectangle(*(float(corner) for corner in corners))
    except (TypeError, ValueError):  # a project file that somebody else has changed
        return None
    return found if found.isFinite() and not found.isEmpty() else None


def _read(layer: QgsRasterLayer) -> QgsDataSourceUri:
    uri = QgsDataSourceUri()
    uri.setEncodedUri(layer.source())
    return uri


def _levels(uri: QgsDataSourceUri) -> tuple[int, int]:
    """minzoom and maxzoom for tiles of 256 pixels."""
    low, high = (int(text) if text.isdigit() else default for text, default in _zooms(uri))
    return low, high + 1 if address.is_twice(uri.param(_URL)) else high


def _zooms(uri: QgsDataSourceUri) -> tuple[tuple[str, int], tuple[str, int]]:
    return (uri.param("zmin"), 0), (uri.param(_MAXZOOM), 22)
