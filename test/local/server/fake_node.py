"""A node that speaks the NodeODM API over real HTTP, with real (small) products: stands for the engine in these tests."""
from __future__ import annotations

import io
import json
import sys
import threading
import time
import uuid
import zipfile
from email.parser import BytesParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlparse

OPTIONS = [
    {"name": "rerun-from", "type": "enum", "value": "", "domain": ["", "opensfm", "odm_dem"], "help": "Stage"},
    {"name": "dsm", "type": "bool", "value": "false", "domain": "bool", "help": "Surface model"},
    {"name": "orthophoto-resolution", "type": "float", "value": "5", "domain": "float > 0.0", "help": "cm per pixel"},
]
QUEUED, RUNNING, FAILED, COMPLETED, CANCELED = 10, 20, 30, 40, 50


class FakeNode:
    """Keeps tasks in memory; `hold` keeps them running, `token` is wanted where set."""

    def __init__(self, results: bytes, token: str = "", port: int = 0) -> None:
        self.token = token
        self.tasks: dict[str, dict[str, Any]] = {}
        self.removed: list[str] = []
        self.downloads = 0
        self.hold = threading.Event()
        self.steps = 3
        self.max_images: int | None = None
        self.options = OPTIONS
        self.behave(results)
        self._server = _Server(("127.0.0.1", port), type("Handler", (self.handler(),), {"node": self}))
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def behave(self, results: bytes) -> None:
        """Process every task, at once and well."""
        self.results, self.fail_with, self.upload_delay, self.broken = results, "", 0.0, ""
        self.hold.clear()

    @staticmethod
    def handler() -> type[_Handler]:
        """What answers a request."""
        return _Handler

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def new(self, wanted: str | None, name: str, options: str) -> dict[str, Any]:
        chosen = json.loads(options or "[]")
        for option in chosen:
            if option["name"] == "orthophoto-resolution" and not str(option["value"]).replace(".", "").isdigit():
                words = [{"name": option["name"], "error": "Invalid value NaN (out of range)"}]
                return {"error": json.dumps(words)}
        key = wanted or str(uuid.uuid4())
        self.tasks[key] = {"name": name, "options": chosen, "files": {}, "committed": False, "looks": 0, "code": QUEUED}
        return {"uuid": key}

    def info(self, key: str, line: str | None) -> dict[str, Any]:
        task = self.tasks.get(key)
        if task is None or not task["committed"]:
            return {"error": f"{key} not found"}
        if task["code"] in (QUEUED, RUNNING):
            task["looks"] += 1
            task["code"] = RUNNING
            if task["looks"] >= self.steps and not self.hold.is_set():
                task["code"] = FAILED if self.fail_with else COMPLETED
        status: dict[str, Any] = {"code": task["code"]}
        if task["code"] == FAILED:
            status["errorMessage"] = self.fail_with
        lines = [f"line {number}" for number in range(task["looks"] * 2)]
        return {
            "uuid": key, "name": task["name"], "dateCreated": int(time.time() * 1000), "processingTime": 1234,
            "status": status, "options": task["options"], "imagesCount": len(task["files"]),
            "progress": min(100, task["looks"] * 20), **({"output": lines[int(line):]} if line is not None else {}),
        }  # fmt: skip


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that was killed is no error of the node."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    node: FakeNode
    protocol_version = "HTTP/1.1"

    def log_message(self, *args: Any) -> None:
        """Quiet."""

    def do_GET(self) -> None:  # noqa: N802
        url, query, body = self._request()
        parts = url.strip("/").split("/")
        if not self._allowed(query):
            return
        if url == "/info":
            waiting = sum(task["code"] in (QUEUED, RUNNING) for task in self.node.tasks.values())
            self._json({"version": "2.2.4", "taskQueueCount": waiting, "maxImages": self.node.max_images, "engine": "odm",
                        "engineVersion": "3.5.6", "maxParallelTasks": 1, "cpuCores": 2})  # fmt: skip
        elif url == "/options":
            self._json(self.node.options)
        elif parts[0] == "task" and parts[-1] == "info":
            self._json(self.node.info(parts[1], query.get("with_output")))
        elif url.endswith("/download/all.zip"):
            self.node.downloads += 1
            self._send(self.node.results, "application/zip")
        else:
            self.send_error(404)

    def do_POST(self) -> None:  # noqa: N802
        url, query, body = self._request()
        if not self._allowed(query):
            return
        form, files = self._form(body)
        key = url.rsplit("/", 1)[-1]
        if url == "/task/new/init":
            self._json(self.node.new(self.headers.get("set-uuid"), form.get("name", ""), form.get("options", "")))
        elif url.startswith("/task/new/upload/"):
            time.sleep(self.node.upload_delay)
            self.node.tasks[key]["files"].update({name: len(data) for name, data in files})
            self._json({"success": True})
        elif url.startswith("/task/new/commit/"):
            self.node.tasks[key]["committed"] = True
            self._json({"uuid": key})
        else:
            self._act(url, form)

    def _act(self, url: str, form: dict[str, str]) -> None:
        task = self.node.tasks.get(form.get("uuid", ""))
        if task is None:
            self._json({"error": f"{form.get('uuid')} not found"})
            return
        if url == "/task/cancel":
            task["code"] = CANCELED
        elif url == "/task/remove":
            self.node.removed.append(form["uuid"])
            del self.node.tasks[form["uuid"]]
        elif url == "/task/restart":
            task.update(code=QUEUED, looks=0, options=json.loads(form.get("options") or "[]"))
        self._json({"success": True})

    def _request(self) -> tuple[str, dict[str, str], bytes]:
        parsed = urlparse(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        return parsed.path, {name: values[0] for name, values in parse_qs(parsed.query).items()}, body

    def _allowed(self, query: dict[str, str]) -> bool:
        if self.node.broken and self.path.startswith(self.node.broken):
            self._send(b"<html>Internal error</html>", "text/html", 500)
            return False
        if self.node.token and query.get("token") != self.node.token:
            self._send(b'{"error": "unauthorized"}', "application/json", 401)
            return False
        return True

    def _form(self, body: bytes) -> tuple[dict[str, str], list[tuple[str, bytes]]]:
        kind = self.headers.get("Content-Type", "")
        if not kind.startswith("multipart/"):
            return {name: values[0] for name, values in parse_qs(body.decode()).items()}, []
        message = BytesParser().parsebytes(b"Content-Type: " + kind.encode() + b"\r\n\r\n" + body)
        form, files = {}, []
        for part in message.get_payload():
            name, data = part.get_param("name", header="content-disposition"), part.get_payload(decode=True)
            filename = part.get_filename()
            if filename:
                files.append((filename, data))
            else:
                form[name] = data.decode()
        return form, files

    def _json(self, body: Any) -> None:
        self._send(json.dumps(body).encode(), "application/json; charset=utf-8")

    def _send(self, data: bytes, kind: str, code: int = 200) -> None:
        self.send_response(code)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


def zip_of(files: dict[str, bytes]) -> bytes:
    """A zip file with these entries."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()
