"""What photos say about themselves, and what is made of what they do not say."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest
from nadir_engine.alignment import looking_direction
from nadir_engine.console import Console
from nadir_engine.context import Run
from nadir_engine.dataset import photo_paths, run
from nadir_engine.errors import EngineError
from nadir_engine.layout import Layout
from nadir_engine.metadata import Metadata, read_metadata
from nadir_engine.options import EngineOptions
from nadir_engine.photos import Photo


def _context(photos: Path, output: Path) -> Run:
    return Run(photos, Layout(output), EngineOptions(), Console(io.StringIO()), "dataset", 0.0, 100.0)


def _dataset(photos: Path, output: Path) -> list[Photo]:
    context = _context(photos, output)
    run(context)
    return context.photos()


def test_photos_of_a_drone_tell_position_time_focal_length_and_gimbal(photos: Path) -> None:
    about = read_metadata(sorted(photos.iterdir())[0])
    assert about.model
    assert about.taken_at is not None
    assert about.focal_mm is not None
    assert about.longitude is not None
    assert about.latitude is not None
    assert about.altitude is not None
    assert about.gimbal_pitch == pytest.approx(-90, abs=5)


def test_photos_of_one_camera_share_a_focal_length(photos: Path, tmp_path: Path) -> None:
    found = _dataset(photos, tmp_path)
    assert len(found) == 6
    assert len({photo.camera_id for photo in found}) == 1
    assert 0.5 < found[0].focal_length_px / found[0].width < 0.9


def test_a_missing_altitude_is_taken_from_the_other_photos(
    photos: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lacking = sorted(photos.iterdir())[0].name

    def without_altitude(path: Path) -> Metadata:
        about = read_metadata(path)
        return replace(about, altitude=None) if path.name == lacking else about

    monkeypatch.setattr("nadir_engine.dataset.read_metadata", without_altitude)
    altitudes = {photo.filename: photo.altitude for photo in _dataset(photos, tmp_path)}
    others = [altitude for name, altitude in altitudes.items() if name != lacking and altitude is not None]
    assert min(others) <= (altitudes[lacking] or 0.0) <= max(others)


def test_other_files_and_hidden_ones_are_no_photos(tmp_path: Path) -> None:
    for name in ("b.JPG", "a.jpeg", "c.tif", "notes.txt", "._a.jpg", "thumbs.db"):
        (tmp_path / name).touch()
    assert [path.name for path in photo_paths(tmp_path)] == ["a.jpeg", "b.JPG", "c.tif"]


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="nowhere"):
        photo_paths(tmp_path / "nowhere")


def test_a_tilted_gimbal_looks_where_it_is_turned_to(photos: Path, tmp_path: Path) -> None:
    photo = _dataset(photos, tmp_path)[0]
    assert looking_direction(replace(photo, pitch=0.0, yaw=90.0)) == pytest.approx([1.0, 0.0, 0.0])
    assert looking_direction(replace(photo, pitch=-90.0, yaw=33.0)) == pytest.approx([0.0, 0.0, -1.0])
    assert looking_direction(replace(photo, pitch=None, yaw=None)) == pytest.approx([0.0, 0.0, -1.0])
