"""The local server and its engine with one real survey processed: for tests and figures about results."""

from __future__ import annotations

import json
import os
import secrets
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nadir.core.api.client import Client
from nadir.core.api.options import TaskOption
from nadir.core.api.session import Session
from nadir.core.transfers.journal import Journal
from nadir.core.transfers.uploads import Upload, UploadPlan

ROOT = Path(__file__).resolve().parents[1]
PHOTOS = ROOT.parent / "shared" / "data" / "brighton_beach" / "images"
OPTIONS = (("dsm", True), ("dtm", True))
ENDED = 60  # seconds that a process has to end


class SurveyMissing(Exception):
    """There is no survey to be had here; the text says why."""


@dataclass(frozen=True)
class RealSurvey:
    """A server that runs, and its finished task. `login`: user name and password."""

    url: str
    login: tuple[str, str]
    project_id: str
    task_id: str


@contextmanager
def real_survey(data: Path, python: str = sys.executable) -> Iterator[RealSurvey]:
    """Serve from a data folder; where it holds no finished task yet, the photos of the survey are processed first.

    python: that of the local server's environment. Raises SurveyMissing.
    """
    photos = sorted(PHOTOS.glob("*.JPG"))
    if not photos:
        raise SurveyMissing("the photos of the survey are missing: ../shared/data/brighton_beach/images")
    token = secrets.token_urlsafe(24)
    node, node_port = _start(python, ["nadir_engine", "serve", "--data", str(data / "node"), "--port", "0"], token)
    try:
        command = ["nadir_server", "--data", str(data / "server"), "--port", "0", "--node", f"127.0.0.1:{node_port}"]
        server, port = _start(python, command, token)
        try:
            yield _survey(data, f"http://127.0.0.1:{port}", photos)
        finally:
            _end(server)
    finally:
        _end(node)


def _survey(data: Path, url: str, photos: list[Path]) -> RealSurvey:
    login: dict[str, Any] = json.loads((data / "server" / "login.json").read_text(encoding="utf-8"))
    client = Client(Session(url, login["username"], login["password"]))
    found = [each for project in client.projects.list() for each in client.tasks.list(project.id) if each.completed]
    if found:
        task = found[0]
    else:
        project = client.projects.create("Brighton Beach")
        options = tuple(TaskOption(*option) for option in OPTIONS)
        plan = UploadPlan(url, project.id, "Flight of June", tuple(photos), options)
        sent = Upload(client, Journal(data / "journal"), plan).run()
        task = client.tasks.wait(sent.project_id, sent.id)
    if not task.completed:
        raise SurveyMissing(f"the survey was not processed: {task.last_error}")
    client.session.close()
    return RealSurvey(url, (login["username"], login["password"]), task.project_id, task.id)


def _start(python: str, command: list[str], token: str) -> tuple[subprocess.Popen[str], int]:
    """A module of `local/` as a process, and the port that it listens on."""
    environ = {**os.environ, "PYTHONPATH": str(ROOT / "local"), "NADIR_NODE_TOKEN": token}
    process = subprocess.Popen([python, "-m", *command], stdout=subprocess.PIPE, text=True, env=environ)
    assert process.stdout is not None
    for line in process.stdout:
        ready = json.loads(line)
        if ready.get("event") == "ready":
            return process, int(ready["port"])
    raise SurveyMissing(f"{command[0]} did not start")


def _end(process: subprocess.Popen[str]) -> None:
    process.send_signal(signal.SIGTERM)
    process.wait(ENDED)
