"""A small server on loopback that answers like the recorded ones, with real tiles and a real point cloud of a small hill.

For tests of what QGIS does with answers, with control over when they come and what they are. Each answer's shape is that
of a recording in test/recordings/webodm; tiles are rendered from rasters by GDAL, the point cloud is valid EPT.
"""

from __future__ import annotations

import contextlib
import copy
import json
import re
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Dict, List, Optional, Tuple
from urllib.parse import parse_qs, urlsplit

from nadir.test.qgis import hill

RECORDINGS = Path(__file__).resolve().parents[1] / "recordings" / "webodm"
TASK_ID = "5aba71e7-3164-4f65-8aa0-2896f7f33839"
USER, PASSWORD = "surveyor", "a pass phrase that must not leak"


def recorded(name: str) -> Any:
    """The body of a recorded answer."""
    return json.loads((RECORDINGS / f"{name}.json").read_text(encoding="utf-8"))["body"]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: SurveyServer

    def do_GET(self) -> None:
        self._handle()

    def do_POST(self) -> None:
        self._handle()

    def do_DELETE(self) -> None:
        self._handle()

    def do_HEAD(self) -> None:
        self._handle()

    def _handle(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        url = urlsplit(self.path)
        self.server.note(self.command, self.path, self.headers.get("Authorization"))
        status, content, kind = self.server.answer(self.command, url.path, parse_qs(url.query), self.headers, body)
        headers = {"Location": content.decode()} if status in (301, 302) else {}
        wanted = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", ""))
        if self.server.answers_ranges and status == 200 and wanted and self.command == "GET":
            begin, end = int(wanted[1]), min(int(wanted[2] or len(content)), len(content) - 1)
            headers = {"Content-Range": f"bytes {begin}-{end}/{len(content)}"}
            status, content = 206, content[begin : end + 1]
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command == "HEAD":
            return
        with contextlib.suppress(ConnectionError):  # QGIS gives up requests for a map that it no longer draws
            self.wfile.write(content)

    def log_message(self, *_args: Any) -> None:
        """Keep the test's output clean."""


Answer = Tuple[int, bytes, str]


def as_json(content: Any, status: int = 200) -> Answer:
    return status, json.dumps(content).encode(), "application/json"


class SurveyServer(ThreadingHTTPServer):
    """One project with one completed task; what else happens is up to the test."""

    daemon_threads = True

    def __init__(self, folder: Path) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.url = f"http://127.0.0.1:{self.server_address[1]}"
        self.folder = folder
        self.token = "abc.def.ghi"
        self.password = PASSWORD
        self.requests: List[Tuple[str, str, Optional[str]]] = []
        self.projects: List[Dict[str, Any]] = [{**recorded("projects_list_unpaged")[0], "id": 1, "name": "Beach"}]
        self.tasks: Dict[str, Dict[str, Any]] = {TASK_ID: completed_task()}
        self.uploaded: Dict[str, List[str]] = {}
        self.console: Dict[str, List[str]] = {}
        self.looks_until_done = 2
        self.broken = False  # every answer is 503
        self.delay = 0.0  # seconds before each answer
        self.answers_ranges = False  # as servers of the field, whose files come whole
        self.redirect_tiles_to = ""
        self.refuse: Dict[str, int] = {}  # part of a path -> status
        hill.write(folder)
        self._thread = threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()

    def close(self) -> None:
        self.shutdown()
        self.server_close()
        self._thread.join(5)

    def note(self, method: str, path: str, authorization: Optional[str]) -> None:
        self.requests.append((method, path, authorization))

    def paths(self, part: str) -> List[str]:
        return [path for _method, path, _authorization in list(self.requests) if part in path]

    def answer(self, method: str, path: str, query: Dict[str, List[str]], headers: Any, body: bytes) -> Answer:
        time.sleep(self.delay)
        if self.broken:
            return 503, b"<html>busy</html>", "text/html"
        if path == "/api/token-auth/":
            good = json.loads(body) == {"username": USER, "password": self.password}
            return as_json({"token": self.token}) if good else as_json(recorded("auth_token_bad"), 400)
        if headers.get("Authorization") != f"JWT {self.token}":
            return as_json({"detail": "Authentication credentials were not provided."}, 403)
        for part, status in self.refuse.items():
            if part in path:
                return as_json({"detail": "Not found."}, status)
        return self._resource(method, path.removeprefix("/api/"), query, headers, body)

    def _resource(self, method: str, path: str, query: Dict[str, List[str]], headers: Any, body: bytes) -> Answer:
        if path == "processingnodes/":
            return as_json(recorded("nodes_list"))
        if path == "projects/":
            return self._projects(method, body)
        found = re.fullmatch(r"projects/(\d+)/(.*)", path)
        if found is None:
            return as_json({"detail": "Not found."}, 404)
        project, rest = int(found[1]), found[2]
        if not any(each["id"] == project for each in self.projects):
            return as_json({"detail": "Not found."}, 404)
        if rest == "" and method == "DELETE":
            self.projects = [each for each in self.projects if each["id"] != project]
            return 204, b"", "application/json"
        if rest == "tasks/":
            return self._tasks(method, project, body)
        task_id, _, rest = rest.removeprefix("tasks/").partition("/")
        if task_id not in self.tasks or self.tasks[task_id]["project"] != project:
            return as_json({"detail": "Not found."}, 404)
        return self._task(method, task_id, rest, query, headers, body)

    def _projects(self, method: str, body: bytes) -> Answer:
        if method == "GET":
            return as_json(self.projects)
        number = max((each["id"] for each in self.projects), default=0) + 1
        self.projects.append({**recorded("projects_create"), "id": number, "name": json.loads(body)["name"]})
        return as_json(self.projects[-1], 201)

    def _tasks(self, method: str, project: int, body: bytes) -> Answer:
        if method == "GET":
            found = [task for task in self.tasks.values() if task["project"] == project]
            for task in found:
                self._advance(task)
            return as_json(found)
        wanted = json.loads(body)
        task = {**recorded("task_create_partial"), "id": f"00000000-0000-4000-8000-{len(self.tasks):012d}"}
        task.update(project=project, name=wanted["name"], options=wanted["options"], partial=True, status=None)
        task["images_count"] = 0
        self.tasks[task["id"]] = task
        return as_json(task, 201)

    def _task(
        self, method: str, task_id: str, rest: str, query: Dict[str, List[str]], headers: Any, body: bytes
    ) -> Answer:
        task = self.tasks[task_id]
        if rest == "":
            self._advance(task)
            return as_json(task)
        if rest == "upload/":
            name, size = uploaded_file(headers, body)
            task["images_count"] += name not in self.uploaded.get(task_id, [])
            self.uploaded.setdefault(task_id, []).append(name)
            return as_json({"success": True, "uploaded": {name: size}})
        if rest == "commit/":
            task.update(partial=False, status=20, looks=0)
            return as_json(task)
        if rest in ("cancel/", "restart/", "remove/"):
            return self._act(task, rest.strip("/"))
        if rest == "output/":
            return as_json("\n".join(self.console.get(task_id, [])[int(query.get("line", ["0"])[0]) :]))
        return self._product(rest, query)

    def _act(self, task: Dict[str, Any], verb: str) -> Answer:
        if verb == "remove":
            del self.tasks[task["id"]]
        elif verb == "cancel":
            task["status"] = 50
        else:
            task.update(status=20, looks=0)
        return as_json({"success": True})

    def _advance(self, task: Dict[str, Any]) -> None:
        """A running task is completed after some looks."""
        if task["status"] == 20:
            task["looks"] = task.get("looks", 0) + 1
            if task["looks"] > self.looks_until_done:
                done = completed_task()
                keep = ("id", "project", "name", "options", "images_count")
                task.update({**done, **{name: task[name] for name in keep}, "processing_time": 5000})

    def _product(self, rest: str, query: Dict[str, List[str]]) -> Answer:
        kind, _, what = rest.partition("/")
        if kind == "download":
            path = self.folder / what
            return (200, path.read_bytes(), "application/zip") if path.is_file() else as_json({"detail": "no"}, 404)
        if kind == "assets":
            path = self.folder / what
            return (200, path.read_bytes(), "application/octet-stream") if path.is_file() else as_json("no", 404)
        if what == "tiles.json":
            return as_json(self._tiles_json(kind, query))
        if what == "metadata":
            return as_json({**recorded("dsm_metadata"), "statistics": {"1": hill.statistics(self.folder)}})
        found = re.fullmatch(r"tiles/(\d+)/(\d+)/(\d+)(@2x)?(\.png)?", what)
        if found is None:
            return as_json({"detail": "Not found."}, 404)
        if self.redirect_tiles_to:
            return 302, (self.redirect_tiles_to + "/stolen").encode(), "text/plain"
        pixels = 512 if found[4] else 256
        tile = hill.tile(self.folder, kind, int(found[1]), int(found[2]), int(found[3]), pixels)
        return as_json({"detail": "Outside of bounds"}, 404) if tile is None else (200, tile, "image/png")

    def _tiles_json(self, kind: str, query: Dict[str, List[str]]) -> Dict[str, Any]:
        content = {**recorded("orthophoto_tilesjson"), "bounds": list(hill.bounds())}
        parameters = "&".join(f"{name}={values[0]}" for name, values in query.items())
        template = content["tiles"][0].replace("/orthophoto/", f"/{kind}/")
        content["tiles"] = [template + (f"?{parameters}" if parameters else "")]
        return content


def completed_task() -> Dict[str, Any]:
    return copy.deepcopy({**recorded("task_get_completed"), "name": "Brighton Beach", "project": 1})


def uploaded_file(headers: Any, body: bytes) -> Tuple[str, int]:
    """Name and size of the one file in a multipart body."""
    boundary = headers["Content-Type"].split("boundary=")[1].strip('"').encode()
    for part in body.split(b"--" + boundary):
        head, _, content = part.partition(b"\r\n\r\n")
        found = re.search(rb'filename="([^"]*)"', head)
        if found:
            return found[1].decode(), len(content.removesuffix(b"\r\n"))
    raise AssertionError("no file in the upload")
