"""Users of a running server, made with its own command."""
from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from typing import Any

import requests
from running_server import ROOT, RunningServer

PASSWORD = "a long enough word"


@dataclass(frozen=True)
class Person:
    """A user who has logged in."""

    server: RunningServer
    name: str
    header: str

    def call(self, method: str, path: str, **arguments: Any) -> requests.Response:
        return self.server.call(method, path, auth=self.header, **arguments)

    def json(self, method: str, path: str, **arguments: Any) -> Any:
        return self.server.json(method, path, auth=self.header, **arguments)


def users(server: RunningServer, *arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    """`python -m nadir_server users ...` on the server's data."""
    verb, *rest = arguments
    command = [sys.executable, "-m", "nadir_server", "users", verb, "--data", str(server.data), *rest]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "local")}
    return subprocess.run(command, input=stdin, capture_output=True, text=True, env=environment, cwd="/", timeout=60)


def new_person(server: RunningServer, name: str, *options: str) -> Person:
    added = users(server, "add", name, "--email", f"{name}@example.com", *options, stdin=PASSWORD + "\n")
    assert added.returncode == 0, added.stderr
    login = {"username": name, "password": PASSWORD}
    return Person(server, name, "JWT " + server.json("POST", "/api/token-auth/", auth="", data=login)["token"])
