"""A single line of photos: all of them are put together, and at the height at which they were taken."""

from __future__ import annotations

import shutil

import numpy as np
import pycolmap
import pytest
from nadir_engine.camera_guess import FocalSource
from nadir_engine.lens import give_decentring, needs_tracks_of_two, radial_camera, width_across
from nadir_engine.photos import Photo
from running_engine import SURVEY, Outcome, run_engine

# Above the ground under the first line, by the reconstruction of all lines.
HEIGHT_M = 37.2


@pytest.fixture(scope="module")
def strip(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    """The first line of the real survey, up to the sparse reconstruction."""
    if not SURVEY.is_dir():
        pytest.skip("the survey is not beside the project (../shared/data/brighton_beach)")
    folder = tmp_path_factory.mktemp("strip")
    for path in sorted(SURVEY.glob("*.JPG"))[:6]:
        shutil.copy(path, folder / path.name)
    return run_engine(folder, tmp_path_factory.mktemp("run") / "output", "--end-with", "opensfm")


def test_a_line_of_photos_is_put_together_whole_and_at_its_height(strip: Outcome) -> None:
    assert strip.code == 0, strip.events[-1]
    reconstruction = pycolmap.Reconstruction(strip.output / "opensfm" / "reconstruction")
    assert reconstruction.num_reg_images() == 6
    images = [reconstruction.image(image_id) for image_id in reconstruction.reg_image_ids()]
    cameras = np.median([image.projection_center()[2] for image in images])
    ground = np.median([point.xyz[2] for point in reconstruction.points3D.values()])
    assert cameras - ground == pytest.approx(HEIGHT_M, rel=0.06)
    for image in images:
        assert image.viewing_direction()[2] < -np.cos(np.radians(5.0))


def test_decentring_is_held_and_the_weakness_is_told(strip: Outcome) -> None:
    reconstruction = pycolmap.Reconstruction(strip.output / "opensfm" / "reconstruction")
    for camera in reconstruction.cameras.values():
        assert camera.params[6:].tolist() == [0.0, 0.0]
        assert camera.params[4] != 0.0
    assert any("along one line" in message for message in strip.messages("warning"))


def test_width_across_is_that_of_the_shorter_side() -> None:
    along = np.linspace(0.0, 300.0, 40)
    line = np.column_stack([along, 0.5 * along, np.full(40, 90.0)])
    assert width_across(line) == pytest.approx(0.0, abs=1e-6)
    beside = line + np.array([-10.0, 20.0, 0.0])
    assert width_across(np.vstack([line, beside])) == pytest.approx(np.hypot(10.0, 20.0) / 2.0, rel=0.01)


def _geometry(features: int) -> pycolmap.TwoViewGeometry:
    geometry = pycolmap.TwoViewGeometry()
    geometry.inlier_matches = np.column_stack([np.arange(features)] * 2).astype(np.uint32)
    return geometry


def test_tracks_of_two_count_where_a_photo_has_few_longer_ones() -> None:
    counts = np.array([400, 400, 400])
    rich = {(0, 1): _geometry(300), (1, 2): _geometry(300)}
    chain = {(0, 1): _geometry(300), (1, 2): _geometry(40)}
    assert not needs_tracks_of_two(rich, counts)
    assert needs_tracks_of_two(chain, counts)
    assert needs_tracks_of_two({(0, 1): _geometry(300)}, counts)


def test_a_radial_camera_keeps_its_parameters_when_it_gets_decentring() -> None:
    photo = Photo(
        "a.jpg", "a.jpg", 400, 300, "make", "model", None, 300.0, FocalSource.ASSUMED.value,
        None, None, None, None, None, None, None, None, None, None,
    )  # fmt: skip
    reconstruction = pycolmap.Reconstruction()
    camera = radial_camera(photo)
    camera.camera_id = 1
    camera.params = [300.0, 200.0, 150.0, 0.1, -0.02]
    reconstruction.add_camera(camera)
    give_decentring(reconstruction, {1})
    assert reconstruction.camera(1).params.tolist() == [300.0, 300.0, 200.0, 150.0, 0.1, -0.02, 0.0, 0.0]
    give_decentring(reconstruction, {1})
    assert reconstruction.camera(1).params.tolist() == [300.0, 300.0, 200.0, 150.0, 0.1, -0.02, 0.0, 0.0]
