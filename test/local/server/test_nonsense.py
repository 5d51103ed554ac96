"""Values that no client means: each gets an answer of the 400s, and none comes back later as a failure."""
from __future__ import annotations

import json
from typing import Any

import pytest
from conftest import Finished

NEST = "[" * 3000 + "]" * 3000


@pytest.mark.parametrize("value", ['"\\ud800"', "1e999", "-1e999", "NaN", '{"a": ' * 200 + "1" + "}" * 200, NEST, '{"\\udfff": 1}'])
@pytest.mark.parametrize("field", ["name", "tags", "options", "crop", "potree_scene", "resize_to", "processing_node", "project"])
def test_values_that_cannot_be_kept(finished: Finished, field: str, value: str) -> None:
    body = f'{{"{field}": {value}}}'.encode()
    answer = finished.server.call("PATCH", finished.path, data=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 400
    assert answer.headers["Content-Type"] == "application/json"
    assert finished.get("").status_code == 200


@pytest.mark.parametrize(
    ("field", "value"),
    [("options", '[{"name": "a", "value": 1e999}]'), ("options", '[{"name": "\\ud800", "value": 1}]'), ("options", NEST),
     ("tags", '["\\ud800"]'), ("potree_scene", '{"a": 1e999}'), ("crop", '{"type": "Polygon", "coordinates": [[[1e999, 1]]]}')],
)  # fmt: skip
def test_the_same_in_forms(finished: Finished, field: str, value: str) -> None:
    answer = finished.server.call("PATCH", finished.path, data={field: value})
    assert (answer.status_code, set(answer.json())) == (400, {field})


@pytest.mark.parametrize("body", [[], [1], "text", 7, None, True])
@pytest.mark.parametrize(
    ("method", "path"),
    [("POST", "/api/projects/"), ("POST", "/api/presets/"), ("POST", "/api/token-auth/"), ("PATCH", "project"),
     ("POST", "project edit/"), ("POST", "project tasks/"), ("POST", "project tasks/import"), ("PATCH", "task"),
     ("POST", "task upload/")],
)  # fmt: skip
def test_bodies_of_another_form(finished: Finished, method: str, path: str, body: Any) -> None:
    project = f"/api/projects/{finished.project}/"
    place = finished.path if path == "task" else path.replace("task ", finished.path).replace("project ", project)
    place = project if path == "project" else place
    headers = {"Content-Type": "application/json"}
    answer = finished.server.call(method, place, data=json.dumps(body), headers=headers)
    assert answer.status_code == 400, answer.text


@pytest.mark.parametrize(
    "query",
    ["id=" + "9" * 30, "id=1e999", "id=x", "id=%00", "name=%00", "search=%00", "search=%F0%9F%A7%AD", "created_at=never",
     "ordering=%00", "page=0", "page=x", "page=" + "9" * 30, "search=" + "a+" * 500],
)  # fmt: skip
def test_odd_queries_of_the_list_of_projects(finished: Finished, query: str) -> None:
    assert finished.server.call("GET", f"/api/projects/?{query}").status_code in (200, 400, 404)


@pytest.mark.parametrize(
    "query",
    ["status=x", "status=" + "9" * 30, "bbox=nan,nan,nan,nan", "bbox=inf,0,0,0", "available_assets=%00", "ordering=x,,-id",
     "bbox=,,,", "available_assets=,"],
)  # fmt: skip
def test_odd_queries_of_the_list_of_tasks(finished: Finished, query: str) -> None:
    path = f"/api/projects/{finished.project}/tasks/?{query}"
    assert finished.server.call("GET", path).status_code in (200, 400)


@pytest.mark.parametrize("path", ["users/?limit=-1", "users/?limit=x", "users/?search=%00", "presets/?ordering=%00", "groups/?x=%00"])
def test_odd_queries_of_other_lists(finished: Finished, path: str) -> None:
    assert finished.server.call("GET", f"/api/{path}").status_code in (200, 400)


@pytest.mark.usefixtures("as_before")
def test_a_chunk_that_says_nonsense(finished: Finished) -> None:
    tasks = f"/api/projects/{finished.project}/tasks/"
    task = finished.server.json("POST", tasks, json={"partial": True})["id"]
    whole = {"dzuuid": "u", "dzchunkindex": "0", "dztotalchunkcount": "2"}
    for field, value in (("dzchunkindex", "1e3"), ("dztotalchunkcount", "9" * 40), ("dzchunkindex", "-1"),
                         ("dztotalfilesize", "many"), ("dztotalchunkcount", "9" * 5000)):  # fmt: skip
        for path in (f"{tasks}{task}/upload/", f"{tasks}import"):
            form = {**whole, field: value}
            answer = finished.server.call("POST", path, data=form, files=[("file", ("a.zip", b"x"))])
            assert answer.status_code == 400, (field, value, answer.text)
