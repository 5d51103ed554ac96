"""Whom projects can be shared with."""

from __future__ import annotations

from .base import Verbs


class PeopleVerbs(Verbs):
    """Find users and groups."""
