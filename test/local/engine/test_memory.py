"""What is told, and done, where memory is short."""

from __future__ import annotations

import json
from pathlib import Path

import cv2
import pytest
from nadir_engine import pipeline, run
from nadir_engine.context import Run


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
