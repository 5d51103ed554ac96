"""The boundary of a task out of a polygon layer: one polygon in longitude and latitude, as processing nodes take it.

Nodes take exactly one polygon and look at its outer ring alone. So what a layer holds more is joined and said.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Callable, Iterator, List, Optional, Sequence, Tuple

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsCsException,
    QgsDistanceArea,
    QgsFeatureRequest,
    QgsGeometry,
    QgsPointXY,
    QgsVectorLayer,
    QgsVectorLayerFeatureSource,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QCoreApplication

from ..errors import Cancelled, NadirError

translate = QCoreApplication.translate  # called by this name, so that the translation tools find the texts

MOST_VERTICES = 1_000
_FIRST_TOLERANCE = 1e-6  # degrees, about 0.1 m
_METRES_PER_DEGREE = 111_320.0
_DECIMALS = 8  # of degrees, about a millimetre
_WORLD = "EPSG:4326"

Position = Tuple[float, float]  # longitude and latitude in degrees


class BoundaryProblem(NadirError):
    """A layer that no boundary can be made of."""


@dataclass(frozen=True)
class BoundarySource:
    """A layer as another thread may read it. selected: ids of the features that count, None for all."""

    features: QgsVectorLayerFeatureSource
    crs: QgsCoordinateReferenceSystem
    context: QgsCoordinateTransformContext
    layer_name: str
    selected: Optional[Tuple[int, ...]] = None

    @classmethod
    def of(cls, layer: QgsVectorLayer, *, only_selected: bool) -> BoundarySource:
        """Taken on the main thread, with edits that are not saved yet."""
        chosen = tuple(layer.selectedFeatureIds()) if only_selected else None
        return cls(QgsVectorLayerFeatureSource(layer), layer.crs(), layer.transformContext(), layer.name(), chosen)


@dataclass(frozen=True)
class Boundary:
    """One polygon in longitude and latitude (WGS 84). notices: how it differs from the layer, as sentences."""

    ring: Tuple[Position, ...]
    area_m2: float
    notices: Tuple[str, ...] = ()

    @property
    def geojson(self) -> str:
        """What the option `boundary` takes: the text of a collection with one polygon."""
        geometry = {"type": "Polygon", "coordinates": [self.ring]}
        feature = {"type": "Feature", "properties": {}, "geometry": geometry}
        return json.dumps({"type": "FeatureCollection", "features": [feature]}, separators=(",", ":"))

    def inside(self, positions: Sequence[Position]) -> int:
        """How many positions lie within."""
        polygon = self._geometry()
        return sum(polygon.contains(QgsPointXY(*position)) for position in positions)

    def touches(self, positions: Sequence[Position]) -> bool:
        """Whether it meets the area between the positions."""
        hull = QgsGeometry.fromMultiPointXY([QgsPointXY(*position) for position in positions]).convexHull()
        return self._geometry().intersects(hull)

    def _geometry(self) -> QgsGeometry:
        return QgsGeometry.fromPolygonXY([[QgsPointXY(*position) for position in self.ring]])


def make_boundary(source: BoundarySource, cancelled: Callable[[], bool] = lambda: False) -> Boundary:
    """The boundary out of a layer, on any thread. Raises `BoundaryProblem`, `Cancelled`."""
    if not source.crs.isValid():
        raise BoundaryProblem(
            translate("Boundary", "The layer {layer} has no reference system.").format(layer=source.layer_name),
            translate("Boundary", "Set it in the properties of the layer."),
        )
    polygons = list(_polygons(source, cancelled))
    if not polygons:
        raise _nothing(source)
    joined = QgsGeometry.unaryUnion(polygons)
    return _one_polygon(_in_degrees(joined, source))


def _polygons(source: BoundarySource, cancelled: Callable[[], bool]) -> Iterator[QgsGeometry]:
    """The polygons that count, valid ones."""
    request = QgsFeatureRequest()
    if source.selected is not None:
        request.setFilterFids(list(source.selected))
    for feature in source.features.getFeatures(request):
        if cancelled():
            raise Cancelled
        geometry = feature.geometry()
        if geometry.isNull() or geometry.isEmpty():
            continue
        if not geometry.isGeosValid():
            geometry = geometry.makeValid()
        for part in geometry.asGeometryCollection():
            if part.type() == QgsWkbTypes.GeometryType.PolygonGeometry and part.area() > 0:
                yield part


def _nothing(source: BoundarySource) -> BoundaryProblem:
    if source.selected is not None and not source.selected:
        return BoundaryProblem(
            translate("Boundary", "No feature of {layer} is selected.").format(layer=source.layer_name),
            translate("Boundary", "Select a polygon on the map, or take the whole layer."),
        )
    return BoundaryProblem(
        translate("Boundary", "There is no polygon in {layer}.").format(layer=source.layer_name),
        translate("Boundary", "Draw one, or choose another layer."),
    )


def _in_degrees(geometry: QgsGeometry, source: BoundarySource) -> QgsGeometry:
    world = QgsCoordinateReferenceSystem(_WORLD)
    outside = BoundaryProblem(
        translate("Boundary", "The polygons of {layer} cannot be brought to longitude and latitude.").format(
            layer=source.layer_name
        ),
        translate("Boundary", "Check the reference system of the layer."),
        source.crs.authid(),
    )
    try:
        geometry.transform(QgsCoordinateTransform(source.crs, world, source.context))
    except QgsCsException as error:
        raise outside from error
    box = geometry.boundingBox()
    if not (box.isFinite() and box.yMinimum() >= -90 and box.yMaximum() <= 90 and abs(box.xMinimum()) <= 360):
        raise outside
    if box.width() > 180:
        raise BoundaryProblem(
            translate("Boundary", "The polygons of {layer} reach around half of the Earth.").format(layer=source.layer_name),
            translate("Boundary", "Choose the polygon around the photos alone."),
        )
    return geometry


def _one_polygon(geometry: QgsGeometry) -> Boundary:
    """The outer ring of what may be many polygons with holes; what was changed for it goes into the notices."""
    notices: List[str] = []
    parts = geometry.asGeometryCollection()
    if len(parts) > 1:
        text = translate("Boundary", "The {count} polygons do not touch; the boundary goes around all of them.")
        notices.append(text.format(count=len(parts)))
        geometry = geometry.convexHull()
    elif parts[0].constGet().numInteriorRings():
        notices.append(translate("Boundary", "Holes do not count: what lies in them is processed too."))
    ring = _ring(geometry)
    if len(ring) > MOST_VERTICES:
        before = len(ring)
        ring, metres = _simpler(ring)
        text = translate("Boundary", "Its {before} vertices were simplified to {after}, at most {metres} m beside the line.")
        notices.append(text.format(before=before, after=len(ring), metres=f"{metres:.1f}"))
    return Boundary(_counter_clockwise(ring), _area(ring), tuple(notices))


def _ring(geometry: QgsGeometry) -> Tuple[Position, ...]:
    """The outer ring, without heights, no vertex twice in a row."""
    flat = geometry.asGeometryCollection()[0]
    ring: List[Position] = []
    for point in flat.asPolygon()[0]:
        position = (round(point.x(), _DECIMALS), round(point.y(), _DECIMALS))
        if not ring or ring[-1] != position:
            ring.append(position)
    return tuple(ring)


def _simpler(ring: Tuple[Position, ...]) -> Tuple[Tuple[Position, ...], float]:
    """With few enough vertices, and how many metres it may lie off."""
    polygon = QgsGeometry.fromPolygonXY([[QgsPointXY(*position) for position in ring]])
    tolerance, simple = _FIRST_TOLERANCE, ring
    while len(simple) > MOST_VERTICES:
        simple = _ring(polygon.simplify(tolerance))
        used, tolerance = tolerance, tolerance * 1.5
    return simple, used * _METRES_PER_DEGREE


def _counter_clockwise(ring: Tuple[Position, ...]) -> Tuple[Position, ...]:
    """The direction that GeoJSON wants of outer rings."""
    twice = sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in zip(ring, ring[1:]))
    return ring if twice > 0 else ring[::-1]


def _area(ring: Sequence[Position]) -> float:
    """Square metres on the ellipsoid."""
    measure = QgsDistanceArea()
    measure.setEllipsoid("WGS84")
    measure.setSourceCrs(QgsCoordinateReferenceSystem(_WORLD), QgsCoordinateTransformContext())
    return float(measure.measureArea(QgsGeometry.fromPolygonXY([[QgsPointXY(*position) for position in ring]])))
