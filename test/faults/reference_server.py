"""A server that keeps to the letter of the recordings where the local server is kinder: chunks are appended as they come.

Everything else is the least that uploads and downloads need. It is fast to start, so that many fault scripts can run.
"""

from __future__ import annotations

import enum
import json
import re
import sys
import threading
import time
import uuid
import zlib
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socket import SHUT_RDWR, socket
from typing import Any, BinaryIO, Dict, List, Tuple
from urllib.parse import parse_qsl, unquote, urlsplit

from nadir.test.faults.servers import StoredTask, images_in
from nadir.test.unit.api.scripted_server import recorded

_PATH = re.compile(r"^/api/projects/(?P<project>\d+)/tasks/(?:(?P<task>[^/]+)/(?:(?P<verb>[a-z]+)/?(?P<rest>.*))?)?$")
_LEAST_PHOTOS = 2
_DOWN_SECONDS = 0.2
_LOOKS = 50  # for the port to become free
Reply = Tuple[int, Any, Dict[str, str]]


class Ranges(enum.Enum):
    """How a server takes a request for a part of a file, and how it tells that the file is still the same."""

    NONE = "as the recordings: the whole file, whatever is asked for"
    BY_TAG = "by ETag"
    BY_DATE = "by Last-Modified"
    UNTOLD = "parts, and nothing that tells one version from another"


class ReferenceServer:
    """Keeps its tasks in memory and their photos in `folder`; `assets` are what every task has for download.

    is_old: of the first generation, which takes a task only together with its photos.
    """

    def __init__(self, folder: Path, *, ranges: Ranges = Ranges.NONE, is_old: bool = False) -> None:
        self.login = {"username": "admin", "password": "secret"}
        self.assets: Dict[str, bytes] = {}
        self.assets_changed_at = 1_700_000_000.0
        self._ranges, self._is_old = ranges, is_old
        self._folder = folder
        self._projects: Dict[str, Dict[str, Any]] = {}
        self._tasks: Dict[str, Dict[str, Dict[str, Any]]] = {}
        self._lock = threading.Lock()
        self._restarting = threading.Lock()
        self._connections: set[socket] = set()
        self._listen(0)

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    def new_project(self, name: str = "Survey") -> str:
        with self._lock:
            project_id = str(len(self._tasks) + 1)
            self._projects[project_id] = {
                **recorded("projects_create").content,
                "id": int(project_id),
                "name": name,
                "tasks": [],
            }
            self._tasks[project_id] = {}
        return project_id

    def new_task(self, project_id: str) -> str:
        """A task without photos."""
        content = json.dumps({"name": "Survey", "partial": True}).encode()
        return str(self.answer("POST", f"/api/projects/{project_id}/tasks/", {}, content)[1]["id"])

    def projects_called(self, name: str) -> List[str]:
        """The ids of the projects of that name."""
        with self._lock:
            return [project_id for project_id, project in self._projects.items() if project["name"] == name]

    def stored(self, project_id: str) -> List[StoredTask]:
        with self._lock:
            tasks = list(self._tasks.get(project_id, {}).values())
        return [StoredTask(task["id"], task["name"], task["partial"], self._images(task["id"])) for task in tasks]

    def restart(self) -> None:
        with self._restarting:
            port = self.port
            self.close()
            time.sleep(_DOWN_SECONDS)
            for _look in range(_LOOKS):
                try:
                    self._listen(port)
                except OSError:  # a connection of this port is still being closed
                    time.sleep(_DOWN_SECONDS)
                else:
                    return
        raise RuntimeError(f"the port {port} does not become free")

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        with self._lock:
            connections = list(self._connections)
        for connection in connections:
            _shut(connection)

    def _listen(self, port: int) -> None:
        self._server = _Listener(("127.0.0.1", port), type("Handler", (_Handler,), {"keeper": self}))
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def hold(self, connection: socket) -> None:
        with self._lock:
            self._connections.add(connection)

    def let_go(self, connection: socket) -> None:
        with self._lock:
            self._connections.discard(connection)

    def answer(self, method: str, target: str, headers: Dict[str, str], body: bytes) -> Reply:
        path = urlsplit(target).path
        if path == "/api/token-auth/":
            return 200, recorded("auth_token_json_ok").content, {}
        if path == "/api/projects/":
            return self._answer_projects(method, dict(parse_qsl(urlsplit(target).query)), body)
        found = _PATH.match(path)
        with self._lock:
            if not found or found["project"] not in self._tasks:
                return 404, {"detail": "Not found."}, {}
            tasks = self._tasks[found["project"]]
            if found["task"] is None:
                if method == "POST":
                    return self._create(tasks, found["project"], headers.get("content-type", ""), body)
                return 200, [*tasks.values()], {}
            if found["task"] not in tasks or (self._is_old and found["verb"] in ("upload", "commit", "images")):
                return 404, {"detail": "Not found."}, {}
            if found["verb"] == "download":
                return self._download(found["rest"], headers)
            if found["verb"] == "images":
                return self._photo(found["task"], found["rest"])
            return self._act(tasks, found["task"], found["verb"] or "", headers, body)

    def _answer_projects(self, method: str, query: Dict[str, str], body: bytes) -> Reply:
        if method == "POST":
            project_id = self.new_project(json.loads(body)["name"])
            return 201, self._projects[project_id], {}
        with self._lock:
            found = [
                {**project, "tasks": [*self._tasks[project_id]]}
                for project_id, project in self._projects.items()
                if query.get("name", project["name"]) == project["name"]
            ]
        if "page" in query:
            return 200, {"count": len(found), "next": None, "previous": None, "results": found}, {}
        return 200, found, {}

    def _create(self, tasks: Dict[str, Dict[str, Any]], project_id: str, kind: str, body: bytes) -> Reply:
        """A task that waits for its photos, from JSON, or with them from a form."""
        fields, files = parts_of(kind, body) if "multipart" in kind else (json.loads(body), [])
        is_partial = "partial" in fields and not self._is_old
        if not is_partial and len(files) < _LEAST_PHOTOS:
            return 400, ["Cannot create task, you need at least 2 images"], {}
        task = {
            **recorded("task_create_partial").content,
            "id": str(uuid.uuid4()),
            "project": int(project_id),
            "name": fields["name"],
            "options": json.loads(fields.get("options", "[]")) if files else fields.get("options", []),
            "partial": is_partial,
            "images_count": len(files),
        }
        self._store(task["id"], files)
        tasks[task["id"]] = task
        return 201, task, {}

    def _act(
        self, tasks: Dict[str, Dict[str, Any]], task_id: str, verb: str, headers: Dict[str, str], body: bytes
    ) -> Reply:
        task = tasks[task_id]
        if verb == "upload":
            return self._upload(task, headers, body)
        if verb == "commit":
            count = len(self._images(task_id))
            if not count:
                return 400, ["You need to upload at least 1 file before commit"], {}
            task.update(partial=False, images_count=count)
        if verb == "remove":
            del tasks[task_id]
            return 200, {"success": True}, {}
        return 200, task, {}

    def _upload(self, task: Dict[str, Any], headers: Dict[str, str], body: bytes) -> Reply:
        fields, files = parts_of(headers["content-type"], body)
        if not files:
            return 400, ["No files uploaded"], {}
        if len(files) == 1 and {"dzuuid", "dzchunkindex", "dztotalchunkcount"} <= fields.keys():
            name, content = files[0]
            content, is_last = self._appended(task["id"], fields, content)
            files = [(name, content)] if is_last else []
        return 200, {"success": True, "uploaded": self._store(task["id"], files)}, {}

    def _store(self, task_id: str, files: List[Tuple[str, bytes]]) -> Dict[str, int]:
        """Put photos in their place; returns name and size of each."""
        stored = {}
        for sent_name, content in files:
            name = re.split(r"[/\\]", sent_name)[-1]
            target = self._folder / task_id / "images" / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
            stored[name] = len(content)
        return stored

    def _appended(self, task_id: str, fields: Dict[str, str], content: bytes) -> Tuple[bytes, bool]:
        """What the chunks of an upload make so far, and whether this was the last: its index says so and nothing else."""
        file = self._folder / task_id / "chunks" / fields["dzuuid"]
        file.parent.mkdir(parents=True, exist_ok=True)
        index, count = int(fields["dzchunkindex"]), int(fields["dztotalchunkcount"])
        with file.open("wb" if index == 0 else "ab") as stream:
            stream.write(content)
        return file.read_bytes(), index + 1 == count

    def _download(self, asset: str, headers: Dict[str, str]) -> Reply:
        content = self.assets.get(asset)
        if content is None:
            return 404, {"detail": "Asset does not exist"}, {}
        named = {"Content-Type": "application/octet-stream"}
        if self._ranges is Ranges.NONE:
            return 200, content, named
        named["Accept-Ranges"] = "bytes"
        version = self._version(content)
        named.update(version)
        wanted = re.match(r"^bytes=(\d+)-(\d*)$", headers.get("range", ""))
        condition = headers.get("if-range")
        if not wanted or (condition is not None and condition not in version.values()):
            return 200, content, named
        start, end = int(wanted[1]), min(int(wanted[2] or len(content) - 1), len(content) - 1)
        if start >= len(content):
            return 416, b"", {**named, "Content-Range": f"bytes */{len(content)}"}
        named["Content-Range"] = f"bytes {start}-{end}/{len(content)}"
        return 206, content[start : end + 1], named

    def _photo(self, task_id: str, path: str) -> Reply:
        """`images/download/{name}`"""
        content = self._images(task_id).get(unquote(path.rpartition("/")[2]))
        return (404, {"detail": "Not found."}, {}) if content is None else (200, content, {"Content-Type": "image/jpeg"})

    def _version(self, content: bytes) -> Dict[str, str]:
        """The header that tells one version of a file from another."""
        if self._ranges is Ranges.BY_TAG:
            return {"ETag": f'"{zlib.crc32(content):08x}"'}
        if self._ranges is Ranges.BY_DATE:
            return {"Last-Modified": formatdate(self.assets_changed_at, usegmt=True)}
        return {}

    def _images(self, task_id: str) -> Dict[str, bytes]:
        return images_in(self._folder / task_id / "images")


class _Listener(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Connections that break are what these tests are about; anything else is told."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)


class _Whole:
    """Lines of a stream, and whether it ended in the middle of a head, which `http.server` would take for its end."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.ended = False

    def readline(self, most: int) -> bytes:
        line = self._stream.readline(most)
        self.ended = self.ended or not line.endswith(b"\n")
        return line

    def read(self, count: int) -> bytes:
        return self._stream.read(count)

    def close(self) -> None:
        self._stream.close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    keeper: ReferenceServer

    def setup(self) -> None:
        super().setup()
        self.rfile = _Whole(self.rfile)  # type: ignore[assignment]
        self.keeper.hold(self.connection)

    def finish(self) -> None:
        self.keeper.let_go(self.connection)
        super().finish()

    def handle_any(self) -> None:
        if self.rfile.ended:  # type: ignore[attr-defined]
            self.close_connection = True
            return
        length = int(self.headers.get("Content-Length", 0))
        try:
            body = self.rfile.read(length)
            if len(body) < length:
                self.close_connection = True
                return
            headers = {name.lower(): value for name, value in self.headers.items()}
            self._send(*self.keeper.answer(self.command, self.path, headers, body))
        except OSError:  # the other side has gone, as it does in these tests
            self.close_connection = True

    do_GET = do_HEAD = do_POST = do_DELETE = handle_any  # noqa: N815 - http.server's names

    def _send(self, status: int, content: Any, headers: Dict[str, str]) -> None:
        body = content if isinstance(content, bytes) else json.dumps(content).encode()
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", "Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - http.server's name
        """The proxy keeps what a failure needs."""


def parts_of(content_type: str, body: bytes) -> Tuple[Dict[str, str], List[Tuple[str, bytes]]]:
    """The fields of a form, and its files by name."""
    boundary = b"--" + content_type.split("boundary=")[1].encode()
    fields: Dict[str, str] = {}
    files: List[Tuple[str, bytes]] = []
    for part in (b"\r\n" + body).split(b"\r\n" + boundary)[1:-1]:
        head, content = part[2:].split(b"\r\n\r\n", 1)
        field = re.search(rb'[ ;]name="([^"]*)"', head)
        file = re.search(rb'filename="([^"]*)"', head)
        if file:
            files.append((file[1].decode(), content))
        elif field:
            fields[field[1].decode()] = content.decode()
    return fields, files


def _shut(connection: socket) -> None:
    try:
        connection.shutdown(SHUT_RDWR)
    except OSError:  # closed already
        return
