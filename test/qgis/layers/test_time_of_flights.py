"""When flights were: ranges of layers, time zones, and stepping through all flights of a project."""

from __future__ import annotations

import os
import time
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from typing import Any, Iterator, List

import pytest
from nadir.core.api.task import Task, TaskStatistics, TaskStatus
from nadir.core.layers import time as flights
from nadir.core.layers.marks import LayerForm, Mark, write_mark
from nadir.core.layers.products import LayerKind
from qgis.core import (
    QgsDateTimeRange,
    QgsFeature,
    QgsFeatureRequest,
    QgsGeometry,
    QgsMapLayer,
    QgsMapRendererParallelJob,
    QgsMapSettings,
    QgsPointCloudLayer,
    QgsProject,
    QgsRasterLayer,
    QgsTemporalNavigationObject,
    QgsTemporalUtils,
    QgsVectorLayer,
    QgsVectorLayerTemporalContext,
)
from qgis.gui import QgsMapCanvas, QgsTemporalControllerWidget
from qgis.PyQt.QtCore import QDateTime, QSize, Qt
from qgis.PyQt.QtGui import QColor
from qgis.PyQt.QtWidgets import QDateTimeEdit

SERVER = "http://127.0.0.1:9"
MADE = datetime(2024, 6, 4, 12, 0, tzinfo=timezone.utc)


def flight(name: str, start: str = "", end: str = "", made: Any = MADE) -> Task:
    told = {"start_date": start, "end_date": end or start}
    return Task(name, "1", name, TaskStatus.COMPLETED, created_at=made, statistics=TaskStatistics.from_json(told))


MAY = flight("May", "12/05/2024 at 14:30:00", "12/05/2024 at 14:50:10")
JUNE = flight("June", "03/06/2024 at 09:00:00", "03/06/2024 at 09:20:00")


def written(moment: QDateTime) -> str:
    return str(moment.toString("yyyy-MM-dd HH:mm:ss"))


def ends(moment: Any) -> List[str]:
    return [written(moment.begin()), written(moment.end())]


@pytest.fixture(params=["UTC", "Asia/Tokyo", "America/Los_Angeles"])
def zone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """This computer is somewhere in the world."""
    if not hasattr(time, "tzset"):
        pytest.skip("the zone of a process cannot be changed here")
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield request.param
    monkeypatch.undo()
    time.tzset()


def tiles(task: Task, kind: LayerKind = LayerKind.ORTHOPHOTO) -> QgsRasterLayer:
    layer = QgsRasterLayer("type=xyz&url=http://127.0.0.1:9/{z}/{x}/{y}.png", task.name, "wms")
    write_mark(layer, Mark.of(task, SERVER, kind, LayerForm.TILES))
    assert flights.set_time(layer, task)
    QgsProject.instance().addMapLayer(layer)
    return layer


def photos(task: Task, *taken: str) -> QgsVectorLayer:
    layer = QgsVectorLayer("Point?crs=EPSG:3857&field=taken_at:datetime", f"Photos of {task.name}", "memory")
    for moment in taken:
        feature = QgsFeature(layer.fields())
        feature.setAttribute(0, QDateTime.fromString(f"{moment}Z", Qt.DateFormat.ISODate) if moment else None)
        layer.dataProvider().addFeature(feature)
    write_mark(layer, Mark.of(task, SERVER, LayerKind.PHOTOS, LayerForm.FILE))
    assert flights.set_time(layer, task)
    return layer


@pytest.fixture
def canvas(project: QgsProject) -> Iterator[QgsMapCanvas]:
    """A map with QGIS's own temporal controller, as the main window has it."""
    made, widget = QgsMapCanvas(), QgsTemporalControllerWidget()
    made.setRenderFlag(False)
    made.setTemporalController(widget.temporalController())
    made.panel = widget
    yield made
    widget.temporalController().setNavigationMode(QgsTemporalNavigationObject.NavigationOff)


def test_a_flight_is_when_its_photos_were_taken(zone: str) -> None:
    """The figures of the camera's clock, whatever zone this computer is in."""
    assert ends(flights.flight_range(MAY)) == ["2024-05-12 14:30:00", "2024-05-12 14:50:10"]
    assert flights.flight_range(MAY).begin().timeSpec() == Qt.TimeSpec.UTC


def test_without_a_date_of_photos_it_is_when_the_task_was_made(zone: str) -> None:
    """By the clock of this computer, as the panel has it."""
    there = MADE.astimezone().strftime("%Y-%m-%d %H:%M:%S")
    assert ends(flights.flight_range(flight("old"))) == [there, there]
    assert flights.flight_range(replace(flight("old"), created_at=None)) is None
    assert flights.day_of(replace(flight("old"), created_at=None)) == ""


@pytest.mark.parametrize("nonsense", ["01/01/1970 at 00:03:00", "01/01/2000 at 00:00:00", "01/01/2080 at 10:00:00"])
def test_a_clock_that_nobody_has_set_is_not_believed(nonsense: str) -> None:
    there = MADE.astimezone().strftime("%Y-%m-%d %H:%M:%S")
    assert ends(flights.flight_range(flight("wrong", nonsense))) == [there, there]
    half = flight("half", nonsense, "12/05/2024 at 14:50:10")
    assert ends(flights.flight_range(half)) == ["2024-05-12 14:50:10"] * 2


def test_ends_that_are_swapped_are_put_right() -> None:
    swapped = flight("swapped", "12/05/2024 at 14:50:10", "12/05/2024 at 14:30:00")
    assert ends(flights.flight_range(swapped)) == ends(flights.flight_range(MAY))


def test_flights_are_in_order_and_those_without_a_date_at_the_end() -> None:
    nobody_knows = flight("nobody knows", made=None)
    assert [task.name for task in flights.by_time([nobody_knows, JUNE, MAY])] == ["May", "June", "nobody knows"]


def test_layers_that_have_time_get_it_and_others_say_so(project: QgsProject) -> None:
    layer = tiles(MAY)
    assert layer.temporalProperties().isActive()
    assert ends(layer.temporalProperties().fixedTemporalRange()) == ends(flights.flight_range(MAY))
    lines = QgsVectorLayer("LineString?crs=EPSG:3857", "path", "memory")
    assert flights.set_time(lines, MAY)
    assert lines.temporalProperties().isVisibleInTemporalRange(flights.flight_range(MAY))
    assert not lines.temporalProperties().isVisibleInTemporalRange(flights.flight_range(JUNE))
    cloud = QgsPointCloudLayer("", "cloud", "ept")
    assert flights.set_time(cloud, MAY) == (cloud.temporalProperties() is not None)
    assert not flights.set_time(tiles(MAY), replace(MAY, statistics=TaskStatistics(), created_at=None))


def test_a_map_that_does_not_use_time_shows_everything(project: QgsProject) -> None:
    polygon = QgsVectorLayer("Polygon?crs=EPSG:3857", "area", "memory")
    feature = QgsFeature()
    feature.setGeometry(QgsGeometry.fromWkt("Polygon((0 0, 10 0, 10 10, 0 10, 0 0))"))
    polygon.dataProvider().addFeature(feature)
    flights.set_time(polygon, MAY)
    settings = QgsMapSettings()
    settings.setLayers([polygon])
    settings.setDestinationCrs(polygon.crs())
    settings.setExtent(feature.geometry().boundingBox())
    settings.setOutputSize(QSize(20, 20))
    settings.setBackgroundColor(QColor("white"))

    def middle() -> QColor:
        job = QgsMapRendererParallelJob(settings)
        job.start()
        job.waitForFinished()
        return job.renderedImage().pixelColor(10, 10)

    assert middle() != QColor("white")
    settings.setIsTemporal(True)
    settings.setTemporalRange(flights.flight_range(JUNE))
    assert middle() == QColor("white")
    settings.setTemporalRange(flights.flight_range(MAY))
    assert middle() != QColor("white")


def test_stepping_shows_one_flight_after_the_other(canvas: Any, zone: str) -> None:
    shown = {"May": [tiles(MAY), tiles(MAY, LayerKind.DSM)], "June": [tiles(JUNE)]}

    told = flights.whole_project([JUNE, MAY], SERVER, canvas)

    assert (told.flights, told.steps) == (2, 2)
    controller = canvas.temporalController()
    assert controller.navigationMode() == QgsTemporalNavigationObject.Animated
    assert controller.totalFrameCount() == 2
    assert seen(canvas, shown) == {"June"}  # the newest first
    controller.previous()
    assert seen(canvas, shown) == {"May"}
    assert ends(canvas.temporalRange()) == ["2024-05-12 14:30:00", "2024-06-03 08:59:59"]
    controller.next()
    assert seen(canvas, shown) == {"June"}
    whole = QgsProject.instance().timeSettings().temporalRange()
    assert ends(whole) == ["2024-05-12 14:30:00", "2024-06-03 09:20:00"]
    texts = {edit.objectName(): edit.text() for edit in canvas.panel.findChildren(QDateTimeEdit)}
    assert "14:30" in texts["mStartDateTime"]


def seen(canvas: QgsMapCanvas, shown: Any) -> Any:
    """Names of the flights of which a layer is visible at the time of the map."""
    return {
        name
        for name, layers in shown.items()
        for layer in layers
        if layer.temporalProperties().isVisibleInTemporalRange(canvas.temporalRange())
    }


def test_each_flight_is_seen_until_the_next_in_a_saved_project_too(
    canvas: Any, tmp_path: Any, project: QgsProject
) -> None:
    for task in (MAY, JUNE):
        tiles(task)
    flights.whole_project([MAY, JUNE], SERVER, canvas)
    assert project.write(str(tmp_path / "flights.qgs"))
    project.clear()
    assert project.read(str(tmp_path / "flights.qgs"))
    found = [ends(moment) for moment in QgsTemporalUtils.usedTemporalRangesForProject(project)]
    assert found == [["2024-05-12 14:30:00", "2024-06-03 08:59:59"], ["2024-06-03 09:00:00", "2024-06-03 09:20:00"]]
    assert ends(project.timeSettings().temporalRange()) == ["2024-05-12 14:30:00", "2024-06-03 09:20:00"]


def test_what_is_added_of_another_flight_is_brought_into_view(canvas: Any) -> None:
    may, june = tiles(MAY), tiles(JUNE)
    flights.show_moment(may, canvas)
    assert canvas.temporalController().navigationMode() == QgsTemporalNavigationObject.NavigationOff
    flights.whole_project([MAY, JUNE], SERVER, canvas)
    added = tiles(MAY, LayerKind.DSM)
    shown = {"May": [may, added], "June": [june]}
    assert seen(canvas, shown) == {"June"}
    flights.show_moment(added, canvas)
    assert seen(canvas, shown) == {"May"}
    flights.show_moment(may, canvas)
    assert canvas.temporalController().currentFrameNumber() == 0, "what is seen already stays"


def test_the_last_flight_keeps_a_range_where_the_camera_told_one_moment(canvas: Any) -> None:
    same = flight("same", "03/06/2024 at 09:00:00")
    for task in (MAY, same):
        tiles(task)
    flights.whole_project([MAY, same], SERVER, canvas)
    assert ends(canvas.temporalRange()) == ["2024-06-03 09:00:00", "2024-06-03 09:00:01"]


@pytest.mark.parametrize("tasks", [[], [MAY], [MAY, replace(MAY, id="twin")]], ids=["none", "one", "at one time"])
def test_with_nothing_to_step_through_time_stays_off(canvas: Any, tasks: List[Task]) -> None:
    layers = [tiles(task) for task in tasks]
    told = flights.whole_project(tasks, SERVER, canvas)
    assert told.steps < 2
    assert told.text
    assert canvas.temporalController().navigationMode() == QgsTemporalNavigationObject.NavigationOff
    assert all(ends(each.temporalProperties().fixedTemporalRange()) == ends(flights.flight_range(MAY)) for each in layers)


def test_flights_that_are_not_on_the_map_are_no_steps(canvas: Any) -> None:
    tiles(MAY)
    tiles(JUNE)
    other = flight("July", "01/07/2024 at 08:00:00", made=MADE + timedelta(days=40))
    assert flights.whole_project([MAY, JUNE, other], SERVER, canvas).steps == 2
    assert flights.whole_project([MAY, JUNE], "http://another.server", canvas).flights == 0


def test_photos_are_seen_each_at_its_own_time(project: QgsProject, zone: str) -> None:
    layer = photos(MAY, "2024-05-12T14:30:00", "2024-05-12T14:45:00")
    assert count_in(layer, "2024-05-12T14:30:00", "2024-05-12T14:40:00") == 1
    assert count_in(layer, "2024-05-12T14:30:00", "2024-06-03T08:59:59") == 2
    assert count_in(layer, "2024-06-03T09:00:00", "2024-06-03T09:20:00") == 0


def test_a_photo_without_a_time_is_there_from_the_beginning(project: QgsProject, zone: str) -> None:
    layer = photos(MAY, "2024-05-12T14:31:00", "")
    assert count_in(layer, "2024-05-12T14:30:00", "2024-05-12T14:30:30") == 1


def count_in(layer: QgsMapLayer, begin: str, end: str) -> int:
    """How many features QGIS paints in a range of time."""
    moments = [QDateTime.fromString(f"{text}Z", Qt.DateFormat.ISODate) for text in (begin, end)]
    moment = QgsDateTimeRange(*moments)
    if not layer.temporalProperties().isVisibleInTemporalRange(moment):
        return 0
    context = QgsVectorLayerTemporalContext()
    context.setLayer(layer)
    text = layer.temporalProperties().createFilterString(context, moment)
    return len(list(layer.getFeatures(QgsFeatureRequest().setFilterExpression(text))))


def test_the_zone_of_this_computer_is_what_it_was() -> None:
    assert os.environ.get("TZ") not in ("Asia/Tokyo", "America/Los_Angeles")
