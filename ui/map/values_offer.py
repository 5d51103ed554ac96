"""Offers real values where somebody asks a picture of heights for them, and such values as the project's terrain.

QGIS's identify tool tells nobody what it was used on. So while that tool is the current one, and only then, clicks on the map
are seen as they pass; they reach the tool untouched.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Callable, Optional

from qgis.core import Qgis, QgsCsException, QgsMapLayer, QgsPointXY, QgsProject, QgsRasterLayer, QgsSettings
from qgis.gui import QgsMapCanvas, QgsMapTool, QgsMapToolIdentify
from qgis.PyQt.QtCore import QEvent, QObject, QPoint, Qt, QTimer

from ...core.layers.marks import LayerForm, Mark, read_mark
from ...core.layers.values.elevation import is_flat, is_terrain, use_as_terrain
from ...core.layers.values.in_use import is_being_read
from ...core.layers.values.looks import HEIGHTS
from ...core.settings import Settings
from ..common import wording
from ..common.notifier import Notifier

LONGEST_NAME = 60  # characters
_CURRENT_ONLY = ("0", "ActiveLayer", "-1", "DefaultQgsSetting")  # of QGIS's setting, a number before and a name since


class ValuesOffer(QObject):
    """Each layer is offered once while QGIS runs; `uninstall` takes everything back.

    load: puts the real values on the map of what a mark names. refuse: why that cannot be, '' where it can.
    """

    def __init__(
        self,
        canvas: QgsMapCanvas,
        notifier: Notifier,
        load: Callable[[Mark], None],
        refuse: Callable[[Mark], str],
        settings: Settings,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._canvas, self._notifier, self._settings = canvas, notifier, settings
        self._load, self._refuse = load, refuse
        self._offered: set[str] = set()
        self._terrain_offered = False
        self._watched: Optional[QObject] = None
        canvas.mapToolSet.connect(self._take_tool)
        QgsProject.instance().layersAdded.connect(self._take_layers)
        self._take_tool(canvas.mapTool())

    def uninstall(self) -> None:
        """Watch no more."""
        self._canvas.mapToolSet.disconnect(self._take_tool)
        QgsProject.instance().layersAdded.disconnect(self._take_layers)
        self._watch(None)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Note where the identify tool is used; the click goes on to it."""
        if event.type() == QEvent.Type.MouseButtonRelease and event.button() == Qt.MouseButton.LeftButton:
            place = QPoint(event.pos())
            QTimer.singleShot(0, lambda: self.offer_at(place))
        return False

    def offer_at(self, place: QPoint) -> None:
        """Offer the values of what was identified at a place of the map, in pixels, if that is a picture of heights."""
        layer = self._identified(place) if self._settings.offer_values else None
        mark = read_mark(layer)
        if layer is None or mark is None or layer.id() in self._offered or self._refuse(mark):
            return
        self._offered.add(layer.id())
        text = self.tr("“{layer}” is a picture: it holds no heights to identify.")
        self._notifier.announce(
            text.format(layer=wording.one_line(layer.name(), LONGEST_NAME)),
            Qgis.MessageLevel.Info,
            [(self.tr("Load real values"), lambda: self._load(mark))],
        )

    def _take_tool(self, tool: Optional[QgsMapTool], _before: Optional[QgsMapTool] = None) -> None:
        self._watch(self._canvas.viewport() if isinstance(tool, QgsMapToolIdentify) else None)

    def _watch(self, viewport: Optional[QObject]) -> None:
        if self._watched is not None:
            self._watched.removeEventFilter(self)
        if viewport is not None:
            viewport.installEventFilter(self)
        self._watched = viewport

    def _identified(self, place: QPoint) -> Optional[QgsMapLayer]:
        """The picture of heights that the tool looks at: the current layer, or where it looks at all, the topmost there."""
        current = self._canvas.currentLayer()
        if is_picture(current):
            return current
        mode = str(QgsSettings().value("Map/identifyMode", _CURRENT_ONLY[0]))
        if mode in _CURRENT_ONLY:
            return None
        point = self._canvas.getCoordinateTransform().toMapCoordinates(place)
        seen = (layer for layer in self._canvas.layers() if is_picture(layer) and self._covers(layer, point))
        return next(seen, None)

    def _covers(self, layer: QgsMapLayer, point: QgsPointXY) -> bool:
        try:
            return bool(layer.extent().contains(self._canvas.mapSettings().mapToLayerCoordinates(layer, point)))
        except QgsCsException:  # a place of the map that the layer's reference system does not know
            return False

    def _take_layers(self, layers: Sequence[QgsMapLayer]) -> None:
        """Heights that were put on the map, not those of a project that is being opened, may become its terrain."""
        heights = next((layer for layer in layers if is_heights(layer)), None)
        if heights is None or self._terrain_offered or is_being_read() or not self._settings.offer_values:
            return
        if is_flat():
            self._terrain_offered = True
            QTimer.singleShot(0, lambda: self._offer_terrain(heights.id()))

    def _offer_terrain(self, layer_id: str) -> None:
        layer = QgsProject.instance().mapLayer(layer_id)
        if layer is None or is_terrain(layer):
            return
        text = self.tr("3D views and profiles of this project lie on flat ground. They can stand on “{layer}”.")
        self._notifier.announce(
            text.format(layer=wording.one_line(layer.name(), LONGEST_NAME)),
            Qgis.MessageLevel.Info,
            [(self.tr("Use as terrain"), lambda: self._use_as_terrain(layer_id))],
        )

    def _use_as_terrain(self, layer_id: str) -> None:
        layer = QgsProject.instance().mapLayer(layer_id)  # it may have been removed since
        if isinstance(layer, QgsRasterLayer):
            use_as_terrain(layer)


def is_picture(layer: Optional[QgsMapLayer]) -> bool:
    """Whether a layer of ours shows heights as tiles."""
    mark = read_mark(layer)
    return mark is not None and mark.form is LayerForm.TILES and mark.kind in HEIGHTS


def is_heights(layer: QgsMapLayer) -> bool:
    """Whether a layer of ours holds heights, which QGIS can read."""
    mark = read_mark(layer)
    return mark is not None and mark.form is not LayerForm.TILES and mark.kind in HEIGHTS
