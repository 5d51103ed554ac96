"""A server with many projects: `python large_server.py PROJECTS TASKS RUNNING` prints its port.

It answers what a panel asks, in the shapes of the recordings in test/recordings/webodm: log-in, projects (paged where asked,
searched, ordered), tasks, nodes, presets, uploads, which it takes and forgets. RUNNING tasks of the first project go on
running. `GET /requests` tells how many requests came since it was asked last, itself not counted, and what they were.
"""

from __future__ import annotations

import base64
import json
import sys
import threading
import time
import uuid
from datetime import datetime, timezone
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from sink import stored

RECORDINGS = Path(__file__).resolve().parents[1] / "recordings" / "webodm"


def recorded(name: str) -> Any:
    """The body of a recorded answer."""
    return json.loads((RECORDINGS / f"{name}.json").read_text(encoding="utf-8"))["body"]


BLOCK = 64 * 1024
PAGE = 10  # the real server's, whatever is asked for
SECONDS_OF_A_RUN = 600.0
RUNNING, COMPLETED = 20, 40
CONSOLE = recorded("task_output").splitlines()
NAMES = ("North field", "Harbour", "Quarry", "Orchard", "Brighton beach", "Landfill", "Site 12", "Vineyard slope")


class LargeServer(ThreadingHTTPServer):
    """Holds everything in memory; finished tasks never change, running ones go on with the clock."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, projects: int, tasks: int, running: int, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.lock = threading.Lock()
        self.seen: list[str] = []
        self.running = running
        self.started = time.monotonic()
        self.nodes = [{**node, "last_refreshed": _now()} for node in recorded("nodes_list")[:1]]
        self.presets = recorded("presets_list")
        self.thumbnail = (RECORDINGS / "tile_ortho_png.png").read_bytes()
        self.uploads: dict[str, dict[str, Any]] = {}
        task, project = recorded("task_get_completed"), recorded("project_get")
        self.tasks = {number: [_task(task, number, each) for each in range(tasks)] for number in range(1, projects + 1)}
        self.projects = [_project(project, number, self.tasks[number]) for number in range(projects, 0, -1)]
        self._bytes = {number: json.dumps(found).encode() for number, found in self.tasks.items()}

    def task_list(self, number: int) -> bytes:
        """The tasks of a project as JSON."""
        if number != 1 or not (self.running or self.uploads):
            return self._bytes[number]
        progress = ((time.monotonic() - self.started) / SECONDS_OF_A_RUN) % 1
        changed = [
            {**task, "status": RUNNING, "running_progress": progress, "processing_time": -1, "available_assets": []}
            for task in self.tasks[1][: self.running]
        ]
        return json.dumps([*self.uploads.values(), *changed, *self.tasks[1][self.running :]]).encode()

    def set_tasks(self, number: int, tasks: list[dict[str, Any]]) -> None:
        """Have a project these tasks instead."""
        self.tasks[number] = [{**task, "project": number} for task in tasks]
        self._bytes[number] = json.dumps(self.tasks[number]).encode()
        next(each for each in self.projects if each["id"] == number)["tasks"] = [task["id"] for task in tasks]

    def console(self, task: dict[str, Any]) -> list[str]:
        """What the task has printed so far."""
        lines = CONSOLE if task["status"] == COMPLETED else CONSOLE[: 1 + round(len(CONSOLE) * task["running_progress"])]
        return list(lines)

    def take_seen(self) -> list[str]:
        """The requests since the last call."""
        with self.lock:
            seen, self.seen = self.seen, []
        return seen


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: LargeServer

    def do_GET(self) -> None:  # noqa: N802
        url = urlsplit(self.path)
        if url.path == "/requests":
            self._send(json.dumps(self.server.take_seen()).encode())
            return
        self._note()
        parts = [part for part in url.path.split("/") if part][1:]
        query = {name: values[0] for name, values in parse_qs(url.query).items()}
        if parts == ["projects"]:
            self._send(json.dumps(_listed(self.server.projects, query)).encode())
        elif parts[:1] == ["projects"] and parts[2:] == ["tasks"] and int(parts[1]) in self.server.tasks:
            self._send(self.server.task_list(int(parts[1])))
        elif parts[:1] == ["projects"] and len(parts) >= 4:
            self._answer_of_task(int(parts[1]), parts[3], parts[4:], query)
        elif parts == ["processingnodes", "options"]:
            self._send(json.dumps(self.server.nodes[0]["available_options"]).encode())
        elif parts == ["processingnodes"]:
            self._send(json.dumps(self.server.nodes).encode())
        elif parts == ["presets"]:
            self._send(json.dumps(self.server.presets).encode())
        else:
            self._send(b'{"detail": "Not found."}', 404)

    def _answer_of_task(self, project: int, key: str, parts: list[str], query: dict[str, str]) -> None:
        task = next((each for each in json.loads(self.server.task_list(project)) if each["id"] == key), None)
        if task is None:
            self._send(b'{"detail": "Not found."}', 404)
        elif not parts:
            self._send(json.dumps(task).encode())
        elif parts == ["thumbnail"] and task["status"] == COMPLETED:
            self._send(self.server.thumbnail, kind="image/png")
        elif parts == ["output"]:
            self._send(json.dumps("\n".join(self.server.console(task)[int(query.get("line", 0)) :])).encode())
        else:
            self._send(b'{"detail": "Not found."}', 404)

    def do_HEAD(self) -> None:  # noqa: N802
        self._note()
        self.send_response(200)
        self.send_header("Content-Length", "12345678")
        self.end_headers()

    def do_POST(self) -> None:  # noqa: N802
        length = int(self.headers.get("Content-Length") or 0)
        start = self.rfile.read(min(length, BLOCK))
        left = length - len(start)
        while left > 0:
            left -= len(self.rfile.read(min(left, BLOCK)))
        self._note()
        path = urlsplit(self.path).path
        if path == "/api/token-auth/":
            self._send(json.dumps({"token": _token()}).encode())
        elif path.endswith("/tasks/"):
            made = {**recorded("task_create_partial"), "id": str(uuid.uuid4()), "name": "Upload"}
            self.server.uploads[made["id"]] = made
            self._send(json.dumps(made).encode(), 201)
        elif path.endswith("/upload/"):
            self._send(json.dumps({"success": True, "uploaded": stored(start, length)}).encode())
        elif path.endswith("/commit/"):
            self._send(json.dumps(self.server.uploads[path.split("/")[-3]]).encode())
        else:
            self._send(b'{"success": true}')

    def _note(self) -> None:
        with self.server.lock:
            self.server.seen.append(f"{self.command} {self.path}")

    def _send(self, data: bytes, code: int = 200, kind: str = "application/json") -> None:
        self.send_response(code)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_args: Any) -> None:
        """Quiet."""


def _project(template: dict[str, Any], number: int, tasks: list[dict[str, Any]]) -> dict[str, Any]:
    name = f"{NAMES[number % len(NAMES)]} {number}"
    tags = ["crops"] if number % 5 == 0 else []
    return {**template, "id": number, "name": name, "tags": tags, "tasks": [task["id"] for task in tasks]}


def _task(template: dict[str, Any], project: int, number: int) -> dict[str, Any]:
    key = str(uuid.UUID(int=project * 100_000 + number))
    return {**template, "id": key, "project": project, "name": f"Flight {number}", "images_count": 40 + number}


def _listed(projects: list[dict[str, Any]], query: dict[str, str]) -> Any:
    """As the real server lists: all at once, unless a page is asked for."""
    words = query.get("search", "").casefold()
    found = [project for project in projects if words in project["name"].casefold()] if words else list(projects)
    ordering = query.get("ordering", "")
    field = ordering.lstrip("-")
    if field in ("id", "name"):
        found.sort(key=lambda project: project[field], reverse=ordering.startswith("-"))
    if "page" not in query:
        return found
    start = (int(query["page"]) - 1) * PAGE
    following = "next" if start + PAGE < len(found) else None
    return {"count": len(found), "next": following, "previous": None, "results": found[start : start + PAGE]}


def _now() -> str:
    return datetime.now(timezone.utc).isoformat().replace("+00:00", "Z")


def _token() -> str:
    """A token that says when it ends, as the real ones do; nobody checks the signature."""

    def part(content: dict[str, Any]) -> str:
        return base64.urlsafe_b64encode(json.dumps(content).encode()).rstrip(b"=").decode()

    return f"{part({'alg': 'HS256', 'typ': 'JWT'})}.{part({'user_id': 1, 'username': 'bench', 'exp': int(time.time()) + 21600})}.c2ln"


def main(projects: int, tasks: int, running: int) -> None:
    """Serve until killed."""
    server = LargeServer(projects, tasks, running)
    sys.stdout.write(f"{server.server_address[1]}\n")
    sys.stdout.flush()
    server.serve_forever()


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:4]))
