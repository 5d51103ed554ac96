"""The plugin's own parts together with the real local server, its node and its engine, as processes of their own."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Callable, Iterator, List

import numpy as np
import pytest
from nadir.core.api.network import NetworkOptions
from nadir.core.connections import Connection
from nadir.core.jobs import Jobs
from nadir.core.layers.access.signer import RequestSigner
from nadir.core.local.environment import is_ready
from nadir.core.local.processes import LocalProcesses
from nadir.core.workspace import Workspace, open_workspace
from osgeo import gdal

Turn = Callable[..., bool]
ENVIRONMENT = Path(__file__).resolve().parents[2] / ".venv-local"


@pytest.fixture
def local_workspace(tmp_path: Path, jobs: Jobs, signer: RequestSigner, turn: Turn) -> Iterator[Workspace]:
    if not is_ready(ENVIRONMENT):
        pytest.skip("the local server's environment is missing or outdated: make setup")
    processes = LocalProcesses(ENVIRONMENT, tmp_path / "data")
    login = processes.start(lambda fraction, text: None, lambda: False)
    connection = Connection.this_computer(login.url)
    job = open_workspace(connection, login.username, login.password, jobs, NetworkOptions(), signer)
    assert turn(lambda: not job.is_running(), 60)
    assert job.error is None, job.error
    yield job.result
    job.result.close()
    jobs.stop()
    processes.stop()


@pytest.fixture
def noise(tmp_path: Path) -> List[Path]:
    """Three photos that have nothing in common."""
    random = np.random.default_rng(7)
    paths = [tmp_path / f"NOISE_{number}.JPG" for number in range(3)]
    for path in paths:
        picture = gdal.GetDriverByName("MEM").Create("", 320, 240, 3)
        picture.WriteArray(random.integers(0, 255, (3, 240, 320), dtype="u1"))
        gdal.GetDriverByName("JPEG").CreateCopy(str(path), picture)
    return paths


def test_a_hopeless_task_is_followed_to_its_failure_and_removed(
    local_workspace: Workspace, noise: List[Path], turn: Turn
) -> None:
    monitor = local_workspace.monitor
    ended: List[Any] = []
    lines: List[str] = []
    monitor.task_finished.connect(ended.append)
    monitor.console_grew.connect(lambda task_id, new: lines.extend(new))
    monitor.show_nodes(True)
    monitor.start()
    assert turn(lambda: monitor.nodes and monitor.nodes[0].online, 60)
    job = local_workspace.start_task(None, "Noise", noise)
    assert turn(lambda: not job.is_running(), 60)
    assert job.error is None, job.error
    task = job.result
    monitor.watch_console(task.project_id, task.id)
    assert turn(lambda: ended, 120)
    assert ended[0].id == task.id
    assert ended[0].failed
    assert ended[0].last_error
    assert turn(lambda: lines, 20)
    removing = local_workspace.remove_task(ended[0])
    assert turn(lambda: not removing.is_running(), 20)
    monitor.expand_project(task.project_id)
    assert turn(lambda: monitor.is_known(task.project_id) and monitor.tasks(task.project_id) == (), 30)
    project = next(each for each in monitor.projects if each.id == task.project_id)
    deleting = local_workspace.delete_project(project)
    assert turn(lambda: not deleting.is_running() and monitor.projects == (), 30)
    assert deleting.error is None
