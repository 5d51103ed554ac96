"""How a saved project opens whose server is not there: 30 layers of a server that is off, or that takes calls and never answers.

`project_open` is the seconds from the opening until the map is being painted and QGIS listens to the user again,
`project_open_stall` the longest time in milliseconds during which it cannot paint: from one layer to the next while QGIS reads
the project, and in the event loop after that, with the map being painted. Both are the worse of the two servers. The project is
opened with a profile that has never seen it, as on another computer.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from measuring import NotMeasured

ROOT = Path(__file__).resolve().parents[2]
PYTHON = ROOT / ".venv" / "bin" / "python"
LAYERS = 30


def measure() -> dict[str, float]:
    """Both figures."""
    scratch = Path(tempfile.mkdtemp(prefix="nadir-bench-"))
    try:
        made = _probe("make", scratch, "")
        if made["layers"] < LAYERS:
            raise NotMeasured(f"only {made['layers']:.0f} layers were saved")
        found = [_probe("open", scratch, _url(_free_port()))]
        with _silent_server() as port:
            found.append(_probe("open", scratch, _url(port)))
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    if any(each["layers"] < LAYERS for each in found):
        raise NotMeasured(f"not all layers are valid: {found}")
    return {name: max(each[name] for each in found) for name in ("project_open", "project_open_stall")}


def _probe(what: str, scratch: Path, url: str) -> dict[str, float]:
    command = [str(PYTHON), str(Path(__file__).with_name("project_open_probe.py")), what, str(scratch), url, str(LAYERS)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / ".dev"), "PYTHONDONTWRITEBYTECODE": "1", "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300, check=False)  # noqa: S603
    last = done.stdout.strip().rsplit("\n", 1)[-1]
    if not last.startswith("{"):
        raise NotMeasured(f"QGIS ended with {done.returncode}: {done.stderr[-1500:]}")
    return dict(json.loads(last))


def _url(port: int) -> str:
    return f"http://127.0.0.1:{port}"


def _free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@contextmanager
def _silent_server() -> Iterator[int]:
    """The port of a host that lets everybody connect and never says a word."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(512)
        yield int(listening.getsockname()[1])


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent))
    for name, value in measure().items():
        sys.stdout.write(f"{name} {value:.4g}\n")
