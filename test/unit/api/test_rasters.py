"""Tiles as a map asks for them, photos as the task has them, media and scenes beside it."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from nadir.core.api import errors
from nadir.core.api.client import Client
from nadir.core.api.raster_style import RasterStyle
from nadir.core.api.rasters import RasterKind
from nadir.test.unit.api.scripted_server import Reply, ScriptedServer, recorded, recording

TASK = "5aba71e7-3164-4f65-8aa0-2896f7f33839"
HERE = f"/api/projects/1/tasks/{TASK}/"
AREA = (((8.0, 47.0), (8.1, 47.0), (8.1, 47.1), (8.0, 47.0)),)


def test_what_the_server_forgets_to_copy_is_in_the_address_all_the_same(
    server: ScriptedServer, client: Client
) -> None:
    server.on("GET", f"{HERE}orthophoto/tiles.json", recorded("orthophoto_tilesjson_formula"))
    style = RasterStyle("VARI", "RGB", "rdylgn", (-1, 1), crop=True, boundaries=AREA)
    url = client.rasters.tiles("1", TASK, RasterKind.ORTHOPHOTO, style).tile_url
    query = parse_qs(urlsplit(url).query)
    assert {key: len(values) for key, values in query.items()} == dict.fromkeys(
        ("formula", "bands", "color_map", "rescale", "crop", "boundaries"), 1
    )
    assert json.loads(query["boundaries"][0])["type"] == "Feature"


def test_an_address_of_tiles_can_be_made_without_asking(server: ScriptedServer, client: Client) -> None:
    style = RasterStyle(color_map="viridis", rescale=(156, 169.5))
    url = client.rasters.tile_url("1", TASK, RasterKind.DSM, style)
    assert url == f"{server.url}{HERE}dsm/tiles/{{z}}/{{x}}/{{y}}.png?rescale=156%2C169.5&color_map=viridis"
    large = client.rasters.tile_url("1", TASK, RasterKind.DSM, extension="webp", twice=True)
    assert large.endswith("/{z}/{x}/{y}@2x.webp")
    assert server.requests == []


def test_tiles_that_there_are_not(server: ScriptedServer, client: Client) -> None:
    place = (20, 1, 1)
    server.on("GET", f"{HERE}dsm/tiles/20/1/1.png", recorded("tile_outside"))
    assert client.rasters.tile("1", TASK, RasterKind.DSM, place) is None
    with pytest.raises(errors.InvalidRequest):
        client.rasters.tile("1", TASK, RasterKind.DSM, place, size=300)
    with pytest.raises(errors.InvalidRequest):
        client.rasters.tile("1", TASK, RasterKind.DSM, place, extension="tif")


def test_photos_are_listed_from_the_results(server: ScriptedServer, client: Client) -> None:
    server.replay("assets_raw_images_json", "assets_raw_shots")
    (image,) = client.images.list("1", TASK)
    assert (image.filename, image.camera, image.altitude) == ("DJI_0028.JPG", "dji fc300s", 198.609)
    server.on("GET", f"{HERE}assets/images.json", Reply(404, {"detail": "Asset does not exist"}))
    shots = client.images.list("1", TASK)
    assert len(shots) == 18
    assert (shots[0].filename, shots[0].longitude) == ("DJI_0034.JPG", pytest.approx(-91.9935, abs=1e-3))
    server.on("GET", f"{HERE}assets/odm_report/shots.geojson", Reply(404, {"detail": "Asset does not exist"}))
    with pytest.raises(errors.NotFound):
        client.images.list("1", TASK)


def test_a_medium_that_did_not_arrive_whole_is_told(server: ScriptedServer, client: Client, tmp_path: Path) -> None:
    (tmp_path / "photo.jpg").write_bytes(b"short")
    server.on("POST", f"{HERE}media/upload", Reply(200, recording("media_upload")["body"]))
    with pytest.raises(errors.UnexpectedAnswer, match="whole file"):
        client.media.upload("1", TASK, tmp_path / "photo.jpg")


def test_media_are_described_and_fetched(server: ScriptedServer, client: Client) -> None:
    server.on("PATCH", f"{HERE}media/manage/a%20b.jpg", Reply(200, {"success": True}))
    server.on("GET", f"{HERE}media/download/a%20b.jpg", Reply(200, b"\xff\xd8", {"Content-Type": "image/jpeg"}))
    client.media.describe("1", TASK, "a b.jpg", "the crane")
    assert server.requests_to(f"{HERE}media/manage/a%20b.jpg")[0].json() == {"description": "the crane"}
    blocks: list[bytes] = []
    client.media.file("1", TASK, "a b.jpg").stream(lambda _status, _headers: lambda block: blocks.append(bytes(block)))
    assert b"".join(blocks) == b"\xff\xd8"


def test_only_scenes_of_the_view_are_saved(server: ScriptedServer, client: Client) -> None:
    server.on("POST", f"{HERE}3d/scene", Reply(200, {"success": True}))
    client.scenes.save("1", TASK, {"type": "Potree", "version": 1.7})
    with pytest.raises(errors.InvalidRequest):
        client.scenes.save("1", TASK, {"version": 1.7})
    assert len(server.requests_to(f"{HERE}3d/scene")) == 1
