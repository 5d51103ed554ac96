"""The group Default: what a plain user may do."""
from __future__ import annotations

from typing import Any

from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission

NAME = "Default"
APPS = ("projects", "tasks")


def give_permissions(**kwargs: Any) -> None:
    """After each migration: the group exists and may add, change, delete and view projects and tasks."""
    for label in APPS:
        create_permissions(apps.get_app_config(label), verbosity=0)
    group, _ = Group.objects.get_or_create(name=NAME)
    group.permissions.set(
        Permission.objects.filter(content_type__app_label__in=APPS, content_type__model__in=("project", "task"))
    )


def add_new_user(instance: Any, created: bool, raw: bool = False, **kwargs: Any) -> None:
    """Put a new user into the group."""
    if created and not raw and instance.username != "AnonymousUser":
        instance.groups.add(Group.objects.get_or_create(name=NAME)[0])
