"""Pictures, videos and panoramas that lie beside a task's survey."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Callable, Optional, Tuple

from . import fields
from .address import segment
from .errors import UnexpectedAnswer
from .exchange import CancelCheck, never
from .ids import ProjectId, TaskId
from .multipart import FilePart, MultipartBody
from .outcomes import accepted
from .remote_file import RemoteFile
from .session import Session
from .tasks import tasks_path


@dataclass(frozen=True)
class Medium:
    """A file beside the survey. type: 'photo', 'video', 'panorama' ...; size in bytes.

    longitude, latitude in degrees, altitude in metres; None where the file does not tell.
    """

    filename: str
    type: str = ""
    size: Optional[int] = None
    description: str = ""
    longitude: Optional[float] = None
    latitude: Optional[float] = None
    altitude: Optional[float] = None

    @classmethod
    def from_json(cls, content: Any, place: Any = None) -> Medium:
        data = fields.mapping(content, "description of a file")
        position = fields.position(data.get("geolocation") if place is None else place)
        longitude, latitude, altitude = position or (None, None, None)
        return cls(
            filename=fields.text(data, "filename"),
            type=fields.text(data, "type"),
            size=fields.integer(data, "size"),
            description=fields.text(data, "description"),
            longitude=longitude,
            latitude=latitude,
            altitude=altitude,
        )


class Media:
    """`/api/projects/{id}/tasks/{id}/media`, of servers of the third generation."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def list(self, project_id: ProjectId, task_id: TaskId, *, cancelled: CancelCheck = never) -> Tuple[Medium, ...]:
        path = f"{tasks_path(project_id, task_id)}media/"
        return tuple(Medium.from_json(item) for item in self._session.get_list(path, cancelled=cancelled))

    def placed(
        self, project_id: ProjectId, task_id: TaskId, *, cancelled: CancelCheck = never
    ) -> Tuple[Medium, ...]:
        """Those that tell where they were taken."""
        content = self._session.get_json(f"{tasks_path(project_id, task_id)}media.geojson", cancelled=cancelled)
        features = fields.objects(fields.mapping(content, "map of files"), "features")
        return tuple(
            Medium.from_json(fields.child(item, "properties"), fields.child(item, "geometry").get("coordinates"))
            for item in features
        )

    def upload(
        self,
        project_id: ProjectId,
        task_id: TaskId,
        path: Path,
        progress: Callable[[int], None] = lambda sent: None,
        *,
        name: str = "",
        cancelled: CancelCheck = never,
    ) -> Medium:
        """Put a file beside the survey. `progress` is called with bytes sent, on the sending thread.

        Raises `UnexpectedAnswer` where the server did not keep all of it.
        """
        part = FilePart.of(path, name=name)
        address = f"{tasks_path(project_id, task_id)}media/upload"
        content = self._session.post_form(address, MultipartBody((), [part], progress), cancelled=cancelled)
        data = fields.mapping(accepted(content), "answer to an upload")
        added = fields.objects(data, "added")
        kept = [fields.integer(fields.child(data, "uploaded"), key) for key in fields.child(data, "uploaded")]
        if len(added) != 1 or kept != [part.size]:
            raise UnexpectedAnswer("The server did not keep the whole file.", "Try again.", repr(content)[:200])
        return Medium.from_json(added[0])

    def describe(
        self,
        project_id: ProjectId,
        task_id: TaskId,
        filename: str,
        description: str,
        *,
        cancelled: CancelCheck = never,
    ) -> None:
        accepted(
            self._session.patch(
                _file(project_id, task_id, "manage", filename), {"description": description}, cancelled=cancelled
            )
        )

    def delete(
        self, project_id: ProjectId, task_id: TaskId, filename: str, *, cancelled: CancelCheck = never
    ) -> None:
        accepted(self._session.delete(_file(project_id, task_id, "manage", filename), cancelled=cancelled))

    def file(self, project_id: ProjectId, task_id: TaskId, filename: str) -> RemoteFile:
        """One of them, to be downloaded."""
        return RemoteFile(self._session, _file(project_id, task_id, "download", filename), filename)


def _file(project_id: ProjectId, task_id: TaskId, verb: str, filename: str) -> str:
    return f"{tasks_path(project_id, task_id)}media/{verb}/{segment(filename)}"
