"""Ten thousand tasks are few objects: equal parts are shared, and what has not changed is not made again."""

from __future__ import annotations

import copy
import dataclasses
import gc
from typing import Any, List

import pytest
from nadir.core.api import errors
from nadir.core.api.client import Client
from nadir.core.api.options import TaskOption
from nadir.core.api.task import Task
from nadir.test.unit.api.scripted_server import Reply, ScriptedServer, recording

TASK = recording("task_get_completed")["body"]
PROJECT = recording("project_get")["body"]
PATH = "/api/projects/1/tasks/"


def some_tasks(count: int = 3) -> List[Any]:
    return [dict(copy.deepcopy(TASK), id=f"task-{number}", name=f"Flight {number}") for number in range(count)]


def test_a_task_is_hardly_more_than_one_object() -> None:
    Task.from_json(TASK)  # what they share is there
    contents = some_tasks(200)
    gc.collect()
    before = len(gc.get_objects())
    tasks = [Task.from_json(content) for content in contents]
    gc.collect()  # from now on plain tuples of texts and numbers are not walked
    assert len(gc.get_objects()) - before < 1.5 * len(tasks)


def test_a_task_still_cannot_be_changed_but_replaced() -> None:
    task = Task.from_json(TASK)
    with pytest.raises(dataclasses.FrozenInstanceError):
        task.name = "other"  # type: ignore[misc]
    other = dataclasses.replace(task, name="other")
    assert (other.name, other.id, task.name) == ("other", task.id, TASK["name"])
    assert other != task
    assert Task("a", "1") == Task("a", "1")


def test_options_of_equal_value_and_another_type_are_not_mixed_up() -> None:
    values = (True, 1, 1.0, "1")
    found = [TaskOption.list_from_json([{"name": "dsm", "value": value}])[0].value for value in values]
    assert [(type(value), value) for value in found] == [(type(value), value) for value in values]


def test_a_list_with_the_same_bytes_is_not_read_again(client: Client, server: ScriptedServer) -> None:
    server.on("GET", PATH, Reply(200, some_tasks()), Reply(200, some_tasks()))
    first, second = client.tasks.list("1"), client.tasks.list("1")
    assert all(one is other for one, other in zip(first, second))
    assert len(second) == 3
    assert len(server.requests_to(PATH)) == 2


def test_of_a_list_that_changed_only_what_changed_is_new(client: Client, server: ScriptedServer) -> None:
    changed = some_tasks()
    changed[1]["name"] = "Renamed"
    server.on("GET", PATH, Reply(200, some_tasks()), Reply(200, changed[1:]))
    first, second = client.tasks.list("1"), client.tasks.list("1")
    assert [task.name for task in second] == ["Renamed", "Flight 2"]
    assert second[1] is first[2]


def test_another_project_with_the_same_answer_is_read_for_itself(client: Client, server: ScriptedServer) -> None:
    server.on("GET", PATH, Reply(200, []))
    server.on("GET", "/api/projects/2/tasks/", Reply(200, some_tasks(1)))
    assert client.tasks.list("1") == ()
    assert len(client.tasks.list("2")) == 1


def test_an_error_in_between_is_told(client: Client, server: ScriptedServer) -> None:
    server.on("GET", PATH, Reply(200, some_tasks()), Reply(404, {"detail": "Not found."}), Reply(200, some_tasks()))
    client.tasks.list("1")
    with pytest.raises(errors.NotFound):
        client.tasks.list("1")
    assert len(client.tasks.list("1")) == 3


def test_a_page_of_projects_is_kept_too_and_each_query_for_itself(client: Client, server: ScriptedServer) -> None:
    page = {"count": 1, "next": None, "previous": None, "results": [PROJECT]}
    server.on("GET", "/api/projects/", Reply(200, page))
    first, second = client.projects.page(1), client.projects.page(1)
    assert second.items[0] is first.items[0]
    assert client.projects.page(2).number == 2
