"""A panel on a real workspace, real monitor and real jobs, with a server whose answers a test can set."""

from __future__ import annotations

import json
import struct
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Callable

import pytest
from nadir.core.api.nodes import ProcessingNode
from nadir.core.api.pages import Page
from nadir.core.api.projects import Project
from nadir.core.api.tasks import Task, TaskStatus
from nadir.core.connections import Connection, Connections
from nadir.core.jobs import JobControl, Jobs
from nadir.core.layers.signer import RequestSigner
from nadir.core.local.environment import EnvironmentPlan, FoundPython
from nadir.core.local.processes import LocalLogin
from nadir.core.settings import Settings
from nadir.core.workspace import Workspace
from osgeo import gdal
from qgis.core import QgsSettings
from qgis.PyQt.QtCore import QObject, pyqtSignal
from qgis.PyQt.QtWidgets import QApplication, QWidget


def make_task(task_id: str, name: str = "Flight", status: int | None = 40, **changes: Any) -> Task:
    """A task as the client gives it; `status` is the server's number."""
    known = next((each for each in TaskStatus if each == status), None)
    values: dict[str, Any] = {"project_id": "1", "images_count": 18, "status": known, "status_code": status}
    return Task(id=task_id, name=name, **{**values, **changes})


def make_project(project_id: str = "1", name: str = "Site", **changes: Any) -> Project:
    """A project of the user's own."""
    values: dict[str, Any] = {"permissions": frozenset({"add", "change", "delete", "view"}), "owned": True}
    return Project(id=project_id, name=name, **{**values, **changes})


class _Session:
    url = "http://drones.example.org"
    username = "pilot"

    def close(self) -> None:
        """Nothing is open."""


@dataclass
class ScriptedServer:
    """What stands behind the client: answers from what the test put in, and keeps what it was asked to do."""

    project_list: list[Project] = field(default_factory=list)
    task_lists: dict[str, list[Task]] = field(default_factory=dict)
    node_list: list[ProcessingNode] = field(default_factory=list)
    console: dict[str, list[str]] = field(default_factory=dict)
    asked: list[tuple] = field(default_factory=list)
    queries: list[tuple] = field(default_factory=list)  # search and ordering of each look at the projects
    failure: Exception | None = None

    def client(self) -> Any:
        """The parts of core.api.client.Client that the panel reaches through the workspace."""

        class Projects:
            @staticmethod
            def list(cancelled: Any) -> tuple:
                return tuple(self._answer(self.project_list))

            @staticmethod
            def page(number: int, chosen: Any, cancelled: Any) -> Page:
                self.queries.append((chosen.search, chosen.ordering))
                found = tuple(self._answer(self.project_list)) if number == 1 else ()
                return Page(found, number, len(self.project_list), has_next=False)

            @staticmethod
            def create(name: str, description: str = "", *, tags: Any = (), cancelled: Any) -> Project:
                self.asked.append(("create", name))
                self.project_list.append(self._answer(make_project("new", name)))
                return self.project_list[-1]

            @staticmethod
            def delete(project_id: str, cancelled: Any) -> None:
                self.asked.append(("delete", project_id))
                self._answer(None)

        class Tasks:
            @staticmethod
            def list(project_id: str, cancelled: Any) -> tuple:
                return tuple(self._answer(self.task_lists.get(project_id, [])))

            @staticmethod
            def output(project_id: str, task_id: str, line: int, cancelled: Any) -> tuple:
                return tuple(self._answer(self.console.get(task_id, []))[line:])

        for verb in ("cancel", "restart", "remove"):
            setattr(Tasks, verb, staticmethod(self._verb(verb)))

        class Nodes:
            @staticmethod
            def list(cancelled: Any) -> tuple:
                return tuple(self._answer(self.node_list))

        client = type("Client", (), {"session": _Session(), "projects": Projects, "tasks": Tasks, "nodes": Nodes})
        return client()

    def _verb(self, verb: str) -> Callable[..., None]:
        def do(project_id: str, task_id: str, cancelled: Any) -> None:
            self.asked.append((verb, project_id, task_id))
            self._answer(None)

        return do

    def _answer(self, value: Any) -> Any:
        if self.failure is not None:
            raise self.failure
        return value


class PlannedComputer(QObject):
    """*This computer* up to the consent: nothing is downloaded in a test of widgets."""

    stopped_unexpectedly = pyqtSignal(object)

    def __init__(self, jobs: Jobs) -> None:
        super().__init__()
        self._jobs = jobs
        self.prepared = 0
        self.running = False
        self.login: LocalLogin | None = None  # of the server that it starts or joins; None: starting takes long
        self.problem: Any = None

    def consent_needed(self) -> bool:
        return True

    def is_running(self) -> bool:
        return self.running

    def stop_in_background(self) -> Any:
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
    is_shut_down: bool = False

    def shut_down(self) -> None:
        """What the plugin does when it is unloaded; once."""
        if not self.is_shut_down:
            self.is_shut_down = True
            self.dock.shut_down()

    def open(self, name: str = "Office", *, local: bool = False) -> Workspace:
        """Open a workspace on the scripted server and wait for the first look at it."""
        connection = Connection("office", name, "http://drones.example.org", local)
        workspace = Workspace(connection, self.server.client(), self.jobs)
        self.dock._connecting.opened.emit(workspace)
        assert self.turn(lambda: self.dock._work_page.tree._seen)
        assert self.turn(lambda: [job.title for job in self.jobs.running()] == ["monitor"])
        return workspace

    def widget(self, name: str) -> Any:
        """A widget of the dock by its object name."""
        found = self.dock.findChild(QWidget, name)
        assert found is not None, name
        return found

    def message(self) -> str:
        """What the dock's message bar says."""
        item = self.widget("messageBar").currentItem()
        return item.text() if item is not None else ""

    def select(self, project_id: str, task_id: str = "") -> None:
        """Click on a row."""
        tree = self.dock._work_page.tree
        tree.view.expand(tree.model.project_index(project_id))
        if task_id:
            assert self.turn(lambda: tree.model.task_index(project_id, task_id).isValid())
        index = tree.model.task_index(project_id, task_id) if task_id else tree.model.project_index(project_id)
        tree.view.setCurrentIndex(index)


@pytest.fixture
def journal_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the journal of uploads of this test lies."""
    folder = tmp_path / "profile"
    monkeypatch.setattr("nadir.core.verbs.uploads.data_folder", lambda: folder)
    return folder


@pytest.fixture
def panel(journal_folder: Path, qgis_iface: Any, jobs: Jobs, turn: Callable[..., bool]) -> Iterator[Panel]:
    """The panel, shown, on its first page."""
    from nadir.ui.dock import NadirDock  # noqa: PLC0415 - tests of its parts need not wait for it

    QgsSettings().remove("nadir")
    server, computer, connections, signer = ScriptedServer(), PlannedComputer(jobs), Connections(), RequestSigner()
    dock = NadirDock(qgis_iface, jobs, Settings(), connections, computer, signer)
    dock.resize(340, 640)
    dock.show()
    QApplication.processEvents()
    made = Panel(dock, jobs, server, computer, connections, signer, turn, qgis_iface.messageBar())
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
