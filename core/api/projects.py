"""Projects: the folders that tasks live in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, FrozenSet, Optional, Tuple

from . import fields
from .address import segment
from .exchange import CancelCheck, never
from .ids import ProjectId, TaskId
from .session import Session


@dataclass(frozen=True)
class Project:
    """A project as the server last described it; `permissions` out of add, change, delete, view."""

    id: ProjectId
    name: str
    description: str = ""
    created_at: Optional[datetime] = None
    task_ids: Tuple[TaskId, ...] = ()
    permissions: FrozenSet[str] = frozenset()
    owned: bool = False
    public: bool = False
    tags: Tuple[str, ...] = ()

    @classmethod
    def from_json(cls, content: Any) -> Project:
        data = fields.mapping(content, "project")
        tasks = data.get("tasks")
        return cls(
            id=fields.identifier(data),
            name=fields.text(data, "name"),
            description=fields.text(data, "description"),
            created_at=fields.moment(data, "created_at"),
            task_ids=tuple(str(item) for item in tasks) if isinstance(tasks, list) else (),
            permissions=frozenset(fields.texts(data, "permissions")),
            owned=fields.flag(data, "owned"),
            public=fields.flag(data, "public"),
            tags=fields.texts(data, "tags"),
        )

    def allows(self, permission: str) -> bool:
        return permission in self.permissions


class Projects:
    """`/api/projects/`"""

    def __init__(self, session: Session) -> None:
        self._session = session

    def list(self, *, cancelled: CancelCheck = never) -> Tuple[Project, ...]:
        """All projects that the account sees, in the server's order (newest first)."""
        return tuple(Project.from_json(item) for item in self._session.get_list("/api/projects/", cancelled=cancelled))

    def get(self, project_id: ProjectId, *, cancelled: CancelCheck = never) -> Project:
        return Project.from_json(self._session.get_json(self._path(project_id), cancelled=cancelled))

    def create(self, name: str, description: str = "", *, cancelled: CancelCheck = never) -> Project:
        content = {"name": name, "description": description}
        return Project.from_json(self._session.post("/api/projects/", content, cancelled=cancelled))

    def delete(self, project_id: ProjectId, *, cancelled: CancelCheck = never) -> None:
        """Delete the project with all its tasks; one that is only shared with the account is merely unshared."""
        self._session.delete(self._path(project_id), cancelled=cancelled)

    @staticmethod
    def _path(project_id: ProjectId) -> str:
        return f"/api/projects/{segment(project_id)}/"
