"""Surveys: what is looked at before photos travel."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from nadir.core.api.client import Client
from nadir.core.api.options import InvalidOption
from nadir.core.api.session import Session
from nadir.core.api.task import TaskOption
from nadir.core.surveys import Survey, upload_survey
from nadir.core.transfers.errors import PointsNotResized
from nadir.core.transfers.journal import Journal, JournalEntry
from nadir.core.transfers.plan import check_plan, plan_files
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


def test_all_that_was_chosen_reaches_the_plan_and_the_journal(tmp_path: Path) -> None:
    """What is not in the journal is lost when QGIS restarts before the task is made."""
    photos = (tmp_path / "a.jpg", tmp_path / "gcp_list.txt")
    for path in (*photos, tmp_path / "points of the site.txt"):
        path.write_bytes(b"content")
    survey = Survey(
        "Hill",
        photos,
        (TaskOption("boundary", "{}"),),
        node_id="2",
        resize_on_server=2048,
        align_to="5aba71e7",
        gcp_file=tmp_path / "points of the site.txt",
        rate_limit=1_000_000,
    )
    plan = survey.plan("http://127.0.0.1:8001", "", "7", True)
    with closing(Journal(tmp_path / "profile")) as journal:
        journal.add(JournalEntry("one", plan, plan_files(plan.photos, gcp_file=plan.gcp_file)), "admin", "window")
        kept = journal.load("one")
    assert (kept.plan.resize_on_server, kept.plan.align_to, kept.plan.node_id) == (2048, "5aba71e7", "2")
    assert (kept.plan.options, kept.plan.rate_limit, kept.plan.project_is_new) == (survey.options, 1_000_000, True)
    assert [file.remote_name for file in kept.files] == ["a.jpg", "gcp_list_1.txt", "gcp_list.txt"]
    assert kept.files[-1].path.name == "points of the site.txt"
    with pytest.raises(PointsNotResized, match="points of the site"):
        check_plan(replace(plan, photos=photos[:1], resize_to=1000))
