"""Where the source of a layer points, and the same source at another place: a server, a project, a run."""

from __future__ import annotations

import re
from typing import Tuple
from urllib.parse import urlsplit

from qgis.core import QgsDataSourceUri

from ...api.address import segment
from ...api.errors import InvalidAddress
from ...api.network import is_loopback
from ...api.task import Task, TaskStatus
from ..marks import LayerForm, Mark
from ..products import result_version

TILES_PROVIDER = "wms"
_VERSION = re.compile(r"([?&#]v=)[^&#]*")
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)

Place = Tuple[str, str, str]  # server's address, project, task


def place_of(mark: Mark) -> Place:
    """Where a layer's data were when its mark was written."""
    return mark.server_url, mark.project_id, mark.task_id


def task_address(place: Place) -> str:
    """The beginning of every address of a task's data. Raises InvalidAddress for ids that cannot be part of one."""
    server_url, project_id, task_id = place
    return f"{server_url}/api/projects/{segment(project_id)}/tasks/{segment(task_id)}/"


def source_at(source: str, provider: str, mark: Mark, place: Place, version: str) -> str:
    """The source that a layer would have at another place; its own where it does not point to what its mark says."""
    if mark.form is LayerForm.FILE or not mark.task_id:
        return source
    try:
        before, after = task_address(place_of(mark)), task_address(place)
    except InvalidAddress:  # a mark that somebody else has changed
        return source
    if provider != TILES_PROVIDER:
        return _moved(source, before, after, version)
    uri = QgsDataSourceUri()
    uri.setEncodedUri(source)
    url = uri.param("url")
    moved = _moved(url, before, after, version)
    if moved == url:
        return source
    uri.removeParam("url")
    uri.setParam("url", moved)
    return bytes(uri.encodedUri()).decode()


def version_in(task: Task, mark: Mark) -> str:
    """The run that a layer is to show: the latest that is finished, until then the one that it shows."""
    return result_version(task) if task.status is TaskStatus.COMPLETED else mark.version


def is_unique(task_id: str) -> bool:
    """Whether no two servers can have tasks with this id: old servers number theirs."""
    return _UUID.fullmatch(task_id) is not None


def is_on_loopback(url: str) -> bool:
    """Whether an address is one of the computer that asks."""
    return is_loopback((urlsplit(url).hostname or "").lower())


def _moved(url: str, before: str, after: str, version: str) -> str:
    """An address, with whatever a provider writes before it, at its new place; of the same run where it names none."""
    head, found, rest = url.partition(before)
    if not found:
        return url
    return head + after + _VERSION.sub(lambda match: match[1] + version, rest)
