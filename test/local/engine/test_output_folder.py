"""What a run may delete: only what a run has made."""

from __future__ import annotations

import shutil
import signal
import subprocess
from pathlib import Path

import pytest
from nadir_engine.claim import claim
from nadir_engine.errors import EngineError
from nadir_engine.layout import Layout
from running_engine import QUICK, Outcome, engine_command, engine_environment, run_engine

STRANGE = ("downloads/thesis.part.docx", "movie.mkv.part", "opensfm/config.yaml", "images.json", "odm_dem/dsm.tif")


def _fill(folder: Path, names: tuple[str, ...]) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("not the engine's", encoding="utf-8")


def _files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_a_folder_with_other_files_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "photos").mkdir()
    _fill(tmp_path / "output", STRANGE)
    outcome = run_engine(tmp_path / "photos", tmp_path / "output")
    assert outcome.code == 1
    assert "not empty" in outcome.error["message"]
    assert _files(tmp_path / "output") == set(STRANGE)


def test_results_stay_where_the_photos_are_no_longer_there(tmp_path: Path) -> None:
    _fill(tmp_path / "output", STRANGE)
    (tmp_path / "output" / "finished_stages.json").write_text('["dataset"]', encoding="utf-8")
    outcome = run_engine(tmp_path / "nowhere", tmp_path / "output")
    assert outcome.code == 1
    assert "nowhere" in outcome.error["message"]
    assert _files(tmp_path / "output") == {*STRANGE, "finished_stages.json"}
    assert (tmp_path / "output" / "finished_stages.json").read_text(encoding="utf-8") == '["dataset"]'


def test_only_the_parts_of_the_runs_own_files_go(tmp_path: Path) -> None:
    parts = ("odm_dem/dsm.part.tif", "odm_dem/dsm.part.flat.tif", "opensfm/features/1.JPG.part.npz", "images.part.json",
             "entwine_pointcloud.part/ept.json")  # fmt: skip
    others = ("odm_dem/mine.part.tif", "movie.mkv.part", "odm_dem/dsm.tif")
    _fill(tmp_path, (*parts, *others, "finished_stages.json"))
    claim(Layout(tmp_path), tmp_path / "photos")
    assert _files(tmp_path) == {*others, "finished_stages.json"}


def test_photos_may_lie_in_the_output_folder_but_not_where_a_run_deletes(tmp_path: Path) -> None:
    _fill(tmp_path, ("images/1.jpg",))
    claim(Layout(tmp_path), tmp_path / "images")
    with pytest.raises(EngineError, match="opensfm"):
        claim(Layout(tmp_path), tmp_path / "opensfm" / "photos")
    assert (tmp_path / "images" / "1.jpg").exists()


def test_a_folder_is_taken_again_after_a_run_that_failed_at_once(tmp_path: Path) -> None:
    for _ in range(2):
        claim(Layout(tmp_path / "output"), tmp_path / "photos")
    assert _files(tmp_path / "output") == {"finished_stages.json"}


def test_stopping_leaves_the_users_own_parts(photos: Path, tmp_path: Path) -> None:
    output = tmp_path / "output"
    _fill(output, ("images/movie.mkv.part",))
    for photo in photos.iterdir():
        (output / "images" / photo.name).write_bytes(photo.read_bytes())
    command = engine_command("run", str(output / "images"), "--output", str(output))
    with subprocess.Popen(command, env=engine_environment(), stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if "Looking for features" in line:
                break
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=10)
    assert process.returncode != 0
    assert (output / "images" / "movie.mkv.part").exists()


def test_photos_may_move_between_two_runs(outcome: Outcome, photos: Path, tmp_path: Path) -> None:
    output = tmp_path / "output"
    shutil.copytree(outcome.output, output)
    assert str(photos.parent) not in (output / "images.json").read_text(encoding="utf-8")
    moved = tmp_path / "moved"
    moved.mkdir()
    again = ("--rerun-from", "odm_filterpoints", "--end-with", "odm_filterpoints")
    refused = run_engine(moved, output, *QUICK, *again)
    assert refused.code == 1
    assert "6 photos of the run are not in" in refused.error["message"]
    assert (output / "odm_orthophoto" / "odm_orthophoto.tif").exists()
    for photo in photos.iterdir():
        shutil.copy(photo, moved)
    assert run_engine(moved, output, *QUICK, *again).code == 0
