"""What is told, and done, where memory is short."""

from __future__ import annotations

import io
import json
import threading
import tracemalloc
from collections import namedtuple
from pathlib import Path

import cv2
import numpy as np
import psutil
import pytest
from nadir_engine import pipeline, run
from nadir_engine.console import Console
from nadir_engine.context import Run
from nadir_engine.ept import octree
from nadir_engine.imagery import STRIP_ROWS, undistorted
from nadir_engine.layout import Layout
from nadir_engine.options import EngineOptions
from nadir_engine.semiglobal import aggregate
from nadir_engine.sweep import normalised, sweep_bytes
from nadir_engine.views import View


def _no_memory_of_python() -> None:
    raise MemoryError


def _no_memory_of_opencv() -> None:
    cv2.resize(NOTHING, (2**30, 2**30))


NOTHING = cv2.getStructuringElement(cv2.MORPH_RECT, (3, 3))


@pytest.mark.parametrize("failure", [_no_memory_of_python, _no_memory_of_opencv])
@pytest.mark.parametrize(
    ("stage", "remedy"),
    [("dataset", "fewer photos"), ("opensfm", "feature-quality"), ("openmvs", "pc-quality"), ("odm_dem", "dem-resolution"),
     ("odm_orthophoto", "orthophoto-resolution")],
)  # fmt: skip
def test_the_remedy_is_for_the_stage_that_ran_out(
    stage: str, remedy: str, failure: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stages(context: Run) -> None:
        context.stage = stage
        assert callable(failure)
        failure()

    monkeypatch.setattr(pipeline, "run_stages", stages)
    monkeypatch.setattr(run, "stop_on_signals", lambda layout: None)
    assert run.main([str(tmp_path), "--output", str(tmp_path / "output")]) == run.FAILED
    told = json.loads(capsys.readouterr().out)
    assert stage in told["message"]
    assert remedy in told["remedy"]


def test_every_stage_but_the_first_has_a_remedy_of_its_own() -> None:
    assert set(run.LESS_MEMORY) == {stage.name for stage in pipeline.STAGES} - {"dataset", "odm_report"}


def _view(folder: Path, distortion: tuple[float, float, float, float]) -> View:
    noise = np.random.default_rng(1).integers(0, 255, (3 * STRIP_ROWS + 70, 900)).astype(np.uint8)
    path = folder / "photo.png"
    path.write_bytes(cv2.imencode(".png", cv2.GaussianBlur(noise, (0, 0), 2.0))[1].tobytes())
    rows, columns = noise.shape
    return View(
        "photo.png", path, np.eye(3), np.zeros(3), 900.0, columns / 2, rows / 2, columns, rows, distortion, max(rows, columns)
    )


def test_strips_leave_no_seam(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    view = _view(tmp_path, (-0.1, 0.02, 0.001, -0.001))
    pieces = undistorted(view, colour=False), normalised(view)
    monkeypatch.setattr("nadir_engine.imagery.STRIP_ROWS", 10_000)
    monkeypatch.setattr("nadir_engine.sweep.STRIP_ROWS", 10_000)
    assert np.array_equal(pieces[0], undistorted(view, colour=False))
    assert np.abs(pieces[1] - normalised(view)).max() < 1e-3


def test_no_more_work_at_a_time_than_there_is_memory_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = io.StringIO()
    context = Run(tmp_path, Layout(tmp_path), EngineOptions(max_concurrency=8), Console(told))
    free = namedtuple("free", "available")(10_000_000_000)
    monkeypatch.setattr(psutil, "virtual_memory", lambda: free)
    assert [context.threads_for(size) for size in (0, 1e9, 2e9, 1e12)] == [8, 6, 3, 1]
    names: set[str] = set()
    ready = threading.Barrier(3)

    def work(_item: int) -> None:
        ready.wait(timeout=10)  # three at a time do run
        names.add(threading.current_thread().name)

    context.map(work, range(12), 0.0, 1.0, "Working", bytes_each=2e9)
    assert len(names) == 3
    assert "3 threads at a time" in told.getvalue()


def test_an_octree_takes_little_more_than_its_points() -> None:
    xyz = np.random.default_rng(1).uniform(0, [400, 400, 10], (500_000, 3))
    tracemalloc.start()
    octree(xyz, np.array([-1.0, -1.0, -200.0]), 402.0)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 3.5 * xyz.nbytes


def test_a_sweep_takes_the_memory_that_is_reckoned_for_it() -> None:
    scores = np.random.default_rng(1).random((60, 80, 80)).astype(np.float32)
    tracemalloc.start()
    aggregate(scores, 0.05, 0.35)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most + scores.nbytes == pytest.approx(sweep_bytes(*scores.shape), rel=0.15)
