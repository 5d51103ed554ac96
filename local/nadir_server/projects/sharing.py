"""Sharing a project: who has which permission on it, and replacing that."""
from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from guardian.models import GroupObjectPermission, UserObjectPermission
from guardian.shortcuts import assign_perm, remove_perm

from nadir_server.projects.models import ACTIONS, Project

Grants = dict[str, set[str]]  # name of a user or group -> actions


class BadSharing(ValueError):
    """A list of permissions that names nobody known, or has another form; the text is for the client."""


def sharing(project: Project) -> list[dict[str, Any]]:
    """Who may do what, the owner first, groups last."""
    users, groups = granted(project)
    owner = project.owner.get_username()
    users.setdefault(owner, set(ACTIONS))
    people = [{"username": name, "owner": name == owner, "permissions": sorted(users[name])} for name in sorted(users)]
    together = [{"groupname": name, "owner": False, "permissions": sorted(groups[name])} for name in sorted(groups)]
    return sorted(people, key=lambda entry: not entry["owner"]) + together


def granted(project: Project) -> tuple[Grants, Grants]:
    """The grants on the project, of users and of groups."""
    mine = {"content_type": ContentType.objects.get_for_model(Project), "object_pk": str(project.pk)}
    users: Grants = defaultdict(set)
    for name, codename in UserObjectPermission.objects.filter(**mine).values_list(
        "user__username", "permission__codename"
    ):
        users[name].add(codename.removesuffix("_project"))
    groups: Grants = defaultdict(set)
    for name, codename in GroupObjectPermission.objects.filter(**mine).values_list(
        "group__name", "permission__codename"
    ):
        groups[name].add(codename.removesuffix("_project"))
    return users, groups


def share(project: Project, entries: Any) -> None:
    """Give exactly these grants; who is not in the list loses all. The owner keeps everything. Raises BadSharing."""
    wanted_users, wanted_groups = parse(entries)
    owner = project.owner.get_username()
    wanted_users.pop(owner, None)
    users, groups = granted(project)
    users.pop(owner, None)
    _replace(project, users, wanted_users, find_user)
    _replace(project, groups, wanted_groups, find_group)


def parse(entries: Any) -> tuple[Grants, Grants]:
    """The wanted grants of users and of groups."""
    users: Grants = {}
    groups: Grants = {}
    if not isinstance(entries, list) or not all(isinstance(entry, Mapping) for entry in entries):
        raise BadSharing("Invalid permissions")
    for entry in entries:
        actions = entry.get("permissions", [])
        if not isinstance(actions, list) or not all(isinstance(action, str) for action in actions):
            raise BadSharing("Invalid permissions")
        for key, wanted in (("username", users), ("groupname", groups)):
            name = entry.get(key)
            if isinstance(name, str) and name and not entry.get("owner"):
                wanted[name] = set(actions) & set(ACTIONS)
    return users, groups


def find_user(name: str) -> Any:
    user = get_user_model().objects.filter(username=name).first()
    if user is None:
        raise BadSharing("Invalid user in permissions list")
    return user


def find_group(name: str) -> Group:
    group = Group.objects.filter(name=name).first()
    if group is None:
        raise BadSharing("Invalid group in permissions list")
    return group


def _replace(project: Project, before: Grants, wanted: Grants, find: Callable[[str], Any]) -> None:
    for name in sorted(before.keys() | wanted.keys()):
        holder = find(name)
        old, new = before.get(name, set()), wanted.get(name, set())
        for action in old - new:
            remove_perm(f"{action}_project", holder, project)
        for action in new - old:
            assign_perm(f"{action}_project", holder, project)
