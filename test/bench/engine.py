"""The part `engine`: the photos of a real survey, from a folder to products, against a reference."""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
from pathlib import Path

from measuring import Measured, NotMeasured
from measuring import measure as measure_command
from surface_comparison import compare

ROOT = Path(__file__).resolve().parents[2]
SURVEY = ROOT.parent / "shared" / "data" / "brighton_beach"


def measure() -> dict[str, float]:
    """Two runs of the engine, the first with nothing cached; figures by name."""
    photos, reference = SURVEY / "images", SURVEY / "reference_cloud.laz"
    if not photos.is_dir() or not reference.is_file():
        raise NotMeasured(
            f"the survey {SURVEY.name} with its reference cloud is not beside the project (../shared/data)"
        )
    scratch = Path(tempfile.mkdtemp(prefix="nadir-bench-"))
    try:
        cold = _run(photos, scratch / "cold", scratch / "caches")
        warm = _run(photos, scratch / "warm", scratch / "caches")
        return _figures(scratch / "warm", reference, cold, warm)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _run(photos: Path, output: Path, caches: Path) -> Measured:
    """The engine at its default settings, with both elevation models; byte code goes to `caches`."""
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT / "local"),
        "PYTHONPYCACHEPREFIX": str(caches),
        "PYTHONDONTWRITEBYTECODE": "",
    }
    command = [sys.executable, "-m", "nadir_engine", "run", str(photos), "--output", str(output), "--dsm", "--dtm"]
    return measure_command(command, environment)


def _figures(output: Path, reference: Path, cold: Measured, warm: Measured) -> dict[str, float]:
    stats = json.loads((output / "odm_report" / "stats.json").read_text(encoding="utf-8"))
    cloud = output / "odm_georeferencing" / "odm_georeferenced_model.laz"
    found = compare(output / "odm_dem" / "dsm.tif", cloud, reference)
    return {
        "registered": stats["reconstruction_statistics"]["reconstructed_shots_count"],
        "reprojection": stats["reconstruction_statistics"]["reprojection_error_pixels"],
        "gps_rmse_h": stats["gps_errors"]["horizontal_rmse"],
        "nmad": found.nmad,
        "p90": found.p90,
        "completeness": found.completeness,
        "scale_removed": 100 * found.scale,
        "tilt_removed": 100 * found.tilt,
        "wall_cold": cold.seconds,
        "wall_warm": warm.seconds,
        "peak": max(cold.peak_gb, warm.peak_gb),
    }
