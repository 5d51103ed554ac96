"""Editing a project in one go: what it says and who may do what with it."""
from __future__ import annotations

from typing import Any

from django.db import transaction
from rest_framework import serializers

from nadir_server.api.fields import TagsField
from nadir_server.projects.models import Project
from nadir_server.projects.sharing import share


class EditSerializer(serializers.Serializer):
    """What is left out becomes empty, as documented."""

    name = serializers.CharField(max_length=255, allow_blank=True, default="")
    description = serializers.CharField(allow_blank=True, default="")
    tags = TagsField(default=list)


def edit_project(project: Project, fields: dict[str, Any], permissions: Any) -> None:
    """All of it or nothing. `permissions` None leaves them alone. Raises BadSharing."""
    with transaction.atomic():
        for name, value in fields.items():
            setattr(project, name, value)
        project.save(update_fields=list(fields))
        if permissions is not None:
            share(project, permissions)
