"""Downloaded products as layers: whether QGIS opens them, how they look, and which files are shown."""

from __future__ import annotations

from pathlib import Path
from typing import Optional, Tuple

from qgis.core import (
    QgsColorRampShader,
    QgsMapLayer,
    QgsPointCloudLayer,
    QgsProject,
    QgsProviderRegistry,
    QgsRasterBandStats,
    QgsRasterLayer,
    QgsRasterMinMaxOrigin,
    QgsSingleBandPseudoColorRenderer,
    QgsStyle,
    QgsVectorLayer,
)

from ..marks import KIND
from ..products import LayerKind

RAMP = "Viridis"
RASTER_SUFFIXES = (".tif", ".tiff", ".mbtiles")  # that say where they lie
VECTOR_SUFFIXES = (".geojson", ".gpkg")
CLOUD_SUFFIXES = (".laz", ".las")
SAMPLES = 250_000  # pixels that the range of heights is taken from
COLOUR_STEPS = 32


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


def paths_in_use() -> Tuple[Path, ...]:
    """The files on this disk that layers of the open project show. On the main thread."""
    registry = QgsProviderRegistry.instance()
    found = []
    for layer in QgsProject.instance().mapLayers().values():
        parts = registry.decodeUri(layer.providerType(), layer.source()) if layer.providerType() else {}
        path = str(parts.get("path") or layer.source().split("|")[0])
        if Path(path).is_absolute():
            found.append(Path(path))
    return tuple(found)


def style(kind: LayerKind, layer: QgsMapLayer) -> None:
    """Show a product's layer as those from the server are shown, and mark it."""
    if kind in (LayerKind.DSM, LayerKind.DTM):
        show_heights(layer)
    layer.setCustomProperty(KIND, kind.value)


def show_heights(layer: QgsRasterLayer) -> None:
    """Colour heights from the 2nd to the 98th percentile; looks at a sample of the pixels."""
    provider = layer.dataProvider()
    low, high = provider.cumulativeCut(1, 0.02, 0.98, provider.extent(), SAMPLES)
    if not low < high:
        statistics = provider.bandStatistics(1, QgsRasterBandStats.Stats.All, provider.extent(), SAMPLES)
        low, high = statistics.minimumValue - 0.5, statistics.maximumValue + 0.5
    ramp = QgsStyle.defaultStyle().colorRamp(RAMP)
    renderer = QgsSingleBandPseudoColorRenderer(provider, 1)
    renderer.setClassificationMin(low)
    renderer.setClassificationMax(high)
    if ramp is not None:
        renderer.createShader(
            ramp, QgsColorRampShader.Type.Interpolated, QgsColorRampShader.ClassificationMode.Continuous, COLOUR_STEPS
        )
    origin = QgsRasterMinMaxOrigin()
    origin.setLimits(QgsRasterMinMaxOrigin.Limits.CumulativeCut)
    renderer.setMinMaxOrigin(origin)
    layer.setRenderer(renderer)
