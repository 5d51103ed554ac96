"""The main job with everything real: photos, the local server, its node, the engine, and layers in QGIS."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any, Callable

import pytest
from nadir.core.api.network import NetworkOptions
from nadir.core.api.tasks import Task, TaskOption
from nadir.core.connections import Connection
from nadir.core.jobs import Job, Jobs
from nadir.core.layers.access.signer import RequestSigner
from nadir.core.local.this_computer import ThisComputer
from nadir.core.photos.folder import scan
from nadir.core.workspace import Workspace, open_workspace
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsMapLayer,
    QgsMapRendererParallelJob,
    QgsMapSettings,
    QgsProject,
)
from qgis.PyQt.QtCore import QCoreApplication, QSize
from qgis.PyQt.QtGui import QColor, QImage

PROCESSING_SECONDS = 240


def turn_until(condition: Callable[[], Any], seconds: float) -> None:
    """Let QGIS's event loop turn until the condition holds."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        QCoreApplication.processEvents()
        time.sleep(0.01)


def result_of(job: Job, seconds: float) -> Any:
    """What a job succeeds with."""
    turn_until(lambda: not job.is_running(), seconds)
    assert job.error is None, job.error
    return job.result


def painted_part(layer: QgsMapLayer) -> float:
    """Which part of a layer's extent it paints."""
    settings = QgsMapSettings()
    settings.setLayers([layer])
    settings.setDestinationCrs(layer.crs())
    settings.setExtent(layer.extent())
    settings.setOutputSize(QSize(200, 200))
    settings.setBackgroundColor(QColor(0, 0, 0, 0))
    job = QgsMapRendererParallelJob(settings)
    job.start()
    turn_until(lambda: not job.isActive(), 60)
    picture = job.renderedImage().convertToFormat(QImage.Format.Format_Alpha8)
    return sum(picture.pixelColor(x, y).alpha() > 0 for x in range(0, 200, 5) for y in range(0, 200, 5)) / 1600


@pytest.fixture
def signer(qgis_app: object) -> Any:
    made = RequestSigner()
    yield made
    made.uninstall()


@pytest.fixture
def project(qgis_canvas: Any) -> Any:
    """QGIS's project; its canvas paints nothing, since QGIS 3.22 crashes when a point cloud goes while it is painted."""
    qgis_canvas.setRenderFlag(False)
    QgsProject.instance().setCrs(QgsCoordinateReferenceSystem("EPSG:3857"))
    yield QgsProject.instance()
    QgsProject.instance().clear()
    qgis_canvas.setRenderFlag(True)


@pytest.mark.timeout(600)
def test_a_folder_of_photos_becomes_four_layers(
    this_computer: ThisComputer, survey: Path, signer: RequestSigner, project: QgsProject
) -> None:
    jobs = Jobs()
    login = result_of(this_computer.prepare_and_start(), 90)
    connection = Connection.this_computer(login.url)
    workspace: Workspace = result_of(
        open_workspace(connection, login.username, login.password, jobs, NetworkOptions(), signer), 30
    )
    try:
        photos = [photo.path for photo in scan(survey, lambda fraction, text: None, lambda: False).photos]
        options = (TaskOption("dsm", True), TaskOption("dtm", True))
        task: Task = result_of(workspace.start_task(None, "Field", photos, options), 60)
        end = time.monotonic() + PROCESSING_SECONDS
        while not task.is_finished:
            assert time.monotonic() < end, f"still {task.state}"
            time.sleep(1)
            task = workspace.client.tasks.get(task.project_id, task.id)
        assert task.completed, task.last_error
        result_of(workspace.load_results(task), 60)
        layers = {layer.customProperty("nadir/kind"): layer for layer in project.mapLayers().values()}
        assert set(layers) == {"orthophoto", "dsm", "dtm", "pointcloud"}
        for kind, layer in layers.items():
            assert layer.isValid(), kind
            assert painted_part(layer) > 0.2, kind
        assert project.layerTreeRoot().findGroup("Field") is not None
        path = survey.parent / "saved.qgs"
        assert project.write(str(path))
        saved = path.read_text(encoding="utf-8")
        assert login.password not in saved
        assert workspace.client.session.authorization().split()[-1] not in saved
    finally:
        project.clear()
        workspace.close()
        jobs.stop()
