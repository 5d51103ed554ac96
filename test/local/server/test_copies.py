"""Duplicates, compaction, moves between projects, and what a crash leaves of them."""
from __future__ import annotations

import contextlib
import os
import shutil
import signal
import sqlite3
import threading
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import requests
from conftest import Finished
from fake_node import FakeNode
from people import new_person
from running_server import RunningServer
from shapes import differences

Recording = Callable[[str], dict[str, Any]]


def copy_of(finished: Finished) -> dict[str, Any]:
    answer = finished.server.call("POST", finished.path + "duplicate/")
    assert answer.status_code == 200
    return answer.json()["task"]


def path_of(task: dict[str, Any]) -> str:
    return f"/api/projects/{task['project']}/tasks/{task['id']}/"


def gone(server: RunningServer, path: str) -> None:
    end = time.time() + 20
    while server.call("GET", path).status_code != 404:
        assert time.time() < end, "the task stayed"
        time.sleep(0.05)


@pytest.mark.usefixtures("as_before")
def test_a_copy_has_everything_and_takes_no_room(finished: Finished, recording: Recording) -> None:
    server = finished.server
    answer = server.call("POST", finished.path + "duplicate/").json()
    assert differences(recording("task_duplicate")["body"], answer) == []
    copy, original = answer["task"], finished.get("").json()
    assert copy["name"] == f"Copy of {original['name']}"
    same = set(original) - {"id", "name", "created_at"}
    assert {key: copy[key] for key in same} == {key: original[key] for key in same}
    for path in ("download/orthophoto.tif", "output/"):
        assert server.call("GET", path_of(copy) + path).content == finished.get(path).content
    described = server.json("GET", path_of(copy) + "orthophoto/metadata")
    assert described["statistics"] == finished.get("orthophoto/metadata").json()["statistics"]
    file = Path("assets/odm_orthophoto/odm_orthophoto.tif")
    folders = [server.data / "tasks" / task["id"] for task in (copy, original)]
    assert len({(folder / file).stat().st_ino for folder in folders}) == 1
    made_again = {"data", "derived"}  # by a backup or a conversion that another test asked for
    kept = [{path.name for path in folder.iterdir()} - made_again for folder in folders]
    assert kept[0] == kept[1]
    server.json("POST", path_of(copy) + "remove/")
    gone(server, path_of(copy))
    assert finished.get("download/orthophoto.tif").status_code == 200


def test_a_copy_of_a_task_at_work_waits_to_be_restarted(server: RunningServer, node: FakeNode, photos: list[Path]) -> None:
    node.hold.set()
    project = server.new_project()
    task = server.new_task(project, photos, name="busy")
    server.wait_for(project, task, 20)
    copy = server.json("POST", f"/api/projects/{project}/tasks/{task}/duplicate/")["task"]
    assert (copy["status"], copy["uuid"], copy["images_count"]) == (50, "", 3)
    node.hold.clear()
    assert server.wait_for(project, task, 40, 30)["status"] == 40
    server.json("POST", path_of(copy) + "restart/")
    end = time.time() + 30
    while server.json("GET", path_of(copy))["status"] != 40:
        assert time.time() < end
        time.sleep(0.1)


@pytest.mark.usefixtures("as_before")
def test_compacting_removes_the_photos_only(finished: Finished, recording: Recording) -> None:
    server, copy = finished.server, copy_of(finished)
    answer = server.call("POST", path_of(copy) + "compact/")
    assert (answer.status_code, answer.json()) == (200, recording("task_compact")["body"])
    task = server.wait_for(copy["project"], copy["id"], 40)
    assert (task["compacted"], task["available_assets"], task["images_count"]) == (True, copy["available_assets"], 3)
    assert task["size"] < copy["size"]
    assert not (server.data / "tasks" / copy["id"] / "images").exists()
    assert all((server.data / "tasks" / finished.task / "images" / photo.name).exists() for photo in finished.photos)
    assert server.call("GET", path_of(copy) + "download/dsm.tif").status_code == 200


def test_a_task_at_work_is_not_compacted(server: RunningServer, node: FakeNode, photos: list[Path]) -> None:
    node.hold.set()
    project = server.new_project()
    task = server.new_task(project, photos)
    server.wait_for(project, task, 20)
    assert server.call("POST", f"/api/projects/{project}/tasks/{task}/compact/").status_code == 400
    placeholder = server.json("POST", f"/api/projects/{project}/tasks/", json={"partial": True})["id"]
    assert server.call("POST", f"/api/projects/{project}/tasks/{placeholder}/compact/").status_code == 400


@pytest.mark.usefixtures("as_before")
def test_a_task_moves_with_its_files(finished: Finished, recording: Recording) -> None:
    server, copy = finished.server, copy_of(finished)
    other = server.new_project("Other")
    moved = server.call("PATCH", path_of(copy), json={"project": other})
    assert moved.status_code == recording("task_move_project")["status"]
    assert differences(recording("task_move_project")["body"], moved.json()) == []
    assert server.call("GET", path_of(copy)).status_code == 404
    assert server.call("GET", path_of(moved.json()) + "download/dtm.tif").status_code == 200
    assert copy["id"] in server.json("GET", f"/api/projects/{other}/")["tasks"]
    assert copy["id"] not in server.json("GET", f"/api/projects/{finished.project}/")["tasks"]


@pytest.mark.usefixtures("as_before")
def test_a_task_moves_only_where_the_user_may_change(finished: Finished) -> None:
    server, copy = finished.server, copy_of(finished)
    person = new_person(server, f"mover{uuid.uuid4().hex[:6]}")
    own = person.json("POST", "/api/projects/", json={"name": "mine"})["id"]
    task = person.json("POST", f"/api/projects/{own}/tasks/", json={"partial": True})
    for target in (copy["project"], 99999):
        answer = person.call("PATCH", path_of(task), json={"project": target})
        assert (answer.status_code, answer.json()) == (403, {"detail": "You do not have permission to perform this action."})
    assert person.json("GET", path_of(task))["project"] == own


def test_the_node_of_a_task_at_work_stays(server: RunningServer, node: FakeNode, photos: list[Path]) -> None:
    node.hold.set()
    project = server.new_project()
    task = server.new_task(project, photos)
    server.wait_for(project, task, 20)
    path = f"/api/projects/{project}/tasks/{task}/"
    answer = server.call("PATCH", path, json={"processing_node": None})
    assert (answer.status_code, set(answer.json())) == (400, {"processing_node"})
    assert server.call("PATCH", path, json={"name": "still"}).status_code == 200


@pytest.mark.parametrize("has_row", [True, False])
def test_a_crash_leaves_row_and_folder_together_or_neither(
    own_server: RunningServer, photos: list[Path], has_row: bool
) -> None:
    """The moments between the folder's coming and its row's, and between the row's and the end."""
    project = own_server.new_project()
    task = own_server.new_task(project, photos, auto_processing_node="false")
    own_server.stop(signal.SIGKILL)
    tasks = own_server.data / "tasks"
    folder = tasks / task if has_row else tasks / str(uuid.uuid4())
    if not has_row:
        shutil.copytree(tasks / task, folder)
    (folder / "unborn").touch()
    stranger = tasks / str(uuid.uuid4())
    stranger.mkdir()
    own_server.start()
    assert folder.exists() is has_row
    assert not (folder / "unborn").exists()
    assert stranger.exists()  # somebody may have put it there: without the mark nothing is removed


@pytest.mark.parametrize("seconds", [0.02, 0.05, 0.1, 0.2])
def test_a_killed_server_leaves_no_half_copy_of_a_project(
    own_server: RunningServer, photos: list[Path], seconds: float
) -> None:
    project = own_server.new_project("Whole")
    tasks = [own_server.new_task(project, photos, auto_processing_node="false") for _ in range(8)]

    def duplicate() -> None:
        with contextlib.suppress(requests.RequestException):  # the server is killed
            own_server.call("POST", f"/api/projects/{project}/duplicate/")

    asking = threading.Thread(target=duplicate)
    asking.start()
    time.sleep(seconds)
    own_server.kill()
    asking.join()
    own_server.start()
    end = time.time() + 20
    while True:
        found = own_server.json("GET", "/api/projects/")
        folders = {path.name for path in (own_server.data / "tasks").iterdir()}
        if folders == {task for one in found for task in one["tasks"]}:
            break
        assert time.time() < end, "rows and folders differ"
        time.sleep(0.1)
    assert all(len(one["tasks"]) == len(tasks) for one in found)
    assert list((own_server.data / "tmp").iterdir()) == []


def test_a_deleted_project_goes_also_after_a_crash(own_server: RunningServer, own_node: FakeNode, photos: list[Path]) -> None:
    own_node.hold.set()
    project = own_server.new_project()
    task = own_server.new_task(project, photos)
    own_server.wait_for(project, task, 20)
    assert own_server.call("DELETE", f"/api/projects/{project}/").status_code == 204
    own_server.stop(signal.SIGKILL)
    own_server.start()
    end = time.time() + 20
    while (own_server.data / "tasks" / task).exists():
        assert time.time() < end
        time.sleep(0.1)


def test_what_was_never_committed_goes_after_three_days(own_server: RunningServer) -> None:
    project = own_server.new_project()
    tasks = f"/api/projects/{project}/tasks/"
    old, fresh, busy = (own_server.json("POST", tasks, json={"partial": True, "name": name})["id"] for name in "abc")
    for task in (old, fresh, busy):
        own_server.json("POST", f"{tasks}{task}/upload/", files=[("images", ("a.jpg", b"abc"))])
    own_server.stop()
    long_ago = time.time() - 73 * 3600
    with sqlite3.connect(own_server.data / "nadir.sqlite3") as database:
        for task in (old, busy):
            database.execute(
                "UPDATE tasks_task SET created_at = datetime('now', '-73 hours') WHERE id = ?", (uuid.UUID(task).hex,)
            )
    for task in (old, fresh):
        os.utime(own_server.data / "tasks" / task / "images", (long_ago, long_ago))
    own_server.start()
    gone(own_server, f"{tasks}{old}/")
    assert {task["id"] for task in own_server.json("GET", tasks)} == {fresh, busy}
    assert not (own_server.data / "tasks" / old).exists()


@pytest.mark.usefixtures("as_before")
def test_a_task_is_aligned_to_another_ones_cloud(finished: Finished) -> None:
    server, tasks = finished.server, f"/api/projects/{finished.project}/tasks/"
    cloud = finished.get("download/georeferenced_model.laz").content
    for wanted in (finished.task, "auto"):
        made = server.json("POST", tasks, json={"partial": True, "align_to": wanted, "auto_processing_node": False})
        assert (server.data / "tasks" / made["id"] / "images" / "align.laz").read_bytes() == cloud
    before = len(server.json("GET", tasks))
    for wanted in (made["id"], str(uuid.uuid4()), "nonsense", 7, ["x"], {}):
        answer = server.call("POST", tasks, json={"partial": True, "align_to": wanted})
        assert (answer.status_code, set(answer.json())) == (400, {"align_to"})
    person = new_person(server, f"aligner{uuid.uuid4().hex[:6]}")
    own = person.json("POST", "/api/projects/", json={"name": "mine"})["id"]
    hidden = person.call("POST", f"/api/projects/{own}/tasks/", json={"partial": True, "align_to": finished.task})
    assert hidden.status_code == 400
    assert len(server.json("GET", tasks)) == before
    assert "align_to" not in server.json("POST", tasks, json={"partial": True, "align_to": ""})
