"""A client's options reach the engine whole, and no file of the node's."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest


def _post(node: Any, survey: tuple[Path, ...], cameras: Any) -> dict[str, Any]:
    options = json.dumps([{"name": "end-with", "value": "dataset"}, {"name": "cameras", "value": cameras}])
    answer: dict[str, Any] = node.post(
        "/task/new", [(photo.name, photo.read_bytes()) for photo in survey[:2]], options=options
    )
    return answer


@pytest.mark.parametrize("cameras", ["/etc/passwd", "-x", "cameras.json", "[]"])
def test_a_path_of_the_node_is_refused(node: Any, cameras: str) -> None:
    options = json.dumps([{"name": "cameras", "value": cameras}])
    error = node.post("/task/new", [("1.jpg", b"x")], options=options)["error"]
    assert json.loads(error) == [{"name": "cameras", "error": "Give the content of a cameras.json, not a path"}]
    assert node.get("/task/list") == []


def test_a_camera_file_of_any_size_reaches_the_engine(node: Any, survey: tuple[Path, ...]) -> None:
    cameras = json.dumps({f"camera {number}": {"focal": 0.8} for number in range(20_000)})
    assert len(cameras) > 400_000
    uuid = _post(node, survey, cameras)["uuid"]
    assert node.wait_for_code(uuid, 30, 40)["status"] == {"code": 40}
    kept = json.loads((node.data / "tasks" / uuid / "options.json").read_text("utf-8"))
    assert kept == {"end-with": "dataset", "cameras": cameras}
