"""Which way a camera looked: from the rotation that a reconstruction gives it (OpenSfM's convention).

A rotation is an axis times an angle in radians; it takes the world (east, north, up of the task's reference system) to
the camera (right, down, forward).
"""

from __future__ import annotations

import math
from typing import Any, Optional, Tuple

import numpy as np

from ...api import fields

STRAIGHT_DOWN = 10.0
"""Degrees from the vertical, below which the top of the photo says more of its direction than where it looks."""


def rotation_matrix(content: Any) -> Optional[np.ndarray]:
    """(3, 3) out of a list of three numbers (Rodrigues' formula); None where it is anything else."""
    numbers = [fields.finite(item) for item in content] if isinstance(content, list) else []
    known = [number for number in numbers if number is not None]
    if len(numbers) != 3 or len(known) != 3:
        return None
    vector = np.array(known)
    angle = float(np.linalg.norm(vector))
    if not math.isfinite(angle) or angle > 1e6:
        return None
    x, y, z = vector / angle if angle > 1e-12 else vector
    cross = np.array([[0.0, -z, y], [z, 0.0, -x], [-y, x, 0.0]])
    return np.eye(3) + math.sin(angle) * cross + (1.0 - math.cos(angle)) * cross @ cross


def direction(rotation: np.ndarray) -> Tuple[float, float]:
    """Heading in degrees clockwise from the grid's north and tilt from straight down (0) to the horizon (90) and above.

    The heading is where the camera looks, or, of one that looks straight down, where the top of its photo lies.
    """
    forward, top = rotation[2], -rotation[1]
    tilt = math.degrees(math.acos(max(-1.0, min(1.0, -float(forward[2])))))
    shown = top if tilt < STRAIGHT_DOWN or tilt > 180.0 - STRAIGHT_DOWN else forward
    return math.degrees(math.atan2(float(shown[0]), float(shown[1]))) % 360.0, tilt
