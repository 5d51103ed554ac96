"""A task's photos as the server has them, and small pictures of them and of its result."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Dict, Optional, Tuple

from . import fields
from .address import segment
from .answers import read_json
from .assets import Assets
from .errors import NotFound, UnexpectedAnswer
from .exchange import CancelCheck, never
from .fields import Json
from .ids import ProjectId, TaskId
from .remote_file import RemoteFile
from .session import Session
from .tasks import tasks_path
from .transport import Call

_PICTURE_LIMIT = 32 * 1024 * 1024  # bytes
_LISTS = ("images.json", "odm_report/shots.geojson")  # of the photos: the first that there is


@dataclass(frozen=True)
class TaskImage:
    """A photo that was processed. longitude, latitude in degrees and altitude in metres, None where it does not tell."""

    filename: str
    longitude: Optional[float] = None
    latitude: Optional[float] = None
    altitude: Optional[float] = None
    camera: str = ""
    width: Optional[int] = None
    height: Optional[int] = None

    @classmethod
    def list_from_json(cls, content: Any) -> Tuple[TaskImage, ...]:
        """Out of the node's list of photos, or of the GeoJSON of the cameras' places."""
        if isinstance(content, dict):
            found = [cls._from_feature(item) for item in fields.objects(content, "features")]
        else:
            items = content if isinstance(content, list) else []
            found = [cls._from_image(item) for item in items if isinstance(item, dict)]
        return tuple(image for image in found if image.filename)

    @classmethod
    def _from_image(cls, data: Json) -> TaskImage:
        return cls(
            filename=fields.text(data, "filename"),
            longitude=fields.number(data, "longitude"),
            latitude=fields.number(data, "latitude"),
            altitude=fields.number(data, "altitude"),
            camera=fields.text(data, "make_model") or fields.text(data, "camera_model"),
            width=fields.integer(data, "width"),
            height=fields.integer(data, "height"),
        )

    @classmethod
    def _from_feature(cls, data: Json) -> TaskImage:
        properties = fields.child(data, "properties")
        place = fields.position(fields.child(data, "geometry").get("coordinates"))
        longitude, latitude, altitude = place or (None, None, None)
        return cls(
            filename=fields.text(properties, "filename"),
            longitude=longitude,
            latitude=latitude,
            altitude=altitude,
            width=fields.integer(properties, "width"),
            height=fields.integer(properties, "height"),
        )


class Images:
    """`/api/projects/{id}/tasks/{id}/images/` and `.../thumbnail`"""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._assets = Assets(session)

    def list(
        self, project_id: ProjectId, task_id: TaskId, *, cancelled: CancelCheck = never
    ) -> Tuple[TaskImage, ...]:
        """The photos that were processed. No address lists them; the results of a finished task do.

        Raises `NotFound` for a task without results.
        """
        for name in _LISTS[:-1]:
            try:
                return self._read(project_id, task_id, name, cancelled)
            except NotFound:
                continue
        return self._read(project_id, task_id, _LISTS[-1], cancelled)

    def task_thumbnail(
        self, project_id: ProjectId, task_id: TaskId, size: int = 200, *, cancelled: CancelCheck = never
    ) -> bytes:
        """A PNG of the task's orthophoto, at most `size` pixels a side. Raises `NotFound` before there is one."""
        call = Call("GET", f"{tasks_path(project_id, task_id)}thumbnail", params={"size": str(size)})
        return self._bytes(call, cancelled)

    def thumbnail(
        self,
        project_id: ProjectId,
        task_id: TaskId,
        filename: str,
        size: Optional[int] = None,
        quality: Optional[int] = None,
        zoom: Optional[float] = None,
        *,
        cancelled: CancelCheck = never,
    ) -> bytes:
        """A JPEG of a photo. size: longest side in pixels; quality: 1 to 100; zoom: how far into its middle."""
        asked: Dict[str, Any] = {"size": size, "quality": quality, "zoom": zoom}
        params = {name: f"{value:g}" for name, value in asked.items() if value is not None}
        path = f"{tasks_path(project_id, task_id)}images/thumbnail/{segment(filename)}"
        return self._bytes(Call("GET", path, params=params), cancelled)

    def file(self, project_id: ProjectId, task_id: TaskId, filename: str) -> RemoteFile:
        """A photo as it was uploaded."""
        path = f"{tasks_path(project_id, task_id)}images/download/{segment(filename)}"
        return RemoteFile(self._session, path, filename)

    def _read(
        self, project_id: ProjectId, task_id: TaskId, name: str, cancelled: CancelCheck
    ) -> Tuple[TaskImage, ...]:
        content = self._assets.read_raw(project_id, task_id, name, cancelled=cancelled)
        try:
            return TaskImage.list_from_json(read_json(content))
        except ValueError as error:
            raise UnexpectedAnswer("The task's list of photos cannot be read.", "", f"{name}: {error}") from error

    def _bytes(self, call: Call, cancelled: CancelCheck) -> bytes:
        answer = self._session.call(
            Call(call.method, call.path, params=call.params, limit=_PICTURE_LIMIT), cancelled=cancelled
        )
        answer.raise_for_status()
        return answer.body
