"""Projects as JSON."""
from __future__ import annotations

from typing import Any

from rest_framework import serializers

from nadir_server.api.fields import TagsField
from nadir_server.projects.access import actions_on
from nadir_server.projects.models import Project


class ProjectSerializer(serializers.ModelSerializer):
    """A project with the ids of its tasks and what the asking user may do with it."""

    tasks = serializers.PrimaryKeyRelatedField(source="task_set", many=True, read_only=True)
    owned = serializers.SerializerMethodField()
    permissions = serializers.SerializerMethodField()
    created_at = serializers.DateTimeField(read_only=True)
    tags = TagsField(required=False)

    class Meta:
        model = Project
        fields = (
            "id", "tasks", "owned", "created_at", "permissions", "tags", "name", "description", "public",
            "public_edit", "public_id",
        )  # fmt: skip
        read_only_fields = ("public_id",)

    def get_owned(self, project: Project) -> bool:
        return bool(project.owner_id == self.context["request"].user.pk)

    def get_permissions(self, project: Project) -> list[str]:
        return actions_on(self.context["request"].user, project)

    def update(self, instance: Project, validated_data: dict[str, Any]) -> Project:
        """Write only what was sent, so that nothing that happened meanwhile is undone."""
        for name, value in validated_data.items():
            setattr(instance, name, value)
        instance.save(update_fields=list(validated_data))
        return instance
