"""What has to be known of a point cloud on the server before QGIS reads it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Callable

from qgis.PyQt.QtCore import QCoreApplication

from ...api.client import Client
from ...api.errors import NotFound
from ...api.task import Task
from ...errors import NadirError

translate = QCoreApplication.translate  # called by this name, so that the translation tools find the texts

EPT = "entwine_pointcloud/ept.json"


@dataclass(frozen=True)
class PointCloudPlan:
    """A point cloud as EPT, read from the server node by node."""

    url: str
    points: int
    has_colours: bool
    wkt: str  # of its reference system, '' if it names none


def plan_point_cloud(client: Client, task: Task, cancelled: Callable[[], bool]) -> PointCloudPlan:
    """Read the description of a task's point cloud. Raises NadirError where it cannot be shown."""
    try:
        content = client.assets.read_raw(task.project_id, task.id, EPT, cancelled=cancelled)
    except NotFound as error:
        raise NadirError(
            translate("Layers", "this server does not offer it as EPT, the form that QGIS reads from a server."),
            translate("Layers", "Download the point cloud from the server and open the file."),
            error.detail,
        ) from error
    return read_ept(client.assets.raw_url(task.project_id, task.id, EPT), content)


def read_ept(url: str, content: bytes) -> PointCloudPlan:
    """What an ept.json says. Raises NadirError."""
    try:
        data = json.loads(content)
        names = {str(dimension["name"]).lower() for dimension in data["schema"]}
        wkt = (data.get("srs") or {}).get("wkt")
        return PointCloudPlan(url, int(data["points"]), {"red", "green", "blue"} <= names, str(wkt or ""))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise NadirError(
            translate("Layers", "its description on the server is damaged."),
            translate("Layers", "Restart the task."),
            str(error),
        ) from error
