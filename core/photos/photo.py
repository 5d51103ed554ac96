"""A photo, and what its file says about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Optional


@dataclass(frozen=True)
class Photo:
    """One photo file; None or '' for what it does not tell.

    size_bytes of the file; width and height in pixels as stored; taken_at by the camera's clock, without a zone;
    longitude and latitude in degrees (WGS 84), both or neither; altitude in metres above the camera's own zero, usually
    sea level; relative_altitude in metres above where the drone took off. yaw: where the top of the photo points, in
    degrees clockwise from north; pitch: degrees above the horizon, -90 is straight down; roll in degrees.
    focal_length_px in pixels of the photo as stored, from the best that its file tells.
    orientation: as EXIF counts it, 1 is upright. band: of a multispectral camera. fingerprint: of the
    file's content. sharpness: see `sharpness.measure`.
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
    relative_altitude: Optional[float] = None
    yaw: Optional[float] = None
    pitch: Optional[float] = None
    roll: Optional[float] = None
    equivalent_focal_mm: Optional[float] = None
    focal_length_px: Optional[float] = None
    orientation: int = 1
    band: str = ""
    fingerprint: str = ""
    sharpness: Optional[float] = None
    problem: str = ""

    @property
    def has_position(self) -> bool:
        return self.longitude is not None and self.latitude is not None

    @property
    def camera(self) -> str:
        """Make and model, '' where the file tells neither."""
        return self.model if self.model.startswith(self.make) else f"{self.make} {self.model}".strip()
