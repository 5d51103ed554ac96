"""Server and node end by themselves once nobody uses them and all work is done."""
from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fake_node import FakeNode
from nadir_shared.abandoned import Users
from running_server import ROOT, RunningServer

AFTER = 1.0  # seconds


@pytest.fixture()
def user() -> Iterator[subprocess.Popen[bytes]]:
    """A process that stands for a QGIS."""
    process = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    yield process
    process.kill()
    process.wait()


def until(condition: Callable[[], bool], seconds: float) -> bool:
    end = time.time() + seconds
    while time.time() < end and not condition():
        time.sleep(0.1)
    return condition()


def say_who(path: Path, users: list[int], server: int, node: int, *, end_when_idle: bool = False) -> None:
    state = {"users": users, "server_pid": server, "node_pid": node, "port": 1, "stopping": False, "end_when_idle": end_when_idle}
    path.write_text(json.dumps(state))


@pytest.fixture()
def watched(tmp_path: Path, own_node: FakeNode) -> Iterator[RunningServer]:
    server = RunningServer(tmp_path / "data", own_node.port)
    server.start("--users", str(tmp_path / "running.json"), "--abandoned-after", str(AFTER))
    yield server
    if server.process is not None and server.process.poll() is None:
        server.kill()


def pid(server: RunningServer) -> int:
    assert server.process is not None
    return server.process.pid


def has_ended(server: RunningServer) -> bool:
    assert server.process is not None
    return server.process.poll() is not None


def test_a_server_stays_while_its_user_lives_and_ends_in_good_order_afterwards(
    watched: RunningServer, user: subprocess.Popen[bytes], tmp_path: Path
) -> None:
    say_who(tmp_path / "running.json", [user.pid], pid(watched), 0)
    assert not until(lambda: has_ended(watched), 2 * AFTER)
    user.send_signal(signal.SIGKILL)
    user.wait()
    assert until(lambda: has_ended(watched), 10 * AFTER)
    assert watched.process is not None and watched.process.returncode == 0


def test_a_server_stays_until_its_work_is_done(
    watched: RunningServer, user: subprocess.Popen[bytes], own_node: FakeNode, photos: list[Path], tmp_path: Path
) -> None:
    own_node.hold.set()
    project = watched.new_project()
    task = watched.new_task(project, photos)
    watched.wait_for(project, task, 20)
    say_who(tmp_path / "running.json", [user.pid], pid(watched), 0)
    user.send_signal(signal.SIGKILL)
    user.wait()
    assert not until(lambda: has_ended(watched), 4 * AFTER)
    own_node.hold.clear()
    assert until(lambda: has_ended(watched), 15 * AFTER)
    watched.start()
    assert watched.json("GET", f"/api/projects/{project}/tasks/{task}/")["status"] == 40


def test_a_server_stays_while_somebody_asks(
    watched: RunningServer, user: subprocess.Popen[bytes], tmp_path: Path
) -> None:
    say_who(tmp_path / "running.json", [], pid(watched), 0)
    for _ in range(12):
        assert watched.call("GET", "/api/projects/").status_code == 200
        time.sleep(AFTER / 4)
    assert until(lambda: has_ended(watched), 10 * AFTER)


def test_what_waits_for_ever_keeps_nothing_running(
    watched: RunningServer, photos: list[Path], tmp_path: Path
) -> None:
    project = watched.new_project()
    watched.new_task(project, photos, auto_processing_node="false")
    say_who(tmp_path / "running.json", [], pid(watched), 0)
    assert until(lambda: has_ended(watched), 10 * AFTER)


def test_a_server_whose_user_is_not_written_down_yet_waits_for_it(watched: RunningServer) -> None:
    assert not until(lambda: has_ended(watched), 3 * AFTER)


def test_an_id_that_was_given_out_again_is_no_user(user: subprocess.Popen[bytes], tmp_path: Path) -> None:
    path = tmp_path / "running.json"
    say_who(path, [user.pid], os.getpid(), 0)
    found = Users.read(path)
    assert found is not None and found.has_user()
    os.utime(path, (time.time() - 3600, time.time() - 3600))  # as if that process had started after it was written
    later = Users.read(path)
    assert later is not None and not later.has_user()


def test_a_file_that_says_nothing_is_no_user(tmp_path: Path) -> None:
    path = tmp_path / "running.json"
    assert Users.read(path) is None
    for text in ("", "{", "[]", '{"users": 5, "server_pid": 1, "node_pid": 1}', '{"users": ["x"]}'):
        path.write_text(text)
        assert Users.read(path) is None, text


def test_a_node_ends_after_its_server_and_its_user(user: subprocess.Popen[bytes], tmp_path: Path) -> None:
    server = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    command = [sys.executable, "-m", "nadir_engine", "serve", "--data", str(tmp_path / "node"), "--port", "0"]
    command += ["--users", str(tmp_path / "running.json"), "--abandoned-after", str(AFTER)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "local"), "NADIR_NODE_TOKEN": "t"}
    node = subprocess.Popen(command, stdout=subprocess.PIPE, env=environment, cwd="/")
    try:
        assert node.stdout is not None and b"ready" in node.stdout.readline()
        say_who(tmp_path / "running.json", [user.pid], server.pid, node.pid)
        assert not until(lambda: node.poll() is not None, 2 * AFTER)
        user.kill()
        user.wait()
        assert not until(lambda: node.poll() is not None, 2 * AFTER)
        server.kill()
        server.wait()
        assert until(lambda: node.poll() is not None, 10 * AFTER)
        assert node.returncode == 0
    finally:
        for process in (server, node):
            process.kill()
            process.wait()


@pytest.fixture()
def patient(tmp_path: Path, own_node: FakeNode) -> Iterator[RunningServer]:
    """A server that would wait ten minutes for somebody to come back."""
    server = RunningServer(tmp_path / "data", own_node.port)
    server.start("--users", str(tmp_path / "running.json"), "--abandoned-after", "600")
    yield server
    if server.process is not None and server.process.poll() is None:
        server.kill()


def test_a_server_that_was_left_to_finish_ends_with_its_last_task(
    patient: RunningServer, own_node: FakeNode, photos: list[Path], tmp_path: Path
) -> None:
    own_node.hold.set()
    project = patient.new_project()
    task = patient.new_task(project, photos)
    patient.wait_for(project, task, 20)
    say_who(tmp_path / "running.json", [], pid(patient), 0, end_when_idle=True)
    assert not until(lambda: has_ended(patient), 6)
    own_node.hold.clear()
    assert until(lambda: has_ended(patient), 30)
    assert patient.process is not None and patient.process.returncode == 0
    patient.start()
    assert patient.json("GET", f"/api/projects/{project}/tasks/{task}/")["status"] == 40


def test_a_server_that_was_left_with_nothing_to_do_ends_soon_though_it_was_just_asked(
    patient: RunningServer, tmp_path: Path
) -> None:
    assert patient.call("GET", "/api/projects/").status_code == 200
    say_who(tmp_path / "running.json", [], pid(patient), 0, end_when_idle=True)
    assert until(lambda: has_ended(patient), 15)


def test_a_server_that_is_used_again_before_it_has_finished_stays(
    patient: RunningServer, user: subprocess.Popen[bytes], own_node: FakeNode, photos: list[Path], tmp_path: Path
) -> None:
    own_node.hold.set()
    project = patient.new_project()
    task = patient.new_task(project, photos)
    patient.wait_for(project, task, 20)
    say_who(tmp_path / "running.json", [], pid(patient), 0, end_when_idle=True)
    assert not until(lambda: has_ended(patient), 3)
    say_who(tmp_path / "running.json", [user.pid], pid(patient), 0)
    own_node.hold.clear()
    patient.wait_for(project, task, 40)
    assert not until(lambda: has_ended(patient), 6)
