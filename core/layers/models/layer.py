"""3D models as QGIS layers."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from qgis.PyQt.QtCore import QCoreApplication

from ...errors import NadirError
from ..metadata import reason_of
from ..products import LayerKind

if TYPE_CHECKING:
    from qgis.core import QgsTiledSceneLayer

translate = QCoreApplication.translate  # called by this name, so that the translation tools find the texts


def make_model(path: Path) -> QgsTiledSceneLayer:
    """The layer of a tileset.json on this disk, textured in the map and in 3D views. It reads files: on a worker.

    Only where `plan.opens_models()`. Raises NadirError.
    """
    from qgis.core import QgsTiledSceneLayer, QgsTiledSceneTextureRenderer

    layer = QgsTiledSceneLayer(str(path), LayerKind.MODEL.title, "cesiumtiles")
    if not layer.isValid():
        raise NadirError(
            translate("Layers", "The 3D model was not loaded: QGIS could not read it."),
            translate("Layers", "Remove downloaded results in the options, then try again."),
            reason_of(layer) or str(path),
        )
    layer.setRenderer(QgsTiledSceneTextureRenderer())
    if find_spec("qgis._3d") is not None:
        from qgis._3d import QgsTiledSceneLayer3DRenderer

        layer.setRenderer3D(QgsTiledSceneLayer3DRenderer())
    return layer
