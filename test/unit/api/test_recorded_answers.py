"""What a real server answered is understood."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Callable, Type

import pytest
from nadir.core.api import errors
from nadir.core.api.client import Client
from nadir.core.api.rasters import RasterKind, RasterStyle
from nadir.core.api.tasks import TaskOption, TaskState, TaskStatus
from nadir.test.unit.api.scripted_server import Reply, ScriptedServer, recorded

COMPLETED = "5aba71e7-3164-4f65-8aa0-2896f7f33839"
PARTIAL = "4abbfe0d-ac86-4a5b-9de1-3338ec587ada"


def test_projects_come_whole(server: ScriptedServer, client: Client) -> None:
    server.replay("projects_list_unpaged")
    second, first = client.projects.list()
    assert (first.id, first.name, first.description, first.owned) == ("1", "Lab Brighton", "desc here", True)
    assert second.tags == ("a", "b")
    assert first.allows("delete")
    assert first.created_at == datetime(2026, 11, 22, 4, 29, 21, 948073, tzinfo=timezone.utc)


def test_projects_come_in_pages_from_old_servers(server: ScriptedServer, client: Client) -> None:
    page = recorded("projects_list_page1").content
    more = dict(page, next="http://elsewhere.example/api/projects/?page=2")
    server.on("GET", "/api/projects/", Reply(200, more))
    older = [dict(item, id=item["id"] + 100) for item in page["results"]]
    server.on("GET", "/api/projects/?page=2", Reply(200, dict(page, results=older)))
    assert [project.id for project in client.projects.list()] == ["2", "1", "102", "101"]


def test_a_completed_task(server: ScriptedServer, client: Client) -> None:
    server.replay("task_get_completed")
    task = client.tasks.get("1", COMPLETED)
    assert task.status is TaskStatus.COMPLETED
    assert (task.completed, task.is_finished, task.is_running, task.progress) == (True, True, False, 1.0)
    assert (task.images_count, task.epsg, task.processing_time_ms) == (18, 32615, 8187)
    assert task.extent == pytest.approx((-91.99459588, 46.84213999, -91.99316322, 46.84303420))
    assert (task.statistics.gsd_cm, task.statistics.points) == (1.66, 940393)
    assert {"orthophoto.tif", "dsm.tif", "dtm.tif"} <= set(task.available_assets)
    assert [band.name for band in task.orthophoto_bands] == ["red", "green", "blue", "alpha"]


def test_tasks_in_other_states(server: ScriptedServer, client: Client) -> None:
    server.replay("task_get_partial", "task_no_node")
    assert client.tasks.get("1", PARTIAL).state is TaskState.UPLOADING
    waiting = client.tasks.get("2", "2a346164-3c98-4e44-9369-038f97e9f862")
    assert (waiting.state, waiting.options, waiting.processing_node_name) == (TaskState.WAITING, (), "")
    assert waiting.is_running


def test_a_list_of_tasks(server: ScriptedServer, client: Client) -> None:
    server.replay("tasks_list")
    tasks = client.tasks.list("1")
    assert {task.project_id for task in tasks} == {"1"}
    assert TaskOption("orthophoto-resolution", 5) in tasks[0].options


def test_creating_uploading_committing(server: ScriptedServer, client: Client, tmp_path) -> None:
    server.on("GET", "/api/projects/1/tasks/", recorded("tasks_list"))
    server.replay("task_create_partial", "task_upload_whole_file", "task_commit", "task_remove", "task_restart")
    task = client.sending.create_partial("1", "Chunked 18", [TaskOption("dsm", True)])
    assert task.partial
    photo = tmp_path / "a.jpg"
    photo.write_bytes(b"\xff\xd8photo\xff\xd9")
    assert client.sending.upload("1", task.id, photo) == next(
        iter(recorded("task_upload_whole_file").content["uploaded"].values())
    )
    assert not client.sending.commit("1", task.id).partial
    client.tasks.remove("2", "caed3e11-a32d-4481-a1ca-bce92d360e05")
    client.tasks.restart("1", COMPLETED)


def test_console_output_is_a_json_string(server: ScriptedServer, client: Client) -> None:
    server.replay("task_output", "task_output_beyond")
    lines = client.tasks.output("1", COMPLETED)
    assert lines[0] == "DJI_0131.JPG - DJI_0313.JPG has 1 candidate matches"
    assert len(lines) == recorded("task_output").content.count("\n") + 1
    assert client.tasks.output("1", COMPLETED, 99999) == ()


def test_tiles_become_absolute_png_addresses(server: ScriptedServer, client: Client) -> None:
    server.replay("dtm_tilesjson")
    tiles = client.rasters.tiles("1", COMPLETED, RasterKind.DTM)
    assert tiles.tile_url == f"{server.url}/api/projects/1/tasks/{COMPLETED}/dtm/tiles/{{z}}/{{x}}/{{y}}.png"
    server.on(
        "GET", f"/api/projects/1/tasks/{COMPLETED}/orthophoto/tiles.json", recorded("orthophoto_tilesjson_formula")
    )
    tiles = client.rasters.tiles("1", COMPLETED, RasterKind.ORTHOPHOTO)
    assert tiles.tile_url.endswith("/{y}.png?formula=VARI&bands=RGB&rescale=-1%2C1&color_map=rdylgn")
    assert (tiles.minzoom, tiles.maxzoom) == (15, 24)


def test_tiles_are_asked_for_as_they_shall_look(server: ScriptedServer, client: Client) -> None:
    path = f"/api/projects/1/tasks/{COMPLETED}/dsm/tiles.json"
    server.on("GET", path, recorded("dtm_tilesjson"))
    style = RasterStyle(rescale=(156.5, 169.0), color_map="viridis", hillshade=6)
    client.rasters.tiles("1", COMPLETED, RasterKind.DSM, style)
    assert server.requests_to(path)[0].query == {"rescale": "156.5,169", "color_map": "viridis", "hillshade": "6"}


def test_values_of_a_surface_model(server: ScriptedServer, client: Client) -> None:
    server.replay("dsm_metadata", "orthophoto_metadata")
    surface = client.rasters.metadata("1", COMPLETED, RasterKind.DSM)
    (band,) = surface.bands
    assert (band.minimum, band.maximum) == pytest.approx((156.1946, 168.7276), abs=1e-3)
    assert (band.percentile_2, band.percentile_98) == pytest.approx((157.4785, 163.3599), abs=1e-3)
    assert (surface.nodata, surface.dtype, surface.width) == (-9999.0, "float32", 1080)
    assert "viridis" in surface.color_maps
    assert len(client.rasters.metadata("1", COMPLETED, RasterKind.ORTHOPHOTO).bands) >= 3


def test_processing_nodes_and_their_options(server: ScriptedServer, client: Client) -> None:
    server.replay("nodes_list", "nodes_options")
    nodes = client.nodes.list()
    assert (nodes[0].id, nodes[0].hostname, nodes[0].port, nodes[0].online) == ("1", "127.0.0.1", 3000, True)
    quality = next(option for option in nodes[0].available_options if option.name == "feature-quality")
    assert (quality.type, quality.value) == ("enum", "high")
    assert "ultra" in quality.choices
    assert client.nodes.options()


def test_a_plain_account_sees_no_nodes(server: ScriptedServer, client: Client) -> None:
    server.replay("pilot_nodes")
    assert client.nodes.list() == ()


def test_a_raw_file(server: ScriptedServer, client: Client) -> None:
    server.replay("assets_raw_ept")
    assert b"bounds" in client.assets.read_raw("1", COMPLETED, "entwine_pointcloud/ept.json")
    assert client.assets.raw_url("1", COMPLETED, "entwine_pointcloud/ept.json") == (
        f"{server.url}/api/projects/1/tasks/{COMPLETED}/assets/entwine_pointcloud/ept.json"
    )
    for path in ("../secret", "/etc/passwd", "a//b", "a\\..\\b", ""):
        with pytest.raises(errors.InvalidAddress):
            client.assets.raw_url("1", COMPLETED, path)


REFUSALS: list[tuple[str, Type[errors.ApiError], Callable[[Client], object]]] = [
    ("project_404", errors.NotFound, lambda client: client.projects.get("9999")),
    ("task_404_uuid", errors.NotFound, lambda client: client.tasks.get("1", "00000000-0000-0000-0000-000000000000")),
    ("viewer_patch_project", errors.PermissionRefused, lambda client: client.session.patch("/api/projects/1/", {})),
    (
        "plugin_post_jwt_only_csrf403",
        errors.PermissionRefused,
        lambda client: client.session.post(f"/api/plugins/contours/task/{COMPLETED}/contours/generate", {}),
    ),
    ("preset_delete_404", errors.ServerFailed, lambda client: client.session.delete("/api/presets/9999/")),
    ("projects_list_page99", errors.NotFound, lambda client: client.session.get_json("/api/projects/", {"page": "99"})),
    ("accept_html", errors.MaintenancePage, lambda client: client.projects.get("1")),
]


@pytest.mark.parametrize(("name", "error", "call"), REFUSALS, ids=[item[0] for item in REFUSALS])
def test_refusals_become_typed_errors(
    name: str, error: Type[errors.ApiError], call: Callable[[Client], object], server: ScriptedServer, client: Client
) -> None:
    server.replay(name)
    with pytest.raises(error) as caught:
        call(client)
    assert caught.value.summary.endswith((".", "?"))
    assert caught.value.remedy
    assert caught.value.detail


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("task_create_partial_badoption_orphan", {"options": ["Invalid options"]}),
        ("task_upload_nofiles_400", {"": ["No files uploaded"]}),
        ("task_output_bad", {"": ["Invalid parameter"]}),
        ("method_not_allowed", {"": ['Method "PUT" not allowed.']}),
    ],
)
def test_all_shapes_of_400_are_read(
    name: str, fields: dict[str, list[str]], server: ScriptedServer, client: Client
) -> None:
    server.on("PATCH", "/api/anything/", recorded(name))
    with pytest.raises(errors.InvalidRequest) as caught:
        client.session.patch("/api/anything/", {})
    assert caught.value.fields == fields
    assert next(iter(fields.values()))[0] in caught.value.summary
