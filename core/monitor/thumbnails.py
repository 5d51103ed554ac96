"""Small pictures of tasks' results: fetched once for each run of a task, off the main thread, and kept in little memory."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from typing import TYPE_CHECKING, Optional, Tuple

from qgis.PyQt.QtCore import QBuffer, QByteArray, QObject, Qt, pyqtSignal
from qgis.PyQt.QtGui import QImage, QImageReader

from ..api.errors import NotFound
from ..errors import Cancelled, NadirError
from ..jobs import Job, JobControl, Jobs

if TYPE_CHECKING:
    from ..api.client import Client
    from ..api.task import Task

PIXELS = 96  # longest side
MOST_KEPT = 400  # pictures: at most 15 MB
_MOST_WAITING = 60  # what was wanted before has scrolled away
_REST_SECONDS = 60.0  # after a failure
_MOST_PIXELS = 25_000_000  # of a picture that is opened at all
_WITH_PICTURE = ("orthophoto.tif", "dsm.tif", "dtm.tif")

_Key = Tuple[str, int, Tuple[str, ...]]
"""A task and what changes when it is processed again: the time that took, and what came out."""


class Thumbnails(QObject):
    """The pictures of one server's tasks. Lives on the main thread."""

    arrived = pyqtSignal(str)  # id of a task whose picture is there now

    def __init__(self, client: Client, jobs: Jobs, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._client = client
        self._jobs = jobs
        self._kept: OrderedDict[_Key, Optional[QImage]] = OrderedDict()  # None: there is none
        self._lock = threading.Lock()
        self._wanted: OrderedDict[_Key, Task] = OrderedDict()  # the latest wish last
        self._rest_until = 0.0
        self._job: Optional[Job] = None

    def image(self, task: Task) -> Optional[QImage]:
        """The picture of a task, or None where there is none or none yet: then it is fetched, and `arrived` tells."""
        if not any(asset in task.available_assets for asset in _WITH_PICTURE):
            return None
        key = (task.id, task.processing_time_ms, task.available_assets)
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        self._want(key, task)
        return None

    def stop(self) -> None:
        """Fetch no more."""
        with self._lock:
            self._wanted.clear()
        if self._job is not None:
            self._job.cancel()

    def _want(self, key: _Key, task: Task) -> None:
        with self._lock:
            self._wanted[key] = task
            self._wanted.move_to_end(key)
            while len(self._wanted) > _MOST_WAITING:
                self._wanted.popitem(last=False)
        self._start()

    def _start(self) -> None:
        if self._job is None and time.monotonic() >= self._rest_until:
            self._job = self._jobs.start("thumbnails", self._fetch)
            self._job.reported.connect(self._take)
            self._job.failed.connect(self._take_failure)
            self._job.finished.connect(self._end)

    def _fetch(self, control: JobControl) -> None:
        """On the worker: until nothing is wanted any more. What was wanted last is on the screen now."""
        while not control.cancelled():
            with self._lock:
                if not self._wanted:
                    return
                key, task = self._wanted.popitem(last=True)
            control.report((key, self._picture(task, control)))

    def _picture(self, task: Task, control: JobControl) -> Optional[QImage]:
        try:
            data = self._client.images.task_thumbnail(task.project_id, task.id, PIXELS, cancelled=control.cancelled)
        except NotFound:
            return None
        return _small(data)

    def _take(self, found: Tuple[_Key, Optional[QImage]]) -> None:
        key, image = found
        self._kept[key] = image
        while len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)
        if image is not None:
            self.arrived.emit(key[0])

    def _take_failure(self, error: Exception) -> None:
        """The server is away or the like, which the monitor tells: a picture is not worth a message of its own."""
        if isinstance(error, NadirError) and not isinstance(error, Cancelled):
            self._rest_until = time.monotonic() + _REST_SECONDS
        with self._lock:
            self._wanted.clear()

    def _end(self) -> None:
        self._job = None
        if self._wanted:  # since the worker last looked
            self._start()


def _small(data: bytes) -> Optional[QImage]:
    """The picture at the size that is kept; None where it is none, or one that would take all memory."""
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    reader = QImageReader(buffer)
    reader.setDecideFormatFromContent(True)
    size = reader.size()
    if not size.isValid() or size.width() * size.height() > _MOST_PIXELS:
        return None
    if max(size.width(), size.height()) > PIXELS:  # an old server may not heed the size
        reader.setScaledSize(size.scaled(PIXELS, PIXELS, Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    return None if image.isNull() else image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)
