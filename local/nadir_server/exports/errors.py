"""Why a product could not be made."""
from __future__ import annotations


class CannotExport(Exception):
    """What is wrong, in words for the user."""


class Stopped(Exception):
    """The server is going down; the work is done at the next start."""
