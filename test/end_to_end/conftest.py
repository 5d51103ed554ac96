"""What the end-to-end tests need: the local server's environment as `make` made it, and real photos."""

from __future__ import annotations

from pathlib import Path

import pytest
from nadir.core.local.environment import is_ready

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def environment() -> Path:
    """The Python environment of the local server."""
    folder = ROOT / ".venv-local"
    if not is_ready(folder):
        pytest.skip("the local server's environment is missing or outdated: make setup")
    return folder


@pytest.fixture(scope="session")
def photos() -> Path:
    """A folder of 18 real drone photos."""
    folder = ROOT.parent / "shared" / "data" / "brighton_beach" / "images"
    if not folder.exists():
        pytest.skip("the sample photos are missing: ../shared/data/brighton_beach")
    return folder
