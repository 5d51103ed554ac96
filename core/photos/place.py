"""Degrees and metres: a flat frame around a place, good for what a drone flies over."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Sequence, Tuple

import numpy as np

from .photo import Photo


@dataclass(frozen=True)
class Frame:
    """East and north in metres from a place, which is in degrees (WGS 84)."""

    longitude: float
    latitude: float

    @classmethod
    def around(cls, photos: Sequence[Photo]) -> Frame:
        """One in the middle of photos that all have a position."""
        first = photos[0].longitude or 0.0
        east = np.median([_turned((photo.longitude or 0.0) - first) for photo in photos])
        return cls(_turned(first + float(east)), float(np.median([photo.latitude or 0.0 for photo in photos])))

    def to_metres(self, longitudes: np.ndarray, latitudes: np.ndarray) -> np.ndarray:
        """Array (..., 2) of east and north, across the 180th meridian too."""
        across, along = _metres_per_degree(self.latitude)
        east = (longitudes - self.longitude + 180.0) % 360.0 - 180.0
        return np.stack([east * across, (latitudes - self.latitude) * along], axis=-1)

    def to_degrees(self, metres: np.ndarray) -> np.ndarray:
        """Array (..., 2) of longitude and latitude."""
        across, along = _metres_per_degree(self.latitude)
        longitudes = (self.longitude + metres[..., 0] / across + 180.0) % 360.0 - 180.0
        return np.stack([longitudes, self.latitude + metres[..., 1] / along], axis=-1)


def positions(photos: Sequence[Photo], frame: Frame) -> np.ndarray:
    """Array (n, 2) in metres; NaN for photos without position."""
    degrees = np.array([(photo.longitude, photo.latitude) for photo in photos], dtype=float).reshape(-1, 2)
    return frame.to_metres(degrees[:, 0], degrees[:, 1])


def _turned(degrees: float) -> float:
    return (degrees + 180.0) % 360.0 - 180.0


def _metres_per_degree(latitude: float) -> Tuple[float, float]:
    """Along a parallel and along a meridian, for the ellipsoid of WGS 84 (series of its arc lengths)."""
    angle = math.radians(min(max(latitude, -89.9), 89.9))
    across = 111412.84 * math.cos(angle) - 93.5 * math.cos(3 * angle) + 0.118 * math.cos(5 * angle)
    return across, 111132.92 - 559.82 * math.cos(2 * angle) + 1.175 * math.cos(4 * angle)
