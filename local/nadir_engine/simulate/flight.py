"""The flight: parallel lines over the site, there and back."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from nadir_engine.simulate.camera import Camera, Pose

FLYING_HEIGHT = 60.0  # metres over the middle of the site
FORWARD_OVERLAP = 0.80
SIDE_OVERLAP = 0.70
FIRST_HEADING = 0.0  # degrees from north
SPEED = 6.0  # metres a second


@dataclass(frozen=True)
class Exposure:
    """One photo to take: where, and seconds after the first one."""

    pose: Pose
    seconds: float


@dataclass(frozen=True)
class Plan:
    """Middles of the photos (x, y, heading in degrees), in metres around 0, 0, in the order of flight."""

    stations: tuple[tuple[float, float, float], ...]
    footprint: tuple[float, float]

    @property
    def covered(self) -> tuple[float, float, float, float]:
        """West, south, east, north of what the photos see on level ground."""
        xs, ys = [s[0] for s in self.stations], [s[1] for s in self.stations]
        across, along = self.footprint[0] / 2, self.footprint[1] / 2
        return min(xs) - across, min(ys) - along, max(xs) + across, max(ys) + along


def plan_flight(camera: Camera, photos: int) -> Plan:
    """Lines from south to north and back with the usual overlaps, over an area that is about as wide as it is long."""
    footprint = FLYING_HEIGHT * camera.width / camera.focal, FLYING_HEIGHT * camera.height / camera.focal
    between_lines, between_photos = footprint[0] * (1 - SIDE_OVERLAP), footprint[1] * (1 - FORWARD_OVERLAP)
    lines = min(photos, max(1, math.ceil(math.sqrt(photos * between_photos / between_lines))))
    stations: list[tuple[float, float, float]] = []
    for line in range(lines):
        count = photos // lines + (line < photos % lines)
        x = (line - (lines - 1) / 2) * between_lines
        ys = (np.arange(count) - (count - 1) / 2) * between_photos
        back = line % 2 == 1
        heading = FIRST_HEADING + 180.0 * back
        stations += [(x, float(y), heading) for y in (ys[::-1] if back else ys)]
    return Plan(tuple(stations), footprint)


def fly(plan: Plan, ground_height: float, rng: np.random.Generator) -> list[Exposure]:
    """Poses as a drone in light wind has them."""
    exposures: list[Exposure] = []
    seconds, last = 0.0, plan.stations[0]
    for x, y, heading in plan.stations:
        seconds += math.hypot(x - last[0], y - last[1]) / SPEED + (4.0 if heading != last[2] else 0.0)
        last = (x, y, heading)
        drift = rng.normal(0.0, (0.5, 0.5, 0.4))
        position = np.array([x, y, ground_height + FLYING_HEIGHT]) + drift
        turn, tilt, roll = rng.normal(0.0, (1.5, 1.2, 1.2))
        exposures.append(Exposure(Pose.looking_down(position, (heading + turn) % 360.0, tilt, roll), seconds))
    return exposures
