"""A project with point clouds of a server opens without it; they wake once it answers, and nobody notices in the file."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any, Callable, Iterator

import pytest
from nadir.core.api.errors import ApiError
from nadir.core.layers.clouds import sleeping
from nadir.core.layers.clouds.network_cache import fetch_cloud_files
from nadir.core.layers.clouds.sleeping import SleepingClouds, address_of, asleep, wake
from nadir.core.layers.products import LayerKind
from nadir.core.workspace import Workspace
from nadir.test.qgis.layers.cloud_files import picture, share_painted
from nadir.test.qgis.survey_server import TASK_ID, SurveyServer
from qgis.core import QgsPathResolver, QgsProject
from qgis.PyQt.QtGui import QColor

Turn = Callable[..., bool]


@pytest.fixture
def sleepers() -> Iterator[SleepingClouds]:
    """Clouds are put to sleep while projects are read."""
    made = SleepingClouds()
    made.install()
    yield made
    made.uninstall()


@pytest.fixture
def cloud(workspace: Workspace, project: QgsProject, turn: Turn) -> Any:
    """The point cloud of the task, on the map."""
    job = workspace.load_results(workspace.client.tasks.get("1", TASK_ID), [LayerKind.POINT_CLOUD])
    assert turn(lambda: not job.is_running(), 60)
    assert job.error is None, job.error
    return job.result.layers[0]


def opened_again(project: QgsProject, path: Path) -> Any:
    assert project.write(str(path))
    project.clear()
    assert project.read(str(path))
    return next(iter(project.mapLayers().values()))


def files_of(workspace: Workspace, address: str) -> Any:
    return fetch_cloud_files(workspace.client, address, lambda: False)


def test_opening_a_project_asks_the_server_nothing(
    cloud: Any, sleepers: SleepingClouds, project: QgsProject, survey_server: SurveyServer, tmp_path: Path
) -> None:
    layer_id, address, extent = cloud.id(), cloud.source(), cloud.extent()
    cloud.renderer().setPointSize(3.5)
    cloud.setName("The hill")
    survey_server.requests.clear()
    survey_server.broken = True
    layer = opened_again(project, tmp_path / "saved.qgz")
    assert survey_server.requests == []
    assert layer.isValid() and asleep(layer), "an invalid layer has QGIS ask what is to become of it"
    assert (layer.id(), layer.name(), layer.renderer().pointSize()) == (layer_id, "The hill", 3.5)
    assert layer.extent() == extent, "it is remembered, so that the map can be zoomed to it"
    assert address_of(layer) == address
    assert share_painted(picture(layer)) == 0
    assert survey_server.requests == []


def test_a_cloud_wakes_with_its_own_style_and_the_project_stays_unchanged(
    cloud: Any, sleepers: SleepingClouds, project: QgsProject, workspace: Workspace, survey_server: SurveyServer, tmp_path: Path
) -> None:
    cloud.renderer().setPointSize(3.5)
    layer = opened_again(project, tmp_path / "saved.qgz")
    files = files_of(workspace, address_of(layer))
    survey_server.requests.clear()
    survey_server.broken = True
    assert wake(layer, files)
    assert survey_server.requests == [], "a server that hangs must not hold the main thread"
    survey_server.broken = False
    assert not asleep(layer) and not project.isDirty()
    assert layer.renderer().type() == "rgb" and layer.renderer().pointSize() == 3.5
    image = picture(layer)
    assert share_painted(image) > 0.5
    assert QColor(image.pixel(30, 30)).blue() - QColor(image.pixel(270, 270)).blue() > 120


def test_a_project_saved_while_a_cloud_sleeps_holds_its_own_address(
    cloud: Any, sleepers: SleepingClouds, project: QgsProject, tmp_path: Path
) -> None:
    address = cloud.source()
    opened_again(project, tmp_path / "first.qgs")
    layer = opened_again(project, tmp_path / "second.qgs")
    text = (tmp_path / "second.qgs").read_text(encoding="utf-8")
    assert f"<datasource>{address}</datasource>" in text
    assert "sleeping" not in text
    assert address_of(layer) == address


def test_on_a_computer_that_never_saw_the_cloud_it_sleeps_and_wakes_too(
    cloud: Any, sleepers: SleepingClouds, project: QgsProject, workspace: Workspace, tmp_path: Path
) -> None:
    extent = cloud.extent()
    shutil.rmtree(sleeping._folder())
    layer = opened_again(project, tmp_path / "saved.qgz")
    assert layer.isValid() and asleep(layer)
    assert layer.extent().isEmpty(), "zooming to all layers leaves it out"
    assert wake(layer, files_of(workspace, address_of(layer)))
    assert layer.extent() == extent and layer.crs().authid() == "EPSG:32615"
    assert share_painted(picture(layer)) > 0.5


def test_a_cloud_moves_to_another_address_with_its_style(
    cloud: Any, workspace: Workspace, survey_server: SurveyServer
) -> None:
    other = "00000000-0000-4000-8000-000000000007"
    survey_server.tasks[other] = {**survey_server.tasks[TASK_ID], "id": other}
    cloud.renderer().setPointSize(3.5)
    address = cloud.source().replace(TASK_ID, other)
    assert wake(cloud, files_of(workspace, address))
    survey_server.requests.clear()
    assert cloud.source() == address and cloud.renderer().pointSize() == 3.5
    assert share_painted(picture(cloud)) > 0.5
    assert survey_server.paths(other) and not survey_server.paths(TASK_ID)


def test_a_cloud_whose_files_are_not_all_there_is_not_woken(
    cloud: Any, workspace: Workspace, survey_server: SurveyServer
) -> None:
    survey_server.refuse = {"ept-hierarchy": 404}
    with pytest.raises(ApiError, match="not whole"):
        files_of(workspace, cloud.source())


def test_a_cloud_of_another_server_is_not_asked_of_this_one(workspace: Workspace, survey_server: SurveyServer) -> None:
    survey_server.requests.clear()
    with pytest.raises(ApiError, match="another server"):
        files_of(workspace, "http://example.org/api/projects/1/tasks/2/assets/entwine_pointcloud/ept.json")
    assert survey_server.requests == []


@pytest.mark.parametrize(
    "source",
    [
        "https://example.org/clouds/ept.json",
        "https://example.org/entwine_pointcloud/ept.json",
        "/home/somebody/entwine_pointcloud/ept.json",
        "https://example.org/api/projects/1/tasks/2/assets/odm_report/shots.geojson",
        "",
    ],
)
def test_other_sources_stay_as_they_are(sleepers: SleepingClouds, source: str) -> None:
    assert QgsPathResolver().readPath(source) == source
    assert QgsPathResolver().writePath(source) == source


def test_uninstalled_nothing_is_put_to_sleep(cloud: Any) -> None:
    sleepers = SleepingClouds()
    sleepers.install()
    sleepers.uninstall()
    assert QgsPathResolver().readPath(cloud.source()) == cloud.source()
