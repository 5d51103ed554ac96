"""Rasters with their real values as layers: coloured as the tiles are, known to QGIS as heights."""

from __future__ import annotations

from pathlib import Path
from typing import Optional, Union

from qgis.core import QgsRasterLayer
from qgis.PyQt.QtCore import QCoreApplication

from ...api.task import Task
from ...errors import NadirError
from ..marks import LayerForm, Mark, write_mark
from ..metadata import reason_of
from ..products import ASSETS, LayerKind
from ..tiles.style import TileStyle
from .elevation import mark_as_elevation
from .heights import HeightReference, height_reference
from .looks import HEIGHTS, colour_values, smooth
from .relief import keep_relief
from .sample import style_of_file, wkt_of_file
from .sleeping import remember
from .stream import is_streamed

translate = QCoreApplication.translate  # called by this name, so that the translation tools find the texts


def make_values(
    task: Task,
    server_url: str,
    kind: LayerKind,
    source: Union[Path, str],
    style: Optional[TileStyle] = None,
    *,
    reference: Optional[HeightReference] = None,
) -> QgsRasterLayer:
    """The layer of a raster with its values, marked. Raises NadirError.

    source: a file on this disk; or the path of a `StreamSource`, and then on a worker, since QGIS reads it again to open it
    (3.38 and newer forget what GDAL knows). style: as the tiles are coloured, taken out of the file where it is None.
    reference: what heights count from.
    """
    layer = QgsRasterLayer(str(source), _name(kind), "gdal", QgsRasterLayer.LayerOptions(False))
    if not layer.isValid():
        raise _unreadable(kind, str(source), reason_of(layer))
    smooth(layer)
    form = LayerForm.STREAM if is_streamed(str(source)) else LayerForm.FILE
    if form is LayerForm.STREAM:
        remember(str(source))
    write_mark(layer, Mark.of(task, server_url, kind, form, asset=ASSETS[kind][0]))
    if kind in HEIGHTS:
        known = _reference(task, str(source), reference)
        colour_values(layer, style or style_of_file(str(source)), known)
        mark_as_elevation(layer)
        if form is LayerForm.STREAM:
            keep_relief(layer)
    else:
        layer.setDefaultContrastEnhancement()
    return layer


def _reference(task: Task, source: str, told: Optional[HeightReference]) -> HeightReference:
    """What heights count from: as the file says, which is opened anyway, else as is known already.

    A layer's own reference system is no help: QGIS 3.22 keeps the horizontal part of a file's only.
    """
    if is_streamed(source):
        return told or height_reference(task)
    by_file = height_reference(task, wkt=wkt_of_file(source))
    return by_file if told is None or by_file.certain else told


def _name(kind: LayerKind) -> str:
    if kind in HEIGHTS:
        return translate("Layers", "{model}, real values").format(model=kind.value.upper())
    return translate("Layers", "{product}, full resolution").format(product=kind.title)


def _unreadable(kind: LayerKind, source: str, reason: str) -> NadirError:
    return NadirError(
        translate("Layers", "{product} was not loaded: QGIS cannot read the file.").format(product=kind.title),
        translate("Layers", "Remove downloaded results in the options, then try again."),
        f"{source}: {reason}",
    )
