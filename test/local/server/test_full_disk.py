"""A disk that is really full: clear answers, nothing lost of what was there, and on it goes when there is room again."""
from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from fake_node import FakeNode
from nadir_server.data_folder import KEPT_FREE
from running_server import RunningServer
from sample_products import results

MB = 1024 * 1024
FULL = {"detail": "The server's disk is full. Free some space and try again."}
ORTHOPHOTO = results()["odm_orthophoto/odm_orthophoto.tif"]


class SmallDisk:
    """A disk in memory with a file that takes the room of others."""

    def __init__(self, folder: Path) -> None:
        self.folder, self._filler = folder, folder / "filler"

    def leave(self, size: int) -> None:
        """Leave so many bytes free; what cannot be had any more stays with who has it."""
        with self._filler.open("ab") as file:
            while (free := self.free()) > size:
                try:
                    file.write(bytes(min(free - size, 4 * MB)))
                    file.flush()
                except OSError:
                    return

    def free(self) -> int:
        import shutil

        return shutil.disk_usage(self.folder).free

    def clear(self) -> None:
        self._filler.unlink()


@pytest.fixture()
def disk(tmp_path: Path) -> Iterator[SmallDisk]:
    folder = tmp_path / "disk"
    folder.mkdir()
    size = (KEPT_FREE // MB) + 120
    command = ["mount", "-t", "tmpfs", "-o", f"size={size}m", "tmpfs", str(folder)]
    mounted = sys.platform == "linux" and subprocess.run(command, capture_output=True).returncode == 0
    if not mounted:
        pytest.skip("a small disk cannot be mounted here: that takes Linux and its administrator")
    yield SmallDisk(folder)
    subprocess.run(["umount", "-l", str(folder)], check=True)


@pytest.fixture()
def server(disk: SmallDisk, own_node: FakeNode) -> Iterator[RunningServer]:
    server = RunningServer(disk.folder / "data", own_node.port).start()
    yield server
    if server.process is not None and server.process.poll() is None:
        server.stop()


def orthophoto(server: RunningServer, project: int, task: str) -> bytes:
    return server.call("GET", f"/api/projects/{project}/tasks/{task}/download/orthophoto.tif").content


def test_too_little_room_is_told_and_what_was_there_stays(
    server: RunningServer, disk: SmallDisk, photos: list[Path], tmp_path: Path
) -> None:
    project = server.new_project()
    before = server.new_task(project, photos)
    assert server.wait_for(project, before, 30, 40)["status"] == 40
    disk.leave(KEPT_FREE + 2 * MB)
    files = [("images", (f"{n}.jpg", b"\xff\xd8" + bytes(2 * MB))) for n in range(3)]
    refused = server.call("POST", f"/api/projects/{project}/tasks/", files=files)
    assert (refused.status_code, refused.json()) == (507, FULL)
    disk.leave(KEPT_FREE - 10 * MB)
    small = [tmp_path / f"{number}.jpg" for number in range(2)]
    for path in small:
        path.write_bytes(b"\xff\xd8" + bytes(1000))
    task = server.new_task(project, small)  # a request that is let in, however little room there is
    failed = server.wait_for(project, task, 30, 40)
    assert failed["status"] == 30 and "disk" in failed["last_error"]
    assert orthophoto(server, project, before) == ORTHOPHOTO
    disk.clear()
    server.json("POST", f"/api/projects/{project}/tasks/{task}/restart/")
    assert server.wait_for(project, task, 40)["last_error"] is None
    assert [t["status"] for t in server.json("GET", f"/api/projects/{project}/tasks/")] == [40, 40]


def test_not_a_byte_left_is_told_and_the_server_goes_on(
    server: RunningServer, disk: SmallDisk, photos: list[Path], own_node: FakeNode
) -> None:
    project = server.new_project()
    before = server.new_task(project, photos)
    server.wait_for(project, before, 40)
    own_node.hold.set()
    running = server.new_task(project, photos)
    server.wait_for(project, running, 20)
    disk.leave(0)
    codes = set()
    for number in range(40):
        answer = server.call("POST", "/api/projects/", json={"name": "x" * 200, "description": "y" * 100_000})
        codes.add(answer.status_code)
        assert answer.status_code == 201 or (answer.status_code, answer.json()) == (507, FULL), number
    assert 507 in codes
    assert orthophoto(server, project, before) == ORTHOPHOTO
    assert server.call("GET", "/api/projects/").status_code == 200
    own_node.hold.clear()
    server.stop()
    disk.clear()
    server.start()
    server.json("POST", f"/api/projects/{project}/tasks/{running}/restart/")
    assert server.wait_for(project, running, 40)
    assert orthophoto(server, project, before) == ORTHOPHOTO
    assert server.json("GET", f"/api/projects/{project}/tasks/{before}/")["status"] == 40


def test_killed_on_a_full_disk_it_starts_again_when_there_is_room(
    server: RunningServer, disk: SmallDisk, photos: list[Path]
) -> None:
    project = server.new_project()
    task = server.new_task(project, photos)
    server.wait_for(project, task, 40)
    disk.leave(0)
    server.call("POST", "/api/projects/", json={"name": "lost", "description": "y" * 500_000})
    server.kill()
    disk.clear()
    server.start()
    assert server.json("GET", f"/api/projects/{project}/tasks/{task}/")["status"] == 40
    assert orthophoto(server, project, task) == ORTHOPHOTO
