"""A task as the server describes it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum, IntEnum
from functools import lru_cache
from typing import Any, Dict, Optional, Tuple

from . import fields
from .fields import Bounds, Json
from .geojson import Polygon, polygon_from_json
from .ids import NodeId, ProjectId, TaskId
from .options import TaskOption, options_to_json
from .slots import slotted

__all__ = [
    "OrthophotoBand",
    "PendingAction",
    "Task",
    "TaskOption",
    "TaskState",
    "TaskStatistics",
    "TaskStatus",
    "options_to_json",
]

_MOST_SHARED = 256  # of each sort
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


@slotted
@dataclass(frozen=True)
class TaskStatistics:
    """Figures of a finished task: ground sampling distance in cm per pixel, area in m2, points of the cloud.

    start_date, end_date: first and last photo, by the camera's clock, which knows no zone.
    spatial_refs: what placed the survey on the ground, such as 'gps' or 'gcp'.
    """

    gsd_cm: Optional[float] = None
    area_m2: Optional[float] = None
    points: Optional[int] = None
    start_date: Optional[datetime] = None
    end_date: Optional[datetime] = None
    spatial_refs: Tuple[str, ...] = ()

    @classmethod
    def from_json(cls, data: Json) -> TaskStatistics:
        return _statistics(
            fields.number(data, "gsd"),
            fields.number(data, "area"),
            fields.integer(fields.child(data, "pointcloud"), "points"),
            _camera_time(fields.text(data, "start_date")),
            _camera_time(fields.text(data, "end_date")),
            fields.texts(data, "spatial_refs"),
        )


@slotted
@dataclass(frozen=True)
class OrthophotoBand:
    """A band of an orthophoto, such as ('red', '')."""

    name: str
    description: str = ""


@slotted
@dataclass(frozen=True)
class Task:
    """A task as the server last described it.

    status: None while the task waits, and for a number that is not known; `status_code` holds the number itself.
    The progresses are fractions: `upload_progress` from the server to the node (not from here to the server),
    `resize_progress` of the photos, `running_progress` of the processing.
    extent: west, south, east, north in degrees. processing_time_ms: -1 while unknown. resize_to: longest side of the
    photos in pixels, None for as they are. media_count: photos, videos and panoramas beside the survey. uuid: the
    task's name on the node. can_rerun_from: stages for `Tasks.restart_from`; '' is the start. srs_units: 'm', 'ft' ...
    ground_control_points: of old servers only. crop: what the rasters are shown of.
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
    auto_processing_node: bool = True
    extent: Optional[Bounds] = None
    crop: Optional[Polygon] = None
    epsg: Optional[int] = None
    wkt: str = ""
    srs_name: str = ""
    srs_units: str = ""
    size_mb: Optional[float] = None
    statistics: TaskStatistics = field(default_factory=TaskStatistics)
    partial: bool = False
    public: bool = False
    public_edit: bool = False
    compacted: bool = False
    uuid: str = ""
    import_url: str = ""
    resize_to: Optional[int] = None
    media_count: int = 0
    ground_control_points: str = ""
    can_rerun_from: Tuple[str, ...] = ()
    tags: Tuple[str, ...] = ()
    orthophoto_bands: Tuple[OrthophotoBand, ...] = ()
    potree_scene: Json = field(default_factory=dict, hash=False)

    @classmethod
    def from_json(cls, content: Any) -> Task:
        data = fields.mapping(content, "task")
        return cls(
            id=fields.identifier(data),
            project_id=fields.identifier(data, "project"),
            name=fields.text(data, "name"),
            last_error=_readable(fields.text(data, "last_error")),
            options=TaskOption.list_from_json(data.get("options")),
            images_count=fields.integer(data, "images_count") or 0,
            created_at=fields.moment(data, "created_at"),
            processing_node_id=fields.optional_identifier(data, "processing_node"),
            processing_node_name=fields.text(data, "processing_node_name"),
            auto_processing_node=fields.flag(data, "auto_processing_node", default=True),
            partial=fields.flag(data, "partial"),
            public=fields.flag(data, "public"),
            public_edit=fields.flag(data, "public_edit"),
            compacted=fields.flag(data, "compacted"),
            uuid=fields.text(data, "uuid"),
            import_url=fields.text(data, "import_url"),
            resize_to=_pixels(fields.integer(data, "resize_to")),
            media_count=fields.integer(data, "media") or 0,
            can_rerun_from=_names(fields.names(data, "can_rerun_from")),
            tags=fields.texts(data, "tags"),
            **_progress(data),
            **_results(data),
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
    def waits_for_ever(self) -> bool:
        """Whether nothing will ever happen: it has no node, and the server has not been told to choose one."""
        return (
            self.status_code is None
            and self.pending_action is None
            and self.processing_node_id is None
            and not (self.partial or self.auto_processing_node)
        )

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


def _progress(data: Json) -> Dict[str, Any]:
    """The fields of a task that say how far it is."""
    code = fields.integer(data, "status")
    return {
        "status": next((status for status in TaskStatus if status == code), None),
        "status_code": code,
        "pending_action": fields.integer(data, "pending_action"),
        "upload_progress": fields.fraction(data, "upload_progress"),
        "resize_progress": fields.fraction(data, "resize_progress"),
        "running_progress": fields.fraction(data, "running_progress"),
        "processing_time_ms": _or(fields.integer(data, "processing_time"), -1),
    }


def _results(data: Json) -> Dict[str, Any]:
    """The fields of a task that say what came out and where on the ground it lies."""
    extent = fields.bounds(data.get("extent"))
    srs = fields.child(data, "srs")
    bands = fields.objects(data, "orthophoto_bands")
    told = tuple((fields.text(band, "name"), fields.text(band, "description")) for band in bands)
    return {
        "available_assets": _names(fields.texts(data, "available_assets")),
        "extent": extent,
        "crop": polygon_from_json(data.get("crop"), extent),
        "epsg": fields.integer(data, "epsg"),
        "wkt": fields.text(data, "wkt"),
        "srs_name": fields.text(srs, "name"),
        "srs_units": fields.text(srs, "units"),
        "size_mb": fields.number(data, "size"),
        "statistics": TaskStatistics.from_json(fields.child(data, "statistics")),
        "orthophoto_bands": _bands(told),
        "potree_scene": fields.child(data, "potree_scene"),
        "ground_control_points": fields.text(data, "ground_control_points"),
    }


@lru_cache(_MOST_SHARED)
def _statistics(*figures: Any) -> TaskStatistics:
    """One object for all tasks with these figures, in the order of the fields: those without results have the same."""
    return TaskStatistics(*figures)


@lru_cache(_MOST_SHARED)
def _names(found: Tuple[str, ...]) -> Tuple[str, ...]:
    """One tuple for all tasks that have the same files, or can begin again at the same stages."""
    return found


@lru_cache(_MOST_SHARED)
def _bands(told: Tuple[Tuple[str, str], ...]) -> Tuple[OrthophotoBand, ...]:
    """One tuple for all tasks with these names and descriptions."""
    return tuple(OrthophotoBand(name, description) for name, description in told)


def _camera_time(text: str) -> Optional[datetime]:
    """'15/06/2015 at 14:30:00'"""
    try:
        return datetime.strptime(text, "%d/%m/%Y at %H:%M:%S")
    except ValueError:
        return None


def _pixels(resize_to: Optional[int]) -> Optional[int]:
    """Servers write -1 for photos as they are."""
    return resize_to if resize_to is not None and resize_to > 0 else None


def _or(value: Optional[int], default: int) -> int:
    return default if value is None else value


def _readable(error: str) -> str:
    """Refused option values come as JSON text [{"name", "error"}]."""
    try:
        content = json.loads(error)
    except (ValueError, RecursionError):
        return error
    told = (
        [f"{item.get('name', '')}: {item.get('error', '')}" for item in content if isinstance(item, dict)]
        if isinstance(content, list)
        else []
    )
    return "; ".join(told) or error
