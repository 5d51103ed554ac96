"""A photo, and what its file says about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Optional


@dataclass(frozen=True)
class Photo:
    """One photo file.

    size_bytes of the file; width and height in pixels; taken_at by the camera's clock, without a zone; longitude and
    latitude in degrees (WGS 84), both or neither; altitude in metres above the camera's own zero, usually sea level.
    problem: '' for a usable photo, else what is wrong with it in a few words, such as 'damaged (cut off)'.
    """

    path: Path
    size_bytes: int
    width: int = 0
    height: int = 0
    taken_at: Optional[datetime] = None
    make: str = ""
    model: str = ""
    focal_length_mm: Optional[float] = None
    longitude: Optional[float] = None
    latitude: Optional[float] = None
    altitude: Optional[float] = None
    problem: str = ""

    @property
    def has_position(self) -> bool:
        return self.longitude is not None and self.latitude is not None
