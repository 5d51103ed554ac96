"""`make bench` tells the truth: a filled cell is not measured, and a missing figure is short."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType

import laspy
import numpy as np
import pytest
import rasterio
from numpy.typing import NDArray
from rasterio.transform import from_origin

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "bench"))

import run as bench  # noqa: E402
from measuring import NotMeasured, measure  # noqa: E402
from surface_comparison import compare  # noqa: E402

BARS = {"nmad": {"unit": "m", "at_most": 0.1}, "completeness": {"unit": "", "at_least": 0.9}}
SIDE_M, STEP_M = 40.0, 0.125


def _surface() -> tuple[NDArray[np.float64], ...]:
    """x, y, z (n, n) of hills, north up."""
    x, y = np.meshgrid(np.arange(0, SIDE_M, STEP_M) + STEP_M / 2, SIDE_M - np.arange(0, SIDE_M, STEP_M) - STEP_M / 2)
    return x, y, 100.0 + np.sin(x / 4.0) * np.cos(y / 5.0) + 0.6 * np.sin(x / 2.3 + y / 3.1)


def _laz(path: Path, points: NDArray[np.float64]) -> Path:
    las = laspy.create(point_format=3, file_version="1.4")
    las.header.scales = [0.001] * 3
    las.x, las.y, las.z = points.T
    las.write(str(path))
    return path


@pytest.mark.parametrize("part", [1.0, 0.5])
def test_only_measured_cells_are_complete(part: float, tmp_path: Path) -> None:
    x, y, z = _surface()
    points = np.column_stack([x.ravel(), y.ravel(), z.ravel()])
    dsm = tmp_path / "dsm.tif"
    profile = {"driver": "GTiff", "width": len(z), "height": len(z), "count": 1, "dtype": "float32",
               "transform": from_origin(0.0, SIDE_M, STEP_M, STEP_M)}  # fmt: skip
    with rasterio.open(dsm, "w", **profile) as target:
        target.write(z.astype(np.float32), 1)
    reference = _laz(tmp_path / "reference.laz", points)
    measured = _laz(tmp_path / "measured.laz", points[points[:, 0] < part * SIDE_M])
    found = compare(dsm, measured, reference)
    assert found.completeness == pytest.approx(part, abs=0.02)
    assert found.nmad < 0.02


def _part(monkeypatch: pytest.MonkeyPatch, figures: dict[str, float] | None) -> None:
    module = ModuleType("a_part")

    def measure_part() -> dict[str, float]:
        if figures is None:
            raise NotMeasured("the survey is not there")
        return figures

    monkeypatch.setattr(module, "measure", measure_part, raising=False)
    monkeypatch.setitem(sys.modules, "a_part", module)


@pytest.mark.parametrize(
    ("figures", "short"),
    [({"nmad": 0.05, "completeness": 0.95}, 0), ({"nmad": 0.05}, 1), ({"nmad": 0.2, "completeness": float("nan")}, 2)],
)
def test_a_missing_or_bad_figure_is_short(
    figures: dict[str, float], short: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _part(monkeypatch, figures)
    assert bench._measure("a_part", BARS) == short
    assert capsys.readouterr().out.count(" short") == short


def test_what_cannot_be_measured_is_short_with_its_reason(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _part(monkeypatch, None)
    assert bench._measure("a_part", BARS) == 2
    told = capsys.readouterr()
    assert told.out.splitlines() == ["nmad missing m <=0.1 short", "completeness missing - >=0.9 short"]
    assert "the survey is not there" in told.err


def test_a_program_that_fails_is_not_measured() -> None:
    with pytest.raises(NotMeasured, match="ended with 3"):
        measure([sys.executable, "-c", "raise SystemExit(3)"], {})
