"""The pane of *This computer* with the real local server, real folders and real confirmations."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Callable

import pytest
from nadir.core.connections import LOCAL_ID, Connections
from nadir.core.jobs import Jobs
from nadir.core.layers.access.signer import RequestSigner
from nadir.core.local import environment
from nadir.core.local.data import STATE
from nadir.core.local.environment import EnvironmentPlan, FoundPython, is_ready
from nadir.core.local.process_ids import is_alive
from nadir.core.local.running import read_state, write_state
from nadir.core.local.this_computer import ThisComputer
from nadir.core.servers import Servers, ServerState
from nadir.core.settings import Settings
from nadir.ui.common.notifier import Notifier
from nadir.ui.this_computer.pane import ThisComputerPane
from qgis.core import QgsSettings
from qgis.gui import QgsMessageBar
from qgis.PyQt.QtWidgets import QApplication, QCheckBox, QLabel, QMessageBox, QPushButton, QToolButton, QWidget

Turn = Callable[..., bool]
MADE = Path(__file__).resolve().parents[3] / ".venv-local"


class Shown:
    """The pane, shown, with what is around it."""

    def __init__(self, jobs: Jobs, signer: RequestSigner, turn: Turn) -> None:
        self.settings = Settings()
        self.computer = ThisComputer(jobs, self.settings)
        self.servers = Servers(jobs, self.settings, Connections(), self.computer, signer)
        self.turn = turn
        self.window = QWidget()
        self.bar, main_bar = QgsMessageBar(self.window), QgsMessageBar(self.window)
        notifier = Notifier(self.bar, main_bar, self.window)
        self.pane = ThisComputerPane(self.computer, self.servers, jobs, self.settings, notifier, self.window)
        self.pane.resize(340, 640)
        self.window.resize(340, 640)
        self.window.show()

    def text(self, name: str) -> str:
        found = self.pane.findChild(QLabel, name)
        assert found is not None, name
        return found.text().replace("\u200b", "")

    def click(self, name: str) -> None:
        button = self.pane.findChild(QToolButton, name) or self.pane.findChild(QPushButton, name)
        assert button is not None and button.isVisible() and button.isEnabled(), name
        button.click()

    def is_offered(self, name: str) -> bool:
        button = self.pane.findChild(QToolButton, name)
        return button is not None and button.isVisible() and button.isEnabled()

    def question(self) -> QMessageBox:
        found: list[QMessageBox] = []

        def asked() -> bool:
            found[:] = [box for box in self.window.findChildren(QMessageBox) if box.isVisible()]
            return bool(found)

        assert self.turn(asked), "nothing was asked"
        return found[-1]

    def answer(self, label: str) -> None:
        box = self.question()
        (button,) = [each for each in box.buttons() if each.text().replace("&", "") == label]
        button.click()
        QApplication.processEvents()

    def message(self) -> str:
        item = self.bar.currentItem()
        return item.text() if item is not None else ""

    def start(self) -> None:
        assert self.turn(lambda: self.text("localStateLabel") == "Stopped")
        self.click("localStartButton")
        assert self.turn(lambda: self.state is ServerState.ONLINE, 90)
        assert self.turn(lambda: self.text("localStateLabel").startswith("Running since"))

    @property
    def state(self) -> ServerState:
        server = self.servers.get(LOCAL_ID)
        assert server is not None
        return server.state


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    """An environment of this test's own, with the packages of the one that `make` has made."""
    if not is_ready(MADE):
        pytest.skip("the local server's environment is missing or outdated: make setup")
    folder = tmp_path / "programs"
    (folder / "bin").mkdir(parents=True)
    (folder / "bin" / "python").symlink_to((MADE / "bin" / "python").resolve())
    for name in ("pyvenv.cfg", environment.MARKER):
        shutil.copy(MADE / name, folder / name)
    (folder / "lib").symlink_to(MADE / "lib")
    assert is_ready(folder)
    return folder


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def folders(programs: Path, data: Path) -> Iterator[None]:
    QgsSettings().remove("nadir")
    Settings().local_environment_folder = str(programs)
    Settings().local_data_folder = str(data)
    yield
    QgsSettings().remove("nadir")


@pytest.fixture
def shown(folders: None, jobs: Jobs, signer: RequestSigner, turn: Turn, journal_folder: Path, qgis_app: Any) -> Iterator[Shown]:
    made = Shown(jobs, signer, turn)
    yield made
    made.servers.close_all()
    jobs.stop()
    made.computer.stop(wait=True)
    made.window.deleteLater()
    QApplication.processEvents()


@pytest.fixture
def other_window() -> Iterator[int]:
    """The process id of something that stands for another QGIS."""
    process = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    yield process.pid
    process.kill()
    process.wait()


def joined_by(data: Path, pid: int) -> None:
    """Have another QGIS use the server."""
    running = read_state(data / STATE)
    assert running is not None
    write_state(data / STATE, type(running)(**{**running.__dict__, "users": (os.getpid(), pid)}))


def test_it_is_started_watched_and_stopped(shown: Shown, data: Path, turn: Turn) -> None:
    shown.start()
    assert shown.text("localAddressLabel").startswith("http://127.0.0.1:")
    assert turn(lambda: shown.text("localWorkLabel") == "nothing")
    assert shown.text("localDataLabel") == str(data)
    assert "share it" in shown.text("localSharingLabel")
    running = read_state(data / STATE)
    assert running is not None
    shown.click("localStopButton")
    assert turn(lambda: not is_alive(running.server_pid) and not is_alive(running.node_pid))
    assert turn(lambda: shown.text("localStateLabel") == "Stopped")
    assert shown.state is ServerState.CLOSED
    assert shown.message() == ""


def test_its_size_is_counted(shown: Shown, turn: Turn) -> None:
    shown.start()
    assert turn(lambda: shown.text("localDataSizeLabel").endswith("B, 0 projects"))
    assert shown.text("localProgramsSizeLabel").endswith("bytes")  # its packages lie elsewhere in this test


def test_its_data_are_moved_and_it_runs_again_there(shown: Shown, data: Path, tmp_path: Path, turn: Turn) -> None:
    shown.start()
    before = (data / "server" / "secret_key").read_text()
    shown.pane.take_folder(str(tmp_path / "big disk"))
    box = shown.question()
    assert str(tmp_path / "big disk") in box.text()
    shown.answer("Move")
    assert turn(lambda: shown.text("localDataLabel") == str(tmp_path / "big disk"), 60)
    assert turn(lambda: shown.state is ServerState.ONLINE, 90)
    assert (tmp_path / "big disk" / "server" / "secret_key").read_text() == before
    assert not data.exists()
    assert Settings().local_data_folder == str(tmp_path / "big disk")


def test_a_folder_with_other_things_gets_one_within(shown: Shown, tmp_path: Path, turn: Turn) -> None:
    shown.start()
    (tmp_path / "disk").mkdir()
    (tmp_path / "disk" / "thesis.doc").write_text("mine")
    shown.pane.take_folder(str(tmp_path / "disk"))
    assert str(tmp_path / "disk" / "Nadir data") in shown.question().text()
    shown.answer("Cancel")


def test_nothing_is_moved_stopped_or_removed_under_another_window(
    shown: Shown, data: Path, programs: Path, other_window: int, tmp_path: Path, turn: Turn
) -> None:
    shown.start()
    running = read_state(data / STATE)
    assert running is not None
    joined_by(data, other_window)
    shown.pane.refresh()
    assert turn(lambda: "Another QGIS window" in shown.text("localSharingLabel"))
    shown.pane.take_folder(str(tmp_path / "new"))
    shown.answer("Move")
    assert turn(lambda: "Another QGIS window uses" in shown.message())
    assert turn(lambda: shown.state is ServerState.ONLINE, 60)
    assert (data / "server").is_dir() and not (tmp_path / "new").exists()
    assert turn(lambda: shown.is_offered("localRemoveButton"))
    shown.bar.clearWidgets()
    shown.click("localRemoveButton")
    shown.answer("Remove the programs")
    assert turn(lambda: "Another QGIS window uses" in shown.message())
    assert is_ready(programs)
    assert turn(lambda: shown.state is ServerState.ONLINE, 60)
    assert turn(lambda: shown.is_offered("localStopButton"))
    shown.click("localStopButton")
    assert turn(lambda: shown.is_offered("localStartButton"))
    assert is_alive(running.server_pid) and is_alive(running.node_pid)
    users = read_state(data / STATE)
    assert users is not None and users.users == (other_window,)
    joined_by(data, 0)
    shown.click("localStartButton")
    assert turn(lambda: shown.state is ServerState.ONLINE, 60)


def test_the_programs_are_removed_and_the_projects_stay(shown: Shown, data: Path, programs: Path, turn: Turn) -> None:
    shown.start()
    shown.click("localRemoveButton")
    shown.answer("Remove the programs")
    assert turn(lambda: not programs.exists(), 60)
    assert (data / "server" / "nadir.sqlite3").exists()
    assert turn(lambda: shown.text("localStateLabel") == "Not set up yet")
    assert (MADE / "lib").is_dir()


def test_all_data_are_removed_after_two_questions_that_name_them(shown: Shown, data: Path, programs: Path, turn: Turn) -> None:
    shown.start()
    workspace = shown.servers.workspace(LOCAL_ID)
    assert workspace is not None
    job = workspace.create_project("Quarry")
    assert turn(lambda: not job.is_running())
    assert turn(lambda: "projects" in shown.text("localDataSizeLabel"))
    shown.click("localCountButton")
    assert turn(lambda: "1 project" in shown.text("localDataSizeLabel"))
    shown.click("localRemoveButton")
    assert "1 project" in shown.question().informativeText()
    shown.answer("Remove all data too…")
    assert "1 project" in shown.question().text()
    assert str(data) in shown.question().informativeText()
    shown.answer("Cancel")
    turn(lambda: False, 0.3)
    assert (data / "server").is_dir() and programs.is_dir()
    shown.click("localRemoveButton")
    shown.answer("Remove all data too…")
    shown.answer("Delete all data")
    assert turn(lambda: not programs.exists() and not data.exists(), 60)
    assert turn(lambda: Settings().local_data_folder == "")  # told on the main thread, after the folders are gone


def test_where_it_cannot_be_set_up_it_says_why(
    folders: None, programs: Path, jobs: Jobs, signer: RequestSigner, turn: Turn, journal_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    environment.remove(programs)
    monkeypatch.setattr(environment, "DISK_MB", 10**9)
    shown = Shown(jobs, signer, turn)
    assert turn(lambda: shown.pane.findChild(QLabel, "setUpProblemLabel") is not None)
    assert "Not enough disk space" in shown.text("setUpProblemLabel")
    assert not shown.pane.findChild(QPushButton, "setUpButton").isEnabled()
    monkeypatch.undo()
    shown.click("setUpLookAgainButton")
    assert turn(lambda: shown.pane.findChild(QPushButton, "setUpButton").isEnabled())
    shown.servers.close_all()
    shown.window.deleteLater()


def test_setting_up_shows_its_progress_and_can_be_cancelled(
    folders: None, programs: Path, jobs: Jobs, signer: RequestSigner, turn: Turn, journal_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    environment.remove(programs)
    told: list[bool] = []

    def make(folder: Path, progress: Any, cancelled: Callable[[], bool], proxy: str = "") -> None:
        progress(0.4, "Downloading rasterio")
        while not cancelled():
            turn_slowly()
        told.append(True)
        raise environment.Cancelled("Making the local server was cancelled.")

    def turn_slowly() -> None:
        import time

        time.sleep(0.01)

    monkeypatch.setattr("nadir.core.local.processes.make", make)
    plan = EnvironmentPlan(programs, FoundPython("/usr/bin/python3", (3, 11, 2)), 270, 1000, 20_000, None, 16_000)
    monkeypatch.setattr(environment, "plan", lambda folder: plan)
    shown = Shown(jobs, signer, turn)
    assert turn(lambda: shown.pane.findChild(QPushButton, "setUpButton").isEnabled())
    shown.click("setUpButton")
    assert turn(lambda: shown.text("localBusyLabel") == "Downloading rasterio")
    shown.click("localCancelButton")
    assert turn(lambda: bool(told))
    assert turn(lambda: shown.pane.findChild(QPushButton, "setUpButton").isEnabled())
    assert not programs.exists()
    shown.servers.close_all()
    shown.window.deleteLater()


def test_where_the_settings_cannot_be_written_nothing_is_moved(
    shown: Shown, data: Path, tmp_path: Path, turn: Turn, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown.start()
    before = (data / "server" / "secret_key").read_text()
    monkeypatch.setattr(Settings, "written", lambda settings: False)
    shown.pane.take_folder(str(tmp_path / "new"))
    shown.answer("Move")
    assert turn(lambda: "settings cannot be written" in shown.message())
    assert turn(lambda: shown.state is ServerState.ONLINE, 60)
    assert (data / "server" / "secret_key").read_text() == before
    assert not (tmp_path / "new").exists()
    assert Settings().local_data_folder == str(data)


def test_whether_tasks_go_on_without_qgis_is_kept(shown: Shown, turn: Turn) -> None:
    assert turn(lambda: shown.text("localStateLabel") == "Stopped")
    check = shown.pane.findChild(QCheckBox, "localGoesOnCheck")
    assert check.isChecked()
    check.click()
    assert turn(lambda: Settings().local_goes_on is False)
    assert turn(lambda: not check.isChecked())
