"""The looks of point clouds: a function for each colouring, the size of points, and heights for profiles and 3D views."""

from __future__ import annotations

from qgis.core import (
    Qgis,
    QgsColorRampShader,
    QgsContrastEnhancement,
    QgsPointCloudAttributeByRampRenderer,
    QgsPointCloudClassifiedRenderer,
    QgsPointCloudLayer,
    QgsPointCloudRenderer,
    QgsPointCloudRgbRenderer,
    QgsStyle,
    QgsUnitTypes,
)

from .ept import CHANNELS
from .looks import CLASSES, CloudLook, Colouring

POINT_SIZE = 1.0  # millimetres: neighbours touch at the density that QGIS draws
PROFILE_POINT_SIZE = 0.6  # millimetres
RAMP = "Viridis"
RAMP_STEPS = 32
_MILLIMETRES = QgsUnitTypes.RenderUnit.RenderMillimeters


def show(layer: QgsPointCloudLayer, look: CloudLook) -> None:
    """Give a layer the look that fits to it, in the map, in profiles and in 3D views."""
    {Colouring.NATURAL: show_natural_colours, Colouring.CLASSES: show_classes, Colouring.HEIGHTS: show_heights}[
        look.colouring
    ](layer, look)
    set_elevation(layer)
    show_in_3d(layer)


def show_natural_colours(layer: QgsPointCloudLayer, look: CloudLook) -> None:
    """Points in their own colours. QGIS guesses how bright they can be from statistics that not every cloud has."""
    renderer = QgsPointCloudRgbRenderer()
    setters = (
        (renderer.setRedAttribute, renderer.setRedContrastEnhancement),
        (renderer.setGreenAttribute, renderer.setGreenContrastEnhancement),
        (renderer.setBlueAttribute, renderer.setBlueContrastEnhancement),
    )
    for name, (set_attribute, set_stretch) in zip(CHANNELS, setters):
        set_attribute(name)
        set_stretch(_stretch(look.top))
    _use(layer, renderer)


def _stretch(top: int) -> QgsContrastEnhancement:
    stretch = QgsContrastEnhancement(Qgis.DataType.UInt16)  # of an unknown type it would end at 255
    stretch.setMinimumValue(0)
    stretch.setMaximumValue(top)
    stretch.setContrastEnhancementAlgorithm(QgsContrastEnhancement.ContrastEnhancementAlgorithm.StretchToMinimumMaximum)
    return stretch


def show_classes(layer: QgsPointCloudLayer, _look: CloudLook) -> None:
    """Points by what they were classified as: ground, building, vegetation ..."""
    renderer = QgsPointCloudClassifiedRenderer()
    renderer.setAttribute(CLASSES)
    renderer.setCategories(QgsPointCloudClassifiedRenderer.defaultCategories())
    _use(layer, renderer)


def show_heights(layer: QgsPointCloudLayer, look: CloudLook) -> None:
    """Points by their height, from low to high."""
    renderer = QgsPointCloudAttributeByRampRenderer()
    renderer.setAttribute("Z")
    renderer.setMinimum(look.low)
    renderer.setMaximum(look.high)
    shader = QgsColorRampShader(look.low, look.high, QgsStyle.defaultStyle().colorRamp(RAMP))
    shader.setColorRampType(QgsColorRampShader.Type.Interpolated)
    shader.setClassificationMode(QgsColorRampShader.ClassificationMode.EqualInterval)
    shader.classifyColorRamp(RAMP_STEPS)
    renderer.setColorRampShader(shader)
    _use(layer, renderer)


def _use(layer: QgsPointCloudLayer, renderer: QgsPointCloudRenderer) -> None:
    renderer.setPointSize(POINT_SIZE)
    renderer.setPointSizeUnit(_MILLIMETRES)
    if hasattr(renderer, "setDrawOrder2d"):  # from above one sees the tops, not what the server sent last
        renderer.setDrawOrder2d(QgsPointCloudRenderer.DrawOrder.BottomToTop)
    layer.setRenderer(renderer)


def set_elevation(layer: QgsPointCloudLayer) -> None:
    """How the points look in elevation profiles, where QGIS has them: in the colours of the map, small."""
    properties = layer.elevationProperties()
    if properties is None or not hasattr(properties, "setRespectLayerColors"):
        return
    properties.setRespectLayerColors(True)
    properties.setPointSize(PROFILE_POINT_SIZE)
    properties.setPointSizeUnit(_MILLIMETRES)


def show_in_3d(layer: QgsPointCloudLayer) -> None:
    """The look of the map in 3D views too, which QGIS keeps apart from it unless told."""
    if hasattr(layer, "setSync3DRendererTo2DRenderer"):
        layer.setSync3DRendererTo2DRenderer(True)
        layer.convertRenderer3DFromRenderer2D()
