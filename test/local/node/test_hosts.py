"""Pages from elsewhere cannot use the node by a name that points here, and nobody else without a token."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from nadir_engine.serve.hosts import is_loopback, names_loopback

ROOT = Path(__file__).resolve().parents[3]
ANYWHERE = "0.0.0.0"  # noqa: S104 what is tested here


@pytest.mark.parametrize(
    "header", ["127.0.0.1:3000", "127.0.0.1", "localhost:1", "LOCALHOST", "localhost.", "[::1]:80", "127.1.2.3"]
)
def test_names_of_this_computer(header: str) -> None:
    assert names_loopback(header)


@pytest.mark.parametrize(
    "header", ["", "evil.example", "evil.example:3000", "localhost.evil.example", "127.0.0.1.evil.example", "192.168.1.2",
               "[::1", ANYWHERE, "user@evil.example"]
)  # fmt: skip
def test_other_names(header: str) -> None:
    assert not names_loopback(header)


def test_a_strange_name_is_refused_everywhere(node: Any) -> None:
    for path in ("/info", "/task/list", "/auth/info"):
        answer = node.request("GET", path, headers={"Host": "evil.example"})
        assert answer.status_code == 403
        assert "localhost" in answer.json()["error"]
    assert (
        node.request(
            "POST", "/task/new", headers={"Host": "evil.example"}, files=[("images", ("1.jpg", b"x"))]
        ).status_code
        == 403
    )
    assert node.get("/task/list") == []
    assert node.request("GET", "/info", headers={"Host": "localhost"}).status_code == 200


def test_without_a_token_the_node_listens_for_this_computer_only(tmp_path: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "nadir_engine",
        "serve",
        "--data",
        str(tmp_path / "node"),
        "--port",
        "0",
        "--host",
        ANYWHERE,
    ]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "local"), "NADIR_NODE_TOKEN": ""}
    refused = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=30)
    assert refused.returncode == 1
    assert "NADIR_NODE_TOKEN" in refused.stderr
    assert not (tmp_path / "node").exists()


def test_with_a_token_it_listens_for_all_and_under_any_name(start_node: Callable[..., Any]) -> None:
    node = start_node(token="right", arguments=["--host", ANYWHERE])
    assert node.request("GET", "/info", headers={"Host": "survey.example"}).json()["engine"] == "nadir"


def test_addresses() -> None:
    assert all(is_loopback(host) for host in ("127.0.0.1", "::1", "localhost"))
    assert not any(is_loopback(host) for host in (ANYWHERE, "::", "host.example"))
