"""Tasks: the photos of one survey, the options to process them with, and how far that is."""
from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.utils import timezone

from nadir_server.nodes.models import ProcessingNode
from nadir_server.projects.models import Project
from nadir_server.tasks.folder import TaskFolder


class TaskStatus(models.IntegerChoices):
    """State of processing; None in the database: not on a node yet."""

    QUEUED = 10
    RUNNING = 20
    FAILED = 30
    COMPLETED = 40
    CANCELED = 50


class PendingAction(models.IntegerChoices):
    """What a user asked for and the worker has not done yet."""

    CANCEL = 1
    REMOVE = 2
    RESTART = 3
    RESIZE = 4
    IMPORT = 5
    COMPACT = 6


def no_reference_system() -> dict[str, Any]:
    """`srs` of a task without products."""
    return {"name": "", "units": "m"}


class Task(models.Model):
    """One task. Its files lie in `folder`; whatever can be computed from them is computed once and kept here."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE)
    processing_node = models.ForeignKey(ProcessingNode, on_delete=models.SET_NULL, null=True, blank=True)
    auto_processing_node = models.BooleanField(default=True, help_text="Let the server choose the node")
    uuid = models.CharField(max_length=255, blank=True, default="", help_text="Its id on the node, '' before")
    submission = models.CharField(max_length=255, blank=True, default="", help_text="The id of an upload under way")

    name = models.CharField(max_length=255, null=True, blank=True, default=None)
    options = models.JSONField(default=dict, blank=True, help_text="List of {name, value}; {} where none were given")
    tags = models.JSONField(default=list, blank=True)
    public = models.BooleanField(default=False)
    public_edit = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)
    resize_to = models.IntegerField(default=-1, help_text="Longest side of photos in pixels; -1: as they are")
    crop = models.JSONField(null=True, blank=True, default=None, help_text="GeoJSON polygon, lon/lat")
    import_url = models.TextField(blank=True, default="")
    potree_scene = models.JSONField(default=dict, blank=True)

    partial = models.BooleanField(default=False, help_text="Photos are still being uploaded")
    images_count = models.PositiveIntegerField(default=0)
    status = models.IntegerField(choices=TaskStatus.choices, null=True, default=None, db_index=True)
    pending_action = models.IntegerField(choices=PendingAction.choices, null=True, default=None, db_index=True)
    last_error = models.TextField(null=True, default=None)
    processing_time = models.BigIntegerField(default=-1, help_text="Milliseconds, -1 while unknown")
    resize_progress = models.FloatField(default=0.0)
    upload_progress = models.FloatField(default=0.0, help_text="From this server to the node, 0 to 1")
    running_progress = models.FloatField(default=0.0, help_text="On the node, 0 to 1")

    available_assets = models.JSONField(default=list)
    statistics = models.JSONField(default=dict)
    extent = models.JSONField(null=True, default=None, help_text="[west, south, east, north] in degrees")
    epsg = models.IntegerField(null=True, default=None)
    wkt = models.TextField(null=True, default=None)
    srs = models.JSONField(default=no_reference_system)
    orthophoto_bands = models.JSONField(default=list)
    size = models.FloatField(default=0.0, help_text="All its files, MB")
    media = models.PositiveIntegerField(default=0)
    compacted = models.BooleanField(default=False)

    class Meta:
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return f"{self.name or 'task'} ({self.pk})"

    @property
    def folder(self) -> TaskFolder:
        return TaskFolder.of(self.pk)

    @property
    def node_options(self) -> dict[str, Any]:
        """The options as a node takes them: name to value."""
        return {option["name"]: option["value"] for option in self.options or []}

    def change(self, **fields: Any) -> None:
        """Set these fields and write them, and only them: requests and worker change a task at the same time."""
        for name, value in fields.items():
            setattr(self, name, value)
        self.save(update_fields=list(fields))

    def finish(self, action: int) -> None:
        """The pending action is done; another that was asked for meanwhile stays."""
        Task.objects.filter(pk=self.pk, pending_action=action).update(pending_action=None)
        self.refresh_from_db(fields=("pending_action",))

    def count_files(self) -> None:
        """Note how many photos there are and how much disk everything takes."""
        self.change(images_count=len(self.folder.image_files()), size=self.folder.size_mb())
