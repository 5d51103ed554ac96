"""The rasters app."""
from __future__ import annotations

from django.apps import AppConfig


class RastersConfig(AppConfig):
    name = "nadir_server.rasters"
    label = "rasters"

    def ready(self) -> None:
        from nadir_server.rasters.opening import ignore_files_beside_rasters

        ignore_files_beside_rasters()
