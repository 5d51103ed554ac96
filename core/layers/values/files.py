"""Downloaded products as layers: whether QGIS opens them, and how they look."""

from __future__ import annotations

from pathlib import Path
from typing import Optional

from qgis.core import QgsMapLayer, QgsPointCloudLayer, QgsProviderRegistry, QgsRasterLayer, QgsVectorLayer

from ..marks import KIND
from ..products import LayerKind
from .elevation import mark_as_elevation
from .looks import colour_values, smooth
from .sample import style_of_file

RASTER_SUFFIXES = (".tif", ".tiff", ".mbtiles")  # that say where they lie
VECTOR_SUFFIXES = (".geojson", ".gpkg")
CLOUD_SUFFIXES = (".laz", ".las")


def opens_laz() -> bool:
    """Whether this QGIS reads LAZ files; builds without PDAL do not."""
    return "pdal" in QgsProviderRegistry.instance().providerList()


def is_layer(name: str) -> bool:
    """Whether a file of this name can go on the map, by its ending."""
    suffix = Path(name).suffix.lower()
    return suffix in (*RASTER_SUFFIXES, *VECTOR_SUFFIXES) or (suffix in CLOUD_SUFFIXES and opens_laz())


def open_file(path: Path, name: str) -> Optional[QgsMapLayer]:
    """A file on this disk as a layer; None for what QGIS cannot open."""
    suffix = path.suffix.lower()
    if suffix in RASTER_SUFFIXES:
        layer: QgsMapLayer = QgsRasterLayer(str(path), name)
    elif suffix in VECTOR_SUFFIXES:
        layer = QgsVectorLayer(str(path), name, "ogr")
    elif suffix in CLOUD_SUFFIXES and opens_laz():
        layer = QgsPointCloudLayer(str(path), name, "pdal")
    else:
        return None
    return layer if layer.isValid() else None


def style(kind: LayerKind, layer: QgsMapLayer) -> None:
    """Show a product's layer as those from the server are shown, and mark it."""
    if kind in (LayerKind.DSM, LayerKind.DTM):
        show_heights(layer)
    layer.setCustomProperty(KIND, kind.value)


def show_heights(layer: QgsRasterLayer) -> None:
    """Colour the heights of a file from the 2nd to the 98th percentile, as the tiles of servers are; looks at a small copy
    of it.
    """
    smooth(layer)
    colour_values(layer, style_of_file(layer.source()))
    mark_as_elevation(layer)
