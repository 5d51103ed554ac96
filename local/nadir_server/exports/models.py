"""Exports: what somebody asked to be made of a task's product, and how far that is."""
from __future__ import annotations

import uuid
from pathlib import Path

from django.conf import settings
from django.db import models
from django.utils import timezone

from nadir_server.tasks.models import Task


class Export(models.Model):
    """One file, made in the background. Its id is what the API calls `celery_task_id`."""

    class State(models.TextChoices):
        WAITING = "waiting"
        RUNNING = "running"
        READY = "ready"
        FAILED = "failed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="exports")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, help_text="Who alone may fetch it")
    product = models.CharField(max_length=32, help_text="orthophoto, dsm, dtm or georeferenced_model")
    wanted = models.JSONField(help_text="The checked request: name to text")
    filename = models.CharField(max_length=400, help_text="What the file is called where it is saved")
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING, db_index=True)
    attempts = models.PositiveIntegerField(default=0, help_text="How often it was begun")
    error = models.TextField(blank=True, default="")
    created_at = models.DateTimeField(default=timezone.now, db_index=True)

    def __str__(self) -> str:
        return f"{self.filename} ({self.pk})"

    @property
    def folder(self) -> Path:
        """Where the files of the task's exports lie; they go with the task."""
        return self.task.folder.root / "exports"

    @property
    def path(self) -> Path:
        """The finished file: it is there whole or not at all."""
        return self.folder / f"{self.pk}{Path(self.filename).suffix}"

    @property
    def part(self) -> Path:
        """The file while it is made."""
        return self.path.with_name("part-" + self.path.name)

    def change(self, **fields: object) -> None:
        """Set these fields and write them, and only them; an export that was removed meanwhile stays so."""
        for name, value in fields.items():
            setattr(self, name, value)
        Export.objects.filter(pk=self.pk).update(**fields)
