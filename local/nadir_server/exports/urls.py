"""Addresses of exports and of the jobs that make them."""
from __future__ import annotations

from django.urls import path, re_path

from nadir_server.exports.views import CheckExport, GetExport, StartExport
from nadir_server.rasters.urls import TASK_PATTERN

urlpatterns = [
    re_path(TASK_PATTERN + r"(?P<product>orthophoto|dsm|dtm|georeferenced_model)/export$", StartExport.as_view()),
    path("workers/check/<uuid:export_id>", CheckExport.as_view()),
    path("workers/get/<uuid:export_id>", GetExport.as_view()),
]
