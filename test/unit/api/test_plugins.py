"""Contours and volumes by the server's plugins, with the ways in which these keep silent."""

from __future__ import annotations

from typing import Any

import pytest
from nadir.core.api import errors
from nadir.core.api.client import Client
from nadir.core.api.contours import ContourFormat, ContourOptions
from nadir.core.api.plugins import PluginMissing
from nadir.core.api.rasters import RasterKind
from nadir.core.api.volumes import Volume, VolumeMethod, VolumeState
from nadir.test.unit.api.scripted_server import Reply, ScriptedServer, recorded, recording

TASK = "5aba71e7-3164-4f65-8aa0-2896f7f33839"
VOLUME = f"/api/plugins/measure/task/{TASK}/volume"
GENERATE = f"/api/plugins/contours/task/{TASK}/contours/generate"
AREA = (((8.0, 47.0), (8.1, 47.0), (8.1, 47.1), (8.0, 47.0)),)


def measured(server: ScriptedServer, output: Any, check: Any = None) -> None:
    server.on("POST", VOLUME, Reply(200, {"celery_task_id": "w1"}))
    server.on("GET", "/api/workers/check/w1", Reply(200, {"ready": False}), Reply(200, check or {"ready": True}))
    server.on("GET", f"{VOLUME}/get/w1", Reply(200, output))


def test_a_volume_is_waited_for(server: ScriptedServer, client: Client) -> None:
    measured(server, {"output": 3.9301})
    assert client.volumes.measure(TASK, AREA) == Volume(3.9301, VolumeState.MEASURED)
    (request,) = server.requests_to(VOLUME)
    assert request.json()["area"]["type"] == "Feature"  # a bare geometry is refused
    assert request.json()["method"] == "triangulate"


def test_a_pit_counts_as_a_heap(server: ScriptedServer, client: Client) -> None:
    measured(server, {"output": -12.5})
    assert client.volumes.measure(TASK, AREA).cubic_metres == 12.5


def test_exactly_zero_is_told_as_no_height(server: ScriptedServer, client: Client) -> None:
    measured(server, {"output": 0.0})
    volume = client.volumes.measure(TASK, AREA)
    assert volume.state is VolumeState.NO_HEIGHT
    assert "has no heights" in volume.explanation
    assert Volume(0.1).explanation == ""


def test_the_one_method_that_says_so_is_told_alike(server: ScriptedServer, client: Client) -> None:
    measured(server, {}, recording("workers_check_volume_plane")["body"])
    assert client.volumes.measure(TASK, AREA, VolumeMethod.PLANE).state is VolumeState.NO_HEIGHT


def test_other_failures_of_a_measurement_are_failures(server: ScriptedServer, client: Client) -> None:
    measured(server, {}, {"ready": True, "error": "Base method unknown"})
    with pytest.raises(errors.WorkFailed, match="Base method unknown"):
        client.volumes.measure(TASK, AREA)


def test_no_volume_is_no_zero(server: ScriptedServer, client: Client) -> None:
    measured(server, {"output": None})
    with pytest.raises(errors.UnexpectedAnswer):
        client.volumes.measure(TASK, AREA)


def test_work_that_the_server_forgot_ends_with_the_deadline(server: ScriptedServer, client: Client) -> None:
    server.on("POST", VOLUME, Reply(200, {"celery_task_id": "w1"}))
    server.on("GET", "/api/workers/check/w1", Reply(200, {"ready": False}))
    with pytest.raises(errors.NeverReady):
        client.volumes.measure(TASK, AREA, deadline=0.5)


def test_a_plugin_that_is_switched_off_is_told_apart_from_a_task_that_is_hidden(
    server: ScriptedServer, client: Client
) -> None:
    server.on("POST", GENERATE, recorded("plugin_disabled"))
    with pytest.raises(PluginMissing, match="contours"):
        client.contours.start(TASK, ContourOptions())
    server.on("POST", GENERATE, Reply(404, {"detail": "Not found."}))
    with pytest.raises(errors.NotFound) as caught:
        client.contours.start(TASK, ContourOptions())
    assert type(caught.value) is errors.NotFound


def test_plugins_can_be_looked_for_without_using_them(server: ScriptedServer, client: Client) -> None:
    server.on("GET", GENERATE, Reply(405, {"detail": 'Method "GET" not allowed.'}))
    server.on("GET", VOLUME, recorded("plugin_disabled"))
    assert client.contours.is_available(TASK)
    assert not client.volumes.is_available(TASK)


def test_a_refusal_with_status_200_is_a_refusal(server: ScriptedServer, client: Client) -> None:
    server.on("POST", GENERATE, Reply(200, {"error": "Contours need a DSM"}))
    with pytest.raises(errors.InvalidRequest, match="Contours need a DSM"):
        client.contours.start(TASK, ContourOptions())


def test_plugins_get_the_token_and_the_proof_that_they_want(server: ScriptedServer, client: Client) -> None:
    server.on("POST", GENERATE, Reply(200, {"celery_task_id": "w1"}))
    client.contours.start(TASK, ContourOptions())
    headers = server.requests_to(GENERATE)[0].headers
    assert headers["authorization"].startswith("JWT ")
    assert headers["cookie"] == f"csrftoken={headers['x-csrftoken']}"


@pytest.mark.parametrize("odd", [ContourOptions(RasterKind.ORTHOPHOTO), ContourOptions(interval=0)])
def test_contours_of_nothing(odd: ContourOptions, server: ScriptedServer, client: Client) -> None:
    with pytest.raises(errors.InvalidRequest):
        client.contours.start(TASK, odd)
    assert server.requests == []


def test_contours_are_made_and_fetched(server: ScriptedServer, client: Client) -> None:
    server.on("POST", GENERATE, Reply(200, {"celery_task_id": "w1"}))
    server.on("GET", "/api/workers/check/w1", Reply(200, {"ready": True}))
    download = f"/api/plugins/contours/task/{TASK}/contours/download/w1"
    server.on("GET", download, Reply(200, b"SQLite format 3", {"Content-Type": "application/geopackage+sqlite3"}))
    blocks: list[bytes] = []
    work_id = client.contours.make(TASK, ContourOptions(format=ContourFormat.GPKG))
    client.contours.file(TASK, work_id).stream(lambda _status, _headers: lambda block: blocks.append(bytes(block)))
    assert b"".join(blocks) == b"SQLite format 3"


def test_objects_are_looked_for(server: ScriptedServer, client: Client) -> None:
    server.on("POST", f"/api/plugins/objdetect/task/{TASK}/detect", Reply(200, {"celery_task_id": "w1"}))
    server.on("GET", "/api/workers/check/w1", Reply(200, {"ready": True}))
    server.on("GET", "/api/workers/get/w1", Reply(200, {"output": {"type": "FeatureCollection", "features": []}}))
    assert client.detections.find(TASK, "cars")["output"]["features"] == []
