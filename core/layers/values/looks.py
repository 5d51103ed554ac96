"""How real values look: the colours, range and legend of the tiles, smoothed as servers smooth."""

from __future__ import annotations

from typing import Optional

from qgis.core import (
    QgsColorRampShader,
    QgsRasterDataProvider,
    QgsRasterLayer,
    QgsRasterPipe,
    QgsRasterShader,
    QgsSingleBandPseudoColorRenderer,
)

from ..marks import PREFIX
from ..metadata import describe
from ..products import LayerKind
from ..tiles.layer import range_text
from ..tiles.legend import node_settings
from ..tiles.style import TileStyle, write_style
from .heights import HeightReference

HEIGHTS = (LayerKind.DSM, LayerKind.DTM)
COUNTED_FROM = f"{PREFIX}heights"
_SHARPEST = 4.0  # screen pixels that are smoothed between those of the file


def colour_values(layer: QgsRasterLayer, style: TileStyle, reference: Optional[HeightReference] = None) -> None:
    """Colour the values of a layer by a style, range and legend as those of the tiles. No value is looked at.

    reference: what the heights count from, as it was told before where it is None.
    """
    layer.setRenderer(renderer_of(layer, style))
    write_style(layer, style)
    if reference is not None:
        layer.setCustomProperty(COUNTED_FROM, reference.text)
    parts = (range_text(style), str(layer.customProperty(COUNTED_FROM) or ""))
    describe(layer, " ".join(part for part in parts if part))
    layer.triggerRepaint()


def renderer_of(layer: QgsRasterLayer, style: TileStyle) -> QgsSingleBandPseudoColorRenderer:
    """The ramp of a style over its range; values outside have the colours of the ends."""
    function = QgsColorRampShader(
        style.low,
        style.high,
        style.color_ramp(),
        QgsColorRampShader.Type.Interpolated,
        QgsColorRampShader.ClassificationMode.Continuous,
    )
    function.classifyColorRamp()
    if hasattr(function, "setLegendSettings"):
        function.setLegendSettings(node_settings(style))
    shader = QgsRasterShader(style.low, style.high)
    shader.setRasterShaderFunction(function)
    renderer = QgsSingleBandPseudoColorRenderer(layer.dataProvider(), 1, shader)
    renderer.setClassificationMin(style.low)
    renderer.setClassificationMax(style.high)
    return renderer


def smooth(layer: QgsRasterLayer) -> None:
    """Average and interpolate values before they are coloured or shaded, as servers do with tiles."""
    provider, method = layer.dataProvider(), QgsRasterDataProvider.ResamplingMethod
    layer.setResamplingStage(QgsRasterPipe.ResamplingStage.Provider)
    provider.enableProviderResampling(True)
    provider.setZoomedInResamplingMethod(method.Bilinear)
    provider.setZoomedOutResamplingMethod(method.Average)
    provider.setMaxOversampling(_SHARPEST)
