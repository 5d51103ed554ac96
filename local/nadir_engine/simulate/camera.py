"""The simulated camera: a pinhole, and where it was for each photo."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FOCAL_MM = 4.49
SENSOR_WIDTH_MM = 6.17
ASPECT = 4.0 / 3.0


@dataclass(frozen=True)
class Camera:
    """A pinhole without distortion. `focal` in pixels; the principal point is the photo's middle."""

    width: int
    height: int
    focal: float

    @classmethod
    def of_width(cls, width: int) -> Camera:
        """The simulated drone's camera with photos of `width` pixels."""
        return cls(width, round(width / ASPECT), FOCAL_MM / SENSOR_WIDTH_MM * width)

    @property
    def centre(self) -> tuple[float, float]:
        """The principal point in pixels; the first pixel's middle is at 0.5, 0.5."""
        return self.width / 2.0, self.height / 2.0


@dataclass(frozen=True)
class Pose:
    """`position` (3,) in metres of the site's frame, east north up; `rotation` (3, 3) from there to the camera's axes.

    The camera's axes are right, down and forward in the photo.
    """

    position: NDArray[np.float64]
    rotation: NDArray[np.float64]
    heading: float
    tilt: float
    roll: float

    @classmethod
    def looking_down(cls, position: NDArray[np.float64], heading: float, tilt: float = 0.0, roll: float = 0.0) -> Pose:
        """A camera that looks straight down, its upper edge towards `heading` (degrees from north, clockwise).

        `tilt` turns its look forward of the nadir and `roll` to its right, in degrees.
        """
        h = np.radians(heading)
        level = np.array([[np.cos(h), -np.sin(h), 0.0], [-np.sin(h), -np.cos(h), 0.0], [0.0, 0.0, -1.0]])
        return cls(position, _turn_x(np.radians(tilt)) @ _turn_y(np.radians(roll)) @ level, heading, tilt, roll)

    def project(self, camera: Camera, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Pixels (n, 2) of points (n, 3) in metres; not-a-number behind the camera."""
        seen = (points - self.position) @ self.rotation.T
        depth = np.where(seen[:, 2:] > 0, seen[:, 2:], np.nan)
        return seen[:, :2] / depth * camera.focal + np.array(camera.centre)


def _turn_x(angle: float) -> NDArray[np.float64]:
    """Positive: what lies ahead (up in the photo) comes to the middle."""
    cos, sin = np.cos(angle), np.sin(angle)
    return np.array([[1.0, 0.0, 0.0], [0.0, cos, sin], [0.0, -sin, cos]])


def _turn_y(angle: float) -> NDArray[np.float64]:
    """Positive: what lies to the right comes to the middle."""
    cos, sin = np.cos(angle), np.sin(angle)
    return np.array([[cos, 0.0, -sin], [0.0, 1.0, 0.0], [sin, 0.0, cos]])
