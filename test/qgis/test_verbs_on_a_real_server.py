"""Every verb of projects and tasks that needs no processing, on the real local server: what was asked for is there afterwards."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any, Callable, Iterator

import pytest
from nadir.core.api.errors import InvalidRequest
from nadir.core.api.imports import ExternalKind
from nadir.core.api.network import NetworkOptions
from nadir.core.api.permissions import Grant
from nadir.core.api.projects import Project
from nadir.core.api.task import Task
from nadir.core.connections import Connection
from nadir.core.jobs import Job, Jobs
from nadir.core.local.environment import is_ready
from nadir.core.local.processes import LocalProcesses
from nadir.core.verbs.base import VerbUnknown
from nadir.core.workspace import Workspace, open_workspace
from osgeo import gdal, osr

Turn = Callable[..., bool]
ENVIRONMENT = Path(__file__).resolve().parents[2] / ".venv-local"


class Bench:
    """A workspace on the real server."""

    def __init__(self, workspace: Workspace, turn: Turn) -> None:
        self.workspace, self.turn = workspace, turn

    def done(self, job: Job) -> Any:
        """What a job succeeds with."""
        assert self.turn(lambda: not job.is_running(), 60)
        assert job.error is None, job.error
        return job.result

    def tasks(self, project: Project) -> tuple[Task, ...]:
        return self.workspace.client.tasks.list(project.id)

    def completed(self, project: Project, task: Task) -> Task:
        """The task once it has been unpacked."""
        found = self.workspace.client.tasks.wait(project.id, task.id, every=0.2, deadline=60)
        assert found.completed, found.last_error
        return found


@pytest.fixture
def bench(tmp_path: Path, jobs: Jobs, turn: Turn) -> Iterator[Bench]:
    if not is_ready(ENVIRONMENT):
        pytest.skip("the local server's environment is missing or outdated: make setup")
    processes = LocalProcesses(ENVIRONMENT, tmp_path / "data")
    login = processes.start(lambda fraction, text: None, lambda: False)
    connection = Connection.this_computer(login.url)
    job = open_workspace(connection, login.username, login.password, jobs, NetworkOptions())
    assert turn(lambda: not job.is_running(), 60)
    assert job.error is None, job.error
    yield Bench(job.result, turn)
    job.result.close()
    jobs.stop()
    processes.stop()


@pytest.fixture
def orthophoto(tmp_path: Path) -> Path:
    """A small GeoTIFF with a place on the ground."""
    path = tmp_path / "site.tif"
    raster = gdal.GetDriverByName("GTiff").Create(str(path), 64, 64, 4)
    raster.SetGeoTransform((500_000, 0.5, 0, 5_190_000, 0, -0.5))
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(32615)
    raster.SetProjection(reference.ExportToWkt())
    for band in range(1, 5):
        raster.GetRasterBand(band).Fill(255 if band == 4 else 40 * band)
    raster.FlushCache()
    return path


def packed(orthophoto: Path) -> Path:
    """The zip of a task's results, as a server gives it out."""
    path = orthophoto.with_name("all.zip")
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(orthophoto, "odm_orthophoto/odm_orthophoto.tif")
    return path


def test_projects_and_tasks_become_what_the_verbs_say(bench: Bench, orthophoto: Path, tmp_path: Path) -> None:
    workspace, done = bench.workspace, bench.done
    quarry = done(workspace.create_project("Quarry <b>north</b>", "Every month", ("survey",)))
    assert (quarry.description, quarry.tags) == ("Every month", ("survey",))
    quarry = done(workspace.edit_project(quarry, name="Quarry", tags=("survey", "north")))
    assert (quarry.name, quarry.description, quarry.tags) == ("Quarry", "Every month", ("survey", "north"))

    job = workspace.import_rasters(quarry, "Dawn", {ExternalKind.ORTHOPHOTO: orthophoto})
    assert bench.turn(lambda: not job.is_running(), 20)
    assert isinstance(job.error, VerbUnknown) and workspace.lacks("import_rasters") and not workspace.lacks("import")
    made = done(workspace.import_zip(quarry, "Dawn", path=packed(orthophoto)))
    dawn = bench.completed(quarry, made)
    assert "orthophoto.tif" in dawn.available_assets
    dawn = done(workspace.edit_task(dawn, name="Dusk", tags=("calm",), public=True))
    assert (dawn.name, dawn.tags, dawn.public) == ("Dusk", ("calm",), True)

    copy = done(workspace.duplicate_task(dawn))
    assert {copy.id, dawn.id} == {task.id for task in bench.tasks(quarry)} and copy.id != dawn.id
    vineyard = done(workspace.create_project("Vineyard"))
    moved = done(workspace.move_tasks([copy], vineyard))
    assert [task.id for task in moved] == [copy.id] == [task.id for task in bench.tasks(vineyard)]
    assert [found.name for found in done(workspace.find_projects("Vineyard"))] == ["Vineyard"]
    assert {task.id for task in done(workspace.contents_of([quarry, vineyard]))} <= {dawn.id, copy.id}

    saved = done(workspace.back_up(dawn, tmp_path / "out" / "dusk.zip"))
    again = bench.completed(vineyard, done(workspace.import_zip(vineyard, "Restored", path=saved)))
    assert again.name == "Restored" and "orthophoto.tif" in again.available_assets
    twin = done(workspace.duplicate_project(vineyard))
    assert len(bench.tasks(twin)) == 2

    done(workspace.remove_task(dawn))
    assert bench.turn(lambda: bench.tasks(quarry) == (), 20)
    for project in (quarry, vineyard, twin):
        done(workspace.delete_project(project))
    assert workspace.client.projects.list() == ()


def test_a_project_is_shared_at_once_or_not_at_all(bench: Bench) -> None:
    workspace, done = bench.workspace, bench.done
    project = done(workspace.create_project("Quarry", "Kept", ("kept",)))
    owner = done(workspace.project_permissions(project)).grants[0]
    assert owner.owner and owner.username == workspace.client.session.username
    job = workspace.share_project(project, [Grant(username="ghost", permissions=frozenset({"view"}))])
    assert bench.turn(lambda: not job.is_running(), 20)
    assert isinstance(job.error, InvalidRequest)
    found = done(workspace.share_project(project, [Grant(groupname="Default", permissions=frozenset({"view", "change"}))]))
    assert {grant.who for grant in found.grants} == {("user", owner.username), ("group", "Default")}
    now = workspace.client.projects.get(project.id)
    assert (now.name, now.description, now.tags) == ("Quarry", "Kept", ("kept",))
    assert done(workspace.look_whether_administrator()) is None  # this server does not say
    people = done(workspace.find_people("defa"))
    assert [group.name for group in people.groups] == ["Default"]
