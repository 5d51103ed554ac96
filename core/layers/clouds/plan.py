"""Which form of a point cloud this QGIS shows best, asked from the server before QGIS reads it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import Callable, Collection, Optional

from qgis.core import QgsProviderRegistry
from qgis.PyQt.QtCore import QCoreApplication

from ...api.client import Client
from ...api.errors import NotFound
from ...api.task import Task
from ...errors import NadirError
from ..marks import LayerForm
from .beginning import read_beginning
from .ept import PATH, read_description
from .las import is_copc
from .looks import CloudLook, look_of, look_of_file, sample_colours
from .network_cache import CloudFiles, fetch_cloud_files

translate = QCoreApplication.translate  # called by this name, so that the translation tools find the texts

COPC_PATH = "odm_georeferencing/odm_georeferenced_model.copc.laz"
LAZ, LAS, CSV = (f"georeferenced_model.{ending}" for ending in ("laz", "las", "csv"))


class CloudForm(Enum):
    """What QGIS opens. The value is the provider that does."""

    EPT = "ept"
    COPC = "copc"
    LAS = "pdal"  # and LAZ


@dataclass(frozen=True)
class PointCloudPlan:
    """A point cloud, and how it gets onto the map.

    url: where QGIS reads it, on the server or on this disk; '' while `asset` has to be downloaded (`bring.bring`).
    points: 0 where nobody knows. wkt: its reference system, '' if it names none. look: None leaves it to QGIS.
    files: what was asked of the server already. converted: whether the asset becomes EPT on this disk. exported:
    whether the server has to make it first. notice: what the user should know, as a sentence.
    """

    form: CloudForm
    url: str = ""
    points: int = 0
    wkt: str = ""
    look: Optional[CloudLook] = None
    files: Optional[CloudFiles] = field(default=None, repr=False)
    asset: str = ""
    converted: bool = False
    exported: bool = False
    notice: str = ""

    @property
    def layer_form(self) -> LayerForm:
        return LayerForm.FILE if self.asset else LayerForm.STREAM

    @property
    def is_ready(self) -> bool:
        """Whether a layer can be made of it, without a download."""
        return bool(self.url)


def providers() -> Collection[str]:
    """What this QGIS was built to open; asked at run time, since builds of one version differ."""
    return frozenset(QgsProviderRegistry.instance().providerList())


def plan_point_cloud(
    client: Client, task: Task, cancelled: Callable[[], bool], opens: Optional[Collection[str]] = None
) -> PointCloudPlan:
    """The best form of a task's point cloud, streams before downloads. opens: names of providers, those of this QGIS.

    On a worker. Raises NadirError where it cannot be shown.
    """
    opens = providers() if opens is None else opens
    for look_for in (_ept, _copc, _file, _to_convert):
        found = look_for(client, task, cancelled, opens)
        if found is not None:
            return found
    raise _why_not(opens)


def _ept(client: Client, task: Task, cancelled: Callable[[], bool], opens: Collection[str]) -> Optional[PointCloudPlan]:
    if CloudForm.EPT.value not in opens:
        return None
    url = client.assets.raw_url(task.project_id, task.id, PATH)
    try:
        files = fetch_cloud_files(client, url, cancelled)
    except NotFound:
        return None  # an old server, or one that was asked not to make it
    description = read_description(files.description)
    look = look_of(description, sample_colours(client, task, description, cancelled))
    return PointCloudPlan(CloudForm.EPT, url, description.points, description.wkt, look, files)


def _copc(client: Client, task: Task, cancelled: Callable[[], bool], opens: Collection[str]) -> Optional[PointCloudPlan]:
    """A COPC file, where the server sends the parts of it that QGIS asks for; QGIS reads none from one that does not."""
    if CloudForm.COPC.value not in opens:
        return None
    url = client.assets.raw_url(task.project_id, task.id, COPC_PATH)
    beginning = read_beginning(client, url[len(client.session.url) :], cancelled)
    if not (beginning.in_parts and is_copc(beginning.content)):
        return None
    return PointCloudPlan(CloudForm.COPC, url, look=look_of_file(beginning.content))


def _file(client: Client, task: Task, cancelled: Callable[[], bool], opens: Collection[str]) -> Optional[PointCloudPlan]:
    """The file as it is, downloaded."""
    assets = [asset for asset in (LAZ, LAS) if asset in task.available_assets]
    if assets and CloudForm.LAS.value in opens:
        return PointCloudPlan(CloudForm.LAS, asset=assets[0])
    if LAZ in assets and CloudForm.COPC.value in opens:
        path = client.assets.download_url(task.project_id, task.id, LAZ)[len(client.session.url) :]
        if is_copc(read_beginning(client, path, cancelled).content):
            return PointCloudPlan(CloudForm.COPC, asset=LAZ)
    return None


def _to_convert(
    _client: Client, task: Task, _cancelled: Callable[[], bool], opens: Collection[str]
) -> Optional[PointCloudPlan]:
    """What every QGIS with EPT shows once it was turned into that; LAZ has to be unpacked by the server."""
    if CloudForm.EPT.value not in opens:
        return None
    for asset in (LAS, CSV):
        if asset in task.available_assets:
            return PointCloudPlan(CloudForm.EPT, asset=asset, converted=True)
    if LAZ in task.available_assets:
        return PointCloudPlan(CloudForm.EPT, asset=LAS, converted=True, exported=True)
    return None


def _why_not(opens: Collection[str]) -> NadirError:
    if CloudForm.EPT.value not in opens:
        return NadirError(
            translate("Layers", "this QGIS was built without point clouds."),
            translate("Layers", "Use a QGIS from qgis.org."),
        )
    return NadirError(
        translate("Layers", "the server has it in no form that this QGIS opens."),
        translate("Layers", "Process the task again, or download its files and open them with another program."),
    )
