"""Ids are opaque strings: old servers number their things, new ones use UUIDs."""

from __future__ import annotations

from typing import Union

from . import fields

ProjectId = str
TaskId = str
NodeId = str
PresetId = str
UserId = str
GroupId = str
WorkerId = str


def as_sent(opaque: str) -> Union[int, str]:
    """An id as it stands in a body of JSON: a server that numbers its things wants the number."""
    number = fields.count(opaque)
    return opaque if number is None else number
