"""Tokens end while layers are looked at: over night, in the middle of panning, since the server changed its mind."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any, Callable, Iterator, List, Tuple

import numpy as np
import pytest
from nadir.core.api.network import NetworkOptions
from nadir.core.connections import Connection
from nadir.core.jobs import Jobs
from nadir.core.layers.access.reload import reload_layers
from nadir.core.layers.access.renewal import TokenKeeper
from nadir.core.layers.access.signer import RequestSigner
from nadir.core.layers.marks import LayerForm, Mark, write_mark
from nadir.core.layers.places import in_web_mercator
from nadir.core.layers.products import LayerKind
from nadir.core.workspace import Workspace, open_workspace
from nadir.test.qgis import hill
from nadir.test.qgis.layers.expiring_server import ExpiringServer
from nadir.test.qgis.survey_server import PASSWORD, TASK_ID, USER
from qgis.core import (
    QgsDataSourceUri,
    QgsLayoutExporter,
    QgsLayoutItemMap,
    QgsMapLayer,
    QgsMapRendererParallelJob,
    QgsMapSettings,
    QgsPointCloudLayer,
    QgsPrintLayout,
    QgsProject,
    QgsRasterLayer,
    QgsRectangle,
)
from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import QRectF, QSize
from qgis.PyQt.QtGui import QColor, QImage

Turn = Callable[..., bool]
SIDE = 256  # pixels of a picture


@pytest.fixture
def survey_server(tmp_path: Path) -> Iterator[ExpiringServer]:
    """A server whose tokens live for three seconds."""
    folder = tmp_path / "products"
    folder.mkdir()
    server = ExpiringServer(folder)
    yield server
    server.close()


@pytest.fixture
def keeper(signer: RequestSigner, jobs: Jobs) -> Iterator[TokenKeeper]:
    """What keeps tokens alive, joined to the layers as the plugin does it."""
    made = TokenKeeper(signer, jobs)
    made.renewed.connect(reload_layers)
    yield made
    made.uninstall()


@pytest.fixture
def canvas(project: QgsProject) -> Iterator[QgsMapCanvas]:
    """A map that paints as QGIS's own does: in parallel, and keeping the picture of each layer."""
    made = QgsMapCanvas()
    made.setParallelRenderingEnabled(True)
    made.setCachingEnabled(True)
    made.setCanvasColor(QColor(255, 255, 255))
    made.setFrameStyle(0)
    made.resize(SIDE, SIDE)
    made.setDestinationCrs(project.crs())
    made.show()
    yield made
    made.stopRendering()
    made.setLayers([])
    made.deleteLater()


def tiles(server: ExpiringServer, workspace: Workspace, kind: LayerKind = LayerKind.ORTHOPHOTO) -> QgsRasterLayer:
    """A marked layer of tiles, in the project."""
    uri = QgsDataSourceUri()
    address = f"{server.url}/api/projects/1/tasks/{TASK_ID}/{kind.value}/tiles/{{z}}/{{x}}/{{y}}.png?v={time.time_ns():x}"
    for name, value in (("type", "xyz"), ("url", address), ("zmin", "15"), ("zmax", "24")):
        uri.setParam(name, value)
    layer = QgsRasterLayer(bytes(uri.encodedUri()).decode(), kind.title, "wms")
    layer.setExtent(in_web_mercator(hill.bounds()))
    return in_project(layer, server, workspace, kind, LayerForm.TILES)


def cloud(server: ExpiringServer, workspace: Workspace) -> QgsPointCloudLayer:
    """A marked point cloud, in the project."""
    address = f"{server.url}/api/projects/1/tasks/{TASK_ID}/assets/entwine_pointcloud/ept.json"
    layer = QgsPointCloudLayer(address, "cloud", "ept")
    return in_project(layer, server, workspace, LayerKind.POINT_CLOUD, LayerForm.STREAM)


def in_project(layer: Any, server: ExpiringServer, workspace: Workspace, kind: LayerKind, form: LayerForm) -> Any:
    assert layer.isValid()
    task = workspace.client.tasks.get("1", TASK_ID)
    write_mark(layer, Mark.of(task, server.url, kind, form))
    QgsProject.instance().addMapLayer(layer)
    return layer


def box(layer: QgsMapLayer, step: int) -> QgsRectangle:
    """A part of the layer, some metres wide, another one for each step, of tiles that no other step has had."""
    whole, side = layer.extent(), 6.0
    across, along = divmod(step * (side + 2.0), whole.height() - 30.0)
    x, y = whole.xMinimum() + 15.0 + across * (side + 2.0), whole.yMinimum() + 15.0 + along
    return QgsRectangle(x, y, x + side, y + side)


def painted(image: QImage) -> float:
    """Which part of a picture is not white and not transparent."""
    image = image.convertToFormat(QImage.Format.Format_RGBA8888)
    size = image.bytesPerLine() * image.height()
    pixels = np.frombuffer(image.constBits().asstring(size), "u1").reshape(image.height(), image.width(), 4)
    return float(((pixels[..., 3] > 0) & (pixels[..., :3] < 255).any(axis=2)).mean())


def picture(layer: QgsMapLayer, extent: QgsRectangle, turn: Turn) -> QImage:
    """The layer alone, painted by workers while the main thread turns."""
    job = QgsMapRendererParallelJob(settings_of(layer, extent))
    job.start()
    assert turn(lambda: not job.isActive(), 60)
    return job.renderedImage()


def settings_of(layer: QgsMapLayer, extent: QgsRectangle) -> QgsMapSettings:
    settings = QgsMapSettings()
    settings.setLayers([layer])
    settings.setDestinationCrs(layer.crs())
    settings.setExtent(extent)
    settings.setOutputSize(QSize(SIDE, SIDE))
    settings.setBackgroundColor(QColor(255, 255, 255))
    return settings


def shown(canvas: QgsMapCanvas) -> float:
    """How much of the map is painted by now."""
    return painted(canvas.grab().toImage())


def run_out(workspace: Workspace, turn: Turn) -> None:
    """Wait until the token has ended."""
    assert turn(workspace.client.session.has_ended, 20)


def test_panning_over_the_end_of_tokens_leaves_nothing_blank(
    workspace: Workspace, keeper: TokenKeeper, canvas: QgsMapCanvas, survey_server: ExpiringServer, turn: Turn
) -> None:
    layer = tiles(survey_server, workspace)
    canvas.setLayers([layer])
    until, step = time.monotonic() + 3.2 * survey_server.life, 0
    while time.monotonic() < until:
        step += 1
        canvas.setExtent(box(layer, step))
        canvas.refresh()
        turn(lambda: False, 0.15)
        if step % 6 == 0:
            assert turn(lambda: shown(canvas) == 1.0, 20), f"blank after step {step}"
    assert turn(lambda: shown(canvas) == 1.0, 20)
    assert 4 <= len(survey_server.log_ins) <= 8, "renewed as tokens end, and not for each request"
    assert len(survey_server.paths("/tiles/")) > 50
    picked = [box(layer, number) for number in range(1, step, 5)]
    assert all(painted(picture(layer, each, turn)) == 1.0 for each in picked)


def test_while_requests_come_no_token_is_used_to_its_end(
    workspace: Workspace, keeper: TokenKeeper, project: QgsProject, survey_server: ExpiringServer, turn: Turn
) -> None:
    survey_server.life = 8.0
    workspace.client.session.log_in()
    layer, told = tiles(survey_server, workspace), []
    keeper.renewed.connect(told.append)
    until, step = time.monotonic() + 18.0, 0
    while time.monotonic() < until:
        step += 1
        assert painted(picture(layer, box(layer, step), turn)) == 1.0
        turn(lambda: False, 0.3)
    assert survey_server.refused == [], "renewed before its end"
    assert 3 <= len(survey_server.log_ins) <= 6
    assert told == [], "nothing was blank, so nothing is asked again"


def test_a_token_that_ran_out_over_night_leaves_not_even_a_moment_blank(
    workspace: Workspace, keeper: TokenKeeper, project: QgsProject, survey_server: ExpiringServer, turn: Turn
) -> None:
    layer = tiles(survey_server, workspace)
    run_out(workspace, turn)
    before = len(survey_server.log_ins)
    assert painted(picture(layer, box(layer, 1), turn)) == 1.0, "a layout that is printed is not painted twice"
    assert len(survey_server.log_ins) == before + 1, "all threads together log in once"


def test_a_layout_that_is_printed_after_the_token_ran_out_is_whole(
    workspace: Workspace, keeper: TokenKeeper, project: QgsProject, survey_server: ExpiringServer, turn: Turn, tmp_path: Path
) -> None:
    layer = tiles(survey_server, workspace)
    layout = QgsPrintLayout(project)
    layout.initializeDefaults()
    item = QgsLayoutItemMap(layout)
    item.attemptSetSceneRect(QRectF(0, 0, 100, 100))
    item.setLayers([layer])
    item.setCrs(layer.crs())
    item.zoomToExtent(box(layer, 1))
    layout.addLayoutItem(item)
    run_out(workspace, turn)
    settings = QgsLayoutExporter.ImageExportSettings()
    settings.dpi = 40
    file = tmp_path / "printed.png"
    done = QgsLayoutExporter(layout).exportToImage(str(file), settings)
    assert done == QgsLayoutExporter.ExportResult.Success
    image = QImage(str(file))
    assert painted(image.copy(2, 2, 150, 150)) == 1.0


def test_a_picture_that_the_main_thread_waits_for_is_whole(
    workspace: Workspace, keeper: TokenKeeper, project: QgsProject, survey_server: ExpiringServer, turn: Turn
) -> None:
    layer = tiles(survey_server, workspace)
    run_out(workspace, turn)
    job = QgsMapRendererParallelJob(settings_of(layer, box(layer, 1)))
    job.start()
    job.waitForFinished()
    assert painted(job.renderedImage()) == 1.0


def test_a_point_cloud_reloads_when_its_token_ran_out(
    workspace: Workspace, keeper: TokenKeeper, project: QgsProject, survey_server: ExpiringServer, turn: Turn
) -> None:
    layer = cloud(survey_server, workspace)
    run_out(workspace, turn)
    assert painted(picture(layer, layer.extent(), turn)) > 0.9


@pytest.mark.parametrize("makes", [tiles, cloud])
def test_a_token_that_the_server_takes_no_more_is_renewed_and_the_layer_reloads(
    workspace: Workspace, keeper: TokenKeeper, canvas: QgsMapCanvas, survey_server: ExpiringServer, turn: Turn, makes: Any
) -> None:
    survey_server.life = 3600.0
    workspace.client.session.log_in()
    layer = makes(survey_server, workspace)
    survey_server.key = "another key, since the server was set up anew"
    before, told = len(survey_server.log_ins), []
    keeper.renewed.connect(told.append)
    canvas.setLayers([layer])
    canvas.setDestinationCrs(layer.crs())
    canvas.setExtent(box(layer, 2) if makes is tiles else layer.extent())
    canvas.refresh()
    assert turn(lambda: shown(canvas) > 0.9, 30)
    assert survey_server.refused, "it was refused first"
    assert len(survey_server.log_ins) == before + 1
    assert set(told) == {survey_server.url}


def test_a_refused_password_is_told_once_and_the_layer_stays_until_it_is_right_again(
    workspace: Workspace, keeper: TokenKeeper, canvas: QgsMapCanvas, survey_server: ExpiringServer, turn: Turn
) -> None:
    layer, told = tiles(survey_server, workspace), []
    keeper.log_in_refused.connect(lambda url, error: told.append((url, error.summary)))
    survey_server.password = "changed meanwhile"
    run_out(workspace, turn)
    before = len(survey_server.log_ins)
    canvas.setLayers([layer])
    for step in (1, 2, 3):
        canvas.setExtent(box(layer, step))
        canvas.refresh()
        turn(lambda: False, 0.5)
    assert turn(lambda: told)
    assert told == [(survey_server.url, "The session has ended and the password is no longer right.")]
    assert len(survey_server.log_ins) == before + 1, "an account is not locked by trying again and again"
    assert layer.id() in QgsProject.instance().mapLayers()
    assert shown(canvas) == 0.0
    workspace.client.session.log_in("changed meanwhile")
    assert turn(lambda: shown(canvas) == 1.0, 30), "it reloads once the log-in is right"


def test_while_the_server_cannot_log_in_nobody_waits_long_and_it_reloads_later(
    workspace: Workspace, keeper: TokenKeeper, canvas: QgsMapCanvas, survey_server: ExpiringServer, turn: Turn
) -> None:
    layer, told = tiles(survey_server, workspace), []
    keeper.trouble.connect(lambda *what: told.append(what))
    run_out(workspace, turn)
    survey_server.log_in_status = 503
    canvas.setLayers([layer])
    canvas.setExtent(box(layer, 1))
    canvas.refresh()
    assert turn(lambda: told, 40)
    assert told[0][0] == survey_server.url
    assert shown(canvas) == 0.0
    survey_server.log_in_status = 0
    assert turn(lambda: shown(canvas) == 1.0, 60)


def test_forbidden_tiles_are_told_once_and_not_asked_for_ever(
    workspace: Workspace, keeper: TokenKeeper, canvas: QgsMapCanvas, survey_server: ExpiringServer, turn: Turn
) -> None:
    survey_server.life = 3600.0
    workspace.client.session.log_in()
    layer = tiles(survey_server, workspace)
    told: List[Tuple[Any, ...]] = []
    keeper.trouble.connect(lambda *what: told.append(what))
    survey_server.refuse["/tiles/"] = 403
    before = len(survey_server.log_ins)
    canvas.setLayers([layer])
    for step in (1, 2, 3, 4):
        canvas.setExtent(box(layer, step))
        canvas.refresh()
        turn(lambda: False, 0.5)
    assert turn(lambda: told)
    url, path, status, error = told[0]
    assert (len(told), url, status) == (1, survey_server.url, 403)
    assert path.startswith(f"/api/projects/1/tasks/{TASK_ID}/orthophoto/tiles/")
    assert error > 0
    assert len(survey_server.log_ins) == before
    asked = len(survey_server.requests)
    turn(lambda: False, 3)
    assert len(survey_server.requests) == asked


@pytest.mark.parametrize("status", [500, 503, 429])
def test_a_server_that_fails_for_a_while_is_told_and_its_layers_come_back(
    workspace: Workspace, keeper: TokenKeeper, canvas: QgsMapCanvas, survey_server: ExpiringServer, turn: Turn, status: int
) -> None:
    survey_server.life = 3600.0
    workspace.client.session.log_in()
    layer = tiles(survey_server, workspace)
    told: List[Tuple[Any, ...]] = []
    keeper.trouble.connect(lambda *what: told.append(what))
    survey_server.refuse["/tiles/"] = status
    canvas.setLayers([layer])
    canvas.setExtent(box(layer, 1))
    canvas.refresh()
    assert turn(lambda: told)
    assert told[0][2] == status
    survey_server.refuse.clear()
    assert turn(lambda: shown(canvas) == 1.0, 40)


def test_a_map_that_is_moved_on_is_no_trouble(
    workspace: Workspace, keeper: TokenKeeper, canvas: QgsMapCanvas, survey_server: ExpiringServer, turn: Turn
) -> None:
    survey_server.life = 3600.0
    workspace.client.session.log_in()
    layer, told = tiles(survey_server, workspace), []
    keeper.trouble.connect(lambda *what: told.append(what))
    keeper.renewed.connect(told.append)
    survey_server.delay = 0.3
    canvas.setLayers([layer])
    for step in range(1, 8):
        canvas.setExtent(box(layer, step))
        canvas.refresh()
        turn(lambda: False, 0.1)
    survey_server.delay = 0.0
    assert turn(lambda: shown(canvas) == 1.0, 20)
    assert told == []


def test_a_server_that_is_closed_is_no_longer_looked_after(
    workspace: Workspace, keeper: TokenKeeper, project: QgsProject, survey_server: ExpiringServer, turn: Turn
) -> None:
    layer = tiles(survey_server, workspace)
    workspace.close()
    survey_server.requests.clear()
    before = len(survey_server.log_ins)
    turn(lambda: False, survey_server.life + 0.5)
    assert painted(picture(layer, box(layer, 1), turn)) == 0.0
    turn(lambda: False, 0.5)
    assert len(survey_server.log_ins) == before
    assert all(authorization is None for _method, _path, authorization in survey_server.requests)


def test_two_servers_are_kept_apart(
    workspace: Workspace, keeper: TokenKeeper, canvas: QgsMapCanvas, survey_server: ExpiringServer, turn: Turn, tmp_path: Path,
    jobs: Jobs, signer: RequestSigner,
) -> None:  # fmt: skip
    folder = tmp_path / "another server"
    folder.mkdir()
    other = ExpiringServer(folder, 3600.0)
    try:
        job = open_workspace(Connection.new("Other", other.url), USER, PASSWORD, jobs, NetworkOptions(), signer)
        assert turn(lambda: not job.is_running())
        layers = [tiles(survey_server, workspace), tiles(other, job.result)]
        run_out(workspace, turn)
        before = len(survey_server.log_ins)
        for layer in layers:
            assert painted(picture(layer, box(layer, 1), turn)) == 1.0
        assert (len(survey_server.log_ins), len(other.log_ins)) == (before + 1, 1)
        job.result.close()
    finally:
        other.close()
