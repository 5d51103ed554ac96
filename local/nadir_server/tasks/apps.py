"""The tasks app."""
from __future__ import annotations

from django.apps import AppConfig


class TasksConfig(AppConfig):
    name = "nadir_server.tasks"
    label = "tasks"
