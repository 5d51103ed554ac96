"""The part `dock`: how long the panel keeps QGIS from painting, how it opens, and how often it asks the server.

A QGIS without a window runs the plugin against a server with 200 projects and 10,000 tasks, over HTTP on this machine.
The figures at rest are taken of panels that run at the same time, since they mostly wait.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from measuring import NotMeasured
from upload import running_program

ROOT = Path(__file__).resolve().parents[2]
PYTHON = ROOT / ".venv" / "bin" / "python"
PROJECTS, TASKS = 200, 50
PHOTOS, PHOTO_BYTES = 200, 3_000_000
STALL_SECONDS, REST_SECONDS = 20.0, 180.0


def measure() -> dict[str, float]:
    """All figures of the part."""
    if not PYTHON.exists():
        raise NotMeasured("there is no environment with QGIS's Python: make setup")
    with _photos() as photos, running_program("large_server.py", str(PROJECTS), str(TASKS), "3") as port:
        figures = _probe("stalls", port, STALL_SECONDS, str(photos))
    shown = figures.pop("tasks_shown")
    if shown < PROJECTS * TASKS:
        raise NotMeasured(f"the panel loaded {shown:.0f} of {PROJECTS * TASKS} tasks")
    at_rest = {
        "requests_idle_hidden": ("hidden", 0),
        "requests_idle_visible": ("visible", 0),
        "requests_3_running": ("visible", 3),
    }
    with ThreadPoolExecutor(len(at_rest)) as pool:
        found = pool.map(lambda each: _at_rest(*each), at_rest.values())
        figures.update(zip(at_rest, found))
    return figures


def _at_rest(what: str, running: int) -> float:
    with running_program("large_server.py", str(PROJECTS), str(TASKS), str(running)) as port:
        return _probe(what, port, REST_SECONDS)["requests"]


@contextmanager
def _photos() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="nadir-bench-"))
    try:
        for number in range(PHOTOS):
            (folder / f"DJI_{number:04}.JPG").write_bytes(b"\xff\xd8" + secrets.token_bytes(PHOTO_BYTES))
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _probe(what: str, port: int, seconds: float, *more: str) -> dict[str, float]:
    command = [str(PYTHON), str(Path(__file__).with_name("dock_probe.py")), what, f"http://127.0.0.1:{port}", str(seconds), *more]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / ".dev"), "PYTHONDONTWRITEBYTECODE": "1", "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=900, check=False)  # noqa: S603
    sys.stderr.write("".join(f"{what}: {line}\n" for line in done.stderr.splitlines()[-40:]))
    last = done.stdout.strip().rsplit("\n", 1)[-1]
    if not last.startswith("{"):
        raise NotMeasured(f"the panel ended with {done.returncode}: {done.stderr[-1500:]}")
    return dict(json.loads(last))
