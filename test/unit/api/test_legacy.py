"""Servers of the first generation: numbers for ids, pages always, fewer fields, plain text."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any, Dict

import pytest
from nadir.core.api import errors
from nadir.core.api.client import Client
from nadir.core.api.legacy import PartialUploadUnsupported, partial_upload_unsupported
from nadir.core.api.nodes import NodeFilter
from nadir.core.api.projects import Project
from nadir.core.api.task import Task, TaskState, TaskStatus
from nadir.test.unit.api.scripted_server import Reply, ScriptedServer

PROJECT: Dict[str, Any] = {
    "id": 12, "tasks": [134, 135], "created_at": "2017-02-18T18:45:27.328260Z", "name": "Old", "description": "",
    "permissions": ["delete", "change", "add", "view"],
}  # fmt: skip
TASK: Dict[str, Any] = {
    "id": 134, "project": 12, "processing_node": 10, "processing_node_name": "localhost:3000", "images_count": 48,
    "can_rerun_from": [], "available_assets": ["all.zip", "orthophoto.tif", "georeferenced_model.las"],
    "uuid": "4338d684-91b4-49a2-b907-8ba171894393", "name": "Task Name", "processing_time": 2197417,
    "auto_processing_node": False, "status": 40, "last_error": None, "created_at": "2017-02-18T18:01:55.402551Z",
    "options": [{"name": "use-opensfm-pointcloud", "value": True}], "ground_control_points": "gcp.txt",
    "pending_action": None, "upload_progress": 1.0, "resize_progress": 0.0, "running_progress": 1.0,
}  # fmt: skip
NODE: Dict[str, Any] = {
    "id": 2, "hostname": "nodeodm.masseranolabs.com", "port": 80, "api_version": "1.0.1", "online": True,
    "last_refreshed": "2017-03-01T21:14:49.918276Z", "queue_count": 0, "max_images": None,
    "available_options": [
        {"help": "Oct-tree depth", "name": "mesh-octree-depth", "type": "int", "value": "9", "domain": "positive integer"},
    ],
}  # fmt: skip


def paged(*items: Any, following: Any = None) -> Reply:
    return Reply(200, {"count": len(items), "next": following, "previous": None, "results": list(items)})


def test_numbers_are_ids_like_any_other(server: ScriptedServer, client: Client) -> None:
    server.on("GET", "/api/projects/12/", Reply(200, PROJECT))
    server.on("GET", "/api/projects/12/tasks/134/", Reply(200, TASK))
    project = client.projects.get("12")
    assert (project.id, project.task_ids) == ("12", ("134", "135"))
    task = client.tasks.get(project.id, project.task_ids[0])
    assert (task.id, task.project_id, task.processing_node_id) == ("134", "12", "10")


def test_lists_come_in_pages_whether_asked_or_not(server: ScriptedServer, client: Client) -> None:
    second = dict(PROJECT, id=13)
    server.on("GET", "/api/projects/", paged(PROJECT, following="http://old/api/projects/?page=2"))
    server.on("GET", "/api/projects/?page=2", paged(second))
    assert [project.id for project in client.projects.list()] == ["12", "13"]


@pytest.mark.parametrize(
    "told", ["2017-02-18T18:01:55.402551Z", "2017-02-18T18:01:55.402551", "2017-02-18T19:01:55.402551+01:00"]
)
def test_times_can_be_compared_whether_a_zone_is_told_or_not(told: str) -> None:
    made = Task.from_json(dict(TASK, created_at=told)).created_at
    assert made == datetime(2017, 2, 18, 18, 1, 55, 402551, tzinfo=timezone.utc)


def test_an_old_task_has_all_that_was_documented() -> None:
    task = Task.from_json(TASK)
    assert (task.status, task.completed, task.images_count) == (TaskStatus.COMPLETED, True, 48)
    assert (task.ground_control_points, task.processing_time_ms) == ("gcp.txt", 2197417)
    assert (task.extent, task.epsg, task.size_mb, task.partial, task.tags) == (None, None, None, False, ())


def test_a_project_that_may_be_deleted_is_ones_own() -> None:
    assert Project.from_json(PROJECT).owned
    assert not Project.from_json(dict(PROJECT, permissions=["view"])).owned


def test_stages_that_are_numbers_can_be_restarted_from(server: ScriptedServer, client: Client) -> None:
    server.on("PATCH", "/api/projects/12/tasks/134/", Reply(200, TASK))
    server.on("POST", "/api/projects/12/tasks/134/restart/", Reply(200, {"success": True}))
    task = Task.from_json(dict(TASK, can_rerun_from=[1, 2]))
    assert task.can_rerun_from == ("1", "2")
    client.tasks.restart_from(task, "2")


def test_a_task_without_new_fields_does_not_count_as_stuck() -> None:
    waiting = dict(TASK, status=None, processing_node=None)
    del waiting["auto_processing_node"]
    assert not Task.from_json(waiting).waits_for_ever
    assert Task.from_json(waiting).state is TaskState.WAITING


@pytest.mark.parametrize("text", ["one\ntwo\n", "one\ntwo", '"one\\ntwo\\n"'])
def test_the_console_is_text_of_any_kind(text: str, server: ScriptedServer, client: Client) -> None:
    kind = "application/json" if text.startswith('"') else "text/plain"
    server.on("GET", "/api/projects/12/tasks/134/output/", Reply(200, text.encode(), {"Content-Type": kind}))
    assert client.tasks.output("12", "134") == ("one", "two")
    assert client.tasks.console("12", "134", limit=-10).count is None
    assert client.tasks.raw_output("12", "134") == "one\ntwo\n"


def test_numbers_in_plain_text_stay_text(server: ScriptedServer, client: Client) -> None:
    server.on("GET", "/api/projects/12/tasks/134/output/", Reply(200, b"42\n", {"Content-Type": "text/plain"}))
    assert client.tasks.output("12", "134") == ("42",)


def test_a_console_that_is_a_page_is_no_console(server: ScriptedServer, client: Client) -> None:
    page = Reply(200, b"<html>maintenance</html>", {"Content-Type": "text/html"})
    server.on("GET", "/api/projects/12/tasks/134/output/", page)
    with pytest.raises(errors.ApiError):
        client.tasks.output("12", "134")


def test_nodes_have_a_name_although_they_have_no_label(server: ScriptedServer, client: Client) -> None:
    server.on("GET", "/api/processingnodes/", paged(NODE))
    (node,) = client.nodes.list(
        NodeFilter(hostname="a", port=80, queue_count=0, max_images=5, has_available_options=True, ordering="-id")
    )
    assert (node.label, node.max_images, node.engine) == ("nodeodm.masseranolabs.com:80", None, "")
    assert node.available_options[0].limits.minimum == 0
    assert server.requests_to("/api/processingnodes/")[0].query == {
        "hostname": "a", "port": "80", "queue_count": "0", "max_images": "5", "has_available_options": "true",
        "ordering": "-id",
    }  # fmt: skip


@pytest.mark.parametrize(
    "refusal",
    [
        Reply(400, ["Cannot create task, you need at least 2 images"]),
        Reply(400, {"detail": "Cannot create task, you need at least 1 image"}),
        Reply(415, {"detail": 'Unsupported media type "application/json" in request.'}),
    ],
)
def test_a_server_that_takes_only_whole_tasks_says_so(
    refusal: Reply, server: ScriptedServer, client: Client
) -> None:
    server.on("GET", "/api/projects/12/tasks/", Reply(200, []))
    server.on("POST", "/api/projects/12/tasks/", refusal)
    with pytest.raises(PartialUploadUnsupported) as caught:
        client.sending.create_partial("12", "name")
    assert caught.value.remedy


def test_other_refusals_mean_what_they_say() -> None:
    refusal = errors.InvalidRequest("no", fields={"options": ["Invalid options"]})
    assert partial_upload_unsupported(refusal) is None


def test_401_is_understood_where_it_still_occurs(server: ScriptedServer, client: Client) -> None:
    server.on("GET", "/api/projects/", Reply(401, {"detail": "Signature has expired."}), Reply(200, []))
    assert client.projects.list() == ()
    assert len(server.requests_to("/api/token-auth/")) == 2
