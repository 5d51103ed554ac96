"""Photos that cannot be used, and stopping: clear messages, nothing half-made."""

from __future__ import annotations

import shutil
import signal
import subprocess
import time
from pathlib import Path

import cv2
import laspy
import numpy as np
import pytest
from running_engine import QUICK, engine_command, engine_environment, run_engine


def _products(output: Path) -> list[str]:
    return sorted(path.name for path in output.glob("odm_*/*")) if output.exists() else []


@pytest.mark.parametrize("content", [[], ["notes.txt"], ["photo"]])
def test_fewer_than_two_photos_are_told(content: list[str], photos: Path, tmp_path: Path) -> None:
    folder = tmp_path / "photos"
    folder.mkdir()
    for name in content:
        if name == "photo":
            shutil.copy(next(photos.iterdir()), folder)
        else:
            (folder / name).write_text("no photo", encoding="utf-8")
    outcome = run_engine(folder, tmp_path / "output")
    assert outcome.code == 1
    assert "fewer than 2 photos" in outcome.error["message"]
    assert outcome.error["remedy"]
    assert _products(outcome.output) == []


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    outcome = run_engine(tmp_path / "nowhere", tmp_path / "output")
    assert outcome.code == 1
    assert "nowhere" in outcome.error["message"]


def test_a_wrong_option_value_is_told_by_name(photos: Path, tmp_path: Path) -> None:
    outcome = run_engine(photos, tmp_path / "output", "--dem-resolution", "-5")
    assert outcome.code == 2
    assert "dem-resolution" in outcome.error["message"]


def test_photos_of_different_places_do_not_overlap(tmp_path: Path) -> None:
    folder = tmp_path / "photos"
    folder.mkdir()
    random = np.random.default_rng(1)
    for number in range(3):
        noise = cv2.GaussianBlur(random.integers(0, 255, (600, 800, 3)).astype(np.uint8), (0, 0), 2.0)
        cv2.imwrite(str(folder / f"{number}.jpg"), cv2.normalize(noise, noise, 0, 255, cv2.NORM_MINMAX))
    outcome = run_engine(folder, tmp_path / "output")
    assert outcome.code == 1
    assert "do not overlap" in outcome.error["message"]


def test_a_cut_off_photo_is_left_out_and_named(photos: Path, tmp_path: Path) -> None:
    folder = tmp_path / "photos"
    shutil.copytree(photos, folder)
    damaged = sorted(folder.iterdir())[0]
    damaged.write_bytes(damaged.read_bytes()[: damaged.stat().st_size // 2])
    outcome = run_engine(folder, tmp_path / "output", *QUICK, "--end-with", "opensfm")
    assert outcome.code == 0
    assert any(damaged.name in warning and "cut off" in warning for warning in outcome.messages("warning"))


def test_photos_without_position_give_a_cloud_in_no_place(photos: Path, tmp_path: Path) -> None:
    folder = tmp_path / "photos"
    folder.mkdir()
    for number, path in enumerate(sorted(photos.iterdir())):
        # Written anew, a photo has no EXIF left; and names may hold any letter.
        (folder / f"фото {number}.jpg").write_bytes(cv2.imencode(".jpg", cv2.imread(str(path)))[1].tobytes())
    outcome = run_engine(folder, tmp_path / "output", *QUICK, "--dsm", "--dtm")
    assert outcome.code == 0, outcome.events[-1]
    assert any("No photo has a position" in warning for warning in outcome.messages("warning"))
    assert _products(outcome.output) == ["odm_georeferenced_model.laz", "stats.json"]
    assert not (outcome.output / "entwine_pointcloud").exists()
    las = laspy.read(outcome.output / "odm_georeferencing" / "odm_georeferenced_model.laz")
    assert las.header.parse_crs() is None
    assert len(las.points) > 5000
    assert outcome.stats["reconstruction_statistics"]["has_gps"] is False


def test_a_run_that_is_stopped_ends_at_once_and_leaves_nothing_half_written(photos: Path, tmp_path: Path) -> None:
    output = tmp_path / "output"
    command = engine_command("run", str(photos), "--output", str(output), "--dsm")
    with subprocess.Popen(command, env=engine_environment(), stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if "Matching" in line:
                break
        asked = time.monotonic()
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=10)
    assert time.monotonic() - asked < 5
    assert process.returncode != 0
    assert list(output.rglob("*.part*")) == []
    assert _products(output) == []
