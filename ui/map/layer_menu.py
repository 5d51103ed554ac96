"""Nadir's entries in the menu of QGIS's layer tree, on our layers and no others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Callable, Optional

from qgis.core import Qgis, QgsMapLayer, QgsMapLayerType, QgsProject
from qgis.gui import QgisInterface
from qgis.PyQt.QtCore import QObject
from qgis.PyQt.QtWidgets import QAction

from ...core.layers.marks import Mark
from ...core.layers.on_map import marked_layers
from ..common import icons, wording
from .colours_dialog import can_colour, open_colours
from .layer_verbs import LayerVerbs, has_values, is_of_file, mark_of

MENU = "Nadir"


@dataclass(frozen=True)
class Entry:
    """fits: on which layers it stands at all; refuse: why it is grey, '' where it is not."""

    name: str
    icon: str
    text: str
    run: Callable[[QgsMapLayer, Mark], None]
    fits: Callable[[QgsMapLayer, Mark], bool] = lambda layer, mark: True
    refuse: Callable[[Mark], str] = lambda mark: ""


class LayerMenu(QObject):
    """Registers the entries with QGIS; `uninstall` takes them back."""

    def __init__(self, iface: QgisInterface, verbs: LayerVerbs, parent: QObject) -> None:
        super().__init__(parent)
        self._iface, self._verbs = iface, verbs
        self._entries = {entry.name: entry for entry in self._make_entries()}
        self._actions = {name: self._make_action(entry) for name, entry in self._entries.items()}
        for action in self._actions.values():
            for of_type in layer_types():
                iface.addCustomActionForLayerType(action, MENU, of_type, False)
        self.take_layers([layer for layer, _mark in marked_layers()])
        QgsProject.instance().layersAdded.connect(self.take_layers)
        iface.currentLayerChanged.connect(self.update)
        self._about_to_show = getattr(iface.layerTreeView(), "contextMenuAboutToShow", None)
        if self._about_to_show is not None:
            self._about_to_show.connect(self._update_current)

    def uninstall(self) -> None:
        """Leave nothing in QGIS's menus."""
        QgsProject.instance().layersAdded.disconnect(self.take_layers)
        self._iface.currentLayerChanged.disconnect(self.update)
        if self._about_to_show is not None:
            self._about_to_show.disconnect(self._update_current)
        for action in self._actions.values():
            for _type in layer_types():  # QGIS takes one of them back at a time
                self._iface.removeCustomActionForLayerType(action)
            action.deleteLater()

    def take_layers(self, layers: Sequence[QgsMapLayer]) -> None:
        """Put the entries on those that are ours."""
        for layer in layers:
            mark = mark_of(layer)
            for name, entry in self._entries.items():
                if mark is not None and entry.fits(layer, mark):
                    self._iface.addCustomActionForLayer(self._actions[name], layer)

    def refresh_icons(self) -> None:
        """Draw the icons again after the palette changed."""
        for name, action in self._actions.items():
            action.setIcon(icons.icon(self._entries[name].icon))

    def update(self, layer: Optional[QgsMapLayer]) -> None:
        """Grey what cannot be done with a layer now."""
        mark = mark_of(layer)
        if mark is None:
            return
        for name, action in self._actions.items():
            entry = self._entries[name]
            reason = entry.refuse(mark)
            action.setEnabled(not reason)
            action.setToolTip(wording.plain_tooltip(entry.text.replace("&", "") + (f"\n{reason}" if reason else "")))
            action.setStatusTip(reason)

    def _update_current(self, _menu: object = None) -> None:
        self.update(self._iface.activeLayer())

    def _make_entries(self) -> tuple[Entry, ...]:
        verbs = self._verbs
        return (
            Entry(
                "openInPanel", "nadir", self.tr("&Open in Nadir panel"),
                lambda _layer, mark: verbs.reveal(mark), refuse=verbs.why_not_revealed,
            ),
            Entry(
                "loadValues", "add-to-map", self.tr("Load real &values"),
                lambda _layer, mark: verbs.load_values(mark), lambda _layer, mark: has_values(mark), verbs.why_no_values,
            ),
            Entry(
                "colours", "edit", self.tr("&Colours and range…"),
                lambda layer, _mark: self._open_colours(layer), lambda layer, _mark: can_colour(layer),
            ),
            Entry(
                "latestRun", "refresh", self.tr("&Load latest run"),
                lambda _layer, mark: verbs.load_newest(mark), lambda _layer, mark: is_of_file(mark), verbs.why_no_newest,
            ),
            Entry("zoomToTask", "zoom-to-layers", self.tr("&Zoom to task"), lambda _layer, mark: verbs.zoom_to_task(mark)),
        )  # fmt: skip

    def _open_colours(self, layer: QgsMapLayer) -> None:
        open_colours(layer, self._iface.mainWindow())

    def _make_action(self, entry: Entry) -> QAction:
        action = QAction(icons.icon(entry.icon), entry.text, self)
        action.setObjectName(f"nadirLayer_{entry.name}")
        action.triggered.connect(partial(self._run, entry))
        return action

    def _run(self, entry: Entry, _checked: bool = False) -> None:
        layer = self._iface.activeLayer()
        mark = mark_of(layer)
        if mark is not None and entry.fits(layer, mark) and not entry.refuse(mark):
            entry.run(layer, mark)


def layer_types() -> tuple[object, ...]:
    """The types of layers that ours are of, as far as this QGIS has them."""
    types = getattr(Qgis, "LayerType", None) or QgsMapLayerType
    names = ("Raster", "Vector", "PointCloud", "TiledScene")
    found = (getattr(types, name, None) or getattr(types, f"{name}Layer", None) for name in names)
    return tuple(each for each in found if each is not None)
