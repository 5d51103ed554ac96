"""What uploads go to and downloads come from in these tests, with what is really stored there to be looked at."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Dict, List, Optional, Protocol

import requests

ROOT = Path(__file__).resolve().parents[2]
ENVIRONMENT = ROOT / ".venv-local"
_CALL_SECONDS, _END_SECONDS = 30, 20


@dataclass(frozen=True)
class StoredTask:
    """A task as it is on the server, with the content of its photos by name."""

    id: str
    name: str
    partial: bool
    images: Dict[str, bytes]


class Server(Protocol):
    """A server that can be killed."""

    @property
    def port(self) -> int: ...

    @property
    def login(self) -> Dict[str, str]: ...

    def new_project(self) -> str: ...

    def stored(self, project_id: str) -> List[StoredTask]: ...

    def restart(self) -> None:
        """Kill it and start it again, on the same port and with the same data."""


def images_in(folder: Path) -> Dict[str, bytes]:
    """The files of a folder by name; {} where there is none."""
    return {path.name: path.read_bytes() for path in folder.iterdir()} if folder.is_dir() else {}


class LocalServer:
    """The real local server as its own process, on a data folder that outlives it. No node: nothing is processed."""

    def __init__(self, data: Path, python: Path = ENVIRONMENT / "bin" / "python") -> None:
        self.port = 0
        self._data, self._python = data, python
        self._restarting = threading.Lock()
        self._process: Optional[subprocess.Popen[str]] = None
        self._token = ""

    def start(self) -> LocalServer:
        command = [str(self._python), "-m", "nadir_server", "--data", str(self._data), "--port", str(self.port)]
        environment = {**os.environ, "PYTHONPATH": str(ROOT / "local")}
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment, cwd="/")
        assert self._process.stdout is not None
        self.port = int(json.loads(self._process.stdout.readline())["port"])
        return self

    def stop(self, number: int = signal.SIGTERM) -> None:
        assert self._process is not None and self._process.stdout is not None
        self._process.send_signal(number)
        self._process.wait(_END_SECONDS)
        self._process.stdout.close()

    def restart(self) -> None:
        with self._restarting:
            self.stop(signal.SIGKILL)
            self.start()

    @property
    def login(self) -> Dict[str, str]:
        return json.loads((self._data / "login.json").read_text(encoding="utf-8"))

    def new_project(self) -> str:
        return str(self._call("POST", "/api/projects/", {"name": "Survey"}).json()["id"])

    def stored(self, project_id: str) -> List[StoredTask]:
        tasks = self._call("GET", f"/api/projects/{project_id}/tasks/").json()
        return [
            StoredTask(
                task["id"], task["name"], task["partial"], images_in(self._data / "tasks" / task["id"] / "images")
            )
            for task in tasks
            if task["pending_action"] != 2  # being removed
        ]

    def new_task(self, project_id: str) -> str:
        """A task without photos."""
        content = {"partial": "true", "name": "Survey"}
        return str(self._call("POST", f"/api/projects/{project_id}/tasks/", content).json()["id"])

    def assets_folder(self, task_id: str) -> Path:
        """Where the products of a task lie."""
        return self._data / "tasks" / task_id / "assets"

    def _call(self, method: str, path: str, content: Optional[Dict[str, str]] = None) -> requests.Response:
        url = f"http://127.0.0.1:{self.port}"
        if not self._token:
            answer = requests.post(f"{url}/api/token-auth/", json=self.login, timeout=_CALL_SECONDS)
            self._token = answer.json()["token"]
        headers = {"Authorization": f"JWT {self._token}"}
        answer = requests.request(method, url + path, json=content, headers=headers, timeout=_CALL_SECONDS)
        answer.raise_for_status()
        return answer
