"""The file of ground control points: picked, checked against the photos, sent with them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Optional

from qgis.gui import QgsFileWidget
from qgis.PyQt.QtCore import QLocale, QTimer

from ....core.errors import Cancelled
from ....core.jobs import Job, JobControl, Jobs
from ....core.photos.gcp import ControlPoints, Problem, read_control_points
from ....core.photos.photo import Photo
from ...common import wording
from ...common.notifier import as_nadir_error
from .part import ERROR, FACT, WARNING, Part

PAUSE = 400  # ms without a key before a typed path is looked at
PROBLEMS_SHOWN = 6
ENGINES_WITH_POINTS = frozenset({"odm", "odx"})  # whose handbook says so


class ControlPointsChoice(Part):
    """Reads the file on another thread, again whenever the photos change."""

    def __init__(self) -> None:
        super().__init__("", "controlPointsChoice")
        self.setTitle(self.tr("Ground control points"))
        self.found: Optional[ControlPoints] = None
        self._jobs: Optional[Jobs] = None
        self._job: Optional[Job] = None
        self._photos: tuple[Photo, ...] = ()
        self._engines: frozenset[str] = frozenset()
        self._lists_option = False
        self._error = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE)
        self._timer.timeout.connect(self._look)
        self.picker = QgsFileWidget()
        self.picker.setObjectName("gcpFile")
        self.picker.setStorageMode(QgsFileWidget.StorageMode.GetFile)
        self.picker.setDialogTitle(self.tr("Ground control points"))
        self.picker.setFilter(self.tr("Ground control points (*.txt);;All files (*)"))
        edit = self.picker.lineEdit()
        edit.setObjectName("gcpEdit")
        edit.setAccessibleName(self.tr("File of ground control points"))
        edit.setPlaceholderText(self.tr("gcp_list.txt"))
        edit.textChanged.connect(self._edited)
        self.column.addWidget(self.picker)
        self.column.addWidget(self.message)
        self._show()

    def set_jobs(self, jobs: Jobs) -> None:
        self._jobs = jobs

    def set_photos(self, photos: Sequence[Photo]) -> None:
        """What the file is checked against."""
        if tuple(photos) != self._photos:
            self._photos = tuple(photos)
            if self.file() is not None:
                self._edited()

    def set_engines(self, engines: frozenset[str], *, lists_option: bool) -> None:
        """Of the nodes that may get the task, and whether they list ground control points among their options."""
        self._engines, self._lists_option = engines, lists_option
        self._show()

    def file(self) -> Optional[Path]:
        """None where none is wished for."""
        text = self.picker.filePath().strip().strip('"')
        return Path(text) if text else None

    def problem(self) -> str:
        """While it is looked at, too: nothing starts with a file that nobody checked."""
        if self.file() is None:
            return ""
        if self._error:
            return self._error
        if self.found is None:
            return self.tr("The ground control points are being looked at.")
        errors = self.found.errors
        if not errors:
            return ""
        text = self.tr("The ground control points cannot be used. {problem}")
        return text.format(problem=wording.one_line(str(errors[0]), 300))

    def notes(self) -> tuple[str, ...]:
        """What is not good about the file, and whether it is known to be used at all."""
        if self.found is None:
            return ()
        notes = [wording.one_line(str(problem), 300) for problem in self.found.warnings]
        if self._engines and not self._lists_option and not self._engines <= ENGINES_WITH_POINTS:
            notes.append(self.tr("The processing node does not say whether it uses ground control points; it may ignore them."))
        return tuple(notes)

    def close_look(self) -> None:
        """Nothing of it goes on."""
        self._timer.stop()
        if self._job is not None:
            self._job.cancel()
            self._job = None

    def _edited(self) -> None:
        self.close_look()
        self.found, self._error = None, ""
        if self.file() is not None:
            self._timer.start()
        self._show()
        self.changed.emit()

    def _look(self) -> None:
        path, photos = self.file(), self._photos
        if path is None or self._jobs is None:
            return

        def work(_control: JobControl) -> ControlPoints:
            return read_control_points(path, photos)

        job = self._jobs.start(self.tr("Looking at ground control points"), work)
        self._job = job
        job.succeeded.connect(lambda found: self._take(job, found, ""))
        job.failed.connect(lambda error: self._fail(job, error))

    def _fail(self, job: Job, error: object) -> None:
        if not isinstance(error, Cancelled):
            self._take(job, None, str(as_nadir_error(error)))

    def _take(self, job: Job, found: Optional[ControlPoints], error: str) -> None:
        if job is not self._job:
            return
        self._job = None
        self.found, self._error = found, error
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        if self.file() is None:
            self.message.say(self.tr("Choose a file to fit the result onto measured points."))
        elif self._error:
            self.message.say(self._error, ERROR)
        elif self.found is None:
            self.message.say(self.tr("Looking at the file…"))
        elif self.found.errors:
            self.message.say(_listed(self.found.problems), ERROR)
        else:
            notes = self.notes()
            self.message.say("\n".join((self._facts(self.found), *notes)), WARNING if notes else FACT)
        self.message.label.setToolTip(wording.plain_tooltip(_all(self.found.problems)) if self.found is not None else "")

    def _facts(self, found: ControlPoints) -> str:
        text = self.tr("{points} points on {photos} photos, {crs}")
        points, photos = QLocale().toString(found.points), QLocale().toString(found.photos)
        return text.format(points=points, photos=photos, crs=wording.one_line(found.crs, 40))


def _listed(problems: Sequence[Problem]) -> str:
    """The first few problems, one in each line."""
    shown = [f"• {wording.one_line(str(problem), 300)}" for problem in problems[:PROBLEMS_SHOWN]]
    more = len(problems) - PROBLEMS_SHOWN
    return "\n".join([*shown, f"… +{more}"] if more > 0 else shown)


def _all(problems: Sequence[Problem]) -> str:
    return "\n".join(wording.one_line(str(problem), 300) for problem in problems[:100])
