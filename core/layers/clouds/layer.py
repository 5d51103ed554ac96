"""Point clouds as QGIS layers."""

from __future__ import annotations

from qgis.core import QgsPointCloudLayer
from qgis.PyQt.QtCore import QCoreApplication

from ...errors import NadirError
from ..metadata import describe, reason_of
from ..products import LayerKind
from .network_cache import answered_from_cache
from .plan import CloudForm, PointCloudPlan, providers
from .sleeping import remember
from .style import set_elevation, show, show_in_3d

translate = QCoreApplication.translate  # called by this name, so that the translation tools find the texts


def make_point_cloud(cloud: PointCloudPlan) -> QgsPointCloudLayer:
    """The layer of a plan that is ready, with its look. Reads files, and COPC from the server: never on the main thread.

    Raises NadirError.
    """
    if cloud.form.value not in providers():
        raise NadirError(
            translate("Layers", "The point cloud was not loaded: this QGIS was built without point clouds."),
            translate("Layers", "Use a QGIS from qgis.org."),
        )
    layer = _open(cloud)
    if not layer.isValid():
        raise NadirError(
            translate("Layers", "The point cloud was not loaded: QGIS could not read it."),
            translate("Layers", "Try again; if it stays, restart the task."),
            reason_of(layer),
        )
    _style(layer, cloud)
    points = cloud.points or layer.pointCount()
    text = translate("Layers", "{points:,} points.").format(points=points)
    describe(layer, f"{text} {cloud.notice}".strip())
    return layer


def _open(cloud: PointCloudPlan) -> QgsPointCloudLayer:
    options = QgsPointCloudLayer.LayerOptions()
    if hasattr(options, "skipStatisticsCalculation") and cloud.form is CloudForm.EPT:
        options.skipStatisticsCalculation = True  # it has its own; QGIS would read points all over the cloud
    title = LayerKind.POINT_CLOUD.title
    if cloud.files is None:
        return QgsPointCloudLayer(cloud.url, title, cloud.form.value, options)
    remember(cloud.files)
    with answered_from_cache(cloud.files):
        return QgsPointCloudLayer(cloud.url, title, cloud.form.value, options)


def _style(layer: QgsPointCloudLayer, cloud: PointCloudPlan) -> None:
    if cloud.look is not None:
        show(layer, cloud.look)
    else:
        set_elevation(layer)
        show_in_3d(layer)
