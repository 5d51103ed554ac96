"""What is known of a task's rasters, computed when they arrived."""
from __future__ import annotations

from pathlib import Path
from typing import Any

from django.db import models

from nadir_server.rasters.kinds import RASTER_PATHS
from nadir_server.tasks.models import Task

MORE_ZOOMS = 3  # levels on each side of the data's own that are served


class Raster(models.Model):
    """One raster of one task."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="rasters")
    kind = models.CharField(max_length=16, choices=[(kind, kind) for kind in RASTER_PATHS])
    crs = models.TextField(help_text="EPSG:code, or WKT where there is none")
    bounds = models.JSONField(help_text="[west, south, east, north] in degrees")
    native_minzoom = models.IntegerField(help_text="Zoom at which it fits into one tile")
    native_maxzoom = models.IntegerField(help_text="Zoom of its own resolution")
    metadata = models.JSONField(help_text="Bands, statistics, size, as the API shows them")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("task", "kind"), name="one_raster_of_a_kind"),)

    @property
    def path(self) -> Path:
        return self.task.folder.assets / RASTER_PATHS[self.kind]

    @property
    def minzoom(self) -> int:
        return max(int(self.native_minzoom) - MORE_ZOOMS, 0)

    @property
    def maxzoom(self) -> int:
        return int(self.native_maxzoom) + MORE_ZOOMS

    @property
    def band_names(self) -> list[str]:
        """What the file calls its bands, alpha aside; '' where it says nothing."""
        texts = [text for _, text in self.metadata["band_descriptions"]]
        kinds = self.metadata["colorinterp"]
        return [text for text, kind in zip(texts, kinds, strict=True) if kind != "alpha"]

    def natural_span(self, bands: tuple[int, ...]) -> tuple[float, float] | None:
        """Between which values nearly all pixels of these bands lie; None for bytes, which are colours already."""
        if self.metadata["dtype"] == "uint8":
            return None
        found = [self.metadata["statistics"][str(band)]["percentiles"] for band in bands]
        return min(low for low, _ in found), max(high for _, high in found)

    @property
    def center(self) -> list[Any]:
        west, south, east, north = self.bounds
        return [(west + east) / 2, (south + north) / 2, self.native_minzoom]
