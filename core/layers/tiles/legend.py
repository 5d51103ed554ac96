"""A legend with numbers for tiles whose colours stand for heights or for an index, in the layer tree and in layouts.

To QGIS such tiles are pictures without a legend, so ours is put on the layer. QGIS saves none of it: it is made again out
of the layer's custom properties when a project is opened.
"""

from __future__ import annotations

import itertools
import math
from typing import Dict, List

from qgis.core import (
    QgsBasicNumericFormat,
    QgsColorRampLegendNode,
    QgsColorRampLegendNodeSettings,
    QgsLayerTreeLayer,
    QgsLayerTreeModelLegendNode,
    QgsMapLayerLegend,
    QgsRasterLayer,
)
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QSizeF

from .style import TileStyle, style_of

_NUMBERS = itertools.count()
_IN_USE: Dict[int, TileLegend] = {}
PRINTED = QSizeF(5.0, 22.0)  # mm, in layouts; as large as a line of text it tells nobody much
FIGURES = 3  # that the ends of the legend differ in, at least


class TileLegend(QgsMapLayerLegend):
    """A colour ramp with the values at both ends."""

    def __init__(self, style: TileStyle) -> None:
        super().__init__()
        self._style = style

    @property
    def style(self) -> TileStyle:
        """What it explains."""
        return self._style

    def createLayerTreeModelLegendNodes(  # noqa: N802 - QGIS's name
        self, layer_node: QgsLayerTreeLayer
    ) -> List[QgsLayerTreeModelLegendNode]:
        """The nodes belong to the model that asks. Python must not delete them, which it would when this returns."""
        style = self._style
        node = QgsColorRampLegendNode(layer_node, style.color_ramp(), node_settings(style), style.low, style.high)
        node.setUserPatchSize(PRINTED)
        sip.transferto(node, None)
        return [node]


def install_legend(layer: QgsRasterLayer) -> None:
    """Give a layer the legend of the style that is written on it; QGIS's own where none is. On the main thread."""
    style, present = style_of(layer), layer.legend()
    if style is None:
        remove_legend(layer)
    elif not (isinstance(present, TileLegend) and present.style == style):
        legend = TileLegend(style)
        layer.setLegend(legend)
        _keep(legend)


def _keep(legend: TileLegend) -> None:
    """Hold the Python part as long as QGIS has the legend. PyQt ties it to the Python part of the layer, which goes as
    soon as no code of ours holds the layer; what was left then would have no nodes.
    """
    number = next(_NUMBERS)
    _IN_USE[number] = legend
    legend.destroyed.connect(lambda: _IN_USE.pop(number, None))


def remove_legend(layer: QgsRasterLayer) -> None:
    """Give a layer QGIS's own legend back, such as before the plugin goes."""
    if isinstance(layer.legend(), TileLegend):
        layer.setLegend(QgsMapLayerLegend.defaultRasterLegend(layer))


def node_settings(style: TileStyle) -> QgsColorRampLegendNodeSettings:
    """Numbers with the unit and with no more decimals than tell the ends apart."""
    numbers = QgsBasicNumericFormat()
    numbers.setNumberDecimalPlaces(decimals_of(style))
    numbers.setShowTrailingZeros(True)
    settings = QgsColorRampLegendNodeSettings()
    settings.setNumericFormat(numbers)
    if style.unit:
        settings.setSuffix(f" {style.unit}")
    return settings


def decimals_of(style: TileStyle) -> int:
    """How many decimals the values of a style are shown with: 0 for 100 m, 1 for 10 m, 2 for 1 m of range."""
    magnitude = math.floor(math.log10(max(style.high - style.low, 1e-6)))
    return min(max(FIGURES - 1 - magnitude, 0), 4)
