"""The truth is true: what it says is where the photos show it."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
import pytest
import rasterio
from nadir_engine.simulate.camera import Camera
from nadir_engine.simulate.flight import plan_flight


def read(survey: Any, name: str) -> tuple[np.ndarray, Any]:
    with rasterio.open(survey.folder / "truth" / f"{name}.tif") as raster:
        assert raster.crs == survey.cameras["crs"]
        return raster.read(), raster.transform


def test_control_points_are_seen_where_they_project(survey: Any) -> None:
    seen = [(point, place) for point in survey.control_points["points"] for place in point["seen"]]
    assert len(survey.control_points["points"]) >= 4
    assert len(seen) >= 8
    photos = {photo["name"]: photo for photo in survey.cameras["photos"]}
    misses = []
    for point, place in seen:
        x, y = survey.project(photos[place["photo"]], np.array([point["position"]]))[0]
        assert (x, y) == pytest.approx((place["x"], place["y"]), abs=0.01)
        misses.append(np.hypot(*(np.array(crossing_near(survey.pixels(place["photo"]), x, y)) - (x, y))))
    assert np.median(misses) < 0.15
    assert np.max(misses) < 0.5


def crossing_near(pixels: np.ndarray, x: float, y: float) -> tuple[float, float]:
    """The crossing of the checkered target near a place; the first pixel's middle is 0.5, 0.5."""
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    start = np.array([[[x - 0.5 + 1.0, y - 0.5 - 1.0]]], np.float32)
    stop = (cv2.TERM_CRITERIA_EPS + cv2.TERM_CRITERIA_MAX_ITER, 100, 1e-4)
    found = cv2.cornerSubPix(grey, start, (4, 4), (-1, -1), stop)[0, 0]
    return float(found[0]) + 0.5, float(found[1]) + 0.5


def test_targets_lie_in_the_orthophoto_at_their_coordinates(survey: Any) -> None:
    image, transform = read(survey, "orthophoto")
    surface, _ = read(survey, "dsm")
    for point in survey.control_points["points"]:
        east, north, height = point["position"]
        corners = [(0.3, 0.3), (-0.3, 0.3), (-0.3, -0.3), (0.3, -0.3)]
        cells = [~transform * (east + dx, north + dy) for dx, dy in corners]
        grey = [image[:, int(row), int(column)].mean() for column, row in cells]
        assert grey[1] - grey[0] > 60
        assert grey[3] - grey[2] > 60
        assert surface[0, int(cells[0][1]), int(cells[0][0])] == pytest.approx(height, abs=0.001)


def test_the_surface_is_nowhere_below_the_ground_and_above_it_in_places(survey: Any) -> None:
    surface, _ = read(survey, "dsm")
    ground, _ = read(survey, "dtm")
    difference = surface - ground
    assert difference.min() >= 0
    assert 0.02 < np.mean(difference > 2.0) < 0.5
    assert 4 < difference.max() < 25


def test_open_ground_has_the_orthophotos_colours_in_every_photo(survey: Any) -> None:
    """Poses, heights and colours agree over the whole photo, not only at the targets."""
    image, transform = read(survey, "orthophoto")
    surface, _ = read(survey, "dsm")
    ground, _ = read(survey, "dtm")
    rng = np.random.default_rng(1)
    rows, columns = rng.integers(0, image.shape[1], 6000), rng.integers(0, image.shape[2], 6000)
    bare = surface[0, rows, columns] - ground[0, rows, columns] < 0.01
    rows, columns = rows[bare], columns[bare]
    east, north = transform * (columns + 0.5, rows + 0.5)
    points = np.column_stack([east, north, surface[0, rows, columns]])
    for photo in survey.cameras["photos"]:
        pixels = survey.pixels(photo["name"]).mean(axis=2)
        x, y = survey.project(photo, points).T.astype(int)
        inside = (x >= 0) & (y >= 0) & (x < pixels.shape[1]) & (y < pixels.shape[0])
        assert inside.sum() > 500
        truth = image[:, rows[inside], columns[inside]].mean(axis=0)
        assert np.corrcoef(truth, pixels[y[inside], x[inside]])[0, 1] > 0.8


def test_control_points_come_as_opendronemap_reads_them_too(survey: Any) -> None:
    lines = (survey.folder / "truth" / "gcp_list.txt").read_text().splitlines()
    assert lines[0] == survey.cameras["crs"]
    seen = sum(len(point["seen"]) for point in survey.control_points["points"])
    assert len(lines) == seen + 1
    assert all(len(line.split()) == 7 for line in lines[1:])


@pytest.mark.parametrize("photos", [2, 7, 15, 40])
def test_flight_plans_have_the_usual_overlaps(photos: int) -> None:
    plan = plan_flight(Camera.of_width(1600), photos)
    assert len(plan.stations) == photos
    lines = sorted({x for x, _, _ in plan.stations})
    between = np.diff(lines) / plan.footprint[0]
    assert between == pytest.approx(np.full(len(lines) - 1, 0.30))
    for line in lines:
        steps = np.abs(np.diff([y for x, y, _ in plan.stations if x == line])) / plan.footprint[1]
        assert steps == pytest.approx(np.full(steps.size, 0.20))
