"""The ground that photos show, against geometry that can be done by hand."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from nadir.core.photos.coverage import coverage
from nadir.core.photos.footprints import footprints
from nadir.core.photos.photo import Photo
from nadir.core.photos.place import Frame
from nadir.test.unit.photos.drone_photo import FOCAL_PX, HEIGHT, LENGTH, SITE, START, WIDTH, grid, photo

ACROSS, ALONG = WIDTH / FOCAL_PX * HEIGHT, LENGTH / FOCAL_PX * HEIGHT


def corners(seen: Photo) -> np.ndarray:
    """(4, 2) metres from below the camera: top left, top right, bottom right, bottom left of the photo."""
    return np.asarray(footprints([seen]).corners[0])


def test_straight_down_it_is_a_rectangle_whose_top_is_north() -> None:
    x, y = ACROSS / 2, ALONG / 2
    assert corners(photo(0)) == pytest.approx(np.array([(-x, y), (x, y), (x, -y), (-x, -y)]), abs=1e-6)


def test_its_top_points_where_the_photo_does() -> None:
    top = corners(replace(photo(0), yaw=90.0))[:2].mean(axis=0)
    assert top == pytest.approx(np.array([ALONG / 2, 0.0]), abs=1e-6)
    top = corners(replace(photo(0), yaw=-135.0))[:2].mean(axis=0)
    assert top == pytest.approx(-ALONG / 2 * np.array([1, 1]) / math.sqrt(2), abs=1e-6)


def test_a_tilted_photo_looks_ahead() -> None:
    far, near = corners(replace(photo(0), pitch=-60.0, yaw=90.0))[[0, 3]]
    half = math.degrees(math.atan(LENGTH / 2 / FOCAL_PX))
    assert far[0] == pytest.approx(HEIGHT * math.tan(math.radians(30 + half)))
    assert near[0] == pytest.approx(HEIGHT * math.tan(math.radians(30 - half)))


def test_a_roll_leans_the_photo_to_its_right() -> None:
    """It turns about the line of sight: straight down that is a turn to the right, as a yaw is."""
    assert corners(replace(photo(0), roll=10.0)) == pytest.approx(corners(replace(photo(0), yaw=10.0)), abs=1e-6)
    left, right = corners(replace(photo(0), roll=10.0, pitch=-45.0))[[3, 2]]
    assert right[1] < left[1]  # the lower right corner comes nearer


def test_ground_near_the_horizon_is_cut_and_the_horizon_shows_none() -> None:
    shown = corners(replace(photo(0), pitch=-20.0))
    assert np.hypot(*shown.T).max() == pytest.approx(4 * HEIGHT)
    assert np.isnan(corners(replace(photo(0), pitch=5.0))).all()


@pytest.mark.parametrize("unknown", [{"relative_altitude": None, "altitude": None}, {"focal_length_px": None}, {"longitude": None}])
def test_what_is_not_known_has_no_footprint(unknown: dict) -> None:
    found = footprints([replace(photo(0), **unknown), photo(1)])
    assert list(found.known) == [False, True] and found.in_degrees()[0] is None and found.in_degrees()[1] is not None


def test_without_a_yaw_it_is_turned_as_the_drone_flew() -> None:
    def place(east: float, north: float) -> tuple[float, float]:
        longitude, latitude = SITE.to_degrees(np.array([east, north]))
        return float(longitude), float(latitude)

    eastward = [replace(photo(n, *place(20.0 * n, 0.0)), yaw=None) for n in range(3)]
    top = np.asarray(footprints(eastward).corners[1])[:2].mean(axis=0)
    bottom = np.asarray(footprints(eastward).corners[1])[2:].mean(axis=0)
    assert (top - bottom) == pytest.approx(np.array([ALONG, 0.0]), abs=0.01)
    still = [replace(each, taken_at=START + timedelta(hours=n)) for n, each in enumerate(eastward)]
    top, bottom = (np.asarray(footprints(still).corners[1])[rows].mean(axis=0) for rows in (slice(2), slice(2, 4)))
    assert (top - bottom) == pytest.approx(np.array([0.0, ALONG]), abs=0.01)


def test_degrees_and_metres_agree_with_the_ellipsoid() -> None:
    """A second of latitude at 48.1 degrees is 30.887 m, one of longitude 20.68 m."""
    metres = Frame(11.5, 48.1).to_metres(np.array([11.5 + 1 / 3600]), np.array([48.1 + 1 / 3600]))[0]
    assert metres == pytest.approx(np.array([20.68, 30.887]), abs=0.01)
    back = Frame(11.5, 48.1).to_degrees(metres)
    assert back == pytest.approx(np.array([11.5 + 1 / 3600, 48.1 + 1 / 3600]), abs=1e-12)


def test_the_area_is_that_of_what_three_photos_see() -> None:
    same = [photo(number) for number in range(3)]
    assert coverage(footprints(same)).area_m2 == pytest.approx(ACROSS * ALONG, rel=0.1)
    assert coverage(footprints(same)).views == 3.0
    assert coverage(footprints([*same, *grid(1, 2, 0.0)])).area_m2 == pytest.approx(ACROSS * ALONG, rel=0.1)
    assert coverage(footprints(same[:2])).area_m2 == pytest.approx(ACROSS * ALONG, rel=0.1)
    assert math.isnan(coverage(footprints([replace(photo(0), latitude=None)])).shares[0])


def test_sites_far_apart_cost_no_more_memory() -> None:
    away = [replace(each, longitude=(each.longitude or 0) - 80.0) for each in grid(3, 4)]
    assert coverage(footprints([*grid(3, 4), *away])).shares.min() > 0.4
