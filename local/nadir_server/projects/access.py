"""Who may see and change which project."""
from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from guardian.models import GroupObjectPermission, UserObjectPermission
from guardian.shortcuts import get_objects_for_user

from nadir_server.projects.models import ACTIONS, Project


def visible_projects(user: Any) -> QuerySet[Project]:
    """The projects that a user may view; all for an administrator."""
    living = Project.objects.filter(deleting=False)
    return get_objects_for_user(user, "projects.view_project", klass=living, accept_global_perms=False)


def actions_on_each(user: Any, projects: Iterable[Project]) -> dict[int, list[str]]:
    """By project: what the user may do, out of add, change, delete and view. A fixed number of queries for any number."""
    keys = [project.pk for project in projects]
    if user.is_superuser:
        return {key: list(ACTIONS) for key in keys}
    granted: dict[int, set[str]] = defaultdict(set)
    kind = ContentType.objects.get_for_model(Project)
    for grants in (
        UserObjectPermission.objects.filter(user_id=user.pk, content_type=kind),
        GroupObjectPermission.objects.filter(group__user=user.pk, content_type=kind),
    ):
        if len(keys) == 1:
            grants = grants.filter(object_pk=str(keys[0]))
        for key, codename in grants.values_list("object_pk", "permission__codename"):
            granted[int(key)].add(codename.removesuffix("_project"))
    return {key: sorted(granted.get(key, ())) for key in keys}


def actions_on(user: Any, project: Project) -> list[str]:
    """What the user may do with the project, out of add, change, delete and view."""
    return actions_on_each(user, [project])[project.pk]


def may(user: Any, action: str, project: Project) -> bool:
    """Whether the user may `action` (add, change, delete or view) the project."""
    return bool(user.has_perm(f"projects.{action}_project", project))
