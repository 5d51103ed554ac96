"""Things are made once, although answers get lost."""

from __future__ import annotations

from typing import Any, Callable, List

import pytest
from nadir.core.api import creation, errors, projects, tasks
from nadir.core.api.client import Client
from nadir.core.api.options import TaskOption
from nadir.core.api.retry import RetryPolicy
from nadir.core.errors import Cancelled
from nadir.test.unit.api.scripted_server import Dropped, Reply, Request, ScriptedServer, recording

QUICK = RetryPolicy(attempts=3, first=0.01, longest=0.02)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(creation.create_once, "__kwdefaults__", {"policy": QUICK})


class Made:
    """A server's memory of one kind of thing: carries out what is posted, and answers as the test wants."""

    def __init__(self, server: ScriptedServer, path: str, like: dict[str, Any], *answers: str) -> None:
        self.things: List[dict[str, Any]] = [dict(like, id=1)]
        self._like = like
        self._answers = list(answers)
        server.on("POST", path, self._post)
        server.on("GET", path, lambda _request: Reply(200, self.things))

    def _post(self, request: Request) -> Reply:
        answer = self._answers.pop(0) if self._answers else "told"
        if answer in ("told", "lost", "502 after", "500 after"):
            self.things.append({**self._like, **request.json(), "id": len(self.things) + 1})
        if answer in ("lost", "never arrived"):
            raise Dropped
        if answer[:3].isdigit():
            return Reply(int(answer[:3]), {"detail": "no"})
        return Reply(201, self.things[-1])


PROJECT = recording("project_get")["body"]
NODE = recording("node_create_offline")["body"]
PRESET = recording("preset_create")["body"]
CREATIONS: list[tuple[str, dict[str, Any], Callable[[Client], Any]]] = [
    ("/api/projects/", PROJECT, lambda client: client.projects.create(PROJECT["name"])),
    ("/api/processingnodes/", NODE, lambda client: client.nodes.create("127.0.0.1", 3999)),
    ("/api/presets/", PRESET, lambda client: client.presets.create("Mine", [TaskOption("dsm", True)])),
]
ids = ("project", "node", "preset")


@pytest.mark.parametrize(("path", "like", "create"), CREATIONS, ids=ids)
@pytest.mark.parametrize(
    "answers",
    [(), ("lost",), ("502 after",), ("500 after",), ("never arrived",), ("502",), ("429",), ("503", "lost")],
    ids=" then ".join,
)
def test_one_is_made_whatever_becomes_of_the_answer(
    answers: tuple[str, ...],
    path: str,
    like: dict[str, Any],
    create: Callable[[Client], Any],
    server: ScriptedServer,
    client: Client,
) -> None:
    made = Made(server, path, like, *answers)
    assert create(client).id == "2"  # and not the one of the same name that was there before
    assert len(made.things) == 2


def test_a_server_that_says_no_is_believed(server: ScriptedServer, client: Client) -> None:
    made = Made(server, "/api/projects/", PROJECT, "500", "500", "500")
    with pytest.raises(errors.ServerFailed):
        client.projects.create(PROJECT["name"])
    assert len(server.requests_to("/api/projects/", "POST")) == 1
    assert len(made.things) == 1


def test_it_is_not_tried_for_ever(server: ScriptedServer, client: Client) -> None:
    Made(server, "/api/projects/", PROJECT, *["never arrived"] * 9)
    with pytest.raises(errors.ConnectionLost):
        client.projects.create(PROJECT["name"])
    assert len(server.requests_to("/api/projects/", "POST")) == QUICK.attempts


def test_somebody_elses_project_of_that_name_is_not_taken_for_ours(server: ScriptedServer, client: Client) -> None:
    made = Made(server, "/api/projects/", PROJECT, "never arrived")

    def theirs(_request: Request) -> Reply:
        return Reply(200, [*made.things, dict(PROJECT, id=77, owned=False)])

    server.on("GET", "/api/projects/", Reply(200, list(made.things)), theirs)
    assert client.projects.create(PROJECT["name"]).id == "2"


def test_cancelling_ends_the_looking(server: ScriptedServer, client: Client) -> None:
    asked: List[str] = []
    Made(server, "/api/projects/", PROJECT, "never arrived")
    client.session.log_in()
    with pytest.raises(Cancelled):
        creation.create_once(
            lambda: client.session.post("/api/projects/", {"name": "x"}),
            lambda: asked.append("looked") or (),
            str,
            policy=RetryPolicy(attempts=3, first=60.0, longest=60.0),
            cancelled=lambda: bool(server.requests_to("/api/projects/", "POST")),
        )
    assert asked == ["looked"]


@pytest.mark.parametrize("answer", ["told", "lost", "504 after", "lost and refused"])
def test_a_copy_is_made_once_and_found(
    answer: str, server: ScriptedServer, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(projects, "COPYING", RetryPolicy(attempts=1, first=0.01))
    monkeypatch.setattr(tasks, "COPYING", RetryPolicy(attempts=1, first=0.01))
    task = dict(recording("task_get_completed")["body"], id="t", project=1)
    copied = {"/api/projects/": [dict(PROJECT, id=1)], "/api/projects/1/tasks/": [task]}
    posted: List[str] = []

    def copy(request: Request) -> Reply:
        posted.append(request.path)
        kind, listed = ("project", "/api/projects/") if "tasks" not in request.path else ("task", "/api/projects/1/tasks/")
        thing = dict(copied[listed][0], id=2, name=f"Copy of {copied[listed][0]['name']}")
        if answer != "lost and refused":
            copied[listed].append(thing)
        if answer.startswith("lost"):
            raise Dropped
        return Reply(504) if answer == "504 after" else Reply(200, {"success": True, kind: thing})

    for path in copied:
        server.on("GET", path, lambda request: Reply(200, copied[request.path]))
    server.on("GET", "/api/projects/2/", lambda _request: Reply(200, copied["/api/projects/"][-1]))
    server.on("POST", "/api/projects/1/duplicate/", copy)
    server.on("POST", "/api/projects/1/tasks/t/duplicate/", copy)
    if answer == "lost and refused":
        for make in (lambda: client.projects.duplicate("1"), lambda: client.tasks.duplicate("1", "t")):
            with pytest.raises(errors.ConnectionLost):
                make()
    else:
        assert client.projects.duplicate("1").id == "2"
        assert client.tasks.duplicate("1", "t").id == "2"
    assert len(posted) == 2
