"""One simulated survey from flight plan to files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pyproj import Transformer

from nadir_engine.simulate import truth
from nadir_engine.simulate.camera import Camera
from nadir_engine.simulate.flight import Exposure, fly, plan_flight
from nadir_engine.simulate.photo_file import Labels, write_photo
from nadir_engine.simulate.render import cast_rays, developed
from nadir_engine.simulate.site import Site, make_site

CRS = "EPSG:32632"
ORIGIN = np.array([476540.0, 5204880.0, 0.0])  # the site's 0, 0 there: farmland of the Swiss plateau
TAKEN_AT = datetime(2025, 6, 14, 11, 20, 0)
# A receiver without corrections is off by about the same for a whole short flight, and only a little more from photo to
# photo. Standard deviations in metres, east north up.
GPS_OFFSET = np.array([0.8, 0.8, 1.2])
GPS_JITTER = np.array([0.25, 0.25, 0.15])
SEEN_TOLERANCE = 0.25  # metres between a target and what its pixel shows

Progress = Callable[[float, str], None]


@dataclass(frozen=True)
class Survey:
    """What is asked for: number of photos, their width in pixels, and the seed that everything follows from."""

    photos: int
    width: int
    seed: int


def simulate(survey: Survey, folder: Path, progress: Progress) -> None:
    """Write `images/*.JPG` and `truth/*` into `folder`. `progress` gets 0..1 and a line; raises OSError."""
    camera = Camera.of_width(survey.width)
    plan = plan_flight(camera, survey.photos)
    progress(0.0, "Making the site")
    site = make_site(plan, camera, survey.seed)
    rng = np.random.default_rng([survey.seed, 1])
    exposures = {f"NADIR_{number:04}.JPG": e for number, e in enumerate(fly(plan, site.ground_height(), rng), start=1)}
    for name in ("images", "truth"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    gps_offset = rng.normal(0.0, GPS_OFFSET)
    observations: list[truth.Observation] = []
    for number, (name, exposure) in enumerate(exposures.items()):
        progress(0.3 + 0.6 * number / len(exposures), f"Taking photo {number + 1} of {len(exposures)}")
        pixels, heights = cast_rays(site.model, camera, exposure.pose)
        noise = np.random.default_rng([survey.seed, 2, number])
        labels = _labels(exposure, site, gps_offset + noise.normal(0.0, GPS_JITTER))
        write_photo(folder / "images" / name, developed(pixels, noise), camera, labels)
        observations += [(target, name, x, y) for target, x, y in _seen(site, camera, exposure, heights)]
    progress(0.9, "Writing the truth")
    model = site.model
    truth.write_rasters(folder / "truth", site.grid, CRS, ORIGIN, site.surface, site.ground, model.colour)
    truth.write_cameras(folder / "truth", CRS, ORIGIN, camera, exposures)
    truth.write_control_points(folder / "truth", CRS, ORIGIN, site.targets, observations)
    progress(1.0, f"{len(exposures)} photos in {folder / 'images'}")


def _labels(exposure: Exposure, site: Site, gps_error: NDArray[np.float64]) -> Labels:
    """What the drone believes: its own position has an error, in metres, the gimbal's angles have none."""
    pose = exposure.pose
    east, north, altitude = pose.position + ORIGIN + gps_error
    longitude, latitude = Transformer.from_crs(CRS, "EPSG:4326", always_xy=True).transform(east, north)
    return Labels(
        taken_at=TAKEN_AT + timedelta(seconds=round(exposure.seconds)),
        longitude=longitude,
        latitude=latitude,
        altitude=float(altitude),
        relative_altitude=float(pose.position[2]) - site.ground_height(),
        gimbal_yaw=(pose.heading + 180.0) % 360.0 - 180.0,
        gimbal_pitch=-90.0 + pose.tilt,
        gimbal_roll=pose.roll,
    )


def _seen(
    site: Site, camera: Camera, exposure: Exposure, heights: NDArray[np.float32]
) -> Iterator[tuple[truth.ControlPoint, float, float]]:
    """The targets in a photo that nothing hides, with their pixels."""
    for target in site.targets:
        x, y = exposure.pose.project(camera, np.array([[target.x, target.y, target.z]]))[0]
        if not (4 <= x < camera.width - 4 and 4 <= y < camera.height - 4):
            continue
        if abs(float(heights[int(y), int(x)]) - target.z) < SEEN_TOLERANCE:
            yield target, float(x), float(y)

