"""How real values look: the colours, range and legend of the tiles, smoothed as servers smooth."""

from __future__ import annotations

from typing import Optional

from qgis.core import (
    QgsColorRampShader,
    QgsMapLayer,
    QgsRasterDataProvider,
    QgsRasterLayer,
    QgsRasterPipe,
    QgsRasterShader,
    QgsSingleBandPseudoColorRenderer,
)

from ...api.raster_metadata import BandStatistics, RasterMetadata
from ...api.task import Task
from ..marks import LayerForm, read_mark
from ..metadata import describe
from ..products import LayerKind
from ..tiles.layer import range_text
from ..tiles.legend import node_settings
from ..tiles.style import TileStyle, style_of, write_style
from ..tiles.values import values_of
from .heights import COUNTED_FROM, HeightReference, height_reference

HEIGHTS = (LayerKind.DSM, LayerKind.DTM)
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


def say_heights(layer: QgsMapLayer, task: Task) -> None:
    """Say on pictures of heights, too, what these count from, as far as the server tells."""
    mark, style = read_mark(layer), style_of(layer)
    if mark is None or mark.form is not LayerForm.TILES or mark.kind not in HEIGHTS or style is None:
        return
    known = values_of(layer)
    low, high = (known.low, known.high) if known is not None else (style.low, style.high)
    reference = height_reference(task, RasterMetadata(bands=(BandStatistics(low, high, low, high),)))
    layer.setCustomProperty(COUNTED_FROM, reference.text)
    describe(layer, f"{range_text(style)} {reference.text}")


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
