"""What the end-to-end tests need: the local server's environment as `make` made it, and photos."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from nadir.core.jobs import Jobs
from nadir.core.local.environment import LOCAL_SOURCE, is_ready, python_of
from nadir.core.local.this_computer import ThisComputer
from nadir.core.settings import Settings
from qgis.PyQt.QtCore import QSettings

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True, scope="session")
def own_settings(tmp_path_factory: pytest.TempPathFactory) -> None:
    """QGIS settings of this run alone."""
    folder = str(tmp_path_factory.mktemp("settings"))
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, folder)


@pytest.fixture(scope="session")
def environment() -> Path:
    """The Python environment of the local server."""
    folder = ROOT / ".venv-local"
    if not is_ready(folder):
        pytest.skip("the local server's environment is missing or outdated: make setup")
    return folder


@pytest.fixture(scope="session")
def survey(environment: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of a few small simulated photos."""
    folder = tmp_path_factory.mktemp("survey")
    command = [str(python_of(environment)), "-m", "nadir_engine", "simulate", "--output", str(folder)]
    command += ["--photos", "6", "--width", "1000"]
    subprocess.run(command, env={**os.environ, "PYTHONPATH": str(LOCAL_SOURCE)}, check=True, capture_output=True)
    return folder / "images"


@pytest.fixture
def this_computer(environment: Path, tmp_path: Path, qgis_app: object) -> Iterator[ThisComputer]:
    """The local server as the plugin uses it, with data of its own."""
    settings = Settings()
    settings.local_environment_folder = str(environment)
    settings.local_data_folder = str(tmp_path / "data")
    jobs = Jobs()
    computer = ThisComputer(jobs, settings)
    yield computer
    computer.stop(wait=True)
    jobs.stop()
    settings.local_environment_folder = ""
    settings.local_data_folder = ""
