"""Processing nodes: added, filtered, shared, refreshed, and what they have in common."""
from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fake_node import OPTIONS, FakeNode
from people import new_person
from running_server import ROOT, RunningServer

NODES = "/api/processingnodes/"


@pytest.fixture(scope="module")
def nodes(all_zip: bytes) -> Iterator[tuple[FakeNode, FakeNode]]:
    one, other = FakeNode(all_zip), FakeNode(all_zip, token="s3cr3t&more")
    other.max_images = 50
    yield one, other
    one.close()
    other.close()


@pytest.fixture(scope="module")
def crew(tmp_path_factory: pytest.TempPathFactory, nodes: tuple[FakeNode, FakeNode]) -> Iterator[RunningServer]:
    """A server with its own node, another one, and one that is not there."""
    server = RunningServer(tmp_path_factory.mktemp("crew") / "data", nodes[0].port).start()
    server.json("POST", NODES, json={"hostname": "127.0.0.1", "port": nodes[1].port, "token": "s3cr3t&more"})
    server.json("POST", NODES, json={"hostname": "localhost", "port": 9})
    end = time.time() + 20
    while not server.json("GET", NODES)[0]["online"] and time.time() < end:
        time.sleep(0.1)
    yield server
    assert server.stop() == 0


def test_a_node_is_met_at_once(crew: RunningServer, nodes: tuple[FakeNode, FakeNode]) -> None:
    own, other, absent = crew.json("GET", NODES)
    for node in (own, other):
        assert (node["online"], node["engine"], node["engine_version"], node["api_version"]) == (True, "odm", "3.5.6", "2.2.4")
        assert [option["name"] for option in node["available_options"]] == [option["name"] for option in OPTIONS]
    assert (own["max_images"], other["max_images"]) == (None, 50)
    assert (absent["online"], absent["available_options"], absent["last_refreshed"], absent["queue_count"]) == (False, {}, None, 0)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("id=1", [1]), ("id=99", []), ("hostname=localhost", [3]), ("hostname=127.0.0.1", [1, 2]), ("port=9", [3]),
        ("api_version=2.2.4", [1, 2]), ("api_version=1", []), ("queue_count=0", [1, 2, 3]), ("queue_count=7", []),
        ("max_images=50", [2]), ("max_images=51", []), ("has_available_options=true", [1, 2]),
        ("has_available_options=false", [3]), ("ordering=-id", [3, 2, 1]), ("ordering=id", [1, 2, 3]),
        ("ordering=hostname,-id", [2, 1, 3]), ("ordering=-port&hostname=localhost", [3]),
        ("has_available_options=true&ordering=-id&api_version=2.2.4", [2, 1]),
    ],
)  # fmt: skip
def test_every_documented_filter(crew: RunningServer, query: str, found: list[int]) -> None:
    assert [node["id"] for node in crew.json("GET", f"{NODES}?{query}")] == found


@pytest.mark.parametrize("query", ["id=x", "port=x", "queue_count=x", "max_images=x", "ordering=token", "ordering=x"])
def test_filters_that_make_no_sense_are_told_of(crew: RunningServer, query: str) -> None:
    answer = crew.call("GET", f"{NODES}?{query}")
    assert answer.status_code == 400 and list(answer.json()) == [query.split("=")[0]]


def test_shared_options_are_those_of_all_online_nodes(crew: RunningServer, all_zip: bytes) -> None:
    names = [option["name"] for option in crew.json("GET", NODES + "options/")]
    assert names == [option["name"] for option in OPTIONS]
    third = FakeNode(all_zip)
    third.options = [OPTIONS[1], {**OPTIONS[0], "name": "only-here"}]
    try:
        made = crew.json("POST", NODES, json={"hostname": "127.0.0.1", "port": third.port})
        assert [option["name"] for option in crew.json("GET", NODES + "options/")] == [OPTIONS[1]["name"]]
        assert crew.call("DELETE", f"{NODES}{made['id']}/").status_code == 204
        assert [option["name"] for option in crew.json("GET", NODES + "options/")] == names
    finally:
        third.close()


def test_others_see_the_nodes_that_are_granted_to_them_and_no_token(
    crew: RunningServer, nodes: tuple[FakeNode, FakeNode]
) -> None:
    anna = new_person(crew, "anna")
    assert (anna.json("GET", NODES), anna.json("GET", NODES + "options/")) == ([], [])
    grant(crew, "anna", 2)
    (seen,) = anna.json("GET", NODES)
    assert (seen["id"], seen["online"], seen["token"]) == (2, True, "")
    assert crew.json("GET", f"{NODES}2/")["token"] == "s3cr3t&more"
    assert anna.json("GET", NODES + "options/") != []
    assert anna.call("GET", f"{NODES}1/").status_code == 404
    for method in ("PATCH", "PUT", "DELETE"):
        assert anna.call(method, f"{NODES}2/", json={"port": 1, "hostname": "x"}).status_code == 403
    project = anna.json("POST", "/api/projects/", json={"name": "hers"})["id"]
    task = f"/api/projects/{project}/tasks/"
    refused = anna.call("POST", task, json={"partial": True, "processing_node": 1})
    assert (refused.status_code, list(refused.json())) == (400, ["processing_node"])
    assert anna.json("GET", task) == []
    assert anna.json("POST", task, json={"partial": True, "processing_node": 2})["processing_node"] == 2


def grant(server: RunningServer, name: str, node: int) -> None:
    """What an administrator does on the administration page."""
    code = (
        "import sys, django; django.setup(); from django.contrib.auth.models import User;"
        "from guardian.shortcuts import assign_perm; from nadir_server.nodes.models import ProcessingNode;"
        "assign_perm('view_processingnode', User.objects.get(username=sys.argv[1]), ProcessingNode.objects.get(pk=sys.argv[2]))"
    )
    environment = {
        "PYTHONPATH": str(ROOT / "local"), "NADIR_SERVER_DATA": str(server.data), "DJANGO_SETTINGS_MODULE": "nadir_server.settings",
    }  # fmt: skip
    subprocess.run([sys.executable, "-c", code, name, str(node)], check=True, env=environment, timeout=60)


def test_a_token_never_reaches_errors_and_log(crew: RunningServer, nodes: tuple[FakeNode, FakeNode], photos: list[Path]) -> None:
    nodes[1].broken = "/task/"
    try:
        project = crew.new_project()
        task = crew.new_task(project, photos, processing_node=2, auto_processing_node="false")
        failed = crew.wait_for(project, task, 30)
        assert "500" in failed["last_error"]
    finally:
        nodes[1].broken = ""
    log = (crew.data / "server.log").read_text()
    for form in ("s3cr3t&more", "s3cr3t%26more"):
        assert form not in log and form not in failed["last_error"]


def until(condition: Callable[[], Any], seconds: float) -> bool:
    end = time.time() + seconds
    while time.time() < end and not condition():
        time.sleep(0.2)
    return bool(condition())


def test_a_node_is_looked_at_again_and_again(crew: RunningServer, nodes: tuple[FakeNode, FakeNode]) -> None:
    before = crew.json("GET", f"{NODES}2/")["last_refreshed"]
    nodes[1].max_images = 60
    assert until(lambda: crew.json("GET", f"{NODES}2/")["max_images"] == 60, 31)
    assert crew.json("GET", f"{NODES}2/")["last_refreshed"] > before
    nodes[1].max_images = 50
