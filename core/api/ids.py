"""Ids are opaque strings: old servers number their things, new ones use UUIDs."""

from __future__ import annotations

ProjectId = str
TaskId = str
NodeId = str
