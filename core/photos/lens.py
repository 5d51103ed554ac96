"""The focal length of a photo in pixels, from what its file tells: best source first."""

from __future__ import annotations

import math
from typing import Optional

FULL_FRAME_DIAGONAL_MM = 43.267
"""Of a frame of 24 x 36 mm, to which '35 mm equivalent' focal lengths refer."""
_MM_OF_UNIT = {2: 25.4, 3: 10.0, 4: 1.0, 5: 0.001}  # EXIF's FocalPlaneResolutionUnit
_CENTRE_OFF = 0.05  # how far an optical centre may lie off the middle, as a part of the width


def from_calibration(longer: int, focal_px: Optional[float], centre_x: Optional[float]) -> Optional[float]:
    """The maker's calibration for a photo whose longer side is `longer`, which may have been resized since."""
    if focal_px is None or focal_px <= 0 or longer <= 0:
        return None
    ratio = longer / (2.0 * centre_x) if centre_x and centre_x > 0 else 1.0
    return focal_px if abs(ratio - 1.0) < _CENTRE_OFF else focal_px * ratio


def from_pixel_pitch(focal_mm: Optional[float], per_unit: float, unit: float) -> Optional[float]:
    """From the focal length and the pixels that lie on a unit of the sensor (EXIF's FocalPlaneXResolution)."""
    if focal_mm is None or not math.isfinite(per_unit) or per_unit <= 0:
        return None
    pitch_mm = _MM_OF_UNIT.get(int(unit) if math.isfinite(unit) else 2, 25.4) / per_unit
    return focal_mm / pitch_mm if 0.0002 < pitch_mm < 0.05 else None


def from_equivalent(width: int, height: int, equivalent_mm: Optional[float]) -> Optional[float]:
    """From the 35 mm equivalent, which refers to the diagonal of the whole sensor: 16:9 photos are cut from 4:3 ones."""
    longer, shorter = max(width, height), min(width, height)
    if equivalent_mm is None or shorter <= 0:
        return None
    if longer / shorter > 1.7:
        shorter = round(longer * 0.75)
    return equivalent_mm / FULL_FRAME_DIAGONAL_MM * math.hypot(longer, shorter)
