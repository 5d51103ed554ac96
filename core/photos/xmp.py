"""What makers of drones write into a photo's XMP: heights, angles, the calibration of the lens.

Sources: DJI's image metadata, Parrot's and Pix4D's lists of XMP tags. Properties come as attributes or as elements.
"""

from __future__ import annotations

import math
import re
from typing import Dict, Mapping, Optional

_PROPERTY = re.compile(r"[\w-]+:(\w+)\s*=\s*[\"']([^\"'<]*)[\"']|<[\w-]+:(\w+)>([^<]*)</")
_YAWS = ("GimbalYawDegree", "CameraYawDegree", "FlightYawDegree", "Yaw", "DroneYawDegree")
_PITCHES = ("GimbalPitchDegree", "CameraPitchDegree")
_ROLLS = ("GimbalRollDegree", "CameraRollDegree")


class DroneProperties:
    """The properties of an XMP packet by name, without the prefix of their maker; None for what is not there."""

    def __init__(self, packet: bytes) -> None:
        self._values = _first_of_each(packet.decode("utf-8", "replace"))

    @property
    def absolute_altitude(self) -> Optional[float]:
        """Metres above the zero of the drone's own positions."""
        return self._number("AbsoluteAltitude")

    @property
    def relative_altitude(self) -> Optional[float]:
        """Metres above where the drone took off."""
        return self._number("RelativeAltitude")

    @property
    def yaw(self) -> Optional[float]:
        """Where the top of the photo points: degrees clockwise from north; the drone's own where it has no gimbal's."""
        return self._number(*_YAWS)

    @property
    def pitch(self) -> Optional[float]:
        """Degrees above the horizon that the camera looks at: -90 is straight down."""
        return self._number(*_PITCHES)

    @property
    def roll(self) -> Optional[float]:
        """Degrees that the camera leans to its right."""
        return self._number(*_ROLLS)

    @property
    def calibrated_focal_px(self) -> Optional[float]:
        """The maker's calibration of the lens, in pixels of the photo as the camera made it."""
        return self._number("CalibratedFocalLength")

    @property
    def calibrated_centre_x(self) -> Optional[float]:
        """The optical centre in pixels from the left: half of the width that the calibration is for, or nearly so."""
        return self._number("CalibratedOpticalCenterX")

    @property
    def band(self) -> str:
        """The band of light of a multispectral camera, whose photos of one moment differ in this alone."""
        return self._values.get("BandName", "").strip()

    def _number(self, *names: str) -> Optional[float]:
        for name in names:
            try:
                value = float(self._values.get(name, ""))
            except ValueError:
                continue
            if math.isfinite(value):
                return value
        return None


def _first_of_each(packet: str) -> Mapping[str, str]:
    values: Dict[str, str] = {}
    for found in _PROPERTY.finditer(packet):
        values.setdefault(found[1] or found[3], (found[2] if found[1] else found[4]).strip())
    return values
