"""The pictures of both sides of a swipe: rendered off the main thread, and laid over the map, each on its side of the line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Optional

from qgis.core import QgsMapLayer, QgsMapRendererParallelJob, QgsMapSettings, QgsPointXY
from qgis.gui import QgsMapCanvas, QgsMapCanvasItem
from qgis.PyQt.QtCore import QObject, QPointF, QRectF, QSize, QSizeF, Qt, QTimer, pyqtSignal
from qgis.PyQt.QtGui import QColor, QImage, QPainter, QPolygonF, QTransform

PREVIEW_MILLISECONDS = 250  # between two looks at a picture that is not finished, as often as QGIS's own map has it
ABOVE_THE_MAP = -5.0  # QGIS's map lies at -10, what is drawn on it from 0 on


@dataclass(frozen=True)
class Picture:
    """A rendered map and where its corners lie on the ground: top left, top right, bottom right, bottom left."""

    image: QImage
    corners: tuple[QgsPointXY, ...]
    crs: str


class SidePicture(QObject):
    """The latest picture of one side. Until a new one is finished, the one before lies below what is there of it."""

    changed = pyqtSignal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.before: Optional[Picture] = None
        self.latest: Optional[Picture] = None
        self._settings = QgsMapSettings()
        self._job: Optional[QgsMapRendererParallelJob] = None
        self._ending: list[QgsMapRendererParallelJob] = []
        self._timer = QTimer(self)
        self._timer.setInterval(PREVIEW_MILLISECONDS)
        self._timer.timeout.connect(self._preview)

    def is_rendering(self) -> bool:
        """Whether a picture is under way."""
        return self._job is not None

    def pictures(self) -> list[Picture]:
        """What is to be painted, the lowest first."""
        crs = self._settings.destinationCrs().authid()
        return [found for found in (self.before, self.latest) if found is not None and found.crs == crs]

    def render(self, settings: QgsMapSettings, layers: Sequence[QgsMapLayer]) -> None:
        """Make a new picture of these layers; one that is under way is given up."""
        self.cancel()
        self._settings = QgsMapSettings(settings)
        self._settings.setLayers(list(layers))
        self._settings.setBackgroundColor(QColor(Qt.GlobalColor.transparent))
        self._settings.setIsTemporal(False)  # of two flights time would hide one
        job = QgsMapRendererParallelJob(self._settings)
        self._job = job
        job.finished.connect(lambda: self._take(job))
        job.start()
        self._timer.start()

    def cancel(self, *, wait: bool = False) -> None:
        """Give up what is under way. wait: until none of its threads runs, before a layer goes."""
        self._timer.stop()
        job, self._job = self._job, None
        if job is not None:
            self._ending.append(job)
            job.cancelWithoutBlocking()
        if wait:
            for ending in tuple(self._ending):
                ending.waitForFinished()

    def _take(self, job: QgsMapRendererParallelJob) -> None:
        given_up = self._job is not job
        if given_up:
            QTimer.singleShot(0, lambda: self._forget(job))
            return
        self._timer.stop()
        self.before, self.latest = None, self._picture(job.renderedImage())
        self._job = None
        self._ending.append(job)
        QTimer.singleShot(0, lambda: self._forget(job))
        self.changed.emit()

    def _forget(self, job: QgsMapRendererParallelJob) -> None:
        """Not while it still tells of its end."""
        if job in self._ending:
            self._ending.remove(job)

    def _preview(self) -> None:
        if self._job is None:
            return
        if self.latest is not None and not self._is_of_now(self.latest):
            self.before = self.latest
        self.latest = self._picture(self._job.renderedImage())
        self.changed.emit()

    def _is_of_now(self, picture: Picture) -> bool:
        return picture.corners == self._corners()

    def _picture(self, image: QImage) -> Picture:
        return Picture(image, self._corners(), self._settings.destinationCrs().authid())

    def _corners(self) -> tuple[QgsPointXY, ...]:
        size, place = self._settings.outputSize(), self._settings.mapToPixel()
        edges = ((0, 0), (size.width(), 0), (size.width(), size.height()), (0, size.height()))
        return tuple(QgsPointXY(place.toMapCoordinates(x, y)) for x, y in edges)


class SwipeOverlay(QgsMapCanvasItem):
    """Lies over the map and shows each side's picture on its side; a side that the map shows itself is left open."""

    def __init__(self, canvas: QgsMapCanvas, sides: Sequence[SidePicture]) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._sides = tuple(sides)
        self.position = 0.5
        self.orientation = Qt.Orientation.Horizontal
        self.open_sides = (False, False)
        self._seen = QRectF()
        self.setZValue(ABOVE_THE_MAP)

    def boundingRect(self) -> QRectF:  # noqa: N802 - Qt's name
        """All that is seen of the map."""
        return QRectF(self._seen)

    def updatePosition(self) -> None:  # noqa: N802 - QGIS's name
        """The map is moved: pictures are painted where their ground is."""
        self.follow()

    def follow(self) -> None:
        """Lie over the whole map again. While it is dragged, QGIS scrolls it with all that lies on it; the line stays."""
        size: QSize = self._canvas.viewport().size()
        seen = QRectF(self._canvas.sceneRect().topLeft(), QSizeF(size))
        if seen != self._seen:
            self.prepareGeometryChange()
            self._seen = seen
        self.update()

    def paint(self, painter: QPainter, *_of_qt: object) -> None:
        """Only clips and lays down what is rendered already."""
        for side, area, is_open in zip(self._sides, self.areas(), self.open_sides):
            if is_open or area.isEmpty():
                continue
            painter.save()
            painter.setClipRect(area, Qt.ClipOperation.IntersectClip)
            pictures = side.pictures()
            if pictures:
                painter.fillRect(area, self._canvas.canvasColor())
            for picture in pictures:
                self._lay_down(painter, picture)
            painter.restore()

    def areas(self) -> tuple[QRectF, QRectF]:
        """Of the first and the second side, in logical pixels of the scene."""
        first, second = self.boundingRect(), self.boundingRect()
        if self.orientation == Qt.Orientation.Horizontal:
            line = first.left() + round(first.width() * self.position)
            first.setRight(line)
            second.setLeft(line)
        else:
            line = first.top() + round(first.height() * self.position)
            first.setBottom(line)
            second.setTop(line)
        return first, second

    def _lay_down(self, painter: QPainter, picture: Picture) -> None:
        ratio = picture.image.devicePixelRatio() or 1.0
        width, height = picture.image.width() / ratio, picture.image.height() / ratio
        here = QPolygonF([self.toCanvasCoordinates(corner) for corner in picture.corners])
        if _is_in_place(here, width, height):
            painter.drawImage(QPointF(round(here[0].x()), round(here[0].y())), picture.image)
            return
        placed = QTransform()
        if QTransform.quadToQuad(QPolygonF(_rectangle(width, height)), here, placed):
            painter.save()
            painter.setTransform(placed, True)
            painter.drawImage(QPointF(0, 0), picture.image)
            painter.restore()


def _rectangle(width: float, height: float) -> list[QPointF]:
    return [QPointF(0, 0), QPointF(width, 0), QPointF(width, height), QPointF(0, height)]


def _is_in_place(here: QPolygonF, width: float, height: float) -> bool:
    """Whether a picture is only moved: its pixels then fall on those of the screen."""
    moved = here[0]
    pairs = zip(_rectangle(width, height), (here[number] for number in range(4)))
    return all(abs(own.x() + moved.x() - there.x()) + abs(own.y() + moved.y() - there.y()) < 0.5 for own, there in pairs)
