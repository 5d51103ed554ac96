"""The ground that each photo shows, were it flat: from position, height, angles and focal length."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime
from typing import List, Optional, Sequence, Tuple

import numpy as np

from .photo import Photo
from .place import Frame, positions

NADIR = -90.0
_LOWEST = 2.0  # metres: a lower height tells nothing
_FARTHEST = 4.0  # heights: ground further off, towards the horizon, is too coarse to count
_STRAIGHT = 20.0  # seconds between photos of one line, from which a heading can be taken


@dataclass(frozen=True)
class Footprints:
    """corners: (n, 4, 2) in metres of `frame`, around; NaN for photos of which too little is known.

    heights: (n,) metres above the ground; gsd: (n,) metres on the ground that a pixel in the middle shows.
    """

    frame: Optional[Frame]
    corners: np.ndarray
    heights: np.ndarray
    gsd: np.ndarray

    @property
    def known(self) -> np.ndarray:
        """(n,) whether a photo's footprint is known."""
        return np.isfinite(self.corners).all(axis=(1, 2))

    def in_degrees(self) -> List[Optional[Tuple[Tuple[float, float], ...]]]:
        """The corners as longitude and latitude, None for what is not known."""
        if self.frame is None:
            return [None] * len(self.corners)
        degrees = self.frame.to_degrees(self.corners)
        return [
            tuple((float(x), float(y)) for x, y in corners) if known else None
            for corners, known in zip(degrees, self.known)
        ]


def footprints(photos: Sequence[Photo]) -> Footprints:
    """Those of all photos, in their order."""
    heights = heights_above_ground(photos)
    focal = np.array([photo.focal_length_px or math.nan for photo in photos], dtype=float)
    pitches = np.array([NADIR if photo.pitch is None else photo.pitch for photo in photos], dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        down = np.sin(np.radians(np.maximum(-pitches, 0.0)))
        gsd = np.where(down > 0.17, heights / down / focal, math.nan)
    placed = [photo for photo in photos if photo.has_position]
    if not placed:
        return Footprints(None, np.full((len(photos), 4, 2), math.nan), heights, gsd)
    frame = Frame.around(placed)
    places = positions(photos, frame)
    corners = _corners(photos, heights, focal, pitches, headings(photos, places))
    return Footprints(frame, corners + places[:, None, :], heights, gsd)


def heights_above_ground(photos: Sequence[Photo]) -> np.ndarray:
    """(n,) metres, NaN where unknown.

    What the drone tells is the height above where it took off, taken for the ground's. Photos that tell only their
    altitude get the ground of the others; where none tells it, nothing is known.
    """
    relative = np.array([photo.relative_altitude for photo in photos], dtype=float)
    altitude = np.array([photo.altitude for photo in photos], dtype=float)
    ground = altitude - relative
    if np.isfinite(ground).any():
        relative = np.where(np.isfinite(relative), relative, altitude - np.nanmedian(ground))
    return np.where(relative > _LOWEST, relative, math.nan)


def headings(photos: Sequence[Photo], places: np.ndarray) -> np.ndarray:
    """(n,) degrees clockwise from north: what the photo tells, else where the drone flew to or came from, else 0."""
    found = np.array([photo.yaw for photo in photos], dtype=float)
    if np.isfinite(found).all():
        return found
    order = sorted((i for i, photo in enumerate(photos) if photo.taken_at), key=lambda i: photos[i].taken_at or datetime.min)
    for before, after in zip(order, order[1:]):
        step = places[after] - places[before]
        seconds = ((photos[after].taken_at or datetime.min) - (photos[before].taken_at or datetime.min)).total_seconds()
        if seconds > _STRAIGHT or not np.isfinite(step).all() or not step.any():
            continue
        course = math.degrees(math.atan2(step[0], step[1]))
        for each in (before, after):
            if not np.isfinite(found[each]):
                found[each] = course
    return np.where(np.isfinite(found), found, 0.0)


def _corners(
    photos: Sequence[Photo], heights: np.ndarray, focal: np.ndarray, pitches: np.ndarray, yaws: np.ndarray
) -> np.ndarray:
    """(n, 4, 2): where the rays through a photo's corners meet flat ground, in metres from below the camera."""
    rolls = np.radians(np.array([photo.roll or 0.0 for photo in photos], dtype=float))
    sizes = np.array([(photo.width, photo.height) for photo in photos], dtype=float).reshape(-1, 2) / 2.0
    forward, right, top = _axes(np.radians(yaws), np.radians(pitches), rolls)
    signs = np.array([(-1, 1), (1, 1), (1, -1), (-1, -1)], dtype=float)
    across = (signs[None, :, 0] * sizes[:, None, 0])[..., None] * right[:, None, :]
    along = (signs[None, :, 1] * sizes[:, None, 1])[..., None] * top[:, None, :]
    rays = forward[:, None, :] * focal[:, None, None] + across + along
    with np.errstate(divide="ignore", invalid="ignore"):
        level = rays[..., :2] / np.hypot(rays[..., 0], rays[..., 1])[..., None]
        slope = np.hypot(rays[..., 0], rays[..., 1]) / np.maximum(-rays[..., 2], 1e-9)
    distance = np.minimum(slope, _FARTHEST) * heights[:, None]
    found = np.nan_to_num(level) * distance[..., None]
    found[pitches > -10.0] = math.nan  # shows the horizon rather than the ground
    return found


def _axes(yaw: np.ndarray, pitch: np.ndarray, roll: np.ndarray) -> Tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(n, 3) each: where the camera looks, and where the right and the top of its photo point; east, north, up."""
    forward = np.stack([np.sin(yaw) * np.cos(pitch), np.cos(yaw) * np.cos(pitch), np.sin(pitch)], axis=-1)
    right = np.stack([np.cos(yaw), -np.sin(yaw), np.zeros_like(yaw)], axis=-1)
    top = np.cross(right, forward)
    leaning, cosine = np.sin(roll)[:, None], np.cos(roll)[:, None]
    return forward, cosine * right - leaning * top, cosine * top + leaning * right
