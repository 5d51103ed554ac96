"""Downloads and raw files."""
from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from conftest import Finished
from nadir_server.assets.zipstream import entries, length, stream
from nadir_server.tasks.console import Console
from sample_products import results


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


def test_half_a_console_line_does_not_count(tmp_path: Path) -> None:
    console = Console(tmp_path / "console.txt")
    console.append(["one", "two\nlines"])
    with console.path.open("a") as file:
        file.write("half a li")
    assert console.lines() == ["one", "two lines"]
    console.append(["three"])
    assert console.lines() == ["one", "two lines", "three"]
