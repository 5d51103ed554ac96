"""Volumes of heaps and pits, measured on a task's surface model."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Any

from . import fields
from .errors import UnexpectedAnswer, WorkFailed
from .exchange import CancelCheck, never
from .geojson import Polygon, feature_to_json
from .ids import TaskId, WorkerId
from .plugins import Plugin
from .session import Session
from .workers import DEADLINE, Workers, WorkProgress

_NOT_FINITE = "infs or NaNs"  # what one method says of a corner without height, where the others say 0.0


class VolumeMethod(Enum):
    """The ground that a volume stands on, made from the heights along its outline.

    The server's sixth, at a height of one's own, cannot be told that height through the API.
    """

    TRIANGULATE = "triangulate"
    PLANE = "plane"
    AVERAGE = "average"
    HIGHEST = "highest"
    LOWEST = "lowest"


class VolumeState(Enum):
    """Whether a volume can be believed."""

    MEASURED = "measured"
    NO_HEIGHT = "no height"


@dataclass(frozen=True)
class Volume:
    """A volume in m3, never negative: a pit counts as a heap. With the state NO_HEIGHT it means nothing."""

    cubic_metres: float
    state: VolumeState = VolumeState.MEASURED

    @classmethod
    def from_json(cls, content: Any) -> Volume:
        """Exactly zero is what a server says, without an error, when a corner lies where there are no heights."""
        data = fields.mapping(content, "volume")
        output = fields.number(data, "output")
        if output is None:
            raise UnexpectedAnswer("The server's answer is no volume.", "Try again.", repr(content)[:200])
        return cls(abs(output), VolumeState.NO_HEIGHT if output == 0.0 else VolumeState.MEASURED)

    @property
    def explanation(self) -> str:
        """What to tell of a volume that cannot be believed, '' of one that can."""
        if self.state is VolumeState.MEASURED:
            return ""
        return (
            "A corner of the area lies where the surface model has no heights, or the area is perfectly flat. "
            "Move the corners inside the model."
        )


class Volumes:
    """`/api/plugins/measure/task/{id}/volume`"""

    def __init__(self, session: Session) -> None:
        self._plugin = Plugin(session, "measure")
        self._workers = Workers(session)

    def is_available(self, task_id: TaskId, *, cancelled: CancelCheck = never) -> bool:
        """Whether the server can measure volumes at all."""
        return self._plugin.is_available(self._plugin.path(task_id, "volume"), cancelled=cancelled)

    def start(
        self,
        task_id: TaskId,
        area: Polygon,
        method: VolumeMethod = VolumeMethod.TRIANGULATE,
        *,
        cancelled: CancelCheck = never,
    ) -> WorkerId:
        """Have a volume measured. area: outline in longitude and latitude. Raises `PluginMissing`, `InvalidRequest`."""
        content = {"area": feature_to_json(area), "method": method.value}
        return self._plugin.start(self._plugin.path(task_id, "volume"), content, cancelled=cancelled)

    def result(self, task_id: TaskId, work_id: WorkerId, *, cancelled: CancelCheck = never) -> Volume:
        """What came of it. Raises `InvalidRequest` where it came to an error, which the work's state tells better."""
        path = self._plugin.path(task_id, "volume", "get", work_id)
        return Volume.from_json(self._plugin.get(path, cancelled=cancelled))

    def measure(
        self,
        task_id: TaskId,
        area: Polygon,
        method: VolumeMethod = VolumeMethod.TRIANGULATE,
        progress: WorkProgress = lambda fraction: None,
        *,
        deadline: float = DEADLINE,
        cancelled: CancelCheck = never,
    ) -> Volume:
        """Have a volume measured and wait for it. Raises `WorkFailed`, `NeverReady` and what `start` raises."""
        work_id = self.start(task_id, area, method, cancelled=cancelled)
        try:
            self._workers.wait(work_id, progress, deadline=deadline, cancelled=cancelled)
        except WorkFailed as error:
            if _NOT_FINITE in error.summary:
                return Volume(0.0, VolumeState.NO_HEIGHT)
            raise
        return self.result(task_id, work_id, cancelled=cancelled)
