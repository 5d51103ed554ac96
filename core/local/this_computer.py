"""*This computer*: the local server as the panel and the algorithms see it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Optional

from qgis.PyQt.QtCore import QObject, QStandardPaths, QTimer, pyqtSignal

from ..connections import network_options
from ..errors import Cancelled, NadirError
from ..jobs import Job, JobControl, Jobs
from ..settings import Settings
from . import environment
from .environment import Cancel, Progress
from .processes import LocalLogin, LocalProcesses, is_alive

WATCH_MILLISECONDS = 5000


class ThisComputer(QObject):
    """Makes, starts, watches and stops the local server. Its jobs run on Nadir's own threads."""

    stopped_unexpectedly = pyqtSignal(object)  # NadirError

    def __init__(self, jobs: Jobs, settings: Settings, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._settings = settings
        self._processes: Optional[LocalProcesses] = None
        self._timer = QTimer(self)
        self._timer.setInterval(WATCH_MILLISECONDS)
        self._timer.timeout.connect(self._watch)

    @property
    def environment_folder(self) -> Path:
        """Where the Python environment lies, or will."""
        chosen = self._settings.local_environment_folder
        return Path(chosen) if chosen else _local_folder() / "environment"

    @property
    def data_folder(self) -> Path:
        """Where projects, photos and results of the local server lie, or will. Never in a roaming profile."""
        chosen = self._settings.local_data_folder
        return Path(chosen) if chosen else _local_folder() / "data"

    def consent_needed(self) -> bool:
        """Whether starting must first download packages, which the user has to agree to."""
        return not environment.is_ready(self.environment_folder)

    def plan(self) -> Job:
        """Look at Python and disk; succeeds with an EnvironmentPlan."""
        folder = self.environment_folder
        return self._jobs.start(self.tr("Looking at this computer"), lambda control: environment.plan(folder))

    def prepare_and_start(self) -> Job:
        """Make the environment where it is missing, then start or join the server; succeeds with a LocalLogin."""
        title = (
            self.tr("Setting up the local server") if self.consent_needed() else self.tr("Starting the local server")
        )
        processes = self._new_processes()
        folder = self.environment_folder
        proxy = _proxy()

        def work(control: JobControl) -> LocalLogin:
            return _prepare_and_start(folder, processes, proxy, control.progress, control.cancelled)

        job = self._jobs.start(title, work, shown=self.consent_needed())
        job.succeeded.connect(self._start_watching)
        return job

    def start(self, progress: Progress, cancelled: Cancel) -> LocalLogin:
        """The same on the calling thread, for algorithms. Never downloads: raises NadirError where the environment is missing."""
        if self.consent_needed():
            raise NadirError(
                "The local server is not set up on this computer yet.",
                "Open the Nadir panel in QGIS once, click This computer and agree to the download.",
            )
        return _prepare_and_start(self.environment_folder, self._new_processes(), "", progress, cancelled)

    def is_running(self) -> bool:
        """Whether this QGIS uses a running local server."""
        return self._processes is not None and bool(self._processes.pids) and all(map(is_alive, self._processes.pids))

    def stop(self, *, wait: bool = False) -> None:
        """Leave the local server; it stops where no other QGIS uses it."""
        self._timer.stop()
        if self._processes is not None and self._processes.pids:
            self._processes.stop(wait=wait)

    def _new_processes(self) -> LocalProcesses:
        self._processes = LocalProcesses(self.environment_folder, self.data_folder)
        return self._processes

    def _start_watching(self, login: LocalLogin) -> None:
        self._timer.start()

    def _watch(self) -> None:
        """Tell at once when a process has died, rather than leave the user with time-outs."""
        processes = self._processes
        if processes is None or not processes.pids or self.is_running():
            return
        self._timer.stop()
        job = self._jobs.start(self.tr("Reading the local server's log"), lambda control: processes.end_of_log())
        job.succeeded.connect(self._tell_that_it_stopped)

    def _tell_that_it_stopped(self, log: str) -> None:
        summary = self.tr("The local server stopped unexpectedly.")
        remedy = self.tr("Click This computer to start it again; finished work is kept.")
        self.stopped_unexpectedly.emit(NadirError(summary, remedy, log))


def _prepare_and_start(
    folder: Path, processes: LocalProcesses, proxy: str, progress: Progress, cancelled: Cancel
) -> LocalLogin:
    if not environment.is_ready(folder):
        environment.make(folder, lambda fraction, text: progress(0.95 * fraction, text), cancelled, proxy)
    if cancelled():
        raise Cancelled("Starting the local server was cancelled.")
    progress(0.96, "Starting the local server")
    login = processes.start(cancelled)
    progress(1.0, "The local server runs")
    return login


def _proxy() -> str:
    """QGIS's proxy for pip, as an address; empty where there is none."""
    return network_options("https://packages.invalid").proxies.get("https", "")


def _local_folder() -> Path:
    """A folder of this computer's user that does not roam between computers."""
    if os.name == "nt":
        return Path(os.environ.get("LOCALAPPDATA", str(Path.home()))) / "Nadir"
    return Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.GenericDataLocation)) / "nadir"
