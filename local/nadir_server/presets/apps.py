"""The presets app."""
from __future__ import annotations

from django.apps import AppConfig


class PresetsConfig(AppConfig):
    name = "nadir_server.presets"
    label = "presets"
