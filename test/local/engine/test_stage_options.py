"""Which stages `rerun-from` and `end-with` choose."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from nadir_engine import pipeline
from nadir_engine.console import Console
from nadir_engine.context import Run
from nadir_engine.errors import EngineError
from nadir_engine.layout import Layout
from nadir_engine.options import STAGE_NAMES, EngineOptions


def _run(folder: Path, monkeypatch: pytest.MonkeyPatch, **options: str) -> list[str]:
    """The stages that ran, in a folder where all did before."""
    ran: list[str] = []
    names = [stage.name for stage in pipeline.STAGES]
    stages = tuple(
        pipeline.Stage(stage.name, lambda context: ran.append(context.stage), stage.share, stage.makes)
        for stage in pipeline.STAGES
    )
    monkeypatch.setattr(pipeline, "STAGES", stages)
    layout = Layout(folder)
    for path in (layout.images_json, layout.finished_stages, layout.stats, layout.shots):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(names if path == layout.finished_stages else []), encoding="utf-8")
    pipeline.run_stages(Run(folder, layout, EngineOptions.from_values(options), Console(io.StringIO())))
    return ran


@pytest.mark.parametrize(
    ("rerun_from", "end_with", "expected"),
    [
        ("", "dataset", ["dataset"]),
        ("", "merge", ["dataset"]),
        ("", "mvs_texturing", ["dataset", "opensfm", "openmvs", "odm_filterpoints"]),
        ("split", "opensfm", ["opensfm"]),
        ("odm_meshing", "odm_georeferencing", ["odm_georeferencing"]),
        ("odm_report", "odm_postprocess", ["odm_report"]),
        ("odm_postprocess", "odm_postprocess", ["odm_report"]),
    ],
)
def test_stages_that_there_are_not_do_nothing(
    rerun_from: str, end_with: str, expected: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert _run(tmp_path, monkeypatch, **{"rerun-from": rerun_from, "end-with": end_with}) == expected


@pytest.mark.parametrize(("rerun_from", "end_with"), [("odm_report", "dataset"), ("merge", "split"), ("odm_dem", "opensfm")])
def test_an_end_before_the_beginning_is_refused_and_nothing_is_deleted(
    rerun_from: str, end_with: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(EngineError, match=f"{rerun_from} to {end_with}"):
        _run(tmp_path, monkeypatch, **{"rerun-from": rerun_from, "end-with": end_with})
    assert Layout(tmp_path).stats.exists()
    assert Layout(tmp_path).shots.exists()


def test_every_stage_has_its_place_in_the_table() -> None:
    places = [STAGE_NAMES.index(stage.name) for stage in pipeline.STAGES]
    assert places == sorted(places)
