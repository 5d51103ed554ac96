"""The rasters app."""
from __future__ import annotations

from django.apps import AppConfig


class RastersConfig(AppConfig):
    name = "nadir_server.rasters"
    label = "rasters"
