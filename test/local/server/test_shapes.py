"""Answers have the recorded keys and kinds, no more and no less."""
from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from conftest import Finished
from shapes import differences

Recording = Callable[[str], dict[str, Any]]


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("task_get_completed", ""),
        ("orthophoto_tilesjson", "orthophoto/tiles.json"),
        ("orthophoto_bounds", "orthophoto/bounds"),
        ("task_output_json", "output/?line=1&limit=2&f=json"),
        ("task_output_bad", "output/?f=xml"),
        ("task_output_beyond", "output/?line=99999"),
        ("assets_raw_missing", "assets/nope.txt"),
        ("assets_raw_dir", "assets/entwine_pointcloud/"),
        ("assets_raw_traversal", "assets/..%2F..%2FDJI_0018.JPG"),
        ("download_unknown", "download/foo.bar"),
        ("tile_outside", "orthophoto/tiles/20/1/1.png"),
        ("tile_zoom_too_low", "orthophoto/tiles/5/7/11.png"),
        ("tile_ortho_badcmap", "orthophoto/tiles/20/1/1.png?formula=VARI&bands=RGB&color_map=zzz"),
        ("tile_ortho_badrescale", "orthophoto/tiles/20/1/1.png?rescale=a,b"),
        ("tile_ortho_size300", "orthophoto/tiles/20/1/1.png?size=300"),
    ],
)
def test_a_task_answers_as_recorded(finished: Finished, recording: Recording, name: str, path: str) -> None:
    answer, known = finished.get(path), recording(name)
    assert answer.status_code == known["status"]
    assert differences(known["body"], answer.json()) == []
    if known["status"] >= 400:
        assert answer.json() == known["body"]


@pytest.mark.parametrize("kind", ["orthophoto", "dsm"])
def test_metadata_has_all_that_is_recorded(finished: Finished, recording: Recording, kind: str) -> None:
    found = finished.get(f"{kind}/metadata").json()
    extra = [text for text in differences(recording(f"{kind}_metadata")["body"], found) if ".mean " not in text]
    assert extra == []
    assert found["color_maps"] == [] if kind == "orthophoto" else len(found["color_maps"][0]["color_map"]) == 256


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("projects_list_page1", "/api/projects/?page=1&page_size=1"),
        ("projects_list_page99", "/api/projects/?page=99"),
        ("nodes_options", "/api/processingnodes/options/"),
        ("users", "/api/users/"),
        ("groups", "/api/groups/"),
        ("task_404_baduuid", "/api/projects/1/tasks/7/"),
        ("tasks_list", "/api/projects/1/tasks/"),
        ("tasks_list_bbox_bad", "/api/projects/1/tasks/?bbox=1,2"),
    ],
)
def test_lists_answer_as_recorded(finished: Finished, recording: Recording, name: str, path: str) -> None:
    answer, known = finished.server.call("GET", path), recording(name)
    assert answer.status_code == known["status"]
    assert differences(known["body"], answer.json()) == []


def test_a_task_in_the_wrong_project_is_not_found(finished: Finished) -> None:
    other = finished.server.new_project("other")
    answer = finished.server.call("GET", f"/api/projects/{other}/tasks/{finished.task}/")
    assert (answer.status_code, answer.json()) == (404, {"detail": "Not found."})


@pytest.mark.parametrize("number", ["²", "٣٣", "1e3", "9" * 40, "-1"])
def test_odd_numbers_are_not_found_or_ignored(finished: Finished, number: str) -> None:
    for path in (f"/api/projects/{number}/", f"/api/projects/{number}/tasks/", finished.path.replace("1", number, 1)):
        assert finished.server.call("GET", path).status_code == 404, path
    assert len(finished.server.json("GET", f"/api/users/?limit={number}")) > 0
    assert finished.get(f"thumbnail?size={number}").status_code == 400


def test_filters_of_the_task_list(finished: Finished) -> None:
    tasks = f"/api/projects/{finished.project}/tasks/"
    west, south, east, north = finished.get("").json()["extent"]
    count = {query: len(finished.server.json("GET", tasks + query)) for query in (
        "?status=40", "?status=30", "?available_assets=dsm.tif,all.zip", "?available_assets=report.pdf",
        f"?bbox={west},{south},{east},{north}", "?bbox=0,0,1,1", "?ordering=-created_at")}  # fmt: skip
    assert list(count.values()) == [1, 0, 1, 0, 1, 0, 1]


def test_accept_and_media_types(finished: Finished, recording: Recording) -> None:
    refused = finished.server.call("GET", "/api/projects/", headers={"Accept": "image/png"})
    assert (refused.status_code, refused.json()) == (406, recording("accept_406")["body"])
    text = {"Content-Type": "text/plain"}
    unsupported = finished.server.call("POST", "/api/projects/", data="x", headers=text)
    assert (unsupported.status_code, unsupported.json()) == (415, recording("unsupported_media")["body"])
    assert finished.server.call("GET", "/api/projects").status_code == 301
    assert finished.server.call("GET", "/api/no/such/thing").json() == {"detail": "Not found."}


def test_projects_live_and_die(finished: Finished, recording: Recording) -> None:
    server = finished.server
    made = server.call("POST", "/api/projects/", data={"name": "Ordered", "description": "d"})
    assert made.status_code == 201
    assert differences(recording("projects_create")["body"], made.json()) == []
    path = f"/api/projects/{made.json()['id']}/"
    changed = server.json("PATCH", path, json={"tags": ["t1", "t2"], "description": "patched"})
    assert (changed["tags"], changed["description"], changed["name"]) == (["t1", "t2"], "patched", "Ordered")
    assert [project["name"] for project in server.json("GET", "/api/projects/?name=Ordered")] == ["Ordered"]
    assert [project["name"] for project in server.json("GET", "/api/projects/?search=order")] == ["Ordered"]
    assert server.call("POST", "/api/projects/", json={}).json() == {"name": ["This field is required."]}
    assert server.call("DELETE", path).status_code == 204
    assert server.call("GET", path).status_code == 404


def test_nodes_are_met_at_once_or_noted_as_offline(finished: Finished, recording: Recording) -> None:
    server = finished.server
    builtin = server.json("GET", "/api/processingnodes/")[0]
    assert differences(recording("nodes_create")["body"], builtin) == []
    assert (builtin["online"], builtin["label"], builtin["engine"]) == (True, "This computer", "odm")
    made = server.call("POST", "/api/processingnodes/", json={"hostname": "127.0.0.1", "port": 9, "label": "dead"})
    assert made.status_code == 201
    assert differences(recording("node_create_offline")["body"], made.json()) == []
    assert (made.json()["online"], made.json()["label"]) == (False, "127.0.0.1:9")
    path = f"/api/processingnodes/{made.json()['id']}/"
    assert server.json("PATCH", path, json={"port": 10})["port"] == 10
    assert server.call("DELETE", path).status_code == 204
    assert server.call("DELETE", path).json() == recording("node_delete_404")["body"]
    for hostname in ("127.0.0.1/x?", "http://127.0.0.1", "user@127.0.0.1", "a b", "127.0.0.1:80", "[zz]", "-x", "a..b"):
        odd = server.call("POST", "/api/processingnodes/", json={"hostname": hostname, "port": 9})
        assert (odd.status_code, set(odd.json())) == (400, {"hostname"}), hostname
    bad = server.call("POST", "/api/processingnodes/", json={"hostname": "x"})
    assert (bad.status_code, bad.json()) == (400, recording("nodes_create_bad")["body"])
