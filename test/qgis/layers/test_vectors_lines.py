"""Footprints, flight paths and contours."""

from __future__ import annotations

import json
import math
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Dict, List

import numpy as np
import pytest
from nadir.core.api.rasters import RasterKind
from nadir.core.errors import Cancelled, NadirError
from nadir.core.layers.marks import read_mark
from nadir.core.layers.vectors.contours import lines_of, make_contours, plan_contours
from nadir.core.layers.vectors.flight_path import flights_of, make_flight_path, plan_flight_path
from nadir.core.layers.vectors.footprints import FARTHEST, footprint, make_footprints, plan_footprints
from nadir.core.layers.vectors.ground import Terrain, read_terrain
from nadir.core.layers.vectors.lens import Lens, edge_rays, lenses_from_json
from nadir.core.layers.vectors.pose import rotation_matrix
from nadir.core.layers.vectors.shots import Shot
from nadir.core.transfers.cache import run_of
from nadir.core.workspace import Workspace
from nadir.test.qgis import hill
from nadir.test.qgis.layers.vector_files import (
    DOWN_NORTH,
    answer_also,
    in_cache,
    picture,
    rows,
    serve_shots,
    share_of,
    shot,
    the_task,
    write_json,
)
from nadir.test.qgis.survey_server import SurveyServer, as_json, recorded
from osgeo import gdal
from qgis.core import NULL, QgsCoordinateReferenceSystem, QgsCoordinateTransform, QgsPointXY, QgsProject, QgsWkbTypes

HALF_DEGREE_DOWN = [math.pi * 0.75, 0.0, 0.0]  # looks north, 45 degrees down


def camera(rotation: List[float] = DOWN_NORTH, altitude: float = 150.0) -> Shot:
    return Shot("a.JPG", -93.0, 46.8, altitude, rotation_matrix(rotation), 4000, 2000, 0.5)


def boxed(edge: Any) -> List[float]:
    return [float(each) for each in (*edge.min(axis=0), *edge.max(axis=0))]


# Footprints


def test_a_photo_from_straight_above_shows_what_its_lens_sees() -> None:
    edge = footprint(camera(), Lens((0.5, 0.5)), (1000.0, 2000.0), 100.0)
    assert edge is not None
    assert boxed(edge) == pytest.approx([950.0, 1975.0, 1050.0, 2025.0]), "50 m high, focal length half of its width"


def test_a_slanting_photo_shows_ground_ahead_and_ends_before_the_horizon() -> None:
    edge = footprint(camera(HALF_DEGREE_DOWN), Lens((0.5, 0.5)), (0.0, 0.0), 100.0)
    assert edge is not None
    assert edge[:, 1].min() == pytest.approx(50.0 / 3.0, rel=0.01), "the lower edge looks 71.6 degrees down"
    assert np.linalg.norm(edge, axis=1).max() <= FARTHEST * 50.0 * 1.001


@pytest.mark.parametrize("rotation", [[math.pi / 2, 0.0, 0.0], [0.0, 0.0, 0.0]])
def test_a_photo_of_the_sky_shows_no_ground(rotation: List[float]) -> None:
    assert footprint(camera(rotation), Lens((0.5, 0.5)), (0.0, 0.0), 100.0) is None


def test_a_photo_from_below_the_ground_shows_none() -> None:
    assert footprint(camera(altitude=90.0), Lens((0.5, 0.5)), (0.0, 0.0), 100.0) is None


def test_on_a_slope_a_photo_shows_more_of_what_lies_low() -> None:
    rows_of_heights = np.repeat(np.linspace(125.0, 75.0, 200)[:, None], 200, axis=1)  # falls southwards, 50 m in 200 m
    terrain = Terrain(rows_of_heights, (-100.0, 100.0), (1.0, 1.0))
    edge = footprint(camera(), Lens((0.5, 0.5)), (0.0, 0.0), 100.0, terrain)
    assert edge is not None
    assert -edge[:, 1].min() > edge[:, 1].max() + 3.0
    for _east, north in edge:
        height = 100.0 + north / 4.0
        assert abs(north) / (150.0 - height) <= 0.5 + 0.02, "no point is further out than its ray"
    assert edge[:, 1].max() == pytest.approx(0.5 * (150.0 - 100.0 - edge[:, 1].max() / 4.0), abs=1.0)


def test_the_lens_bends_rays_as_the_reconstruction_says() -> None:
    barrel = Lens((0.5, 0.5), radial=(-0.1, 0.0, 0.0))
    straight, bent = edge_rays(camera(), Lens((0.5, 0.5)), 1), edge_rays(camera(), barrel, 1)
    for ray in bent:
        square = float(ray[0] ** 2 + ray[1] ** 2)
        assert np.abs(ray[:2]) * (1.0 - 0.1 * square) == pytest.approx(np.abs(straight[0][:2]), rel=0.01)


def test_cameras_that_make_no_sense_are_left_out() -> None:
    nonsense: Dict[str, Any] = {
        "a": 3,
        "b": None,
        "c": {"focal": math.nan},
        "d": {"focal": -1, "width": 10, "height": 10},
        "e": {"focal": "0.5"},
        "f": {"focal": 1e300, "width": 9, "height": 9},
    }
    assert lenses_from_json(nonsense) == {}
    assert list(lenses_from_json(recorded("download_cameras_json"))) == [(4000, 2250)]


def test_two_cameras_of_one_size_tell_nothing() -> None:
    two = {"a": {"focal": 0.5, "width": 8, "height": 6}, "b": {"focal": 0.9, "width": 8, "height": 6}}
    assert lenses_from_json(two) == {}


def test_footprints_of_a_real_survey_lie_around_its_photos(
    workspace: Workspace, survey_server: SurveyServer, tmp_path: Path
) -> None:
    serve_shots(survey_server)
    write_json(survey_server, "cameras.json", recorded("download_cameras_json"))
    layer = make_footprints(plan_footprints(workspace.client, in_cache(tmp_path), the_task(workspace)))
    assert layer.featureCount() == 18
    places = {each["properties"]["filename"]: each["geometry"]["coordinates"] for each in recorded("download_shots_geojson")["features"]}
    for feature in layer.getFeatures():
        longitude, latitude, altitude = places[feature["filename"]]
        assert feature.geometry().contains(QgsPointXY(longitude, latitude))
        height = altitude - sum(hill.statistics(survey_server.folder)["percentiles"]) / 2.0
        assert feature["height_m"] == pytest.approx(height, abs=0.1)
        sides = height / 0.5616905969
        assert feature["area_m2"] == pytest.approx(sides * sides * 2250 / 4000, rel=0.12)
    assert share_of(picture(layer), "#00a6d6", 40) > 0.005


def test_footprints_take_the_terrain_that_is_on_this_disk(
    workspace: Workspace, survey_server: SurveyServer, tmp_path: Path
) -> None:
    serve_shots(survey_server)
    write_json(survey_server, "cameras.json", recorded("download_cameras_json"))
    cache, task = in_cache(tmp_path), the_task(workspace)
    flat = plan_footprints(workspace.client, cache, task)
    cache.get(workspace.client, "1", task.id, run_of(task), "dtm.tif")
    draped = plan_footprints(workspace.client, cache, task)
    assert draped.path != flat.path
    corners = next(make_footprints(draped).getFeatures()).geometry()
    assert corners.constGet().nCoordinates() > 20


def test_without_a_lens_the_focal_length_of_the_photo_does(
    workspace: Workspace, survey_server: SurveyServer, tmp_path: Path
) -> None:
    serve_shots(survey_server, [shot("a.JPG", -91.994, 46.8427), shot("b.JPG", -91.994, 46.8427, rotation="up")])
    write_json(survey_server, "cameras.json", {})
    plan = plan_footprints(workspace.client, in_cache(tmp_path), the_task(workspace))
    assert [row["filename"] for row in rows(make_footprints(plan))] == ["a.JPG"]
    assert "1" in plan.note


def test_no_footprints_where_nobody_knows_the_ground(
    workspace: Workspace, survey_server: SurveyServer, tmp_path: Path
) -> None:
    serve_shots(survey_server)
    write_json(survey_server, "cameras.json", {})
    survey_server.refuse = {"/metadata": 404}
    with pytest.raises(NadirError, match="how high the ground is"):
        plan_footprints(workspace.client, in_cache(tmp_path), the_task(workspace))
    assert not list(tmp_path.rglob("*.gpkg"))


@pytest.mark.parametrize("name", ["mean", "average"])
def test_the_points_tell_the_ground_where_there_is_no_model(
    workspace: Workspace, survey_server: SurveyServer, tmp_path: Path, name: str
) -> None:
    serve_shots(survey_server, [shot("a.JPG", -91.994, 46.8427, 200.0)])
    write_json(survey_server, "cameras.json", {})
    survey_server.refuse = {"/metadata": 404}
    (survey_server.folder / "odm_report").mkdir()
    axes = [{"name": "X", name: 5.0}, {"name": "Z", name: 150.0}]
    write_json(survey_server, "odm_report/stats.json", {"point_cloud_statistics": {"stats": {"statistic": axes}}})
    layer = make_footprints(plan_footprints(workspace.client, in_cache(tmp_path), the_task(workspace)))
    assert [row["height_m"] for row in rows(layer)] == [50.0]


@pytest.mark.parametrize("statistics", [None, 3, {"stats": []}, {"stats": {"statistic": [{"name": "Z"}]}}])
def test_a_report_that_tells_nothing_does_no_harm(
    workspace: Workspace, survey_server: SurveyServer, tmp_path: Path, statistics: Any
) -> None:
    serve_shots(survey_server)
    write_json(survey_server, "cameras.json", {})
    survey_server.refuse = {"/metadata": 404}
    (survey_server.folder / "odm_report").mkdir()
    write_json(survey_server, "odm_report/stats.json", {"point_cloud_statistics": statistics})
    with pytest.raises(NadirError, match="how high the ground is"):
        plan_footprints(workspace.client, in_cache(tmp_path), the_task(workspace))


def test_a_damaged_terrain_is_no_terrain(tmp_path: Path) -> None:
    path = tmp_path / "dtm.tif"
    path.write_bytes(b"II*\0 nonsense")
    assert read_terrain(path, 32615) is None


# Flight paths


def test_the_flight_goes_from_photo_to_photo_in_time(
    workspace: Workspace, survey_server: SurveyServer, tmp_path: Path
) -> None:
    serve_shots(survey_server, [shot(name, -91.99 + step * 1e-4, 46.84) for name, step in (("c", 2), ("a", 0), ("b", 1))])
    times = {"a": "16:30:00", "b": "16:30:07", "c": "16:30:14"}
    write_json(survey_server, "images.json", [{"filename": each, "taken_at": f"2016-06-23T{time}"} for each, time in times.items()])
    layer = make_flight_path(plan_flight_path(workspace.client, in_cache(tmp_path), the_task(workspace)))
    (flight,) = layer.getFeatures()
    assert [round(point.x(), 5) for point in flight.geometry().vertices()] == [-91.99, -91.9899, -91.9898]
    assert QgsWkbTypes.hasZ(layer.wkbType())
    assert flight["length_m"] == pytest.approx(2 * 7.63, rel=0.01)
    assert flight["speed_ms"] == pytest.approx(15.26 / 14.0, abs=0.06)
    image = picture(layer)
    assert share_of(image, "#e6007e") > 0.002
    assert share_of(picture(layer, background="#1e1e1e"), "#e6007e") > 0.002


def test_a_break_ends_a_flight_and_a_turn_does_not() -> None:
    start = datetime(2016, 6, 23, 16, 30)
    seconds = [0, 7, 14, 40, 47, 54, 900, 907, 914]
    shots = [Shot(f"{n}", -91.99, 46.84 + n * 1e-4, 100.0, taken_at=start + timedelta(seconds=each)) for n, each in enumerate(seconds)]
    places = np.array([(0.0, 11.0 * n) for n in range(len(shots))])
    assert flights_of(shots, places) == [[0, 1, 2, 3, 4, 5], [6, 7, 8]]


def test_without_times_a_jump_ends_a_flight() -> None:
    shots = [Shot(f"{n}", -91.99, 46.84, 100.0) for n in range(6)]
    places = np.array([(0, 0), (0, 10), (0, 20), (3000, 0), (3000, 10), (3000, 20)], dtype=float)
    assert flights_of(shots, places) == [[0, 1, 2], [3, 4, 5]]


def test_one_photo_is_no_flight(workspace: Workspace, survey_server: SurveyServer, tmp_path: Path) -> None:
    serve_shots(survey_server, [shot("a", -91.99, 46.84)])
    with pytest.raises(NadirError, match="no flight path"):
        plan_flight_path(workspace.client, in_cache(tmp_path), the_task(workspace))


def test_names_are_in_the_order_of_people(workspace: Workspace, survey_server: SurveyServer, tmp_path: Path) -> None:
    serve_shots(survey_server, [shot(f"DJI_{n}.JPG", -91.99 + n * 1e-5, 46.84) for n in (10, 9, 2, 1)])
    layer = make_flight_path(plan_flight_path(workspace.client, in_cache(tmp_path), the_task(workspace)))
    (flight,) = layer.getFeatures()
    places = [point.x() for point in flight.geometry().vertices()]
    assert places == sorted(places)
    assert flight["begin"] == NULL


# Contours


def of_server(server: SurveyServer, content: bytes) -> List[Any]:
    """Have the server make contours; what it was asked for is in the list."""
    asked: List[Any] = []

    def reply(path: str, body: bytes) -> Any:
        if path.endswith("/generate"):
            asked.append(json.loads(body))
            return as_json(recorded("plugin_contours_GeoJSON"))
        return 200, content, "application/geopackage+sqlite3"

    answer_also(server, "/plugins/contours/", reply)
    answer_also(server, "/workers/check/", lambda path, body: as_json({"ready": True}))
    return asked


def as_geopackage(folder: Path, epsg: int = 32615) -> bytes:
    """The contours that a server made, as it would send them in this reference system."""
    source = folder / "recorded.geojson"
    source.write_text(json.dumps(recorded("plugin_contours_download_GeoJSON")))
    target = folder / "recorded.gpkg"
    assert gdal.VectorTranslate(str(target), str(source), format="GPKG", dstSRS=f"EPSG:{epsg}", layerName="contours") is not None
    return target.read_bytes()


def test_the_contours_of_the_server_are_taken(workspace: Workspace, survey_server: SurveyServer, tmp_path: Path) -> None:
    asked = of_server(survey_server, as_geopackage(tmp_path))
    plan = plan_contours(workspace.client, in_cache(tmp_path), the_task(workspace), kind=RasterKind.DSM, interval=1.0)
    assert plan.by_server
    assert (asked[0]["layer"], asked[0]["interval"], asked[0]["epsg"]) == ("DSM", 1.0, 32615)
    layer = make_contours(plan)
    heights = {row["elev"] for row in rows(layer)}
    assert heights == {each["properties"]["level"] for each in recorded("plugin_contours_download_GeoJSON")["features"]}
    assert {row["elev"] for row in rows(layer) if row["index"]} <= {150.0, 155.0, 160.0, 165.0, 170.0}
    box = layer.extent()
    assert -91.995 < box.xMinimum() < box.xMaximum() < -91.993
    mark = read_mark(layer)
    assert mark is not None
    assert mark.detail == "1 m DSM"
    assert layer.name() == "Contours, 1 m (DSM)"


def test_a_server_without_the_plugin_has_them_made_here(
    workspace: Workspace, survey_server: SurveyServer, tmp_path: Path
) -> None:
    plan = plan_contours(workspace.client, in_cache(tmp_path), the_task(workspace), interval=2.0)
    assert not plan.by_server
    layer = make_contours(plan)
    found = sorted({row["elev"] for row in rows(layer)})
    assert found == [156.0, 158.0, 160.0, 162.0, 164.0, 166.0], "of the DTM, a metre below the hill's 156 to 168 m"
    assert share_of(picture(layer), "#b85c14", 40) > 0.002


def test_contours_lie_on_the_heights_that_they_name(
    workspace: Workspace, survey_server: SurveyServer, tmp_path: Path
) -> None:
    plan = plan_contours(workspace.client, in_cache(tmp_path), the_task(workspace), kind=RasterKind.DSM, interval=2.0)
    layer = make_contours(plan)
    to_grid = QgsCoordinateTransform(layer.crs(), QgsCoordinateReferenceSystem("EPSG:32615"), QgsProject.instance())
    middle = QgsPointXY(hill.WEST + 32.0, hill.NORTH - 32.0)
    for feature in layer.getFeatures():
        if feature["elev"] <= 157.0:
            continue
        for vertex in feature.geometry().vertices():
            away = to_grid.transform(QgsPointXY(vertex.x(), vertex.y())).distance(middle)
            assert hill.BASE + hill.HEIGHT * (1.0 - away / 32.0) == pytest.approx(feature["elev"], abs=0.25)


def test_a_round_interval_is_chosen_and_they_are_made_once(
    workspace: Workspace, survey_server: SurveyServer, tmp_path: Path
) -> None:
    cache, task = in_cache(tmp_path), the_task(workspace)
    plan = plan_contours(workspace.client, cache, task)
    assert plan.interval in (0.5, 1.0)
    fetched = len(survey_server.paths("download/dtm.tif"))
    made = plan.path.stat().st_mtime_ns
    assert plan_contours(workspace.client, cache, task) == plan
    assert (len(survey_server.paths("download/dtm.tif")), plan.path.stat().st_mtime_ns) == (fetched, made)


@pytest.mark.parametrize("content", [b"", b"<html>", b"SQLite format 3\0" + bytes(200)])
def test_nonsense_of_the_server_is_replaced_by_our_own(
    workspace: Workspace, survey_server: SurveyServer, tmp_path: Path, content: bytes
) -> None:
    of_server(survey_server, content)
    plan = plan_contours(workspace.client, in_cache(tmp_path), the_task(workspace), interval=2.0)
    assert not plan.by_server
    assert make_contours(plan).featureCount() > 0


def test_contours_without_heights_are_none(tmp_path: Path) -> None:
    path = tmp_path / "lines.geojson"
    line = {"type": "LineString", "coordinates": [[-91.99, 46.84], [-91.98, 46.84]]}
    odd = [{"level": None}, {"level": "high"}, {"level": 1e300}, {}]
    features = [{"type": "Feature", "geometry": line, "properties": each} for each in odd]
    features.append({"type": "Feature", "geometry": None, "properties": {"level": 3.0}})
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    with pytest.raises(NadirError):
        lines_of(path, 1.0, 4326)


def test_contours_are_given_up_on_cancel(workspace: Workspace, survey_server: SurveyServer, tmp_path: Path) -> None:
    with pytest.raises(Cancelled):
        plan_contours(workspace.client, in_cache(tmp_path), the_task(workspace), lambda: True, interval=2.0)
    assert not list(tmp_path.rglob("*.gpkg"))
