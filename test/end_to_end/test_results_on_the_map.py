"""Every kind of layer of a real survey, painted by QGIS and compared with what its files say.

The server is started here; `NADIR_TEST_SURVEY` names one that runs already (a `RealSurvey` as JSON), for a QGIS that cannot
start it. Pictures are kept in the folder that `NADIR_PICTURES` names.
"""

from __future__ import annotations

import json
import os
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any, Callable, Iterator

import numpy as np
import pytest
from nadir.core.api.network import NetworkOptions
from nadir.core.api.rasters import RasterKind
from nadir.core.api.task import Task
from nadir.core.connections import Connection
from nadir.core.jobs import Job, Jobs
from nadir.core.layers.access.signer import RequestSigner
from nadir.core.layers.comparing.work import DifferenceRequest
from nadir.core.layers.marks import LayerForm, read_mark
from nadir.core.layers.products import LayerKind
from nadir.core.layers.tiles.layer import restyle
from nadir.core.layers.tiles.ramps import colour_at
from nadir.core.layers.tiles.style import style_of
from nadir.core.local.environment import is_ready, python_of
from nadir.core.photos.folder import scan
from nadir.core.transfers.downloads import Download
from nadir.core.workspace import Workspace, open_workspace
from nadir.test.end_to_end import rendering
from nadir.test.qgis.conftest import turn_until
from nadir.test.real_survey import PHOTOS, RealSurvey, SurveyMissing, real_survey
from osgeo import gdal
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsLayerDefinition,
    QgsMapLayer,
    QgsPointXY,
    QgsProject,
    QgsRasterLayer,
    QgsRectangle,
)
from qgis.PyQt.QtGui import QImage
from qgis.PyQt.QtXml import QDomDocument

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 120.0


@pytest.fixture(scope="module")
def survey(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealSurvey]:
    told = os.environ.get("NADIR_TEST_SURVEY")
    if told:
        yield RealSurvey(**json.loads(told))
        return
    if not is_ready(ROOT / ".venv-local"):
        pytest.skip("the local server's environment is missing or outdated: make setup")
    try:
        with real_survey(tmp_path_factory.mktemp("survey"), str(python_of(ROOT / ".venv-local"))) as served:
            yield served
    except SurveyMissing as reason:
        pytest.skip(str(reason))


@pytest.fixture
def workspace(survey: RealSurvey, qgis_canvas: Any) -> Iterator[Workspace]:
    """The survey's server, and an empty project; the main map paints nothing (QGIS 3.22 crashes when a point cloud is removed
    while it is painted).
    """
    qgis_canvas.setRenderFlag(False)
    QgsProject.instance().clear()
    jobs, signer = Jobs(), RequestSigner()
    opening = open_workspace(Connection.new("Survey", survey.url), *survey.login, jobs, NetworkOptions(), signer)
    opened = result_of(opening)
    yield opened
    opened.close()
    jobs.stop()
    signer.uninstall()
    QgsProject.instance().clear()


@pytest.fixture
def task(workspace: Workspace, survey: RealSurvey) -> Task:
    return workspace.client.tasks.get(survey.project_id, survey.task_id)


@pytest.fixture
def file_of(workspace: Workspace, task: Task, tmp_path: Path) -> Callable[[str], Path]:
    """A file of the task, as the server hands it out."""
    return lambda asset: Download(workspace.client, task.project_id, task.id, asset, tmp_path / asset).run()


def result_of(job: Job) -> Any:
    assert turn_until(lambda: not job.is_running(), SECONDS), f"{job.title} never ended"
    assert job.error is None, job.error
    return job.result


def on_map(kind: LayerKind) -> QgsMapLayer:
    """The one layer of a kind."""
    marked = ((layer, read_mark(layer)) for layer in QgsProject.instance().mapLayers().values())
    (found,) = [layer for layer, mark in marked if mark is not None and mark.kind is kind]
    return found


def middle_of(extent: QgsRectangle, part: float = 0.6) -> QgsRectangle:
    """The middle of an extent in the shape of the pictures: QGIS widens any other."""
    columns, rows = rendering.SIZE
    scale = part * min(extent.width() / columns, extent.height() / rows)
    return QgsRectangle.fromCenterAndSize(extent.center(), columns * scale, rows * scale)


def assert_in_place(seen: np.ndarray, wanted: np.ndarray) -> None:
    """To a pixel of the picture: QGIS takes the nearest of each source."""
    place = rendering.offset(wanted, seen)
    assert place is not None, "the pictures have nothing in common"
    assert max(abs(part) for part in place) <= 1, place


def keep(name: str, picture: np.ndarray) -> None:
    """For looking at."""
    folder = os.environ.get("NADIR_PICTURES")
    if folder:
        rows, columns = picture.shape[:2]
        image = QImage(picture.tobytes(), columns, rows, QImage.Format.Format_RGBA8888)
        image.save(str(Path(folder) / f"{name}.png"))


def test_the_orthophoto_lies_on_its_file_to_a_pixel(workspace: Workspace, task: Task, file_of: Callable[[str], Path]) -> None:
    result_of(workspace.load_results(task, (LayerKind.ORTHOPHOTO,)))
    tiles, file = on_map(LayerKind.ORTHOPHOTO), QgsRasterLayer(str(file_of("orthophoto.tif")), "file")
    extent = middle_of(rendering.extent_in(file, tiles.crs()))
    seen, wanted = (rendering.picture([layer], extent, tiles.crs(), turn_until) for layer in (tiles, file))
    keep("orthophoto", seen)
    assert rendering.painted(seen) > 0.98 * rendering.painted(wanted) > 0.8
    assert_in_place(seen, wanted)
    assert np.abs(seen[..., :3].astype(int) - wanted[..., :3]).mean() < 12


@pytest.mark.parametrize("kind", [LayerKind.DSM, LayerKind.DTM])
def test_heights_have_the_colours_of_the_legend(
    workspace: Workspace, task: Task, file_of: Callable[[str], Path], kind: LayerKind
) -> None:
    result_of(workspace.load_results(task, (kind,)))
    layer = on_map(kind)
    style = style_of(layer)
    assert isinstance(layer, QgsRasterLayer)
    assert style is not None
    utm = QgsCoordinateReferenceSystem(f"EPSG:{task.epsg}")
    path = file_of(f"{kind.value}.tif")
    extent = middle_of(QgsRasterLayer(str(path), "file").extent(), 0.4)
    shaded = rendering.picture([layer], extent, utm, turn_until)
    keep(kind.value, shaded)
    restyle(layer, replace(style, shading=0.0))
    flat = rendering.picture([layer], extent, utm, turn_until)
    assert np.abs(flat.astype(int) - shaded).max() > 20, "the relief is shaded"
    ramp = style.color_ramp()
    differences = []
    for row, column, height in sampled_heights(path, extent):
        told = colour_at(ramp, style.low, style.high, height)
        shown = flat[row, column]
        assert shown[3] == 255
        differences.append(max(abs(a - int(b)) for a, b in zip((told.red(), told.green(), told.blue()), shown)))
    assert len(differences) > 400
    assert np.percentile(differences, 90) < 10


def sampled_heights(path: Path, extent: QgsRectangle) -> Iterator[tuple[int, int, float]]:
    """Row, column and metres at pixels of a picture of this extent, where the ground around is flat."""
    dataset = gdal.Open(str(path))
    west, width, _, north, _, height = dataset.GetGeoTransform()
    band = dataset.GetRasterBand(1)
    values, nodata = band.ReadAsArray().astype("f8"), band.GetNoDataValue()
    columns, rows = rendering.SIZE
    for row in range(10, rows, 25):
        for column in range(10, columns, 25):
            x = extent.xMinimum() + (column + 0.5) * extent.width() / columns
            y = extent.yMaximum() - (row + 0.5) * extent.height() / rows
            at_row, at_column = int((y - north) / height), int((x - west) / width)
            around = values[max(at_row - 3, 0) : at_row + 4, max(at_column - 3, 0) : at_column + 4]
            if around.size and (around != nodata).all() and np.isfinite(around).all() and np.ptp(around) < 0.15:
                yield row, column, float(values[at_row, at_column])


def test_the_point_cloud_has_the_colours_of_the_ground(workspace: Workspace, task: Task, file_of: Callable[[str], Path]) -> None:
    result_of(workspace.load_results(task, (LayerKind.POINT_CLOUD,)))
    cloud, file = on_map(LayerKind.POINT_CLOUD), QgsRasterLayer(str(file_of("orthophoto.tif")), "file")
    extent = middle_of(cloud.extent())
    seen, ground = (rendering.picture([layer], extent, cloud.crs(), turn_until) for layer in (cloud, file))
    keep("pointcloud", seen)
    assert rendering.painted(seen) > 0.7
    assert_in_place(seen, ground)


@pytest.mark.parametrize("kind", [LayerKind.DSM, LayerKind.DTM])
def test_real_values_are_those_of_the_file_and_look_like_the_tiles(
    workspace: Workspace, task: Task, file_of: Callable[[str], Path], kind: LayerKind
) -> None:
    result_of(workspace.load_results(task, (kind,)))
    tiles = on_map(kind)
    result_of(workspace.add_values(task, kind))
    shown = [each for each in QgsProject.instance().mapLayers().values() if each.providerType() == "gdal"]
    values = next(each for each in shown if each.dataProvider().bandCount() == 1 and each.renderer().type() == "singlebandpseudocolor")
    assert isinstance(values, QgsRasterLayer)
    extent = middle_of(values.extent(), 0.5)
    pictures = [rendering.picture([layer], extent, values.crs(), turn_until) for layer in (tiles, values)]
    keep(f"{kind.value}_values", pictures[1])
    assert np.abs(pictures[0][..., :3].astype(int) - pictures[1][..., :3]).mean() < 25
    file = QgsRasterLayer(str(file_of(f"{kind.value}.tif")), "file")
    for x, y in ((0.4, 0.4), (0.5, 0.5), (0.6, 0.55)):
        place = QgsPointXY(extent.xMinimum() + x * extent.width(), extent.yMinimum() + y * extent.height())
        height, is_there = values.dataProvider().sample(place, 1)
        assert is_there
        assert height == pytest.approx(file.dataProvider().sample(place, 1)[0], abs=1e-6)


def test_an_index_has_the_colours_of_its_legend(workspace: Workspace, task: Task, file_of: Callable[[str], Path]) -> None:
    (index,) = [each for each in result_of(workspace.indices(task)) if each.name == "VARI"]
    result_of(workspace.add_index(task, index))
    layer = on_map(LayerKind.INDEX)
    style = style_of(layer)
    assert style is not None
    file = QgsRasterLayer(str(file_of("orthophoto.tif")), "file")
    extent = middle_of(file.extent(), 0.3)
    seen = rendering.picture([layer], extent, file.crs(), turn_until)
    ground = rendering.picture([file], extent, file.crs(), turn_until)
    keep("index", seen)
    red, green, blue = (ground[..., band].astype("f4") for band in range(3))
    with np.errstate(divide="ignore", invalid="ignore"):
        values = (green - red) / (green + red - blue)
    ramp, differences = style.color_ramp(), []
    for row in range(15, rendering.SIZE[1], 20):
        for column in range(15, rendering.SIZE[0], 20):
            around = values[row - 2 : row + 3, column - 2 : column + 3]
            if np.isfinite(around).all() and np.ptp(around) < 0.05 * (style.high - style.low):
                told = colour_at(ramp, style.low, style.high, float(values[row, column]))
                differences.append(max(abs(a - int(b)) for a, b in zip((told.red(), told.green(), told.blue()), seen[row, column])))
    assert len(differences) > 50
    assert np.median(differences) < 20


def test_photos_lie_where_they_were_taken(workspace: Workspace, task: Task) -> None:
    result_of(workspace.add_photos(task))
    layer = on_map(LayerKind.PHOTOS)
    assert layer.featureCount() == 18
    ground = rendering.extent_in(layer, QgsCoordinateReferenceSystem(f"EPSG:{task.epsg}"))
    keep("photos", rendering.picture([layer], ground.buffered(20), QgsCoordinateReferenceSystem(f"EPSG:{task.epsg}"), turn_until))
    taken = {photo.path.name: photo for photo in scan(PHOTOS, lambda fraction, text: None, lambda: False).photos}
    for feature in layer.getFeatures():
        photo, seen = taken[feature["filename"]], feature.geometry().constGet()
        assert (seen.x(), seen.y()) == pytest.approx((photo.longitude, photo.latitude), abs=1e-4)


def test_footprints_and_flight_path_cover_the_ground(workspace: Workspace, task: Task) -> None:
    result_of(workspace.add_footprints(task))
    result_of(workspace.add_flight_path(task))
    footprints, path = on_map(LayerKind.FOOTPRINTS), on_map(LayerKind.FLIGHT_PATH)
    assert footprints.featureCount() == 18
    assert task.extent is not None
    degrees = QgsCoordinateReferenceSystem("EPSG:4326")
    assert rendering.extent_in(footprints, degrees).contains(QgsRectangle(*task.extent).center())
    utm = QgsCoordinateReferenceSystem(f"EPSG:{task.epsg}")
    seen = rendering.picture([path, footprints], rendering.extent_in(footprints, utm).buffered(10), utm, turn_until)
    keep("footprints", seen)
    assert rendering.painted(seen) > 0.03  # they are outlines


def test_contours_run_at_their_height(workspace: Workspace, task: Task, file_of: Callable[[str], Path]) -> None:
    result_of(workspace.add_contours(task, RasterKind.DTM, 1.0))
    layer = on_map(LayerKind.CONTOURS)
    file = QgsRasterLayer(str(file_of("dtm.tif")), "file")
    keep("contours", rendering.picture([layer], layer.extent(), layer.crs(), turn_until))
    wrong, looked_at = 0, 0
    for feature in layer.getFeatures():
        for vertex in list(feature.geometry().vertices())[::25]:
            height, is_there = file.dataProvider().sample(QgsPointXY(vertex.x(), vertex.y()), 1)
            looked_at += is_there
            wrong += is_there and abs(height - feature["elev"]) > 0.4
    assert looked_at > 30
    assert wrong < 0.05 * looked_at


def test_extents_of_the_project_hold_its_orthophoto(workspace: Workspace, task: Task) -> None:
    project = workspace.client.projects.get(task.project_id)
    result_of(workspace.add_extents(project))
    layer = on_map(LayerKind.EXTENTS)
    assert task.extent is not None
    keep("extents", rendering.picture([layer], layer.extent(), layer.crs(), turn_until))
    assert rendering.extent_in(layer, QgsCoordinateReferenceSystem("EPSG:4326")).contains(QgsRectangle(*task.extent).center())


def test_a_surface_differs_from_itself_in_nothing(workspace: Workspace, task: Task, tmp_path: Path) -> None:
    request = DifferenceRequest(task, task, LayerKind.DSM, tmp_path / "difference.tif")
    result_of(workspace.difference(request))
    layer = on_map(LayerKind.DIFFERENCE)
    assert isinstance(layer, QgsRasterLayer)
    statistics = layer.dataProvider().bandStatistics(1)
    assert (statistics.minimumValue, statistics.maximumValue) == (0.0, 0.0)
    assert statistics.elementCount > 0


def test_no_file_that_qgis_writes_of_any_kind_of_layer_holds_a_credential(
    workspace: Workspace, task: Task, survey: RealSurvey, tmp_path: Path
) -> None:
    everything(workspace, task, tmp_path)
    layers = list(QgsProject.instance().mapLayers().values())
    marks = [mark for mark in map(read_mark, layers) if mark is not None]
    wanted = set(LayerKind) - {LayerKind.CONTROL_POINTS}  # the survey has none
    assert {mark.kind for mark in marks} >= wanted - {LayerKind.MODEL}  # the survey has none
    assert {mark.form for mark in marks} == set(LayerForm)
    for name in ("saved.qgs", "saved.qgz"):
        assert QgsProject.instance().write(str(tmp_path / name))
    children = QgsProject.instance().layerTreeRoot().children()
    assert QgsLayerDefinition.exportLayerDefinition(str(tmp_path / "all.qlr"), children)[0]
    for number, layer in enumerate(layers):
        assert layer.saveNamedStyle(str(tmp_path / f"{number}.qml"))[1]
        document = QDomDocument()
        layer.exportNamedMetadata(document, "")
        (tmp_path / f"{number}.qmd").write_text(document.toString(), encoding="utf-8")
    session = workspace.client.session
    secrets = (session.authorization().rpartition(" ")[2], survey.login[1], "jwt", "authorization", "authcfg=")
    assert all(len(secret) > 2 for secret in secrets)
    written = [path for path in tmp_path.iterdir() if path.suffix in (".qgs", ".qgz", ".qlr", ".qml", ".qmd")]
    assert len(written) == 3 + 2 * len(layers)
    for path in written:
        content = unzipped(path).lower()
        found = [number for number, secret in enumerate(secrets) if secret.lower().encode() in content]
        assert found == [], f"in {path.name}"  # by number, so that no report holds a credential
    assert survey.task_id.encode() in unzipped(tmp_path / "saved.qgz"), "what is there would be found"


def everything(workspace: Workspace, task: Task, folder: Path) -> None:
    """A layer of every kind that the survey gives, in every form."""
    project = workspace.client.projects.get(task.project_id)
    (index, *_others) = result_of(workspace.indices(task))
    result_of(workspace.load_results(task))
    for kind in (LayerKind.DSM, LayerKind.DTM, LayerKind.ORTHOPHOTO):
        result_of(workspace.add_values(task, kind))
    result_of(workspace.add_index(task, index))
    for add in (workspace.add_photos, workspace.add_footprints, workspace.add_flight_path):
        result_of(add(task))
    result_of(workspace.add_contours(task, RasterKind.DTM, 2.0))
    result_of(workspace.add_extents(project))
    result_of(workspace.difference(DifferenceRequest(task, task, LayerKind.DSM, folder / "difference.tif")))


def unzipped(path: Path) -> bytes:
    """All that a file holds, also where it is an archive."""
    if path.suffix != ".qgz":
        return path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        return b"".join(archive.read(name) for name in archive.namelist())
