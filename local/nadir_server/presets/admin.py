"""Presets on the administration page: the one place where those of the system can be changed."""
from __future__ import annotations

from django.contrib import admin

from nadir_server.presets.models import Preset


@admin.register(Preset)
class PresetAdmin(admin.ModelAdmin):
    """All presets."""

    list_display = ("id", "name", "owner", "system")
    list_display_links = ("id", "name")
    list_filter = ("system", "owner")
    fields = ("name", "owner", "system", "options")
