"""The focal length in pixels that a photo's own metadata give, best source first."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from nadir_engine.sensors import sensor_width_mm

# Diagonal of a 24 x 36 mm frame, to which "35 mm equivalent" focal lengths refer.
FULL_FRAME_DIAGONAL_MM = 43.267
# Where nothing is known: the 84 degrees of diagonal field of view that most mapping cameras have, as a fraction of the width.
USUAL_FOCAL_RATIO = 0.7


class FocalSource(Enum):
    """Where a focal length comes from."""

    CALIBRATED = "calibrated by the maker (XMP)"
    SENSOR_TABLE = "focal length and sensor width"
    FULL_FRAME_EQUIVALENT = "35 mm equivalent"
    ASSUMED = "assumed"


@dataclass(frozen=True)
class FocalLength:
    """Focal length in pixels of the photo as it is stored."""

    pixels: float
    source: FocalSource


def focal_length(
    width: int, height: int, model: str, focal_mm: float | None, equivalent_mm: float | None,
    calibrated_px: float | None, calibrated_centre_x: float | None,
) -> FocalLength:  # fmt: skip
    """The focal length of a photo of `width` x `height` pixels; None for what its metadata do not tell.

    `calibrated_px` and `calibrated_centre_x` are in pixels of the photo as the camera made it (XMP CalibratedFocalLength and
    CalibratedOpticalCenterX): the centre tells whether the photo was resized since.
    """
    longer = max(width, height)
    if calibrated_px:
        native = 2.0 * calibrated_centre_x if calibrated_centre_x else longer
        return FocalLength(calibrated_px * _resize_ratio(longer, native), FocalSource.CALIBRATED)
    sensor = sensor_width_mm(model)
    if sensor and focal_mm:
        return FocalLength(focal_mm / sensor * longer, FocalSource.SENSOR_TABLE)
    if equivalent_mm:
        return FocalLength(
            equivalent_mm / FULL_FRAME_DIAGONAL_MM * _native_diagonal(width, height), FocalSource.FULL_FRAME_EQUIVALENT
        )
    return FocalLength(USUAL_FOCAL_RATIO * longer, FocalSource.ASSUMED)


def _resize_ratio(longer: int, native: float) -> float:
    """Stored over native size; 1 where they differ by no more than the optical centre may lie off the middle."""
    ratio = longer / native
    return 1.0 if abs(ratio - 1.0) < 0.05 else ratio


def _native_diagonal(width: int, height: int) -> float:
    """Diagonal in pixels of the whole sensor. A 16:9 photo is cut from a 4:3 sensor, and its equivalent is for the whole."""
    longer, shorter = max(width, height), min(width, height)
    if longer / shorter > 1.7:
        shorter = round(longer * 0.75)
    return float((longer**2 + shorter**2) ** 0.5)
