"""Projects: the folders that tasks live in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Dict, FrozenSet, Iterable, Iterator, Optional, Sequence, Tuple
from urllib.parse import urlencode

from . import fields
from .address import segment
from .creation import COPYING, COPYING_SILENCE, create_once
from .exchange import CancelCheck, never
from .ids import ProjectId, TaskId
from .outcomes import accepted
from .pages import Page, all_pages
from .permissions import Grant, ProjectPermissions, grants_to_json
from .session import Session
from .transport import Call
from .unchanged import Unchanged

_PROJECTS = "/api/projects/"


@dataclass(frozen=True)
class Project:
    """A project as the server last described it; `permissions` out of add, change, delete, view.

    owned: made by this account. public, public_edit: anybody may see it, and change it; public_id: its name in
    addresses that need no log-in.
    """

    id: ProjectId
    name: str
    description: str = ""
    created_at: Optional[datetime] = None
    task_ids: Tuple[TaskId, ...] = ()
    permissions: FrozenSet[str] = frozenset()
    owned: bool = False
    public: bool = False
    public_edit: bool = False
    public_id: str = ""
    tags: Tuple[str, ...] = ()

    @classmethod
    def from_json(cls, content: Any) -> Project:
        data = fields.mapping(content, "project")
        permissions = frozenset(fields.texts(data, "permissions"))
        return cls(
            id=fields.identifier(data),
            name=fields.text(data, "name"),
            description=fields.text(data, "description"),
            created_at=fields.moment(data, "created_at"),
            task_ids=fields.names(data, "tasks"),
            permissions=permissions,
            owned=fields.flag(data, "owned", default="delete" in permissions),  # old servers do not say
            public=fields.flag(data, "public"),
            public_edit=fields.flag(data, "public_edit"),
            public_id=fields.text(data, "public_id"),
            tags=fields.texts(data, "tags"),
        )

    def allows(self, permission: str) -> bool:
        return permission in self.permissions


@dataclass(frozen=True)
class ProjectFilter:
    """Which projects, and in which order; what is None or '' does not matter.

    name: exact. search: words of project and task names, #tag, ##tag of a task, @owner. ordering: a field such as 'id'
    or 'created_at', '-' before it for the other way round.
    """

    id: Optional[ProjectId] = None
    name: Optional[str] = None
    description: Optional[str] = None
    created_at: Optional[datetime] = None
    search: str = ""
    ordering: str = ""

    def params(self) -> Dict[str, str]:
        created_at = None if self.created_at is None else self.created_at.isoformat().replace("+00:00", "Z")
        asked = {"id": self.id, "name": self.name, "description": self.description, "created_at": created_at}
        known = {key: value for key, value in asked.items() if value is not None}
        if self.search:
            known["search"] = self.search
        if self.ordering:
            known["ordering"] = self.ordering
        return known


_ALL = ProjectFilter()


class Projects:
    """`/api/projects/`"""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._known: Unchanged[Project] = Unchanged()

    def list(self, chosen: ProjectFilter = _ALL, *, cancelled: CancelCheck = never) -> Tuple[Project, ...]:
        """All projects that the account sees, in the server's order (newest first)."""
        items = self._session.get_list(_PROJECTS, chosen.params(), cancelled=cancelled)
        return tuple(Project.from_json(item) for item in items)

    def page(
        self, number: int, chosen: ProjectFilter = _ALL, *, cancelled: CancelCheck = never
    ) -> Page[Project]:
        """Some ten of them, counted from page 1. Raises `NotFound` past the end."""
        params = {**chosen.params(), "page": str(number)}
        answer = self._session.call(Call("GET", _PROJECTS, params=params), cancelled=cancelled)
        answer.raise_for_status()

        def read() -> Page[Project]:
            return Page.from_json(answer.json(), number, Project.from_json)

        return self._known.page(urlencode(params), answer.body, read)

    def pages(self, chosen: ProjectFilter = _ALL, *, cancelled: CancelCheck = never) -> Iterator[Page[Project]]:
        """All of them, page by page, each fetched when it is asked for and no project twice."""
        return all_pages(lambda number: self.page(number, chosen, cancelled=cancelled), lambda project: project.id)

    def get(self, project_id: ProjectId, *, cancelled: CancelCheck = never) -> Project:
        return Project.from_json(self._session.get_json(_path(project_id), cancelled=cancelled))

    def create(
        self,
        name: str,
        description: str = "",
        *,
        tags: Sequence[str] = (),
        public: bool = False,
        cancelled: CancelCheck = never,
    ) -> Project:
        """Make a project, once: where the answer gets lost it is looked for before it is made again."""
        content: Dict[str, Any] = {"name": name, "description": description}
        if tags:
            content["tags"] = list(tags)
        if public:
            content["public"] = True

        def create() -> Project:
            return Project.from_json(self._session.post(_PROJECTS, content, cancelled=cancelled))

        def candidates() -> Tuple[Project, ...]:
            alike = self.list(ProjectFilter(name=name), cancelled=cancelled)
            return tuple(project for project in alike if project.name == name and project.owned)

        return create_once(create, candidates, lambda project: project.id, cancelled=cancelled)

    def patch(
        self,
        project_id: ProjectId,
        *,
        name: Optional[str] = None,
        description: Optional[str] = None,
        tags: Optional[Sequence[str]] = None,
        public: Optional[bool] = None,
        public_edit: Optional[bool] = None,
        cancelled: CancelCheck = never,
    ) -> Project:
        """Change what is given and leave the rest."""
        asked = {"name": name, "description": description, "public": public, "public_edit": public_edit}
        content: Dict[str, Any] = {key: value for key, value in asked.items() if value is not None}
        if tags is not None:
            content["tags"] = list(tags)
        return Project.from_json(self._session.patch(_path(project_id), content, cancelled=cancelled))

    def replace(
        self, project_id: ProjectId, name: str, description: str = "", *, cancelled: CancelCheck = never
    ) -> Project:
        """Set name and description anew (PUT); tags and permissions stay."""
        content = {"name": name, "description": description}
        call = Call("PUT", _path(project_id), json=content)
        return Project.from_json(self._session.call(call, cancelled=cancelled).json())

    def permissions(self, project_id: ProjectId, *, cancelled: CancelCheck = never) -> ProjectPermissions:
        """Who may do what. Raises `NotFound` for an account that may not change the project."""
        answer = self._session.call(Call("GET", f"{_path(project_id)}permissions/"), cancelled=cancelled)
        grants = tuple(Grant.from_json(item) for item in fields.sequence(answer.json(), "list of permissions"))
        return ProjectPermissions(grants, fields.count(answer.headers.get("X-Groups-Count", "")))

    def edit(
        self,
        project_id: ProjectId,
        *,
        name: str,
        description: str,
        tags: Sequence[str],
        grants: Iterable[Grant],
        cancelled: CancelCheck = never,
    ) -> None:
        """Replace all of this at once: whoever is not among the grants loses access. `share` is what is mostly meant.

        Raises `InvalidRequest` where the server knows no such user or group; then nothing has changed.
        """
        content = {"name": name, "description": description, "tags": list(tags), "permissions": grants_to_json(grants)}
        accepted(self._session.post(f"{_path(project_id)}edit/", content, idempotent=True, cancelled=cancelled))

    def share(self, project_id: ProjectId, grant: Grant, *, cancelled: CancelCheck = never) -> ProjectPermissions:
        """Let a user or a group do exactly what the grant says and leave everybody else's permissions as they are.

        A grant without permissions takes access away. The server only takes all permissions at once: what another
        program changes in the same instant may be lost. Returned is what the server says afterwards.
        """
        grant.to_json()
        current = self.permissions(project_id, cancelled=cancelled)
        return self.set_permissions(project_id, current.with_grant(grant), cancelled=cancelled)

    def set_permissions(
        self, project_id: ProjectId, grants: Iterable[Grant], *, cancelled: CancelCheck = never
    ) -> ProjectPermissions:
        """Replace all permissions; name, description and tags stay as they are."""
        project = self.get(project_id, cancelled=cancelled)
        self.edit(
            project_id,
            name=project.name,
            description=project.description,
            tags=project.tags,
            grants=grants,
            cancelled=cancelled,
        )
        return self.permissions(project_id, cancelled=cancelled)

    def duplicate(self, project_id: ProjectId, *, cancelled: CancelCheck = never) -> Project:
        """Copy a project with all its tasks, once: where the answer gets lost the copy is looked for.

        The answer lies about ownership, so that the copy is asked for again.
        """
        path = f"{_path(project_id)}duplicate/"

        def copy() -> Project:
            content = accepted(self._session.post(path, silence=COPYING_SILENCE, cancelled=cancelled))
            return Project.from_json(fields.mapping(content, "project").get("project"))

        def candidates() -> Tuple[Project, ...]:
            projects = self.list(cancelled=cancelled)
            name = next((project.name for project in projects if project.id == project_id), None)
            return tuple(each for each in projects if name is not None and name in each.name and each.owned)

        copied = create_once(copy, candidates, lambda project: project.id, policy=COPYING, cancelled=cancelled)
        return self.get(copied.id, cancelled=cancelled)

    def delete(self, project_id: ProjectId, *, cancelled: CancelCheck = never) -> None:
        """Delete the project with all its tasks; one that is only shared with the account is merely unshared."""
        self._session.delete(_path(project_id), cancelled=cancelled)


def _path(project_id: ProjectId) -> str:
    return f"{_PROJECTS}{segment(project_id)}/"
