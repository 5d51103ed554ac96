"""What is done with tasks that are there."""

from __future__ import annotations

from datetime import datetime
from typing import Any, List

import pytest
from nadir.core.api import errors
from nadir.core.api.client import Client
from nadir.core.api.fields import Bounds
from nadir.core.api.geojson import Polygon, polygon_from_json, polygon_to_json
from nadir.core.api.options import InvalidOption, NodeOption, TaskOption
from nadir.core.api.task import OrthophotoBand, Task, TaskStatus
from nadir.core.api.tasks import TaskChanges
from nadir.core.errors import Cancelled
from nadir.test.unit.api.scripted_server import Dropped, Reply, Request, ScriptedServer, recording

TASK = recording("task_get_completed")["body"]
PATH = f"/api/projects/1/tasks/{TASK['id']}/"
KNOWN = NodeOption.list_from_json(recording("nodes_options")["body"])
SQUARE: Polygon = (((8.0, 47.0), (8.1, 47.0), (8.1, 47.1), (8.0, 47.1), (8.0, 47.0)),)


def a_task(**fields: Any) -> Reply:
    return Reply(200, dict(TASK, **fields))


def test_every_field_of_a_finished_task() -> None:
    task = Task.from_json(dict(TASK, media=3, compacted=True, import_url="file://all.zip", wkt="PROJCS[]"))
    assert task.statistics.start_date == datetime(2015, 6, 15, 14, 30)
    assert task.statistics.end_date == datetime(2015, 6, 15, 14, 36)
    assert task.statistics.spatial_refs == ("gps",)
    assert (task.statistics.area_m2, task.statistics.points) == (pytest.approx(4090.74), 940393)
    assert task.orthophoto_bands[0] == OrthophotoBand("red")
    assert (task.media_count, task.compacted, task.import_url, task.wkt) == (3, True, "file://all.zip", "PROJCS[]")
    hash(task)


def test_no_field_that_was_recorded_of_a_task_is_lost() -> None:
    """Each field of the server's is one that changes what `from_json` gives."""
    changed = {
        "id": "other", "project": 2, "processing_node": 9, "processing_node_name": "n", "can_rerun_from": ["x"],
        "statistics": {"gsd": 9}, "extent": [1, 2, 3, 4], "media": 7, "tags": ["t"],
        "crop": polygon_to_json(SQUARE), "srs": {"name": "s", "units": "ft"}, "uuid": "u", "name": "n",
        "processing_time": 1, "auto_processing_node": True, "status": 30, "last_error": "e",
        "options": [{"name": "a", "value": 1}], "available_assets": ["a"], "created_at": "2020-01-01T00:00:00Z",
        "pending_action": 3, "public": True, "public_edit": True, "resize_to": 2048, "upload_progress": 0.5,
        "resize_progress": 0.5, "running_progress": 0.5, "import_url": "u", "images_count": 3, "partial": True,
        "potree_scene": {"a": 1}, "epsg": 1, "wkt": "w", "orthophoto_bands": [], "size": 1, "compacted": True,
    }  # fmt: skip
    assert set(changed) == set(TASK)
    before = Task.from_json(TASK)
    assert [key for key, value in changed.items() if Task.from_json({**TASK, key: value}) == before] == []


def test_the_changes_that_a_user_can_make() -> None:
    changes = TaskChanges(
        name="a", options=(TaskOption("dsm", True), TaskOption("dtm", False)), node_id="2", move_to="9",
        tags=("x",), crop=SQUARE, public=False, public_edit=True, resize_to=-1,
    )  # fmt: skip
    assert changes.to_json(KNOWN) == {
        "name": "a", "options": [{"name": "dsm", "value": True}], "processing_node": 2, "auto_processing_node": False,
        "project": 9, "tags": ["x"], "crop": polygon_to_json(SQUARE), "public": False, "public_edit": True,
        "resize_to": -1,
    }  # fmt: skip
    assert TaskChanges(auto_node=True, clear_crop=True).to_json() == {"auto_processing_node": True, "crop": None}
    assert TaskChanges().to_json() == {}
    assert TaskChanges(move_to="2f1e-uuid").to_json() == {"project": "2f1e-uuid"}


def test_changes_that_cannot_be() -> None:
    with pytest.raises(errors.InvalidRequest):
        TaskChanges(node_id="1", auto_node=True).to_json()
    with pytest.raises(InvalidOption):
        TaskChanges(options=(TaskOption("dsn", True),)).to_json(KNOWN)
    for ring in (SQUARE[0][:-1], SQUARE[0][:2], ((500000.0, 5e6),) * 4):
        with pytest.raises(errors.InvalidRequest):
            TaskChanges(crop=(ring,)).to_json()


HERE: Bounds = (7.9, 46.9, 8.2, 47.2)


@pytest.mark.parametrize("extent", [None, HERE])
def test_areas_come_back_as_they_were_sent(extent: Any) -> None:
    assert polygon_from_json(polygon_to_json(SQUARE), extent) == SQUARE
    feature = {"type": "Feature", "geometry": polygon_to_json(SQUARE)}
    assert polygon_from_json(feature, extent) == SQUARE


def test_areas_that_come_back_with_latitude_first_are_turned() -> None:
    turned = {"type": "Polygon", "coordinates": [[[latitude, longitude] for longitude, latitude in SQUARE[0]]]}
    assert polygon_from_json(turned, HERE) == SQUARE
    far_east = {"type": "Polygon", "coordinates": [[[47.0, 139.0], [47.0, 139.1], [47.1, 139.1], [47.0, 139.0]]]}
    assert polygon_from_json(far_east) == (((139.0, 47.0), (139.1, 47.0), (139.1, 47.1), (139.0, 47.0)),)


@pytest.mark.parametrize(
    "odd", [None, {}, [], {"type": "Point"}, {"type": "Polygon"}, {"type": "Polygon", "coordinates": [[["a", 1]]]}]
)
def test_what_is_no_area_is_none(odd: Any) -> None:
    assert polygon_from_json(odd) is None


def test_restarting_from_a_stage_keeps_the_options(server: ScriptedServer, client: Client) -> None:
    server.on("PATCH", PATH, a_task())
    server.on("POST", f"{PATH}restart/", Reply(200, {"success": True}))
    task = Task.from_json(dict(TASK, options=[*TASK["options"], {"name": "rerun-from", "value": "opensfm"}]))
    client.tasks.restart_from(task, "odm_dem", known=KNOWN)
    assert server.requests_to(PATH, "PATCH")[0].json() == {
        "options": [*TASK["options"], {"name": "rerun-from", "value": "odm_dem"}]
    }
    assert len(server.requests_to(f"{PATH}restart/")) == 1


def test_a_stage_that_there_is_not_is_refused_here(server: ScriptedServer, client: Client) -> None:
    with pytest.raises(errors.InvalidRequest, match="odm_dem"):
        client.tasks.restart_from(Task.from_json(TASK), "moon")
    assert server.requests == []


def test_removing_waits_till_the_task_is_gone(server: ScriptedServer, client: Client) -> None:
    server.on("POST", f"{PATH}remove/", Reply(200, {"success": True}))
    server.on("GET", PATH, a_task(pending_action=2), a_task(pending_action=2), Reply(404, {"detail": "Not found."}))
    client.tasks.remove_and_wait("1", TASK["id"])
    assert len(server.requests_to(PATH)) == 3


def test_a_proxys_page_does_not_say_that_a_task_is_gone(server: ScriptedServer, client: Client) -> None:
    away = Reply(404, b"404 page not found", {"Content-Type": "text/plain"})
    server.on("POST", f"{PATH}remove/", Reply(200, {"success": True}))
    server.on("GET", PATH, a_task(pending_action=2), away, Reply(404, {"detail": "Not found."}))
    client.tasks.remove_and_wait("1", TASK["id"])
    assert len(server.requests_to(PATH)) == 3


def test_removing_what_never_goes_ends_too(server: ScriptedServer, client: Client) -> None:
    server.on("POST", f"{PATH}remove/", Reply(200, {"success": True}))
    server.on("GET", PATH, a_task())
    with pytest.raises(errors.NeverReady):
        client.tasks.remove_and_wait("1", TASK["id"], deadline=0.5)


def test_a_task_that_is_gone_is_well_removed_and_one_that_may_not_be_is_not(
    server: ScriptedServer, client: Client
) -> None:
    server.on("POST", f"{PATH}remove/", Reply(404, {"detail": "Not found."}))
    server.on("GET", PATH, Reply(404, {"detail": "Not found."}))
    client.tasks.remove("1", TASK["id"])
    server.on("GET", PATH, a_task())
    with pytest.raises(errors.NotFound):
        client.tasks.remove("1", TASK["id"])


def test_a_removal_whose_answer_was_lost_is_no_error(server: ScriptedServer, client: Client) -> None:
    def lost(_request: Request) -> Reply:
        raise Dropped

    server.on("POST", f"{PATH}remove/", lost, Reply(404, {"detail": "Not found."}))
    client.tasks.remove("1", TASK["id"])


def test_waiting_sees_a_task_through(server: ScriptedServer, client: Client) -> None:
    def lost(_request: Request) -> Reply:
        raise Dropped

    running = a_task(status=20, running_progress=0.5)
    restarted = a_task(status=40, pending_action=3)
    server.on("GET", PATH, a_task(status=None, processing_node=1), restarted, running, lost, running, a_task())
    seen: List[Any] = []
    task = client.tasks.wait("1", TASK["id"], every=0.01, on_look=lambda task: seen.append(task.status_code))
    assert task.completed
    assert seen == [None, 40, 20, 20, 40]


def test_waiting_ends_by_the_deadline_or_when_cancelled(server: ScriptedServer, client: Client) -> None:
    server.on("GET", PATH, a_task(status=20))
    with pytest.raises(errors.NeverReady):
        client.tasks.wait("1", TASK["id"], every=0.05, deadline=0.2)
    with pytest.raises(Cancelled):
        client.tasks.wait("1", TASK["id"], every=60, cancelled=lambda: bool(server.requests_to(PATH)))


def test_a_task_that_nothing_will_ever_come_of_is_told(server: ScriptedServer, client: Client) -> None:
    server.on("GET", PATH, Reply(200, recording("task_no_node")["body"]))
    with pytest.raises(errors.InvalidRequest, match="waits for ever"):
        client.tasks.wait("1", TASK["id"])


@pytest.mark.parametrize("status", [10, 15, 99, -3])
def test_statuses_nobody_knows_are_shown_as_they_are(status: int) -> None:
    task = Task.from_json(dict(TASK, status=status))
    assert task.status_code == status
    assert task.status is (TaskStatus.QUEUED if status == 10 else None)
    assert not task.is_finished
