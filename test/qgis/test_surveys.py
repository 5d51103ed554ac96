"""Surveys: what is looked at before photos travel."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from nadir.core.api.client import Client
from nadir.core.api.options import InvalidOption
from nadir.core.api.session import Session
from nadir.core.api.task import TaskOption
from nadir.core.surveys import Survey, upload_survey
from nadir.test.unit.api.scripted_server import Reply, ScriptedServer, recorded, recording


def test_options_are_checked_against_the_node_that_was_chosen(tmp_path: Path) -> None:
    """Other nodes may know options that this one does not."""
    node = dict(recording("nodes_list")["body"][1])
    node["available_options"] = [each for each in node["available_options"] if each["name"] != "dsm"]
    server = ScriptedServer()
    server.on("POST", "/api/token-auth/", recorded("auth_token_json_ok"))
    server.replay("nodes_options")
    server.on("GET", "/api/processingnodes/2/", Reply(200, node))
    photos = (tmp_path / "a.jpg", tmp_path / "b.jpg")
    survey = Survey("Hill", photos, (TaskOption("dsm", True),), project_id="1", node_id="2")
    with closing(Session(server.url, "admin", "secret")) as session, pytest.raises(InvalidOption, match="dsm"):
        upload_survey(Client(session), tmp_path, survey, lambda _fraction, _text: None, lambda: False)
    assert [request.path for request in server.requests if "projects" in request.path] == []
    server.close()
