"""Projects."""
from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from guardian.shortcuts import assign_perm

ACTIONS = ("add", "change", "delete", "view")


class Project(models.Model):
    """A set of tasks with an owner, shared with others by row-level permissions."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, help_text="The person who made it")
    name = models.CharField(max_length=255, help_text="A label used to describe the project")
    description = models.TextField(default="", blank=True, help_text="More in-depth description of the project")
    created_at = models.DateTimeField(default=timezone.now)
    tags = models.JSONField(default=list, blank=True)
    public = models.BooleanField(
        default=False, help_text="A flag indicating whether this project is available to the public"
    )
    public_edit = models.BooleanField(
        default=False, help_text="A flag indicating whether this public project can be edited"
    )
    public_id = models.CharField(
        max_length=64, null=True, blank=True, default=None, help_text="Public identifier of the project"
    )
    deleting = models.BooleanField(default=False, help_text="Hidden, and gone once its tasks are removed")

    class Meta:
        ordering = ("-created_at", "-id")

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; the owner of a new project may do everything with it, and one that becomes public has an id for that."""
        is_new = self._state.adding
        if self.public and not self.public_id:
            self.public_id = str(uuid.uuid4())
        super().save(*args, **kwargs)
        if is_new:
            for action in ACTIONS:
                assign_perm(f"{action}_project", self.owner, self)
