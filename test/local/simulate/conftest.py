"""A small simulated survey, made once for all tests of this folder by the program itself."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

ROOT = Path(__file__).resolve().parents[3]


def simulate(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the program to its end."""
    return subprocess.run(
        [sys.executable, "-m", "nadir_engine", "simulate", *arguments],
        env={**os.environ, "PYTHONPATH": str(ROOT / "local")},
        capture_output=True,
        text=True,
    )


@dataclass(frozen=True)
class SimulatedSurvey:
    """Where the survey lies, and its cameras and control points as they were written."""

    folder: Path
    cameras: dict[str, Any]
    control_points: dict[str, Any]

    @property
    def photos(self) -> list[Path]:
        return sorted((self.folder / "images").iterdir())

    def pixels(self, name: str) -> np.ndarray:
        """A photo (height, width, 3), red first."""
        return cv2.cvtColor(cv2.imread(str(self.folder / "images" / name)), cv2.COLOR_BGR2RGB)

    def project(self, photo: dict[str, Any], points: np.ndarray) -> np.ndarray:
        """Pixels (n, 2) of map coordinates (n, 3), by the written poses alone."""
        seen = (points - np.array(photo["position"])) @ np.array(photo["rotation"]).T
        return seen[:, :2] / seen[:, 2:] * self.cameras["camera"]["focal"] + np.array(self.cameras["camera"]["centre"])


@pytest.fixture(scope="session")
def survey(tmp_path_factory: pytest.TempPathFactory) -> SimulatedSurvey:
    folder = tmp_path_factory.mktemp("survey")
    done = simulate("--output", str(folder), "--photos", "6", "--width", "1000", "--seed", "3")
    assert done.returncode == 0, done.stderr
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [line["progress"] for line in lines] == sorted(line["progress"] for line in lines)
    assert lines[-1]["progress"] == 100
    truth = folder / "truth"
    return SimulatedSurvey(
        folder, json.loads((truth / "cameras.json").read_text()), json.loads((truth / "control_points.json").read_text())
    )
