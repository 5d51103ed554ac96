"""Verbs that put results on the map: the first ones, any product by itself, whole projects, comparisons."""

from __future__ import annotations

from qgis.PyQt.QtCore import QCoreApplication, pyqtSignal
from qgis.PyQt.QtWidgets import QMenu

from ...core.jobs import Job
from ...core.layers.models.plan import has_model, opens_models
from ...core.layers.products import FIRST_KINDS, LayerKind, is_there, why_no_place
from ...core.settings import Settings
from ...core.workspace import FLIGHT_KINDS
from ..common import wording
from ..map.parts import IN_3D
from ..selection import Item, Selection
from .desk import Desk
from .group import Group
from .offers_menu import OffersMenu
from .verb import MANY, Acts, Look, Verb

translate = QCoreApplication.translate  # called by this name, so that the translation tools find the texts


class MappingVerbs(Group):
    """All run in the background, a row each in the panel."""

    load_started = pyqtSignal(object, object)  # Job, Item
    started = pyqtSignal(object, str)  # Job, its title for the panel
    view_wanted = pyqtSignal(object, object)  # Workspace, Task: what of it is on the map is to be seen in 3D

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._offers = OffersMenu(desk)
        self._offers.started.connect(self.started)

    def verbs(self) -> dict[str, Verb]:
        why = self.why
        return {
            "load": Verb(
                "add-to-map", translate("Actions", "&Add to map"), Acts.TASK, self._load, self.no_results, look=self._load_look
            ),
            "add_more": Verb(
                "add-more", translate("Actions", "Add more to ma&p"), Acts.TASK, lambda _items: None, self.no_results
            ),
            "view_3d": Verb(
                "view-3d", translate("Actions", "Open &in 3D"), Acts.TASK, self._view_3d,
                why.any_of(self.no_results, _nothing_in_3d), several=False,
            ),
            "add_project": Verb(
                "add-to-map", translate("Actions", "&Add all flights to map"), Acts.PROJECT, self._add_whole_project,
                why.any_of(self._closed, self._empty), several=False,
            ),
            "add_extents": Verb(
                "map-polygon", translate("Actions", "Add e&xtents to map"), Acts.PROJECT, self._add_extents,
                why.any_of(self._closed, self._empty),
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
        """Fill a menu with all that the selected tasks can have."""
        self._offers.fill(tuple(item for item in selection.tasks if not self.no_results(item)), menu)

    def _load(self, items: tuple[Item, ...]) -> None:
        missing = [item for item in items if not self.is_on_map(item)]
        for item in missing or items[:1]:
            self.load(item)

    def _load_look(self, selection: Selection) -> Look:
        tasks = selection.tasks
        if tasks and len(tasks) <= MANY and all(self.is_on_map(item) for item in tasks):
            return Look("zoom-to-layers", translate("Actions", "&Zoom to layers"))
        return Look("add-to-map", translate("Actions", "&Add to map"))

    def _add_whole_project(self, items: tuple[Item, ...]) -> None:
        item = items[0]
        workspace, project = self.desk.workspace(item), item.project
        if workspace is None or project is None:
            return
        kinds = [kind for kind in chosen_kinds(Settings().map_products) if kind in FLIGHT_KINDS]
        job = workspace.add_whole_project(project, kinds or FLIGHT_KINDS)
        job.succeeded.connect(lambda loaded: self.desk.notifier.inform(loaded.timeline.text))
        title = translate("Actions", "Adding all flights of “{name}” to the map")
        self._tell(job, title.format(name=wording.one_line(project.name, 60)))

    def _add_extents(self, items: tuple[Item, ...]) -> None:
        for item in items:
            workspace = self.desk.workspace(item)
            if workspace is not None and item.project is not None:
                title = translate("Actions", "Adding the extents of “{name}” to the map")
                self._tell(workspace.add_extents(item.project), title.format(name=wording.one_line(item.project.name, 60)))

    def _view_3d(self, items: tuple[Item, ...]) -> None:
        """Point cloud and model as far as they are on the map; where neither is, the model, else the cloud, comes there first."""
        item = items[0]
        workspace, task = self.desk.workspace(item), item.task
        if workspace is None or task is None:
            return
        if workspace.kinds_on_map(task).intersection(IN_3D):
            self.view_wanted.emit(workspace, task)
            return
        with_model = has_model(task) and opens_models()
        job = workspace.add_model(task) if with_model else workspace.load_results(task, (LayerKind.POINT_CLOUD,))
        job.succeeded.connect(lambda _loaded: self.view_wanted.emit(workspace, task))
        kind = LayerKind.MODEL if with_model else LayerKind.POINT_CLOUD
        title = translate("Actions", "Adding {product} of “{name}” to the map")
        self._tell(job, title.format(product=kind.title, name=wording.one_line(task.name, 60)))

    def _tell(self, job: Job, title: str) -> None:
        self.started.emit(self.desk.follow(job), title)

    def _closed(self, item: Item) -> str:
        return "" if self.desk.workspace(item) is not None else self.why.offline(item)

    @staticmethod
    def _empty(item: Item) -> str:
        empty = item.project is not None and not item.project.task_ids
        return translate("Actions", "The project has no tasks yet.") if empty else ""


def _nothing_in_3d(item: Item) -> str:
    """Only point clouds and models have a third dimension of their own."""
    task = item.task
    if task is None or is_there(task, LayerKind.POINT_CLOUD) or (has_model(task) and opens_models()):
        return ""
    return translate("Actions", "The task has no point cloud, and no 3D model that this QGIS shows.")


def chosen_kinds(products: str) -> tuple[LayerKind, ...]:
    """The kinds that the options name, in our order; all of the first where they name none that is known."""
    names = products.split(",")
    return tuple(kind for kind in FIRST_KINDS if kind.value in names) or FIRST_KINDS
