"""*This computer*: the local server as the panel and the algorithms see it."""

from __future__ import annotations

import os
from pathlib import Path
from threading import Lock
from typing import Optional

from qgis.PyQt.QtCore import QObject, QStandardPaths, QTimer, pyqtSignal

from ..connections import network_options
from ..errors import NadirError
from ..jobs import Job, JobControl, Jobs
from ..settings import Settings
from . import environment
from .environment import Cancel, Progress
from .processes import LocalLogin, LocalProcesses, is_alive

WATCH_MILLISECONDS = 5000


class ThisComputer(QObject):
    """Makes, starts, watches and stops the local server. Its jobs run on Nadir's own threads."""

    stopped_unexpectedly = pyqtSignal(object)  # NadirError
    _joined = pyqtSignal()  # from whatever thread; the watch begins on the main one

    def __init__(self, jobs: Jobs, settings: Settings, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._settings = settings
        self._processes: Optional[LocalProcesses] = None
        self._timer = QTimer(self)
        self._timer.setInterval(WATCH_MILLISECONDS)
        self._timer.timeout.connect(self._watch)
        self._joined.connect(self._start_watching)
        self._lock = Lock()

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
        processes = self._current_processes()
        proxy = _proxy()

        def work(control: JobControl) -> LocalLogin:
            return processes.start(control.progress, control.cancelled, proxy)

        job = self._jobs.start(title, work, shown=self.consent_needed())
        job.succeeded.connect(lambda _: self._joined.emit())
        return job

    def start(self, progress: Progress, cancelled: Cancel) -> LocalLogin:
        """The same on the calling thread, for algorithms. Never downloads: raises NadirError where the environment is missing."""
        if self.consent_needed():
            raise NadirError(
                "The local server is not set up on this computer yet.",
                "Open the Nadir panel in QGIS once, click This computer and agree to the download.",
            )
        login = self._current_processes().start(progress, cancelled)
        self._joined.emit()
        return login

    def is_running(self) -> bool:
        """Whether this QGIS uses a running local server."""
        return self._processes is not None and bool(self._processes.pids) and all(map(is_alive, self._processes.pids))

    def stop(self, *, wait: bool = False) -> None:
        """Leave the local server; it stops where no other QGIS uses it. Waits for the lock for up to two seconds.

        Raises NadirError, or Cancelled where another QGIS is busy with the server; then this one still uses it.
        """
        if self._processes is not None and self._processes.pids:
            self._processes.stop(wait=wait)

    def stop_in_background(self) -> Job:
        """The same as a job, for a window that must not wait."""
        return self._jobs.start(self.tr("Stopping the local server"), lambda control: self.stop(wait=True))

    def _current_processes(self) -> LocalProcesses:
        """The processes of the folders that are set now; one object for panel and algorithms, so that neither forgets the other's."""
        with self._lock:
            if self._processes is None or not self._processes.uses(self.environment_folder, self.data_folder):
                self._processes = LocalProcesses(self.environment_folder, self.data_folder)
            return self._processes

    def _start_watching(self) -> None:
        self._timer.start()

    def _watch(self) -> None:
        """Tell at once when a process has died, rather than leave the user with time-outs."""
        processes = self._processes
        if processes is None or self.is_running():
            return
        self._timer.stop()
        if not processes.pids:  # it was stopped on purpose
            return
        job = self._jobs.start(self.tr("Reading the local server's log"), lambda control: processes.end_of_log())
        job.succeeded.connect(self._tell_that_it_stopped)

    def _tell_that_it_stopped(self, log: str) -> None:
        summary = self.tr("The local server stopped unexpectedly.")
        remedy = self.tr("Click This computer to start it again; finished work is kept.")
        self.stopped_unexpectedly.emit(NadirError(summary, remedy, log))


def _proxy() -> str:
    """QGIS's proxy for pip, as an address; empty where there is none."""
    return network_options("https://packages.invalid").proxies.get("https", "")


def _local_folder() -> Path:
    """A folder of this computer's user that does not roam between computers."""
    if os.name == "nt":
        return Path(os.environ.get("LOCALAPPDATA", str(Path.home()))) / "Nadir"
    return Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.GenericDataLocation)) / "nadir"
