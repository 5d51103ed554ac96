"""*This computer*: the local server as the panel and the algorithms see it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Optional

from qgis.PyQt.QtCore import QObject, QStandardPaths, QTimer, pyqtSignal

from ..connections import network_options
from ..errors import NadirError
from ..jobs import Job, JobControl, Jobs
from ..settings import Settings
from . import environment, moving, state
from .data import has_data
from .environment import Cancel, Progress
from .process_ids import is_alive
from .processes import DataMoved, LocalLogin, LocalProcesses

WATCH_MILLISECONDS = 5000


@dataclass(frozen=True)
class MovePlan:
    """Where data would go, or, where a local server has worked there before, from where they would be used.

    has_data_here: whether there is anything to be moved.
    """

    folder: Path
    has_data_there: bool = False
    has_data_here: bool = False


class ThisComputer(QObject):
    """Makes, starts, watches and stops the local server. Its jobs run on Nadir's own threads."""

    stopped_unexpectedly = pyqtSignal(object)  # NadirError
    changed = pyqtSignal()  # it was started or stopped, its folders were moved, chosen or removed
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

    def look(self) -> Job:
        """How the local server is now; succeeds with a LocalState."""
        folders = self.environment_folder, self.data_folder
        return self._jobs.start(self.tr("Looking at this computer"), lambda control: state.look(*folders))

    def measure(self) -> Job:
        """Count what it takes on the disk, which may take a while; succeeds with Sizes."""
        folders = self.environment_folder, self.data_folder
        title = self.tr("Measuring the data of this computer")
        return self._jobs.start(title, lambda control: state.measure(*folders, control.cancelled))

    def prepare_and_start(self) -> Job:
        """Make the environment where it is missing, then start or join the server; succeeds with a LocalLogin."""
        title = (
            self.tr("Setting up the local server") if self.consent_needed() else self.tr("Starting the local server")
        )
        may_make, proxy = self.consent_needed(), _proxy()

        def work(control: JobControl) -> LocalLogin:
            try:
                return self._current_processes().start(control.progress, control.cancelled, proxy, may_make=may_make)
            except DataMoved:  # by another QGIS, while we waited for it
                return self._current_processes().start(control.progress, control.cancelled, proxy, may_make=may_make)

        job = self._jobs.start(title, work, shown=may_make)
        job.succeeded.connect(lambda _: self._joined.emit())
        return self._telling(job)

    def start(self, progress: Progress, cancelled: Cancel) -> LocalLogin:
        """The same on the calling thread, for algorithms. Never downloads: raises NadirError where the environment is missing."""
        if self.consent_needed():
            raise NadirError(
                "The local server is not set up on this computer yet.",
                "Open the Nadir panel in QGIS once, click This computer and agree to the download.",
            )
        login = self._current_processes().start(progress, cancelled, may_make=False)
        self._joined.emit()
        return login

    def is_running(self) -> bool:
        """Whether this QGIS uses a running local server."""
        return self._processes is not None and bool(self._processes.pids) and all(map(is_alive, self._processes.pids))

    def leave(self) -> None:
        """QGIS closes, or the plugin goes: leave the local server, which finishes its work first where the user lets it."""
        self.stop(finish_work=self._settings.local_goes_on)

    def stop(self, *, wait: bool = False, finish_work: bool = False) -> None:
        """Leave the local server; it stops where no other QGIS uses it, at once or once it has `finish_work`ed. Waits for
        the lock for up to two seconds.

        Raises NadirError, or Cancelled where another QGIS is busy with the server; then this one still uses it.
        """
        if self._processes is not None and self._processes.pids:
            self._processes.stop(wait=wait, finish_work=finish_work)

    def stop_in_background(self, *, finish_work: bool = False) -> Job:
        """The same as a job, for a window that must not wait; also for a server that nobody uses and that still works."""

        def work(_control: JobControl) -> None:
            self._current_processes().stop(wait=True, finish_work=finish_work)

        return self._telling(self._jobs.start(self.tr("Stopping the local server"), work))

    def plan_move(self, chosen: Path) -> Job:
        """What choosing this folder for the data would mean; succeeds with a MovePlan. Writes nothing that stays."""
        here = self.data_folder

        def work(_control: JobControl) -> MovePlan:
            if has_data(chosen) and chosen.resolve() != here.resolve():
                return MovePlan(chosen, has_data_there=True, has_data_here=has_data(here))
            target = moving.target_in(chosen) if chosen.resolve() != here.resolve() else chosen
            moving.check_target(here, target)
            return MovePlan(target, has_data_here=has_data(here))

        return self._jobs.start(self.tr("Looking at the folder"), work)

    def choose_data_folder(self, chosen: Path) -> Job:
        """Have the data lie in another folder from now on; what lies in the present one stays there. Succeeds with the folder.

        A folder in which a local server has worked is taken as it is, one that holds other things gets a folder within.
        """

        def work(_control: JobControl) -> Path:
            folder = chosen if has_data(chosen) else moving.target_in(chosen)
            moving.check_folder(folder)
            self._current_processes().switch_data(lambda: self._set_data_folder(folder))
            return folder

        return self._telling(self._jobs.start(self.tr("Choosing the data folder"), work))

    def move_data(self, chosen: Path) -> Job:
        """Stop the local server and move its data, all or nothing; succeeds with what could not be removed, '' for nothing."""

        def work(control: JobControl) -> str:
            new = moving.target_in(chosen)
            processes = self._current_processes()
            return processes.move_data(new, lambda: self._set_data_folder(new), control.progress, control.cancelled)

        return self._telling(self._jobs.start(self.tr("Moving the data of this computer"), work, shown=True))

    def remove(self, *, with_data: bool) -> Job:
        """Stop the local server and remove its environment, and its data for good."""

        def work(control: JobControl) -> None:
            self._current_processes().remove(control.progress, control.cancelled, with_data=with_data)
            if with_data:
                self._set_data_folder(_local_folder() / "data")

        return self._telling(self._jobs.start(self.tr("Removing the local server"), work, shown=True))

    def let_go_on(self, wanted: bool) -> Job:
        """Whether the local server finishes its tasks when QGIS is closed, from now on."""

        def work(_control: JobControl) -> None:
            self._settings.local_goes_on = wanted

        return self._telling(self._jobs.start(self.tr("Keeping a setting"), work))

    def _telling(self, job: Job) -> Job:
        job.finished.connect(self.changed)
        return job

    def _set_data_folder(self, folder: Path) -> None:
        """On a job's thread. Once it returns, other QGIS windows read it too. Raises NadirError where it cannot be kept; then
        it is as before.
        """
        before = self._settings.local_data_folder
        self._settings.local_data_folder = "" if folder == _local_folder() / "data" else str(folder)
        if not self._settings.written():
            self._settings.local_data_folder = before
            raise NadirError(
                self.tr("QGIS's settings cannot be written."), self.tr("Check the disk of your QGIS profile, then try again.")
            )

    def _is_current(self, data: Path) -> bool:
        return data == self.data_folder

    def _current_processes(self) -> LocalProcesses:
        """The processes of the folders that are set now; one object for panel and algorithms, so that neither forgets the other's."""
        with self._lock:
            if self._processes is None or not self._processes.uses(self.environment_folder, self.data_folder):
                self._processes = LocalProcesses(self.environment_folder, self.data_folder, self._is_current)
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
