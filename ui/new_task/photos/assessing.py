"""The figures and findings of the photos that are to be sent, made anew off the main thread when these change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Optional

from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal

from ....core.errors import Cancelled
from ....core.jobs import Job, JobControl, Jobs
from ....core.photos.findings import FindingKind
from ....core.photos.footprints import footprints
from ....core.photos.photo import Photo
from ....core.photos.report import PhotoReport, assess
from .model import PhotoModel

PAUSE = 120  # ms after a change, in which more may come

NOTES = (FindingKind.SAME_NAME,)
"""Good to know of the set, nothing against a single photo: cameras count from 1 again for each thousand photos."""

Outline = tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Assessment:
    """kinds: of the photos in the report; outlines: of all usable photos, in degrees, where they are known."""

    report: PhotoReport = field(default_factory=PhotoReport)
    kinds: Mapping[Path, tuple[FindingKind, ...]] = field(default_factory=dict)
    outlines: Mapping[Path, Outline] = field(default_factory=dict)


class Assessor(QObject):
    """Follows a model; `assessed` comes with what holds for its last state."""

    assessed = pyqtSignal(object)  # Assessment
    failed = pyqtSignal(object)  # the exception

    def __init__(self, jobs: Jobs, model: PhotoModel) -> None:
        super().__init__(model)
        self._jobs, self._model = jobs, model
        self._job: Optional[Job] = None
        self._held = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE)
        self._timer.timeout.connect(self._start)
        model.chosen_changed.connect(self.ask)

    def ask(self) -> None:
        """Look again soon, or once it is no longer held."""
        if not self._held:
            self._timer.start()

    def hold(self, held: bool) -> None:
        """Wait while photos are being read: each batch would set it off; look at the end of that."""
        if held != self._held:
            self._held = held
            self._timer.stop()
            self.ask()

    def is_busy(self) -> bool:
        """Whether something has changed that has not been assessed."""
        return self._held or self._timer.isActive() or self._job is not None

    def close(self) -> None:
        """Look no more."""
        self._timer.stop()
        if self._job is not None:
            self._job.cancel()
            self._job = None
        self._model.chosen_changed.disconnect(self.ask)

    def _start(self) -> None:
        if self._job is not None:
            self._job.cancel()
        chosen, usable = self._model.chosen(), self._model.usable()
        job = self._jobs.start(self.tr("Comparing photos"), lambda control: _assess(control, chosen, usable))
        if not job.is_running():  # the plugin is being unloaded
            return
        self._job = job
        job.succeeded.connect(lambda found: self._take(job, found))
        job.failed.connect(lambda error: self._fail(job, error))

    def _take(self, job: Job, found: Assessment) -> None:
        if job is self._job:
            self._job = None
            self.assessed.emit(found)

    def _fail(self, job: Job, error: object) -> None:
        if job is self._job and not isinstance(error, Cancelled):
            self._job = None
            self.failed.emit(error)


def _assess(control: JobControl, chosen: tuple[Photo, ...], usable: tuple[Photo, ...]) -> Assessment:
    report = assess(chosen, control.cancelled)
    kinds: dict[Path, tuple[FindingKind, ...]] = {}
    for finding in (each for each in report.findings if each.kind not in NOTES):
        for path in finding.photos:
            kinds[path] = (*kinds.get(path, ()), finding.kind)
    corners = zip(usable, footprints(usable).in_degrees())
    return Assessment(report, kinds, {photo.path: outline for photo, outline in corners if outline is not None})
