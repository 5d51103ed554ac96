"""A node that misbehaves: each task in the way that its name says, until the node is forgiven."""
from __future__ import annotations

import json
import socket
import struct
import threading
import time
from collections.abc import Callable
from typing import Any

from fake_node import QUEUED, FakeNode, _Handler

MB = 1024 * 1024


class NastyNode(FakeNode):
    """Names of tasks are keys of INFO, RESULTS, NEW, UPLOAD or COMMIT; all others are treated well."""

    def __init__(self, results: bytes) -> None:
        self.forgiven = threading.Event()
        self.asked: list[str] = []  # names of tasks, each time that one is treated badly
        super().__init__(results)

    @staticmethod
    def handler() -> type[_Handler]:
        return _NastyHandler


class _NastyHandler(_Handler):
    node: NastyNode

    def do_GET(self) -> None:  # noqa: N802
        url = self.path.split("?")[0]
        if url.endswith("/info") and url != "/info":
            self._perhaps(INFO, url.split("/")[2], super().do_GET)
        elif url.endswith("/download/all.zip"):
            self._perhaps(RESULTS, url.split("/")[2], super().do_GET)
        else:
            super().do_GET()

    def do_POST(self) -> None:  # noqa: N802
        table = {"/task/new/upload/": UPLOAD, "/task/new/commit/": COMMIT}.get(self.path.rsplit("/", 1)[0] + "/")
        if table is not None:
            self._perhaps(table, self.path.split("?")[0].rsplit("/", 1)[-1], super().do_POST)
        else:
            super().do_POST()

    def _perhaps(self, table: dict[str, Callable[..., None]], key: str, well: Callable[[], None]) -> None:
        task = self.node.tasks.get(key)
        nasty = table.get(task["name"]) if task else None
        if nasty is None or self.node.forgiven.is_set():
            well()
            return
        self.node.asked.append(task["name"])
        if self.command == "POST":
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
        nasty(self, key)

    def answer(self, data: bytes, kind: str = "application/json", code: int = 200, length: int | None = None) -> None:
        """Any bytes; with a length that may be a lie."""
        self.send_response(code)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data) if length is None else length))
        self.end_headers()
        self.wfile.write(data)
        self.close_connection = True

    def drop(self) -> None:
        """Reset the connection."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close_connection = True
        self.connection.close()

    def without_end(self, piece: bytes, kind: str) -> None:
        """A body that goes on until nobody listens."""
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.end_headers()
        self.close_connection = True
        try:
            while not self.node.forgiven.is_set():
                self.wfile.write(piece)
                time.sleep(0.001)
        except OSError:
            return

    def finish(self) -> None:
        try:
            super().finish()
        except OSError:
            return  # it was dropped on purpose


def _page(code: int) -> Callable[..., None]:
    return lambda handler, key: handler.answer(b"<html>Error</html>", "text/html", code)


def _raw(body: bytes) -> Callable[..., None]:
    return lambda handler, key: handler.answer(body)


def _info(**changes: Any) -> Callable[..., None]:
    """The state of a running task with some fields replaced; NaN and Infinity are written as Python writes them."""

    def nasty(handler: _NastyHandler, key: str) -> None:
        state = {"uuid": key, "name": "x", "dateCreated": 1, "processingTime": 1, "status": {"code": 20}, "options": [],
                 "imagesCount": 3, "progress": 10, "output": []}  # fmt: skip
        handler.answer(json.dumps({**state, **changes}).encode())

    return nasty


def _drop(handler: _NastyHandler, key: str) -> None:
    handler.drop()


EVERYWHERE: dict[str, Callable[..., None]] = {
    "page 500": _page(500),
    "page 502": _page(502),
    "page 200": _page(200),
    "redirected": _page(302),
    "dropped": _drop,
    "no bytes": _raw(b""),
    "half of it": lambda handler, key: handler.answer(b'{"uuid": ', length=5000),
    "no json": _raw(b"{"),
    "binary": _raw(bytes(range(256))),
    "a list": _raw(b"[1]"),
    "null": _raw(b"null"),
    "a number": _raw(b"5"),
    "deep": _raw(b"[" * 100_000),
}
INFO: dict[str, Callable[..., None]] = {
    **{f"info {name}": nasty for name, nasty in EVERYWHERE.items()},
    "status 99": _info(status={"code": 99}),
    "status in words": _info(status="running"),
    "status true": _info(status={"code": True}),
    "no status": _info(status=None),
    "progress NaN": _info(progress=float("nan")),
    "progress infinite": _info(progress=float("inf")),
    "progress negative": _info(progress=-50),
    "progress 1e308": _info(progress=1e308),
    "progress in words": _info(progress="half"),
    "time NaN": _info(processingTime=float("nan")),
    "time huge": _info(processingTime=10**400),
    "time a list": _info(processingTime=[1]),
    "date of the end of days": _info(dateCreated=1e300),
    "output a text": _info(output="one\ntwo"),
    "output an object": _info(output={"a": 1}),
    "output of everything": _info(output=[None, 1, {"a": []}, "\0", "\ud800", "x" * 100_000]),
    "photos in words": _info(imagesCount="three"),
    "error an object": _info(errorMessage={"a": 1}, progress=None),
    "nothing": _raw(b"{}"),
    "endless queue": _info(status={"code": QUEUED}),
    "endless answer": lambda handler, key: handler.without_end(b" " * MB, "application/json"),
}
RESULTS: dict[str, Callable[..., None]] = {
    **{f"results {name}": nasty for name, nasty in EVERYWHERE.items() if name not in ("deep",)},
    "results refused": _raw(b'{"error": "Asset not ready"}'),
    "results too short": lambda handler, key: handler.answer(handler.node.results[:-100], "application/zip", length=len(
        handler.node.results)),  # fmt: skip
    "results cut": lambda handler, key: handler.answer(handler.node.results[:-100], "application/zip"),
    "results too large": lambda handler, key: handler.answer(b"PK", "application/zip", length=1 << 50),
    "results empty zip": lambda handler, key: handler.answer(b"PK\x05\x06" + bytes(18), "application/zip"),
}
UPLOAD: dict[str, Callable[..., None]] = {
    "photos dropped": _drop,
    "photos on a full disk": _raw(b'{"error": "ENOSPC: no space left on device", "noRetry": true}'),
    "photos not taken": _raw(b'{"success": false}'),
}
COMMIT: dict[str, Callable[..., None]] = {
    **{f"commit {name}": nasty for name, nasty in EVERYWHERE.items()},
    "commit refused": _raw(b'{"error": "Not enough memory"}'),
    "commit disk full": lambda handler, key: handler.answer(b'{"error": "The disk is full"}', code=507),
}
