"""Photos to process: real ones where they are beside the project, else a simulated survey."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from running_engine import QUICK, SURVEY, Outcome, engine_command, engine_environment, run_engine  # noqa: E402


@pytest.fixture(scope="session")
def photos(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with six overlapping photos that have positions."""
    folder = tmp_path_factory.mktemp("photos")
    for path in _sources(tmp_path_factory):
        shutil.copy(path, folder / path.name)
    return folder


def _sources(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    if SURVEY.is_dir():
        return sorted(SURVEY.glob("*.JPG"))[6:12]
    survey = tmp_path_factory.mktemp("survey")
    command = engine_command("simulate", "--output", str(survey), "--photos", "6", "--width", "1200")
    subprocess.run(command, env=engine_environment(), capture_output=True, check=True)
    return sorted((survey / "images").glob("*.JPG"))


@pytest.fixture(scope="session")
def outcome(photos: Path, tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    """One whole run over the six photos, with both elevation models and a classified cloud."""
    output = tmp_path_factory.mktemp("run") / "output"
    return run_engine(photos, output, *QUICK, "--dsm", "--dtm", "--pc-classify")
