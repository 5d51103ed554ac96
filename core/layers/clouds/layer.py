"""Point clouds as QGIS layers."""

from __future__ import annotations

from qgis.core import QgsPointCloudLayer, QgsPointCloudRgbRenderer, QgsProviderRegistry
from qgis.PyQt.QtCore import QCoreApplication

from ...errors import NadirError
from ..metadata import describe, reason_of
from ..products import LayerKind
from .plan import PointCloudPlan

translate = QCoreApplication.translate  # called by this name, so that the translation tools find the texts


def make_point_cloud(cloud: PointCloudPlan) -> QgsPointCloudLayer:
    """An EPT layer in natural colours. Waits for the server: never on the main thread. Raises NadirError."""
    if "ept" not in QgsProviderRegistry.instance().providerList():
        raise NadirError(
            translate("Layers", "The point cloud was not loaded: this QGIS was built without point clouds."),
            translate("Layers", "Use a QGIS from qgis.org."),
        )
    layer = QgsPointCloudLayer(cloud.url, LayerKind.POINT_CLOUD.title, "ept")
    if not layer.isValid():
        raise NadirError(
            translate("Layers", "The point cloud was not loaded: QGIS could not read it from the server."),
            translate("Layers", "Try again; if it stays, restart the task."),
            reason_of(layer),
        )
    if cloud.has_colours:
        show_natural_colours(layer)
    describe(layer, translate("Layers", "{points:,} points.").format(points=cloud.points))
    return layer


def show_natural_colours(layer: QgsPointCloudLayer) -> None:
    """Paint points in their own colours. QGIS does so by itself, stretched to 8 or 16 bits, where it knows them."""
    if layer.renderer() is None or layer.renderer().type() != "rgb":
        layer.setRenderer(QgsPointCloudRgbRenderer())
