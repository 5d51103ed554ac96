"""Positions and footprints of the photos over the map: painted on the canvas, so that nothing of it is in the project.

A memory layer would make the project dirty, show up in the legend, in layouts and saved files. A canvas item is gone
with its dialog, whatever the user saves meanwhile.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import Optional

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsCsException,
    QgsPointXY,
    QgsProject,
    QgsRectangle,
)
from qgis.gui import QgsMapCanvas, QgsMapCanvasItem
from qgis.PyQt.QtCore import QLineF, QPointF, QRectF, Qt
from qgis.PyQt.QtGui import QColor, QPainter, QPen, QPolygonF, QTransform
from qgis.PyQt.QtWidgets import QStyleOptionGraphicsItem, QWidget

from ...common import icons

Edges = tuple[QLineF, ...]
DegreesOf = Mapping[Path, tuple[float, float]]
OutlinesOf = Mapping[Path, tuple[tuple[float, float], ...]]


LEAST_MARK = 3.0  # pixels


class Look(Enum):
    """How a photo is drawn; later ones over earlier ones."""

    LEFT_OUT = "left out"
    CHOSEN = "chosen"
    FOUND = "with a finding"
    SELECTED = "selected"


COLOURS = {Look.LEFT_OUT: "#8a8a8a", Look.CHOSEN: icons.ACCENT, Look.FOUND: "#e39a2d", Look.SELECTED: "#ffe100"}
"""Maps are of all colours and follow no theme: these are those of the icons, each with a ring that sets it off."""
RING = {Look.LEFT_OUT: "#ffffff", Look.CHOSEN: "#ffffff", Look.FOUND: "#ffffff", Look.SELECTED: "#202020"}
OUTLINE_STRENGTH = {Look.LEFT_OUT: 0.25, Look.CHOSEN: 0.45, Look.FOUND: 0.6, Look.SELECTED: 1.0}


@dataclass
class _Drawing:
    """What is drawn in one look, in map units."""

    points: QPolygonF = field(default_factory=QPolygonF)
    outlines: list[QLineF] = field(default_factory=list)  # one path of all takes seconds to paint with thousands


class PhotoOverlay(QgsMapCanvasItem):
    """Takes degrees (WGS 84), draws in the map's reference system and follows it when it changes."""

    def __init__(self, canvas: QgsMapCanvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._degrees: DegreesOf = {}
        self._points: dict[Path, QPointF] = {}
        self._outlines: Mapping[Path, Edges] = {}
        self._apart = 0.0  # map units from one photo to the next, about
        self._looks: Mapping[Path, Look] = {}
        self._drawings: dict[Look, _Drawing] = {}
        self.setZValue(40)  # below rubber bands and the marks of other tools
        canvas.destinationCrsChanged.connect(self._project_again)

    def close(self) -> None:
        """Take it off the map."""
        self._canvas.destinationCrsChanged.disconnect(self._project_again)
        self._canvas.scene().removeItem(self)

    @property
    def points(self) -> Mapping[Path, QPointF]:
        """Where the photos are, in map units."""
        return self._points

    def set_positions(self, degrees: DegreesOf) -> None:
        """Photos with a position. Those that had the same before are not projected again."""
        before, points = self._degrees, self._points
        kept = {path: points[path] for path, place in degrees.items() if path in points and before.get(path) == place}
        new = {path: place for path, place in degrees.items() if path not in kept}
        self._degrees = degrees
        self._points = {**kept, **self._projected_points(new)}
        self._place()

    def set_outlines(self, outlines: Mapping[Path, Edges]) -> None:
        """What the photos show of the ground, in map units: see `projected_outlines`."""
        self._outlines = outlines
        self.set_looks(self._looks)
        self._place()

    def set_looks(self, looks: Mapping[Path, Look]) -> None:
        """How each photo is drawn; one without a look is not."""
        self._looks = looks
        drawings = {look: _Drawing() for look in Look}
        for path, look in looks.items():
            point, outline = self._points.get(path), self._outlines.get(path)
            if point is not None:
                drawings[look].points.append(point)
            if outline is not None:
                drawings[look].outlines.extend(outline)
        self._drawings = drawings
        self.update()

    def extent(self, paths: Optional[Collection[Path]] = None) -> QgsRectangle:
        """Around the positions and footprints, of some photos or of all, in map units."""
        extent = QgsRectangle()
        extent.setMinimal()
        for path, point in self._points.items():
            if paths is None or path in paths:
                extent.combineExtentWith(point.x(), point.y())
                for edge in self._outlines.get(path, ()):
                    extent.combineExtentWith(edge.x1(), edge.y1())
        return extent

    def boundingRect(self) -> QRectF:  # noqa: N802 - as Qt has it
        """With room for the marks at its edge."""
        edge = self._mark() * 2
        return super().boundingRect().adjusted(-edge, -edge, edge, edge)

    def paint(
        self,
        painter: QPainter,
        option: Optional[QStyleOptionGraphicsItem] = None,
        widget: Optional[QWidget] = None,
    ) -> None:
        """All looks, one over the other: first the outlines, then the positions."""
        place = self._to_item()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for look, drawing in self._drawings.items():
            self._paint_outlines(painter, place, look, drawing)
        for look, drawing in self._drawings.items():
            self._paint_points(painter, place, look, drawing)

    def _paint_outlines(self, painter: QPainter, place: QTransform, look: Look, drawing: _Drawing) -> None:
        colour = QColor(COLOURS[look])
        colour.setAlphaF(OUTLINE_STRENGTH[look])
        pen = QPen(colour, self._mark() / (3 if look is Look.SELECTED else 6))
        pen.setCosmetic(True)
        painter.setPen(pen)
        painter.save()
        painter.setTransform(place, True)
        painter.drawLines(drawing.outlines)
        painter.restore()

    def _paint_points(self, painter: QPainter, place: QTransform, look: Look, drawing: _Drawing) -> None:
        points = place.map(drawing.points)
        for colour, size in ((RING[look], self._mark() * 1.5), (COLOURS[look], self._mark())):
            pen = QPen(QColor(colour), size)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            painter.drawPoints(points)

    def _mark(self) -> float:
        """Size of a position's mark, in pixels of the canvas: smaller where they would run into one another."""
        apart = self._apart / self._canvas.mapUnitsPerPixel()
        return min(max(LEAST_MARK, apart / 2.0), max(5.0, self._canvas.fontMetrics().height() * 0.45))

    def _to_item(self) -> QTransform:
        """From map units to the item's own pixels; while the user drags the map, the canvas moves it by an offset."""
        to_canvas: QTransform = self._canvas.getCoordinateTransform().transform()
        corner = QgsPointXY(self.rect().xMinimum(), self.rect().yMaximum())
        moved = self.toCanvasCoordinates(corner) - to_canvas.map(QPointF(corner.x(), corner.y()))
        here = moved - self.pos()
        return to_canvas * QTransform.fromTranslate(here.x(), here.y())

    def _place(self) -> None:
        self._apart = _usual_distance([(point.x(), point.y()) for point in self._points.values()])
        extent = self.extent()
        if extent.isEmpty() and self._points:
            extent.grow(1e-6)  # one position: QGIS gives an item without extent no place
        self.setRect(extent if self._points else QgsRectangle())

    def _project_again(self) -> None:
        """The map has another reference system: outlines follow when they are projected."""
        self._points, self._outlines = self._projected_points(self._degrees), {}
        self.set_looks(self._looks)
        self._place()

    def _projected_points(self, degrees: DegreesOf) -> dict[Path, QPointF]:
        projected = _projected(QPolygonF([QPointF(*place) for place in degrees.values()]), MapSystem.of(self._canvas))
        return dict(zip(degrees, projected or ()))


def _usual_distance(places: list[tuple[float, float]]) -> float:
    """Between neighbours, were they spread evenly: of those in the middle, for a few may be far away."""
    tenth = len(places) // 10
    widths = [ordered[-1 - tenth] - ordered[tenth] for ordered in map(sorted, zip(*places))]
    longer, shorter = max(widths, default=0.0), min(widths, default=0.0)
    return max(math.sqrt(longer * shorter / max(len(places), 1)), longer / max(len(places), 1))


@dataclass(frozen=True)
class MapSystem:
    """A map's reference system and the ways into it, which other threads can use."""

    crs: QgsCoordinateReferenceSystem
    context: QgsCoordinateTransformContext

    @classmethod
    def of(cls, canvas: QgsMapCanvas) -> MapSystem:
        """Copies of what the canvas has now."""
        crs = QgsCoordinateReferenceSystem(canvas.mapSettings().destinationCrs())
        return cls(crs, QgsCoordinateTransformContext(QgsProject.instance().transformContext()))


def projected_outlines(outlines: OutlinesOf, system: MapSystem) -> dict[Path, Edges]:
    """The edges of outlines in map units, for any thread: thousands take longer than the main one may.

    All corners go in one call; a call for each photo takes several times as long.
    """
    corners = QPolygonF([QPointF(*corner) for outline in outlines.values() for corner in outline])
    projected = _projected(corners, system)
    if projected is None:
        return {}
    found: dict[Path, Edges] = {}
    start = 0
    for path, outline in outlines.items():
        around = projected[start : start + len(outline)]
        found[path] = tuple(QLineF(corner, follows) for corner, follows in zip(around, [*around[1:], around[0]]))
        start += len(outline)
    return found


def _projected(polygon: QPolygonF, system: MapSystem) -> Optional[list[QPointF]]:
    """Degrees in map units; None where the map's reference system does not reach there."""
    if system.crs.isValid():
        source = QgsCoordinateReferenceSystem("EPSG:4326")
        try:
            QgsCoordinateTransform(source, system.crs, system.context).transformPolygon(polygon)
        except QgsCsException:
            return None
    return [polygon.at(index) for index in range(polygon.count())]
