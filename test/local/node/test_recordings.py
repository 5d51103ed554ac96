"""The node answers what a recorded NodeODM node answered to the same requests."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

RECORDINGS = Path(__file__).resolve().parents[2] / "recordings" / "nodeodm"
PHOTO = ("DJI_0018.JPG", b"\xff\xd8not really a photo\xff\xd9")
PHOTOS = [PHOTO, ("DJI_0019.JPG", PHOTO[1]), ("DJI_0020.JPG", PHOTO[1])]
UNKNOWN = "00000000-0000-4000-8000-000000000000"


def recorded(name: str) -> dict[str, Any]:
    return json.loads((RECORDINGS / f"{name}.json").read_text("utf-8"))


def same_shape(ours: Any, theirs: Any) -> bool:
    """Whether both have the same keys with the same types all the way down; lists are judged by their first items."""
    if isinstance(theirs, dict):
        same_keys = isinstance(ours, dict) and ours.keys() == theirs.keys()
        return same_keys and all(same_shape(ours[key], theirs[key]) for key in theirs)
    if isinstance(theirs, list):
        return isinstance(ours, list) and (not ours or not theirs or same_shape(ours[0], theirs[0]))
    numbers = (int, float)
    if isinstance(theirs, numbers) and not isinstance(theirs, bool):
        return isinstance(ours, numbers) and not isinstance(ours, bool)
    return type(ours) is type(theirs)


def matches(response: Any, name: str) -> None:
    """Same status and content type, and the same shape of body."""
    recording = recorded(name)
    assert response.status_code == recording["status"]
    assert response.headers["Content-Type"] == recording["headers"]["Content-Type"]
    assert same_shape(response.json(), recording["body"]), response.text


def says(response: Any, name: str) -> None:
    """As `matches`, with the very same body."""
    matches(response, name)
    assert response.json() == recorded(name)["body"]


@pytest.mark.parametrize(("path", "name"), [("/info", "info"), ("/task/list", "task_list")])
def test_descriptions_have_the_recorded_shape(node: Any, path: str, name: str) -> None:
    matches(node.request("GET", path), name)


def test_options_have_the_recorded_shape(node: Any) -> None:
    response = node.request("GET", "/options")
    matches_types = {option["type"]: option for option in recorded("options")["body"]}
    assert response.headers["Content-Type"] == recorded("options")["headers"]["Content-Type"]
    for option in response.json():
        assert list(option) == ["name", "type", "value", "domain", "help"]
        assert isinstance(option["value"], str)
        assert isinstance(option["domain"], list) == (option["type"] == "enum")
        assert option["type"] not in matches_types or same_shape(option, matches_types[option["type"]])


@pytest.mark.parametrize(("path", "name"), [("/auth/info", "auth_info"), ("/task/not-a-uuid/info", "bad_uuid")])
def test_fixed_answers_are_the_same(node: Any, path: str, name: str) -> None:
    says(node.request("GET", path), name)


def test_unknown_paths_and_methods_have_the_page_of_express(node: Any) -> None:
    response = node.request("GET", "/nope")
    recording = recorded("unknown_path")
    assert (response.status_code, response.text) == (404, recording["body"])
    assert response.headers["Content-Type"] == recording["headers"]["Content-Type"]
    assert node.request("GET", "/task/cancel").status_code == 404


def test_a_task_that_comes_in_pieces(node: Any) -> None:
    begun = node.request("POST", "/task/new/init", data={"name": "chunked", "options": "[]"})
    matches(begun, "init")
    uuid = begun.json()["uuid"]
    upload = f"/task/new/upload/{uuid}"
    says(node.request("POST", upload, files=[("images", PHOTO)]), "init_upload_1")
    says(node.request("POST", upload, files=[("images", file) for file in PHOTOS[1:]]), "init_upload_2")
    says(node.request("POST", upload), "init_upload_none")
    assert node.get(f"/task/{uuid}/info") == {"error": f"{uuid} not found"}
    committed = node.request("POST", f"/task/new/commit/{uuid}")
    matches(committed, "init_commit")
    assert committed.json() == {"uuid": uuid}
    says(node.request("POST", f"/task/new/commit/{uuid}"), "init_commit_again")
    says(node.request("POST", f"/task/new/upload/{UNKNOWN}", files=[("images", PHOTO)]), "init_upload_unknown")
    assert node.get(f"/task/{uuid}/info")["imagesCount"] == 3


def test_a_client_may_choose_the_id_once(node: Any) -> None:
    chosen = "11111111-2222-4333-8444-555555555555"
    header = {"set-uuid": chosen}
    says(node.request("POST", "/task/new/init", data={"name": "own id"}, headers=header), "init_set_uuid")
    assert node.post("/task/new/init", headers=header) == {"error": f"Invalid set-uuid: {chosen}"}
    says(node.request("POST", f"/task/new/commit/{chosen}"), "commit_without_files")
    assert node.post("/task/new/init", headers={"set-uuid": "../../x"}) == {"error": "Invalid set-uuid: ../../x"}


def test_a_task_in_one_request(node: Any) -> None:
    files = [("images", file) for file in PHOTOS]
    form = {"name": "three photos", "options": '[{"name": "dsm", "value": true}]', "dateCreated": "1795324310330"}
    created = node.request("POST", "/task/new", files=files, data=form)
    matches(created, "task_new")
    info = node.get(f"/task/{created.json()['uuid']}/info")
    info["status"].pop("errorMessage", None)
    assert same_shape(info, recorded("task_info_0")["body"])
    assert info["name"] == "three photos"
    assert info["imagesCount"] == 3
    assert info["options"] == [{"name": "dsm", "value": True}]
    assert info["dateCreated"] == 1795324310330


@pytest.mark.parametrize(
    ("options", "name"),
    [
        ('[{"name": "orthophoto-resolution", "value": -5}]', "task_new_bad_value"),
        ('[{"name": "no-such", "value": 1}]', "task_new_unknown_option"),
        ("not json", "task_new_bad_options"),
    ],
)
def test_options_are_refused_or_ignored_as_recorded(node: Any, options: str, name: str) -> None:
    files = [("images", file) for file in PHOTOS]
    response = node.request("POST", "/task/new", files=files, data={"options": options})
    matches(response, name)
    if name == "task_new_bad_value":
        says(response, name)
    if "error" in response.json():
        assert node.get("/task/list") == []


def test_a_task_needs_files(node: Any) -> None:
    says(node.request("POST", "/task/new", data={"name": "x"}), "task_new_no_files")
    assert "zipurl" in node.post("/task/new", zipurl="http://example.org/a.zip")["error"]


def test_the_verbs_on_a_task(node: Any) -> None:
    uuid = node.post("/task/new", PHOTOS)["uuid"]
    node.wait_for_code(uuid, 30)
    form = {"uuid": uuid, "options": '[{"name": "dtm", "value": true}]'}
    says(node.request("POST", "/task/restart", data=form), "task_restart")
    assert node.get(f"/task/{uuid}/info")["options"] == [{"name": "dtm", "value": True}]
    says(node.request("POST", "/task/cancel", data={"uuid": uuid}), "task_cancel")
    says(node.request("POST", "/task/cancel", json={"uuid": uuid}), "task_cancel")
    says(node.request("POST", "/task/cancel", data={"uuid": UNKNOWN}), "task_cancel_unknown")
    says(node.request("POST", "/task/remove", data={"uuid": uuid}), "task_remove")
    assert node.post("/task/remove", uuid=uuid) == {"success": False, "error": f"{uuid} not found"}
    assert node.get(f"/task/{uuid}/info") == {"error": f"{uuid} not found"}
    assert node.post("/task/cancel") == {"error": "uuid param missing"}


def test_missing_products_are_invalid_assets(node: Any) -> None:
    uuid = node.post("/task/new", PHOTOS)["uuid"]
    node.wait_for_code(uuid, 30)
    for asset in ("nope.tif", "orthophoto.tif", "all.zip", "..%2Ftask.json"):
        says(node.request("GET", f"/task/{uuid}/download/{asset}"), "task_download_missing")


def test_console_lines_can_be_had_from_any_line(node: Any) -> None:
    uuid = node.post("/task/new", PHOTOS)["uuid"]
    info = node.wait_for_code(uuid, 30)
    assert info["status"]["errorMessage"]
    lines = node.get(f"/task/{uuid}/output")
    assert lines
    assert node.get(f"/task/{uuid}/output", params={"line": 1}) == lines[1:]
    assert node.get(f"/task/{uuid}/output", params={"line": -1}) == lines[-1:]
    assert node.get(f"/task/{uuid}/output", params={"line": len(lines) + 5}) == []
    body = node.get(f"/task/{uuid}/info", params={"with_output": 1})
    assert body["output"] == lines[1:]
    body["status"].pop("errorMessage")
    assert same_shape(body, recorded("task_info_with_output")["body"])
