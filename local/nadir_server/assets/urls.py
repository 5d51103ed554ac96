"""Addresses of a task's files."""
from __future__ import annotations

from django.urls import path

from nadir_server.assets.views import Download, RawAsset
from nadir_server.tasks.urls import TASK

urlpatterns = [
    path(TASK + "download/<str:asset>", Download.as_view()),
    path(TASK + "assets/<path:path>", RawAsset.as_view()),
]
