"""The looks of point clouds: a function for each colouring, the size of points, and heights for profiles and 3D views."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING, Optional, Tuple

from qgis.core import (
    Qgis,
    QgsColorRampShader,
    QgsContrastEnhancement,
    QgsMapLayer,
    QgsPointCloudAttributeByRampRenderer,
    QgsPointCloudClassifiedRenderer,
    QgsPointCloudLayer,
    QgsPointCloudRenderer,
    QgsPointCloudRgbRenderer,
    QgsStyle,
    QgsUnitTypes,
)

from ..marks import PREFIX
from .ept import CHANNELS
from .looks import CLASSES, CloudLook, Colouring

if TYPE_CHECKING:
    from qgis._3d import QgsPointCloud3DSymbol

POINT_SIZE = 1.0  # millimetres: neighbours touch at the density that QGIS draws
PROFILE_POINT_SIZE = 0.6  # millimetres
POINT_SIZE_3D = 2.0  # pixels
RAMP = "Viridis"
RAMP_STEPS = 32
_MILLIMETRES = QgsUnitTypes.RenderUnit.RenderMillimeters


HEIGHTS = f"{PREFIX}heights"  # custom property of layers: the lowest and the highest point, which QGIS may not know


def show(layer: QgsPointCloudLayer, look: CloudLook) -> None:
    """Give a layer the look that fits to it, in the map, in profiles and in 3D views."""
    layer.setCustomProperty(HEIGHTS, f"{look.low} {look.high}")
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


def heights_of(layer: QgsMapLayer) -> Optional[Tuple[float, float]]:
    """Between which heights a layer's points or triangles lie, in its own units; None where nobody knows."""
    try:
        low, high = (float(text) for text in str(layer.customProperty(HEIGHTS, "")).split())
    except ValueError:
        properties = layer.elevationProperties()
        known = properties.calculateZRange(layer) if properties is not None and layer.isValid() else None
        return None if known is None or known.isInfinite() or known.isEmpty() else (known.lower(), known.upper())
    return low, high


def _use(layer: QgsPointCloudLayer, renderer: QgsPointCloudRenderer) -> None:
    renderer.setPointSize(POINT_SIZE)
    renderer.setPointSizeUnit(_MILLIMETRES)
    if hasattr(renderer, "setDrawOrder2d") and not layer.source().startswith("http"):
        # From above one sees the tops; points of a server would only be seen once all of them have come.
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
    """The look of the map in 3D views too, where they show nothing otherwise. QGIS may have been built without them."""
    if find_spec("qgis._3d") is None:
        return
    from qgis._3d import QgsPointCloudLayer3DRenderer

    renderer = QgsPointCloudLayer3DRenderer()
    if hasattr(layer, "setSync3DRendererTo2DRenderer"):
        layer.setRenderer3D(renderer)
        layer.setSync3DRendererTo2DRenderer(True)
        layer.convertRenderer3DFromRenderer2D()
    else:
        renderer.setSymbol(_symbol_3d(layer.renderer()))
        layer.setRenderer3D(renderer)


def _symbol_3d(flat: QgsPointCloudRenderer) -> QgsPointCloud3DSymbol:
    """What a renderer of the map is in 3D views of QGIS before 3.26, which cannot tell."""
    from qgis import _3d

    if isinstance(flat, QgsPointCloudRgbRenderer):
        symbol = _3d.QgsRgbPointCloud3DSymbol()
        for channel in CHANNELS:
            getattr(symbol, f"set{channel}Attribute")(channel)
            stretch = getattr(flat, f"{channel.lower()}ContrastEnhancement")()
            getattr(symbol, f"set{channel}ContrastEnhancement")(QgsContrastEnhancement(stretch))
    elif isinstance(flat, QgsPointCloudClassifiedRenderer):
        symbol = _3d.QgsClassificationPointCloud3DSymbol()
        symbol.setAttribute(CLASSES)
        symbol.setCategoriesList(flat.categories())
    else:
        symbol = _3d.QgsColorRampPointCloud3DSymbol()
        symbol.setAttribute("Z")
        symbol.setColorRampShaderMinMax(flat.minimum(), flat.maximum())
        symbol.setColorRampShader(flat.colorRampShader())
    symbol.setPointSize(POINT_SIZE_3D)
    return symbol
