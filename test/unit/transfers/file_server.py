"""A server that hands out files with or without ranges, and that lies, breaks off and changes its mind on demand."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from email.utils import formatdate
from typing import Callable, Dict, List, Optional

from nadir.test.unit.api.scripted_server import Reply, Request, ScriptedServer, recorded

_NAME = re.compile(r"^/api/projects/[^/]+/tasks/[^/]+/download/(?P<name>[^/]+)$")


@dataclass
class ServedFile:
    """content; tag: its ETag, '' for none; changed_at: its Last-Modified in seconds since 1970; ranges: whether it
    obeys `Range`; kind: its content type.
    """

    content: bytes
    tag: str = '"one"'
    changed_at: Optional[float] = None
    ranges: bool = True
    kind: str = "application/octet-stream"


@dataclass
class FileServer:
    """Files by asset name. `cuts`: bytes after which the next answers break off. `before`: answers in its place."""

    files: Dict[str, ServedFile] = field(default_factory=dict)
    cuts: List[int] = field(default_factory=list)
    before: Callable[[Request], Optional[Reply]] = lambda request: None

    def __post_init__(self) -> None:
        self._server = ScriptedServer()
        self._server.on("POST", "/api/token-auth/", recorded("auth_token_json_ok"))
        self._server.on_anything(self._answer)

    @property
    def url(self) -> str:
        return self._server.url

    @property
    def asked(self) -> List[Request]:
        """Requests for files, HEAD aside."""
        return [request for request in self._server.requests if request.method == "GET"]

    @property
    def ranges(self) -> List[str]:
        """The Range headers that came, '' where there was none."""
        return [request.headers.get("range", "") for request in self.asked]

    def on(self, method: str, path: str, *replies: Reply) -> None:
        self._server.on(method, path, *replies)

    def close(self) -> None:
        self._server.close()

    def _answer(self, request: Request) -> Reply:
        reply = self.before(request)
        if reply is not None:
            return reply
        found = _NAME.match(request.path)
        file = self.files.get(found["name"]) if found else None
        if file is None:
            return Reply(404, {"detail": "Asset does not exist"})
        reply = _reply(file, request)
        if self.cuts and request.method == "GET":
            length = len(reply.body)
            return Reply(
                reply.status, reply.body[: self.cuts.pop(0)], {**reply.headers, "Content-Length": str(length)}
            )
        return reply


def _reply(file: ServedFile, request: Request) -> Reply:
    headers = {"Content-Type": file.kind}
    if file.tag:
        headers["ETag"] = file.tag
    if file.changed_at is not None:
        headers["Last-Modified"] = formatdate(file.changed_at, usegmt=True)
    if request.method == "HEAD":
        return Reply(200, b"", {**headers, "Content-Length": str(len(file.content))})
    wanted = re.match(r"bytes=(\d+)-$", request.headers.get("range", ""))
    same = request.headers.get("if-range", "") in (file.tag, headers.get("Last-Modified", ""))
    if not file.ranges or not wanted or not same:
        return Reply(200, file.content, headers)
    start = int(wanted[1])
    if start >= len(file.content):
        return Reply(416, None, {**headers, "Content-Range": f"bytes */{len(file.content)}"})
    headers["Content-Range"] = f"bytes {start}-{len(file.content) - 1}/{len(file.content)}"
    return Reply(206, file.content[start:], headers)
