"""A small picture of a task's orthophoto, fetched in the background and kept for when the task is selected again."""

from __future__ import annotations

from collections import OrderedDict
from typing import Optional

from qgis.PyQt.QtCore import QSize, Qt
from qgis.PyQt.QtGui import QColor, QImage, QPainter, QPaintEvent, QPalette, QPixmap
from qgis.PyQt.QtWidgets import QSizePolicy, QWidget

from ...core.api.task import Task
from ...core.jobs import Job
from ...core.layers.products import ASSETS, LayerKind, result_version
from ...core.workspace import Workspace
from ..common import icons

EDGE = 512  # pixels that are asked for; wide enough for a dock on a fine screen
KEPT = 64  # pictures
FAINT = 0.07  # how much of the text's colour the frame's ground has
LINES = 6  # of text: the height of the frame

Key = tuple[str, str, str]  # server, task, run


class Thumbnail(QWidget):
    """The picture of one task in a frame of constant height; an icon while there is none, and no frame for tasks without."""

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.setObjectName("taskThumbnail")
        self.setAccessibleName(self.tr("Preview of the orthophoto"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._kept: OrderedDict[Key, Optional[QImage]] = OrderedDict()  # None: the server has no picture
        self._key: Optional[Key] = None
        self._workspace: Optional[Workspace] = None
        self._task: Optional[Task] = None
        self._wanted = False
        self._pixmap: Optional[QPixmap] = None
        self._job: Optional[Job] = None
        self.hide()

    def sizeHint(self) -> QSize:
        """Some lines of text high."""
        line = self.fontMetrics().height()
        return QSize(line * 8, line * LINES)

    def minimumSizeHint(self) -> QSize:
        return QSize(1, self.sizeHint().height())

    def show_task(self, workspace: Optional[Workspace], task: Optional[Task]) -> None:
        """Show the picture of the task's latest run, and fetch it where it is not known."""
        has_picture = task is not None and task.completed and ASSETS[LayerKind.ORTHOPHOTO][0] in task.available_assets
        if workspace is None or task is None or not has_picture:
            self._leave()
            return
        key = (workspace.connection.id, task.id, result_version(task))
        if key == self._key:
            return
        self._leave()
        self._key, self._workspace, self._task = key, workspace, task
        self.show()
        if key in self._kept:
            self._show(self._kept[key])
        self._fetch()

    def set_wanted(self, wanted: bool) -> None:
        """Whether somebody looks: only then is a picture fetched."""
        self._wanted = wanted
        self._fetch()

    def _fetch(self) -> None:
        key, workspace, task = self._key, self._workspace, self._task
        if not self._wanted or self._job is not None or key is None or key in self._kept or workspace is None or task is None:
            return
        self._job = workspace.thumbnail(task, EDGE)
        self._job.succeeded.connect(lambda image: self._take(key, image))
        self._job.failed.connect(lambda _error: self._take(key, None))

    @property
    def is_loading(self) -> bool:
        """Whether the picture is on its way."""
        return self._job is not None

    @property
    def has_picture(self) -> bool:
        """Whether it is there."""
        return self._pixmap is not None

    def paintEvent(self, event: QPaintEvent) -> None:
        """The picture as large as fits, on a faint ground."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        ground = QColor(self.palette().color(QPalette.ColorRole.WindowText))
        ground.setAlphaF(FAINT)
        painter.setBrush(ground)
        painter.setPen(Qt.PenStyle.NoPen)
        radius = self.fontMetrics().height() / 4
        painter.drawRoundedRect(self.rect(), radius, radius)
        if self._pixmap is None:
            edge = self.fontMetrics().height() * 2
            picture = icons.picture("photos", edge, self)
            painter.setOpacity(0.4)
            painter.drawPixmap((self.width() - edge) // 2, (self.height() - edge) // 2, picture)
            return
        size = self._pixmap.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        place = self.rect().center()
        painter.drawPixmap(
            place.x() - size.width() // 2 + 1, place.y() - size.height() // 2 + 1, size.width(), size.height(), self._pixmap
        )

    def _take(self, key: Key, image: Optional[QImage]) -> None:
        self._kept[key] = image
        if len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        if key == self._key:
            self._job = None
            self._show(image)

    def _show(self, image: Optional[QImage]) -> None:
        self._pixmap = QPixmap.fromImage(image) if image is not None else None
        self.setVisible(image is not None)
        self.update()

    def _leave(self) -> None:
        job, self._job = self._job, None
        self._key, self._workspace, self._task, self._pixmap = None, None, None, None
        self.hide()
        if job is not None:
            job.cancel()
