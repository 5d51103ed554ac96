"""From a finished task to the map."""

from __future__ import annotations

from typing import Collection

from qgis.PyQt.QtCore import QCoreApplication

from ..api.task import Task
from ..jobs import Job, JobControl
from ..layers import project as project_layers
from ..layers.downloading import cache_of, fetching
from ..layers.make import PreparedLayers, fetch_reference_databases, know_reference_systems, prepare
from ..layers.plan import plan
from ..layers.products import ASSETS, FIRST_KINDS, LayerKind, products_of
from ..layers.project import LoadedLayers
from ..settings import Settings
from .base import Verbs

translate = QCoreApplication.translate  # called by this name, so that the translation tools find the texts


class MapVerbs(Verbs):
    """Put results on the map."""

    def load_results(self, task: Task, kinds: Collection[LayerKind] = FIRST_KINDS) -> Job:
        """Put a finished task's products on the map and zoom to them; succeeds with LoadedLayers.

        Those that are there already stay as they are. What could not be loaded is told by `error_occurred`, what the
        task did not give by `warned`.
        """
        missing = set(kinds) - project_layers.kinds_on_map(task, self.client.session.url)

        def work(control: JobControl) -> PreparedLayers:
            planned = plan(self.client, task, missing, cancelled=control.cancelled)
            fetch_reference_databases()
            control.on_main_thread(lambda: know_reference_systems(planned))
            return prepare(planned)

        return self._start(translate("Workspace", "Adding {name} to the map").format(name=task.name), work, finish=self._show_layers)

    def add_file(self, task: Task, kind: LayerKind) -> Job:
        """Put a raster on the map as a file, with its real values; succeeds with the layer. The file stays in the cache."""
        asset, url = ASSETS[kind][0], self.client.session.url
        title = translate("Workspace", "Downloading {asset} of {name}").format(asset=asset, name=task.name)
        work = fetching(self.client, cache_of(Settings()), task, asset)
        return self._start(title, work, shown=True, finish=lambda path: project_layers.add_file(task, url, kind, path))

    def add_vector(self, task: Task, asset: str, title: str) -> Job:
        """Put positions, such as those of the cameras, on the map; succeeds with the layer. The file stays in the cache."""
        url = self.client.session.url
        about = translate("Workspace", "Downloading {asset} of {name}").format(asset=asset, name=task.name)
        work = fetching(self.client, cache_of(Settings()), task, asset)
        return self._start(about, work, shown=True, finish=lambda path: project_layers.add_vector(task, url, title, path))

    def is_on_map(self, task: Task, kinds: Collection[LayerKind] = FIRST_KINDS) -> bool:
        """Whether the open project shows all products of these kinds that a task's latest run has."""
        products = products_of(task) & set(kinds)
        return bool(products) and products <= project_layers.kinds_on_map(task, self.client.session.url)

    def zoom_to_layers(self, task: Task) -> None:
        """Show a task's layers that are on the map, all of them."""
        layers = project_layers.layers_of(task, self.client.session.url)
        project_layers.zoom_to(project_layers.extent_of(layers))

    def _show_layers(self, prepared: PreparedLayers) -> LoadedLayers:
        loaded = project_layers.add(prepared)
        if prepared.plan.warning:
            self.warned.emit(prepared.plan.warning)
        if loaded.extent is None and prepared.problems:
            raise prepared.problems[0]
        for problem in prepared.problems:
            self.error_occurred.emit(problem)
        if loaded.extent is not None:
            project_layers.zoom_to(loaded.extent)
            self.layers_loaded.emit(loaded.task)
        return loaded
