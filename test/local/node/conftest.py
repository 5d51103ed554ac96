"""Nodes to test against: real processes on free ports, with the real engine."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
import requests

ROOT = Path(__file__).resolve().parents[3]
File = tuple[str, bytes]


class RunningNode:
    """`python -m nadir_engine serve` on a data folder. It can be killed and started again."""

    def __init__(self, data: Path, token: str = "", arguments: Sequence[str] = ()) -> None:
        self.data = data
        self.token = token
        self._arguments = tuple(arguments)
        self.start()

    def start(self) -> None:
        """Start the process and wait until it is ready."""
        environment = {**os.environ, "PYTHONPATH": str(ROOT / "local"), "NADIR_NODE_TOKEN": self.token}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "nadir_engine", "serve", "--data", str(self.data), "--port", "0", *self._arguments],
            env=environment,
            cwd="/",
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout is not None
        ready = json.loads(self.process.stdout.readline())
        assert ready["event"] == "ready"
        assert ready["pid"] == self.process.pid
        self.port: int = ready["port"]

    def stop(self, number: int = signal.SIGTERM) -> int:
        """Send a signal, wait for the end and return the exit code."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        code = self.process.wait(timeout=30)
        if self.process.stdout is not None:
            self.process.stdout.close()
        return code

    def request(self, method: str, path: str, **arguments: Any) -> requests.Response:
        """A request with the node's token."""
        query = {**arguments.pop("params", {}), **({"token": self.token} if self.token else {})}
        url = f"http://127.0.0.1:{self.port}{path}"
        return requests.request(method, url, params=query, timeout=60, **arguments)

    def get(self, path: str, **arguments: Any) -> Any:
        """The JSON answer to a GET."""
        return self.request("GET", path, **arguments).json()

    def post(self, path: str, files: Sequence[File] = (), headers: dict[str, str] | None = None, **form: Any) -> Any:
        """The JSON answer to a POST of a form, multipart where there are files."""
        parts = [("images", file) for file in files] or None
        return self.request("POST", path, files=parts, data=form, headers=headers).json()

    def wait_for(self, uuid: str, condition: Callable[[dict[str, Any]], bool], seconds: float = 60.0) -> dict[str, Any]:
        """The task's state once `condition` holds for it."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            info: dict[str, Any] = self.get(f"/task/{uuid}/info")
            if condition(info):
                return info
            time.sleep(0.1)
        raise AssertionError(f"not reached in {seconds} s: {info}, {self.get(f'/task/{uuid}/output')[-20:]}")

    def wait_for_code(self, uuid: str, *codes: int, seconds: float = 60.0) -> dict[str, Any]:
        """The task's state once it has one of these status codes."""
        return self.wait_for(uuid, lambda info: info["status"]["code"] in codes, seconds)


@pytest.fixture
def start_node(tmp_path: Path) -> Iterator[Callable[..., RunningNode]]:
    """Starts nodes on a folder of the test's own; all are stopped after the test."""
    nodes: list[RunningNode] = []

    def start(token: str = "", arguments: Sequence[str] = (), data: Path = tmp_path / "node") -> RunningNode:
        nodes.append(RunningNode(data, token, arguments))
        return nodes[-1]

    yield start
    for node in nodes:
        node.stop()


@pytest.fixture
def node(start_node: Callable[..., RunningNode]) -> RunningNode:
    """A node without a token."""
    return start_node()


@pytest.fixture(scope="session")
def survey(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ...]:
    """The photos of a small simulated survey that the engine can process, in seconds rather than minutes."""
    folder = tmp_path_factory.mktemp("survey")
    command = ["simulate", "--output", str(folder), "--photos", "6", "--width", "1000"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "local")}
    subprocess.run([sys.executable, "-m", "nadir_engine", *command], env=environment, check=True)
    return tuple(sorted((folder / "images").iterdir()))
