"""Addresses of a task's photos."""
from __future__ import annotations

from django.urls import path

from nadir_server.images.views import ImageDownload, ImageThumbnail
from nadir_server.tasks.urls import TASK

urlpatterns = [
    path(TASK + "images/thumbnail/<str:name>", ImageThumbnail.as_view()),
    path(TASK + "images/download/<str:name>", ImageDownload.as_view()),
]
