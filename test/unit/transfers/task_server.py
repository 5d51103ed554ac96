"""A server that keeps tasks and the photos sent to them, as the recordings show it, with faults on demand."""

from __future__ import annotations

import re
import threading
from collections import Counter
from typing import Any, Callable, Dict, List, Optional, Tuple
from urllib.parse import unquote, urlsplit

from nadir.test.unit.api.scripted_server import Dropped, Reply, Request, ScriptedServer, recorded

Fault = Callable[[Request], Optional[Reply]]
_TASK = re.compile(r"^/api/projects/(?P<project>[12])/tasks/(?P<id>[^/]+)/(?P<verb>[a-z]*)/?(?P<rest>.*)$")
_TASKS = re.compile(r"^/api/projects/([12])/tasks/$")


class TaskServer:
    """Projects '1' and '2'. `before` may answer or break a request that is then not carried out, `after` one that is.

    Chunks are appended as they come, whatever is said of their place. takes_partial: False for a server of the first
    generation.
    """

    def __init__(self) -> None:
        self.takes_partial = True
        self.chunks: List[Tuple[str, str, int]] = []  # name, dzuuid, index, as they came
        self._begun: Dict[str, bytes] = {}
        self.tasks: Dict[str, Dict[str, Any]] = {}
        self.files: Dict[str, Dict[str, bytes]] = {}
        self.uploads: Counter[str] = Counter()
        self.commits: List[str] = []
        self.before: Fault = lambda request: None
        self.after: Fault = lambda request: None
        self._lock = threading.Lock()
        self._server = ScriptedServer()
        self._server.on("POST", "/api/token-auth/", recorded("auth_token_json_ok"))
        self._server.on_anything(self._answer)

    @property
    def url(self) -> str:
        return self._server.url

    @property
    def requests(self) -> List[Request]:
        return self._server.requests

    def close(self) -> None:
        self._server.close()

    def _answer(self, request: Request) -> Reply:
        reply = self.before(request)
        if reply is None:
            with self._lock:
                done = self._carry_out(request)
            reply = self.after(request) or done
        return reply

    def _carry_out(self, request: Request) -> Reply:
        path = urlsplit(request.path).path
        if path == "/api/projects/":
            return Reply(200, [self._project(number) for number in (1, 2)])
        listed = _TASKS.match(path)
        if listed and request.method == "POST":
            return self._create(request)
        if listed:
            return Reply(200, [task for task in self.tasks.values() if task["project"] == int(listed[1])])
        found = _TASK.match(path)
        if not found or self.tasks.get(found["id"], {}).get("project") != int(found["project"]):
            return Reply(404, {"detail": "Not found."})
        return self._act(request, found["id"], found["verb"], found["rest"])

    def _project(self, number: int) -> Dict[str, Any]:
        tasks = [task["id"] for task in self.tasks.values() if task["project"] == number]
        return {**recorded("project_get").content, "id": number, "name": f"Project {number}", "tasks": tasks}

    def _create(self, request: Request) -> Reply:
        identifier = f"task-{len(self.files) + 1}"
        if not self.takes_partial:
            return self._create_whole(request, identifier)
        fields = request.json()
        task = {**recorded("task_create_partial").content, "id": identifier, "project": 1, "name": fields["name"].strip()}
        self.tasks[identifier] = {**task, "options": fields["options"], "images_count": 0}
        self.files[identifier] = {}
        return Reply(201, self.tasks[identifier])

    def _create_whole(self, request: Request, identifier: str) -> Reply:
        if "multipart" not in request.headers["content-type"]:
            return Reply(400, ["Cannot create task, you need at least 2 images"])
        parts = form_parts(request)
        files = {name: content for name, content, is_file in parts if is_file}
        fields = {name: content.decode() for name, content, is_file in parts if not is_file}
        task = {**recorded("task_create_partial").content, "id": identifier, "project": 1, "name": fields["name"]}
        self.tasks[identifier] = {**task, "partial": False, "images_count": len(files)}
        self.files[identifier] = files
        return Reply(201, self.tasks[identifier])

    def _act(self, request: Request, identifier: str, verb: str, rest: str) -> Reply:
        task = self.tasks[identifier]
        if verb == "upload":
            return self._store(request, identifier)
        if verb == "images":
            content = self.files[identifier].get(unquote(rest.removeprefix("download/")))
            return Reply(404, {"detail": "Not found."}) if content is None else Reply(200, content)
        if verb == "commit":
            self.commits.append(identifier)
            task["partial"] = False
        if verb == "remove":
            del self.tasks[identifier]
            return Reply(200, {"success": True})
        return Reply(200, task)

    def _store(self, request: Request, identifier: str) -> Reply:
        name, content = form_file(request)
        fields = {key: value.decode() for key, value, is_file in form_parts(request) if not is_file}
        if "dzuuid" in fields:
            key, index = fields["dzuuid"], int(fields["dzchunkindex"])
            self.chunks.append((name, key, index))
            content = self._begun[key] = (self._begun.get(key, b"") if index else b"") + content
            if index < int(fields["dztotalchunkcount"]) - 1:
                return Reply(200, {"success": True, "uploaded": {}})
        self.files[identifier][name] = content
        self.uploads[name] += 1
        self.tasks[identifier]["images_count"] = len(self.files[identifier])
        return Reply(200, {"success": True, "uploaded": {name: len(content)}})


def form_parts(request: Request) -> List[Tuple[str, bytes, bool]]:
    """Name, content, and whether it is a file, of each part of a form; of a file its file name."""
    boundary = b"--" + request.headers["content-type"].split("boundary=")[1].encode()
    parts = []
    for part in request.body.split(boundary)[1:-1]:
        head, content = part.split(b"\r\n\r\n", 1)
        is_file = b"filename=" in head
        found = re.search(rb'filename="([^"]*)"' if is_file else rb'name="([^"]*)"', head)
        parts.append((found.group(1).decode() if found else "", content[:-2], is_file))
    return parts


def form_file(request: Request) -> Tuple[str, bytes]:
    """Name and content of the one file of a form."""
    ((name, content, _),) = [part for part in form_parts(request) if part[2]]
    return name, content


def is_to(request: Request, verb: str) -> bool:
    return request.method == "POST" and request.path.endswith(f"/{verb}/")


def drop(request: Request) -> Reply:
    raise Dropped


class Times:
    """A fault that happens to the first so many requests to a verb ('upload', 'commit', 'tasks' for a create)."""

    def __init__(self, count: int, verb: str, fault: Callable[[Request], Reply]) -> None:
        self._left = count
        self._verb = verb
        self._fault = fault
        self._lock = threading.Lock()

    def __call__(self, request: Request) -> Optional[Reply]:
        if not is_to(request, self._verb):
            return None
        with self._lock:
            if self._left == 0:
                return None
            self._left -= 1
        return self._fault(request)
