"""Who may see and change which project."""
from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from guardian.shortcuts import get_objects_for_user, get_perms

from nadir_server.projects.models import ACTIONS, Project


def visible_projects(user: Any) -> QuerySet[Project]:
    """The projects that a user may view; all for an administrator."""
    living = Project.objects.filter(deleting=False)
    return get_objects_for_user(user, "projects.view_project", klass=living, accept_global_perms=False)


def actions_on(user: Any, project: Project) -> list[str]:
    """What the user may do with the project, out of add, change, delete and view."""
    if user.is_superuser:
        return list(ACTIONS)
    return sorted(name.removesuffix("_project") for name in get_perms(user, project))


def may(user: Any, action: str, project: Project) -> bool:
    """Whether the user may `action` (add, change, delete or view) the project."""
    return bool(user.has_perm(f"projects.{action}_project", project))
