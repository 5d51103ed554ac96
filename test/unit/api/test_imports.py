"""Tasks made of what exists already, over bad lines too."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Dict, List

import pytest
from nadir.core.api import creation, errors, imports
from nadir.core.api.client import Client
from nadir.core.api.imports import ExternalKind
from nadir.core.api.retry import RetryPolicy
from nadir.test.unit.api.every_recording.rows import content_of
from nadir.test.unit.api.scripted_server import Dropped, Reply, Request, ScriptedServer, recording

IMPORT = "/api/projects/2/tasks/import"
TASK = recording("import_backup_file")["body"]
CHUNK = 1000


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    policy = RetryPolicy(attempts=3, first=0.01, longest=0.02)
    monkeypatch.setattr(imports, "_RESENDING", policy)
    monkeypatch.setattr(creation.create_once, "__kwdefaults__", {"policy": policy})


class Importer:
    """Puts chunks where they say, as the real server does; `faults` are played before or after the n-th request."""

    def __init__(self, server: ScriptedServer, faults: Dict[int, str]) -> None:
        self.files: Dict[str, bytearray] = {}
        self.tasks: List[Dict[str, Any]] = [dict(TASK, id="old", name="All")]
        self._faults = faults
        self._seen = 0
        server.on("POST", IMPORT, self._take)
        server.on("GET", "/api/projects/2/tasks/", lambda _request: Reply(200, self.tasks))

    def _take(self, request: Request) -> Reply:
        self._seen += 1
        fault = self._faults.get(self._seen, "")
        if fault == "before":
            raise Dropped
        reply = self._keep(content_of(request), file_in(request))
        if fault == "after":
            raise Dropped
        return reply

    def _keep(self, form: Dict[str, Any], content: bytes) -> Reply:
        stored = self.files.setdefault(form.get("dzuuid", ""), bytearray())
        offset = int(form.get("dzchunkbyteoffset", 0))
        del stored[offset:]
        stored += content
        if int(form.get("dzchunkindex", 0)) < int(form.get("dztotalchunkcount", 1)) - 1:
            return Reply(200, {"uploaded": True})
        self.tasks.append(dict(TASK, id=f"new{len(self.tasks)}", name=form["name"]))
        return Reply(201, self.tasks[-1])


def file_in(request: Request) -> bytes:
    boundary = re.search("boundary=(.*)", request.headers["content-type"]).group(1).encode()
    part = next(each for each in request.body.split(b"--" + boundary) if b'filename="' in each)
    return part.split(b"\r\n\r\n", 1)[1][:-2]


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 3 * CHUNK + 7])
@pytest.mark.parametrize(
    "faults", [{}, {1: "after"}, {1: "before"}, {2: "after", 3: "before"}, {4: "after"}], ids=str
)
def test_a_file_arrives_whole_and_makes_one_task(
    size: int, faults: Dict[int, str], server: ScriptedServer, client: Client, tmp_path: Path
) -> None:
    importer = Importer(server, faults)
    content = bytes(index * 7 % 251 for index in range(size))
    (tmp_path / "all.zip").write_bytes(content)
    told: List[int] = []
    task = client.imports.file(
        "2", tmp_path / "all.zip", "All", lambda sent, total: told.append(sent), chunk_bytes=CHUNK
    )
    assert task.id == "new1"
    assert [bytes(each) for each in importer.files.values()] == [content]
    assert len(importer.tasks) == 2
    assert told[-1] == size


def test_a_server_that_never_takes_a_chunk_is_given_up(server: ScriptedServer, client: Client, tmp_path: Path) -> None:
    importer = Importer(server, dict.fromkeys(range(1, 20), "before"))
    (tmp_path / "all.zip").write_bytes(bytes(3 * CHUNK))
    with pytest.raises(errors.ConnectionLost):
        client.imports.file("2", tmp_path / "all.zip", "All", chunk_bytes=CHUNK)
    assert len(importer.tasks) == 1


def test_an_address_is_left_to_the_server(server: ScriptedServer, client: Client) -> None:
    server.on("GET", "/api/projects/2/tasks/", Reply(200, []))
    server.on("POST", IMPORT, Reply(201, dict(TASK, import_url="https://a.example/all.zip")))
    assert client.imports.url("2", "https://a.example/all.zip", "All").import_url == "https://a.example/all.zip"
    assert server.requests_to(IMPORT)[0].json() == {"url": "https://a.example/all.zip", "name": "All"}
    for odd in ("ftp://x/y.zip", "/home/me/all.zip", "https://"):
        with pytest.raises(errors.InvalidRequest):
            client.imports.url("2", odd, "All")


def test_rasters_from_elsewhere(server: ScriptedServer, client: Client, tmp_path: Path) -> None:
    external = "/api/projects/2/tasks/import/external"
    server.on("GET", "/api/projects/2/tasks/", Reply(200, []))
    server.on("POST", f"{external}/init", Reply(200, {"uuid": "u"}))
    server.on("POST", f"{external}/upload", Reply(200, {"uploaded": True, "done": True, "asset": "x.tif"}))
    server.on("POST", f"{external}/commit", Reply(201, TASK))
    paths = {kind: tmp_path / f"{kind.value}.tif" for kind in (ExternalKind.ORTHOPHOTO, ExternalKind.DSM)}
    for index, path in enumerate(paths.values()):
        path.write_bytes(bytes(100 + index))
    told: List[tuple[int, int]] = []
    client.imports.external("2", "Mine", paths, lambda sent, total: told.append((sent, total)))
    assert [content_of(request) for request in server.requests_to(f"{external}/upload")] == [
        {"uuid": "u", "files": [("orthophoto", "orthophoto.tif")]}, {"uuid": "u", "files": [("dsm", "dsm.tif")]},
    ]  # fmt: skip
    assert told[-1] == (201, 201)
    with pytest.raises(errors.InvalidRequest):
        client.imports.external("2", "Mine", {})


def test_half_a_raster_is_none(server: ScriptedServer, client: Client, tmp_path: Path) -> None:
    (tmp_path / "a.tif").write_bytes(b"x")
    server.on("POST", "/api/projects/2/tasks/import/external/upload", Reply(200, {"uploaded": True, "done": False}))
    with pytest.raises(errors.UnexpectedAnswer):
        client.imports.upload_external("2", "u", ExternalKind.DSM, tmp_path / "a.tif")
