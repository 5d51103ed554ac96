"""The built-in node itself: killed with its server in the middle of a task, and asked to begin again from a stage."""
from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from running_server import ROOT, RunningServer

SECONDS = 200.0


@pytest.fixture(scope="module")
def survey(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """A few small simulated photos."""
    folder = tmp_path_factory.mktemp("survey")
    command = [sys.executable, "-m", "nadir_engine", "simulate", "--output", str(folder), "--photos", "6", "--width", "800"]
    subprocess.run(command, env={**os.environ, "PYTHONPATH": str(ROOT / "local")}, check=True, capture_output=True)
    return sorted((folder / "images").iterdir())


class RunningNode:
    """`python -m nadir_engine serve`, on the port of its last start."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.start()

    def start(self) -> None:
        command = [sys.executable, "-m", "nadir_engine", "serve", "--data", str(self.data), "--port", "0"]
        environment = {**os.environ, "PYTHONPATH": str(ROOT / "local"), "NADIR_NODE_TOKEN": "t0ken"}
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment, cwd="/")
        assert self.process.stdout is not None
        self.port = json.loads(self.process.stdout.readline())["port"]

    def stop(self, number: int = signal.SIGTERM) -> None:
        self.process.send_signal(number)
        self.process.wait(30)
        assert self.process.stdout is not None
        self.process.stdout.close()


@pytest.fixture()
def node(tmp_path: Path) -> Iterator[RunningNode]:
    node = RunningNode(tmp_path / "node")
    yield node
    node.stop()


@pytest.fixture()
def server(tmp_path: Path, node: RunningNode) -> Iterator[RunningServer]:
    server = RunningServer(tmp_path / "data", node.port, "t0ken").start()
    yield server
    server.stop()


def wait(server: RunningServer, path: str, condition: Any) -> dict[str, Any]:
    end = time.time() + SECONDS
    while time.time() < end:
        state: dict[str, Any] = server.json("GET", path)
        if state["pending_action"] is None and condition(state):
            return state
        assert state["status"] != 30, state["last_error"]
        time.sleep(0.3)
    raise AssertionError(f"it did not happen: {state['status']}, {state['running_progress']}, {state['last_error']}")


def test_killed_in_the_middle_it_goes_on_and_begins_again_from_a_stage(
    server: RunningServer, node: RunningNode, survey: list[Path]
) -> None:
    project = server.new_project()
    task = server.new_task(project, survey, options='[{"name": "dsm", "value": true}]')
    path = f"/api/projects/{project}/tasks/{task}/"
    wait(server, path, lambda state: state["status"] == 20 and state["running_progress"] > 0.1)
    server.kill()
    node.stop(signal.SIGKILL)
    node.start()
    server.node_port = node.port
    server.start()
    done = wait(server, path, lambda state: state["status"] == 40)
    assert {"orthophoto.tif", "dsm.tif", "georeferenced_model.laz"} <= set(done["available_assets"])
    before = server.call("GET", path + "download/dsm.tif").content
    assert "odm_dem" in done["can_rerun_from"]
    server.json("PATCH", path, json={"options": [{"name": "dsm", "value": True}, {"name": "rerun-from", "value": "odm_dem"}]})
    server.json("POST", path + "restart/")
    again = wait(server, path, lambda state: state["status"] == 40)
    assert again["uuid"] == done["uuid"]
    stages = [line for line in server.json("GET", path + "output/?f=json")["lines"] if line.startswith("[INFO] Running ")]
    assert stages and not [line for line in stages if "opensfm" in line or "dataset" in line], stages
    assert len(server.call("GET", path + "download/dsm.tif").content) == len(before)
