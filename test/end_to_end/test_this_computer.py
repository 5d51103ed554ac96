"""*This computer*: the real server and node as processes, shared, watched and stopped."""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import requests
from nadir.core.errors import Cancelled, NadirError
from nadir.core.local import environment
from nadir.core.local.environment import FoundPython
from nadir.core.local.process_ids import is_alive
from nadir.core.local.processes import DataMoved, LocalProcesses
from nadir.core.local.running import Running, write_state
from nadir.core.local.this_computer import ThisComputer
from qgis.PyQt.QtCore import QLockFile
from qgis.PyQt.QtTest import QSignalSpy


def never() -> bool:
    return False


def nothing(fraction: float, text: str) -> None:
    """Takes progress and does not show it."""


@pytest.fixture
def processes(environment: Path, tmp_path: Path) -> Iterator[LocalProcesses]:
    started = LocalProcesses(environment, tmp_path / "local server")
    yield started
    started.stop()


def test_the_server_answers_only_who_logs_in(processes: LocalProcesses, tmp_path: Path) -> None:
    login = processes.start(nothing, never)
    assert requests.get(f"{login.url}/api/projects/", timeout=20).status_code == 403
    answer = requests.post(
        f"{login.url}/api/token-auth/", data={"username": login.username, "password": login.password}, timeout=20
    )
    assert answer.status_code == 200
    headers = {"Authorization": f"JWT {answer.json()['token']}"}
    nodes = requests.get(f"{login.url}/api/processingnodes/", headers=headers, timeout=20).json()
    assert [node["online"] for node in nodes] == [True]
    assert stat.S_IMODE((tmp_path / "local server" / "server" / "login.json").stat().st_mode) == 0o600


def test_a_second_window_joins_and_the_last_one_stops_it(
    processes: LocalProcesses, environment: Path, tmp_path: Path
) -> None:
    login = processes.start(nothing, never)
    pids = processes.pids
    state = tmp_path / "local server" / "running.json"
    running = json.loads(state.read_text(encoding="utf-8"))
    running["users"].append(os.getppid())  # another window of QGIS
    state.write_text(json.dumps(running), encoding="utf-8")
    second = LocalProcesses(environment, tmp_path / "local server")
    assert second.start(nothing, never) == login
    assert second.pids == pids
    second.stop()
    assert all(map(is_alive, pids))
    running["users"] = [os.getpid()]
    state.write_text(json.dumps(running), encoding="utf-8")
    processes.stop()
    assert not any(map(is_alive, pids))


def test_after_a_kill_it_starts_again_at_the_same_address(processes: LocalProcesses) -> None:
    first = processes.start(nothing, never)
    for pid in processes.pids:
        os.kill(pid, signal.SIGKILL)
    assert processes.start(nothing, never).url == first.url


def test_cancel_while_starting_leaves_no_process(processes: LocalProcesses, tmp_path: Path) -> None:
    asked = iter([False] * 5 + [True] * 1000)
    with pytest.raises(Cancelled):
        processes.start(nothing, lambda: next(asked))
    assert not any(map(is_alive, processes.pids))
    assert processes.running() is None


def test_stopping_while_another_window_holds_the_lock_keeps_the_server(
    processes: LocalProcesses, tmp_path: Path
) -> None:
    processes.start(nothing, never)
    other = QLockFile(str(tmp_path / "local server" / "running.lock"))
    assert other.lock()
    with pytest.raises(Cancelled):
        processes.stop()
    assert all(map(is_alive, processes.pids))
    other.unlock()


def test_an_update_waits_for_other_windows(
    processes: LocalProcesses, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    processes.start(nothing, never)
    state = tmp_path / "local server" / "running.json"
    running = json.loads(state.read_text(encoding="utf-8"))
    state.write_text(json.dumps({**running, "users": [os.getppid()]}), encoding="utf-8")
    monkeypatch.setattr("nadir.core.local.processes.is_ready", lambda folder: False)
    with pytest.raises(NadirError, match="another QGIS window"):
        processes.start(nothing, never)
    assert all(map(is_alive, processes.pids))
    state.write_text(json.dumps(running), encoding="utf-8")


def test_a_broken_environment_is_an_error_with_the_last_words(tmp_path: Path) -> None:
    fake = tmp_path / "environment" / "bin" / "python"
    fake.parent.mkdir(parents=True)
    fake.write_text("#!/bin/sh\necho a library is missing >&2\nexit 3\n", encoding="utf-8")
    fake.chmod(0o755)
    environment._mark(tmp_path / "environment", environment._requirements_hash(), FoundPython("python3", (3, 11, 2)))
    broken = LocalProcesses(tmp_path / "environment", tmp_path / "data")
    with pytest.raises(NadirError) as caught:
        broken.start(nothing, never)
    assert "a library is missing" in caught.value.detail
    assert broken.running() is None


def test_a_server_that_dies_is_noticed(this_computer: ThisComputer, tmp_path: Path) -> None:
    assert QSignalSpy(this_computer.prepare_and_start().succeeded).wait(60000)
    assert this_computer.is_running()
    told = QSignalSpy(this_computer.stopped_unexpectedly)
    running = json.loads((tmp_path / "data" / "running.json").read_text(encoding="utf-8"))
    os.kill(running["server_pid"], signal.SIGKILL)
    assert told.wait(30000)
    assert "stopped unexpectedly" in told[0][0].summary


def until(condition: Callable[[], bool], seconds: float) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end and not condition():
        time.sleep(0.1)
    return condition()


def test_left_with_nothing_to_do_it_ends_by_itself(processes: LocalProcesses, tmp_path: Path) -> None:
    processes.start(nothing, never)
    pids = processes.pids
    processes.stop(wait=False, finish_work=True)
    assert processes.pids == ()
    assert until(lambda: not any(map(is_alive, pids)), 30)


def test_left_to_finish_it_is_joined_again(processes: LocalProcesses, environment: Path, tmp_path: Path) -> None:
    login = processes.start(nothing, never)
    pids = processes.pids
    processes.stop(wait=False, finish_work=True)
    again = LocalProcesses(environment, tmp_path / "local server")
    assert again.start(nothing, never) == login
    assert again.pids == pids
    assert not until(lambda: not all(map(is_alive, pids)), 6)


def test_data_that_were_moved_meanwhile_are_not_begun_anew(environment: Path, tmp_path: Path) -> None:
    waiting = LocalProcesses(environment, tmp_path / "data", lambda data: False)
    with pytest.raises(DataMoved):
        waiting.start(nothing, never)
    assert not (tmp_path / "data" / "server").exists()


def test_nothing_is_downloaded_without_consent(tmp_path: Path) -> None:
    with pytest.raises(NadirError, match="removed by another QGIS window"):
        LocalProcesses(tmp_path / "none", tmp_path / "data").start(nothing, never, may_make=False)
    assert not (tmp_path / "none").exists()


def test_ids_of_before_a_restart_of_the_computer_stop_nobody(environment: Path, tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"]) as stranger:
        (tmp_path / "data").mkdir()
        write_state(tmp_path / "data" / "running.json", Running(stranger.pid, stranger.pid, 1, (os.getpid(),)))
        LocalProcesses(environment, tmp_path / "data").stop()
        assert stranger.poll() is None
        stranger.kill()
