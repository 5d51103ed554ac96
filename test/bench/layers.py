"""The part `layers`: from the click to the first complete picture, saved projects without their server, and the signer.

Each product is loaded as the panel does it, and by way of all.zip as people do it by hand: download, unpack, open, style.
Both in one run, by turns, from the same server with a real survey; the figure is the ratio of the medians.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import project_open
import signer
from measuring import NotMeasured
from nadir.test.real_survey import RealSurvey, SurveyMissing, real_survey

ROOT = Path(__file__).resolve().parents[2]
PYTHON = ROOT / ".venv" / "bin" / "python"
RUNS = 5
FIGURES = {"orthophoto": "tiles_vs_zip", "dsm": "dsm_vs_zip", "pointcloud": "cloud_vs_zip"}


def measure() -> dict[str, float]:
    """All figures of the part."""
    if not PYTHON.exists():
        raise NotMeasured("there is no environment with QGIS's Python: make setup")
    scratch = Path(tempfile.mkdtemp(prefix="nadir-bench-"))
    try:
        with real_survey(scratch / "data") as survey:
            figures = _ratios([_probe(survey, scratch / str(number)) for number in range(RUNS)])
    except SurveyMissing as reason:
        raise NotMeasured(str(reason)) from reason
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return {**figures, **project_open.measure(), **signer.measure()}


def _ratios(runs: list[dict[str, float]]) -> dict[str, float]:
    figures = {}
    for kind, name in FIGURES.items():
        own, by_zip = (statistics.median(run[f"{kind}_{way}"] for run in runs) for way in ("panel", "zip"))
        sys.stderr.write(f"{kind}: {own:.2f} s by the panel, {by_zip:.2f} s by all.zip\n")
        figures[name] = own / by_zip
    return figures


def _probe(survey: RealSurvey, scratch: Path) -> dict[str, float]:
    """Seconds by product and way, of a QGIS of its own with a cache of its own: it keeps tiles in memory and on the disk."""
    scratch.mkdir()
    told = json.dumps({"url": survey.url, "login": survey.login, "project": survey.project_id, "task": survey.task_id})
    command = [str(PYTHON), str(Path(__file__).with_name("layers_probe.py")), str(scratch)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / ".dev"), "PYTHONDONTWRITEBYTECODE": "1", "QT_QPA_PLATFORM": "offscreen"}
    environment["XDG_CACHE_HOME"] = str(scratch)
    done = subprocess.run(command, env=environment, input=told, capture_output=True, text=True, timeout=600, check=False)
    last = done.stdout.strip().rsplit("\n", 1)[-1]
    if not last.startswith("{"):
        raise NotMeasured(f"QGIS ended with {done.returncode}: {done.stderr[-1500:]}")
    return dict(json.loads(last))
