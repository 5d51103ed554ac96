"""Tasks as JSON."""
from __future__ import annotations

from typing import Any

from django.db import transaction
from rest_framework import serializers
from rest_framework.exceptions import PermissionDenied

from nadir_server.api.fields import TagsField
from nadir_server.api.values import check_storable
from nadir_server.nodes.access import visible_nodes
from nadir_server.nodes.leftovers import Copies, leave_behind
from nadir_server.nodes.models import ProcessingNode
from nadir_server.projects.access import may, visible_projects
from nadir_server.projects.models import Project
from nadir_server.rasters.cut import is_polygon
from nadir_server.tasks.lifecycle.actions import is_shared
from nadir_server.tasks.models import Task, TaskStatus
from nadir_server.tasks.options import OptionsField

EDITABLE = (
    "project", "processing_node", "tags", "crop", "name", "auto_processing_node", "options", "public", "public_edit",
    "resize_to", "potree_scene",
)  # fmt: skip


SMALLEST_SIDE, LARGEST_SIDE = 100, 100_000  # pixels that photos are resized to


class VisibleNode(serializers.PrimaryKeyRelatedField):
    """A node that the asking user may use."""

    def get_queryset(self) -> Any:
        return visible_nodes(self.context["request"].user) if "request" in self.context else ProcessingNode.objects.all()


class ChangeableProject(serializers.PrimaryKeyRelatedField):
    """A project that the asking user may change; for all others the answer is the same, there or not."""

    def get_queryset(self) -> Any:
        return visible_projects(self.context["request"].user) if "request" in self.context else Project.objects.all()

    def to_internal_value(self, data: Any) -> Project:
        try:
            project = super().to_internal_value(data)
        except serializers.ValidationError as error:
            if error.get_codes() == ["does_not_exist"]:
                raise PermissionDenied from error
            raise
        if not may(self.context["request"].user, "change", project):
            raise PermissionDenied
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
        """Pixels; everything from 0 down means: as they are."""
        if 0 < longest_side < SMALLEST_SIDE or longest_side > LARGEST_SIDE:
            raise serializers.ValidationError(f"Must be -1, or from {SMALLEST_SIDE} to {LARGEST_SIDE} pixels.")
        return longest_side if longest_side > 0 else -1

    def validate_processing_node(self, node: ProcessingNode | None) -> ProcessingNode | None:
        task = self.instance
        if task is not None and node != task.processing_node and task.status in (TaskStatus.QUEUED, TaskStatus.RUNNING):
            raise serializers.ValidationError("The task is on its node. Cancel it before you choose another one.")
        return node

    def validate_crop(self, crop: Any) -> Any:
        if crop is not None and not is_polygon(crop):
            raise serializers.ValidationError("Must be a GeoJSON polygon in longitude and latitude.")
        return crop

    def validate_potree_scene(self, scene: Any) -> Any:
        """An object of the viewer's own making."""
        if not isinstance(scene, dict):
            raise serializers.ValidationError("Must be a JSON object.")
        try:
            check_storable(scene)
        except ValueError as error:
            raise serializers.ValidationError(f"Cannot be kept: {error}.") from error
        return scene

    @transaction.atomic
    def update(self, instance: Task, validated_data: dict[str, Any]) -> Task:
        """Write only what was sent: the worker changes other fields meanwhile."""
        changes = dict(validated_data)
        if changes.get("processing_node", instance.processing_node) != instance.processing_node:
            leave_behind(instance.processing_node, instance.submission)  # an upload under way ends
            if not is_shared(instance):
                leave_behind(instance.processing_node, instance.uuid)
            changes.update(uuid="", submission="")
        if changes.get("resize_to", instance.resize_to) != instance.resize_to:
            changes["resize_progress"] = 0.0
        instance.change(**changes)
        return instance
