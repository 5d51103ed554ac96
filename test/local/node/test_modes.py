"""What the node keeps is its user's alone."""

from __future__ import annotations

import stat
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")


def test_nobody_else_can_read_the_data(start_node: Callable[..., Any], tmp_path: Path, survey: tuple[Path, ...]) -> None:
    data = tmp_path / "there before"
    data.mkdir(mode=0o755)
    node = start_node(data=data)
    files = [(photo.name, photo.read_bytes()) for photo in survey[:3]]
    uuid = node.post("/task/new", files, options='[{"name": "end-with", "value": "dataset"}]')["uuid"]
    node.wait_for_code(uuid, 40)
    assert (data / "tasks" / uuid / "output" / "images.json").exists()
    for path in (data, *data.rglob("*")):
        assert not stat.S_IMODE(path.stat().st_mode) & 0o077, path
