"""From a finished task to files: downloads, exports, previews, and what the server tells of them."""

from __future__ import annotations

from pathlib import Path
from typing import Optional, Sequence, Tuple

from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtGui import QImage

from ..api.exports import ExportOptions
from ..api.rasters import RasterKind, RasterMetadata
from ..api.task import Task
from ..errors import Cancelled, NadirError
from ..jobs import Job, JobControl
from ..layers.downloading import downloading, exporting, write_lines
from ..layers.pictures import decode
from ..transfers.downloads import Download, ExportDownload
from .base import Verbs

translate = QCoreApplication.translate  # called by this name, so that the translation tools find the texts


class ResultVerbs(Verbs):
    """Download and export results, and look at them."""

    def download_asset(self, task: Task, asset: str, target: Path) -> Job:
        """Download one of a task's files; succeeds with the target."""
        download = Download(self.client, task.project_id, task.id, asset, target)
        title = translate("Workspace", "Downloading {asset} of {name}").format(asset=asset, name=task.name)
        return self._start(title, downloading(download), shown=True)

    def export(self, task: Task, options: ExportOptions, target: Path) -> Job:
        """Have the server make a product in another form, and download it; succeeds with the target."""
        export = ExportDownload(self.client, task.project_id, task.id, options, target)
        return self._start(translate("Workspace", "Exporting from {name}").format(name=task.name), exporting(export), shown=True)

    def save_lines(self, lines: Sequence[str], target: Path) -> Job:
        """Write lines of text to a file, which is there only once it is whole; succeeds with the target."""
        title = translate("Workspace", "Saving {file}").format(file=target.name)
        return self._start(title, lambda _control: write_lines(lines, target))

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

    def raster_metadata(self, task: Task, kind: RasterKind) -> Job:
        """What the server knows of a raster's values, colours and indices; succeeds with RasterMetadata."""

        def work(control: JobControl) -> RasterMetadata:
            return self.client.rasters.metadata(task.project_id, task.id, kind, cancelled=control.cancelled)

        return self._start(translate("Workspace", "Asking about the rasters of {name}").format(name=task.name), work)
