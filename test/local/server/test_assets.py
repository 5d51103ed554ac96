"""Downloads and raw files."""
from __future__ import annotations

import io
import os
import re
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import laspy
import numpy as np
import pytest
import rasterio
from conftest import Finished
from fake_node import zip_of
from nadir_server.assets.serve import disposition
from nadir_server.assets.zipstream import entries, length, stream
from nadir_server.tasks.console import Console
from rasterio.io import MemoryFile
from rasterio.windows import Window
from running_server import RunningServer
from sample_products import SIDE, heights, results, tiff
from test_imports import send


def test_every_available_asset_can_be_downloaded(finished: Finished) -> None:
    for asset in finished.get("").json()["available_assets"]:
        answer = finished.get(f"download/{asset}")
        assert answer.status_code == 200
        assert int(answer.headers["Content-Length"]) == len(answer.content)
        assert answer.headers["Content-Disposition"].startswith(f"attachment; filename=Fl-ge-1-{asset}; filename*=UTF-8''")


def test_all_zip_holds_all_results(finished: Finished) -> None:
    with zipfile.ZipFile(io.BytesIO(finished.get("download/all.zip").content)) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in archive.namelist()} == results()


def test_raw_files_come_whole_in_parts_or_not_at_all(finished: Finished) -> None:
    path = "assets/odm_georeferencing/odm_georeferenced_model.laz"
    whole = finished.get(path)
    data = results()["odm_georeferencing/odm_georeferenced_model.laz"]
    assert (whole.content, whole.headers["Accept-Ranges"]) == (data, "bytes")
    for wanted, start, end in (("bytes=0-99", 0, 100), ("bytes=2000-", 2000, len(data)), ("bytes=-10", -10, None),
                               ("bytes=2000-99999", 2000, len(data))):  # fmt: skip
        part = finished.get(path, headers={"Range": wanted})
        assert (part.status_code, part.content) == (206, data[start:end])
        assert part.headers["Content-Range"].endswith(f"/{len(data)}")
    assert finished.get(path, headers={"Range": "bytes=99999-"}).status_code == 416
    assert finished.get(path, headers={"If-None-Match": whole.headers["ETag"]}).status_code == 304
    changed = finished.get(path, headers={"Range": "bytes=0-9", "If-Range": '"another"'})
    assert (changed.status_code, changed.content) == (200, data)


def test_dates_and_tags_tell_what_is_known(finished: Finished) -> None:
    path = "assets/cameras.json"
    headers = finished.get(path).headers
    tag, date = headers["ETag"], headers["Last-Modified"]
    for known in ({"If-None-Match": f'"x", {tag}'}, {"If-None-Match": f"W/{tag}"}, {"If-None-Match": "*"}, {"If-Modified-Since": date}):
        answer = finished.get(path, headers=known)
        assert (answer.status_code, answer.content, answer.headers["ETag"]) == (304, b"", tag), known
    for unknown in (
        {"If-None-Match": '"x"', "If-Modified-Since": date}, {"If-Modified-Since": "Thu, 01 Jan 2015 00:00:00 GMT"},
        {"If-Modified-Since": "yesterday"}, {"If-None-Match": "x"},
    ):  # fmt: skip
        assert finished.get(path, headers=unknown).status_code == 200, unknown


def test_odd_ranges_give_all(finished: Finished) -> None:
    path, data = "assets/odm_dem/dsm.tif", results()["odm_dem/dsm.tif"]
    headers = finished.get(path).headers
    for odd in ("bytes=0-1,5-9", "bytes=-", "bytes=a-b", "lines=1-2", "bytes=" + "9" * 40 + "-"):
        answer = finished.get(path, headers={"Range": odd})
        assert (answer.status_code, answer.content) == (200, data), odd
    for condition, status in (
        (headers["ETag"], 206), ("W/" + headers["ETag"], 200), (headers["Last-Modified"], 206),
        ("Thu, 01 Jan 2015 00:00:00 GMT", 200), ("nonsense", 200),
    ):  # fmt: skip
        answer = finished.get(path, headers={"Range": "bytes=5-9", "If-Range": condition})
        assert answer.status_code == status, condition
    assert finished.get(path, headers={"Range": "bytes=-0"}).status_code == 416
    assert finished.server.call("HEAD", finished.path + path, headers={"Range": "bytes=5-9"}).headers["Content-Length"] == "5"


def test_a_zip_goes_on_where_it_was_broken_off(finished: Finished) -> None:
    whole = finished.get("download/all.zip")
    tag, middle = whole.headers["ETag"], len(whole.content) // 2
    rest = finished.get("download/all.zip", headers={"Range": f"bytes={middle}-", "If-Range": tag})
    assert (rest.status_code, rest.headers["ETag"]) == (206, tag)
    assert whole.content[:middle] + rest.content == whole.content
    assert finished.get("download/all.zip", headers={"If-None-Match": tag}).status_code == 304


def test_gdal_reads_a_raster_over_the_network(finished: Finished, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    url = f"/vsicurl/http://127.0.0.1:{finished.server.port}{finished.path}download/dsm.tif?jwt={finished.server.log_in()}"
    options = {"GDAL_DISABLE_READDIR_ON_OPEN": "EMPTY_DIR"}
    with rasterio.Env(**options), rasterio.open(url) as raster:
        values = raster.read(1, window=Window(200, 200, 64, 64))
    assert np.allclose(values, heights()[200:264, 200:264])


def test_what_old_clients_ask_for_is_made_of_what_is_there(finished: Finished) -> None:
    original = laspy.read(io.BytesIO(finished.get("download/georeferenced_model.laz").content))
    las = finished.get("download/georeferenced_model.las")
    assert las.headers["Content-Disposition"].startswith("attachment; filename=Fl-ge-1-georeferenced_model.las")
    assert np.array_equal(laspy.read(io.BytesIO(las.content)).xyz, original.xyz)
    assert len(finished.get("download/georeferenced_model.csv").content.splitlines()) == 5001
    assert finished.get("download/georeferenced_model.ply").content.startswith(b"ply\n")
    assert finished.get("download/georeferenced_model.las").headers["ETag"] == las.headers["ETag"]
    with MemoryFile(finished.get("download/orthophoto.png").content) as memory, memory.open() as picture:
        assert (picture.driver, picture.count, picture.width) == ("PNG", 4, 1024)
    assert finished.get("download/orthophoto.mbtiles").content.startswith(b"SQLite format 3")
    listed = finished.get("").json()["available_assets"]
    assert "georeferenced_model.laz" in listed and "georeferenced_model.las" not in listed


def test_downloads_are_cut_by_the_crop_of_the_task(finished: Finished) -> None:
    west, south, east, north = finished.get("dsm/tiles.json").json()["bounds"]
    middle = (west + east) / 2
    ring = [[west, south], [middle, south], [middle, north], [west, north], [west, south]]
    whole = finished.get("download/dsm.tif").content
    finished.server.json("PATCH", finished.path, json={"crop": {"type": "Polygon", "coordinates": [ring]}})
    try:
        with MemoryFile(finished.get("download/dsm.tif").content) as memory, memory.open() as raster:
            assert abs(raster.width - SIDE / 2) < 12 and raster.overviews(1)
            assert np.allclose(raster.read(1)[100, 100], heights()[100, 100])
        assert finished.get("assets/odm_dem/dsm.tif").content == whole
    finally:
        finished.server.json("PATCH", finished.path, json={"crop": None})
    assert finished.get("download/dsm.tif").content == whole


def test_a_download_goes_on_although_its_file_is_replaced(finished: Finished) -> None:
    path = finished.server.data / "tasks" / finished.task / "assets" / "big.bin"
    path.write_bytes(b"a" * 40_000_000)
    try:
        answer = finished.get("assets/big.bin", stream=True)
        first = answer.raw.read(1000)
        new = path.with_name("new.bin")
        new.write_bytes(b"b" * 40_000_000)
        new.replace(path)
        rest = answer.raw.read()
        assert set(first + rest) == {ord("a")} and len(first + rest) == 40_000_000
        part = finished.get("assets/big.bin", headers={"Range": "bytes=10-", "If-Range": answer.headers["ETag"]})
        assert (part.status_code, len(part.content)) == (200, 40_000_000)
    finally:
        path.unlink()


def test_head_has_the_length_and_no_body(finished: Finished) -> None:
    answer = finished.server.call("HEAD", finished.path + "download/orthophoto.tif")
    assert int(answer.headers["Content-Length"]) == len(results()["odm_orthophoto/odm_orthophoto.tif"])
    assert answer.content == b""


@pytest.mark.parametrize(
    "path",
    ["..%2F..%2F..%2Fsecret_key", "%2e%2e/images/DJI_0000.JPG", "..%2Fconsole.txt", "%2Fetc%2Fpasswd", "a%00b",
     "cameras.json%2F..%2F..%2Fimages%2FDJI_0000.JPG", "x" * 5000, "..%5C..%5Clogin.json"],
)  # fmt: skip
def test_no_path_leaves_the_assets(finished: Finished, path: str) -> None:
    for place in ("assets/", "download/"):
        assert finished.get(place + path).status_code == 404


def test_a_link_does_not_lead_out_either(finished: Finished) -> None:
    link = finished.server.data / "tasks" / finished.task / "assets" / "link.txt"
    link.symlink_to(finished.server.data / "secret_key")
    try:
        assert finished.get("assets/link.txt").status_code == 404
        assert b"secret_key" not in finished.get("download/all.zip").content
    finally:
        link.unlink()


def test_the_length_of_a_zip_is_known_before(tmp_path: Path) -> None:
    for name, data in {"a.txt": b"", "ö/b.bin": bytes(3_000_000), "c/d/e": b"x" * 7}.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(data)
    data = b"".join(stream(entries(tmp_path)))
    assert length(entries(tmp_path)) == len(data)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == ["a.txt", "c/d/e", "ö/b.bin"]


@pytest.mark.parametrize(("limit", "files"), [(3000, 65535), (100_000, 2), (400, 65535), (10**9, 3)])
def test_the_length_of_a_huge_zip_is_known_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: int, files: int) -> None:
    """With zipfile's limits made small, instead of files of gigabytes."""
    for number, size in enumerate((0, 10, 2900, 2990, 3100, 120_000)):
        (tmp_path / f"{number}.bin").write_bytes(bytes(size))
    monkeypatch.setattr(zipfile, "ZIP64_LIMIT", limit)
    monkeypatch.setattr(zipfile, "ZIP_FILECOUNT_LIMIT", files)
    assert length(entries(tmp_path)) == len(b"".join(stream(entries(tmp_path))))


def test_half_a_console_line_does_not_count(tmp_path: Path) -> None:
    console = Console(tmp_path / "console.txt")
    console.append(["one", "two\nlines"])
    with console.path.open("a") as file:
        file.write("half a li")
    assert console.lines() == ["one", "two lines"]
    console.append(["three"])
    assert console.lines() == ["one", "two lines", "three"]


@pytest.mark.parametrize("name", ["page.html", "drawing.svg", "page.xhtml"])
def test_a_page_out_of_a_zip_file_does_nothing_in_the_name_of_who_looks(finished: Finished, name: str) -> None:
    """It comes from the same address as the administration page."""
    page = finished.server.data / "tasks" / finished.task / "assets" / name
    page.write_text("<script>fetch('/admin/')</script>")
    try:
        headers = finished.get(f"assets/{name}").headers
    finally:
        page.unlink()
    assert headers["Content-Security-Policy"] == "sandbox"
    assert (headers["X-Content-Type-Options"], headers["Referrer-Policy"]) == ("nosniff", "same-origin")


@pytest.mark.parametrize("name", ["../../evil-dsm.tif", "a\\b.tif", "/etc/ünsafe.tif"])
def test_the_name_of_a_download_is_no_path(name: str) -> None:
    header = disposition(name, inline=False)
    assert not re.search(r"[/\\]|%2F|%5C", header), header


def test_slow_downloads_of_everything_leave_threads_for_others(server: RunningServer) -> None:
    project = server.new_project("Slow clients")
    large = os.urandom(48_000_000)  # more than the server keeps in memory for a client that does not read
    task = send(server, project, zip_of({**results(), "large.bin": large}))["id"]
    server.wait_for(project, task, 40)
    path = f"/api/projects/{project}/tasks/{task}/"
    slow = [server.call("GET", f"{path}download/all.zip", stream=True) for _ in range(2)]
    slow += [server.call("GET", f"{path}backup", stream=True) for _ in range(2)]
    try:
        assert {answer.status_code for answer in slow} == {200}
        for what in ("download/all.zip", "backup"):
            refused = server.call("GET", path + what)
            assert (refused.status_code, refused.headers["Retry-After"]) == (503, "15")
        assert server.call("GET", path, timeout=10).status_code == 200
    finally:
        for answer in slow:
            answer.close()
    end = time.monotonic() + 30
    while (answer := server.call("GET", f"{path}download/all.zip")).status_code == 503:
        assert time.monotonic() < end, "clients that went hold their places"
        time.sleep(0.2)
    assert len(answer.content) > len(large)


def test_conversions_leave_threads_for_others(server: RunningServer) -> None:
    """Each is made while the client waits; impatient ones that ask again and again must not stop the server."""
    large = tiff(np.full((4, 6000, 6000), 255, "uint8"), 0.05)
    project = server.new_project("Large")
    task = send(server, project, zip_of({"odm_orthophoto/odm_orthophoto.tif": large}))["id"]
    path = f"/api/projects/{project}/tasks/{task}/download/orthophoto.mbtiles"
    server.wait_for(project, task, 40)
    with ThreadPoolExecutor(12) as threads:
        answers = list(threads.map(lambda _: server.call("GET", path), range(12)))
    refused = [answer for answer in answers if answer.status_code == 503]
    assert {answer.status_code for answer in answers} == {200, 503}
    assert {answer.headers["Retry-After"] for answer in refused} == {"15"}
    assert server.call("GET", path).status_code == 200
