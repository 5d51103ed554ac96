"""What the server's own 3D view keeps with a task: measurements, annotations and where its camera stands."""

from __future__ import annotations

from typing import Any, Dict, Mapping

from . import fields
from .errors import InvalidRequest
from .exchange import CancelCheck, never
from .fields import Json
from .ids import ProjectId, TaskId
from .outcomes import accepted
from .session import Session
from .tasks import tasks_path

_TYPE = "Potree"


class Scenes:
    """`/api/projects/{id}/tasks/{id}/3d/`"""

    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, project_id: ProjectId, task_id: TaskId, *, cancelled: CancelCheck = never) -> Json:
        """The scene as the view wrote it, in the words of Potree; {} where it wrote none."""
        content = self._session.get_json(f"{tasks_path(project_id, task_id)}3d/scene", cancelled=cancelled)
        return fields.mapping(content, "scene")

    def save(
        self, project_id: ProjectId, task_id: TaskId, scene: Mapping[str, Any], *, cancelled: CancelCheck = never
    ) -> None:
        """Replace the scene. Raises `InvalidRequest` for one that is not Potree's, which the server refuses."""
        if scene.get("type") != _TYPE:
            raise InvalidRequest("This is no scene of the 3D view.", f"Its field 'type' has to say {_TYPE}.")
        self._post(project_id, task_id, "scene", dict(scene), cancelled)

    def set_camera(
        self, project_id: ProjectId, task_id: TaskId, view: Mapping[str, Any], *, cancelled: CancelCheck = never
    ) -> None:
        """Where the camera stands when the view opens, such as {"position": [x, y, z], "target": [x, y, z]}."""
        self._post(project_id, task_id, "cameraview", dict(view), cancelled)

    def _post(
        self, project_id: ProjectId, task_id: TaskId, name: str, content: Dict[str, Any], cancelled: CancelCheck
    ) -> None:
        path = f"{tasks_path(project_id, task_id)}3d/{name}"
        accepted(self._session.post(path, content, idempotent=True, cancelled=cancelled))
