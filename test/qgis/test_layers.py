"""From a finished task to layers that look right, hold no credential and are found again."""

from __future__ import annotations

import threading
import time
import zipfile
from pathlib import Path
from typing import Any, Callable, List, Tuple
from urllib.parse import unquote

import numpy as np
from nadir.core.api.task import Task, TaskOption
from nadir.core.jobs import Jobs
from nadir.core.layers.life.keeper import LayerKeeper
from nadir.core.layers.plan import plan
from nadir.core.layers.products import LayerKind, has_no_place
from nadir.core.layers.project import kinds_on_map
from nadir.core.layers.tiles.grid import tile_at
from nadir.core.layers.tiles.plan import height_range
from nadir.core.workspace import Workspace
from nadir.test.qgis import hill
from nadir.test.qgis.survey_server import PASSWORD, TASK_ID, USER, SurveyServer
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsMapLayer,
    QgsMapRendererParallelJob,
    QgsMapSettings,
    QgsPointXY,
    QgsProject,
    QgsRasterLayer,
    QgsRectangle,
)
from qgis.PyQt.QtCore import QCoreApplication, QSize
from qgis.PyQt.QtGui import QColor, QImage

Turn = Callable[..., bool]


def load(workspace: Workspace, turn: Turn) -> Any:
    task = workspace.client.tasks.get("1", TASK_ID)
    job = workspace.load_results(task)
    assert turn(lambda: not job.is_running())
    assert job.error is None, job.error
    return job.result


def by_kind() -> dict:
    return {layer.customProperty("nadir/kind"): layer for layer in QgsProject.instance().mapLayers().values()}


def picture(layer: QgsMapLayer, turn: Turn) -> QImage:
    """The layer alone, 300 x 300, of its extent."""
    settings = QgsMapSettings()
    settings.setLayers([layer])
    settings.setDestinationCrs(layer.crs())
    settings.setExtent(layer.extent())
    settings.setOutputSize(QSize(300, 300))
    settings.setBackgroundColor(QColor(0, 0, 0, 0))
    job = QgsMapRendererParallelJob(settings)
    job.start()
    assert turn(lambda: not job.isActive(), 60)
    return job.renderedImage()


def painted_and_colours(image: QImage) -> Tuple[float, int]:
    image = image.convertToFormat(QImage.Format.Format_RGBA8888)
    size = image.sizeInBytes() if hasattr(image, "sizeInBytes") else image.byteCount()
    pixels = np.frombuffer(image.constBits().asstring(size), "u1").reshape(image.height(), image.width(), 4)
    seen = pixels[pixels[..., 3] > 0]
    return len(seen) / (image.width() * image.height()), len(np.unique(seen[:, :3], axis=0))


def test_all_four_products_are_valid_marked_and_painted(
    workspace: Workspace, project: QgsProject, turn: Turn, tmp_path: Path
) -> None:
    load(workspace, turn)
    layers = by_kind()
    assert set(layers) == {"orthophoto", "dsm", "dtm", "pointcloud"}
    for kind, layer in layers.items():
        assert layer.isValid()
        assert layer.customProperty("nadir/task") == TASK_ID
        assert layer.customProperty("nadir/project") == "1"
        assert layer.customProperty("nadir/server") == workspace.client.session.url
        painted, colours = painted_and_colours(picture(layer, turn))
        assert painted > 0.5, kind
        assert colours > 50, kind


def test_the_orthophoto_lies_where_the_file_says(workspace: Workspace, project: QgsProject, turn: Turn) -> None:
    load(workspace, turn)
    layer = by_kind()["orthophoto"]
    image = picture(layer, turn)
    west, east = QColor(image.pixel(20, 150)), QColor(image.pixel(280, 150))
    north, south = QColor(image.pixel(150, 20)), QColor(image.pixel(150, 280))
    assert east.red() - west.red() > 180, "red grows eastwards"
    assert south.green() - north.green() > 180, "green grows southwards"


def test_the_point_cloud_is_in_natural_colours(workspace: Workspace, project: QgsProject, turn: Turn) -> None:
    load(workspace, turn)
    layer = by_kind()["pointcloud"]
    assert layer.renderer().type() == "rgb"
    assert layer.crs().authid() == "EPSG:32615"
    image = picture(layer, turn)
    blue = [QColor(image.pixel(x, x)).blue() for x in (30, 270)]
    assert blue[0] - blue[1] > 120, "blue fades south-eastwards"


def test_heights_are_stretched_over_what_the_server_says(workspace: Workspace, project: QgsProject, turn: Turn) -> None:
    load(workspace, turn)
    low, high = (float(value) for value in np.percentile(hill.heights(), (2, 98)))
    source = unquote(by_kind()["dsm"].source())
    assert f"rescale={round(low, 3):g},{round(high, 3):g}&color_map=viridis" in source
    layer = by_kind()["dsm"]
    told = (layer.serverProperties() if hasattr(layer.serverProperties(), "abstract") else layer).abstract()
    assert f"{low:.1f} m" in told
    assert f"{high:.1f} m" in told


def test_the_group_is_named_after_the_task_and_shows_the_orthophoto(
    workspace: Workspace, project: QgsProject, turn: Turn
) -> None:
    load(workspace, turn)
    group = project.layerTreeRoot().children()[0]
    assert group.name() == "Brighton Beach"
    nodes = group.findLayers()
    kinds = [node.layer().customProperty("nadir/kind") for node in nodes]
    assert kinds == ["pointcloud", "dsm", "dtm", "orthophoto"], "what is switched on lies above the orthophoto"
    assert [node.isVisible() for node in nodes] == [False, False, False, True]


def test_the_map_shows_the_results(workspace: Workspace, project: QgsProject, turn: Turn, qgis_iface: Any) -> None:
    canvas = qgis_iface.mapCanvas()
    canvas.setExtent(QgsRectangle(0, 0, 1, 1))
    loaded = load(workspace, turn)
    west, south, east, north = hill.bounds()
    centre = QgsPointXY((west + east) / 2, (south + north) / 2)
    assert loaded.extent.contains(centre)
    assert turn(lambda: canvas.extent().width() < 1000 and canvas.extent().center().x() != 0.5)


def test_loading_twice_doubles_nothing_and_brings_back_what_was_removed(
    workspace: Workspace, project: QgsProject, turn: Turn
) -> None:
    load(workspace, turn)
    again = load(workspace, turn)
    assert again.layers == ()
    assert len(project.mapLayers()) == 4
    project.removeMapLayer(by_kind()["dsm"].id())
    load(workspace, turn)
    assert set(by_kind()) == {"orthophoto", "dsm", "dtm", "pointcloud"}
    assert len(project.layerTreeRoot().children()) == 1


def test_a_task_that_ran_again_is_not_shown_from_the_cache(
    workspace: Workspace, project: QgsProject, turn: Turn, survey_server: SurveyServer
) -> None:
    load(workspace, turn)
    before = by_kind()["orthophoto"].source()
    survey_server.tasks[TASK_ID]["processing_time"] += 1
    task = workspace.client.tasks.get("1", TASK_ID)
    assert kinds_on_map(task, workspace.client.session.url) == set()
    load(workspace, turn)
    assert len({layer.source() for layer in project.mapLayers().values()} - {before}) > 3


def test_nothing_is_asked_outside_of_the_extent_also_after_a_project_was_opened_again(
    workspace: Workspace, project: QgsProject, turn: Turn, survey_server: SurveyServer, jobs: Jobs, tmp_path: Path
) -> None:
    watching = LayerKeeper(jobs, tuple)
    load(workspace, turn)
    extent = by_kind()["dsm"].extent()
    path = str(tmp_path / "saved.qgz")
    assert project.write(path)
    project.clear()
    assert project.read(path)
    layer = by_kind()["dsm"]
    assert layer.extent() == extent
    survey_server.requests.clear()
    settings = QgsMapSettings()
    settings.setLayers([layer])
    settings.setDestinationCrs(layer.crs())
    far = QgsRectangle(
        extent.xMinimum() - 900, extent.yMinimum() - 900, extent.xMaximum() - 450, extent.yMaximum() - 450
    )
    settings.setExtent(far)
    settings.setOutputSize(QSize(300, 300))
    job = QgsMapRendererParallelJob(settings)
    job.start()
    assert turn(lambda: not job.isActive(), 30)
    assert survey_server.paths("/tiles/") == []
    watching.uninstall()


def test_a_saved_project_holds_no_credential(
    workspace: Workspace, project: QgsProject, turn: Turn, survey_server: SurveyServer, tmp_path: Path
) -> None:
    load(workspace, turn)
    path = tmp_path / "saved.qgz"
    assert project.write(str(path))
    with zipfile.ZipFile(path) as archive:
        content = b"".join(archive.read(name) for name in archive.namelist())
    assert TASK_ID.encode() in content
    for secret in (survey_server.token, USER, PASSWORD, "JWT", "jwt", "authcfg=", "Authorization"):
        assert secret.encode() not in content


def test_every_request_for_layers_is_signed(
    workspace: Workspace, project: QgsProject, turn: Turn, survey_server: SurveyServer
) -> None:
    load(workspace, turn)
    picture(by_kind()["orthophoto"], turn)
    picture(by_kind()["pointcloud"], turn)
    tiles = [each for each in survey_server.requests if "/tiles/" in each[1] or "/assets/" in each[1]]
    assert len(tiles) > 5
    assert {authorization for _method, _path, authorization in tiles} == {f"JWT {survey_server.token}"}


def test_the_main_thread_does_not_wait_for_a_slow_server(
    workspace: Workspace, project: QgsProject, turn: Turn, survey_server: SurveyServer
) -> None:
    task = workspace.client.tasks.get("1", TASK_ID)
    survey_server.delay = 0.25
    job = workspace.load_results(task)
    longest = 0.0
    while job.is_running():
        started = time.monotonic()
        QCoreApplication.processEvents()
        longest = max(longest, time.monotonic() - started)
        time.sleep(0.001)
    assert job.error is None
    assert longest < 0.2, "one answer of the server takes longer"


def test_layers_belong_to_the_main_thread(workspace: Workspace, project: QgsProject, turn: Turn) -> None:
    load(workspace, turn)
    for layer in project.mapLayers().values():
        assert layer.thread() == QCoreApplication.instance().thread()


def test_a_reference_system_that_came_with_a_layer_goes_on_working(
    workspace: Workspace, project: QgsProject, turn: Turn
) -> None:
    load(workspace, turn)
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("nadir: Adding")]
    utm, degrees = QgsCoordinateReferenceSystem("EPSG:32615"), QgsCoordinateReferenceSystem("EPSG:4326")
    transform = QgsCoordinateTransform(utm, degrees, project.transformContext())
    assert transform.isValid()
    assert transform.transform(QgsPointXY(576670, 5188200)).y() < 90


def test_one_product_that_fails_is_told_and_the_others_come(
    workspace: Workspace, project: QgsProject, turn: Turn, survey_server: SurveyServer
) -> None:
    told: List[Any] = []
    workspace.error_occurred.connect(told.append)
    survey_server.refuse = {"/dtm/metadata": 404, "ept.json": 404}
    load(workspace, turn)
    assert set(by_kind()) == {"orthophoto", "dsm"}
    assert sorted(error.summary.split(" was")[0] for error in told) == ["Point cloud", "Terrain model (DTM)"]


def test_blank_tiles_are_noticed_before_a_layer_is_made(
    workspace: Workspace, project: QgsProject, turn: Turn, survey_server: SurveyServer
) -> None:
    survey_server.refuse = {"/orthophoto/tiles/": 403}
    told: List[Any] = []
    workspace.error_occurred.connect(told.append)
    load(workspace, turn)
    assert "orthophoto" not in by_kind()
    assert "Orthophoto was not loaded" in told[0].summary


def test_products_that_a_task_did_not_give_are_one_warning_and_the_others_come(
    workspace: Workspace, project: QgsProject, turn: Turn, survey_server: SurveyServer
) -> None:
    survey_server.tasks[TASK_ID]["available_assets"] = ["orthophoto.tif", "georeferenced_model.laz"]
    told: List[Any] = []
    workspace.warned.connect(told.append)
    workspace.error_occurred.connect(told.append)
    load(workspace, turn)
    assert set(by_kind()) == {"orthophoto", "pointcloud"}
    missing = "Surface model (DSM), Terrain model (DTM)"
    assert told == [f"Missing in “Brighton Beach”: {missing}. The task's console says more."]


def test_a_task_of_photos_without_position_is_a_warning_and_asks_the_server_nothing(
    workspace: Workspace, project: QgsProject, turn: Turn, survey_server: SurveyServer
) -> None:
    survey_server.tasks[TASK_ID].update(available_assets=["georeferenced_model.laz"], extent=None, epsg=None)
    task = workspace.client.tasks.get("1", TASK_ID)
    told: List[Any] = []
    for signal in (workspace.warned, workspace.error_occurred, workspace.layers_loaded):
        signal.connect(told.append)
    survey_server.requests.clear()
    job = workspace.load_results(task)
    assert turn(lambda: not job.is_running()) and job.error is None
    assert told == ["“Brighton Beach” has no place on the map: its photos have no position."]
    assert project.mapLayers() == {} and survey_server.requests == []


def test_a_point_cloud_alone_has_a_place() -> None:
    skipped = (TaskOption("skip-orthophoto", True),)
    places: List[dict] = [{"extent": (0.0, 0.0, 1.0, 1.0)}, {"epsg": 32615}, {"options": skipped}]
    cloud = ("georeferenced_model.laz",)
    assert has_no_place(Task("a", "1", available_assets=cloud))
    assert not has_no_place(Task("a", "1"))
    assert not any(has_no_place(Task("a", "1", available_assets=cloud, **each)) for each in places)


def test_a_server_that_cannot_shade_still_gives_heights(
    workspace: Workspace, project: QgsProject, turn: Turn, survey_server: SurveyServer
) -> None:
    task = workspace.client.tasks.get("1", TASK_ID)
    good = survey_server._product

    def no_shade(rest: str, query: Any) -> Any:
        return (
            (400, b'["Invalid parameter"]', "application/json")
            if "tiles/" in rest and "hillshade" in query
            else good(rest, query)
        )

    survey_server._product = no_shade  # type: ignore[method-assign]
    planned = plan(workspace.client, task, [LayerKind.DSM])
    assert planned.problems == ()
    assert "hillshade" not in planned.layers[0].make().source()


def test_a_flat_or_unknown_range_is_widened() -> None:
    from nadir.core.api.rasters import BandStatistics, RasterMetadata

    assert height_range(RasterMetadata((BandStatistics(5.0, 5.0, 5.0, 5.0),))) == (4.5, 5.5)
    assert height_range(RasterMetadata((BandStatistics(1.0, 9.0, 3.0, 3.0),))) == (1.0, 9.0)


def test_the_tile_over_a_place() -> None:
    assert tile_at((-180.0, -85.0, 180.0, 85.0), 0, 22) == (0, 0, 0)
    assert tile_at((-92.1, 46.7, -92.0, 46.8), 0, 22)[0] == 11
    assert tile_at((-92.1, 46.7, -92.0, 46.8), 15, 22)[0] == 15
    zoom, column, row = tile_at((12.4, 41.8, 12.6, 42.0), 10, 10)
    assert (zoom, column, row) == (10, 547, 380)  # Rome


def test_an_xyz_layer_keeps_its_address(workspace: Workspace, project: QgsProject, turn: Turn) -> None:
    load(workspace, turn)
    layer = by_kind()["dsm"]
    assert isinstance(layer, QgsRasterLayer)
    assert layer.dataProvider().name() == "wms"
    assert "%26" in layer.source(), "an & of the address has to be hidden from the layer's own"
