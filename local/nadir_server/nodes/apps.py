"""The processing nodes app."""
from __future__ import annotations

from django.apps import AppConfig


class NodesConfig(AppConfig):
    name = "nadir_server.nodes"
    label = "nodes"
