"""Processing nodes as this server knows them, and what is still to be removed on them."""
from __future__ import annotations

from datetime import timedelta

from django.db import models
from django.utils import timezone

ONLINE_FOR = timedelta(minutes=5)


class ProcessingNode(models.Model):
    """A service that speaks the NodeODM API. `online`: it answered in the last five minutes."""

    hostname = models.CharField(max_length=255, help_text="Host name or IP address of the node")
    port = models.PositiveIntegerField(help_text="Port of the node")
    token = models.CharField(max_length=1024, blank=True, default="", help_text="Token that the node wants")
    label = models.CharField(max_length=255, blank=True, default="", help_text="Shown in place of the address")
    api_version = models.CharField(max_length=32, null=True, default=None)
    engine = models.CharField(max_length=255, null=True, default=None)
    engine_version = models.CharField(max_length=32, null=True, default=None)
    last_refreshed = models.DateTimeField(null=True, default=None, help_text="When it last answered")
    queue_count = models.PositiveIntegerField(default=0)
    max_images = models.PositiveIntegerField(null=True, default=None, help_text="None: no limit")
    available_options = models.JSONField(default=dict, help_text="Options of its engine; {} when never seen")
    builtin = models.BooleanField(default=False, help_text="The one that comes with this server")

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.label or f"{self.hostname}:{self.port}"

    @property
    def online(self) -> bool:
        return self.last_refreshed is not None and timezone.now() - self.last_refreshed < ONLINE_FOR

    def option(self, name: str) -> dict[str, object] | None:
        """One of the node's options, or None."""
        return next((option for option in self.available_options or [] if option.get("name") == name), None)


class Leftover(models.Model):
    """A task that a node holds and that is removed there as soon as the node answers, but not before its time.

    Until then a completed task can be processed again from a stage in the middle, without sending its photos anew.
    """

    node = models.ForeignKey(ProcessingNode, on_delete=models.CASCADE)
    uuid = models.CharField(max_length=255)
    created_at = models.DateTimeField(default=timezone.now)
    not_before = models.DateTimeField(default=timezone.now, db_index=True)
