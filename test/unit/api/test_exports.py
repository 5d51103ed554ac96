"""Exports, and whatever else a server does in the background: asked for, waited for, fetched, given up."""

from __future__ import annotations

import itertools
from types import SimpleNamespace
from typing import List, Optional

import pytest
from nadir.core.api import errors, waiting
from nadir.core.api.client import Client
from nadir.core.api.exports import ExportOptions, ExportProduct
from nadir.core.errors import Cancelled
from nadir.test.unit.api.scripted_server import Reply, ScriptedServer, recorded, recording

TASK = "5aba71e7-3164-4f65-8aa0-2896f7f33839"
EXPORT = f"/api/projects/1/tasks/{TASK}/orthophoto/export"
WORK = "be1d1178-87ea-4957-a9e4-65c772828c95"
CHECK = f"/api/workers/check/{WORK}"
GTIFF = ExportOptions(ExportProduct.ORTHOPHOTO, "gtiff")


def test_what_is_there_already_needs_no_work(server: ScriptedServer, client: Client) -> None:
    server.replay("export_ortho_gtiff")
    started = client.exports.start("1", TASK, GTIFF)
    assert (started.work_id, started.filename) == ("", "Multipart-18-renamed-orthophoto.tif")
    assert started.path == f"/api/projects/1/tasks/{TASK}/download/orthophoto.tif"


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("export_ortho_gtiff_4326", ExportOptions(ExportProduct.ORTHOPHOTO, "gtiff", epsg=4326)),
        ("export_dsm_gtiff_3857", ExportOptions(ExportProduct.DSM, "gtiff", epsg=3857)),
        ("export_laz_las", ExportOptions(ExportProduct.POINT_CLOUD, "las")),
        (
            "export_ortho_vari_rgb",
            ExportOptions(
                ExportProduct.ORTHOPHOTO, "gtiff-rgb", formula="VARI", bands="RGB", color_map="rdylgn",
                rescale=(-0.3, 0.3), hillshade=0.0,
            ),
        ),
    ],
)  # fmt: skip
def test_exports_are_asked_for_as_the_recordings_show(
    name: str, options: ExportOptions, server: ScriptedServer, client: Client
) -> None:
    server.replay(name)
    started = client.exports.start("1", TASK, options)
    assert started.work_id == recording(name)["body"]["celery_task_id"]
    assert server.requests[-1].json() == recording(name)["request_body"]["json"]


@pytest.mark.parametrize(
    ("name", "told"), [("export_bad_epsg", "Invalid EPSG code: x"), ("export_bad_format", "Unsupported format: bmp")]
)
def test_a_refusal_carries_the_servers_words(name: str, told: str, server: ScriptedServer, client: Client) -> None:
    server.replay(name)
    with pytest.raises(errors.InvalidRequest, match=told):
        client.exports.start("1", TASK, GTIFF)


def test_a_format_of_another_product_is_not_even_asked_for(server: ScriptedServer, client: Client) -> None:
    with pytest.raises(errors.InvalidRequest, match="'laz' is no format"):
        client.exports.start("1", TASK, ExportOptions(ExportProduct.DSM, "laz"))
    assert server.requests_to(EXPORT) == []


@pytest.mark.parametrize(
    "url",
    ["https://elsewhere.test/api/projects/1/x.tif", "//elsewhere.test/api/x.tif", "/etc/passwd", "file:///api/x"],
)
def test_a_server_cannot_point_elsewhere(url: str, server: ScriptedServer, client: Client) -> None:
    server.on("POST", EXPORT, Reply(200, {"url": url, "filename": "x.tif"}))
    with pytest.raises(errors.UnexpectedAnswer, match="outside of itself"):
        client.exports.start("1", TASK, GTIFF)


def test_work_is_waited_for(server: ScriptedServer, client: Client) -> None:
    waiting = Reply(200, {"ready": False})
    half = Reply(200, {"ready": False, "status": "Exporting", "progress": 50})
    server.on("GET", CHECK, waiting, half, recorded("workers_check_ortho_jpg"))
    seen: List[Optional[float]] = []
    client.workers.wait(WORK, seen.append)
    assert seen == [None, 0.5]


def test_work_that_fails_says_why(server: ScriptedServer, client: Client) -> None:
    server.on("GET", CHECK, recorded("workers_check_volume_plane"))
    with pytest.raises(errors.WorkFailed, match="array must not contain infs or NaNs"):
        client.workers.wait(WORK)


def test_work_that_the_server_forgot_ends_at_the_deadline(
    server: ScriptedServer, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.on("GET", CHECK, Reply(200, {"ready": False}))
    seconds = itertools.count(step=50.0)
    monkeypatch.setattr(waiting, "time", SimpleNamespace(monotonic=lambda: next(seconds)))
    with pytest.raises(errors.NeverReady, match="not done after 5 minutes") as caught:
        client.workers.wait(WORK, deadline=300.0)
    assert "forgotten" in caught.value.remedy
    assert len(server.requests_to(CHECK)) == 3


def test_a_server_that_is_away_for_a_moment_does_not_end_the_wait(server: ScriptedServer, client: Client) -> None:
    away = [Reply(502)] * 9  # more than the session makes good by itself
    server.on("GET", CHECK, *away, recorded("workers_check_ortho_jpg"))
    client.workers.wait(WORK)
    assert len(server.requests_to(CHECK)) == 10


def test_a_server_that_stays_away_ends_the_wait(
    server: ScriptedServer, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.on("GET", CHECK, Reply(502))
    seconds = itertools.count(step=50.0)
    monkeypatch.setattr(waiting, "time", SimpleNamespace(monotonic=lambda: next(seconds)))
    with pytest.raises(errors.ServerFailed):
        client.workers.wait(WORK)


def test_a_wait_is_cancelled(server: ScriptedServer, client: Client) -> None:
    server.on("GET", CHECK, Reply(200, {"ready": False}))
    with pytest.raises(Cancelled):
        client.workers.wait(WORK, cancelled=lambda: len(server.requests_to(CHECK)) > 1)


def test_a_result_in_json(server: ScriptedServer, client: Client) -> None:
    server.replay("workers_get_volume_average")
    work = recording("workers_get_volume_average")["request"].rsplit("/", 1)[1]
    assert client.workers.result(work) == {"output": 0.0}
