"""Tasks as JSON."""
from __future__ import annotations

from typing import Any

from rest_framework import serializers

from nadir_server.api.fields import TagsField
from nadir_server.nodes.access import visible_nodes
from nadir_server.nodes.leftovers import Copies
from nadir_server.nodes.models import ProcessingNode
from nadir_server.projects.access import may, visible_projects
from nadir_server.projects.models import Project
from nadir_server.rasters.cut import is_polygon
from nadir_server.tasks.models import Task, TaskStatus
from nadir_server.tasks.options import OptionsField

EDITABLE = (
    "project", "processing_node", "tags", "crop", "name", "auto_processing_node", "options", "public", "public_edit",
    "resize_to", "potree_scene",
)  # fmt: skip


class VisibleNode(serializers.PrimaryKeyRelatedField):
    """A node that the asking user may use."""

    def get_queryset(self) -> Any:
        return visible_nodes(self.context["request"].user) if "request" in self.context else ProcessingNode.objects.all()


class ChangeableProject(serializers.PrimaryKeyRelatedField):
    """A project that the asking user may change."""

    def get_queryset(self) -> Any:
        return visible_projects(self.context["request"].user) if "request" in self.context else Project.objects.all()

    def to_internal_value(self, data: Any) -> Project:
        project = super().to_internal_value(data)
        if not may(self.context["request"].user, "change", project):
            self.fail("does_not_exist", pk_value=data)
        return project


class TaskSerializer(serializers.ModelSerializer):
    """A task with all its documented fields."""

    project = ChangeableProject(required=False)
    processing_node = VisibleNode(required=False, allow_null=True)
    processing_node_name = serializers.SerializerMethodField()
    can_rerun_from = serializers.SerializerMethodField()
    created_at = serializers.DateTimeField(read_only=True)
    tags = TagsField(required=False)
    options = OptionsField(required=False)

    class Meta:
        model = Task
        fields = (
            "id", "project", "processing_node", "processing_node_name", "can_rerun_from", "statistics", "extent",
            "media", "tags", "crop", "srs", "uuid", "name", "processing_time", "auto_processing_node", "status",
            "last_error", "options", "available_assets", "created_at", "pending_action", "public", "public_edit",
            "resize_to", "upload_progress", "resize_progress", "running_progress", "import_url", "images_count",
            "partial", "potree_scene", "epsg", "wkt", "orthophoto_bands", "size", "compacted",
        )  # fmt: skip
        read_only_fields = tuple(set(fields) - set(EDITABLE))

    def get_processing_node_name(self, task: Task) -> str | None:
        return str(task.processing_node) if task.processing_node else None

    def get_can_rerun_from(self, task: Task) -> list[str]:
        """The stages that the task can start again from: only '', the start, where the node has not kept what is needed."""
        option = task.processing_node.option("rerun-from") if task.processing_node else None
        domain = option.get("domain") if option else None
        stages = [str(stage) for stage in domain] if isinstance(domain, list) else []
        if "copies" not in self.context:
            self.context["copies"] = Copies.now()
        return stages if self.context["copies"].hold(task.uuid, task.status == TaskStatus.COMPLETED) else [s for s in stages if not s]

    def validate_resize_to(self, longest_side: int) -> int:
        """Refused rather than ignored: the photos would be processed at another size than was asked for."""
        if longest_side > 0:
            raise serializers.ValidationError("This server does not resize photos. Resize them before the upload.")
        return -1

    def validate_crop(self, crop: Any) -> Any:
        if crop is not None and not is_polygon(crop):
            raise serializers.ValidationError("Must be a GeoJSON polygon in longitude and latitude.")
        return crop

    def update(self, instance: Task, validated_data: dict[str, Any]) -> Task:
        """Write only what was sent: the worker changes other fields meanwhile."""
        instance.change(**validated_data)
        return instance
