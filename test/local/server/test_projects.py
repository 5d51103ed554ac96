"""Projects: lists, search, sharing, copies."""
from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from conftest import Finished
from people import Person, new_person
from running_server import RunningServer
from shapes import differences

Recording = Callable[[str], dict[str, Any]]


@pytest.fixture(scope="module")
def server(finished: Finished) -> RunningServer:
    return finished.server


@pytest.fixture(scope="module")
def viewer(server: RunningServer) -> Person:
    return new_person(server, f"viewer{uuid.uuid4().hex[:6]}")


@pytest.fixture(scope="module")
def pilot(server: RunningServer) -> Person:
    return new_person(server, f"pilot{uuid.uuid4().hex[:6]}")


@pytest.fixture()
def project(server: RunningServer) -> Iterator[int]:
    key = server.new_project("Lab Brighton")
    yield key
    server.call("DELETE", f"/api/projects/{key}/")


def share(server: RunningServer, project: int, *grants: tuple[Person, list[str]]) -> None:
    entries = [{"username": person.name, "permissions": actions} for person, actions in grants]
    body = {"name": "Lab Brighton", "description": "edited", "tags": ["survey"], "permissions": entries}
    assert server.json("POST", f"/api/projects/{project}/edit/", json=body) == {"success": True}


@pytest.mark.parametrize(
    ("name", "method", "body"),
    [
        ("project_get", "GET", None),
        ("project_patch", "PATCH", {"description": "patched", "tags": ["t1", "t2"]}),
        ("project_put", "PUT", {"name": "Lab Brighton", "description": "put"}),
        ("project_patch_public", "PATCH", {"public": True}),
    ],
)
def test_a_project_answers_as_recorded(
    server: RunningServer, project: int, recording: Recording, name: str, method: str, body: Any
) -> None:
    answer = server.call(method, f"/api/projects/{project}/", json=body)
    known = recording(name)
    assert answer.status_code == known["status"]
    assert differences(known["body"], answer.json()) == []
    assert {key: answer.json()[key] for key in body or {}} == (body or {})


def test_a_public_project_has_an_id_to_share_and_keeps_it(server: RunningServer, project: int) -> None:
    path = f"/api/projects/{project}/"
    assert server.json("GET", path)["public_id"] is None
    shared = server.json("PATCH", path, json={"public": True})["public_id"]
    assert uuid.UUID(shared)
    assert server.json("PATCH", path, json={"public": False})["public_id"] == shared
    assert server.json("PATCH", path, json={"public": True, "public_id": "x"})["public_id"] == shared


def test_a_new_project_is_its_makers(server: RunningServer, recording: Recording) -> None:
    made = server.call("POST", "/api/projects/", data={"name": "Form", "description": "desc here"})
    assert made.status_code == 201
    assert differences(recording("projects_create")["body"], made.json()) == []
    assert (made.json()["owned"], made.json()["permissions"]) == (True, ["add", "change", "delete", "view"])
    assert server.call("POST", "/api/projects/", json={"description": "no name"}).status_code == 400


def test_editing_replaces_everything(
    server: RunningServer, project: int, viewer: Person, pilot: Person, recording: Recording
) -> None:
    share(server, project, (viewer, ["view"]), (pilot, ["view", "change", "add"]))
    answer = server.call("GET", f"/api/projects/{project}/permissions/")
    assert differences(recording("project_permissions2")["body"], answer.json()) == []
    assert int(answer.headers["X-Groups-Count"]) >= 1
    by_name = {entry["username"]: entry for entry in answer.json()}
    assert answer.json()[0]["owner"] is True
    assert by_name[viewer.name]["permissions"] == ["view"]
    assert by_name[pilot.name]["permissions"] == ["add", "change", "view"]
    found = server.json("GET", f"/api/projects/{project}/")
    assert (found["description"], found["tags"]) == ("edited", ["survey"])
    share(server, project, (pilot, ["view"]))
    left = {entry["username"]: entry["permissions"] for entry in server.json("GET", f"/api/projects/{project}/permissions/")}
    assert left == {"admin": ["add", "change", "delete", "view"], pilot.name: ["view"]}


def test_a_user_that_is_not_there_changes_nothing(server: RunningServer, project: int, recording: Recording) -> None:
    body = {"name": "Other", "permissions": [{"username": "ghost", "permissions": ["view"]}]}
    answer = server.call("POST", f"/api/projects/{project}/edit/", json=body)
    known = recording("project_edit_baduser")
    assert (answer.status_code, answer.json()) == (known["status"], known["body"])
    assert server.json("GET", f"/api/projects/{project}/")["name"] == "Lab Brighton"


@pytest.mark.parametrize("permissions", ["all", [1], [{"username": "admin", "permissions": "view"}], {"a": 1}])
def test_permissions_of_another_form_are_refused(server: RunningServer, project: int, permissions: Any) -> None:
    answer = server.call("POST", f"/api/projects/{project}/edit/", json={"name": "x", "permissions": permissions})
    assert (answer.status_code, answer.json()) == (400, {"error": "Invalid permissions"})


def test_a_viewer_looks_and_does_no_more(
    server: RunningServer, project: int, viewer: Person, recording: Recording
) -> None:
    share(server, project, (viewer, ["view"]))
    path = f"/api/projects/{project}/"
    for name, method, where, body in (
        ("viewer_patch_project", "PATCH", path, {"name": "x"}),
        ("viewer_permissions", "GET", path + "permissions/", None),
        ("viewer_create_task", "POST", path + "tasks/", {"partial": True}),
    ):
        answer = viewer.call(method, where, json=body)
        assert (answer.status_code, answer.json()) == (recording(name)["status"], recording(name)["body"]), name
    assert viewer.call("POST", path + "edit/", json={"name": "x"}).status_code == 404
    assert viewer.call("POST", path + "duplicate/").status_code == 404
    seen = viewer.json("GET", "/api/projects/")
    assert differences(recording("viewer_projects")["body"], seen) == []
    assert [(entry["id"], entry["owned"], entry["permissions"]) for entry in seen] == [(project, False, ["view"])]


def test_who_only_shares_a_project_leaves_it_by_deleting(server: RunningServer, project: int, viewer: Person) -> None:
    share(server, project, (viewer, ["view"]))
    assert viewer.call("DELETE", f"/api/projects/{project}/").status_code == 204
    assert viewer.json("GET", "/api/projects/") == []
    assert server.call("GET", f"/api/projects/{project}/").status_code == 200


def test_a_stranger_finds_nothing(server: RunningServer, project: int, pilot: Person, recording: Recording) -> None:
    answer = pilot.call("GET", f"/api/projects/{project}/")
    assert (answer.status_code, answer.json()) == (404, recording("pilot_project_hidden")["body"])
    for method, path in (("DELETE", ""), ("PATCH", ""), ("POST", "edit/"), ("POST", "duplicate/"), ("GET", "permissions/")):
        assert pilot.call(method, f"/api/projects/{project}/{path}").status_code == 404
    own = pilot.call("POST", "/api/projects/", json={"name": "pilot proj"})
    assert own.status_code == 201
    assert differences(recording("pilot_create_project")["body"], own.json()) == []
    assert [entry["id"] for entry in pilot.json("GET", "/api/projects/")] == [own.json()["id"]]


def test_a_group_shares_too(server: RunningServer, project: int) -> None:
    member = new_person(server, f"member{uuid.uuid4().hex[:6]}")
    body = {"name": "Lab Brighton", "permissions": [{"groupname": "Default", "permissions": ["view"]}]}
    server.json("POST", f"/api/projects/{project}/edit/", json=body)
    assert project in [entry["id"] for entry in member.json("GET", "/api/projects/")]
    listed = server.json("GET", f"/api/projects/{project}/permissions/")
    assert {"groupname": "Default", "owner": False, "permissions": ["view"]} in listed
    # What a group has is not a member's to give up.
    assert member.call("DELETE", f"/api/projects/{project}/").status_code == 403
    server.json("POST", f"/api/projects/{project}/edit/", json={"name": "Lab Brighton", "permissions": []})
    assert member.call("GET", f"/api/projects/{project}/").status_code == 404


def search(server: RunningServer, text: str) -> set[str]:
    return {entry["name"] for entry in server.json("GET", "/api/projects/", params={"search": text})}


def test_search_knows_words_tags_and_owners(server: RunningServer, pilot: Person) -> None:
    mark = uuid.uuid4().hex[:8]
    first = server.json("POST", "/api/projects/", json={"name": f"Übung {mark}", "tags": ["Harbour"]})["id"]
    second = server.json("POST", "/api/projects/", json={"name": f"Quarry {mark}", "tags": ["pit"]})["id"]
    pilot.json("POST", "/api/projects/", json={"name": f"Theirs {mark}"})
    body = {"partial": True, "name": "Flug Süd", "tags": ["thermal"]}
    server.json("POST", f"/api/projects/{second}/tasks/", json=body)
    assert first != second
    assert search(server, mark) == {f"Übung {mark}", f"Quarry {mark}", f"Theirs {mark}"}
    assert search(server, f"übung {mark}") == {f"Übung {mark}"}
    assert search(server, f"{mark} SÜD") == {f"Quarry {mark}"}
    assert search(server, f"{mark} #harb") == {f"Übung {mark}"}
    assert search(server, f"{mark} #thermal") == set()
    assert search(server, f"{mark} ##thermal") == {f"Quarry {mark}"}
    assert search(server, f"{mark} @{pilot.name}") == {f"Theirs {mark}"}
    assert search(server, f"{mark} nothing") == set()


def test_lists_are_filtered_ordered_and_paged(server: RunningServer) -> None:
    mark = uuid.uuid4().hex[:8]
    keys = [server.json("POST", "/api/projects/", json={"name": mark, "description": str(n)})["id"] for n in range(12)]
    named = server.json("GET", "/api/projects/", params={"name": mark, "ordering": "-id"})
    assert [entry["id"] for entry in named] == keys[::-1]
    assert [entry["id"] for entry in server.json("GET", f"/api/projects/?id={keys[3]}")] == [keys[3]]
    assert [entry["id"] for entry in server.json("GET", f"/api/projects/?name={mark}&description=4")] == [keys[4]]
    page = server.json("GET", f"/api/projects/?name={mark}&ordering=id&page=2&page_size=5")
    assert (page["count"], [entry["id"] for entry in page["results"]], page["next"]) == (12, keys[10:], None)
    assert server.call("GET", "/api/projects/?ordering=nonsense").status_code == 200


def test_a_copy_of_a_project_has_copies_of_its_tasks(finished: Finished, recording: Recording) -> None:
    server = finished.server
    answer = server.call("POST", f"/api/projects/{finished.project}/duplicate/")
    assert answer.status_code == 200
    copy = answer.json()["project"]
    assert differences(recording("project_duplicate")["body"], answer.json()) == []
    original = server.json("GET", f"/api/projects/{finished.project}/")
    assert (copy["name"], copy["owned"]) == ("Copy of Finished", True)
    assert len(copy["tasks"]) == len(original["tasks"])
    assert set(copy["tasks"]).isdisjoint(original["tasks"])
    names = {task["name"] for task in server.json("GET", f"/api/projects/{copy['id']}/tasks/")}
    assert names == {task["name"] for task in server.json("GET", f"/api/projects/{finished.project}/tasks/")}
    assert server.call("DELETE", f"/api/projects/{copy['id']}/").status_code == 204
