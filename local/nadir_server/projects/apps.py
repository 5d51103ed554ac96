"""The projects app."""
from __future__ import annotations

from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    name = "nadir_server.projects"
    label = "projects"
