"""A polygon layer in any reference system becomes the one polygon that processing nodes take."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence

import pytest
from nadir.core.layers.boundary import MOST_VERTICES, Boundary, BoundaryProblem, BoundarySource, make_boundary
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsFeature,
    QgsGeometry,
    QgsProject,
    QgsVectorLayer,
)

SQUARE = "POLYGON((9.0 48.0, 9.002 48.0, 9.002 48.001, 9.0 48.001, 9.0 48.0))"


def layer(*shapes: str, crs: str = "EPSG:4326", wkb: str = "Polygon") -> QgsVectorLayer:
    """A memory layer whose shapes are given in longitude and latitude."""
    made = QgsVectorLayer(f"{wkb}?crs={crs}", "Fields", "memory")
    world = QgsCoordinateReferenceSystem("EPSG:4326")
    change = QgsCoordinateTransform(world, QgsCoordinateReferenceSystem(crs), QgsProject.instance())
    features = []
    for shape in shapes:
        geometry = QgsGeometry.fromWkt(shape)
        if crs:
            geometry.transform(change)
        feature = QgsFeature()
        feature.setGeometry(geometry)
        features.append(feature)
    assert made.dataProvider().addFeatures(features)[0]
    return made


def boundary(of: QgsVectorLayer, selected: bool = False) -> Boundary:
    return make_boundary(BoundarySource.of(of, only_selected=selected))


def ring(of: Boundary) -> list[list[float]]:
    """The ring out of the text that is sent, the way a node reads it."""
    collection = json.loads(of.geojson)
    assert collection["type"] == "FeatureCollection" and len(collection["features"]) == 1
    geometry = collection["features"][0]["geometry"]
    assert geometry["type"] == "Polygon" and len(geometry["coordinates"]) == 1
    first = geometry["coordinates"][0]
    assert first[0] == first[-1] and all(len(position) == 2 for position in first)
    return first


@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:32632", "EPSG:3857", "EPSG:2056", "EPSG:25832"])
def test_any_reference_system_comes_out_as_longitude_and_latitude(crs: str) -> None:
    found = boundary(layer(SQUARE, crs=crs))
    corners = {(round(x, 5), round(y, 5)) for x, y in ring(found)}
    assert corners == {(9.0, 48.0), (9.002, 48.0), (9.002, 48.001), (9.0, 48.001)}
    assert found.notices == () and found.area_m2 == pytest.approx(149.2 * 111.2, rel=0.01)


@pytest.mark.parametrize("shape", [SQUARE, "POLYGON((9.0 48.0, 9.0 48.001, 9.002 48.001, 9.002 48.0, 9.0 48.0))"])
def test_the_ring_runs_against_the_clock(shape: str) -> None:
    points = ring(boundary(layer(shape)))
    assert sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in zip(points, points[1:])) > 0


def test_heights_are_dropped() -> None:
    found = boundary(layer("POLYGONZ((9 48 300, 9.002 48 301, 9.002 48.001 302, 9 48 300))", wkb="PolygonZ"))
    assert len(ring(found)) == 4


def test_neighbours_become_one() -> None:
    other = "POLYGON((9.002 48.0, 9.004 48.0, 9.004 48.001, 9.002 48.001, 9.002 48.0))"
    found = boundary(layer(SQUARE, other))
    assert found.notices == () and max(x for x, _y in ring(found)) == pytest.approx(9.004)


def test_islands_get_one_boundary_around_them_and_it_is_said() -> None:
    islands = "MULTIPOLYGON(((9 48,9.001 48,9.001 48.001,9 48)),((9.01 48,9.011 48,9.011 48.001,9.01 48)))"
    found = boundary(layer(islands, wkb="MultiPolygon"))
    assert "2 polygons do not touch" in found.notices[0]
    assert found.inside([(9.005, 48.0001), (9.02, 48.0)]) == 1
    assert len(ring(found)) == 5


def test_holes_are_filled_and_it_is_said() -> None:
    hole = SQUARE[:-1] + ",(9.0005 48.0002, 9.001 48.0002, 9.001 48.0006, 9.0005 48.0002))"
    found = boundary(layer(hole))
    assert "Holes do not count" in found.notices[0] and found.inside([(9.0009, 48.0003)]) == 1


def test_thousands_of_vertices_are_simplified_and_it_is_said() -> None:
    count = 20_000
    circle = ", ".join(
        f"{9 + 0.001 * math.cos(2 * math.pi * n / count)} {48 + 0.001 * math.sin(2 * math.pi * n / count)}"
        for n in [*range(count), 0]
    )
    found = boundary(layer(f"POLYGON(({circle}))"))
    assert len(ring(found)) <= MOST_VERTICES and "were simplified" in found.notices[0]
    assert found.area_m2 == pytest.approx(math.pi * 74.6 * 111.2, rel=0.01)


def test_a_polygon_that_crosses_itself_is_mended() -> None:
    found = boundary(layer("POLYGON((9 48, 9.002 48.001, 9.002 48, 9 48.001, 9 48))"))
    assert len(ring(found)) >= 4 and found.area_m2 > 1000


def test_curves_become_vertices() -> None:
    curve = "CURVEPOLYGON(CIRCULARSTRING(9 48, 9.001 48.001, 9.002 48, 9.001 47.999, 9 48))"
    assert len(ring(boundary(layer(curve, wkb="CurvePolygon")))) > 10


def test_only_what_is_selected_counts() -> None:
    fields = layer(SQUARE, "POLYGON((10 48, 10.001 48, 10.001 48.001, 10 48))")
    fields.select([feature.id() for feature in fields.getFeatures()][1])
    assert min(x for x, _y in ring(boundary(fields, selected=True))) == 10
    fields.removeSelection()
    with pytest.raises(BoundaryProblem, match="No feature of Fields is selected"):
        boundary(fields, selected=True)


def test_edits_that_are_not_saved_count() -> None:
    fields = layer()
    fields.startEditing()
    feature = QgsFeature(fields.fields())
    feature.setGeometry(QgsGeometry.fromWkt(SQUARE))
    assert fields.addFeature(feature)
    assert len(ring(boundary(fields))) == 5
    fields.rollBack()


@pytest.mark.parametrize("shapes", [(), ("POLYGON EMPTY",), ("POLYGON((9 48, 9.001 48, 9 48))",)])
def test_no_polygon_is_told(shapes: Sequence[str]) -> None:
    with pytest.raises(BoundaryProblem, match="no polygon in Fields"):
        boundary(layer(*shapes))


def test_a_layer_without_reference_system_is_told() -> None:
    with pytest.raises(BoundaryProblem, match="no reference system"):
        boundary(layer(SQUARE, crs=""))


def test_what_cannot_be_on_the_earth_is_told() -> None:
    wrong = QgsVectorLayer("Polygon?crs=EPSG:4326", "Plan", "memory")
    feature = QgsFeature()
    feature.setGeometry(QgsGeometry.fromWkt("POLYGON((0 0, 5000 0, 5000 5000, 0 0))"))
    wrong.dataProvider().addFeatures([feature])
    with pytest.raises(BoundaryProblem, match="longitude and latitude"):
        boundary(wrong)


def test_whether_it_meets_the_photos() -> None:
    found = boundary(layer(SQUARE))
    around = [(8.999, 47.999), (9.003, 47.999), (9.003, 48.002), (8.999, 48.002)]
    assert found.inside(around) == 0 and found.touches(around)
    assert not found.touches([(9.01, 48.0), (9.02, 48.01), (9.015, 48.02)])
    assert found.touches([(9.001, 48.0005)]) and not found.touches([(9.1, 48.0005)])
