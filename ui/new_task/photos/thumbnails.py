"""Thumbnails of photos as they come into view: made off the main thread, the latest asked for first, and few kept."""

from __future__ import annotations

import threading
from collections import OrderedDict
from pathlib import Path
from typing import Optional

from qgis.PyQt.QtCore import QObject, pyqtSignal
from qgis.PyQt.QtGui import QImage, QPixmap

from ....core.jobs import Job, JobControl, Jobs
from ....core.photos.photo import Photo
from ....core.photos.thumbnails import thumbnail

KEPT = 400  # at 160 pixels about 30 MB
WAITING = 60  # more rows than a screen shows; those scrolled past are forgotten
LONGEST_SIDE = 160  # pixels, the size of EXIF's own


class _Wanted:
    """What is asked for and not made yet. Safe from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._photos: OrderedDict[Path, Photo] = OrderedDict()

    def add(self, photo: Photo) -> None:
        with self._lock:
            self._photos[photo.path] = photo
            self._photos.move_to_end(photo.path)
            while len(self._photos) > WAITING:
                self._photos.popitem(last=False)

    def take(self) -> Optional[Photo]:
        """The one asked for last."""
        with self._lock:
            return self._photos.popitem()[1] if self._photos else None

    def clear(self) -> None:
        with self._lock:
            self._photos.clear()

    def __bool__(self) -> bool:
        return bool(self._photos)


class Thumbnails(QObject):
    """Belongs to the main thread."""

    made = pyqtSignal(object)  # Path

    def __init__(self, jobs: Jobs, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._kept: OrderedDict[Path, QPixmap] = OrderedDict()
        self._wanted = _Wanted()
        self._job: Optional[Job] = None

    def of(self, photo: Photo) -> Optional[QPixmap]:
        """A photo's thumbnail, a null one where none can be made; None for one that is on its way now."""
        found = self._kept.get(photo.path)
        if found is not None:
            self._kept.move_to_end(photo.path)
            return found
        self._wanted.add(photo)
        self._work()
        return None

    def close(self) -> None:
        """Make no more."""
        self._wanted.clear()
        if self._job is not None:
            self._job.cancel()
            self._job = None

    def _work(self) -> None:
        if self._job is not None:
            return
        wanted = self._wanted
        job = self._jobs.start(self.tr("Thumbnails"), lambda control: _make(control, wanted))
        if job.is_running():
            self._job = job
            job.reported.connect(self._keep)
            job.finished.connect(self._ended)

    def _ended(self) -> None:
        self._job = None
        if self._wanted:
            self._work()

    def _keep(self, made: tuple[Path, QImage]) -> None:
        path, image = made
        self._kept[path] = QPixmap.fromImage(image)
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        self.made.emit(path)


def _make(control: JobControl, wanted: _Wanted) -> None:
    while not control.cancelled():
        photo = wanted.take()
        if photo is None:
            return
        control.report((photo.path, _image(photo)))


def _image(photo: Photo) -> QImage:
    """A null image for what cannot be read."""
    pixels = None if photo.problem else thumbnail(photo.path, LONGEST_SIDE, photo.orientation)
    if pixels is None:
        return QImage()
    height, width = pixels.shape[:2]
    return QImage(pixels.tobytes(), width, height, width * 3, QImage.Format.Format_RGB888).copy()
