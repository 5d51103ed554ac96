"""The photo in the map tip and in the attribute form of photo layers.

Neither can sign a request, and both are made on the main thread. So they show a file of the cache, and ask for it by an
expression function (see `photo_pictures`), which has it fetched. Without the plugin the function is not known; `eval`
makes nothing of it then, and what lies in the cache is still shown.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any, Dict, List

from qgis.core import (
    QgsAttributeEditorContainer,
    QgsAttributeEditorField,
    QgsEditFormConfig,
    QgsEditorWidgetSetup,
    QgsExpression,
    QgsOptionalExpression,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QCoreApplication

from .map_tips import escaped, filled, page

translate = QCoreApplication.translate  # called by this name, so that the translation tools find the texts

FUNCTION = "nadir_photo"
_LARGE, _SMALL = (340, 255), (236, 132)  # pixels that the picture in a map tip may take
_FORM_HEIGHT = 360  # pixels
_STATE = f"coalesce(eval('{FUNCTION}()'), '')"


def _address() -> str:
    """The picture's path as an address of a file; backslashes are those of Windows."""
    path = "replace(\"picture\", '\\\\', '/')"
    for character, code in (("%", "%25"), ("#", "%23"), ("?", "%3F"), ('"', "%22"), (" ", "%20")):
        path = f"replace({path}, '{character}', '{code}')"
    return f"'file://' || if(left(\"picture\", 1) = '/', '', '/') || {path}"


def photo_map_tip() -> str:
    """The template: name, time, and the picture as large as map tips of this QGIS can be."""
    wide, tall = _LARGE if _has_web_view() else _SMALL
    width = f'coalesce(round(min({wide}, {tall} * "width" / "height")), {wide})'
    return page(
        "<b>" + filled('"filename"') + "</b><br>"
        "[% coalesce(format_date(\"taken_at\", 'yyyy-MM-dd HH:mm:ss') || '<br>', '') %]"
        f"[% CASE WHEN {_STATE} = '' AND file_exists(\"picture\") "
        f"THEN '<img width=\"' || {width} || '\" src=\"' || {_address()} || '\">' "
        f"ELSE {escaped(_STATE)} END %]"
    )


def _has_web_view() -> bool:
    """Whether map tips are pages that grow with what they hold. Without one they are texts of 256 x 192 pixels."""
    try:
        import_module("qgis.PyQt.QtWebKitWidgets")
    except ImportError:
        return False
    return True


def show_photo_in_form(layer: QgsVectorLayer) -> None:
    """A form with the picture on top and the figures below."""
    fields = layer.fields()
    names = [field.name() for field in fields if field.name() not in ("fid", "picture")]
    config = layer.editFormConfig()
    config.setLayout(_layout_by_hand())
    config.clearTabs()
    root = config.invisibleRootContainer()
    # A group's condition is looked at whenever the form shows another photo: that is what has the picture fetched
    root.addChildElement(_group(translate("Layers", "Picture"), ["picture"], layer, f"{_STATE} IS NOT NULL"))
    root.addChildElement(_group(translate("Layers", "Details"), names, layer))
    config.setLabelOnTop(fields.lookupField("picture"), True)  # where QGIS shows one nevertheless
    layer.setEditFormConfig(config)
    layer.setEditorWidgetSetup(fields.lookupField("picture"), QgsEditorWidgetSetup("ExternalResource", _viewer()))
    layer.setEditorWidgetSetup(fields.lookupField("fid"), QgsEditorWidgetSetup("Hidden", {}))


def _group(title: str, names: List[str], layer: QgsVectorLayer, condition: str = "") -> QgsAttributeEditorContainer:
    group = QgsAttributeEditorContainer(title, None)
    if hasattr(group, "setIsGroupBox"):
        group.setIsGroupBox(True)
    group.setColumnCount(1)
    for name in names:
        element = QgsAttributeEditorField(name, layer.fields().lookupField(name), group)
        element.setShowLabel(name != "picture")  # its group says so already
        group.addChildElement(element)
    if condition:
        group.setVisibilityExpression(QgsOptionalExpression(QgsExpression(condition)))
    return group


def _viewer() -> Dict[str, Any]:
    """The widget that shows the file that a field names: as a picture, with its name as a link and nothing to choose."""
    return {
        "DocumentViewer": 1,
        "DocumentViewerHeight": _FORM_HEIGHT,
        "DocumentViewerWidth": 0,
        "FileWidget": False,
        "FileWidgetButton": False,
        "FullUrl": False,
        "RelativeStorage": 0,
        "StorageMode": 0,
        "UseLink": False,
    }


def _layout_by_hand() -> Any:
    """Newer versions of QGIS keep the name elsewhere."""
    layouts = getattr(QgsEditFormConfig, "EditorLayout", None)
    found = getattr(layouts, "TabLayout", None)
    return found if found is not None else QgsEditFormConfig.TabLayout
