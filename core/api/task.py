"""A task as the server describes it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum, IntEnum
from typing import Any, List, Optional, Sequence, Tuple, Union

from . import fields
from .fields import Bounds, Json
from .ids import NodeId, ProjectId, TaskId

OptionValue = Union[str, int, float, bool]
_UPLOAD_SHARE = 0.1  # of the overall progress: moving the photos from the server to the node


class TaskStatus(IntEnum):
    """The server's own numbers; a task that waits for a node, or for its photos, has none."""

    QUEUED = 10
    RUNNING = 20
    FAILED = 30
    COMPLETED = 40
    CANCELED = 50


class PendingAction(IntEnum):
    """What the server is about to do with a task."""

    CANCEL = 1
    REMOVE = 2
    RESTART = 3
    RESIZE = 4
    IMPORT = 5
    COMPACT = 6


class TaskState(Enum):
    """What a user needs to know of a task's state."""

    WAITING = "waiting"
    UPLOADING = "uploading"
    QUEUED = "queued"
    RUNNING = "running"
    FAILED = "failed"
    COMPLETED = "completed"
    CANCELED = "canceled"
    UNKNOWN = "unknown"


_ENDED = (TaskStatus.FAILED, TaskStatus.COMPLETED, TaskStatus.CANCELED)


@dataclass(frozen=True)
class TaskOption:
    """A processing option as it was set, such as ('dsm', True)."""

    name: str
    value: OptionValue

    @classmethod
    def list_from_json(cls, content: Any) -> Tuple[TaskOption, ...]:
        """Options come as a list, and as {} where there are none."""
        items = content if isinstance(content, list) else []
        return tuple(
            cls(item["name"], item["value"])
            for item in items
            if isinstance(item, dict)
            and isinstance(item.get("name"), str)
            and isinstance(item.get("value"), (str, int, float, bool))
        )


def options_to_json(options: Sequence[TaskOption]) -> List[dict[str, OptionValue]]:
    """Options as servers take them: they refuse every falsy value.

    False and '' are what a node assumes anyway and are left out; a zero may matter and goes as text.
    """
    sent: List[dict[str, OptionValue]] = []
    for option in options:
        if option.value is False or option.value == "":
            continue
        sent.append({"name": option.name, "value": option.value or "0"})
    return sent


@dataclass(frozen=True)
class TaskStatistics:
    """Figures of a finished task: ground sampling distance in cm per pixel, area in m2, points of the cloud."""

    gsd_cm: Optional[float] = None
    area_m2: Optional[float] = None
    points: Optional[int] = None

    @classmethod
    def from_json(cls, data: Json) -> TaskStatistics:
        return cls(
            gsd_cm=fields.number(data, "gsd"),
            area_m2=fields.number(data, "area"),
            points=fields.integer(fields.child(data, "pointcloud"), "points"),
        )


@dataclass(frozen=True)
class Task:
    """A task as the server last described it.

    status: None while the task waits, and for a number that is not known; `status_code` holds the number itself.
    The progresses are fractions: `upload_progress` from the server to the node (not from here to the server),
    `resize_progress` of the photos, `running_progress` of the processing.
    extent: west, south, east, north in degrees. processing_time_ms: -1 while unknown.
    """

    id: TaskId
    project_id: ProjectId
    name: str = ""
    status: Optional[TaskStatus] = None
    status_code: Optional[int] = None
    pending_action: Optional[int] = None
    upload_progress: float = 0.0
    resize_progress: float = 0.0
    running_progress: float = 0.0
    last_error: str = ""
    options: Tuple[TaskOption, ...] = ()
    available_assets: Tuple[str, ...] = ()
    images_count: int = 0
    created_at: Optional[datetime] = None
    processing_time_ms: int = -1
    processing_node_id: Optional[NodeId] = None
    processing_node_name: str = ""
    extent: Optional[Bounds] = None
    epsg: Optional[int] = None
    size_mb: Optional[float] = None
    statistics: TaskStatistics = field(default_factory=TaskStatistics)
    partial: bool = False
    public: bool = False
    uuid: str = ""
    can_rerun_from: Tuple[str, ...] = ()
    tags: Tuple[str, ...] = ()
    orthophoto_bands: Tuple[str, ...] = ()

    @classmethod
    def from_json(cls, content: Any) -> Task:
        data = fields.mapping(content, "task")
        code = fields.integer(data, "status")
        return cls(
            id=fields.identifier(data),
            project_id=fields.identifier(data, "project"),
            name=fields.text(data, "name"),
            status=_status(code),
            status_code=code,
            pending_action=fields.integer(data, "pending_action"),
            upload_progress=fields.fraction(data, "upload_progress"),
            resize_progress=fields.fraction(data, "resize_progress"),
            running_progress=fields.fraction(data, "running_progress"),
            last_error=_readable(fields.text(data, "last_error")),
            options=TaskOption.list_from_json(data.get("options")),
            available_assets=fields.texts(data, "available_assets"),
            images_count=fields.integer(data, "images_count") or 0,
            created_at=fields.moment(data, "created_at"),
            processing_time_ms=_or(fields.integer(data, "processing_time"), -1),
            processing_node_id=fields.optional_identifier(data, "processing_node"),
            processing_node_name=fields.text(data, "processing_node_name"),
            extent=fields.bounds(data.get("extent")),
            epsg=fields.integer(data, "epsg"),
            size_mb=fields.number(data, "size"),
            statistics=TaskStatistics.from_json(fields.child(data, "statistics")),
            partial=fields.flag(data, "partial"),
            public=fields.flag(data, "public"),
            uuid=fields.text(data, "uuid"),
            can_rerun_from=fields.texts(data, "can_rerun_from"),
            tags=fields.texts(data, "tags"),
            orthophoto_bands=tuple(fields.text(band, "name") for band in fields.objects(data, "orthophoto_bands")),
        )

    @property
    def is_finished(self) -> bool:
        """Ended, and not about to start again: after a restart the old status stays for a moment."""
        return self.status in _ENDED and self.pending_action is None

    @property
    def is_running(self) -> bool:
        """Whether the server still works on it, or is going to."""
        return not self.is_finished and not self.partial and self.state is not TaskState.UNKNOWN

    @property
    def failed(self) -> bool:
        return self.is_finished and self.status is TaskStatus.FAILED

    @property
    def completed(self) -> bool:
        return self.is_finished and self.status is TaskStatus.COMPLETED

    @property
    def state(self) -> TaskState:
        if self.status is not None:
            return TaskState[self.status.name]
        if self.status_code is not None:
            return TaskState.UNKNOWN
        if self.partial or 0.0 < self.upload_progress < 1.0:
            return TaskState.UPLOADING
        return TaskState.WAITING

    @property
    def progress(self) -> float:
        """0 to 1 over all that the server does: to the node, then processing; 1 only once it is completed."""
        if self.completed:
            return 1.0
        return min(0.99, _UPLOAD_SHARE * self.upload_progress + (1.0 - _UPLOAD_SHARE) * self.running_progress)


def _status(code: Optional[int]) -> Optional[TaskStatus]:
    return next((status for status in TaskStatus if status == code), None)


def _or(value: Optional[int], default: int) -> int:
    return default if value is None else value


def _readable(error: str) -> str:
    """Refused option values come as JSON text [{"name", "error"}]."""
    try:
        content = json.loads(error)
    except ValueError:
        return error
    told = (
        [f"{item.get('name', '')}: {item.get('error', '')}" for item in content if isinstance(item, dict)]
        if isinstance(content, list)
        else []
    )
    return "; ".join(told) or error
