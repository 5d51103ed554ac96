"""Every kind of layer of a real survey, painted by QGIS and compared with what its files say.

The server is started here; `NADIR_TEST_SURVEY` names one that runs already (a `RealSurvey` as JSON), for a QGIS that cannot
start it. Pictures are kept in the folder that `NADIR_PICTURES` names.
"""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path
from typing import Any, Callable, Iterator

import numpy as np
import pytest
from nadir.core.api.network import NetworkOptions
from nadir.core.api.task import Task
from nadir.core.connections import Connection
from nadir.core.jobs import Job, Jobs
from nadir.core.layers.access.signer import RequestSigner
from nadir.core.layers.marks import read_mark
from nadir.core.layers.products import LayerKind
from nadir.core.layers.tiles.layer import restyle
from nadir.core.layers.tiles.ramps import colour_at
from nadir.core.layers.tiles.style import style_of
from nadir.core.local.environment import is_ready, python_of
from nadir.core.transfers.downloads import Download
from nadir.core.workspace import Workspace, open_workspace
from nadir.test.end_to_end import rendering
from nadir.test.qgis.conftest import turn_until
from nadir.test.real_survey import RealSurvey, SurveyMissing, real_survey
from osgeo import gdal
from qgis.core import QgsCoordinateReferenceSystem, QgsMapLayer, QgsProject, QgsRasterLayer, QgsRectangle
from qgis.PyQt.QtGui import QImage

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
