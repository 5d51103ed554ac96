"""Import of zip files: sent, in chunks, from an address; what is no use, and what would do harm."""
from __future__ import annotations

import http.server
import io
import json
import os
import signal
import stat
import struct
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from conftest import Finished
from fake_node import FakeNode, zip_of
from nadir_server.imports.address import is_public, is_web_address
from running_server import RunningServer
from sample_products import results
from shapes import differences

Recording = Callable[[str], dict[str, Any]]
PRODUCTS = {"all.zip", "orthophoto.tif", "dsm.tif", "dtm.tif", "georeferenced_model.laz", "cameras.json", "shots.geojson"}


@dataclass
class Site:
    """A web server with one zip file, and what else is asked of it."""

    content: bytes
    answers: dict[str, tuple[int, dict[str, str], bytes]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    port: int = 0

    def url(self, path: str = "/all.zip", host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"


@pytest.fixture()
def site(all_zip: bytes) -> Iterator[Site]:
    site = Site(all_zip)
    site.answers["/all.zip"] = (200, {}, all_zip)

    class Handler(http.server.BaseHTTPRequestHandler):
        def log_message(self, *args: Any) -> None:
            """Quiet."""

        def do_GET(self) -> None:  # noqa: N802
            site.asked.append(self.path)
            status, headers, body = site.answers.get(self.path, (404, {}, b"nothing"))
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    site.port = server.server_address[1]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield site
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def server(finished: Finished) -> RunningServer:
    return finished.server


@pytest.fixture(scope="module")
def project(server: RunningServer) -> int:
    return server.new_project("Imports")


@pytest.fixture(scope="module")
def open_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """A server whose administrator lets imports come from private networks."""
    os.environ["NADIR_SERVER_IMPORT_PRIVATE"] = "1"
    try:
        server = RunningServer(tmp_path_factory.mktemp("open")).start()
    finally:
        del os.environ["NADIR_SERVER_IMPORT_PRIVATE"]
    yield server
    assert server.stop() == 0


def send(server: RunningServer, project: int, data: bytes, **fields: Any) -> dict[str, Any]:
    path = f"/api/projects/{project}/tasks/import"
    return server.json("POST", path, files=[("file", ("all.zip", data))], data=fields)


def failed(server: RunningServer, project: int, data: bytes) -> str:
    """Why an import of this file failed; nothing of it stays on the disk."""
    task = send(server, project, data)
    ended = server.wait_for(project, task["id"], 30, 40)
    assert ended["status"] == 30, "it was imported"
    assert list((server.data / "tasks" / task["id"]).rglob("*.*")) == []
    return ended["last_error"]


def test_a_zip_of_products_becomes_a_task(
    server: RunningServer, project: int, all_zip: bytes, recording: Recording
) -> None:
    answer = send(server, project, all_zip, name="From products")
    known = recording("import_backup_file")["body"]
    assert differences(known, answer) == []
    assert {key: answer[key] for key in ("status", "pending_action", "import_url", "auto_processing_node", "size")} == {
        key: known[key] for key in ("status", "pending_action", "import_url", "auto_processing_node", "size")
    }
    task = server.wait_for(project, answer["id"], 30, 40)
    assert (task["status"], task["name"], task["last_error"]) == (40, "From products", None)
    assert set(task["available_assets"]) == PRODUCTS
    assert (task["epsg"], task["statistics"]["pointcloud"]) == (32615, {"points": 940393})
    assert len(task["extent"]) == 4 and task["size"] > 0
    path = f"/api/projects/{project}/tasks/{task['id']}/"
    assert server.json("GET", path + "orthophoto/tiles.json")["bounds"] == task["extent"]
    assert server.call("GET", path + "download/dsm.tif").content == results()["odm_dem/dsm.tif"]
    assert not (server.data / "tasks" / task["id"] / "import.zip").exists()


def test_a_folder_around_everything_is_looked_through(server: RunningServer, project: int) -> None:
    wrapped = zip_of({f"my survey/{name}": data for name, data in results().items()})
    task = server.wait_for(project, send(server, project, wrapped)["id"], 30, 40)
    assert (task["status"], task["name"], set(task["available_assets"])) == (40, "Imported Task", PRODUCTS)


def test_chunks_may_come_twice_and_out_of_order(
    server: RunningServer, project: int, all_zip: bytes, recording: Recording
) -> None:
    size = len(all_zip) // 3 + 1
    path = f"/api/projects/{project}/tasks/import"

    def chunk(index: int) -> Any:
        data = all_zip[index * size : (index + 1) * size]
        fields = {"name": "Chunk import", "dzuuid": "../../u", "dzchunkindex": index, "dztotalfilesize": len(all_zip),
                  "dzchunksize": size, "dztotalchunkcount": 3, "dzchunkbyteoffset": index * size}  # fmt: skip
        return server.call("POST", path, files=[("file", ("all.zip", data))], data=fields)

    for index in (0, 0, 2):
        assert (chunk(index).status_code, chunk(index).json()) == (200, recording("import_chunk_mid")["body"])
    last = chunk(1)
    assert last.status_code == recording("import_chunk_last")["status"]
    assert differences(recording("import_chunk_last")["body"], last.json()) == []
    again = chunk(1)  # the answer was lost on the way
    assert again.json()["id"] == last.json()["id"]
    task = server.wait_for(project, last.json()["id"], 30, 40)
    assert (task["status"], task["name"]) == (40, "Chunk import")
    assert [path.name for path in (server.data / "imports").iterdir() if path.is_dir()] == []


def test_what_is_missing_is_told(server: RunningServer, project: int, recording: Recording) -> None:
    path = f"/api/projects/{project}/tasks/import"
    for name, body in (("import_nothing", {"name": "x"}), ("import_url_bad", {"url": "ftp://x/y.zip"})):
        answer = server.call("POST", path, json=body)
        assert (answer.status_code, answer.json()) == (recording(name)["status"], recording(name)["body"])
    for body in ([1], {"url": {"a": 1}}, {"url": "file:///etc/passwd"}, {"name": "x" * 300, "url": "http://example.com/a"}):
        assert server.call("POST", path, json=body).status_code == 400
    two = [("file", ("a.zip", b"x")), ("file", ("b.zip", b"x"))]
    assert server.call("POST", path, files=two).status_code == 400
    both = server.call("POST", path, files=[("file", ("a.zip", b"x"))], data={"url": "http://example.com/a.zip"})
    assert both.status_code == 400
    assert server.call("POST", f"/api/projects/{project}/tasks/import", auth="", json={"name": "x"}).status_code == 404


def link(name: str, target: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        entry = zipfile.ZipInfo(name)
        entry.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(entry, target)
    return out.getvalue()


def bomb() -> bytes:
    """A small file that says it holds 400 GB, as the overlapping kind does."""
    data = bytearray(zip_of({"odm_dem/dsm.tif": b"x" * 100}))
    at = data.index(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<I", 0xFFFFFFF0)
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"this is no zip file", "Invalid zip file"),
        (zip_of({}), "neither the products"),
        (zip_of({"readme.txt": b"hello"}), "neither the products"),
        (zip_of({"../../evil.tif": b"x"}), "leads out of the folder"),
        (zip_of({"/etc/evil.tif": b"x"}), "leads out of the folder"),
        (zip_of({"C:\\evil.tif": b"x"}), "leads out of the folder"),
        (link("odm_dem/dsm.tif", "/etc/passwd"), "not a plain file"),
        (bomb(), "out of all proportion"),
    ],
)
def test_a_file_that_is_no_use_or_means_harm_is_refused(
    server: RunningServer, project: int, data: bytes, words: str
) -> None:
    assert words in failed(server, project, data)


def test_a_damaged_zip_is_refused(server: RunningServer, project: int, all_zip: bytes) -> None:
    data = bytearray(all_zip)
    data[len(data) // 3] ^= 0xFF
    assert "Invalid zip file" in failed(server, project, bytes(data))


def test_an_address_is_fetched_and_followed(open_server: RunningServer, site: Site) -> None:
    project = open_server.new_project()
    site.answers["/moved.zip"] = (302, {"Location": "/all.zip"}, b"")
    made = open_server.json("POST", f"/api/projects/{project}/tasks/import", json={"url": site.url("/moved.zip"), "name": "u"})
    assert (made["status"], made["pending_action"], made["import_url"]) == (20, 5, site.url("/moved.zip"))
    task = open_server.wait_for(project, made["id"], 30, 40)
    assert (task["status"], set(task["available_assets"]), task["running_progress"]) == (40, PRODUCTS, 1.0)
    assert site.asked == ["/moved.zip", "/all.zip"]


def ended(server: RunningServer, url: str) -> str:
    project = server.new_project()
    made = server.json("POST", f"/api/projects/{project}/tasks/import", json={"url": url})
    task = server.wait_for(project, made["id"], 30, 40)
    assert task["status"] == 30
    return task["last_error"]


def test_an_address_that_has_nothing_or_leads_elsewhere_fails(open_server: RunningServer, site: Site) -> None:
    site.answers["/file"] = (302, {"Location": "file:///etc/passwd"}, b"")
    site.answers["/round"] = (302, {"Location": "/round"}, b"")
    site.answers["/page"] = (200, {"Content-Type": "text/html"}, b"<html>Log in</html>")
    assert "Invalid zip file" in ended(open_server, site.url("/nothing.zip"))
    assert "cannot be used" in ended(open_server, site.url("/file"))
    assert "cannot be used" in ended(open_server, site.url("/round"))
    assert "Invalid zip file" in ended(open_server, site.url("/page"))


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "0.0.0.0", "127.1", "2130706433"])  # noqa: S104
def test_nothing_is_fetched_from_a_private_network(server: RunningServer, site: Site, host: str) -> None:
    assert "private network" in ended(server, site.url(host=host))
    assert site.asked == []


@pytest.mark.parametrize(
    "address",
    ["10.0.0.1", "192.168.1.1", "172.16.0.1", "169.254.169.254", "100.64.0.1", "127.0.0.2", "0.0.0.0", "224.0.0.1",  # noqa: S104
     "::1", "::", "fe80::1%eth0", "fd00::1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:a00:1::", "ff02::1"],
)  # fmt: skip
def test_private_addresses_in_all_their_forms(address: str) -> None:
    assert not is_public(address)


def test_public_addresses_and_addresses_of_the_web() -> None:
    assert all(map(is_public, ("8.8.8.8", "93.184.216.34", "2606:4700::1111", "::ffff:8.8.8.8")))
    assert all(map(is_web_address, ("http://x/y.zip", "HTTPS://example.com:8443/a%20b.zip?c=d")))
    assert not any(map(is_web_address, ("ftp://x/y", "file:///x", "http://", "http:///x", "//x/y", "x", "http://a b")))


def test_an_import_can_be_given_up_and_removed(open_server: RunningServer, site: Site) -> None:
    """While the file is still coming."""
    project = open_server.new_project()
    site.answers["/slow.zip"] = (200, {"Content-Length": "5000000"}, b"x" * 1000)  # the rest never comes
    made = open_server.json("POST", f"/api/projects/{project}/tasks/import", json={"url": site.url("/slow.zip")})
    path = f"/api/projects/{project}/tasks/{made['id']}/"
    assert open_server.json("POST", path + "restart/") == {"success": True}  # changes nothing: it is under way
    assert open_server.json("GET", path)["pending_action"] == 5
    assert open_server.json("POST", path + "remove/") == {"success": True}
    end = time.time() + 30
    while open_server.call("GET", path).status_code != 404:
        assert time.time() < end, "the task stayed"
        time.sleep(0.1)
    assert not (open_server.data / "tasks" / made["id"]).exists()


def test_a_killed_server_goes_on_with_the_import(tmp_path: Path, own_node: FakeNode) -> None:
    server = RunningServer(tmp_path / "data", own_node.port).start()
    try:
        project = server.new_project()
        big = {**results(), "odm_report/large.bin": os.urandom(60_000_000)}
        made = send(server, project, zip_of(big), name="killed")
        server.stop(signal.SIGKILL)
        server.start()
        task = server.wait_for(project, made["id"], 30, 40)
        assert (task["status"], set(task["available_assets"])) == (40, PRODUCTS)
        assert not (server.data / "tasks" / made["id"] / "import.zip").exists()
        assert not (server.data / "tasks" / made["id"] / "fetching").exists()
    finally:
        server.kill()


def test_a_backup_brings_everything_back(finished: Finished) -> None:
    """Made here, and imported into another project: photos, products, console, options."""
    server = finished.server
    patch = {"tags": ["x", "y"], "public": True}
    server.json("PATCH", finished.path, json=patch)
    try:
        answer = finished.get("backup")
    finally:
        server.json("PATCH", finished.path, json={"tags": [], "public": False})
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/zip")
    assert int(answer.headers["Content-Length"]) == len(answer.content)
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.testzip() is None
        names = set(archive.namelist())
        description = json.loads(archive.read("data/backup.json"))
    assert {photo.name for photo in finished.photos} | {"assets/odm_dem/dsm.tif", "data/console.txt"} <= names
    assert set(description) == {
        "name", "processing_time", "options", "created_at", "public", "resize_to", "potree_scene", "tags", "crop"}  # fmt: skip
    project = server.new_project("Restored")
    task = server.wait_for(project, send(server, project, answer.content)["id"], 30, 40)
    original = finished.get("").json()
    same = ("name", "options", "available_assets", "statistics", "extent", "epsg", "images_count", "processing_time", "created_at")
    assert {key: task[key] for key in same} == {key: original[key] for key in same}
    assert (task["tags"], task["public"]) == (["x", "y"], False)
    photos = server.data / "tasks" / task["id"] / "images"
    assert {path.name: path.read_bytes() for path in photos.iterdir()} == {
        photo.name: photo.read_bytes() for photo in finished.photos
    }
    path = f"/api/projects/{project}/tasks/{task['id']}/output/"
    assert server.json("GET", path) == finished.get("output/").json()


def test_a_backup_of_another_server_is_taken_as_far_as_it_makes_sense(server: RunningServer, project: int) -> None:
    description = {
        "name": "Their flight", "processing_time": 8187, "created_at": 1447000000.5, "public": True, "resize_to": -1,
        "options": [{"name": "dsm", "value": True}], "potree_scene": {}, "tags": ["a"], "crop": {"type": "Point"}, "new": 1,
    }  # fmt: skip
    files = {f"assets/{name}": data for name, data in results().items()}
    files |= {"DJI_0018.JPG": b"\xff\xd8a", "gcp_list.txt": b"EPSG:32615\n", "data/backup.json": json.dumps(description).encode()}
    task = server.wait_for(project, send(server, project, zip_of(files))["id"], 30, 40)
    assert (task["name"], task["processing_time"], task["tags"]) == ("Their flight", 8187, ["a"])
    assert (task["crop"], task["public"], task["images_count"]) == (None, False, 2)
    assert task["options"] == [{"name": "dsm", "value": True}]
    assert task["created_at"].startswith("2015-11-08T")
    assert set(task["available_assets"]) == PRODUCTS


def test_a_backup_without_products_can_be_processed(server: RunningServer, project: int) -> None:
    files = {"a.jpg": b"\xff\xd8a", "b.jpg": b"\xff\xd8b", "data/backup.json": b"{}"}
    made = send(server, project, zip_of(files))
    task = server.wait_for(project, made["id"], 30, 40, 50)
    assert (task["status"], task["images_count"], task["available_assets"]) == (50, 2, [])
    path = f"/api/projects/{project}/tasks/{task['id']}/"
    server.json("PATCH", path, json={"auto_processing_node": True})
    server.json("POST", path + "restart/")
    end = time.time() + 40
    while server.json("GET", path)["status"] != 40:
        assert time.time() < end
        time.sleep(0.2)


def test_products_alone_cannot_be_processed_again_and_stay(server: RunningServer, project: int, all_zip: bytes) -> None:
    task = server.wait_for(project, send(server, project, all_zip)["id"], 40)
    path = f"/api/projects/{project}/tasks/{task['id']}/"
    server.json("PATCH", path, json={"auto_processing_node": True})
    server.json("POST", path + "restart/")
    failed = server.wait_for(project, task["id"], 30)
    assert "photos are not here" in failed["last_error"]
    assert server.call("GET", path + "download/dsm.tif").status_code == 200


def test_a_bad_description_spoils_nothing(server: RunningServer, project: int) -> None:
    files = {f"assets/{name}": data for name, data in results().items()}
    for description in (b"[1]", b"not json", b'{"name": 7, "options": "x", "created_at": 1e99, "tags": 3, "crop": []}',
                        b'{"potree_scene": {"a": 1e999}}', b'{"tags": ["\\ud800"]}'):  # fmt: skip
        files["data/backup.json"] = description
        task = server.wait_for(project, send(server, project, zip_of(files), name="keeps")["id"], 30, 40)
        assert (task["status"], task["name"]) == (40, "keeps")


def test_a_console_that_would_fill_the_memory_is_left_out(server: RunningServer, project: int) -> None:
    files = {f"assets/{name}": data for name, data in results().items()}
    files |= {"data/backup.json": b"{}", "data/console.txt": b"line\n" * 7_000_000}
    task = server.wait_for(project, send(server, project, zip_of(files))["id"], 30, 40)
    assert task["status"] == 40
    assert server.json("GET", f"/api/projects/{project}/tasks/{task['id']}/output/?f=json")["count"] == 0


def test_backups_at_the_same_time(finished: Finished) -> None:
    finished.server.log_in()
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda _: finished.get("backup"), range(64)))
    assert {answer.status_code for answer in answers} == {200}
