"""`make pictures`: the panel in every state, as PNGs in docs/panel/, and results on the map in docs/layers/.

A QGIS without a window runs the plugin against the showcase server; each way to look at it (light, dark, twice as large,
narrow, right to left) is a process of its own, since Qt takes scale and fonts at its start.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
WAYS = ("light", "dark", "twice", "narrow", "mirrored")


def main(argv: list[str]) -> int:
    """Take the pictures of the ways that are named, or of all."""
    output = ROOT / "docs" / "panel"
    output.mkdir(parents=True, exist_ok=True)
    ended = [_take(way, output) for way in argv or WAYS]
    if not argv and (ROOT.parent / "shared" / "data").is_dir():
        ended.append(_take_layers())
    return max(ended)


def _take_layers() -> int:
    """Results on the map in the real QGIS, where there is a real survey; see `layers.py`."""
    packages = (ROOT / ".venv" / "lib").glob("python*/site-packages")
    folders = (ROOT / ".dev", ROOT / "test", ROOT / "make" / "demo", *packages)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, folders)), "PYTHONDONTWRITEBYTECODE": "1"}
    command = ["/usr/bin/python3", str(HERE / "layers.py")]
    return subprocess.run(command, env=environment, check=False).returncode  # noqa: S603


def _take(way: str, output: Path) -> int:
    """One process of QGIS and one server, which it may kill; returns how the process ended."""
    server = subprocess.Popen([sys.executable, str(HERE / "showcase_server.py"), "0"], stdout=subprocess.PIPE, text=True)  # noqa: S603
    try:
        if server.stdout is None:
            raise SystemExit("the showcase server did not start")
        port = server.stdout.readline().strip()
        packages = (ROOT / ".venv" / "lib").glob("python*/site-packages")
        environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join(map(str, [ROOT / ".dev", HERE.parent / "bench", *packages])),
            "XDG_DATA_HOME": "/home/pilot/.local/share",  # nothing is made there
            "PYTHONDONTWRITEBYTECODE": "1",
            "QT_QPA_PLATFORM": "offscreen",
            "QT_SCALE_FACTOR": "2" if way == "twice" else "1",
        }
        command = ["/usr/bin/python3", str(HERE / "panel.py"), way, port, str(server.pid), str(output)]
        return subprocess.run(command, env=environment, check=False, timeout=300).returncode  # noqa: S603
    finally:
        server.send_signal(signal.SIGCONT)
        server.kill()
        server.wait()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
