"""How values become colours."""
from __future__ import annotations

from dataclasses import dataclass

from nadir_server.rasters.algorithms import Formula

Span = tuple[float, float]


@dataclass(frozen=True)
class Style:
    """`span`: the values that stand at both ends of the ramp; None: bands that are colours already."""

    bands: tuple[int, ...] = (1,)  # to read, in this order
    formula: Formula | None = None
    span: Span | None = None
    color_map: str = ""
    hillshade: float = 0.0  # how much steeper than it is the relief is shaded; 0 is not at all
