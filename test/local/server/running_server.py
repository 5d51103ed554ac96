"""Start the real server as its own process, and talk to it."""
from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import requests

ROOT = Path(__file__).resolve().parents[3]
START_SECONDS, WAIT_SECONDS = 60, 60


class RunningServer:
    """`python -m nadir_server` on a data folder; can be killed and started again on the same one."""

    def __init__(self, data: Path, node_port: int | None = None, node_token: str = "") -> None:
        self.data, self.node_port, self.node_token = data, node_port, node_token
        self.process: subprocess.Popen[str] | None = None
        self.port = 0
        self.token = ""

    def start(self, *options: str) -> RunningServer:
        self.start_without_waiting(*options)
        assert self.process is not None and self.process.stdout is not None
        ready = json.loads(self.process.stdout.readline())
        assert ready["event"] == "ready" and ready["pid"] == self.process.pid
        assert isinstance(ready["port"], int)
        self.port = ready["port"]
        return self

    def start_without_waiting(self, *options: str) -> None:
        command = [sys.executable, "-m", "nadir_server", "--data", str(self.data), "--port", "0", *options]
        if self.node_port:
            command += ["--node", f"127.0.0.1:{self.node_port}"]
        environment = {**os.environ, "PYTHONPATH": str(ROOT / "local"), "NADIR_NODE_TOKEN": self.node_token}
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment, cwd="/")

    def stop(self, number: int = signal.SIGTERM) -> int:
        """Send a signal and wait for the end; returns the exit code."""
        assert self.process is not None
        self.process.send_signal(number)
        code = self.process.wait(20)
        assert self.process.stdout is not None
        self.process.stdout.close()
        return code

    def kill(self) -> None:
        self.stop(signal.SIGKILL)

    @property
    def login(self) -> dict[str, str]:
        return json.loads((self.data / "login.json").read_text())

    def log_in(self) -> str:
        answer = self.call("POST", "/api/token-auth/", auth="", data=self.login)
        self.token = answer.json()["token"]
        return self.token

    def call(self, method: str, path: str, auth: str | None = None, **arguments: Any) -> requests.Response:
        """One request; `auth`: None the administrator's token, '' none, else the whole header."""
        headers = dict(arguments.pop("headers", {}))
        header = auth if auth is not None else f"JWT {self.token or self.log_in()}"
        if header:
            headers["Authorization"] = header
        url = f"http://127.0.0.1:{self.port}{path}"
        return requests.request(
            method, url, headers=headers, allow_redirects=False, timeout=arguments.pop("timeout", 60), **arguments
        )

    def json(self, method: str, path: str, **arguments: Any) -> Any:
        answer = self.call(method, path, **arguments)
        assert answer.status_code < 300, f"{method} {path}: {answer.status_code} {answer.text[:300]}"
        return answer.json()

    def new_project(self, name: str = "A project") -> int:
        return self.json("POST", "/api/projects/", json={"name": name})["id"]

    def new_task(self, project: int, photos: list[Path], **fields: Any) -> str:
        """A task by one multipart request."""
        files = [("images", (photo.name, photo.read_bytes())) for photo in photos]
        return self.json("POST", f"/api/projects/{project}/tasks/", files=files, data=fields)["id"]

    def wait_for(self, project: int, task: str, *states: int | None) -> dict[str, Any]:
        """Wait until the task is in one of the states with nothing pending."""
        end = time.time() + WAIT_SECONDS
        while time.time() < end:
            found = self.json("GET", f"/api/projects/{project}/tasks/{task}/")
            if found["status"] in states and found["pending_action"] is None:
                return found
            time.sleep(0.1)
        raise AssertionError(f"the task stayed at {found['status']}, {found['last_error']}")
