"""Verbs that put results on the map: the first ones, any product by itself, whole projects, comparisons."""

from __future__ import annotations

from functools import partial

from qgis.PyQt.QtCore import QCoreApplication, pyqtSignal
from qgis.PyQt.QtWidgets import QMenu

from ...core.layers.products import FIRST_KINDS, LayerKind, why_no_place
from ...core.settings import Settings
from ..common import wording
from ..map.offers import Offer, offers
from ..selection import Item, Selection
from .group import Group
from .subjects import name_of
from .verb import MANY, Acts, Look, Verb

translate = QCoreApplication.translate  # called by this name, so that the translation tools find the texts


class MappingVerbs(Group):
    """All run in the background, a row each in the panel."""

    load_started = pyqtSignal(object, object)  # Job, Item
    started = pyqtSignal(object, str)  # Job, its title for the panel

    def verbs(self) -> dict[str, Verb]:
        return {
            "load": Verb(
                "add-to-map", translate("Actions", "&Add to map"), Acts.TASK, self._load, self.no_results, look=self._load_look
            ),
            "add_more": Verb(
                "add-more", translate("Actions", "Add more to ma&p"), Acts.TASK, lambda _items: None, self.no_results
            ),
        }  # fmt: skip

    def load(self, item: Item) -> None:
        """Put a finished task's results on the map; where all are there, show them."""
        workspace, task = self.desk.workspace(item), item.task
        if workspace is None or task is None:
            return
        if self.is_on_map(item):
            workspace.zoom_to_layers(task)
        else:
            kinds = chosen_kinds(Settings().map_products)
            self.load_started.emit(self.desk.follow(workspace.load_results(task, kinds)), item)

    def is_on_map(self, item: Item) -> bool:
        """Whether all that *Add to map* adds of a task is on the map."""
        workspace, task = self.desk.workspace(item), item.task
        if workspace is None or task is None or not task.completed:
            return False
        return workspace.is_on_map(task, chosen_kinds(Settings().map_products))

    def no_results(self, item: Item) -> str:
        """Why nothing of a task can go on the map."""
        if self.desk.workspace(item) is None:
            return self.why.offline(item)
        place = why_no_place(item.task) if item.task is not None else ""
        return self.why.not_completed(item) or place

    def fill_offers(self, selection: Selection, menu: QMenu) -> None:
        """Fill a menu with all that tasks can have; grey, with the reason, is what none of the selected ones has."""
        menu.clear()
        menu.setToolTipsVisible(True)
        items = tuple(item for item in selection.tasks if not self.no_results(item))
        for group in offers():
            menu.addSeparator()
            for offer in group:
                self._add_offer(menu, offer, items)

    def _load(self, items: tuple[Item, ...]) -> None:
        missing = [item for item in items if not self.is_on_map(item)]
        for item in missing or items[:1]:
            self.load(item)

    def _load_look(self, selection: Selection) -> Look:
        tasks = selection.tasks
        if tasks and len(tasks) <= MANY and all(self.is_on_map(item) for item in tasks):
            return Look("zoom-to-layers", translate("Actions", "&Zoom to layers"))
        return Look("add-to-map", translate("Actions", "&Add to map"))

    def _add_offer(self, menu: QMenu, offer: Offer, items: tuple[Item, ...]) -> None:
        action = menu.addAction(offer.title.replace("&", "&&"))
        action.setObjectName(f"offer_{offer.name}")
        reasons = [offer.refuse(item.task) for item in items if item.task is not None]
        allowed = tuple(item for item, reason in zip(items, reasons) if not reason)
        action.setEnabled(bool(allowed))
        if not allowed:
            reason = next(iter(reasons), "")
            action.setToolTip(wording.plain_tooltip(reason))
            action.setStatusTip(reason)
        action.triggered.connect(partial(self._start, offer, allowed))

    def _start(self, offer: Offer, items: tuple[Item, ...], _checked: bool = False) -> None:
        for item in items:
            workspace = self.desk.workspace(item)
            if workspace is None or item.task is None:
                continue
            title = translate("Actions", "Adding {product} of “{name}” to the map")
            named = title.format(product=offer.title, name=wording.one_line(name_of(item), 60))
            self.started.emit(self.desk.follow(offer.start(workspace, item.task)), named)


def chosen_kinds(products: str) -> tuple[LayerKind, ...]:
    """The kinds that the options name, in our order; all of the first where they name none that is known."""
    names = products.split(",")
    return tuple(kind for kind in FIRST_KINDS if kind.value in names) or FIRST_KINDS
