"""Why a layer stays blank: QGIS takes every XYZ layer as valid and paints what it is refused as nothing.

So the plugin asks the server itself: for the task, for the product in it, and for what QGIS could not have.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Callable, Optional, Tuple, Type

from qgis.PyQt.QtCore import QCoreApplication

from ...api.client import Client
from ...api.errors import (
    ApiError,
    CaptivePortal,
    CertificateRefused,
    ConnectionLost,
    MaintenancePage,
    NotFound,
    NotThisKindOfServer,
    PermissionRefused,
    ProxyRefused,
    ServerFailed,
    SessionExpired,
    TimedOut,
    Unreachable,
    WrongPassword,
)
from ...api.rasters import RasterKind
from ...api.task import Task
from ...errors import NadirError
from ..marks import LayerForm, Mark
from ..products import ASSETS, RASTERS, LayerKind
from ..tiles.grid import tile_at

translate = QCoreApplication.translate  # called by this name, so that the translation tools find the texts

PROBE_LIMIT = 64 * 1024 * 1024  # bytes
EPT = "assets/entwine_pointcloud/ept.json"


class BlankReason(Enum):
    """Why nothing of a layer is seen."""

    EXPIRED = "expired"  # the log-in is no longer right
    FORBIDDEN = "forbidden"
    TASK_GONE = "task gone"  # removed, or hidden from this account
    TASK_MOVED = "task moved"  # to another project
    RUNNING = "running"  # the task is being processed again
    PRODUCT_GONE = "product gone"
    SERVER_DOWN = "server down"
    MAINTENANCE = "maintenance"
    CERTIFICATE = "certificate"
    PROXY = "proxy"
    NETWORK = "network"  # a hotspot that wants a log-in of its own
    FAILED = "failed"  # anything else, as the detail says


OF_SERVER = frozenset(
    (
        BlankReason.EXPIRED,
        BlankReason.SERVER_DOWN,
        BlankReason.MAINTENANCE,
        BlankReason.CERTIFICATE,
        BlankReason.PROXY,
        BlankReason.NETWORK,
    )
)
"""What concerns all layers of a server."""


class BlankLayer(NadirError):
    """Why layers are blank. `project_id`: where their task was moved to."""

    def __init__(self, reason: BlankReason, summary: str, remedy: str, detail: str = "") -> None:
        super().__init__(summary, remedy, detail)
        self.reason = reason
        self.project_id = ""


@dataclass(frozen=True)
class Blank:
    """What nothing is seen of. layers: the names of those that show it, as they stand in a sentence. neighbours: of all
    from the same server, for what concerns them all.
    """

    mark: Mark
    layers: str
    neighbours: str = ""


@dataclass(frozen=True)
class _Place:
    client: Client
    blank: Blank
    cancelled: Callable[[], bool]

    @property
    def mark(self) -> Mark:
        """What the layers show."""
        return self.blank.mark


def diagnose(client: Client, blank: Blank, cancelled: Callable[[], bool], *, path: str = "") -> Optional[BlankLayer]:
    """Why layers are blank; None where the server gives what they need. On a worker; raises Cancelled.

    path: below the server's address, with its query, of something that QGIS could not have; '' to try a piece of it.
    """
    place, mark = _Place(client, blank, cancelled), blank.mark
    try:
        task = client.tasks.get(mark.project_id, mark.task_id, cancelled=cancelled)
    except NotFound as error:
        return _gone(place, error)
    except ApiError as error:
        return _refused(place, error)
    found = _product_missing(place, task) or _of_product(place, task, path)
    if found is not None and found.reason is BlankReason.PRODUCT_GONE and task.is_running:
        because = translate("Layers", "the task is being processed again.")
        return _said(place, BlankReason.RUNNING, because, translate("Layers", "It is shown once that is done."))
    return found


def _product_missing(place: _Place, task: Task) -> Optional[BlankLayer]:
    """The task itself says that it does not have what the layer shows."""
    assets = (place.mark.asset,) if place.mark.asset else ASSETS.get(place.mark.kind, ())
    if not assets or any(asset in task.available_assets for asset in assets):
        return None
    because = translate("Layers", "the task no longer has this result.")
    remedy = translate("Layers", "Restart the task with the option that makes it, or remove the layer.")
    return _said(place, BlankReason.PRODUCT_GONE, because, remedy, ", ".join(task.available_assets))


def _of_product(place: _Place, task: Task, path: str) -> Optional[BlankLayer]:
    """What comes of asking for what QGIS could not have, or for a piece of what the layer shows."""
    try:
        if not path or not _is_there(place, path):
            _probe(place, task)
    except NotFound as error:
        because = translate("Layers", "the server has lost this result of the task.")
        remedy = translate("Layers", "Restart the task, or remove the layer.")
        return _said(place, BlankReason.PRODUCT_GONE, because, remedy, error.detail)
    except ApiError as error:
        return _refused(place, error)
    return None


def _is_there(place: _Place, path: str) -> bool:
    """Whether it is to be had. A tile that is not may lie beside the data: that alone says nothing."""
    try:
        place.client.session.get_bytes(path, limit=PROBE_LIMIT, cancelled=place.cancelled)
    except NotFound:
        if "/tiles/" not in path:
            raise
        return False
    return True


def _probe(place: _Place, task: Task) -> None:
    mark, session = place.mark, place.client.session
    if mark.form is LayerForm.TILES:
        kind = RASTERS.get(mark.kind, RasterKind.ORTHOPHOTO)  # indices are made of the orthophoto
        tiles = place.client.rasters.tiles(task.project_id, task.id, kind, cancelled=place.cancelled)
        if tiles.bounds is not None:
            at = tile_at(tiles.bounds, tiles.minzoom, tiles.maxzoom)
            place.client.rasters.tile(task.project_id, task.id, kind, at, cancelled=place.cancelled)
    elif mark.kind is LayerKind.POINT_CLOUD and mark.form is LayerForm.STREAM:
        path = f"/api/projects/{task.project_id}/tasks/{task.id}/{EPT}"
        session.get_bytes(path, limit=PROBE_LIMIT, cancelled=place.cancelled)


def _gone(place: _Place, error: NotFound) -> BlankLayer:
    """The task is not where it was: it may have been moved to another project."""
    try:
        projects = place.client.projects.list(cancelled=place.cancelled)
    except ApiError as failure:
        return _refused(place, failure)
    found = next((each for each in projects if place.mark.task_id in each.task_ids), None)
    if found is None:
        because = translate("Layers", "the task was removed, or is hidden from your account.")
        remedy = translate("Layers", "Ask who runs the server, or remove the layer.")
        return _said(place, BlankReason.TASK_GONE, because, remedy, error.detail)
    name = " ".join(found.name.split())
    because = translate("Layers", "the task was moved to the project “{project}”.").format(project=name)
    said = _said(place, BlankReason.TASK_MOVED, because, translate("Layers", "Repair the layer."), error.detail)
    said.project_id = found.id
    return said


_REASONS: Tuple[Tuple[Tuple[Type[ApiError], ...], BlankReason], ...] = (
    ((SessionExpired, WrongPassword), BlankReason.EXPIRED),
    ((PermissionRefused,), BlankReason.FORBIDDEN),
    ((CertificateRefused,), BlankReason.CERTIFICATE),
    ((ProxyRefused,), BlankReason.PROXY),
    ((CaptivePortal,), BlankReason.NETWORK),
    ((MaintenancePage,), BlankReason.MAINTENANCE),
    ((Unreachable, ConnectionLost, TimedOut, ServerFailed, NotThisKindOfServer), BlankReason.SERVER_DOWN),
)
"""The first that fits; subclasses before what they are made of."""


def _refused(place: _Place, error: ApiError) -> BlankLayer:
    """An error of the server, with the layers' names before it."""
    reason = next((reason for kinds, reason in _REASONS if isinstance(error, kinds)), BlankReason.FAILED)
    return _said(place, reason, error.summary, error.remedy, error.detail)


def _said(place: _Place, reason: BlankReason, because: str, remedy: str, detail: str = "") -> BlankLayer:
    layers = place.blank.neighbours if reason in OF_SERVER and place.blank.neighbours else place.blank.layers
    summary = translate("Layers", "{layers} cannot be shown: {reason}").format(layers=layers, reason=because)
    return BlankLayer(reason, summary, remedy, detail)
