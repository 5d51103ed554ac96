"""Rasters as XYZ layers: made, coloured otherwise, and put right again when a project is opened."""

from __future__ import annotations

from typing import Optional

from qgis.core import QgsRasterLayer
from qgis.PyQt.QtCore import QCoreApplication, QLocale

from ..metadata import describe
from ..places import in_web_mercator
from ..products import LayerKind
from ..values.heights import COUNTED_FROM
from . import address
from .legend import decimals_of, install_legend
from .plan import TilesPlan
from .screen import wants_twice
from .source import (
    PROVIDER,
    TWICE,
    change_url,
    match_density,
    point_to,
    restore_extent,
    source_of,
    tile_url_of,
    write_extent,
)
from .style import TileStyle, style_of, write_style
from .values import write_values

translate = QCoreApplication.translate  # called by this name, so that the translation tools find the texts


def make_tiles(plan: TilesPlan) -> QgsRasterLayer:
    """An XYZ layer that asks for nothing outside of its extent. On the main thread; asks no server."""
    layer = QgsRasterLayer(_source(plan), plan.detail or plan.kind.title, PROVIDER)
    _equip(layer, plan)
    return layer


def renew_tiles(layer: QgsRasterLayer, plan: TilesPlan) -> None:
    """Show in a layer what is planned now, such as the tiles of a later run; the looks that the user gave it stay."""
    point_to(layer, _source(plan))
    _equip(layer, plan)
    layer.triggerRepaint()


def restyle(layer: QgsRasterLayer, style: TileStyle) -> None:
    """Colour the values of a layer otherwise: its source, its legend and what is written on it. Asks no server."""
    if style == style_of(layer):
        return
    change_url(layer, address.styled(tile_url_of(layer), style.raster_style()))
    _colour(layer, style)
    layer.triggerRepaint()


def after_reading(layer: QgsRasterLayer) -> None:
    """Put right what QGIS does not save, or what fits the screen of another computer: extent, legend, density."""
    match_density(layer, wants_twice())
    restore_extent(layer)
    install_legend(layer)


def _source(plan: TilesPlan) -> str:
    return source_of(plan.tile_url, plan.minzoom, plan.maxzoom, twice=plan.twice and wants_twice())


def _equip(layer: QgsRasterLayer, plan: TilesPlan) -> None:
    layer.setCustomProperty(TWICE, int(plan.twice))
    if plan.extent is not None:
        write_extent(layer, in_web_mercator(plan.extent))
    write_values(layer, plan.values)
    _colour(layer, plan.style)
    if plan.style is None and plan.kind in (LayerKind.DSM, LayerKind.DTM):
        describe(layer, translate("Layers", "Colours of the server, which does not say what heights they stand for."))


def _colour(layer: QgsRasterLayer, style: Optional[TileStyle]) -> None:
    write_style(layer, style)
    if style is not None:
        describe(layer, " ".join(filter(None, (range_text(style), layer.customProperty(COUNTED_FROM)))))
    install_legend(layer)


def range_text(style: TileStyle) -> str:
    """What the colours of a layer stand for, in a sentence."""
    locale, decimals = QLocale(), decimals_of(style)
    low, high = (locale.toString(value, "f", decimals) for value in (style.low, style.high))
    if style.unit == "m":
        return translate("Layers", "Heights from {low} m to {high} m, in colours.").format(low=low, high=high)
    if style.unit:
        text = translate("Layers", "Values from {low} to {high} {unit}, in colours.")
        return text.format(low=low, high=high, unit=style.unit)
    return translate("Layers", "Values from {low} to {high}, in colours.").format(low=low, high=high)
