"""A task whose photos this computer is sending, as its row shows that: the server knows nothing of how far it is."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Sending:
    """text: the phase with its percentage; fraction: of the bytes, 0..1."""

    text: str
    fraction: float
