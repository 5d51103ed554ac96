"""Rasters read from the server piece by piece: only where ranges are answered and the header goes to that server alone."""

from __future__ import annotations

import logging
import threading
import time
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Callable, Iterator, List, Tuple
from urllib.parse import urlsplit

import numpy as np
import pytest
from nadir.core.api.task import Task
from nadir.core.errors import Cancelled
from nadir.core.layers.marks import LayerForm, read_mark
from nadir.core.layers.products import LayerKind
from nadir.core.layers.tiles.style import style_of
from nadir.core.layers.values import scoping
from nadir.core.layers.values import sleeping as sleeping_module
from nadir.core.layers.values.header_files import forget_header, knows_paths, prefix_of, set_header
from nadir.core.layers.values.scoping import sends_headers_to_one_place
from nadir.core.layers.values.sleeping import SleepingRasters, asleep, find_source, path_of, wake
from nadir.core.layers.values.stream import (
    NotStreamed,
    can_stream,
    forget_stream_headers,
    is_streamed,
    prove_stream,
    set_stream_header,
)
from nadir.core.workspace import Workspace
from nadir.test.qgis import hill
from nadir.test.qgis.survey_server import TASK_ID, SurveyServer
from osgeo import gdal
from qgis.core import QgsPointXY, QgsProject, QgsRaster, QgsRasterLayer
from qgis.PyQt.QtCore import QCoreApplication

Turn = Callable[..., bool]
where_it_streams = pytest.mark.skipif(not sends_headers_to_one_place(), reason="this GDAL sends no header to one place alone")
ASSET = "dsm.tif"


@pytest.fixture(autouse=True)
def no_headers_left() -> Iterator[None]:
    yield
    forget_stream_headers()


@pytest.fixture
def task(workspace: Workspace) -> Task:
    return workspace.client.tasks.get("1", TASK_ID)


def top_of(layer: QgsRasterLayer) -> float:
    middle = hill.SIZE * hill.PIXEL / 2
    point = QgsPointXY(hill.WEST + middle, hill.NORTH - middle)
    return float(layer.dataProvider().identify(point, QgsRaster.IdentifyFormat.IdentifyFormatValue).results()[1])


def large(path: Path, *options: str, overviews: bool = True) -> None:
    """A raster that is larger than what is read whole anyway."""
    made = gdal.GetDriverByName("GTiff").Create(str(path), 2048, 2048, 1, gdal.GDT_Float32, list(options))
    made.SetGeoTransform((hill.WEST, 0.1, 0, hill.NORTH, 0, -0.1))
    made.WriteArray(np.random.default_rng(1).normal(160, 5, (2048, 2048)).astype("float32"))
    if overviews:
        made.BuildOverviews("AVERAGE", [2, 4, 8])


def test_a_server_that_sends_whole_files_is_not_streamed(workspace: Workspace, survey_server: SurveyServer, task: Task) -> None:
    assert can_stream(workspace.client, task, ASSET) is None
    if sends_headers_to_one_place():
        with pytest.raises(NotStreamed) as refused:
            prove_stream(workspace.client, task, ASSET)
        assert "HTTP 200" in refused.value.detail


def test_a_gdal_that_cannot_scope_headers_never_gets_one(
    workspace: Workspace, survey_server: SurveyServer, task: Task, monkeypatch: pytest.MonkeyPatch
) -> None:
    survey_server.answers_ranges = True
    monkeypatch.setattr("nadir.core.layers.values.stream.sends_headers_to_one_place", lambda: False)
    assert can_stream(workspace.client, task, ASSET) is None
    assert gdal.GetConfigOption("GDAL_HTTP_HEADERS") is None and gdal.GetConfigOption("GDAL_HTTP_HEADER_FILE") is None


def test_what_gdal_is_said_to_do_is_what_it_does(survey_server: SurveyServer) -> None:
    """The proof agrees with a look at a server of the test's own."""
    if not knows_paths():
        assert not sends_headers_to_one_place()
        return
    set_header(survey_server.url, "JWT word")
    scoping._read(f"{survey_server.url}/api/anything.tif")
    seen = {authorization for _method, _path, authorization in survey_server.requests}
    assert seen == ({"JWT word"} if sends_headers_to_one_place() else {None})


class _Thief(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.server.got.append(self.headers.get("Authorization", ""))  # type: ignore[attr-defined]
        self.send_response(404)
        self.end_headers()

    def do_HEAD(self) -> None:
        self.do_GET()

    def log_message(self, *_args: Any) -> None:
        """Keep the test's output clean."""


@pytest.fixture
def thief() -> Iterator[Any]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Thief)
    server.got = []  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:{port}/api/x.tif", "http://localhost:{port}/api/x.tif", "{home}@127.0.0.1:{port}/api/x.tif"]
)
def test_no_other_server_gets_the_header(survey_server: SurveyServer, thief: Any, address: str) -> None:
    if not knows_paths():
        pytest.skip("this GDAL has no options for single paths")
    set_header(survey_server.url, "JWT secret")
    scoping._read(address.format(port=thief.server_address[1], home=survey_server.url))
    assert thief.got and not [word for word in thief.got if "JWT" in word], "it was asked, unsigned"


def test_a_redirect_carries_the_header_nowhere(workspace: Workspace, survey_server: SurveyServer, thief: Any) -> None:
    if not knows_paths():
        pytest.skip("this GDAL has no options for single paths")
    set_header(survey_server.url, workspace.client.session.authorization())
    survey_server.redirect_tiles_to = f"http://127.0.0.1:{thief.server_address[1]}"
    scoping._read(f"{survey_server.url}/api/projects/1/tasks/{TASK_ID}/dsm/tiles/1/1/1.png")
    assert set(thief.got) <= {""}


@where_it_streams
def test_a_server_that_answers_ranges_is_streamed_and_the_main_thread_waits_for_nothing(
    workspace: Workspace, survey_server: SurveyServer, task: Task, project: QgsProject
) -> None:
    survey_server.answers_ranges = True
    source = can_stream(workspace.client, task, ASSET)
    assert source is not None and source.size == (survey_server.folder / ASSET).stat().st_size
    assert source.path.startswith(prefix_of(survey_server.url))
    survey_server.delay = 0.2
    job = workspace.add_values(task, LayerKind.DSM)
    longest = 0.0
    while job.is_running():
        started = time.monotonic()
        QCoreApplication.processEvents()
        longest = max(longest, time.monotonic() - started)
        time.sleep(0.001)
    assert job.error is None, job.error
    assert longest < 0.19, "one answer of the server takes longer"
    (layer,) = job.result.layers
    mark = read_mark(layer)
    assert mark is not None and mark.form is LayerForm.STREAM and is_streamed(layer.source())
    assert layer.thread() == QCoreApplication.instance().thread()
    survey_server.delay = 0.0
    assert top_of(layer) == pytest.approx(168.0, abs=0.1)


@where_it_streams
def test_one_raster_that_is_proven_costs_no_other_what_is_known_of_it(
    workspace: Workspace, survey_server: SurveyServer, task: Task
) -> None:
    survey_server.answers_ranges = True
    first = can_stream(workspace.client, task, ASSET)
    assert first is not None and can_stream(workspace.client, task, "dtm.tif") is not None
    survey_server.requests.clear()
    assert gdal.Open(first.path) is not None
    assert survey_server.requests == [], "GDAL still knows what it read of the first"


@where_it_streams
def test_a_renewed_token_holds_for_layers_that_are_open(
    workspace: Workspace, survey_server: SurveyServer, task: Task, project: QgsProject
) -> None:
    large(survey_server.folder / ASSET, "TILED=YES")
    survey_server.answers_ranges = True
    source = prove_stream(workspace.client, task, ASSET)
    dataset = gdal.Open(source.path)
    survey_server.token = "renewed.token.now"
    set_stream_header(survey_server.url, "JWT renewed.token.now")
    survey_server.requests.clear()
    assert dataset.GetRasterBand(1).ReadAsArray(1000, 1000, 300, 300).mean() == pytest.approx(160, abs=1)
    assert {authorization for _m, _p, authorization in survey_server.requests} == {"JWT renewed.token.now"}


@where_it_streams
def test_what_was_refused_with_an_old_token_is_read_with_the_new_one(
    workspace: Workspace, survey_server: SurveyServer, task: Task, project: QgsProject
) -> None:
    survey_server.answers_ranges = True
    source = prove_stream(workspace.client, task, ASSET)
    forget_header(survey_server.url)
    assert not QgsRasterLayer(source.path, "refused", "gdal").isValid()
    set_stream_header(survey_server.url, workspace.client.session.authorization())
    assert QgsRasterLayer(source.path, "signed", "gdal").isValid()


@where_it_streams
@pytest.mark.parametrize(("options", "overviews", "why"), [(("TILED=YES",), False, "overviews"), ((), True, "strips")])
def test_a_file_that_is_not_laid_out_for_it_is_downloaded(
    workspace: Workspace, survey_server: SurveyServer, task: Task, options: Tuple[str, ...], overviews: bool, why: str
) -> None:
    large(survey_server.folder / ASSET, *options, overviews=overviews)
    survey_server.answers_ranges = True
    with pytest.raises(NotStreamed) as refused:
        prove_stream(workspace.client, task, ASSET)
    assert why in refused.value.detail


@where_it_streams
def test_the_token_is_in_no_project_and_no_log(
    workspace: Workspace, survey_server: SurveyServer, task: Task, project: QgsProject, tmp_path: Path, turn: Turn,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    caplog.set_level(logging.DEBUG)
    survey_server.answers_ranges = True
    said: List[str] = []
    gdal.PushErrorHandler(lambda _level, _number, text: said.append(text))
    gdal.SetConfigOption("CPL_DEBUG", "ON")
    try:
        job = workspace.add_values(task, LayerKind.DSM)
        assert turn(lambda: not job.is_running(), 60) and job.error is None, job.error
        top_of(job.result.layers[0])
    finally:
        gdal.SetConfigOption("CPL_DEBUG", None)
        gdal.PopErrorHandler()
    (layer,) = job.result.layers
    assert layer.source().startswith("/vsicurl/"), "it was streamed"
    path = tmp_path / "saved.qgs"
    assert project.write(str(path))
    everything = path.read_text(encoding="utf-8") + "".join(said) + caplog.text + layer.source() + layer.htmlMetadata()
    assert survey_server.token not in everything and "Authorization" not in everything and "/vsimem" not in everything


def test_a_token_that_would_write_another_header_is_sent_nowhere(survey_server: SurveyServer) -> None:
    if not knows_paths():
        pytest.skip("this GDAL has no options for single paths")
    set_stream_header(survey_server.url, "JWT good")
    set_stream_header(survey_server.url, "JWT bad\r\nX-Other: 1")
    scoping._read(f"{survey_server.url}/api/anything.tif")
    assert survey_server.requests and {authorization for _m, _p, authorization in survey_server.requests} == {None}


def test_cancelled_before_it_began(workspace: Workspace, task: Task) -> None:
    if not sends_headers_to_one_place():
        pytest.skip("it ends before it asks the server")
    with pytest.raises(Cancelled):
        can_stream(workspace.client, task, ASSET, lambda: True)


def test_addresses_that_gdal_gets_hold_no_query(workspace: Workspace, task: Task) -> None:
    url = urlsplit(workspace.client.assets.download_url(task.project_id, task.id, ASSET))
    assert not url.query and not url.username


# A saved project


@pytest.fixture
def sleeping() -> Iterator[None]:
    rasters = SleepingRasters()
    rasters.install()
    yield
    rasters.uninstall()


def saved_with_values(workspace: Workspace, task: Task, turn: Turn, path: Path) -> QgsRasterLayer:
    job = workspace.add_values(task, LayerKind.DSM)
    assert turn(lambda: not job.is_running(), 60) and job.error is None, job.error
    assert QgsProject.instance().write(str(path))
    return job.result.layers[0]


def opened(path: Path) -> Tuple[QgsRasterLayer, QgsRasterLayer]:
    QgsProject.instance().clear()
    assert QgsProject.instance().read(str(path))
    relief, layer = (node.layer() for node in QgsProject.instance().layerTreeRoot().findLayers())
    return relief, layer


@where_it_streams
def test_a_project_opens_without_a_question_and_wakes_after_the_log_in(
    workspace: Workspace, survey_server: SurveyServer, task: Task, project: QgsProject, turn: Turn, tmp_path: Path, sleeping: None
) -> None:
    survey_server.answers_ranges = True
    path = tmp_path / "saved.qgs"
    layer = saved_with_values(workspace, task, turn, path)
    source, style, extent = layer.source(), style_of(layer), layer.extent()
    forget_header(survey_server.url)
    survey_server.requests.clear()
    relief, layer = opened(path)
    assert survey_server.requests == [] and layer.isValid() and asleep(layer) and asleep(relief)
    assert path_of(layer) == source and layer.extent() == extent
    found = find_source(workspace.client, task, LayerKind.DSM)
    assert wake(layer, found) and not project.isDirty()
    assert layer.source() == relief.source() == source and not asleep(layer)
    assert layer.renderer().type() == "singlebandpseudocolor" and style_of(layer) == style
    assert "The cameras' GPS placed the survey" in layer.metadata().abstract()
    assert relief.renderer().type() == "hillshade"
    assert top_of(layer) == pytest.approx(168.0, abs=0.1)


@where_it_streams
def test_a_project_that_is_saved_while_they_sleep_is_as_before(
    workspace: Workspace, survey_server: SurveyServer, task: Task, project: QgsProject, turn: Turn, tmp_path: Path, sleeping: None
) -> None:
    survey_server.answers_ranges = True
    path, again = tmp_path / "saved.qgs", tmp_path / "again.qgs"
    source = saved_with_values(workspace, task, turn, path).source()
    opened(path)
    assert project.write(str(again))
    text = again.read_text(encoding="utf-8")
    assert text.count(f"<datasource>{source}</datasource>") == 2 and "sleeping" not in text


def test_a_raster_that_this_computer_has_never_seen_sleeps_too(project: QgsProject, tmp_path: Path, sleeping: None) -> None:
    """Whatever GDAL there is: a project of a colleague opens without a question and without a word."""
    path = tmp_path / "colleague.qgs"
    hill.write(tmp_path)
    project.addMapLayer(QgsRasterLayer(str(tmp_path / "dsm.tif"), "Heights"))
    assert project.write(str(path))
    away = f"/vsicurl/http://127.0.0.1:9/api/projects/1/tasks/{uuid.uuid4()}/download/dsm.tif"
    path.write_text(path.read_text(encoding="utf-8").replace("./dsm.tif", away).replace(str(tmp_path / "dsm.tif"), away), encoding="utf-8")
    project.clear()
    assert project.read(str(path))
    (layer,) = project.mapLayers().values()
    assert layer.isValid() and asleep(layer) and path_of(layer) == away


@pytest.mark.parametrize(
    "source",
    [
        "/vsicurl/https://elsewhere.example/dsm.tif",
        "/vsicurl/http://server/api/projects/1/tasks/2/download/dsm.tif?token=x",
        "/vsicurl/http://server/api/projects/1/tasks/2/assets/odm_dem/dsm.tif",
        "/data/dsm.tif",
    ],
)
def test_rasters_of_others_are_left_alone(source: str) -> None:
    assert sleeping_module._asleep_source(source) == source == sleeping_module._awake_source(source)
