"""The photos on the map, linked with the list both ways; without a map it does nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Optional

from qgis.core import QgsRectangle
from qgis.gui import QgsMapCanvas, QgsMapTool
from qgis.PyQt.QtCore import QObject, QPoint, QPointF, QRectF, Qt, QTimer, pyqtSignal
from qgis.PyQt.QtGui import QPolygonF
from qgis.PyQt.QtWidgets import QMenu, QStackedWidget, QToolButton, QWidget

from ....core.jobs import Job, Jobs
from ....core.photos.findings import FindingKind
from ...common import wording
from .assessing import Outline
from .map_overlay import Edges, Look, MapSystem, PhotoOverlay, projected_outlines
from .map_tools import PickTool, PolygonTool
from .model import PhotoModel, PhotoState

MARGIN = 1.15  # what is zoomed to, times its extent
CLOSEST = 1e-4  # degrees, or as many map units: the least extent that is zoomed to


class MapView(QObject):
    """Belongs to a step; `close` leaves nothing on the map."""

    picked = pyqtSignal(list, bool)  # paths that the user picked on the map, whether they are added to the selection

    def __init__(self, canvas: QgsMapCanvas, model: PhotoModel, jobs: Jobs) -> None:
        super().__init__(model)
        self._canvas, self._model, self._jobs = canvas, model, jobs
        self._outlines: Mapping[Path, Outline] = {}
        self._job: Optional[Job] = None
        self._overlay = PhotoOverlay(canvas)
        self._selected: frozenset[Path] = frozenset()
        self._before: Optional[QgsMapTool] = None
        self._was_zoomed = False
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._show_looks)
        self._pick_tool, self._polygon_tool = PickTool(canvas), PolygonTool(canvas)
        self._pick_tool.picked.connect(self._tell_picked)
        self._polygon_tool.drawn.connect(self._offer)
        canvas.destinationCrsChanged.connect(self._project)
        model.photos_changed.connect(self._show_positions)
        model.states_changed.connect(self._soon.start)

    def set_shown(self, shown: bool) -> None:
        """Hide everything for a while, and give the user's own tool back; or show it again."""
        self._overlay.setVisible(shown)
        for tool in () if shown else (self._pick_tool, self._polygon_tool):
            self._put_down(tool)

    def close(self) -> None:
        """Take everything off the map and give the user's own tool back."""
        self._soon.stop()
        self._canvas.destinationCrsChanged.disconnect(self._project)
        if self._job is not None:
            self._job.cancel()
            self._job = None
        for tool in (self._pick_tool, self._polygon_tool):
            self._put_down(tool)
        self._overlay.close()

    def attach(self, pick: QToolButton, polygon: QToolButton) -> None:
        """Buttons that hold the tools; they come up again when the user takes another tool."""
        for button, tool in ((pick, self._pick_tool), (polygon, self._polygon_tool)):
            button.setCheckable(True)
            button.clicked.connect(lambda on, tool=tool: self._take(tool) if on else self._put_down(tool))
            tool.activated.connect(lambda button=button: button.setChecked(True))
            tool.deactivated.connect(lambda button=button: button.setChecked(False))

    def show_outlines(self, outlines: Mapping[Path, Outline]) -> None:
        """What the photos show of the ground."""
        self._show_looks()
        if outlines != self._outlines:
            self._outlines = outlines
            self._project()
        elif self._job is None:
            self._zoom_once()

    def is_busy(self) -> bool:
        """Whether outlines are on their way."""
        return self._job is not None

    def show_selected(self, paths: Sequence[Path]) -> None:
        """Mark what is selected in the list."""
        self._selected = frozenset(paths)
        self._soon.start()

    def zoom_to_all(self) -> None:
        """Show the photos that are to be sent, but for those far away from the rest; all where none is."""
        self.zoom_to(self._main_ones())

    def zoom_to(self, paths: Sequence[Path]) -> None:
        """Show these photos; all where none of them has a position."""
        chosen = self._overlay.points.keys() & set(paths)
        extent = self._overlay.extent(chosen or None)
        if extent.isNull() or extent.width() < 0:
            return
        extent.scale(MARGIN)
        if max(extent.width(), extent.height()) < CLOSEST:
            extent = extent.buffered(CLOSEST / 2)
        self._canvas.setExtent(extent)
        self._canvas.refresh()

    def has_positions(self) -> bool:
        """Whether there is anything to see."""
        return bool(self._overlay.points)

    def _show_positions(self) -> None:
        photos = self._model.photos
        self._overlay.set_positions(
            {photo.path: (photo.longitude or 0.0, photo.latitude or 0.0) for photo in photos if photo.has_position}
        )
        self._was_zoomed = self._was_zoomed and bool(photos)
        self._soon.start()

    def _project(self) -> None:
        """Bring the outlines into the map's reference system, off the main thread."""
        outlines, system = self._outlines, MapSystem.of(self._canvas)
        job = self._jobs.start(self.tr("Footprints"), lambda control: projected_outlines(outlines, system))
        if not job.is_running():  # the plugin is being unloaded
            return
        self._job = job
        job.succeeded.connect(lambda projected: self._take_projected(job, projected))

    def _take_projected(self, job: Job, projected: Mapping[Path, Edges]) -> None:
        if job is self._job:
            self._job = None
            self._overlay.set_outlines(projected)
            self._zoom_once()

    def _zoom_once(self) -> None:
        """Show the first photos where the map shows none of them; where it does, it stays as the user has it."""
        if self._was_zoomed or not self.has_positions():
            return
        self._was_zoomed = True
        _bring_to_front(self._canvas)
        extent = self._overlay.extent(set(self._main_ones()))
        if not self._canvas.extent().contains(extent) or _is_tiny(extent, self._canvas.extent()):
            self.zoom_to_all()

    def _main_ones(self) -> list[Path]:
        model = self._model
        return [photo.path for photo in model.chosen() if FindingKind.ODD_PLACE not in model.kinds_of(photo)]

    def _show_looks(self) -> None:
        self._soon.stop()
        looks: dict[Path, Look] = {}
        for photo in self._model.photos:
            if photo.path in self._selected:
                looks[photo.path] = Look.SELECTED
            elif self._model.state_of(photo) is not PhotoState.CHOSEN:
                looks[photo.path] = Look.LEFT_OUT
            else:
                looks[photo.path] = Look.FOUND if self._model.kinds_of(photo) else Look.CHOSEN
        self._overlay.set_looks(looks)

    # The tools

    def _take(self, tool: QgsMapTool) -> None:
        now = self._canvas.mapTool()
        if now not in (self._pick_tool, self._polygon_tool):
            self._before = now
        self._canvas.setMapTool(tool)
        self._canvas.setFocus(Qt.FocusReason.OtherFocusReason)

    def _put_down(self, tool: QgsMapTool) -> None:
        if self._canvas.mapTool() is not tool:
            return
        if self._before is not None:
            self._canvas.setMapTool(self._before)
        else:
            self._canvas.unsetMapTool(tool)

    def _tell_picked(self, area: QRectF, added: bool) -> None:
        inside = [path for path, point in self._overlay.points.items() if area.contains(point)]
        if len(inside) > 1 and max(area.width(), area.height()) <= self._reach():
            inside = [min(inside, key=lambda path: _distance(self._overlay.points[path], area.center()))]
        self.picked.emit(inside, added)

    def _reach(self) -> float:
        """The size in map units of what a click picks."""
        reach = max(6, self._canvas.fontMetrics().height() // 2)
        return (2 * reach + 1) * self._canvas.mapUnitsPerPixel() * 1.5

    def _offer(self, polygon: QPolygonF, at: QPoint) -> None:
        """What can be done with the photos in and around a polygon."""
        points = self._overlay.points
        inside = [path for path, at_ in points.items() if polygon.containsPoint(at_, Qt.FillRule.OddEvenFill)]
        among = set(inside)
        outside = [path for path in points if path not in among]
        menu = QMenu(self._canvas)
        menu.setObjectName("polygonMenu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        count_in, count_out = wording.photo_count(len(inside)), wording.photo_count(len(outside))
        self._offer_one(menu, self.tr("Leave out the {photos} inside").format(photos=count_in), inside)
        self._offer_one(menu, self.tr("Leave out the {photos} outside").format(photos=count_out), outside)
        menu.addSeparator()
        bring = menu.addAction(self.tr("Bring back those inside"), lambda: self._model.bring_back(inside))
        bring.setEnabled(bool(among & self._model.left_out))
        select = menu.addAction(self.tr("Select those inside"), lambda: self.picked.emit(inside, False))
        select.setEnabled(bool(inside))
        menu.aboutToHide.connect(self._polygon_tool.clear)
        menu.popup(at)

    def _offer_one(self, menu: QMenu, text: str, paths: Sequence[Path]) -> None:
        action = menu.addAction(text, lambda: self._model.leave_out(paths))
        action.setEnabled(bool(paths))


def _distance(one: QPointF, other: QPointF) -> float:
    return (one - other).manhattanLength()


def _is_tiny(extent: QgsRectangle, shown: QgsRectangle) -> bool:
    """Whether what is to be seen takes less than a twentieth of the map's width and height."""
    return extent.width() < shown.width() / 20 and extent.height() < shown.height() / 20


def _bring_to_front(canvas: QgsMapCanvas) -> None:
    """Show the map where something else stands in its place, as QGIS's page of recent projects does after its start."""
    inside: QWidget = canvas
    above = inside.parentWidget()
    while above is not None:
        if isinstance(above, QStackedWidget):
            above.setCurrentWidget(inside)
        inside, above = above, above.parentWidget()
