"""Looks at what the user adds, off the main thread: finds and reads the photos, then looks for blurred ones.

One job at a time. Reading comes first, so that adding more while blurred photos are looked for puts that off.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from enum import Enum
from pathlib import Path
from typing import Optional

from qgis.PyQt.QtCore import QObject, pyqtSignal

from ....core.errors import Cancelled
from ....core.jobs import Job, JobControl, Jobs
from ....core.photos.collecting import FoundFiles, find_files, measure_sharpness, read_photos
from ....core.photos.photo import Photo

BATCH_SECONDS = 0.15  # between two batches of photos: often enough to see it move, seldom enough for the main thread


class ScanPhase(Enum):
    """What is being done."""

    IDLE = "idle"
    READING = "reading"
    SHARPNESS = "sharpness"


class PhotoScan(QObject):
    """`photos_of` gives the photos that are known by now."""

    found = pyqtSignal(object)  # list of Photo, as they are read
    measured = pyqtSignal(object)  # list of Photo, with their sharpness
    read = pyqtSignal(object)  # FoundFiles, once all photos of a look have been told
    progressed = pyqtSignal(float, str)  # fraction, name of the file
    phase_changed = pyqtSignal()
    failed = pyqtSignal(object)  # the exception

    def __init__(self, jobs: Jobs, photos_of: Callable[[], Sequence[Photo]], parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self.phase = ScanPhase.IDLE
        self._jobs, self._photos_of = jobs, photos_of
        self._waiting: list[Path] = []
        self._job: Optional[Job] = None
        self._skip_sharpness = False

    def add(self, paths: Sequence[Path]) -> None:
        """Look at files and folders, after those that are being looked at."""
        self._waiting.extend(paths)
        self._skip_sharpness = False
        if self.phase is ScanPhase.SHARPNESS and self._job is not None:
            self._job.cancel()
        elif self.phase is ScanPhase.IDLE:
            self._go_on()

    def cancel(self) -> None:
        """End it; what was found stays."""
        self._waiting.clear()
        self._skip_sharpness = True
        if self._job is not None:
            self._job.cancel()

    def close(self) -> None:
        """End it and say nothing more."""
        self.blockSignals(True)
        self.cancel()

    def _go_on(self) -> None:
        """The next thing to do, if there is any."""
        photos = self._photos_of()
        unmeasured = [photo for photo in photos if photo.sharpness is None and not photo.problem]
        if self._waiting:
            paths, self._waiting = tuple(self._waiting), []
            known = frozenset(photo.path for photo in photos)
            self._start(ScanPhase.READING, self.tr("Reading photos"), lambda control: _read(control, paths, known))
        elif unmeasured and not self._skip_sharpness:
            self._skip_sharpness = True  # once for each look: what cannot be measured stays so
            work = self.tr("Looking for blurred photos")
            self._start(ScanPhase.SHARPNESS, work, lambda control: _measure(control, unmeasured))
        else:
            self._set_phase(ScanPhase.IDLE)

    def _start(self, phase: ScanPhase, title: str, work: Callable[[JobControl], object]) -> None:
        job = self._jobs.start(title, work)
        self._job = job if job.is_running() else None
        if self._job is None:  # the plugin is being unloaded
            self._set_phase(ScanPhase.IDLE)
            return
        job.progressed.connect(self.progressed)
        job.reported.connect(self.found if phase is ScanPhase.READING else self.measured)
        if phase is ScanPhase.READING:
            job.succeeded.connect(self.read)
        job.failed.connect(self._tell)
        job.finished.connect(self._ended)
        self._set_phase(phase)

    def _tell(self, error: object) -> None:
        if not isinstance(error, Cancelled):
            self.failed.emit(error)

    def _ended(self) -> None:
        self._job = None
        self._go_on()

    def _set_phase(self, phase: ScanPhase) -> None:
        if phase is not self.phase:
            self.phase = phase
            self.phase_changed.emit()


def _read(control: JobControl, paths: Sequence[Path], known: frozenset[Path]) -> FoundFiles:
    found = find_files(paths, control.progress, control.cancelled)
    new = [path for path in found.photos if path not in known]
    _in_batches(control, read_photos(new, control.progress, control.cancelled))
    return found


def _measure(control: JobControl, photos: Sequence[Photo]) -> None:
    _in_batches(control, measure_sharpness(photos, control.progress, control.cancelled))


def _in_batches(control: JobControl, photos: Iterable[Photo]) -> None:
    """Report photos a batch at a time; those before a cancel too."""
    batch: list[Photo] = []
    told = time.monotonic()
    try:
        for photo in photos:
            batch.append(photo)
            if time.monotonic() - told >= BATCH_SECONDS:
                control.report(batch)
                batch, told = [], time.monotonic()
    finally:
        if batch:
            control.report(batch)
