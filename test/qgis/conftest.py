"""What the tests in a running QGIS share: waiting with the event loop turning, background jobs, a quiet slow server."""

from __future__ import annotations

import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Callable, Iterator

import pytest
from nadir.core.api.network import NetworkOptions
from nadir.core.connections import Connection
from nadir.core.jobs import Jobs
from nadir.core.layers.access.signer import RequestSigner
from nadir.core.workspace import Workspace, open_workspace
from nadir.test.qgis.survey_server import PASSWORD, USER, SurveyServer
from qgis.core import QgsApplication, QgsCoordinateReferenceSystem, QgsProject
from qgis.PyQt.QtCore import QCoreApplication, QEventLoop, QSettings


def turn_until(condition: Callable[[], Any], seconds: float = 20.0) -> bool:
    """Let the event loop turn until `condition` holds; False when the time is up."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
        if condition():
            return True
        time.sleep(0.002)
    return bool(condition())


@pytest.fixture(autouse=True, scope="session")
def own_settings(tmp_path_factory: pytest.TempPathFactory) -> None:
    """QGIS settings of this run alone, so that two runs in one checkout do not disturb each other."""
    folder = str(tmp_path_factory.mktemp("settings"))
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, folder)


@pytest.fixture
def turn() -> Callable[..., bool]:
    """`turn(condition, seconds=20)`: wait with the event loop turning."""
    return turn_until


@pytest.fixture
def jobs() -> Iterator[Jobs]:
    """Background jobs that are stopped at the end, whatever the test did."""
    made = Jobs()
    yield made
    made.stop()


@pytest.fixture
def project(qgis_canvas: Any) -> Iterator[QgsProject]:
    """The empty QGIS project, with a reference system as QGIS gives it to new ones.

    The main map paints nothing: QGIS 3.22 crashes when a point cloud is removed while it is painted.
    """
    qgis_canvas.setRenderFlag(False)
    QgsProject.instance().clear()
    crs = QgsCoordinateReferenceSystem("EPSG:3857")
    QgsProject.instance().setCrs(crs)
    qgis_canvas.setDestinationCrs(crs)
    yield QgsProject.instance()
    QgsProject.instance().clear()
    qgis_canvas.setRenderFlag(True)


@pytest.fixture
def authentication_database() -> Iterator[None]:
    """QGIS's authentication database, open, and empty afterwards."""
    manager = QgsApplication.authManager()
    assert manager.setMasterPassword("for-tests", True)
    before = set(manager.configIds())
    yield
    for config_id in set(manager.configIds()) - before:
        manager.removeAuthenticationConfig(config_id)


class _SlowHandler(BaseHTTPRequestHandler):
    """Answers nothing until the server is released."""

    def do_GET(self) -> None:
        self.server.waiting.release()  # type: ignore[attr-defined]
        self.server.released.wait(30)  # type: ignore[attr-defined]
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_args: Any) -> None:
        """Keep the test's output clean."""


class SlowServer(ThreadingHTTPServer):
    """A server on loopback that keeps its callers waiting until `released` is set."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _SlowHandler)
        self.waiting = threading.Semaphore(0)
        self.released = threading.Event()
        self.url = f"http://127.0.0.1:{self.server_address[1]}"


@pytest.fixture
def slow_server() -> Iterator[SlowServer]:
    """A running SlowServer."""
    server = SlowServer()
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield server
    server.released.set()
    server.shutdown()
    server.server_close()
    thread.join(5)


@pytest.fixture
def survey_server(tmp_path: Path) -> Iterator[SurveyServer]:
    """A running SurveyServer."""
    yield from _survey_server(tmp_path / "products")


@pytest.fixture
def second_server(tmp_path: Path) -> Iterator[SurveyServer]:
    """Another one."""
    yield from _survey_server(tmp_path / "second products")


def _survey_server(folder: Path) -> Iterator[SurveyServer]:
    folder.mkdir()
    server = SurveyServer(folder)
    yield server
    server.close()


@pytest.fixture
def signer() -> Iterator[RequestSigner]:
    """The signer of requests, taken back at the end."""
    made = RequestSigner()
    yield made
    made.uninstall()


@pytest.fixture
def workspace(survey_server: SurveyServer, jobs: Jobs, signer: RequestSigner) -> Iterator[Workspace]:
    """A connection to the SurveyServer."""
    connection = Connection.new("Beach office", survey_server.url)
    job = open_workspace(connection, USER, PASSWORD, jobs, NetworkOptions(), signer)
    assert turn_until(lambda: not job.is_running()), "no log-in"
    assert job.error is None, job.error
    yield job.result
    job.result.close()
