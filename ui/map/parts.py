"""All that Nadir has around QGIS's map, made and taken back together: menus of layers, offers, notices, the swipe."""

from __future__ import annotations

from typing import Callable

from qgis.core import QgsCoordinateReferenceSystem, QgsProject, QgsRectangle, QgsReferencedRectangle
from qgis.gui import QgisInterface
from qgis.PyQt.QtCore import QObject
from qgis.PyQt.QtWidgets import QWidget

from ...core.api.task import Task
from ...core.jobs import Job
from ...core.layers.life.keeper import LayerKeeper
from ...core.layers.life.notices import NewerRun
from ...core.layers.marks import read_mark
from ...core.layers.on_map import layers_of
from ...core.layers.places import DEGREES, extent_of
from ...core.layers.products import LayerKind
from ...core.servers import Servers
from ...core.settings import Settings
from ...core.workspace import Workspace
from ..common import wording
from ..common.notifier import Notifier
from .layer_menu import LayerMenu
from .layer_verbs import LayerVerbs
from .notices import LayerNotices, Opener
from .swipe import Side, SwipeTool
from .swipe_flights import swipe_flights
from .values_offer import ValuesOffer
from .view3d import open_3d

IN_3D = (LayerKind.MODEL, LayerKind.POINT_CLOUD)


class MapParts(QObject):
    """Lives as long as the panel, seen or not. `uninstall` it before QGIS lets the plugin go."""

    def __init__(self, iface: QgisInterface, servers: Servers, notifier: Notifier, settings: Settings, window: QWidget) -> None:
        super().__init__(window)
        self._iface, self._servers, self._notifier, self._window = iface, servers, notifier, window
        self.verbs = LayerVerbs(servers, notifier, self)
        self._menu = LayerMenu(iface, self.verbs, self)
        self._offer = ValuesOffer(iface.mapCanvas(), notifier, self.verbs.load_values, self.verbs.why_no_values, settings, self)
        self._swipe = SwipeTool(iface.mapCanvas(), self)
        self._swipe.ended.connect(self._tell_end)
        self._undo = [self._menu.uninstall, self._offer.uninstall, self._swipe.stop]

    def uninstall(self) -> None:
        """Leave nothing in QGIS's menus, nor on its map."""
        while self._undo:
            self._undo.pop()()

    def refresh_icons(self) -> None:
        """Draw the icons again after the palette changed."""
        self._menu.refresh_icons()

    def follow(self, keeper: LayerKeeper, opener: Opener, show_panel: Callable[[], None]) -> LayerNotices:
        """Show what becomes of the layers of the open project."""
        notices = LayerNotices(keeper, self._servers, self._notifier, opener, show_panel, self._window)
        notices.newest_wanted.connect(self._load_newest)
        self._undo.append(notices.uninstall)
        return notices

    def _load_newest(self, newer: NewerRun) -> None:
        """The products of layers that show files of an earlier run, each once."""
        workspace = self._servers.workspace(newer.connection_id)
        layers = (QgsProject.instance().mapLayer(layer_id) for layer_id in newer.layer_ids)
        marks = dict.fromkeys(mark for layer in layers for mark in [read_mark(layer)] if mark is not None)
        if workspace is not None:
            for mark in marks:
                self.verbs.add_again(mark, workspace, newer.task)

    def swipe(self, first: Side, second: Side) -> None:
        """Compare two sides of the map under a line that the user moves."""
        self._swipe.start(first, second)

    def swipe_flights(self, workspace: Workspace, before: Task, after: Task) -> None:
        """The same with the orthophotos of two flights, which are put on the map first where they are not."""
        swipe_flights(workspace, self._swipe, before, after, self._notifier.show_error, self._show_loading)

    def view_3d(self, workspace: Workspace, task: Task) -> None:
        """Open a 3D view of what is on the map of a task; where QGIS cannot, say what the user can do."""
        found = ((layer, read_mark(layer)) for layer in layers_of(task, workspace.client.session.url))
        layers = [layer for layer, mark in found if mark is not None and mark.kind in IN_3D]
        degrees = QgsCoordinateReferenceSystem(DEGREES)
        extent = QgsReferencedRectangle(QgsRectangle(*task.extent), degrees) if task.extent else extent_of(layers)
        refusal = open_3d(self._iface, layers, extent)
        if refusal:
            self._notifier.warn(refusal)

    def _show_loading(self, job: Job, task: Task) -> None:
        title = self.tr("Adding “{name}” to the map").format(name=wording.one_line(task.name, 60))
        self.verbs.started.emit(job, title)

    def _tell_end(self, reason: str) -> None:
        if reason:
            self._notifier.inform(reason)
