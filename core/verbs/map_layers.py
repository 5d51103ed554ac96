"""From a finished task to the map."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Collection, List, Sequence, Set, Tuple

from qgis.core import QgsMapLayer
from qgis.PyQt.QtCore import QCoreApplication

from ..api.task import Task
from ..errors import NadirError
from ..jobs import Job, JobControl
from ..layers import project as project_layers
from ..layers.downloading import cache_of, fetching
from ..layers.make import PreparedLayers, fetch_missing, fetch_reference_databases, know_reference_systems, prepare
from ..layers.plan import LayerPlan, plan
from ..layers.products import FIRST_KINDS, LayerKind, has_no_place, is_there, products_of
from ..layers.project import LoadedLayers
from ..settings import Settings
from .base import Verbs

translate = QCoreApplication.translate  # called by this name, so that the translation tools find the texts


class MapVerbs(Verbs):
    """Put results on the map."""

    def load_results(self, task: Task, kinds: Collection[LayerKind] = FIRST_KINDS) -> Job:
        """Put a finished task's products on the map, each as soon as it is there, and zoom to the first; succeeds with
        LoadedLayers.

        Those that are there already stay as they are. What could not be loaded is told by `error_occurred`, what the
        task did not give by `warned`.
        """
        missing = self.missing_kinds(task, kinds)

        def work(control: JobControl) -> ArrivingResults:
            return self.load_one_by_one(control, task, missing, with_others=len(kinds) > 1)

        title = translate("Workspace", "Adding {name} to the map").format(name=task.name)
        return self._start(title, work, finish=self._end_loading)

    def add_vector(self, task: Task, asset: str, title: str) -> Job:
        """Put positions, such as those of the cameras, on the map; succeeds with the layer. The file stays in the cache."""
        url = self.client.session.url
        about = translate("Workspace", "Downloading {asset} of {name}").format(asset=asset, name=task.name)
        work = fetching(self.client, cache_of(Settings()), task, asset)
        return self._start(about, work, shown=True, finish=lambda path: project_layers.add_vector(task, url, title, path))

    def find_task(self, project_id: str, task_id: str) -> Job:
        """A task as the server describes it now; succeeds with Task."""

        def work(control: JobControl) -> Task:
            return self.client.tasks.get(project_id, task_id, cancelled=control.cancelled)

        return self._start(translate("Workspace", "Looking at a task"), work)

    def is_on_map(self, task: Task, kinds: Collection[LayerKind] = FIRST_KINDS) -> bool:
        """Whether the open project shows all products of these kinds that a task's latest run has."""
        products = products_of(task) & set(kinds)
        return bool(products) and products <= project_layers.kinds_on_map(task, self.client.session.url)

    def zoom_to_layers(self, task: Task) -> None:
        """Show a task's layers that are on the map, all of them."""
        layers = project_layers.layers_of(task, self.client.session.url)
        project_layers.zoom_to(project_layers.extent_of(layers))

    def kinds_on_map(self, task: Task) -> Set[LayerKind]:
        """The products of a task's latest run that the open project shows."""
        return project_layers.kinds_on_map(task, self.client.session.url)

    def missing_kinds(self, task: Task, kinds: Collection[LayerKind] = FIRST_KINDS) -> List[LayerKind]:
        """Those that the open project does not show of a task's latest run, in the order in which they come."""
        there = project_layers.kinds_on_map(task, self.client.session.url)
        return [kind for kind in FIRST_KINDS if kind in kinds and kind not in there]

    def load_one_by_one(
        self, control: JobControl, task: Task, kinds: Sequence[LayerKind], *, with_others: bool, quietly: bool = False
    ) -> ArrivingResults:
        """The work of a job that puts products on the map. What is shown first is planned first.

        with_others: of all that come only one is shown. quietly: neither the map moves nor the job's progress.
        """
        fetch_reference_databases()  # while the server is asked
        given = [kind for kind in kinds if is_there(task, kind) and not has_no_place(task)]
        warning = plan(self.client, task, [kind for kind in kinds if kind not in given], cancelled=control.cancelled).warning
        results = ArrivingResults(task, self.client.session.url, warning)
        for number, kind in enumerate(given):
            if not quietly:
                control.progress(number / len(given), kind.title)
            prepared = prepared_layers(plan(self.client, task, (kind,), cancelled=control.cancelled), control)
            control.on_main_thread(partial(_show_part, results, prepared, with_others, quietly))
        return results

    def _end_loading(self, results: ArrivingResults) -> LoadedLayers:
        present = project_layers.layers_of(results.task, results.server_url)
        extent = project_layers.extent_of(present)
        if results.warning:
            self.warned.emit(results.warning)
        if extent is None and results.problems:
            raise results.problems[0]
        for problem in results.problems:
            self.error_occurred.emit(problem)
        if extent is not None:
            if not results.layers:
                project_layers.zoom_to(extent)
            self.layers_loaded.emit(results.task)
        return LoadedLayers(results.task, results.layers, extent, results.problems)


@dataclass
class ArrivingResults:
    """What has come of a task so far; on the main thread but for `warning`: what the task did not give."""

    task: Task
    server_url: str
    warning: str = ""
    layers: Tuple[QgsMapLayer, ...] = ()
    problems: Tuple[NadirError, ...] = ()


def _show_part(results: ArrivingResults, prepared: PreparedLayers, with_others: bool, quietly: bool) -> None:
    """On the main thread: the first part takes the map there."""
    loaded = project_layers.add(prepared, with_others=with_others)
    if not results.layers and loaded.layers and not quietly:
        project_layers.zoom_to(loaded.extent)
    results.layers += loaded.layers
    results.problems += loaded.problems


def prepared_layers(planned: LayerPlan, control: JobControl) -> PreparedLayers:
    """Download what is missing, and make what waits for a server or the disk. On a worker."""
    planned = fetch_missing(planned, control)
    fetch_reference_databases().join()
    control.on_main_thread(lambda: know_reference_systems(planned))
    return prepare(planned)
