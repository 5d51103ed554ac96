"""The process: one line when it is ready, private files, a port that stays, a clean end."""
from __future__ import annotations

import stat
import subprocess
import sys
from pathlib import Path

import pytest
from running_server import ROOT, RunningServer


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> RunningServer:
    return RunningServer(tmp_path_factory.mktemp("data")).start()


def test_secrets_are_the_users_only(alone: RunningServer) -> None:
    for name in ("login.json", "secret_key"):
        assert stat.S_IMODE((alone.data / name).stat().st_mode) == 0o600
    assert set(alone.login) == {"username", "password"}
    assert len(alone.login["password"]) > 20


def test_everything_is_the_users_only_also_in_a_folder_that_was_there(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir(mode=0o755)
    data.chmod(0o755)
    server = RunningServer(data).start()
    try:
        project = server.new_project()
        files = [("images", (name, b"x")) for name in ("a.jpg", "b.jpg")]
        server.json("POST", f"/api/projects/{project}/tasks/", files=files, data={"auto_processing_node": "false"})
        found = {path.relative_to(data).as_posix(): path for path in [data, *data.rglob("*")]}
        open_to_others = [name for name, path in found.items() if path.exists() and path.stat().st_mode & 0o077]
        assert open_to_others == []
        assert {"nadir.sqlite3", "server.log", "tasks"} <= set(found)
        assert any(name.endswith("images/a.jpg") for name in found)
    finally:
        assert server.stop() == 0


def test_another_host_name_is_refused(alone: RunningServer) -> None:
    answer = alone.call("GET", "/api/projects/", headers={"Host": "rebound.example.com"})
    assert answer.status_code == 400
    assert answer.json()["detail"]


def test_a_second_server_on_the_same_data_says_so_and_ends(alone: RunningServer) -> None:
    second = subprocess.run(
        [sys.executable, "-m", "nadir_server", "--data", str(alone.data)],
        capture_output=True, text=True, timeout=30, cwd="/", env={"PYTHONPATH": str(ROOT / "local")},
    )  # fmt: skip
    assert second.returncode == 1
    assert "Another server is running" in second.stderr
    assert second.stdout == ""


def test_it_ends_on_request_and_comes_back_on_its_port_with_its_login(alone: RunningServer) -> None:
    project = alone.new_project("kept")
    port, login, token = alone.port, alone.login, alone.token
    assert alone.stop() == 0
    alone.start()
    assert (alone.port, alone.login) == (port, login)
    assert alone.json("GET", f"/api/projects/{project}/", auth=f"JWT {token}")["name"] == "kept"


def test_no_secret_is_logged(alone: RunningServer) -> None:
    alone.call("POST", "/api/token-auth/", auth="", data=alone.login)
    alone.call("GET", f"/api/projects/?jwt={alone.token}", auth="")
    alone.call("GET", f"/api/nothing/?jwt={alone.token}", auth="")
    log = (alone.data / "server.log").read_text()
    assert alone.login["password"] not in log
    assert alone.token not in log
    assert (alone.data / "secret_key").read_text() not in log


def test_a_lost_login_file_is_made_anew(alone: RunningServer) -> None:
    alone.stop()
    (alone.data / "login.json").unlink()
    alone.start()
    assert alone.log_in()
    assert alone.stop() == 0


def test_a_damaged_port_file_is_no_obstacle(tmp_path: Path) -> None:
    (tmp_path / "port").write_text("seventy")
    server = RunningServer(tmp_path).start()
    assert server.stop() == 0
    assert (tmp_path / "port").read_text() == str(server.port)
