"""Presets: those of the system, one's own, those of others."""
from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from conftest import Finished
from people import Person, new_person
from running_server import RunningServer
from shapes import differences

Recording = Callable[[str], dict[str, Any]]
OPTIONS = [{"name": "dsm", "value": True}]


@pytest.fixture(scope="module")
def server(finished: Finished) -> RunningServer:
    return finished.server


@pytest.fixture(scope="module")
def other(server: RunningServer) -> Person:
    return new_person(server, f"other{uuid.uuid4().hex[:6]}")


def test_the_systems_presets_are_the_known_ones(other: Person, recording: Recording) -> None:
    found = other.json("GET", "/api/presets/")
    known = recording("presets_list")["body"]
    assert differences(known, found) == []
    assert [(preset["name"], preset["options"]) for preset in found] == [(p["name"], p["options"]) for p in known]


def test_ones_own_preset_comes_and_goes(server: RunningServer, other: Person, recording: Recording) -> None:
    made = server.call("POST", "/api/presets/", json={"name": "Mine", "options": OPTIONS})
    assert made.status_code == 201
    assert differences(recording("preset_create")["body"], made.json()) == []
    path = f"/api/presets/{made.json()['id']}/"
    put = server.call("PUT", path, json={"name": "Mine3", "options": []})
    assert (put.status_code, put.json()["options"], put.json()["system"]) == (200, [], False)
    assert server.json("PATCH", path, json={"name": "Mine4", "system": True})["system"] is False
    assert "Mine4" in [preset["name"] for preset in server.json("GET", "/api/presets/?ordering=-id")]
    assert "Mine4" not in [preset["name"] for preset in other.json("GET", "/api/presets/")]
    for method in ("GET", "PATCH", "DELETE"):
        assert other.call(method, path, json={}).status_code == 404
    assert server.call("DELETE", path).status_code == recording("preset_delete")["status"]
    assert server.call("GET", path).status_code == 404


def test_the_systems_are_never_changed(server: RunningServer, recording: Recording) -> None:
    system = next(preset["id"] for preset in server.json("GET", "/api/presets/") if preset["system"])
    for method in ("DELETE", "PATCH", "PUT"):
        answer = server.call(method, f"/api/presets/{system}/", json={"name": "x"})
        assert (answer.status_code, answer.json()) == (403, recording("preset_delete_system")["body"])


def test_an_unknown_preset_is_not_found(server: RunningServer) -> None:
    for key in ("9999", "9" * 18, "9" * 30, "x"):
        assert server.call("DELETE", f"/api/presets/{key}/").status_code == 404


@pytest.mark.parametrize("options", ["x", [1], [{"name": "dsm"}], [{"name": "dsm", "value": False}]])
def test_options_of_a_wrong_form_are_refused(server: RunningServer, options: Any) -> None:
    before = len(server.json("GET", "/api/presets/"))
    assert server.call("POST", "/api/presets/", json={"name": "bad", "options": options}).status_code == 400
    assert len(server.json("GET", "/api/presets/")) == before


def test_presets_want_a_log_in(server: RunningServer) -> None:
    assert server.call("GET", "/api/presets/", auth="").status_code == 403
