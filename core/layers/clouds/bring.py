"""Point clouds that have to be downloaded before QGIS opens them, and turned into EPT where it opens nothing else."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Callable

from qgis.PyQt.QtCore import QCoreApplication, QLocale

from ...api.client import Client
from ...api.exports import ExportOptions, ExportProduct
from ...api.task import Task
from ...errors import NadirError
from ...jobs import JobControl
from ...transfers.cache import Cache, run_of
from ...transfers.downloads import ExportDownload
from ..downloading import exporting, fetching
from .beginning import LENGTH
from .ept import read_description
from .las import copc_is_whole
from .looks import look_of, look_of_file
from .octree import write_ept
from .plan import CloudForm, PointCloudPlan
from .points import read_points
from .reference import wkt_of

translate = QCoreApplication.translate  # called by this name, so that the translation tools find the texts

CONVERTED = "point cloud"  # the entry of the cache
_EXPORTED = "model.las"


def bring(client: Client, cache: Cache, task: Task, cloud: PointCloudPlan) -> Callable[[JobControl], PointCloudPlan]:
    """The work of a job that gives the plan with its file on this disk; at once where nothing has to be downloaded."""

    def work(control: JobControl) -> PointCloudPlan:
        if cloud.is_ready:
            return cloud
        if cloud.converted:
            return _converted(client, cache, task, cloud, control)
        return _checked(fetching(client, cache, task, cloud.asset)(control), cloud)

    return work


def _checked(path: Path, cloud: PointCloudPlan) -> PointCloudPlan:
    """QGIS hangs on a COPC file that is not whole."""
    with path.open("rb") as file:
        beginning = file.read(LENGTH)
    if cloud.form is CloudForm.COPC and not copc_is_whole(beginning, path.stat().st_size):
        raise NadirError(
            translate("Layers", "{file} is damaged: its end is missing.").format(file=path.name),
            translate("Layers", "Remove downloaded results in the options, then try again."),
            str(path),
        )
    return replace(cloud, url=str(path), look=look_of_file(beginning))


def _converted(client: Client, cache: Cache, task: Task, cloud: PointCloudPlan, control: JobControl) -> PointCloudPlan:
    folder = cache.folder_for(client.session.url, task.id, run_of(task), CONVERTED)
    target = folder / "ept" / "ept.json"
    if not target.is_file():
        source = _source(client, cache, task, cloud, folder)(control)
        control.progress(1.0, translate("Layers", "Preparing the points"))
        points = read_points(source, control.cancelled)
        write_ept(points, wkt_of(task), target.parent, control.cancelled)
        (folder / "total").write_text(str(points.total))
        if cloud.exported:
            source.unlink()
    description = read_description(target.read_bytes())
    total = int((folder / "total").read_text())
    return replace(
        cloud,
        url=str(target),
        points=total,
        wkt=description.wkt,
        look=look_of(description, []),
        notice=_sampled(description.points, total),
    )


def _source(
    client: Client, cache: Cache, task: Task, cloud: PointCloudPlan, folder: Path
) -> Callable[[JobControl], Path]:
    if not cloud.exported:
        return fetching(client, cache, task, cloud.asset, keep=(folder / "ept",))
    options = ExportOptions(ExportProduct.POINT_CLOUD, "las")
    return exporting(ExportDownload(client, task.project_id, task.id, options, folder / _EXPORTED))


def _sampled(shown: int, total: int) -> str:
    if shown >= total:
        return ""
    text = translate("Layers", "It shows {shown} of {total} points, evenly chosen: this QGIS opens nothing else of them.")
    return text.format(shown=QLocale().toString(shown), total=QLocale().toString(total))

