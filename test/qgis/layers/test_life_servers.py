"""The keeper of the layers hears of the servers: what opens, and what the monitor sees of tasks."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Callable, Iterator, List
from urllib.parse import unquote

import pytest
from nadir.core.jobs import Jobs
from nadir.core.layer_life import LayerLife
from nadir.core.layers.clouds.sleeping import asleep
from nadir.core.servers import Servers
from nadir.test.qgis.layers.test_life_keeper import by_kind, load, saved_and_opened
from nadir.test.qgis.survey_server import TASK_ID, SurveyServer
from nadir.test.qgis.test_servers import added, computer, connections, make_servers, servers
from qgis.core import QgsProject

__all__ = ["computer", "connections", "make_servers", "servers"]  # fixtures

Turn = Callable[..., bool]


@pytest.fixture
def life(servers: Servers, jobs: Jobs, project: QgsProject) -> Iterator[LayerLife]:  # noqa: F811 - the fixture
    made = LayerLife(servers, jobs)
    yield made
    made.uninstall()


def test_a_saved_project_lives_again_once_its_server_is_opened(
    life: LayerLife, servers: Servers, survey_server: SurveyServer, project: QgsProject, turn: Turn, tmp_path: Path  # noqa: F811
) -> None:
    wanted: List[Any] = []
    life.keeper.server_wanted.connect(wanted.append)
    connection_id = added(servers, survey_server, turn)
    load(servers.workspace(connection_id), turn)
    servers.close(connection_id)
    layers = saved_and_opened(project, tmp_path / "saved.qgz")
    assert asleep(layers["pointcloud"])
    assert turn(lambda: wanted)
    assert wanted[0].connection_id == connection_id
    servers.open(connection_id)
    assert turn(lambda: not asleep(by_kind()["pointcloud"]))
    assert by_kind()["pointcloud"].isValid()


def test_the_end_of_another_run_reaches_the_layers(
    life: LayerLife, servers: Servers, survey_server: SurveyServer, project: QgsProject, turn: Turn  # noqa: F811
) -> None:
    workspace = servers.workspace(added(servers, survey_server, turn))
    load(workspace, turn)
    workspace.monitor.expand_project("1")
    assert turn(lambda: workspace.monitor.is_known("1"))
    job = workspace.restart_task(workspace.client.tasks.get("1", TASK_ID))
    assert turn(lambda: not job.is_running()) and job.error is None
    assert turn(lambda: "v=1388" in unquote(by_kind()["dsm"].source()), 60), "the server took 5000 ms for the new run"
