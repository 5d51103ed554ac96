"""Values that are read from the server stay alive: tokens renewed by the clock, projects opened, runs and log-ins later."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Callable, Iterator, List

import pytest
from nadir.core.jobs import Jobs
from nadir.core.layers.access.renewal import TokenKeeper
from nadir.core.layers.access.signer import RequestSigner
from nadir.core.layers.life.keeper import KnownServer, LayerKeeper, OpenServer, Standing
from nadir.core.layers.marks import LayerForm, Mark, write_mark
from nadir.core.layers.products import LayerKind
from nadir.core.layers.values import header_files
from nadir.core.layers.values.scoping import _read, sends_headers_to_one_place
from nadir.core.layers.values.sleeping import asleep
from nadir.core.layers.values.stream import forget_stream_headers, is_streamed
from nadir.core.layers.values.stream_watch import StreamWatch, streamed_servers
from nadir.core.workspace import Workspace
from nadir.test.qgis import hill
from nadir.test.qgis.survey_server import TASK_ID, SurveyServer
from osgeo import gdal
from qgis.core import QgsPointXY, QgsProject, QgsRaster, QgsRasterLayer

Turn = Callable[..., bool]
where_it_streams = pytest.mark.skipif(not sends_headers_to_one_place(), reason="this GDAL sends no header to one place alone")


@pytest.fixture(autouse=True)
def no_headers_left() -> Iterator[None]:
    yield
    forget_stream_headers()


@pytest.fixture
def tokens(signer: RequestSigner, jobs: Jobs) -> Iterator[TokenKeeper]:
    keeper = TokenKeeper(signer, jobs)
    yield keeper
    keeper.uninstall()


def streamed(server_url: str) -> QgsRasterLayer:
    """A layer as a streamed one is marked; nothing answers behind it."""
    layer = QgsRasterLayer(f"/vsicurl/{server_url}/api/projects/1/tasks/{TASK_ID}/download/dsm.tif", "Heights", "gdal")
    write_mark(layer, Mark(LayerKind.DSM, LayerForm.STREAM, server_url, "1", TASK_ID, "v"))
    return layer


class Session:
    def __init__(self, url: str) -> None:
        self.url, self.ends = url, False

    def wants_renewal(self) -> bool:
        return self.ends


def test_tokens_are_looked_at_only_while_something_is_streamed_from_their_server(project: QgsProject, turn: Turn) -> None:
    ours, other = Session("http://127.0.0.1:9"), Session("http://127.0.0.1:10")
    renewed: List[Any] = []
    watch = StreamWatch(lambda: (ours, other), renewed.append)  # type: ignore[arg-type,return-value]
    try:
        assert not watch.is_looking()
        project.addMapLayer(streamed(ours.url))
        assert watch.is_looking() and streamed_servers() == {ours.url}
        watch.look()
        ours.ends = other.ends = True
        watch.look()
        assert renewed == [ours]
        project.clear()
        watch.look()
        assert renewed == [ours] and not watch.is_looking()
    finally:
        watch.uninstall()


def test_gdal_has_the_token_of_now_and_none_once_the_server_is_closed(
    workspace: Workspace, survey_server: SurveyServer, tokens: TokenKeeper, turn: Turn
) -> None:
    if not header_files.knows_paths():
        pytest.skip("this GDAL has no options for single paths")

    def header() -> str:
        name = header_files._files.get(survey_server.url)
        if name is None:
            return ""
        file = gdal.VSIFOpenL(name, "rb")
        content = bytes(gdal.VSIFReadL(1, 1000, file))
        gdal.VSIFCloseL(file)
        return content.decode()

    assert header() == f"Authorization: JWT {survey_server.token}\n"
    survey_server.token = "another.token.now"
    workspace.client.session.renew(workspace.client.session.authorization())
    assert turn(lambda: "another.token.now" in header())
    workspace.close()
    assert turn(lambda: header() == "")
    survey_server.requests.clear()
    _read(f"{survey_server.url}/api/x.tif")
    assert {authorization for _m, _p, authorization in survey_server.requests} == {None}


@where_it_streams
def test_a_saved_project_wakes_when_its_server_is_opened_and_shows_a_later_run(
    workspace: Workspace, survey_server: SurveyServer, tokens: TokenKeeper, project: QgsProject, jobs: Jobs, turn: Turn,
    tmp_path: Path,
) -> None:  # fmt: skip
    survey_server.answers_ranges = True
    url = workspace.client.session.url
    known = [KnownServer(workspace.connection.id, workspace.connection.name, url, False, Standing.OPEN)]
    keeper = LayerKeeper(jobs, lambda: known)
    try:
        job = workspace.add_values(workspace.client.tasks.get("1", TASK_ID), LayerKind.DSM)
        assert turn(lambda: not job.is_running(), 60) and job.error is None, job.error
        path = str(tmp_path / "saved.qgz")
        assert project.write(path)
        project.clear()
        assert project.read(path)
        relief, layer = (node.layer() for node in project.layerTreeRoot().findLayers())
        assert asleep(layer) and asleep(relief)
        keeper.take_open(OpenServer(workspace.connection.id, workspace.connection.name, workspace.client, False))
        assert turn(lambda: is_streamed(layer.source()) and is_streamed(relief.source()), 60)
        assert height(layer) == pytest.approx(168.0, abs=0.1)
        raise_by(survey_server.folder / "dsm.tif", 10.0)
        survey_server.tasks[TASK_ID]["processing_time"] += 1
        keeper.take_open(OpenServer(workspace.connection.id, workspace.connection.name, workspace.client, False))
        assert turn(lambda: height(layer) == pytest.approx(178.0, abs=0.1), 60)
    finally:
        keeper.uninstall()


def raise_by(path: Path, metres: float) -> None:
    dataset = gdal.Open(str(path), gdal.GA_Update)
    dataset.WriteArray(dataset.ReadAsArray() + metres)


def height(layer: QgsRasterLayer) -> Any:
    middle = hill.SIZE * hill.PIXEL / 2
    point = QgsPointXY(hill.WEST + middle, hill.NORTH - middle)
    return layer.dataProvider().identify(point, QgsRaster.IdentifyFormat.IdentifyFormatValue).results().get(1)
