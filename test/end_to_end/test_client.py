"""The client's verbs against the real local server: what one part of Nadir sends is what the other understands."""

from __future__ import annotations

import json
import os
import struct
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Optional

import pytest
from nadir.core.api.client import Client
from nadir.core.api.errors import InvalidRequest, NotFound, PermissionRefused, WorkFailed
from nadir.core.api.exports import ExportOptions, ExportProduct
from nadir.core.api.nodes import NodeFilter
from nadir.core.api.options import TaskOption
from nadir.core.api.permissions import Grant
from nadir.core.api.projects import Project, ProjectFilter
from nadir.core.api.raster_style import RasterStyle
from nadir.core.api.rasters import RasterKind
from nadir.core.api.session import Session
from nadir.core.api.task import Task, TaskStatus
from nadir.core.api.tasks import TaskChanges
from nadir.core.local.environment import LOCAL_SOURCE, python_of
from nadir.core.transfers.downloads import ExportDownload
from osgeo import gdal, osr

LEAST_BYTES = 200


@pytest.fixture(scope="module")
def client(environment: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """Logged in to a local server of its own, which has no processing node."""
    data = tmp_path_factory.mktemp("server")
    command = [str(python_of(environment)), "-m", "nadir_server", "--data", str(data), "--port", "0"]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": str(LOCAL_SOURCE)}
    )
    assert process.stdout is not None
    port = json.loads(process.stdout.readline())["port"]
    login = json.loads((data / "login.json").read_text())
    session = Session(f"http://127.0.0.1:{port}", login["username"], login["password"])
    yield Client(session)
    session.close()
    process.terminate()
    process.wait(20)
    process.stdout.close()


@pytest.fixture
def project(client: Client) -> Iterator[Project]:
    made = client.projects.create("A client's", "made by a test", tags=["test"])
    yield made
    client.projects.delete(made.id)


@pytest.fixture(scope="module")
def heights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A surface model of 64 x 64 pixels of 1 m: a ramp from 100 to 163 m."""
    path = tmp_path_factory.mktemp("rasters") / "surface.tif"
    raster = gdal.GetDriverByName("GTiff").Create(str(path), 64, 64, 1, gdal.GDT_Float32)
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(32632)
    raster.SetProjection(reference.ExportToWkt())
    raster.SetGeoTransform((500000.0, 1.0, 0.0, 5200064.0, 0.0, -1.0))
    row = b"".join(struct.pack("<f", 100.0 + column) for column in range(64))
    raster.GetRasterBand(1).SetNoDataValue(-9999.0)  # as engines write it
    raster.GetRasterBand(1).WriteRaster(0, 0, 64, 64, row * 64)
    raster.FlushCache()
    return path


def test_projects(client: Client, project: Project) -> None:
    assert (project.description, project.tags, project.owned) == ("made by a test", ("test",), True)
    assert client.projects.get(project.id) == project
    assert [each.id for each in client.projects.list(ProjectFilter(name=project.name))] == [project.id]
    assert project.id in [each.id for page in client.projects.pages() for each in page.items]
    changed = client.projects.patch(project.id, description="changed", tags=["a", "b"])
    assert (changed.name, changed.description, changed.tags) == (project.name, "changed", ("a", "b"))
    copy = client.projects.duplicate(project.id)
    assert copy.owned
    client.projects.delete(copy.id)
    with pytest.raises(NotFound):
        client.projects.get(copy.id)


def test_sharing(client: Client, project: Project) -> None:
    before = client.projects.permissions(project.id)
    assert [grant.owner for grant in before.grants] == [True]
    with pytest.raises(InvalidRequest):
        client.projects.share(project.id, Grant("nobody of that name", permissions=frozenset(("view",))))
    assert client.projects.permissions(project.id).grants == before.grants
    assert client.projects.get(project.id).tags == project.tags


def test_presets(client: Client) -> None:
    system = next(preset for preset in client.presets.list() if preset.system)
    with pytest.raises(PermissionRefused):
        client.presets.delete(system.id)
    preset = client.presets.create("Mine", [TaskOption("dsm", True), TaskOption("dtm", False)])
    assert (preset.options, preset.system) == ((TaskOption("dsm", True),), False)
    assert client.presets.patch(preset.id, name="Ours").name == "Ours"
    assert client.presets.replace(preset.id, "Theirs", []).options == ()
    client.presets.delete(preset.id)
    with pytest.raises(NotFound):
        client.presets.delete(preset.id)


def test_nodes(client: Client) -> None:
    node = client.nodes.create("127.0.0.1", 9, token="s3cret")
    assert (node.online, node.available_options, node.token) == (False, (), "s3cret")
    assert [each.id for each in client.nodes.list(NodeFilter(port=9))] == [node.id]
    assert client.nodes.list(NodeFilter(has_available_options=True, port=9)) == ()
    assert client.nodes.patch(node.id, port=10).port == 10
    client.nodes.check_options([TaskOption("dsm", True)])
    client.nodes.delete(node.id)
    with pytest.raises(NotFound):
        client.nodes.get(node.id)


def test_a_task_that_waits_for_photos(client: Client, project: Project) -> None:
    task = client.sending.create_partial(project.id, "Waiting", [TaskOption("dsm", True)], auto_node=False)
    assert client.tasks.list(project.id) == (client.tasks.get(project.id, task.id),)
    changed = client.tasks.patch(
        project.id, task.id, TaskChanges(name="Renamed", tags=("x",), options=(TaskOption("dtm", True),), public=True)
    )
    assert (changed.name, changed.tags, changed.options) == ("Renamed", ("x",), (TaskOption("dtm", True),))
    assert client.tasks.get_public(task.id).id == task.id
    assert client.tasks.output(project.id, task.id) == ()
    assert client.tasks.console(project.id, task.id, limit=-5).lines == ()
    assert client.tasks.list(project.id, status=TaskStatus.COMPLETED) == ()
    client.tasks.remove_and_wait(project.id, task.id)
    assert client.tasks.list(project.id) == ()


@pytest.fixture
def imported(client: Client, project: Project, heights: Path, tmp_path: Path) -> Task:
    """A task made of the results of another, of which there is a surface model."""
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.write(heights, "odm_dem/dsm.tif")
    begun = client.imports.file(project.id, tmp_path / "all.zip", "From elsewhere", chunk_bytes=5000)
    assert begun.import_url
    return client.tasks.wait(project.id, begun.id, every=0.2, deadline=120)


def test_results_from_elsewhere(client: Client, imported: Task) -> None:
    place = (imported.project_id, imported.id, RasterKind.DSM)
    assert imported.completed, imported.last_error
    assert "dsm.tif" in imported.available_assets
    metadata = client.rasters.metadata(*place)
    assert (metadata.bands[0].minimum, metadata.bands[0].maximum) == pytest.approx((100.0, 163.0))
    bounds = client.rasters.bounds(*place)
    assert bounds is not None
    assert bounds[:2] == pytest.approx((9.0, 46.95), abs=0.02)
    assert metadata.bounds == pytest.approx(bounds)
    tiles = client.rasters.tiles(*place, RasterStyle(color_map="viridis", rescale=(100, 163)))
    assert tiles.maxzoom > 15
    assert client.rasters.tile(*place, (5, 0, 0)) is None
    assert len(client.images.task_thumbnail(imported.project_id, imported.id)) > LEAST_BYTES


@pytest.mark.parametrize(
    ("wanted", "size", "code", "kind"),
    [
        (ExportOptions(ExportProduct.DSM, "gtiff"), (64, 64), "32632", gdal.GDT_Float32),
        (ExportOptions(ExportProduct.DSM, "gtiff", epsg=3035), None, "3035", gdal.GDT_Float32),
        (ExportOptions(ExportProduct.DSM, "gtiff-rgb", color_map="viridis", rescale=(100.0, 163.0)), (64, 64), "32632",
         gdal.GDT_Byte),
        (ExportOptions(ExportProduct.DSM, "png", color_map="viridis", rescale=(100.0, 163.0)), (64, 64), None,
         gdal.GDT_Byte),
    ],
    ids=["as it is", "another reference system", "in colours", "a picture"],
)  # fmt: skip
def test_exports(
    wanted: ExportOptions,
    size: Optional[tuple[int, int]],
    code: Optional[str],
    kind: int,
    client: Client,
    imported: Task,
    tmp_path: Path,
) -> None:
    target = tmp_path / f"export{wanted.ending}"
    export = ExportDownload(client, imported.project_id, imported.id, wanted, target, deadline=120)
    raster = gdal.Open(str(export.run()))
    assert size is None or (raster.RasterXSize, raster.RasterYSize) == size
    assert code is None or raster.GetSpatialRef().GetAuthorityCode(None) == code
    assert raster.GetRasterBand(1).DataType == kind
    if kind == gdal.GDT_Float32:
        assert raster.GetRasterBand(1).ComputeRasterMinMax(False) == pytest.approx((100.0, 163.0), abs=1.0)
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith((".", "export"))] == [target.name]


def test_an_export_that_cannot_be_made_is_refused_in_words(client: Client, imported: Task, tmp_path: Path) -> None:
    nowhere = ExportOptions(ExportProduct.DSM, "gtiff", epsg=999_999)
    with pytest.raises((InvalidRequest, WorkFailed)):
        ExportDownload(client, imported.project_id, imported.id, nowhere, tmp_path / "n.tif", deadline=120).run()
    absent = ExportOptions(ExportProduct.ORTHOPHOTO, "gtiff")
    with pytest.raises((InvalidRequest, NotFound)):
        ExportDownload(client, imported.project_id, imported.id, absent, tmp_path / "o.tif", deadline=120).run()
    assert not list(tmp_path.glob("[no].tif"))


def test_a_backup_becomes_a_task_again(client: Client, imported: Task, tmp_path: Path) -> None:
    backup = tmp_path / "backup.zip"
    with backup.open("wb") as stream:
        client.assets.backup(imported.project_id, imported.id).stream(lambda _status, _headers: stream.write)
    begun = client.imports.file(imported.project_id, backup, "Again", chunk_bytes=4000)
    again = client.tasks.wait(begun.project_id, begun.id, every=0.2, deadline=120)
    assert again.completed, again.last_error
    assert again.available_assets == imported.available_assets


def test_cropping(client: Client, imported: Task) -> None:
    assert imported.extent is not None
    west, south, east, north = imported.extent
    middle = (west + east) / 2
    ring = ((west, south), (middle, south), (middle, north), (west, north), (west, south))
    cropped = client.tasks.patch(imported.project_id, imported.id, TaskChanges(crop=(ring,)))
    assert cropped.crop is not None
    assert max(longitude for longitude, _latitude in cropped.crop[0]) == pytest.approx(middle, abs=1e-5)
    assert client.tasks.patch(imported.project_id, imported.id, TaskChanges(clear_crop=True)).crop is None
