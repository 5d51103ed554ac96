"""Every address, asked by everybody: what may be seen and done, as one table."""
from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from conftest import Finished
from people import Person, new_person
from running_server import RunningServer

WHO = ("anonymous", "stranger", "viewer", "changer", "deleter", "admin")
READS = (
    "", "output/", "download/all.zip", "download/dsm.tif", "download/georeferenced_model.las", "assets/cameras.json",
    "thumbnail?size=32", "images/thumbnail/DJI_0000.JPG", "images/download/DJI_0000.JPG", "backup",
    "orthophoto/tiles.json", "orthophoto/bounds", "orthophoto/metadata", "dsm/tiles.json",
)  # fmt: skip
ACTIONS = ("commit/", "cancel/", "restart/", "compact/", "duplicate/")
NEVER = {404, 403}


@dataclass(frozen=True)
class Place:
    """A finished task in a project of the administrator's, and people with grants on it."""

    server: RunningServer
    project: str
    task: str
    people: dict[str, Person]
    others: dict[str, str] = field(default_factory=dict)

    def ask(self, who: str, method: str, path: str, **arguments: Any) -> int:
        auth = "" if who == "anonymous" else None if who == "admin" else self.people[who].header
        return self.server.call(method, path, auth=auth, **arguments).status_code

    def asked_by_all(self, method: str, path: str, **arguments: Any) -> dict[str, int]:
        return {who: self.ask(who, method, path, **arguments) for who in WHO}


@pytest.fixture(scope="module")
def place(finished: Finished) -> Iterator[Place]:
    server = finished.server
    project = f"/api/projects/{finished.project}/"
    people = {who: new_person(server, f"{who}-{uuid.uuid4().hex[:6]}") for who in WHO[1:-1]}
    before = server.json("GET", project)
    grants = {"viewer": ["view"], "changer": ["view", "add", "change"], "deleter": ["view", "delete"]}
    entries = [{"username": people[who].name, "permissions": actions} for who, actions in grants.items()]
    whole = {"name": before["name"], "description": before["description"], "tags": before["tags"]}
    server.json("POST", project + "edit/", json={**whole, "permissions": entries})
    yield Place(server, project, finished.path, people)
    server.json("POST", project + "edit/", json={**whole, "permissions": []})


def outcome(answers: dict[str, int], refusals: set[int] = frozenset({404})) -> str:  # type: ignore[assignment]
    """Who got in; everybody else got one of the refusals."""
    inside = [who for who, code in answers.items() if code not in NEVER]
    assert {code for who, code in answers.items() if who not in inside} <= refusals, answers
    return " ".join(inside)


@pytest.mark.parametrize("path", READS)
def test_a_task_is_read_by_who_may_view_its_project(place: Place, path: str) -> None:
    answers = place.asked_by_all("GET", place.task + path)
    assert outcome(answers) == "viewer changer deleter admin"
    shown = 400 if "images/thumbnail" in path else 200  # the photos of this task are no pictures
    assert {code for code in answers.values() if code != 404} == {shown}


def test_tiles_too(place: Place) -> None:
    found = place.server.json("GET", place.task + "orthophoto/tiles.json")
    west, south, east, north = found["bounds"]
    tile = f"{place.task}orthophoto/tiles/{found['maxzoom']}/0/0.png"
    hidden = place.asked_by_all("GET", tile)
    assert set(hidden.values()) == {404}  # outside, and hidden: the same answer


@pytest.mark.parametrize("path", ACTIONS)
@pytest.mark.usefixtures("as_before")
def test_actions_are_for_who_may_change(place: Place, path: str) -> None:
    task = place.server.json("POST", place.project + "tasks/", json={"partial": True})["id"]
    assert outcome(place.asked_by_all("POST", f"{place.project}tasks/{task}/{path}")) == "changer admin"


@pytest.mark.usefixtures("as_before")
def test_uploads_changes_and_new_tasks_are_for_who_may_change(place: Place) -> None:
    task = place.server.json("POST", place.project + "tasks/", json={"partial": True})["id"]
    path = f"{place.project}tasks/{task}/"
    photo = {"images": ("a.jpg", b"x")}
    assert outcome(place.asked_by_all("POST", path + "upload/", files=photo)) == "changer admin"
    assert outcome(place.asked_by_all("PATCH", path, json={"name": "x"})) == "changer admin"
    assert outcome(place.asked_by_all("PATCH", path, json={"crop": None})) == "changer admin"
    assert outcome(place.asked_by_all("PUT", path, json={"name": "x"})) == "changer admin"
    assert outcome(place.asked_by_all("POST", place.project + "tasks/", json={"partial": True})) == "changer admin"
    assert outcome(place.asked_by_all("POST", place.project + "tasks/import", json={"name": "x"})) == "changer admin"


def test_removing_a_task_is_for_who_may_delete(place: Place) -> None:
    for who in ("deleter", "admin"):
        task = place.server.json("POST", place.project + "tasks/", json={"partial": True})["id"]
        assert place.ask(who, "POST", f"{place.project}tasks/{task}/remove/") == 200
    task = place.server.json("POST", place.project + "tasks/", json={"partial": True})["id"]
    for who in ("anonymous", "stranger", "viewer", "changer"):
        assert place.ask(who, "POST", f"{place.project}tasks/{task}/remove/") == 404, who
    assert place.ask("admin", "POST", f"{place.project}tasks/{task}/remove/") == 200


def test_exports_are_for_who_may_view_and_has_a_name(place: Place) -> None:
    for product in ("orthophoto", "dsm", "georeferenced_model"):
        answers = place.asked_by_all("POST", f"{place.task}{product}/export", json={"format": "nonsense"})
        assert outcome(answers) == "viewer changer deleter admin"


def test_a_project_is_seen_by_who_may_view_and_changed_by_who_may_change(place: Place) -> None:
    refusals = {403, 404}  # 403 without a log-in, and for a change by who may only view
    assert outcome(place.asked_by_all("GET", place.project), refusals) == "viewer changer deleter admin"
    assert outcome(place.asked_by_all("GET", place.project + "tasks/")) == "viewer changer deleter admin"
    assert outcome(place.asked_by_all("PATCH", place.project, json={}), refusals) == "changer admin"
    assert outcome(place.asked_by_all("PUT", place.project, json={}), refusals) == "changer admin"
    assert outcome(place.asked_by_all("GET", place.project + "permissions/"), refusals) == "changer admin"
    assert outcome(place.asked_by_all("POST", place.project + "edit/", json={"permissions": 1}), refusals) == "changer admin"


def test_who_is_not_the_owner_only_leaves_the_project(place: Place) -> None:
    """Also with the permission to delete: what somebody else made is not deleted by an accident."""
    person = place.people["deleter"]
    project = f"/api/projects/{place.server.new_project('Shared')}/"
    grants = [{"username": person.name, "permissions": ["view", "change", "delete"]}]
    place.server.json("POST", project + "edit/", json={"name": "Shared", "permissions": grants})
    assert person.call("DELETE", project).status_code == 204
    assert person.call("GET", project).status_code == 404
    assert place.server.json("GET", project)["name"] == "Shared"
    assert place.ask("stranger", "DELETE", project) == 404
    own = f"/api/projects/{person.json('POST', '/api/projects/', json={'name': 'Own'})['id']}/"
    assert person.call("DELETE", own).status_code == 204
    assert place.server.call("GET", own).status_code == 404


def test_lists_want_a_log_in_and_nodes_an_administrator(place: Place) -> None:
    everybody = "stranger viewer changer deleter admin"
    for path in ("projects/", "processingnodes/", "processingnodes/options/", "presets/", "users/", "groups/", ""):
        assert outcome(place.asked_by_all("GET", "/api/" + path), {403}) == everybody, path
    node = f"/api/processingnodes/{place.server.json('GET', '/api/processingnodes/')[0]['id']}/"
    assert outcome(place.asked_by_all("GET", node), {403, 404}) == "admin"
    for method, path in (("POST", "/api/processingnodes/"), ("PATCH", node), ("PUT", node)):
        assert outcome(place.asked_by_all(method, path, json={"port": 0}), {403, 404}) == "admin", method
    for who in WHO[:-1]:
        assert place.ask(who, "DELETE", node) in NEVER
    system = place.server.json("GET", "/api/presets/")[0]["id"]
    for method in ("PATCH", "PUT", "DELETE"):
        assert set(place.asked_by_all(method, f"/api/presets/{system}/", json={"name": "x"}).values()) == {403}
    own = place.people["viewer"].json("POST", "/api/presets/", json={"name": "own"})["id"]
    assert outcome(place.asked_by_all("PATCH", f"/api/presets/{own}/", json={}), {403, 404}) == "viewer"


def test_a_task_is_not_reached_through_another_project(place: Place) -> None:
    """Who owns a project must not get at the tasks of others by its number."""
    person = place.people["stranger"]
    own = person.json("POST", "/api/projects/", json={"name": "Own"})["id"]
    task = place.task.split("/")[-2]
    for path in (*READS, "orthophoto/tiles/20/0/0.png"):
        assert person.call("GET", f"/api/projects/{own}/tasks/{task}/{path}").status_code == 404, path
    for path in (*ACTIONS, "remove/"):
        assert person.call("POST", f"/api/projects/{own}/tasks/{task}/{path}").status_code == 404, path
    moved = person.json("POST", f"/api/projects/{own}/tasks/", json={"partial": True})["id"]
    number = int(place.project.split("/")[-2])
    assert person.call("PATCH", f"/api/projects/{own}/tasks/{moved}/", json={"project": number}).status_code == 403
    aligned = {"partial": True, "align_to": task}
    assert person.call("POST", f"/api/projects/{own}/tasks/", json=aligned).status_code == 400
