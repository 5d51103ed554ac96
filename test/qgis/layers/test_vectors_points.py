"""Control points with what is left of their errors, and the extents of a project's tasks."""

from __future__ import annotations

import copy
import json
import math
from pathlib import Path
from typing import Any, Dict, List, Optional

import pytest
from nadir.core.api.task import Task
from nadir.core.errors import Cancelled, NadirError
from nadir.core.layers.marks import LayerForm, read_mark
from nadir.core.layers.products import LayerKind
from nadir.core.layers.vectors.control_points import make_control_points, plan_control_points
from nadir.core.layers.vectors.extents import make_extents, plan_extents
from nadir.core.workspace import Workspace
from nadir.test.qgis.layers.vector_files import (
    HOSTILE,
    in_cache,
    picture,
    rows,
    serve_shots,
    share_of,
    the_task,
    write_json,
)
from nadir.test.qgis.survey_server import TASK_ID, SurveyServer, recorded
from qgis.core import (
    NULL,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsExpression,
    QgsExpressionContext,
    QgsExpressionContextUtils,
    QgsProject,
    QgsRectangle,
    QgsVectorLayer,
)

RED, BLUE = "#d7263d", "#1f5fbf"


def point(name: Any, longitude: float, latitude: float, error: Any, **properties: Any) -> Dict[str, Any]:
    """A feature of ground_control_points.geojson."""
    feature = copy.deepcopy(recorded("download_ground_control_points_geojson")["features"][0])
    feature["geometry"]["coordinates"] = [longitude, latitude, 158.1]
    feature["properties"].update(id=name, error=error, **properties)
    return feature


def serve_points(server: SurveyServer, features: Optional[List[Any]] = None) -> None:
    serve_shots(server)
    content = recorded("download_ground_control_points_geojson") if features is None else {"features": features}
    write_json(server, "ground_control_points.geojson", content)


def points(workspace: Workspace, folder: Path) -> QgsVectorLayer:
    return make_control_points(plan_control_points(workspace.client, in_cache(folder), the_task(workspace)))


def told(layer: QgsVectorLayer) -> str:
    """The map tips of all features, as QGIS fills them in."""
    context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
    texts = []
    for feature in layer.getFeatures():
        context.setFeature(feature)
        texts.append(QgsExpression.replaceExpressionText(layer.mapTipTemplate(), context))
    return "\n".join(texts)


# Control points


def test_the_recorded_point_has_its_residual_in_centimetres(
    workspace: Workspace, survey_server: SurveyServer, tmp_path: Path
) -> None:
    serve_points(survey_server)
    layer = points(workspace, tmp_path)
    (row,) = rows(layer)
    assert (row["name"], row["dx_cm"], row["dy_cm"], row["dz_cm"]) == ("gcp1", 1.2, -0.8, 3.0)
    assert row["flat_cm"] == pytest.approx(math.hypot(1.2, 0.8), abs=0.01)
    assert row["pixels"] == pytest.approx(math.hypot(0.2, 0.5), abs=0.01)
    assert not row["is_check"]
    assert "East 1.2 cm, north -0.8 cm, up 3 cm" in told(layer)
    mark = read_mark(layer)
    assert mark is not None
    assert (mark.kind, mark.asset) == (LayerKind.CONTROL_POINTS, "ground_control_points.geojson")


def test_arrows_are_as_long_as_the_legend_says(workspace: Workspace, survey_server: SurveyServer, tmp_path: Path) -> None:
    """Two points 100 m apart, one of which is 2 cm too far in the east."""
    degree = 111_320.0 * math.cos(math.radians(46.84))
    serve_points(survey_server, [point("a", -93.0, 46.84, [0.02, 0.0, 0.0]), point("b", -93.0 + 100.0 / degree, 46.84, [0, 0, 0])])
    plan = plan_control_points(workspace.client, in_cache(tmp_path), the_task(workspace))
    layer = make_control_points(plan)
    assert plan.factor == 500.0, "12 m of 100 m at most, as a round number"
    assert [item.label() for item in layer.renderer().legendSymbolItems()][0] == "Control points, residuals × 500"
    grid = QgsCoordinateReferenceSystem("EPSG:32615")
    place = QgsCoordinateTransform(layer.crs(), grid, QgsProject.instance()).transformBoundingBox(layer.extent())
    west, y = place.xMinimum(), place.center().y()
    box = QgsRectangle(west - 5.0, y - 10.0, west + 15.0, y + 10.0)
    layer.setLabelsEnabled(False)
    image = picture(layer, box, grid)
    metres = 28.0 / image.width()  # the picture shows 20 m and 4 m more on each side
    middle = [(x, image.pixelColor(x, y)) for x in range(image.width()) for y in (198, 199, 200, 201)]
    columns = [x for x, seen in middle if seen.red() > 150 > seen.green()]
    tip = (max(columns) + 1) * metres - 4.0 - 5.0
    assert tip == pytest.approx(10.0, abs=0.5), "500 times 2 cm"


def test_check_points_are_told_apart(workspace: Workspace, survey_server: SurveyServer, tmp_path: Path) -> None:
    serve_points(
        survey_server,
        [
            point("a", -91.994, 46.8427, [0.0, 0.0, 0.0]),
            point("b", -91.993, 46.8427, [0.01, 0.0, 0.0], role="check"),
            point("c", -91.992, 46.8427, [0.01, 0.0, 0.0], checkpoint=True),
        ],
    )
    layer = points(workspace, tmp_path)
    assert [row["is_check"] for row in rows(layer)] == [False, True, True]
    image = picture(layer)
    assert share_of(image, RED) > 0.0001
    assert share_of(image, BLUE) > share_of(image, RED)


def test_odd_points_are_shown_without_what_they_do_not_tell(
    workspace: Workspace, survey_server: SurveyServer, tmp_path: Path
) -> None:
    good = (-91.994, 46.8427)
    odd = [
        point(HOSTILE, *good, None),
        point(7, *good, [math.nan, 1.0, 2.0]),
        point({"a": 1}, *good, [1e9, 0.0, 0.0]),
        point("d", *good, ["0.1", 0.2, 0.3], observations="none"),
        point("e", 500.0, 46.8, [0.0, 0.0, 0.0]),
        {"geometry": None, "properties": None},
        "text",
    ]
    serve_points(survey_server, odd)
    plan = plan_control_points(workspace.client, in_cache(tmp_path), the_task(workspace))
    layer = make_control_points(plan)
    assert [row["dx_cm"] for row in rows(layer)] == [NULL] * 4
    assert rows(layer)[1]["name"] == "7"
    assert "3" in plan.note
    assert plan.factor == 1.0
    assert "<img" not in told(layer)


def test_no_points_are_a_clear_error(workspace: Workspace, survey_server: SurveyServer, tmp_path: Path) -> None:
    serve_points(survey_server, [])
    with pytest.raises(NadirError, match="Control points"):
        plan_control_points(workspace.client, in_cache(tmp_path), the_task(workspace))


# Extents


def tasks_of(count: int) -> List[Task]:
    """Completed tasks side by side, of which each has its own date."""
    content = recorded("task_get_completed")
    west, south, east, north = content["extent"]
    made = []
    for number in range(count):
        shift = number % 40 * (east - west) * 1.1, number // 40 * (north - south) * 1.1
        box = [west + shift[0], south + shift[1], east + shift[0], north + shift[1]]
        made.append(Task.from_json({**content, "id": f"task {number}", "name": f"Flight {number}", "extent": box}))
    return made


def test_tasks_of_a_project_lie_where_they_were_flown(
    workspace: Workspace, survey_server: SurveyServer, tmp_path: Path
) -> None:
    survey_server.tasks["unplaced"] = {**survey_server.tasks[TASK_ID], "id": "unplaced", "extent": None, "status": 30}
    plan = plan_extents(workspace.client, in_cache(tmp_path), "1")
    layer = make_extents(plan)
    (row,) = rows(layer)
    task = the_task(workspace)
    assert (row["name"], row["state"], row["task"]) == ("Brighton Beach", "completed", TASK_ID)
    assert row["gsd_cm"] == pytest.approx(task.statistics.gsd_cm, abs=0.01)
    assert row["area_ha"] == pytest.approx(task.statistics.area_m2 / 10_000.0, abs=0.001)
    assert row["flown_at"].date().toString("yyyy-MM-dd") == task.statistics.start_date.strftime("%Y-%m-%d")
    box = layer.extent()
    assert [box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum()] == pytest.approx(task.extent)
    assert "1" in plan.note
    mark = read_mark(layer)
    assert mark is not None
    assert (mark.kind, mark.form, mark.project_id, mark.task_id) == (LayerKind.EXTENTS, LayerForm.FILE, "1", "")
    assert "Completed" in told(layer)
    assert share_of(picture(layer), BLUE, 40) > 0.002


def test_a_thousand_tasks_are_a_layer_and_no_server_is_asked_twice(
    workspace: Workspace, survey_server: SurveyServer, tmp_path: Path
) -> None:
    before = len(survey_server.requests)
    layer = make_extents(plan_extents(workspace.client, in_cache(tmp_path), "1", tasks=tasks_of(1000)))
    assert layer.featureCount() == 1000
    assert len(survey_server.requests) == before
    assert share_of(picture(layer), BLUE, 60) > 0.01


def test_a_project_that_changed_gets_a_new_file(workspace: Workspace, tmp_path: Path) -> None:
    cache = in_cache(tmp_path)
    first = plan_extents(workspace.client, cache, "1", tasks=tasks_of(2))
    assert plan_extents(workspace.client, cache, "1", tasks=tasks_of(2)).path == first.path
    second = plan_extents(workspace.client, cache, "1", tasks=tasks_of(3))
    assert second.path != first.path, "a layer may show the first one"
    assert make_extents(first).featureCount() == 2


def test_names_of_tasks_are_text(workspace: Workspace, survey_server: SurveyServer, tmp_path: Path) -> None:
    survey_server.tasks[TASK_ID]["name"] = HOSTILE
    layer = make_extents(plan_extents(workspace.client, in_cache(tmp_path), "1"))
    assert "<img" not in told(layer)
    assert rows(layer)[0]["name"] == HOSTILE
    assert not layer.customProperty("nadir/detail")


def test_what_a_task_is_cut_to_is_its_extent(workspace: Workspace, tmp_path: Path) -> None:
    west, south, east, north = recorded("task_get_completed")["extent"]
    triangle = {"type": "Polygon", "coordinates": [[[west, south], [east, south], [east, north], [west, south]]]}
    task = Task.from_json({**recorded("task_get_completed"), "crop": json.loads(json.dumps(triangle))})
    layer = make_extents(plan_extents(workspace.client, in_cache(tmp_path), "1", tasks=[task]))
    whole = (east - west) * (north - south)
    assert next(layer.getFeatures()).geometry().area() == pytest.approx(whole / 2.0)


def test_a_project_without_places_is_a_clear_error(
    workspace: Workspace, survey_server: SurveyServer, tmp_path: Path
) -> None:
    survey_server.tasks[TASK_ID]["extent"] = [500, 0, -500, 90]
    survey_server.tasks[TASK_ID]["crop"] = None
    with pytest.raises(NadirError, match="has a place"):
        plan_extents(workspace.client, in_cache(tmp_path), "1")


def test_extents_are_given_up_on_cancel(workspace: Workspace, tmp_path: Path) -> None:
    with pytest.raises(Cancelled):
        plan_extents(workspace.client, in_cache(tmp_path), "1", lambda: True, tasks=tasks_of(3))
    assert not list(tmp_path.rglob("*.gpkg"))
