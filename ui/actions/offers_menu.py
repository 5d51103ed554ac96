"""The menu *Add more to map*: every product of the selected tasks, grey with the reason where none has it."""

from __future__ import annotations

from functools import partial
from typing import Callable

from qgis.PyQt.QtCore import QCoreApplication, QObject, pyqtSignal
from qgis.PyQt.QtWidgets import QAction, QMenu

from ...core.api.rasters import RasterKind
from ...core.api.task import Task
from ...core.errors import NadirError
from ...core.jobs import Job
from ...core.layers.products import LayerKind, is_there, result_version
from ...core.layers.tiles.indices import PlantIndex
from ..common import wording
from ..map.offers import Offer, Start, offers, why_no_contours, why_not_there
from ..selection import Item
from .contours_dialog import ContoursDialog
from .desk import Desk
from .subjects import name_of

translate = QCoreApplication.translate  # called by this name, so that the translation tools find the texts

Known = dict[tuple[str, str, str], tuple[PlantIndex, ...]]  # by connection, task and run


class OffersMenu(QObject):
    """Fills the menu whenever it opens. The indices are asked from the server when their own menu opens, once for each run."""

    started = pyqtSignal(object, str)  # Job, its title for the panel

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._indices: Known = {}

    def fill(self, items: tuple[Item, ...], menu: QMenu) -> None:
        """items: tasks with results, of which each entry takes those that have what it offers."""
        menu.clear()
        menu.setToolTipsVisible(True)
        groups = offers()
        for number, group in enumerate(groups):
            menu.addSeparator()
            for offer in group:
                self._add_offer(menu, offer, items)
            if number == 0:
                self._add_indices(menu, items)
            if number == len(groups) - 1:
                self._add_contours(menu, items)

    def _add_offer(self, menu: QMenu, offer: Offer, items: tuple[Item, ...]) -> None:
        action = menu.addAction(_escaped(offer.title))
        action.setObjectName(f"offer_{offer.name}")
        allowed = self._allowed(action, offer.refuse, items)
        action.triggered.connect(partial(self._start_all, offer, allowed))

    def _allowed(self, action: QAction, refuse: Callable[[Task], str], items: tuple[Item, ...]) -> tuple[Item, ...]:
        """The items that an entry can act on; where there are none it is grey and says why."""
        reasons = [refuse(item.task) for item in items if item.task is not None]
        allowed = tuple(item for item, reason in zip(items, reasons) if not reason)
        if not allowed:
            _grey(action, next(iter(reasons), ""))
        return allowed

    def _start_all(self, offer: Offer, items: tuple[Item, ...], _checked: bool = False) -> None:
        for item in items:
            self.start(offer.title, offer.start, item)

    def start(self, title: str, start: Start, item: Item) -> None:
        """Start something that puts a product of a task on the map, and show it."""
        workspace = self._desk.workspace(item)
        if workspace is None or item.task is None:
            return
        text = translate("Actions", "Adding {product} of “{name}” to the map")
        named = text.format(product=title, name=wording.one_line(name_of(item), 60))
        self.started.emit(self._desk.follow(start(workspace, item.task)), named)

    # Contours

    def _add_contours(self, menu: QMenu, items: tuple[Item, ...]) -> None:
        action = menu.addAction(_escaped(translate("Actions", "{product}…").format(product=LayerKind.CONTOURS.title)))
        action.setObjectName("offer_contours")
        allowed = self._allowed(action, why_no_contours, items)
        action.triggered.connect(lambda _checked=False: self._ask_contours(allowed[0]))
        if len(items) > 1:
            _grey(action, translate("Actions", "This can only be done with one at a time."))

    def _ask_contours(self, item: Item) -> None:
        task = item.task
        if task is None:
            return
        kinds = [kind for kind in (LayerKind.DTM, LayerKind.DSM) if is_there(task, kind)]

        def start(kind: RasterKind, interval: float | None) -> None:
            self.start(LayerKind.CONTOURS.title, lambda workspace, task: workspace.add_contours(task, kind, interval), item)

        title = translate("Actions", "Contours of “{name}”").format(name=wording.one_line(task.name, 60))
        ContoursDialog(self._desk.window, title, kinds, start).open()

    # Indices

    def _add_indices(self, menu: QMenu, items: tuple[Item, ...]) -> None:
        inner = QMenu(translate("Actions", "Plant index"), menu)
        inner.setObjectName("indicesMenu")
        inner.setToolTipsVisible(True)
        action = menu.addMenu(inner)
        action.setObjectName("offer_index")
        allowed = self._allowed(action, partial(why_not_there, LayerKind.ORTHOPHOTO), items)
        if len(items) > 1:
            _grey(action, translate("Actions", "This can only be done with one at a time."))
        elif allowed:
            inner.aboutToShow.connect(lambda: self._fill_indices(inner, allowed[0]))

    def _fill_indices(self, menu: QMenu, item: Item) -> None:
        workspace, task = self._desk.workspace(item), item.task
        if workspace is None or task is None:
            return
        key = (item.connection_id, task.id, result_version(task))
        if key in self._indices:
            self._show_indices(menu, item, self._indices[key])
            return
        menu.clear()
        _note(menu, translate("Actions", "Asking the server…"))
        job = workspace.indices(task)
        job.succeeded.connect(lambda found: self._indices.__setitem__(key, found))
        _while_open(menu, job, lambda found: self._show_indices(menu, item, found))

    def _show_indices(self, menu: QMenu, item: Item, found: tuple[PlantIndex, ...]) -> None:
        menu.clear()
        if not found:
            _note(menu, translate("Actions", "The server knows none for the bands of this orthophoto."))
        for index in found:
            if not index.assumed:
                self._add_index(menu, item, index)
        assumed = [index for index in found if index.assumed]
        if assumed and len(assumed) < len(found):  # the many that are not of this camera stand aside
            menu = menu.addMenu(translate("Actions", "Of a camera with other bands"))
            menu.setObjectName("otherIndicesMenu")
            menu.setToolTipsVisible(True)
        for index in assumed:
            self._add_index(menu, item, index)

    def _add_index(self, menu: QMenu, item: Item, index: PlantIndex) -> None:
        text = index.name
        if index.assumed:
            text = translate("Actions", "{index} (if the bands are {bands})").format(index=index.name, bands=index.bands)
        action = menu.addAction(_escaped(wording.one_line(text, 80)))
        action.setObjectName(f"index_{index.name}")
        about = "\n".join(part for part in (index.help, index.formula) if part)
        action.setToolTip(wording.plain_tooltip(about))
        start: Start = lambda workspace, task: workspace.add_index(task, index)  # noqa: E731
        action.triggered.connect(lambda _checked=False: self.start(index.name, start, item))


def _grey(action: QAction, reason: str) -> None:
    action.setEnabled(False)
    action.setToolTip(wording.plain_tooltip(reason))
    action.setStatusTip(reason)


def _note(menu: QMenu, text: str) -> None:
    action = menu.addAction(_escaped(text))
    action.setEnabled(False)


def _while_open(menu: QMenu, job: Job, show: Callable[[tuple[PlantIndex, ...]], None]) -> None:
    """Show what a job gives, or why it gives nothing, unless the menu has gone meanwhile."""
    gone: list[bool] = []
    menu.destroyed.connect(lambda: gone.append(True))

    def fail(error: object) -> None:
        if not gone:
            menu.clear()
            _note(menu, error.summary if isinstance(error, NadirError) else str(error))

    job.succeeded.connect(lambda found: None if gone else show(found))
    job.failed.connect(fail)


def _escaped(text: str) -> str:
    """Menus take `&` for the mark of a key."""
    return text.replace("&", "&&")
