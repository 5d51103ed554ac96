"""The option `cameras`: another run's lenses, Nadir's or OpenDroneMap's."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from nadir_engine.camera_guess import FocalSource
from nadir_engine.cameras_file import known_camera_of, known_cameras
from nadir_engine.errors import EngineError
from nadir_engine.photos import Photo
from running_engine import QUICK, Outcome, run_engine

PHOTO = Photo(
    filename="a.jpg", path_file="a.jpg", width=4000, height=2250, camera_make="DJI", camera_model="FC300S", focal_length=3.6,
    focal_length_px=2340.0, focal_source=FocalSource.SENSOR_TABLE.value, latitude=None, longitude=None, altitude=None,
    relative_altitude=None, accuracy_horizontal=None, accuracy_vertical=None, yaw=None, pitch=None, roll=None, taken_at=None,
)  # fmt: skip
BROWN = {
    "projection_type": "brown", "width": 4000, "height": 2250, "focal_x": 0.6, "focal_y": 0.6, "c_x": 0.01, "c_y": -0.002,
    "k1": 0.02, "k2": -0.01, "p1": 0.001, "p2": -0.002, "k3": 0.0,
}  # fmt: skip
OPENDRONEMAP_ID = "v2 dji fc300s 4000 2250 brown 0.66"


def _camera(**changes: Any) -> str:
    return json.dumps({OPENDRONEMAP_ID: {**BROWN, **changes}})


def test_a_camera_of_opendronemap_is_found_by_make_model_and_size() -> None:
    found = known_camera_of(PHOTO, known_cameras(_camera()))
    assert found is not None
    assert found.params(4000, 2250) == pytest.approx([2400.0, 2400.0, 2040.0, 1117.0, 0.02, -0.01, 0.001, -0.002])


@pytest.mark.parametrize("other", [{"camera_model": "FC6310"}, {"camera_make": "Parrot"}, {"width": 3000}])
def test_another_camera_is_not(other: dict[str, Any]) -> None:
    assert known_camera_of(replace(PHOTO, **other), known_cameras(_camera())) is None


def test_a_make_that_the_model_repeats_stands_once_in_an_id_of_opensfm() -> None:
    option = json.dumps({"v2 parrot anafi 4000 2250 brown 0.7": BROWN})
    assert known_camera_of(replace(PHOTO, camera_make="Parrot", camera_model="Parrot Anafi"), known_cameras(option))


def test_of_several_focal_lengths_the_nearest_is_taken() -> None:
    option = json.dumps({f"dji fc300s 4000 2250 brown {focal}": {**BROWN, "focal_x": focal, "focal_y": focal}
                         for focal in (0.58, 1.2)})  # fmt: skip
    for pixels, focal in ((2340.0, 0.58), (4700.0, 1.2)):
        found = known_camera_of(replace(PHOTO, focal_length_px=pixels), known_cameras(option))
        assert found is not None
        assert found.focal == focal


def test_a_third_radial_term_is_taken_up_by_the_others() -> None:
    found = known_camera_of(PHOTO, known_cameras(_camera(k3=0.01)))
    assert found is not None
    k1, k2 = found.params(4000, 2250)[4:6]
    r = np.linspace(0.0, np.hypot(4000, 2250) / 2 / 2400, 50)
    wanted = r * (1 + 0.02 * r**2 - 0.01 * r**4 + 0.01 * r**6)
    assert np.abs(r * (1 + k1 * r**2 + k2 * r**4) - wanted).max() * 2400 < 1.0


@pytest.mark.parametrize(
    "changes",
    [
        {"projection_type": "fisheye"},
        {"focal_y": 0.7},
        {"focal_x": 0.0},
        {"k1": float("nan")},
        {"c_x": "left"},
        {"width": None},
    ],
)
def test_what_the_engine_does_not_know_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(EngineError, match="The option cameras"):
        known_cameras(_camera(**changes))


def _sparse(photos: Path, output: Path, cameras: dict[str, Any]) -> Outcome:
    return run_engine(photos, output, *QUICK, "--end-with", "opensfm", "--cameras", json.dumps(cameras))


def test_a_known_camera_is_held_and_one_that_fits_no_photo_is_told(
    photos: Path, outcome: Outcome, tmp_path: Path
) -> None:
    ((camera_id, entry),) = json.loads((outcome.output / "cameras.json").read_text(encoding="utf-8")).items()
    known = {**entry, "k1": 0.011, "k2": -0.003, "c_x": 0.001}
    held = _sparse(photos, tmp_path / "held", {f"v2 {camera_id}": known})
    assert held.code == 0, held.events[-1]
    (found,) = json.loads((held.output / "cameras.json").read_text(encoding="utf-8")).values()
    assert {name: found[name] for name in ("k1", "k2", "c_x")} == pytest.approx(
        {"k1": 0.011, "k2": -0.003, "c_x": 0.001}
    )
    other = _sparse(photos, tmp_path / "other", {"v2 another make 4000 3000 brown 0.7": {**known, "width": 1}})
    assert other.code == 0
    assert any("gives no camera" in message for message in other.messages("warning"))
