"""A server process with a node behind it, and a finished task to read from."""
from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from fake_node import FakeNode, zip_of
from running_server import ROOT, RunningServer
from sample_products import results

RECORDINGS = ROOT / "test" / "recordings" / "webodm"


@dataclass(frozen=True)
class Finished:
    """A server with a completed task."""

    server: RunningServer
    project: int
    task: str
    photos: list[Path]

    @property
    def path(self) -> str:
        return f"/api/projects/{self.project}/tasks/{self.task}/"

    def get(self, path: str, **arguments: Any) -> Any:
        return self.server.call("GET", self.path + path, **arguments)


@pytest.fixture(scope="session")
def all_zip() -> bytes:
    return zip_of(results())


@pytest.fixture(scope="session")
def photos(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Three files of different content; what is in a photo matters to the engine only."""
    folder = tmp_path_factory.mktemp("photos")
    paths = [folder / f"DJI_{number:04}.JPG" for number in range(3)]
    for number, path in enumerate(paths):
        path.write_bytes(b"\xff\xd8" + bytes([number]) * 200_000)
    return paths


@pytest.fixture(scope="session")
def finished(tmp_path_factory: pytest.TempPathFactory, all_zip: bytes, photos: list[Path]) -> Iterator[Finished]:
    node = FakeNode(all_zip, token="a node's token")
    server = RunningServer(tmp_path_factory.mktemp("server"), node.port, node.token).start()
    project = server.new_project("Finished")
    task = server.new_task(project, photos, name="Flüge 1", options='[{"name": "dsm", "value": true}]')
    assert server.wait_for(project, task, 30, 40)["status"] == 40
    yield Finished(server, project, task, photos)
    assert server.stop() == 0
    node.close()


@pytest.fixture()
def as_before(finished: Finished) -> Iterator[None]:
    """Tasks that the test adds to the finished one's project go again."""
    tasks = f"/api/projects/{finished.project}/tasks/"
    before = {task["id"] for task in finished.server.json("GET", tasks)}
    yield
    for key in {task["id"] for task in finished.server.json("GET", tasks)} - before:
        finished.server.json("POST", f"{tasks}{key}/remove/")
    end = time.time() + 20
    while {task["id"] for task in finished.server.json("GET", tasks)} - before:
        assert time.time() < end, "a task stayed"
        time.sleep(0.05)


@pytest.fixture(scope="session")
def pair(tmp_path_factory: pytest.TempPathFactory, all_zip: bytes) -> Iterator[tuple[RunningServer, FakeNode]]:
    node = FakeNode(all_zip)
    server = RunningServer(tmp_path_factory.mktemp("shared"), node.port).start()
    yield server, node
    server.stop()
    node.close()


@pytest.fixture()
def node(pair: tuple[RunningServer, FakeNode], all_zip: bytes) -> FakeNode:
    """A node that behaves, until the test tells it otherwise; shared."""
    pair[1].behave(all_zip)
    return pair[1]


@pytest.fixture()
def server(pair: tuple[RunningServer, FakeNode], node: FakeNode) -> RunningServer:
    """The server of that node; shared."""
    return pair[0]


@pytest.fixture()
def own_node(all_zip: bytes) -> Iterator[FakeNode]:
    node = FakeNode(all_zip)
    yield node
    node.close()


@pytest.fixture()
def own_server(tmp_path: Path, own_node: FakeNode) -> Iterator[RunningServer]:
    """A server for one test, which may hurt it."""
    server = RunningServer(tmp_path / "data", own_node.port).start()
    yield server
    if server.process is not None and server.process.poll() is None:
        server.stop()


@pytest.fixture(scope="session")
def recording() -> Callable[[str], dict[str, Any]]:
    """A recorded exchange with a real server, by name."""
    return lambda name: json.loads((RECORDINGS / f"{name}.json").read_text())


@pytest.fixture(scope="session")
def plain_user(finished: Finished) -> str:
    """The Authorization header of a user without any grants."""
    code = (
        "import django; django.setup(); from django.contrib.auth import get_user_model;"
        "get_user_model().objects.create_user('pilot', 'pilot@example.com', 'pilot')"
    )
    environment = {
        **os.environ, "PYTHONPATH": str(ROOT / "local"), "NADIR_SERVER_DATA": str(finished.server.data),
        "DJANGO_SETTINGS_MODULE": "nadir_server.settings",
    }  # fmt: skip
    subprocess.run([sys.executable, "-c", code], check=True, env=environment)
    login = {"username": "pilot", "password": "pilot"}
    return "JWT " + finished.server.json("POST", "/api/token-auth/", auth="", data=login)["token"]
