"""What can be done with processing nodes and presets."""

from __future__ import annotations

from .base import Verbs


class NodeVerbs(Verbs):
    """Look at processing nodes, their options and presets."""
