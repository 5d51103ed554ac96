"""`signer`: what the request signer adds to each request that QGIS makes, in microseconds, on the way that QGIS takes.

Half of the requests are for tiles of a server that it signs for, half are for other maps. Three sessions are open whose
tokens are looked after. Run by the Python of the local server, it has QGIS's Python run this very file.
"""

from __future__ import annotations

import base64
import json
import os
import statistics
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from measuring import NotMeasured

ROOT = Path(__file__).resolve().parents[2]
PYTHON = ROOT / ".venv" / "bin" / "python"
ROUNDS, REQUESTS = 31, 2000


def measure() -> dict[str, float]:
    """The figure by its name."""
    if not PYTHON.exists():
        raise NotMeasured("there is no environment with QGIS's Python: make setup")
    environment = {**os.environ, "PYTHONPATH": str(ROOT / ".dev"), "PYTHONDONTWRITEBYTECODE": "1", "QT_QPA_PLATFORM": "offscreen"}
    command = [str(PYTHON), str(Path(__file__))]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300, check=False)  # noqa: S603
    last = done.stdout.strip().rsplit("\n", 1)[-1]
    if not last.startswith("{"):
        raise NotMeasured(f"QGIS ended with {done.returncode}: {done.stderr[-1500:]}")
    return dict(json.loads(last))


class _LogIn(BaseHTTPRequestHandler):
    """Gives everybody a token of six hours."""

    def do_POST(self) -> None:
        """A log-in."""
        self.rfile.read(int(self.headers["Content-Length"]))
        claims = base64.urlsafe_b64encode(json.dumps({"exp": time.time() + 6 * 3600.0}).encode()).decode().rstrip("=")
        body = json.dumps({"token": f"e30.{claims}.{'s' * 43}"}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_arguments: Any) -> None:
        """Nothing of it on the terminal."""


def in_qgis() -> dict[str, float]:
    """The same requests once as QGIS alone prepares them and once with the signer."""
    from nadir.core.api.session import Session
    from nadir.core.jobs import Jobs
    from nadir.core.layers.access.renewal import TokenKeeper
    from nadir.core.layers.access.signer import RequestSigner
    from qgis.core import QgsApplication

    application = QgsApplication([], False)
    application.initQgis()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _LogIn)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_address[1]}"
    sessions = [Session(f"{url}{prefix}", "user", "password") for prefix in ("/one", "/two", "")]
    jobs, signer = Jobs(), RequestSigner()
    keeper = TokenKeeper(signer, jobs)
    for session in sessions:
        session.log_in()
    alone = statistics.median(_seconds(url, expected=False) for _ in range(ROUNDS))
    for session in sessions:
        signer.add(session)
    signed = statistics.median(_seconds(url, expected=True) for _ in range(ROUNDS))
    keeper.uninstall()
    signer.uninstall()
    jobs.stop()
    server.shutdown()
    return {"signer": (signed - alone) / REQUESTS * 1e6}


def _seconds(url: str, *, expected: bool) -> float:
    """What QGIS takes to prepare all requests."""
    from qgis.core import QgsNetworkAccessManager
    from qgis.PyQt.QtCore import QUrl
    from qgis.PyQt.QtNetwork import QNetworkRequest

    own = f"{url}/api/projects/1/tasks/5aba71e7-3164-4f65-8aa0-2896f7f33839/dsm/tiles/21/5126/7389.png?rescale=1,2&hillshade=1"
    requests = [QNetworkRequest(QUrl(each)) for each in (own, "https://tile.example.org/21/5126/7389.png")]
    requests = [QNetworkRequest(request) for request in requests for _ in range(REQUESTS // 2)]
    prepare = QgsNetworkAccessManager.instance().preprocessRequest
    begun = time.perf_counter()
    for request in requests:
        prepare(request)
    seconds = time.perf_counter() - begun
    if requests[0].hasRawHeader(b"Authorization") is not expected or requests[-1].hasRawHeader(b"Authorization"):
        raise NotMeasured("the signer signs the wrong requests")
    return seconds


if __name__ == "__main__":
    sys.stdout.write(json.dumps(in_qgis()) + "\n")
    sys.stdout.flush()
    os._exit(0)  # what QGIS tears down at its end is not measured
