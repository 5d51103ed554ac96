"""Servers, layers and tokens together, as the plugin joins them: nothing is seen of a token that ends but what must be."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Callable, Iterator, List

import pytest
from nadir.core.connections import Connections
from nadir.core.jobs import Jobs
from nadir.core.layer_life import LayerLife
from nadir.core.layers.access.renewal import TokenKeeper
from nadir.core.layers.access.signer import RequestSigner
from nadir.core.servers import Servers, ServerState
from nadir.core.settings import Settings
from nadir.test.qgis.layers.expiring_server import ExpiringServer
from nadir.test.qgis.layers.test_access_tokens import box, canvas, painted, picture, shown, tiles
from nadir.test.qgis.survey_server import TASK_ID
from nadir.test.qgis.test_servers import Computer, added
from qgis.core import QgsProject, QgsSettings
from qgis.gui import QgsMapCanvas

Turn = Callable[..., bool]
__all__ = ["canvas"]


@pytest.fixture
def survey_server(tmp_path: Path) -> Iterator[ExpiringServer]:
    """A server whose tokens live for three seconds."""
    folder = tmp_path / "products"
    folder.mkdir()
    server = ExpiringServer(folder)
    yield server
    server.close()


class Joined:
    """A plugin without a window."""

    def __init__(self, jobs: Jobs, signer: RequestSigner) -> None:
        self.tokens = TokenKeeper(signer, jobs)
        self.servers = Servers(jobs, Settings(), Connections(), Computer(jobs), signer)  # type: ignore[arg-type]
        self.servers.set_panel_visible(False)
        self.life = LayerLife(self.servers, jobs, None, self.tokens)
        self.unloaded = False
        self.said: List[Any] = []
        self.life.keeper.said.connect(self.said.append)

    def close(self) -> None:
        self.life.uninstall()
        self.servers.close_all()
        if not self.unloaded:
            self.tokens.uninstall()
        self.servers.deleteLater()


@pytest.fixture
def joined(jobs: Jobs, signer: RequestSigner, authentication_database: None, project: QgsProject) -> Iterator[Joined]:
    """What the plugin registers, and takes back at the end."""
    QgsSettings().remove("nadir")
    made = Joined(jobs, signer)
    yield made
    made.close()
    QgsSettings().remove("nadir")


def test_a_token_that_ran_out_while_the_panel_was_hidden_is_renewed_and_nobody_notices(
    joined: Joined, survey_server: ExpiringServer, turn: Turn
) -> None:
    key = added(joined.servers, survey_server, turn)
    workspace = joined.servers.workspace(key)
    assert workspace is not None
    layer = tiles(survey_server, workspace)
    assert turn(workspace.client.session.has_ended, 20)
    assert painted(picture(layer, box(layer, 1), turn)) == 1.0
    assert joined.servers.get(key).state is ServerState.ONLINE
    assert joined.said == []


def test_a_refused_password_makes_the_server_want_a_log_in_and_its_layers_stay(
    joined: Joined, canvas: QgsMapCanvas, survey_server: ExpiringServer, turn: Turn  # noqa: F811 - a fixture
) -> None:
    key = added(joined.servers, survey_server, turn)
    workspace = joined.servers.workspace(key)
    assert workspace is not None
    wanted: List[str] = []
    joined.servers.login_wanted.connect(wanted.append)
    layer = tiles(survey_server, workspace)
    survey_server.password = "changed meanwhile"
    assert turn(workspace.client.session.has_ended, 20)
    canvas.setLayers([layer])
    canvas.setExtent(box(layer, 1))
    canvas.refresh()
    assert turn(lambda: wanted == [key])
    assert joined.servers.get(key).state is ServerState.LOGIN_WANTED
    assert joined.servers.workspace(key) is workspace
    assert shown(canvas) == 0.0
    job = joined.servers.log_in(key, "surveyor", "changed meanwhile", False)
    assert turn(lambda: not job.is_running())
    assert turn(lambda: shown(canvas) == 1.0, 30), "the layers come back with the log-in"
    assert joined.servers.get(key).state is ServerState.ONLINE
    assert wanted == [key]


def test_why_a_layer_is_blank_is_said_with_its_name(
    joined: Joined, canvas: QgsMapCanvas, survey_server: ExpiringServer, turn: Turn  # noqa: F811 - a fixture
) -> None:
    key = added(joined.servers, survey_server, turn)
    layer = tiles(survey_server, joined.servers.workspace(key))  # type: ignore[arg-type]
    layer.setName("Beach in June")
    survey_server.refuse["/orthophoto/"] = 403
    canvas.setLayers([layer])
    for step in (1, 2, 3):
        canvas.setExtent(box(layer, step))
        canvas.refresh()
        turn(lambda: False, 0.3)
    assert turn(lambda: joined.said)
    turn(lambda: False, 1.0)
    assert [(each.summary, each.layer_ids) for each in joined.said] == [
        ("“Beach in June” cannot be shown: Your account may not do this.", (layer.id(),))
    ]
    assert layer.id() in QgsProject.instance().mapLayers()


def test_a_task_that_was_removed_meanwhile_is_said_once(
    joined: Joined, canvas: QgsMapCanvas, survey_server: ExpiringServer, turn: Turn  # noqa: F811 - a fixture
) -> None:
    key = added(joined.servers, survey_server, turn)
    layer = tiles(survey_server, joined.servers.workspace(key))  # type: ignore[arg-type]
    turn(lambda: False, 0.5)
    del survey_server.tasks[TASK_ID]
    survey_server.projects[0]["tasks"] = []
    canvas.setLayers([layer])
    for step in (1, 2, 3):
        canvas.setExtent(box(layer, step))
        canvas.refresh()
        turn(lambda: False, 0.3)
    assert turn(lambda: joined.said)
    turn(lambda: False, 1.0)
    assert len(joined.said) == 1
    assert joined.said[0].layer_ids == (layer.id(),)
    assert "“Orthophoto”" in joined.said[0].summary


def test_after_unload_nothing_is_watched_or_signed(
    joined: Joined, survey_server: ExpiringServer, signer: RequestSigner, turn: Turn
) -> None:
    key = added(joined.servers, survey_server, turn)
    layer = tiles(survey_server, joined.servers.workspace(key))  # type: ignore[arg-type]
    trouble: List[Any] = []
    joined.tokens.trouble.connect(lambda *what: trouble.append(what))
    joined.tokens.uninstall()
    joined.unloaded = True
    signer.uninstall()
    survey_server.requests.clear()
    assert painted(picture(layer, box(layer, 1), turn)) == 0.0
    turn(lambda: False, 0.5)
    tile_requests = [each for each in survey_server.requests if "/tiles/" in each[1]]
    assert tile_requests
    assert all(authorization is None for _method, _path, authorization in tile_requests)
    assert trouble == []
