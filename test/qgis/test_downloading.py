"""Downloads as the user has them: jobs that tell how far they are, a cache that spares what the map shows."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any, Callable, Iterator, List, Tuple

import numpy
import pytest
from nadir.core.api.client import Client
from nadir.core.api.errors import NotFound
from nadir.core.api.exports import ExportOptions, ExportProduct
from nadir.core.api.session import Session
from nadir.core.api.task import Task
from nadir.core.connections import Connection
from nadir.core.errors import NadirError
from nadir.core.jobs import Job, Jobs, JobState
from nadir.core.layers.downloading import cache_of, describe_bytes
from nadir.core.layers.products import LayerKind
from nadir.core.layers.values.in_use import paths_in_use
from nadir.core.settings import Settings
from nadir.core.transfers.part_file import part_path
from nadir.core.workspace import Workspace
from nadir.test.unit.api.scripted_server import Reply, Request, recording
from nadir.test.unit.transfers.file_server import FileServer, ServedFile
from osgeo import gdal
from qgis.core import QgsProject

Turn = Callable[..., bool]


def raster(path: Path) -> bytes:
    """A GeoTIFF of some megabytes."""
    values = numpy.random.default_rng(1).integers(0, 255, (3, 1000, 1000), dtype=numpy.uint8)
    memory = gdal.GetDriverByName("MEM").Create("", 1000, 1000, 3)
    memory.WriteArray(values)
    made = gdal.GetDriverByName("GTiff").CreateCopy(str(path), memory)
    del made
    return path.read_bytes()


@pytest.fixture
def files(tmp_path: Path) -> Iterator[FileServer]:
    content = raster(tmp_path / "served.tif")
    server = FileServer({"orthophoto.tif": ServedFile(content), "dsm.tif": ServedFile(content, tag='"dsm"')})
    yield server
    server.close()


@pytest.fixture
def open_workspace(files: FileServer, jobs: Jobs) -> Iterator[Workspace]:
    client = Client(Session(files.url, "admin", "secret"))
    workspace = Workspace(Connection.new("Beach office", files.url), client, jobs)
    yield workspace
    workspace.close()


@pytest.fixture
def task() -> Task:
    return Task.from_json(recording("task_get_completed")["body"])


@pytest.fixture
def empty_cache() -> Iterator[Any]:
    cache = cache_of(Settings())
    cache.empty()
    yield cache
    cache.empty()


def ended(job: Job, turn: Turn) -> Any:
    assert turn(lambda: not job.is_running())
    assert job.error is None, job.error
    return job.result


def test_a_file_goes_where_the_user_wants_it(
    open_workspace: Workspace, files: FileServer, task: Task, tmp_path: Path, turn: Turn
) -> None:
    job = open_workspace.download_asset(task, "orthophoto.tif", tmp_path / "Karten für alle" / "ortho.tif")
    told: List[Tuple[float, str]] = []
    job.progressed.connect(lambda fraction, text: told.append((fraction, text)))
    assert ended(job, turn).read_bytes() == files.files["orthophoto.tif"].content
    assert told[-1] == (1.0, "3.0 of 3.0 MB")
    assert [path.name for path in (tmp_path / "Karten für alle").iterdir()] == ["ortho.tif"]


def test_a_file_that_is_not_there_fails_the_job(
    open_workspace: Workspace, task: Task, tmp_path: Path, turn: Turn
) -> None:
    job = open_workspace.download_asset(task, "dtm.tif", tmp_path / "dtm.tif")
    assert turn(lambda: job.state is JobState.FAILED)
    assert isinstance(job.error, NotFound)


def test_when_qgis_closes_what_is_there_stays_to_be_added_to(
    open_workspace: Workspace, files: FileServer, jobs: Jobs, task: Task, tmp_path: Path, turn: Turn
) -> None:
    files.cuts = [1_000_000] + [0] * 50
    target = tmp_path / "ortho.tif"
    open_workspace.download_asset(task, "orthophoto.tif", target)
    assert turn(lambda: part_path(target).exists() and part_path(target).stat().st_size == 1_000_000)
    assert jobs.stop()
    assert not target.exists() and part_path(target).exists()
    files.cuts = []
    again = Jobs()
    other = Workspace(open_workspace.connection, Client(Session(files.url, "admin", "secret")), again)
    ended(other.download_asset(task, "orthophoto.tif", target), turn)
    assert files.ranges[-1] == "bytes=1000000-"
    assert target.read_bytes() == files.files["orthophoto.tif"].content
    other.close()
    again.stop()


def test_a_raster_comes_as_a_file_and_the_cache_spares_what_is_shown(
    open_workspace: Workspace, files: FileServer, task: Task, empty_cache: Any, project: QgsProject, turn: Turn
) -> None:
    settings = Settings()
    (layer,) = ended(open_workspace.add_values(task, LayerKind.ORTHOPHOTO), turn).layers
    path = Path(layer.source())
    assert layer.isValid() and layer.name() == "Orthophoto, full resolution"
    assert path.read_bytes() == files.files["orthophoto.tif"].content
    again = ended(open_workspace.add_values(task, LayerKind.ORTHOPHOTO), turn)
    assert again.layers == () and again.present == (layer,)
    assert len(files.asked) == 1
    settings.cache_limit_gb = 0
    try:
        (other,) = ended(open_workspace.add_values(task, LayerKind.DSM), turn).layers
        assert other.renderer().type() == "singlebandpseudocolor"
        other_path = Path(other.source())
        assert path.exists() and other_path.exists()
        project.clear()
        cache_of(settings).trim(paths_in_use())
        assert not path.exists() and not other_path.exists()
    finally:
        settings.cache_limit_gb = 10


def test_positions_come_as_a_layer_beside_the_rasters_of_their_task(
    open_workspace: Workspace, files: FileServer, task: Task, empty_cache: Any, project: QgsProject, turn: Turn
) -> None:
    point = {"type": "Feature", "properties": {}, "geometry": {"type": "Point", "coordinates": [11.5, 48.1]}}
    files.files["shots.geojson"] = ServedFile(json.dumps({"type": "FeatureCollection", "features": [point]}).encode())
    files.files["ground_control_points.geojson"] = ServedFile(b"no points", tag='"none"')
    ended(open_workspace.add_values(task, LayerKind.DSM), turn)
    layer = ended(open_workspace.add_vector(task, "shots.geojson", "Camera positions"), turn)
    assert layer.name() == "Camera positions" and layer.featureCount() == 1
    (group,) = project.layerTreeRoot().findGroups()
    assert {"Camera positions", "DSM, real values"} <= {node.name() for node in group.findLayers()}
    shown = len(project.mapLayers())
    job = open_workspace.add_vector(task, "ground_control_points.geojson", "Ground control points")
    assert turn(lambda: not job.is_running())
    assert isinstance(job.error, NadirError) and len(project.mapLayers()) == shown


def test_an_export_tells_that_the_server_works(
    open_workspace: Workspace, files: FileServer, task: Task, tmp_path: Path, turn: Turn
) -> None:
    content = files.files["dsm.tif"].content
    path = f"/api/projects/{task.project_id}/tasks/{task.id}/dsm/export"
    files.on("POST", path, Reply(200, {"celery_task_id": "w", "filename": "x.tif"}))
    states = [Reply(200, {"ready": False, "progress": 50}), Reply(200, {"ready": True})]

    def slowly(request: Request) -> Any:
        if request.path != "/api/workers/check/w":
            return None
        time.sleep(0.2)
        return states.pop(0)

    files.before = slowly
    files.on("GET", "/api/workers/get/w", Reply(200, content, {"Content-Type": "image/tiff"}))
    job = open_workspace.export(task, ExportOptions(ExportProduct.DSM, "gtiff", epsg=3857), tmp_path / "dsm.tif")
    told: List[Tuple[float, str]] = []
    job.progressed.connect(lambda fraction, text: told.append((fraction, text)))
    assert ended(job, turn).read_bytes() == content
    assert (0.25, "The server is making the file") in told
    assert told[-1] == (1.0, "3.0 of 3.0 MB")


def test_bytes_in_words() -> None:
    assert describe_bytes(1_500_000_000, 2_000_000_000) == "1.5 of 2.0 GB"
    assert describe_bytes(1_500, None) == "1.5 kB"
