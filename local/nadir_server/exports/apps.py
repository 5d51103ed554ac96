"""The exports app."""
from __future__ import annotations

from django.apps import AppConfig


class ExportsConfig(AppConfig):
    name = "nadir_server.exports"
    label = "exports"
