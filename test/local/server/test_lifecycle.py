"""A task on its way through the node, and what may happen to it there."""
from __future__ import annotations

import io
import sqlite3
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from fake_node import FakeNode, zip_of
from running_server import RunningServer
from sample_products import results, tiff


def until(condition: Callable[[], Any], seconds: float = 20) -> Any:
    """Wait for something to become true; returns it."""
    end = time.time() + seconds
    while time.time() < end:
        if found := condition():
            return found
        time.sleep(0.05)
    raise AssertionError("it did not happen")


class Job:
    """A task of three photos in a project of its own."""

    def __init__(self, server: RunningServer, photos: list[Path], **fields: Any) -> None:
        self.server = server
        self.project = server.new_project()
        self.id = server.new_task(self.project, photos, **fields)
        self.path = f"/api/projects/{self.project}/tasks/{self.id}/"

    def state(self) -> dict[str, Any]:
        return self.server.json("GET", self.path)

    def wait_for(self, *states: int | None) -> dict[str, Any]:
        return self.server.wait_for(self.project, self.id, *states)

    def act(self, action: str) -> None:
        assert self.server.json("POST", f"{self.path}{action}/") == {"success": True}


def test_from_photos_to_assets(server: RunningServer, node: FakeNode, photos: list[Path]) -> None:
    job = Job(server, photos, name="flight", options='[{"name": "dsm", "value": true}]')
    done = job.wait_for(40)
    assert (done["upload_progress"], done["running_progress"], done["last_error"]) == (1.0, 1.0, None)
    assert (done["processing_time"], done["epsg"], done["uuid"] != "") == (1234, 32615, True)
    assert {"all.zip", "orthophoto.tif", "dsm.tif", "dtm.tif", "georeferenced_model.laz"} <= set(done["available_assets"])
    assert done["statistics"]["pointcloud"] == {"points": 940393}
    lines = server.json("GET", job.path + "output/?f=json")
    assert lines["lines"] == [f"line {number}" for number in range(lines["count"])]
    assert lines["count"] == 2 * node.steps
    assert server.json("GET", job.path + "output/?line=4") == "line 4\nline 5"
    assert server.json("GET", job.path + "output/?limit=-1") == "line 5"


def test_a_completed_task_starts_again_from_a_stage_where_the_node_has_kept_it(
    server: RunningServer, node: FakeNode, photos: list[Path]
) -> None:
    job = Job(server, photos)
    done = job.wait_for(40)
    assert done["can_rerun_from"] == ["", "opensfm", "odm_dem"]
    server.json("PATCH", job.path, json={"options": [{"name": "rerun-from", "value": "odm_dem"}]})
    node.hold.set()
    job.act("restart")
    assert job.wait_for(20)["uuid"] == done["uuid"]
    assert node.tasks[done["uuid"]]["options"] == [{"name": "rerun-from", "value": "odm_dem"}]
    node.hold.clear()
    again = job.wait_for(40)
    assert (again["uuid"], again["can_rerun_from"]) == (done["uuid"], done["can_rerun_from"])
    job.act("remove")
    until(lambda: done["uuid"] in node.removed)


def test_the_nodes_copies_go_when_their_time_is_over_and_the_next_run_is_whole(
    server: RunningServer, node: FakeNode, photos: list[Path]
) -> None:
    job = Job(server, photos)
    done = job.wait_for(40)
    with sqlite3.connect(server.data / "nadir.sqlite3") as database:
        database.execute("UPDATE nodes_leftover SET not_before = '2026-01-01 00:00:00' WHERE uuid = ?", [done["uuid"]])
    server.json("PATCH", f"/api/processingnodes/{done['processing_node']}/", json={})
    until(lambda: done["uuid"] in node.removed)
    assert job.state()["can_rerun_from"] == [""]
    server.json("PATCH", job.path, json={"options": [{"name": "rerun-from", "value": "odm_dem"}]})
    job.act("restart")
    again = until(lambda: job.state()["uuid"] not in ("", done["uuid"]) and job.wait_for(40))
    assert again["options"] == {}
    assert len(node.tasks[again["uuid"]]["files"]) == len(photos)


def test_only_the_last_few_copies_stay(own_server: RunningServer, own_node: FakeNode, photos: list[Path]) -> None:
    jobs = [Job(own_server, photos) for _ in range(5)]
    uuids = {job.wait_for(40)["uuid"] for job in jobs}
    until(lambda: len(own_node.removed) == 2)
    assert set(own_node.tasks) | set(own_node.removed) == uuids
    assert sorted(len(job.state()["can_rerun_from"]) for job in jobs) == [1, 1, 3, 3, 3]


def test_a_duplicate_does_not_take_the_node_s_copy_along(
    server: RunningServer, node: FakeNode, photos: list[Path]
) -> None:
    job = Job(server, photos)
    uuid = job.wait_for(40)["uuid"]
    copy = server.json("POST", job.path + "duplicate/")["task"]
    server.json("POST", f"/api/projects/{job.project}/tasks/{copy['id']}/remove/")
    until(lambda: server.call("GET", f"/api/projects/{job.project}/tasks/{copy['id']}/").status_code == 404)
    time.sleep(0.5)
    assert uuid in node.tasks
    assert len(job.state()["can_rerun_from"]) == 3


def test_what_the_node_refuses_is_told(server: RunningServer, photos: list[Path]) -> None:
    job = Job(server, photos, options='[{"name": "orthophoto-resolution", "value": "abc"}]')
    assert "Invalid value NaN (out of range)" in job.wait_for(30)["last_error"]


def test_a_failure_on_the_node_is_told_and_can_be_repeated_there(
    server: RunningServer, node: FakeNode, photos: list[Path]
) -> None:
    node.fail_with = "Not enough overlap"
    job = Job(server, photos)
    failed = job.wait_for(30)
    assert failed["last_error"] == "Not enough overlap"
    node.fail_with = ""
    job.act("restart")
    assert job.wait_for(40)["uuid"] == failed["uuid"]


def test_a_task_that_the_node_forgot_has_failed(server: RunningServer, node: FakeNode, photos: list[Path]) -> None:
    node.hold.set()
    job = Job(server, photos)
    uuid = job.wait_for(20)["uuid"]
    node.tasks.clear()
    assert job.wait_for(30)["last_error"] == f"{uuid} not found"
    node.hold.clear()
    job.act("restart")
    assert job.wait_for(40)["last_error"] is None


def test_a_node_that_stumbles_keeps_its_task(server: RunningServer, node: FakeNode, photos: list[Path]) -> None:
    node.hold.set()
    job = Job(server, photos)
    job.wait_for(20)
    node.broken = "/task/"
    time.sleep(2)
    assert job.state()["status"] == 20
    node.behave(node.results)
    server.json("PATCH", job.path, json={"name": "look again"})
    job.wait_for(40)


def test_a_node_that_cannot_take_photos_is_told_of(server: RunningServer, node: FakeNode, photos: list[Path]) -> None:
    node.broken = "/task/new/init"
    job = Job(server, photos)
    assert "The node failed" in job.wait_for(30)["last_error"]
    assert server.call("GET", job.path + "download/all.zip").status_code == 404


def test_results_that_are_no_zip_file_fail_and_nothing_is_served(
    server: RunningServer, node: FakeNode, photos: list[Path]
) -> None:
    node.results = b"this is no zip file"
    job = Job(server, photos)
    failed = job.wait_for(30)
    assert "not a usable zip file" in failed["last_error"]
    assert failed["available_assets"] == []
    assert server.call("GET", job.path + "download/all.zip").status_code == 404


def damaged(archive: bytes) -> bytes:
    """The archive, packed, with some bytes in its middle flipped."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target, zipfile.ZipFile(io.BytesIO(archive)) as source:
        for name in source.namelist():
            target.writestr(name, source.read(name))
    raw = bytearray(packed.getvalue())
    middle = slice(2000, 2100)
    raw[middle] = bytes(byte ^ 0xFF for byte in raw[middle])
    return bytes(raw)


def test_damaged_results_are_fetched_a_few_times_and_then_fail(
    server: RunningServer, node: FakeNode, photos: list[Path], all_zip: bytes
) -> None:
    node.results, before = damaged(all_zip), node.downloads
    job = Job(server, photos)
    failed = job.wait_for(30)
    assert "not a usable zip file" in failed["last_error"]
    assert node.downloads - before == 3
    assert not (server.data / "tasks" / job.id / "fetching").exists()
    node.results = all_zip
    job.act("restart")
    assert job.wait_for(40)["last_error"] is None


def test_results_that_arrive_whole_the_second_time_are_taken(
    server: RunningServer, node: FakeNode, photos: list[Path], all_zip: bytes
) -> None:
    node.results, before = damaged(all_zip), node.downloads
    job = Job(server, photos)
    until(lambda: node.downloads > before)
    node.results = all_zip
    assert job.wait_for(30, 40)["status"] == 40


def test_a_failure_that_nobody_foresaw_ends_too(own_server: RunningServer, own_node: FakeNode, photos: list[Path]) -> None:
    own_node.results = zip_of({"odm_report/stats.json": b"[" * 200_000})
    job = Job(own_server, photos)
    job.wait_for(30)
    assert "This server failed at the task (RecursionError" in job.state()["last_error"]
    assert own_node.downloads == 3


def test_odd_reports_do_not_cost_the_results(
    server: RunningServer, node: FakeNode, photos: list[Path]
) -> None:
    report = b'{"processing_statistics": [1], "odm_processing_statistics": {"average_gsd": NaN}}'
    node.results = zip_of({**results(), "odm_report/stats.json": report, "entwine_pointcloud/ept.json": b'{"srs": "x"}'})
    assert Job(server, photos).wait_for(30, 40)["status"] == 40


def test_a_surface_model_without_any_height_does_not_cost_the_results(
    server: RunningServer, node: FakeNode, photos: list[Path]
) -> None:
    empty = tiff(np.full((1, 64, 64), -9999, "float32"), 0.2, nodata=-9999.0)
    node.results = zip_of({**results(), "odm_dem/dtm.tif": empty})
    done = Job(server, photos).wait_for(30, 40)
    assert (done["status"], done["last_error"]) == (40, None)


@pytest.mark.parametrize("name", ["../../../evil.txt", "/tmp/evil.txt", "a/../../../../evil.txt", "C:\\evil.txt"])
def test_results_cannot_leave_their_folder(
    server: RunningServer, node: FakeNode, photos: list[Path], name: str
) -> None:
    node.results = zip_of({"cameras.json": b"{}", name: b"evil"})
    job = Job(server, photos)
    assert "leads out of the folder" in job.wait_for(30)["last_error"]
    assert not list(server.data.parent.rglob("evil.txt"))


def test_without_any_node_a_task_waits(server: RunningServer, photos: list[Path]) -> None:
    job = Job(server, photos, auto_processing_node="false")
    time.sleep(1.5)
    assert job.state()["status"] is None
    job.act("restart")
    assert job.wait_for(30)["last_error"] == "Cannot restart a task that has no processing node"
    node_id = server.json("GET", "/api/processingnodes/")[0]["id"]
    server.json("PATCH", job.path, json={"processing_node": node_id})
    job.act("restart")
    assert job.wait_for(40)["processing_node"] == node_id


def test_cancel_ends_it_here_and_there(server: RunningServer, node: FakeNode, photos: list[Path]) -> None:
    node.hold.set()
    job = Job(server, photos)
    uuid = job.wait_for(20)["uuid"]
    job.act("cancel")
    job.wait_for(50)
    assert node.tasks[uuid]["code"] == 50


def test_an_upload_to_the_node_gives_way_to_cancel(
    server: RunningServer, node: FakeNode, photos: list[Path], tmp_path: Path
) -> None:
    node.upload_delay = 0.5
    many = [tmp_path / f"{number}.JPG" for number in range(40)]
    for path in many:
        path.write_bytes(b"x" * 1000)
    job = Job(server, many)
    until(lambda: 0 < job.state()["upload_progress"] < 1)
    started = time.time()
    job.act("cancel")
    job.wait_for(50)
    assert time.time() - started < 4
    job.act("remove")
    until(lambda: server.call("GET", job.path).status_code == 404)
    assert not (server.data / "tasks" / job.id).exists()


@pytest.mark.parametrize("end", ["completed", "failed", "canceled"])
def test_an_ended_task_is_in_no_queue(server: RunningServer, node: FakeNode, photos: list[Path], end: str) -> None:
    node.tasks.clear()
    node.hold.set()
    job = Job(server, photos)
    job.wait_for(20)
    node_path = f"/api/processingnodes/{job.state()['processing_node']}/"
    server.json("PATCH", node_path, json={})  # looks at the node
    assert server.json("GET", node_path)["queue_count"] == 1
    node.fail_with = "No" if end == "failed" else ""
    if end == "canceled":
        job.act("cancel")
    node.hold.clear()
    job.wait_for({"completed": 40, "failed": 30, "canceled": 50}[end])
    assert server.json("GET", node_path)["queue_count"] == 0


def test_a_removed_project_takes_its_tasks_along(server: RunningServer, node: FakeNode, photos: list[Path]) -> None:
    node.hold.set()
    job = Job(server, photos)
    uuid = job.wait_for(20)["uuid"]
    assert server.call("DELETE", f"/api/projects/{job.project}/").status_code == 204
    assert server.call("GET", job.path).status_code == 404
    until(lambda: not (server.data / "tasks" / job.id).exists())
    until(lambda: uuid in node.removed)


def test_a_node_that_is_away_for_a_while_loses_nothing(
    own_server: RunningServer, own_node: FakeNode, photos: list[Path], all_zip: bytes
) -> None:
    own_node.hold.set()
    job = Job(own_server, photos)
    job.wait_for(20)
    own_node.close()
    time.sleep(2)
    assert job.state()["status"] == 20
    back = FakeNode(all_zip, port=own_node.port)
    back.tasks = own_node.tasks
    try:
        job.wait_for(40)
    finally:
        back.close()


def test_killed_while_the_node_works(own_server: RunningServer, own_node: FakeNode, photos: list[Path]) -> None:
    own_node.hold.set()
    job = Job(own_server, photos)
    uuid = job.wait_for(20)["uuid"]
    own_server.kill()
    own_node.hold.clear()
    own_server.start()
    done = job.wait_for(30, 40)
    assert (done["status"], done["uuid"]) == (40, uuid)
    output = own_server.json("GET", job.path + "output/?f=json")
    assert output["lines"] == [f"line {number}" for number in range(output["count"])]


def test_killed_while_photos_go_to_the_node(
    own_server: RunningServer, own_node: FakeNode, photos: list[Path], tmp_path: Path
) -> None:
    own_node.upload_delay = 0.3
    many = [tmp_path / f"{number}.JPG" for number in range(20)]
    for path in many:
        path.write_bytes(path.name.encode() * 100)
    job = Job(own_server, many)
    until(lambda: 0 < job.state()["upload_progress"] < 1)
    own_server.kill()
    own_node.upload_delay = 0.0
    own_server.start()
    job.wait_for(40)
    committed = [task for task in own_node.tasks.values() if task["committed"]]
    assert len(committed) <= 1
    assert all(len(task["files"]) == 20 for task in committed)


def test_killed_while_a_client_uploads(own_server: RunningServer, photos: list[Path]) -> None:
    project = own_server.new_project()
    body = {"partial": True, "auto_processing_node": False}
    task = own_server.json("POST", f"/api/projects/{project}/tasks/", json=body)["id"]
    path = f"/api/projects/{project}/tasks/{task}/"
    own_server.json("POST", path + "upload/", files=[("images", (photos[0].name, photos[0].read_bytes()))])
    (own_server.data / "tmp" / "upload-half").write_bytes(b"half a photo")
    own_server.kill()
    own_server.start()
    assert list((own_server.data / "tmp").iterdir()) == []
    own_server.json("POST", path + "upload/", files=[("images", (photos[1].name, photos[1].read_bytes()))])
    assert own_server.json("POST", path + "commit/")["images_count"] == 2


def test_no_job_failed_in_an_unforeseen_way(server: RunningServer, photos: list[Path]) -> None:
    Job(server, photos).wait_for(40)
    log = (server.data / "server.log").read_text()
    assert "Traceback" not in log


def test_another_node_chosen_during_the_upload_gets_the_task(
    server: RunningServer, node: FakeNode, photos: list[Path], all_zip: bytes
) -> None:
    other = FakeNode(all_zip)
    added = server.json("POST", "/api/processingnodes/", json={"hostname": "127.0.0.1", "port": other.port})["id"]
    first = next(found["id"] for found in server.json("GET", "/api/processingnodes/") if found["port"] == node.port)
    node.upload_delay = 1.0
    project = server.new_project()
    task = server.new_task(project, photos, processing_node=first, auto_processing_node="false", name="moves")
    try:
        begun = until(lambda: [key for key, one in node.tasks.items() if one["name"] == "moves"])
        server.json("PATCH", f"/api/projects/{project}/tasks/{task}/", json={"processing_node": added})
        done = server.wait_for(project, task, 30, 40)
        assert (done["status"], done["processing_node"], done["uuid"] in other.tasks) == (40, added, True)
        until(lambda: set(begun) <= set(node.removed))
    finally:
        server.call("DELETE", f"/api/processingnodes/{added}/")
        other.close()
