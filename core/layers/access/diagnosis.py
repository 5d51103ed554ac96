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


class BlankLayer(NadirError):
    """Why a layer is blank. `project_id`: where its task is now, '' where nobody knows."""

    def __init__(self, reason: BlankReason, summary: str, remedy: str, detail: str = "", project_id: str = "") -> None:
        super().__init__(summary, remedy, detail)
        self.reason = reason
        self.project_id = project_id


@dataclass(frozen=True)
class _Place:
    """Which layer it is about, by its name in the layer tree, and what it shows."""

    client: Client
    mark: Mark
    layer_name: str
    cancelled: Callable[[], bool]


def diagnose(
    client: Client, mark: Mark, layer_name: str, cancelled: Callable[[], bool], *, path: str = ""
) -> Optional[BlankLayer]:
    """Why a layer is blank; None where the server gives what it needs. On a worker; raises Cancelled.

    path: below the server's address, with its query, of something that QGIS could not have; '' to try a piece of it.
    """
    place = _Place(client, mark, layer_name, cancelled)
    try:
        task = client.tasks.get(mark.project_id, mark.task_id, cancelled=cancelled)
    except NotFound as error:
        return _gone(place, error)
    except ApiError as error:
        return _blank(place, error)
    found = _product_missing(place, task) or _of_product(place, task, path)
    if found is not None and found.reason is BlankReason.PRODUCT_GONE and task.is_running:
        return _running(place)
    return found


def _product_missing(place: _Place, task: Task) -> Optional[BlankLayer]:
    """The task itself says that it does not have what the layer shows."""
    assets = (place.mark.asset,) if place.mark.asset else ASSETS.get(place.mark.kind, ())
    if not assets or any(asset in task.available_assets for asset in assets):
        return None
    return BlankLayer(
        BlankReason.PRODUCT_GONE,
        translate("Layers", "“{layer}” is blank: its task no longer has this result.").format(layer=place.layer_name),
        translate("Layers", "Restart the task with the option that makes it, or remove the layer."),
        ", ".join(task.available_assets),
    )


def _of_product(place: _Place, task: Task, path: str) -> Optional[BlankLayer]:
    """What comes of asking for what QGIS could not have, or for a piece of what the layer shows."""
    try:
        if not path or not _is_there(place, path):
            _probe(place, task)
    except NotFound as error:
        return _product_gone(place, error)
    except ApiError as error:
        return _blank(place, error)
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


def _running(place: _Place) -> BlankLayer:
    return BlankLayer(
        BlankReason.RUNNING,
        translate("Layers", "“{layer}” is blank: its task is being processed again.").format(layer=place.layer_name),
        translate("Layers", "It is shown once that is done."),
    )


def _gone(place: _Place, error: NotFound) -> BlankLayer:
    """The task is not where it was: it may have been moved, with its project or alone."""
    try:
        projects = place.client.projects.list(cancelled=place.cancelled)
    except ApiError as failure:
        return _blank(place, failure)
    found = next((each for each in projects if place.mark.task_id in each.task_ids), None)
    if found is not None:
        return BlankLayer(
            BlankReason.TASK_MOVED,
            translate("Layers", "“{layer}” is blank: its task was moved to the project “{project}”.").format(
                layer=place.layer_name, project=" ".join(found.name.split())
            ),
            translate("Layers", "Repair the layer."),
            error.detail,
            found.id,
        )
    return BlankLayer(
        BlankReason.TASK_GONE,
        translate("Layers", "“{layer}” is blank: its task was removed, or is hidden from your account.").format(
            layer=place.layer_name
        ),
        translate("Layers", "Ask who runs the server, or remove the layer."),
        error.detail,
    )


def _product_gone(place: _Place, error: NotFound) -> BlankLayer:
    return BlankLayer(
        BlankReason.PRODUCT_GONE,
        translate("Layers", "“{layer}” is blank: the server has lost this result of its task.").format(
            layer=place.layer_name
        ),
        translate("Layers", "Restart the task, or remove the layer."),
        error.detail,
    )


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


def _blank(place: _Place, error: ApiError) -> BlankLayer:
    """The same error with the layer's name before it."""
    reason = next((reason for kinds, reason in _REASONS if isinstance(error, kinds)), BlankReason.FAILED)
    summary = translate("Layers", "“{layer}” is blank: {reason}").format(layer=place.layer_name, reason=error.summary)
    return BlankLayer(reason, summary, error.remedy, error.detail)
