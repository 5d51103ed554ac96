"""The API describes itself, and whatever that description allows, the server does not fail at it."""
from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from conftest import Finished
from fake_node import FakeNode
from hypothesis import HealthCheck, Phase, given, settings
from running_server import ROOT, RunningServer

EXAMPLES = 12  # for each operation


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory, all_zip: bytes, photos: list[Path]) -> Iterator[Finished]:
    """A server with a completed task, which others do not look at: it gets full of what is made up here."""
    node = FakeNode(all_zip)
    server = RunningServer(tmp_path_factory.mktemp("attacked") / "data", node.port).start()
    project = server.new_project("Attacked")
    task = server.new_task(project, photos)
    server.wait_for(project, task, 40)
    yield Finished(server, project, task, photos)
    assert server.stop() == 0
    node.close()


@pytest.fixture(scope="module")
def description(finished: Finished) -> dict[str, Any]:
    answer = finished.server.call("GET", "/swagger.json", auth="")
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json()
    return found


def test_every_address_is_described(description: dict[str, Any]) -> None:
    task = "/api/projects/{project_id}/tasks/{task_id}/"
    expected = {
        "/api/token-auth/", "/api/projects/", "/api/projects/{id}/edit/", "/api/processingnodes/options/", "/api/presets/",
        task, task + "upload/", task + "commit/", task + "output/", task + "download/{asset}", task + "{product}/export",
        task + "{kind}/tiles/{z}/{x}/{y}", "/api/workers/check/{export_id}", "/api/projects/{project_id}/tasks/import",
    }  # fmt: skip
    assert expected <= set(description["paths"])
    assert {"JWT", "JWTInQuery", "Basic"} == set(description["components"]["securitySchemes"])
    fields = description["components"]["schemas"]["Task"]["properties"]
    assert fields["options"]["type"] == "array" and "pending_action" in fields


def test_nothing_in_the_description_is_guessed(tmp_path: Path) -> None:
    environment = {
        **os.environ, "PYTHONPATH": str(ROOT / "local"), "NADIR_SERVER_DATA": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "nadir_server.settings",
    }  # fmt: skip
    command = [sys.executable, "-m", "django", "spectacular", "--validate", "--fail-on-warn", "--file", str(tmp_path / "x.yml")]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, cwd="/")
    assert (done.returncode, done.stderr) == (0, "")


def test_no_request_makes_the_server_fail(description: dict[str, Any], finished: Finished) -> None:
    schema = schemathesis.openapi.from_dict(description)
    schema.config.update(base_url=f"http://127.0.0.1:{finished.server.port}")
    operations = [found.ok() for found in schema.get_all_operations()]
    assert len(operations) > 50
    failures = []
    for operation in operations:
        try:
            attack(operation, finished)
        except AssertionError as error:
            failures.append(f"{operation.label}: {error}")
    assert not failures, "\n".join(failures)


def attack(operation: Any, finished: Finished) -> None:
    """Made-up requests for one operation, good ones and bad ones."""
    token = finished.server.token or finished.server.log_in()

    @given(case=operation.as_strategy())
    @settings(
        max_examples=EXAMPLES, deadline=None, derandomize=True, database=None, phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    def made_up(case: Any) -> None:
        aim(case, finished)
        case.headers = {**(case.headers or {}), "Authorization": f"JWT {token}"}
        answer = case.call(timeout=60)
        assert answer.status_code < 500, f"{case.as_curl_command()}\n{answer.text[:500]}"
        kind = "".join(answer.headers.get("content-type", []))
        assert answer.status_code < 400 or kind.startswith("application/json"), f"{answer.status_code} {kind}"

    made_up()


def aim(case: Any, finished: Finished) -> None:
    """Let most requests hit something that is there: made-up ids are not found, which tests little."""
    parameters = case.path_parameters or {}
    if len(str(case.query) + str(case.body)) % 4 == 0:
        return
    known = {
        "project_id": finished.project, "id": finished.project, "task_id": finished.task, "kind": "orthophoto",
        "z": 20, "x": 256336, "y": 369483,
    }  # fmt: skip
    if case.operation.method.upper() not in ("GET", "PATCH") and "task_id" not in parameters:
        known.pop("id")
    if case.operation.path.endswith(("remove/", "compact/", "restart/", "cancel/")):
        known.pop("task_id")
    case.path_parameters = {**parameters, **{name: known[name] for name in parameters.keys() & known.keys()}}
