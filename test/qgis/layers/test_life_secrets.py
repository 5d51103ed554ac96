"""No file that QGIS writes of our layers holds a credential: projects, layer definitions, styles; nor does anything beside them."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any, Callable, List

import pytest
from nadir.core.api.rasters import RasterKind
from nadir.core.layers.life.keeper import LayerKeeper
from nadir.core.layers.marks import read_mark
from nadir.core.layers.products import LayerKind
from nadir.core.workspace import Workspace
from nadir.test.qgis.layers.vector_files import serve_shots, write_json
from nadir.test.qgis.survey_server import PASSWORD, TASK_ID, USER, SurveyServer, recorded
from qgis.core import QgsLayerDefinition, QgsMapLayer, QgsPrintLayout, QgsProject, QgsReadWriteContext
from qgis.PyQt.QtCore import QFileInfo
from qgis.PyQt.QtXml import QDomDocument

Turn = Callable[..., bool]
TOKEN = "header.a-token-that-must-not-leak.signature"
EXPECTED = {"orthophoto", "dsm", "dtm", "pointcloud", "photos", "footprints", "flightpath", "controlpoints", "contours"}


@pytest.fixture
def survey_server(survey_server: SurveyServer) -> SurveyServer:
    survey_server.token = TOKEN
    serve_shots(survey_server)
    write_json(survey_server, "cameras.json", recorded("download_cameras_json"))
    write_json(survey_server, "ground_control_points.geojson", recorded("download_ground_control_points_geojson"))
    return survey_server


def everything(workspace: Workspace, turn: Turn) -> List[QgsMapLayer]:
    """A layer of every kind that the server has."""
    task = workspace.client.tasks.get("1", TASK_ID)
    for start in (
        workspace.load_results,
        lambda task: workspace.add_values(task, LayerKind.DSM),
        workspace.add_photos,
        workspace.add_footprints,
        workspace.add_flight_path,
        workspace.add_control_points,
        lambda task: workspace.add_contours(task, RasterKind.DSM, 2.0),
    ):
        job = start(task)
        assert turn(lambda: not job.is_running(), 60)  # noqa: B023 - waited for within the loop
        assert job.error is None, job.error
    layers = list(QgsProject.instance().mapLayers().values())
    assert {layer.customProperty("nadir/kind") for layer in layers} >= EXPECTED
    assert len({mark.form for mark in map(read_mark, layers) if mark is not None}) == 3, "tiles, streams and files"
    return layers


def test_projects_layer_definitions_and_styles_hold_no_credential(
    workspace: Workspace, project: QgsProject, turn: Turn, jobs: Any, tmp_path: Path
) -> None:
    keeper = LayerKeeper(jobs, tuple)
    layers = everything(workspace, turn)
    layout = QgsPrintLayout(project)
    layout.initializeDefaults()
    layout.setName("Report")
    project.layoutManager().addLayout(layout)
    for name in ("saved.qgs", "saved.qgz"):
        assert project.write(str(tmp_path / name))
    assert QgsLayerDefinition.exportLayerDefinition(str(tmp_path / "all.qlr"), project.layerTreeRoot().children())[0]
    for number, layer in enumerate(layers):
        assert layer.saveNamedStyle(str(tmp_path / f"style-{number}.qml"))[1]
        document = QDomDocument()
        layer.exportNamedMetadata(document, "")
        (tmp_path / f"metadata-{number}.xml").write_text(document.toString(), encoding="utf-8")
    document = QDomDocument()
    context = QgsReadWriteContext()
    document.appendChild(layout.writeXml(document, context))
    (tmp_path / "layout.qpt").write_text(document.toString(), encoding="utf-8")
    written = [path for path in tmp_path.iterdir() if QFileInfo(str(path)).isFile()]
    assert len(written) >= 4 + 2 * len(layers)
    for path in written:
        assert_no_secret(path.name, content_of(path))
    assert TASK_ID.encode() in content_of(tmp_path / "saved.qgz"), "the search would find what is there"
    keeper.uninstall()


def test_a_project_saved_while_its_layers_sleep_names_the_server_and_no_place_of_this_computer(
    workspace: Workspace, project: QgsProject, turn: Turn, jobs: Any, tmp_path: Path
) -> None:
    keeper = LayerKeeper(jobs, tuple)
    job = workspace.load_results(workspace.client.tasks.get("1", TASK_ID))
    assert turn(lambda: not job.is_running()) and job.error is None
    assert project.write(str(tmp_path / "first.qgs"))
    project.clear()
    assert project.read(str(tmp_path / "first.qgs"))
    assert project.write(str(tmp_path / "second.qgs"))
    content = content_of(tmp_path / "second.qgs")
    assert b"entwine_pointcloud/ept.json" in content and b"/sleeping/" not in content
    assert_no_secret("second.qgs", content)
    keeper.uninstall()


def assert_no_secret(name: str, content: bytes) -> None:
    lowered = content.lower()
    for secret in (TOKEN, USER, PASSWORD, "jwt", "authcfg=", "authorization", "http-header"):
        assert secret.lower().encode() not in lowered, f"{secret} in {name}"


def content_of(path: Path) -> bytes:
    if path.suffix != ".qgz":
        return path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        return b"".join(archive.read(name) for name in archive.namelist())
