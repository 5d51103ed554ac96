"""Layers from downloaded products, styled like those that come from the server."""

from __future__ import annotations

from pathlib import Path

from qgis.core import (
    QgsColorRampShader,
    QgsMapLayer,
    QgsPointCloudLayer,
    QgsProviderRegistry,
    QgsRasterBandStats,
    QgsRasterLayer,
    QgsRasterMinMaxOrigin,
    QgsSingleBandPseudoColorRenderer,
    QgsStyle,
)

from ..errors import NadirError
from .make import KIND, reason_of, show_natural_colours
from .plan import LayerKind

RAMP = "Viridis"
SAMPLES = 250_000  # pixels that the range of heights is taken from
COLOUR_STEPS = 32


def opens_laz() -> bool:
    """Whether this QGIS reads LAZ files; builds without PDAL do not."""
    return "pdal" in QgsProviderRegistry.instance().providerList()


def layer_of_file(kind: LayerKind, path: Path, name: str) -> QgsMapLayer:
    """A layer of a downloaded product. Raises NadirError where QGIS cannot open the file."""
    if kind is LayerKind.POINT_CLOUD:
        layer: QgsMapLayer = QgsPointCloudLayer(str(path), name, "ept" if path.name == "ept.json" else "pdal")
    else:
        layer = QgsRasterLayer(str(path), name, "gdal")
    if not layer.isValid():
        raise NadirError(f"QGIS cannot open {path}.", "", reason_of(layer))
    if kind is LayerKind.POINT_CLOUD:
        show_natural_colours(layer)
    elif kind is not LayerKind.ORTHOPHOTO:
        show_heights(layer)
    layer.setCustomProperty(KIND, kind.value)
    return layer


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
