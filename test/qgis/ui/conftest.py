"""A panel on a real workspace, real monitor and real jobs, with a server whose answers a test can set."""

from __future__ import annotations

import json
import struct
import tempfile
import threading
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Callable

import pytest
from nadir.core.connections import Connections
from nadir.core.jobs import JobControl, Jobs
from nadir.core.layers.access.signer import RequestSigner
from nadir.core.local.environment import EnvironmentPlan, FoundPython
from nadir.core.local.processes import LocalLogin
from nadir.core.local.this_computer import ThisComputer
from nadir.core.servers import Servers
from nadir.core.settings import Settings
from nadir.core.workspace import Workspace, open_workspace
from osgeo import gdal
from qgis.core import QgsSettings
from qgis.PyQt.QtCore import QItemSelectionModel, QModelIndex
from qgis.PyQt.QtWidgets import QApplication, QWidget

from .scripted import ScriptedServer, make_project, make_task

__all__ = ["Panel", "PlannedComputer", "ScriptedServer", "make_project", "make_task"]


class PlannedComputer(ThisComputer):
    """*This computer* up to the consent, in folders that nobody made: nothing is downloaded in a test of widgets."""

    def __init__(self, jobs: Jobs) -> None:
        super().__init__(jobs, Settings())
        self._folder = Path(tempfile.gettempdir()) / f"nadir-planned-{uuid.uuid4().hex}"
        self.prepared = 0
        self.running = False
        self.consented = False
        self.login: LocalLogin | None = None  # of the server that it starts or joins; None: starting takes long
        self.problem: Any = None

    @property
    def environment_folder(self) -> Path:
        return self._folder / "environment"

    @property
    def data_folder(self) -> Path:
        return self._folder / "data"

    def consent_needed(self) -> bool:
        return not self.consented

    def is_running(self) -> bool:
        return self.running

    def stop_in_background(self, *, finish_work: bool = False) -> Any:
        def work(_control: JobControl) -> None:
            self.running = False

        return self._jobs.start("stop", work)

    def plan(self) -> Any:
        python = None if self.problem else FoundPython("/usr/bin/python3", (3, 11, 2))
        found = EnvironmentPlan(Path("/home/pilot/nadir"), python, 330, 1000, 20_000, self.problem)
        return self._jobs.start("plan", lambda control: found)

    def prepare_and_start(self) -> Any:
        self.prepared += 1

        def work(control: JobControl) -> LocalLogin | None:
            if self.login is None:
                control.wait(30)
                control.raise_if_cancelled()
            return self.login

        return self._jobs.start("prepare", work)


@dataclass
class Panel:
    """A dock and what it stands on."""

    dock: Any
    jobs: Jobs
    server: ScriptedServer
    computer: PlannedComputer
    connections: Connections
    signer: RequestSigner
    turn: Callable[..., bool]
    main_bar: Any
    behind: dict[str, ScriptedServer]
    is_shut_down: bool = False

    def shut_down(self) -> None:
        """What the plugin does when it is unloaded; once."""
        if not self.is_shut_down:
            self.is_shut_down = True
            self.dock.shut_down()

    @property
    def servers(self) -> Servers:
        """Those of the dock."""
        return self.dock.servers

    def open(self, name: str = "Office", server: ScriptedServer | None = None) -> Workspace:
        """Add a scripted server, the panel's own one unless another is given, and wait for the first look at it."""
        url = f"http://{name.lower().replace(' ', '-')}.example.org"
        self.behind[url] = server or self.server
        job = self.servers.add(url, "pilot", "secret", name, keep=False)
        assert self.turn(lambda: not job.is_running()), "no log-in"
        assert job.error is None, job.error
        workspace = job.result
        assert self.turn(lambda: workspace.monitor.projects or not self.behind[url].project_list), "no look"
        return workspace

    def widget(self, name: str) -> Any:
        """A widget of the dock by its object name."""
        assert self.turn(lambda: self.dock.findChild(QWidget, name) is not None), name
        return self.dock.findChild(QWidget, name)

    def message(self) -> str:
        """What the dock's message bar says."""
        item = self.widget("messageBar").currentItem()
        return item.text() if item is not None else ""

    def row(self, *names: str) -> Any:
        """The index of a row by the names on the way to it: server, project, task."""
        tree = self.widget("projectTree")
        index = QModelIndex()
        for depth, name in enumerate(names):
            index = self._wait_below(index, name)
            if depth < len(names) - 1:
                tree.expand(index)
        return index

    def select(self, *names: str) -> None:
        """Select a row alone, whatever keys an earlier test held."""
        how = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self.widget("projectTree").selectionModel().setCurrentIndex(self.row(*names), how)
        assert self.turn(lambda: bool(self.dock._projects.tree.selection.items))

    def _wait_below(self, parent: Any, name: str) -> Any:
        assert self.turn(lambda: self._below(parent, name) is not None), f"no row {name}"
        return self._below(parent, name)

    def _below(self, parent: Any, name: str) -> Any:
        model = self.widget("projectTree").model()
        rows = (model.index(row, 0, parent) for row in range(model.rowCount(parent)))
        return next((each for each in rows if str(each.data()) == name), None)


@pytest.fixture
def journal_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the journal of uploads of this test lies."""
    folder = tmp_path / "profile"
    monkeypatch.setattr("nadir.core.verbs.uploads.data_folder", lambda: folder)
    return folder


@pytest.fixture
def behind(monkeypatch: pytest.MonkeyPatch) -> dict[str, ScriptedServer]:
    """Scripted servers by their addresses: who logs in to one of these gets a workspace on it, others the real thing."""
    servers: dict[str, ScriptedServer] = {}

    def open_scripted(connection: Any, username: str, password: str, jobs: Jobs, *rest: Any) -> Any:
        server = servers.get(connection.url)
        if server is None:
            return open_workspace(connection, username, password, jobs, *rest)

        def work(_control: JobControl) -> None:
            server.logins.append((username, password))
            if server.login_failure is not None:
                raise server.login_failure

        def finish(_: None) -> Workspace:
            return Workspace(connection, server.client(connection.url, username), jobs)

        return jobs.start("Connecting", work, finish=finish)

    monkeypatch.setattr("nadir.core.server.open_workspace", open_scripted)
    return servers


@pytest.fixture
def panel(
    journal_folder: Path, qgis_iface: Any, jobs: Jobs, turn: Callable[..., bool], behind: dict[str, ScriptedServer]
) -> Iterator[Panel]:
    """The panel, shown, with no server but This computer."""
    from nadir.ui.dock import NadirDock  # noqa: PLC0415 - tests of its parts need not wait for it

    QgsSettings().remove("nadir")
    server, computer, connections, signer = ScriptedServer(), PlannedComputer(jobs), Connections(), RequestSigner()
    dock = NadirDock(qgis_iface, jobs, Settings(), connections, computer, signer)
    dock.resize(340, 640)
    dock.show()
    QApplication.processEvents()
    made = Panel(dock, jobs, server, computer, connections, signer, turn, qgis_iface.messageBar(), behind)
    yield made
    made.shut_down()
    signer.uninstall()
    dock.deleteLater()
    QApplication.processEvents()
    QgsSettings().remove("nadir")


@pytest.fixture
def folder_of_photos(tmp_path: Path) -> Callable[..., Path]:
    """`folder_of_photos(3)`: a folder with so many real JPEGs, with positions unless told otherwise."""

    def make(count: int, name: str = "survey", *, positions: bool = True) -> Path:
        folder = tmp_path / name
        folder.mkdir()
        for number in range(count):
            _write_jpeg(folder / f"DJI_{number:04}.JPG", positions, number)
        return folder

    return make


def _write_jpeg(path: Path, position: bool, number: int) -> None:
    picture = gdal.GetDriverByName("MEM").Create("", 64, 48, 3)
    for band in range(3):
        picture.GetRasterBand(band + 1).Fill(60 * band + number)
    gdal.GetDriverByName("JPEG").CreateCopy(str(path), picture)
    path.with_name(path.name + ".aux.xml").unlink(missing_ok=True)
    if position:
        data = path.read_bytes()
        path.write_bytes(data[:2] + _gps_segment(50.8 + number / 1000, 0.1) + data[2:])


def _gps_segment(latitude: float, longitude: float) -> bytes:
    """An APP1 segment with EXIF that holds a position: TIFF header, IFD0 with the GPS pointer, GPS IFD, its values."""

    def rationals(degrees: float) -> bytes:
        return struct.pack("<6I", int(degrees), 1, int(degrees * 60 % 60), 1, int(degrees * 3600 % 60 * 100), 100)

    ifd0 = struct.pack("<HHHIII", 1, 0x8825, 4, 1, 26, 0)
    values = 26 + 2 + 4 * 12 + 4
    gps = struct.pack("<H", 4)
    gps += struct.pack("<HHI4s", 1, 2, 2, b"N\0\0\0") + struct.pack("<HHII", 2, 5, 3, values)
    gps += struct.pack("<HHI4s", 3, 2, 2, b"E\0\0\0") + struct.pack("<HHII", 4, 5, 3, values + 24) + struct.pack("<I", 0)
    body = b"Exif\0\0" + b"II*\0" + struct.pack("<I", 8) + ifd0 + gps + rationals(latitude) + rationals(longitude)
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body


RECORDINGS = Path(__file__).resolve().parents[2] / "recordings" / "webodm"


@pytest.fixture
def other_server() -> Iterator[str]:
    """The address of a port where something answers that is no server of this kind."""
    yield from _serve(200, "text/html", b"<html><body>It works!</body></html>")


@pytest.fixture
def refusing_server() -> Iterator[str]:
    """The address of a server that answers as one was recorded to answer a wrong password."""
    recorded = json.loads((RECORDINGS / "auth_token_bad.json").read_text(encoding="utf-8"))
    yield from _serve(recorded["status"], "application/json", json.dumps(recorded["body"]).encode())


def _serve(status: int, content_type: str, body: bytes) -> Iterator[str]:
    """A server on loopback that always gives the same answer; its address."""

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            self.send_response(status)
            self.send_header("Content-Type", content_type)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_GET  # noqa: N815 - the name that http.server calls

        def log_message(self, *_args: Any) -> None:
            """Keep the test's output clean."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()
    thread.join(5)
