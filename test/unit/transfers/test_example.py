"""The script in the documentation does what it says: against a server, interrupted, and run again."""

from __future__ import annotations

import importlib
import os
import re
import signal
import struct
import subprocess
import sys
import threading
from pathlib import Path
from typing import Callable, Optional, Tuple

import pytest
from nadir.core.api.client import Client
from nadir.core.api.session import Session
from nadir.test.unit.api.scripted_server import Reply, Request, recording
from nadir.test.unit.transfers.task_server import TaskServer, is_to

ROOT = Path(__file__).resolve().parents[3]
EXAMPLE = ROOT / "docs" / "examples" / "photos_to_orthophoto.py"
PROJECT = recording("project_get")["body"]


def a_tiff() -> bytes:
    """One grey pixel."""
    tags = [(256, 4, 1), (257, 4, 1), (258, 3, 8), (259, 3, 1), (262, 3, 1), (273, 4, 0), (278, 4, 1), (279, 4, 1)]
    end = 8 + 2 + 12 * len(tags) + 4
    entries = b"".join(struct.pack("<HHII", tag, kind, 1, end if tag == 273 else value) for tag, kind, value in tags)
    return b"II*\x00" + struct.pack("<IH", 8, len(tags)) + entries + struct.pack("<I", 0) + b"\x80"


class Survey:
    """What else a server has to say to the script: its project, its options, a task that ends, an orthophoto."""

    def __init__(self, server: TaskServer) -> None:
        self.made = 0
        self._server = server
        self._looks = 0
        server.before = self.answer

    def answer(self, request: Request) -> Optional[Reply]:
        if request.path == "/api/processingnodes/options/":
            return Reply(200, recording("nodes_options")["body"])
        if request.path == "/api/projects/":
            self.made += request.method == "POST"
            found = [dict(PROJECT, name="Surveys")] if self.made else []
            return Reply(201, found[0]) if request.method == "POST" else Reply(200, found)
        if request.path.endswith("/download/orthophoto.tif"):
            return Reply(200, a_tiff(), {"Content-Type": "image/tiff"})
        task = re.fullmatch(r"/api/projects/1/tasks/([^/]+)/", request.path)
        if task and request.method == "GET" and task[1] in self._server.commits:
            self._looks += 1
            ended = {"status": 40 if self._looks > 1 else 20, "running_progress": 0.5}
            return Reply(200, {**self._server.tasks[task[1]], **ended})
        return None


def _heed_interruptions() -> None:
    """What is started in the background of a shell ignores Ctrl-C, and what it starts as well."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.fixture
def script(server: TaskServer, tmp_path: Path) -> Callable[..., subprocess.Popen[str]]:
    def start(folder: Path, *options: str) -> subprocess.Popen[str]:
        command = [sys.executable, str(EXAMPLE), server.url, "admin", str(folder), str(tmp_path / "orthophoto.tif")]
        return subprocess.Popen(
            [*command, "--journal", str(tmp_path / "journal"), *options],
            env={**os.environ, "PYTHONPATH": str(ROOT / ".dev"), "NADIR_PASSWORD": "secret"},
            stderr=subprocess.PIPE,
            text=True,
            preexec_fn=_heed_interruptions,
        )

    return start


def test_photos_become_an_orthophoto(
    server: TaskServer, photos: Callable[[int], Tuple[Path, ...]], script: Callable[..., subprocess.Popen[str]]
) -> None:
    survey = Survey(server)
    paths = photos(5)
    running = script(paths[0].parent, "--option", "dsm=true")
    _, told = running.communicate(timeout=60)
    assert running.returncode == 0, told
    (task,) = server.tasks.values()
    assert (task["name"], task["options"]) == ("Flug über Grün", [{"name": "dsm", "value": True}])
    assert sorted(server.files[task["id"]].values()) == sorted(path.read_bytes() for path in paths)
    assert survey.made == 1
    assert "5 of 5 photos" in told
    assert told.rstrip().endswith("orthophoto.tif")


def test_interrupted_it_goes_on_when_it_is_run_again(
    server: TaskServer,
    photos: Callable[[int], Tuple[Path, ...]],
    script: Callable[..., subprocess.Popen[str]],
    tmp_path: Path,
) -> None:
    survey = Survey(server)
    some_sent, go_on = threading.Event(), threading.Event()

    def hold(request: Request) -> Optional[Reply]:
        if is_to(request, "upload") and len(server.uploads) > 3:
            some_sent.set()
            go_on.wait(60)
        return survey.answer(request)

    server.before = hold
    paths = photos(40)
    first = script(paths[0].parent)
    assert some_sent.wait(60)
    first.send_signal(signal.SIGINT)
    _, told = first.communicate(timeout=60)
    assert (first.returncode, "Run it again" in told) == (130, True), told
    assert not server.commits
    go_on.set()
    second = script(paths[0].parent)
    _, told = second.communicate(timeout=60)
    assert second.returncode == 0, told
    assert "Going on with" in told
    (task,) = server.tasks.values()
    assert len(server.files[task["id"]]) == 40
    assert (tmp_path / "orthophoto.tif").read_bytes() == a_tiff()


def test_a_mistake_is_told_before_anything_is_sent(
    server: TaskServer, photos: Callable[[int], Tuple[Path, ...]], script: Callable[..., subprocess.Popen[str]]
) -> None:
    Survey(server)
    running = script(photos(2)[0].parent, "--option", "dsn=true")
    _, told = running.communicate(timeout=60)
    assert running.returncode == 1
    assert "dsn" in told
    assert not server.tasks


def test_the_page_about_scripting_names_what_there_is() -> None:
    page = (ROOT / "docs" / "scripting.md").read_text(encoding="utf-8")
    client = Client(Session("http://127.0.0.1:1", "admin", "secret"))
    rows = re.findall(r"^\| (`[^|]*`) \|", page, re.MULTILINE)
    named = {name for row in rows for name in re.findall(r"`(\w+)`", row)}
    assert named == set(vars(client)) - {"session"}
    verbs = re.findall(rf"\b({'|'.join(sorted(named))})\.(\w+)", page)
    assert [verb for verb in verbs if not hasattr(getattr(client, verb[0]), verb[1])] == []
    for block in re.findall(r"```python\n(.*?)```", page, re.DOTALL):
        for module, name in re.findall(r"^from (\S+) import (\w+)$", block, re.MULTILINE):
            assert hasattr(importlib.import_module(module), name)
        compile(block, "scripting.md", "exec")
