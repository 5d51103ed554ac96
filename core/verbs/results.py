"""From a finished task to the map and to files."""

from __future__ import annotations

from pathlib import Path
from typing import Collection, Optional, Sequence, Tuple

from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtGui import QImage

from ..api.exports import ExportOptions
from ..api.rasters import RasterKind, RasterMetadata
from ..api.task import Task
from ..errors import Cancelled, NadirError
from ..jobs import Job, JobControl
from ..layers import project as project_layers
from ..layers.downloading import cache_of, downloading, exporting, fetching, write_lines
from ..layers.make import PreparedLayers, fetch_reference_databases, know_reference_systems, prepare
from ..layers.pictures import decode
from ..layers.plan import plan
from ..layers.products import ASSETS, FIRST_KINDS, LayerKind, products_of
from ..layers.project import LoadedLayers
from ..settings import Settings
from ..transfers.downloads import Download, ExportDownload
from .base import Verbs

translate = QCoreApplication.translate  # called by this name, so that the translation tools find the texts


class ResultVerbs(Verbs):
    """Put results on the map, download and export them."""

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

    def download_asset(self, task: Task, asset: str, target: Path) -> Job:
        """Download one of a task's files; succeeds with the target."""
        download = Download(self.client, task.project_id, task.id, asset, target)
        title = translate("Workspace", "Downloading {asset} of {name}").format(asset=asset, name=task.name)
        return self._start(title, downloading(download), shown=True)

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

    def export(self, task: Task, options: ExportOptions, target: Path) -> Job:
        """Have the server make a product in another form, and download it; succeeds with the target."""
        export = ExportDownload(self.client, task.project_id, task.id, options, target)
        return self._start(translate("Workspace", "Exporting from {name}").format(name=task.name), exporting(export), shown=True)

    def list_tasks(self, project_id: str) -> Job:
        """The tasks of a project that the monitor does not follow, once; succeeds with a tuple of Task."""

        def work(control: JobControl) -> Tuple[Task, ...]:
            return tuple(self.client.tasks.list(project_id, cancelled=control.cancelled))

        return self._start(translate("Workspace", "Looking at the tasks of a project"), work)

    def thumbnail(self, task: Task, edge: int) -> Job:
        """A small picture of a task's orthophoto; succeeds with a QImage of at most `edge` pixels a side.

        Fails with NotFound before there is an orthophoto.
        """

        def work(control: JobControl) -> QImage:
            images = self.client.images
            return decode(images.task_thumbnail(task.project_id, task.id, edge, cancelled=control.cancelled), edge)

        return self._start(translate("Workspace", "Fetching the preview of {name}").format(name=task.name), work)

    def asset_sizes(self, task: Task, assets: Sequence[str]) -> Job:
        """How large a task's files are, one after the other: reports pairs of a name and its bytes, or None where the
        server does not say.
        """

        def size(control: JobControl, asset: str) -> Optional[int]:
            try:
                return self.client.assets.size(task.project_id, task.id, asset, cancelled=control.cancelled)
            except Cancelled:
                raise
            except NadirError:  # a size that cannot be had is unknown, and keeps nobody from downloading the file
                return None

        def work(control: JobControl) -> None:
            for asset in assets:
                control.raise_if_cancelled()
                found: Tuple[str, Optional[int]] = asset, size(control, asset)
                control.report(found)

        return self._start(translate("Workspace", "Asking for the sizes of files of {name}").format(name=task.name), work)

    def save_lines(self, lines: Sequence[str], target: Path) -> Job:
        """Write lines of text to a file, which is there only once it is whole; succeeds with the target."""
        title = translate("Workspace", "Saving {file}").format(file=target.name)
        return self._start(title, lambda _control: write_lines(lines, target))

    def raster_metadata(self, task: Task, kind: RasterKind) -> Job:
        """What the server knows of a raster's values, colours and indices; succeeds with RasterMetadata."""

        def work(control: JobControl) -> RasterMetadata:
            return self.client.rasters.metadata(task.project_id, task.id, kind, cancelled=control.cancelled)

        return self._start(translate("Workspace", "Asking about the rasters of {name}").format(name=task.name), work)

    def is_on_map(self, task: Task) -> bool:
        """Whether the open project shows all products of a task's latest run."""
        products = products_of(task)
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
