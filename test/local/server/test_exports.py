"""Products in other formats and reference systems."""
from __future__ import annotations

import io
import sqlite3
import time
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import laspy
import numpy as np
import pytest
import rasterio
from conftest import Finished
from rasterio.io import MemoryFile
from running_server import RunningServer
from sample_products import EPSG, NORTH, SIDE, WEST, heights
from shapes import differences

Recording = Callable[[str], dict[str, Any]]
WAIT_SECONDS = 60


def start(finished: Finished, product: str, **wanted: Any) -> dict[str, Any]:
    return finished.server.json("POST", f"{finished.path}{product}/export", json=wanted)


def wait(server: RunningServer, job: str) -> dict[str, Any]:
    end = time.time() + WAIT_SECONDS
    while time.time() < end:
        found = server.json("GET", f"/api/workers/check/{job}")
        if found["ready"]:
            return found
        time.sleep(0.1)
    raise AssertionError("the export was never ready")


def export(finished: Finished, product: str, **wanted: Any) -> bytes:
    """The file of an export."""
    job = start(finished, product, **wanted)["celery_task_id"]
    assert wait(finished.server, job) == {"ready": True}
    answer = finished.server.call("GET", f"/api/workers/get/{job}")
    assert answer.status_code == 200 and int(answer.headers["Content-Length"]) == len(answer.content)
    return answer.content


def opened(data: bytes) -> tuple[dict[str, Any], np.ndarray]:
    """Profile and values of a raster."""
    with MemoryFile(data) as memory, memory.open() as raster:
        return {**raster.profile, "bounds": raster.bounds, "overviews": raster.overviews(1)}, raster.read()


@pytest.mark.parametrize(("name", "product", "wanted"), [
    ("export_ortho_gtiff_4326", "orthophoto", {"format": "gtiff", "epsg": 4326}),
    ("export_ortho_gtiff", "orthophoto", {"format": "gtiff"}),
    ("export_laz_las", "georeferenced_model", {"format": "las"}),
    ("export_bad_epsg", "orthophoto", {"format": "gtiff", "epsg": "x"}),
    ("export_bad_format", "orthophoto", {"format": "bmp"}),
    ("export_formula_no_bands", "orthophoto", {"formula": "VARI"}),
])  # fmt: skip
def test_an_export_starts_as_recorded(
    finished: Finished, recording: Recording, name: str, product: str, wanted: dict[str, Any]
) -> None:
    answer, known = finished.server.call("POST", f"{finished.path}{product}/export", json=wanted), recording(name)
    assert answer.status_code == known["status"]
    assert differences(known["body"], answer.json()) == []
    if known["status"] == 400:
        assert answer.json() == known["body"]


def test_what_is_there_already_is_not_made_again(finished: Finished) -> None:
    for wanted in ({}, {"format": "gtiff", "epsg": EPSG}):
        found = start(finished, "dsm", **wanted)
        assert finished.server.call("GET", found["url"]).content == finished.get("download/dsm.tif").content
        assert found["filename"] == "Fl-ge-1-dsm.tif"
    assert start(finished, "georeferenced_model")["url"].endswith("/download/georeferenced_model.laz")


def test_heights_keep_their_values_in_another_system(finished: Finished) -> None:
    profile, values = opened(export(finished, "dsm", format="gtiff", epsg=3857))
    assert (profile["crs"].to_epsg(), profile["dtype"], profile["nodata"]) == (3857, "float32", -9999.0)
    assert profile["overviews"]
    middle = values[0, values.shape[1] // 2, values.shape[2] // 2]
    assert abs(middle - heights()[SIDE // 2, SIDE // 2]) < 0.2
    assert (values == -9999).any()


def test_a_proj_text_names_a_system(finished: Finished) -> None:
    text = "+proj=tmerc +lat_0=0 +lon_0=-92 +k=1 +x_0=500000 +y_0=0 +datum=WGS84 +units=m +no_defs"
    profile, _ = opened(export(finished, "dsm", format="gtiff", proj=text))
    assert profile["crs"].to_dict()["lon_0"] == -92


def test_a_formula_gives_figures_or_colours(finished: Finished) -> None:
    ortho = opened(finished.get("download/orthophoto.tif").content)[1].astype(np.float32)
    _, values = opened(export(finished, "orthophoto", format="gtiff", formula="MPRI", bands="RGB"))
    with np.errstate(all="ignore"):
        expected = (ortho[1] - ortho[0]) / (ortho[1] + ortho[0])
    assert np.allclose(values[0], np.where(ortho[3] > 0, expected, -9999), atol=1e-6)
    style = {"formula": "MPRI", "bands": "RGB", "color_map": "rdylgn", "rescale": "-0.3,0.3"}
    profile, colours = opened(export(finished, "orthophoto", format="gtiff-rgb", **style))
    assert (profile["count"], profile["dtype"]) == (4, "uint8")
    assert ((colours[3] > 0) == (ortho[3] > 0)).all()
    green = (values[0] > 0.3) & (ortho[3] > 0)
    assert colours[1][green].mean() > colours[0][green].mean() + 50


@pytest.mark.parametrize(("form", "driver", "bands"), [("jpg", "JPEG", 3), ("png", "PNG", 4)])
def test_pictures(finished: Finished, form: str, driver: str, bands: int) -> None:
    profile, values = opened(export(finished, "dsm", format=form, color_map="viridis", hillshade=3))
    assert (profile["driver"], profile["count"], values.shape[1:]) == (driver, bands, (SIDE, SIDE))
    assert len(np.unique(values[:3].reshape(3, -1), axis=1).T) > 500


def test_a_formula_without_a_range_of_its_own_is_stretched(finished: Finished) -> None:
    _, values = opened(export(finished, "orthophoto", format="png", formula="EXG", bands="RGB"))
    assert len(np.unique(values[0])) > 100


def test_a_kmz_holds_the_picture_and_its_place(finished: Finished) -> None:
    with zipfile.ZipFile(io.BytesIO(export(finished, "orthophoto", format="kmz"))) as archive:
        assert archive.testzip() is None
        assert b"<LatLonAltBox>" in archive.read("doc.kml")
        assert any(name.endswith((".jpg", ".png")) for name in archive.namelist())


def cloud_of(data: bytes) -> laspy.LasData:
    return laspy.read(io.BytesIO(data))


def test_point_clouds(finished: Finished) -> None:
    original = cloud_of(finished.get("download/georeferenced_model.laz").content)
    same = cloud_of(export(finished, "georeferenced_model", format="las"))
    assert np.array_equal(same.xyz, original.xyz) and np.array_equal(same.red, original.red)
    degrees = cloud_of(export(finished, "georeferenced_model", format="laz", epsg=4326))
    assert degrees.header.parse_crs().to_epsg() == 4326
    assert np.allclose(degrees.xyz[:, :2].mean(axis=0), (-91.993, 46.842), atol=0.002)
    assert np.allclose(degrees.xyz[:, 2], original.xyz[:, 2], atol=0.001)
    thin = cloud_of(export(finished, "georeferenced_model", format="laz", resample=10))
    cells = np.floor(thin.xyz / 10)
    assert 90 < len(thin) < 260 and len(np.unique(cells, axis=0)) == len(thin)


def test_point_clouds_as_text_and_as_ply(finished: Finished) -> None:
    original = cloud_of(finished.get("download/georeferenced_model.laz").content)
    lines = export(finished, "georeferenced_model", format="csv").decode().splitlines()
    assert (lines[0], len(lines)) == ("X,Y,Z,Red,Green,Blue", 5001)
    assert np.allclose([float(text) for text in lines[1].split(",")[:3]], original.xyz[0], atol=0.001)
    head, _, body = export(finished, "georeferenced_model", format="ply").partition(b"end_header\n")
    assert b"element vertex 5000 " in head and len(body) == 5000 * (3 * 8 + 3)
    assert np.allclose(np.frombuffer(body[:24], "<f8"), original.xyz[0])


def test_the_crop_of_the_task_cuts_exports(finished: Finished) -> None:
    west, south, east, north = finished.get("dsm/tiles.json").json()["bounds"]
    middle = (west + east) / 2
    ring = [[west, south], [middle, south], [middle, north], [west, north], [west, south]]
    finished.server.json("PATCH", finished.path, json={"crop": {"type": "Polygon", "coordinates": [ring]}})
    try:
        profile, values = opened(export(finished, "dsm", format="gtiff"))
        assert profile["bounds"].left == WEST and profile["bounds"].top == NORTH
        assert abs(profile["bounds"].right - (WEST + SIDE * 0.1)) < 2
        assert (values != -9999).any()
    finally:
        finished.server.json("PATCH", finished.path, json={"crop": None})


@pytest.mark.parametrize("wanted", [
    {"epsg": "999999"}, {"epsg": 4978}, {"epsg": -1}, {"epsg": "9" * 40}, {"proj": "+proj=nope"}, {"proj": "/etc/passwd"},
    {"proj": "+proj=utm +zone=15 +nadgrids=secret"}, {"proj": "+init=epsg:32615"}, {"proj": "http://127.0.0.1/"},
    {"proj": "+proj=utm " + "x" * 9000}, {"epsg": [1]}, {"format": {"a": 1}}, {"rescale": "1"}, {"hillshade": "x"},
    {"color_map": "nope", "format": "png"}, {"formula": "__import__('os')", "bands": "RGB"}, {"rescale": "1e999,2"},
    {"formula": "NDVI", "bands": "RGB"},
])  # fmt: skip
def test_what_cannot_be_exported_is_refused_at_once(finished: Finished, wanted: dict[str, Any]) -> None:
    answer = finished.server.call("POST", f"{finished.path}orthophoto/export", json=wanted)
    assert answer.status_code == 400 and isinstance(answer.json(), list), answer.text


@pytest.mark.parametrize("resample", ["x", -1, 0.0000001, 1e12, "nan", "inf"])
def test_odd_distances_are_refused(finished: Finished, resample: Any) -> None:
    wanted = {"format": "las", "resample": resample}
    assert finished.server.call("POST", f"{finished.path}georeferenced_model/export", json=wanted).status_code == 400


def test_a_system_of_the_other_side_of_the_world_fails_with_a_reason(finished: Finished) -> None:
    job = start(finished, "dsm", format="gtiff", proj="+proj=gnom +lat_0=-46 +lon_0=88 +datum=WGS84")["celery_task_id"]
    found = wait(finished.server, job)
    assert found["ready"] and len(found["error"]) > 10
    assert finished.server.json("GET", f"/api/workers/get/{job}") == {"error": found["error"]}


def test_jobs_answer_only_their_owner(finished: Finished, plain_user: str) -> None:
    job = start(finished, "dsm", format="png")["celery_task_id"]
    wait(finished.server, job)
    for verb in ("check", "get"):
        path = f"/api/workers/{verb}/{job}"
        assert finished.server.call("GET", path, auth=plain_user).status_code == 404
        assert finished.server.call("GET", path, auth="").status_code == 403
        unknown = f"/api/workers/{verb}/00000000-0000-4000-8000-000000000000"
        assert finished.server.call("GET", unknown).status_code == 404
    hidden = finished.server.call("POST", f"{finished.path}orthophoto/export", auth=plain_user, json={})
    assert (hidden.status_code, hidden.json()) == (404, {"detail": "Not found."})


def test_a_result_comes_under_its_name_or_another_and_in_parts(finished: Finished) -> None:
    job = start(finished, "dsm", format="png")["celery_task_id"]
    wait(finished.server, job)
    path = f"/api/workers/get/{job}"
    named = finished.server.call("GET", path)
    assert named.headers["Content-Disposition"] == "attachment; filename=Fl-ge-1-dsm.png"
    other = finished.server.call("GET", path + "?filename=my.png", headers={"Range": "bytes=0-7"})
    assert (other.status_code, other.content) == (206, named.content[:8])
    assert other.headers["Content-Disposition"] == "attachment; filename=my.png"


def test_what_nobody_fetches_goes_after_a_day(own_server: RunningServer, photos: list[Path]) -> None:
    project = own_server.new_project()
    task = own_server.new_task(project, photos)
    assert own_server.wait_for(project, task, 30, 40)["status"] == 40
    path = f"/api/projects/{project}/tasks/{task}/dsm/export"
    old, young = (own_server.json("POST", path, json={"format": "png"})["celery_task_id"] for _ in range(2))
    assert wait(own_server, old) == wait(own_server, young) == {"ready": True}
    assert own_server.stop() == 0
    with closing(sqlite3.connect(own_server.data / "nadir.sqlite3")) as database, database:
        older = "UPDATE exports_export SET created_at = datetime('now', '-25 hours') WHERE id = ?"
        changed = database.execute(older, (old.replace("-", ""),))
        assert changed.rowcount == 1
    own_server.start()
    end = time.time() + 20
    while own_server.call("GET", f"/api/workers/check/{old}").status_code != 404 and time.time() < end:
        time.sleep(0.1)
    left = own_server.data / "tasks" / task / "exports"
    assert [file.name for file in left.iterdir()] == [f"{young}.png"]
    assert own_server.call("GET", f"/api/workers/get/{young}").status_code == 200


def test_a_kill_loses_no_export(own_server: RunningServer, photos: list[Path]) -> None:
    project = own_server.new_project()
    task = own_server.new_task(project, photos)
    assert own_server.wait_for(project, task, 30, 40)["status"] == 40
    path = f"/api/projects/{project}/tasks/{task}/orthophoto/export"
    jobs = [own_server.json("POST", path, json={"format": "png"})["celery_task_id"] for _ in range(4)]
    own_server.kill()
    own_server.start()
    assert [wait(own_server, job) for job in jobs] == [{"ready": True}] * 4
    for job in jobs:
        with rasterio.MemoryFile(own_server.call("GET", f"/api/workers/get/{job}").content) as memory, memory.open() as found:
            assert found.read().any()
    left = own_server.data / "tasks" / task / "exports"
    assert sorted(file.name for file in left.iterdir()) == sorted(f"{job}.png" for job in jobs)
    own_server.json("POST", f"/api/projects/{project}/tasks/{task}/remove/")
    end = time.time() + 20
    while left.exists() and time.time() < end:
        time.sleep(0.1)
    assert not left.exists()
    assert own_server.call("GET", f"/api/workers/check/{jobs[0]}").status_code == 404
