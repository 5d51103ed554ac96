"""Presets."""
from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone


class Preset(models.Model):
    """A set of options under a name. Those of the system have no owner, are there for all and are never changed."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True)
    name = models.CharField(max_length=255, blank=True, default="", help_text="A label used to describe the preset")
    options = models.JSONField(default=list, blank=True, help_text="List of {name, value}")
    created_at = models.DateTimeField(default=timezone.now)
    system = models.BooleanField(default=False, help_text="Whether it comes with the server")

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.name
