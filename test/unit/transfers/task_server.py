"""A server that keeps tasks and the photos sent to them, as the recordings show it, with faults on demand."""

from __future__ import annotations

import re
import threading
from collections import Counter
from typing import Any, Callable, Dict, List, Optional
from urllib.parse import urlsplit

from nadir.test.unit.api.scripted_server import Dropped, Reply, Request, ScriptedServer, recorded

Fault = Callable[[Request], Optional[Reply]]
_TASK = re.compile(r"^/api/projects/1/tasks/(?P<id>[^/]+)/(?P<verb>[a-z]*)/?$")


class TaskServer:
    """One project, '1'. `before` may answer or break a request that is then not carried out, `after` one that is."""

    def __init__(self) -> None:
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
        if path == "/api/projects/1/tasks/":
            return self._create(request) if request.method == "POST" else Reply(200, list(self.tasks.values()))
        found = _TASK.match(path)
        if not found or found["id"] not in self.tasks:
            return Reply(404, {"detail": "Not found."})
        return self._act(request, found["id"], found["verb"])

    def _create(self, request: Request) -> Reply:
        identifier = f"task-{len(self.files) + 1}"
        fields = request.json()
        task = {**recorded("task_create_partial").content, "id": identifier, "project": 1, "name": fields["name"]}
        self.tasks[identifier] = {**task, "options": fields["options"], "images_count": 0}
        self.files[identifier] = {}
        return Reply(201, self.tasks[identifier])

    def _act(self, request: Request, identifier: str, verb: str) -> Reply:
        task = self.tasks[identifier]
        if verb == "upload":
            name, content = form_file(request)
            self.files[identifier][name] = content
            self.uploads[name] += 1
            task["images_count"] = len(self.files[identifier])
            return Reply(200, {"success": True, "uploaded": {name: len(content)}})
        if verb == "commit":
            self.commits.append(identifier)
            task["partial"] = False
        if verb == "remove":
            del self.tasks[identifier]
            return Reply(200, {"success": True})
        return Reply(200, task)


def form_file(request: Request) -> tuple[str, bytes]:
    """Name and content of the one file of a form."""
    boundary = b"--" + request.headers["content-type"].split("boundary=")[1].encode()
    _before, part, _end = request.body.split(boundary)
    head, content = part.split(b"\r\n\r\n", 1)
    name = re.search(rb'filename="([^"]*)"', head)
    return (name.group(1).decode() if name else ""), content[:-2]


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
