"""A layer that is blank explains itself: with its name, the reason, and what can be done."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import Any, Callable, Iterator, List

import pytest
from nadir.core.api.client import Client
from nadir.core.api.network import NetworkOptions
from nadir.core.api.retry import RetryPolicy
from nadir.core.api.session import Session
from nadir.core.jobs import Jobs
from nadir.core.layers.access.diagnosis import Blank, BlankLayer, BlankReason, diagnose
from nadir.core.layers.access.inquiry import BlankLayers
from nadir.core.layers.access.signer import RequestSigner
from nadir.core.layers.marks import LayerForm, Mark
from nadir.core.layers.products import LayerKind
from nadir.test.qgis.layers.expiring_server import ExpiringServer
from nadir.test.qgis.layers.test_access_tokens import cloud, tiles
from nadir.test.qgis.survey_server import PASSWORD, TASK_ID, USER
from nadir.test.unit.api.authority import TlsServer, needs_openssl, self_signed
from qgis.core import QgsProject

Turn = Callable[..., bool]
ONCE = RetryPolicy(attempts=1, first=0.01, longest=0.01, deadline=5.0)
TILE = f"/api/projects/1/tasks/{TASK_ID}/orthophoto/tiles/21/512670/738966.png"
EPT = f"/api/projects/1/tasks/{TASK_ID}/assets/entwine_pointcloud/ept.json"


@pytest.fixture
def survey_server(tmp_path: Path) -> Iterator[ExpiringServer]:
    """A server whose tokens live for an hour."""
    folder = tmp_path / "products"
    folder.mkdir()
    server = ExpiringServer(folder, 3600.0)
    yield server
    server.close()


@pytest.fixture
def client(survey_server: ExpiringServer) -> Iterator[Client]:
    """Logged in, and quick to give up."""
    session = Session(survey_server.url, USER, PASSWORD, NetworkOptions(), retry=ONCE)
    session.log_in()
    yield Client(session)
    session.close()


def asked(client: Client, kind: LayerKind = LayerKind.ORTHOPHOTO, path: str = "", form: LayerForm = LayerForm.TILES) -> Any:
    """What the diagnosis says of a layer called “Beach”."""
    mark = Mark(kind, form, client.session.url, "1", TASK_ID, "")
    return diagnose(client, Blank(mark, "“Beach”", "“Beach” and “Hill”"), lambda: False, path=path)


def test_a_layer_that_the_server_gives_has_nothing_to_say(client: Client) -> None:
    assert asked(client) is None
    assert asked(client, path=TILE) is None
    assert asked(client, path=TILE.replace("512670", "1")) is None, "beside the data"
    assert asked(client, LayerKind.DSM) is None
    assert asked(client, LayerKind.POINT_CLOUD, form=LayerForm.STREAM) is None


def expired(server: ExpiringServer) -> None:
    server.password, server.key = "another", "another"


def forbidden(server: ExpiringServer) -> None:
    server.refuse["/orthophoto/"] = 403


def task_hidden(server: ExpiringServer) -> None:
    server.refuse[f"/tasks/{TASK_ID}/"] = 403


def gone(server: ExpiringServer) -> None:
    server.tasks.clear()
    server.projects[0]["tasks"] = []


def moved(server: ExpiringServer) -> None:
    server.projects[0]["tasks"] = []
    server.projects.append({**server.projects[0], "id": 7, "name": "Winter\nflights", "tasks": [TASK_ID]})
    server.tasks[TASK_ID]["project"] = 7


def running(server: ExpiringServer) -> None:
    server.tasks[TASK_ID].update(status=20, available_assets=[])


def product_gone(server: ExpiringServer) -> None:
    server.tasks[TASK_ID]["available_assets"] = ["dsm.tif"]


def file_gone(server: ExpiringServer) -> None:
    server.refuse["/orthophoto/"] = 404


def failing(server: ExpiringServer) -> None:
    server.refuse["/orthophoto/"] = 500


def maintenance(server: ExpiringServer) -> None:
    server.broken = True


def down(server: ExpiringServer) -> None:
    server.shutdown()
    server.socket.close()


CASES = {
    BlankReason.EXPIRED: (expired, "“Beach” and “Hill” cannot be shown: The session has ended"),
    BlankReason.FORBIDDEN: (forbidden, "“Beach” cannot be shown: Your account may not do this."),
    BlankReason.TASK_GONE: (gone, "“Beach” cannot be shown: the task was removed, or is hidden from your account."),
    BlankReason.TASK_MOVED: (moved, "“Beach” cannot be shown: the task was moved to the project “Winter flights”."),
    BlankReason.RUNNING: (running, "“Beach” cannot be shown: the task is being processed again."),
    BlankReason.PRODUCT_GONE: (product_gone, "“Beach” cannot be shown: the task no longer has this result."),
    BlankReason.MAINTENANCE: (maintenance, "“Beach” and “Hill” cannot be shown: The server is busy or under maintenance"),
    BlankReason.SERVER_DOWN: (down, "“Beach” and “Hill” cannot be shown: "),
}


@pytest.mark.parametrize("reason", CASES, ids=lambda reason: reason.value)
def test_each_reason_is_told_with_the_layers_name_and_a_remedy(
    reason: BlankReason, client: Client, survey_server: ExpiringServer
) -> None:
    happens, beginning = CASES[reason]
    happens(survey_server)
    client.session._transport.close()  # else a connection that is kept still reaches a server that stopped listening
    found = asked(client, path=TILE)
    assert isinstance(found, BlankLayer)
    assert found.reason is reason
    assert found.summary.startswith(beginning)
    assert found.remedy
    assert PASSWORD not in f"{found.summary}{found.detail}"
    assert "JWT" not in found.detail


def test_a_moved_task_says_where_it_is(client: Client, survey_server: ExpiringServer) -> None:
    moved(survey_server)
    assert asked(client).project_id == "7"


@pytest.mark.parametrize(
    ("happens", "reason"),
    [(task_hidden, BlankReason.FORBIDDEN), (file_gone, BlankReason.PRODUCT_GONE), (failing, BlankReason.SERVER_DOWN)],
)
@pytest.mark.parametrize("path", ["", TILE])
def test_other_ways_to_lose_a_product(
    happens: Any, reason: BlankReason, path: str, client: Client, survey_server: ExpiringServer
) -> None:
    happens(survey_server)
    assert asked(client, path=path).reason is reason


def test_a_point_cloud_whose_file_is_gone(client: Client, survey_server: ExpiringServer) -> None:
    survey_server.refuse["/entwine_pointcloud/"] = 404
    for path in ("", EPT):
        found = asked(client, LayerKind.POINT_CLOUD, path, LayerForm.STREAM)
        assert found.reason is BlankReason.PRODUCT_GONE


def test_no_server_at_its_port_and_a_port_that_speaks_no_tls(survey_server: ExpiringServer) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        nobody = f"http://127.0.0.1:{free.getsockname()[1]}"
    for url in (nobody, survey_server.url.replace("http:", "https:")):
        session = Session(url, USER, PASSWORD, NetworkOptions(), retry=ONCE)
        assert asked(Client(session)).reason is BlankReason.SERVER_DOWN
        session.close()


def test_a_proxy_that_is_not_there_is_named() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        proxy = f"http://127.0.0.1:{free.getsockname()[1]}"
    session = Session("http://webodm.example.org", USER, PASSWORD, NetworkOptions(proxies={"http": proxy}), retry=ONCE)
    assert asked(Client(session)).reason is BlankReason.PROXY
    session.close()


@needs_openssl
def test_a_certificate_that_nobody_vouches_for_is_named(tmp_path: Path) -> None:
    server = TlsServer(*self_signed(tmp_path))
    session = Session(server.url, USER, PASSWORD, NetworkOptions(), retry=ONCE)
    try:
        found = asked(Client(session))
        assert found.reason is BlankReason.CERTIFICATE
        assert found.summary.startswith("“Beach” and “Hill” cannot be shown: The certificate of https://127.0.0.1")
    finally:
        session.close()
        server.close()


@pytest.fixture
def blank(jobs: Jobs, client: Client, project: QgsProject, signer: RequestSigner) -> Iterator[BlankLayers]:
    """What asks why, for one open server."""
    signer.add(client.session)
    made = BlankLayers(jobs, {client.session.url: client}.get)
    yield made
    made.uninstall()


def test_a_reason_is_said_once_with_the_layers_it_is_about(
    blank: BlankLayers, client: Client, survey_server: ExpiringServer, turn: Turn
) -> None:
    picture, points = tiles(survey_server, _Opened(client)), cloud(survey_server, _Opened(client))
    points.setName("<b>Points</b>\nof the beach")
    said: List[Any] = []
    blank.said.connect(said.append)
    survey_server.refuse["/orthophoto/"] = 403
    for _ in range(3):
        blank.take_trouble(survey_server.url, TILE, 403, 201)
        assert turn(lambda: not blank._under_way)
    assert [(each.summary, each.layer_ids) for each in said] == [
        ("“Orthophoto” cannot be shown: Your account may not do this.", (picture.id(),))
    ]
    survey_server.broken = True
    blank.take_trouble(survey_server.url, EPT, 503, 0)
    assert turn(lambda: len(said) == 2)
    assert set(said[1].layer_ids) == {picture.id(), points.id()}, "a server that is away concerns all"
    assert "“<b>Points</b> of the beach”" in said[1].summary
    survey_server.broken = False
    survey_server.refuse.clear()
    survey_server.requests.clear()
    blank.take_trouble(survey_server.url, TILE, 404, 203)
    assert not blank._under_way, "a tile may lie beside the data: the picture comes first"
    assert turn(lambda: bool(survey_server.requests)), "but it is asked about"
    assert turn(lambda: not blank._under_way)
    assert len(said) == 2, "nothing is wrong any more"
    blank.take_renewed(survey_server.url)
    survey_server.refuse["/orthophoto/"] = 403
    blank.take_trouble(survey_server.url, TILE, 403, 201)
    assert turn(lambda: len(said) == 3), "after it was good again it is news"


def test_a_task_that_is_gone_is_left_to_who_looks_after_the_layers(
    blank: BlankLayers, client: Client, survey_server: ExpiringServer, turn: Turn
) -> None:
    layer = tiles(survey_server, _Opened(client))
    said: List[Any] = []
    blank.said.connect(said.append)
    wanted: List[str] = []
    blank.examination_wanted.connect(wanted.append)
    gone(survey_server)
    blank.take_trouble(survey_server.url, TILE, 404, 203)
    assert turn(lambda: wanted == [survey_server.url])
    assert said == []
    assert layer.id() in QgsProject.instance().mapLayers()


def test_nothing_is_asked_for_a_project_without_such_layers(
    blank: BlankLayers, survey_server: ExpiringServer, client: Client
) -> None:
    survey_server.requests.clear()
    blank.take_trouble(survey_server.url, TILE, 403, 201)
    assert not blank._under_way
    assert survey_server.requests == []


class _Opened:
    """What the makers of layers need of a workspace."""

    def __init__(self, client: Client) -> None:
        self.client = client
