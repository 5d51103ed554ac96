"""Addresses of a task's rasters."""
from __future__ import annotations

from django.urls import path, re_path

from nadir_server.rasters.views import Bounds, Metadata, Thumbnail, Tile, TileJson
from nadir_server.tasks.urls import TASK

TASK_PATTERN = r"^projects/(?P<project_id>[^/]+)/tasks/(?P<task_id>[^/]+)/"
RASTER = TASK_PATTERN + r"(?P<kind>orthophoto|dsm|dtm)/"

urlpatterns = [
    path(TASK + "thumbnail", Thumbnail.as_view()),
    re_path(RASTER + r"tiles\.json$", TileJson.as_view()),
    re_path(RASTER + r"bounds$", Bounds.as_view()),
    re_path(RASTER + r"metadata$", Metadata.as_view()),
    re_path(
        RASTER + r"tiles/(?P<z>\d{1,2})/(?P<x>\d{1,9})/(?P<y>\d{1,9})(@(?P<scale>[12])x)?(?P<extension>\.(png|jpg|webp))?$",
        Tile.as_view(),
    ),
]
