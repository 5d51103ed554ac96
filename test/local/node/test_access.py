"""Who may use the node, and where it listens."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[3]
PATHS = ["/info", "/options", "/task/list", "/task/1/info", "/task/1/output", "/task/1/download/all.zip"]


@pytest.mark.parametrize("token", ["", "wrong", "ö"])
def test_a_wrong_token_is_refused_everywhere(start_node: Callable[..., Any], token: str) -> None:
    node = start_node(token="right")
    node.token = token
    refusal = {"error": "Invalid authentication token: token does not match."}
    for path in PATHS:
        assert node.get(path) == refusal
    assert node.post("/task/new", [("1.jpg", b"x")]) == refusal
    assert node.get("/auth/info")["loginUrl"] is None
    assert not any((node.data / "tasks").iterdir())


def test_the_right_token_opens_the_node(start_node: Callable[..., Any]) -> None:
    assert start_node(token="right").get("/info")["engine"] == "nadir"


def test_the_token_is_in_no_file_and_not_in_the_command_line(start_node: Callable[..., Any]) -> None:
    node = start_node(token="very-secret-token")
    node.get("/task/none/info")
    node.post("/task/new", [("1.jpg", b"x")])
    contents = [path.read_bytes() for path in node.data.rglob("*") if path.is_file()]
    assert all(b"very-secret-token" not in content for content in contents)
    assert "very-secret-token" not in " ".join(node.process.args)


def test_the_port_stays_the_same_from_start_to_start(node: Any) -> None:
    first = node.port
    assert node.stop() == 0
    node.start()
    assert node.port == first


def test_a_second_node_does_not_work_in_the_same_folder(node: Any) -> None:
    command = [sys.executable, "-m", "nadir_engine", "serve", "--data", str(node.data), "--port", "0"]
    second = subprocess.run(command, env={"PYTHONPATH": str(ROOT / "local")}, capture_output=True, text=True, timeout=30)
    assert second.returncode == 1
    assert "already works" in second.stderr


def test_a_taken_port_is_told(node: Any, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "nadir_engine", "serve", "--data", str(tmp_path / "b"), "--port", str(node.port)]
    second = subprocess.run(command, env={"PYTHONPATH": str(ROOT / "local")}, capture_output=True, text=True, timeout=30)
    assert second.returncode == 1
    assert f"port {node.port}" in second.stderr
