"""Projects: pages, sharing without taking away, deleting what is not one's own; presets and people beside them."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any, Dict, List

import pytest
from nadir.core.api import errors, pages
from nadir.core.api.client import Client
from nadir.core.api.permissions import Grant
from nadir.core.api.projects import ProjectFilter
from nadir.test.unit.api.scripted_server import Reply, Request, ScriptedServer, recording

PROJECT = recording("project_get")["body"]
VIEW = frozenset(("view",))


def a_page(number: int, ids: List[int], more: bool, count: int = 5) -> Reply:
    following = f"http://elsewhere/api/projects/?page={number + 1}" if more else None
    return Reply(200, {"count": count, "next": following, "results": [dict(PROJECT, id=each) for each in ids]})


class Shared:
    """A project whose permissions are kept as the real server keeps them: replaced all at once."""

    def __init__(self, server: ScriptedServer) -> None:
        self.project: Dict[str, Any] = dict(PROJECT, tags=["survey"], description="over the hill")
        self.grants: List[Dict[str, Any]] = [
            {"username": "admin", "owner": True, "permissions": ["add", "change", "delete", "view"]},
            {"username": "viewer", "owner": False, "permissions": ["view"]},
            {"groupname": "Crew", "permissions": ["view", "add"]},
        ]
        server.on("GET", "/api/projects/1/", lambda _request: Reply(200, self.project))
        server.on(
            "GET", "/api/projects/1/permissions/", lambda _request: Reply(200, self.grants, {"X-Groups-Count": "2"})
        )
        server.on("POST", "/api/projects/1/edit/", self._edit)

    def _edit(self, request: Request) -> Reply:
        sent = request.json()
        if any(item.get("username") == "ghost" for item in sent["permissions"]):
            return Reply(400, {"error": "Invalid user in permissions list"})
        self.project.update({key: sent.get(key, "") for key in ("name", "description", "tags")})
        self.grants[1:] = [dict(item, owner=False) for item in sent["permissions"]]
        return Reply(200, {"success": True})


def test_pages_are_fetched_as_they_are_asked_for(server: ScriptedServer, client: Client) -> None:
    server.on("GET", "/api/projects/?page=1", a_page(1, [5, 4], more=True))
    server.on("GET", "/api/projects/?page=2", a_page(2, [3, 2], more=True))
    pages = client.projects.pages()
    assert [project.id for project in next(pages).items] == ["5", "4"]
    assert len(server.requests_to("/api/projects/")) == 1
    second = next(pages)
    assert ([project.id for project in second.items], second.number, second.count) == (["3", "2"], 2, 5)


def test_a_list_that_moves_while_it_is_read_shows_no_project_twice(server: ScriptedServer, client: Client) -> None:
    server.on("GET", "/api/projects/?page=1", a_page(1, [5, 4], more=True))
    server.on("GET", "/api/projects/?page=2", a_page(2, [4, 3], more=True))  # another was made meanwhile
    server.on("GET", "/api/projects/?page=3", Reply(404, {"detail": "Invalid page."}))  # and some deleted
    assert [project.id for page in client.projects.pages() for project in page.items] == ["5", "4", "3"]


def test_an_old_servers_list_that_moves_is_read_as_one(server: ScriptedServer, client: Client) -> None:
    server.on("GET", "/api/projects/", a_page(1, [5, 4], more=True))
    server.on("GET", "/api/projects/?page=2", a_page(2, [4, 3], more=True))
    server.on("GET", "/api/projects/?page=3", Reply(404, {"detail": "Invalid page."}))
    assert [project.id for project in client.projects.list()] == ["5", "4", "3"]


def test_a_list_without_an_end_ends(server: ScriptedServer, client: Client) -> None:
    server.on("GET", "/api/projects/", a_page(1, [5, 4], more=True))
    assert [project.id for page in client.projects.pages() for project in page.items] == ["5", "4"]
    assert [project.id for project in client.projects.list()] == ["5", "4"]
    assert len(server.requests_to("/api/projects/")) <= 8


def test_a_list_that_always_has_more_ends_too(
    server: ScriptedServer, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "_MOST_PAGES", 20)
    server.on("GET", "/api/projects/", lambda asked: a_page(1, [int(asked.query.get("page", 1))], more=True))
    with pytest.raises(errors.UnexpectedAnswer, match="does not end"):
        client.projects.list()


@pytest.mark.parametrize("told", ["\u00b2", "-1", "1e3", "9" * 5000, ""])
def test_a_size_that_is_none_is_not_known(told: str, server: ScriptedServer, client: Client) -> None:
    server.on("HEAD", "/api/projects/1/tasks/t/download/all.zip", Reply(200, None, {"Content-Length": told}))
    assert client.assets.size("1", "t", "all.zip") is None


def test_a_server_that_knows_no_pages_gives_one(server: ScriptedServer, client: Client) -> None:
    server.on("GET", "/api/projects/", Reply(200, [PROJECT]))
    assert [page.count for page in client.projects.pages()] == [1]


def test_all_filters_are_sent(server: ScriptedServer, client: Client) -> None:
    server.on("GET", "/api/projects/", Reply(200, []))
    made = datetime(2026, 11, 22, 4, 29, 21, 948073, tzinfo=timezone.utc)
    client.projects.list(ProjectFilter("7", "a", "", made, "#tag @me", "-id"))
    assert server.requests_to("/api/projects/")[0].query == {
        "id": "7", "name": "a", "created_at": "2026-11-22T04:29:21.948073Z", "search": "#tag @me", "ordering": "-id",
    }  # fmt: skip


def test_sharing_leaves_everything_else_as_it_is(server: ScriptedServer, client: Client) -> None:
    shared = Shared(server)
    after = client.projects.share("1", Grant("pilot", permissions=frozenset(("view", "change"))))
    assert {grant.who: grant.permissions for grant in after.grants if not grant.owner} == {
        ("user", "viewer"): VIEW,
        ("group", "Crew"): frozenset(("view", "add")),
        ("user", "pilot"): frozenset(("view", "change")),
    }
    assert after.groups_count == 2
    assert (shared.project["description"], shared.project["tags"]) == ("over the hill", ["survey"])


def test_a_user_and_a_group_of_one_name_are_two(server: ScriptedServer, client: Client) -> None:
    Shared(server)
    after = client.projects.share("1", Grant("Crew", permissions=VIEW))
    assert {grant.who for grant in after.grants} >= {("user", "Crew"), ("group", "Crew")}


def test_taking_access_away_from_one(server: ScriptedServer, client: Client) -> None:
    Shared(server)
    after = client.projects.share("1", Grant("viewer"))
    assert [grant.who for grant in after.grants] == [("user", "admin"), ("group", "Crew")]


@pytest.mark.parametrize("grant", [Grant(), Grant("a", "b"), Grant("a", permissions=frozenset(("fly",)))])
def test_nonsense_is_refused_before_anything_is_asked(grant: Grant, server: ScriptedServer, client: Client) -> None:
    with pytest.raises(errors.InvalidRequest):
        client.projects.share("1", grant)
    assert server.requests == []


def test_an_unknown_user_is_told(server: ScriptedServer, client: Client) -> None:
    shared = Shared(server)
    with pytest.raises(errors.InvalidRequest, match="Invalid user"):
        client.projects.share("1", Grant("ghost", permissions=VIEW))
    assert len(shared.grants) == 3


def test_what_deleting_means_is_known_before(server: ScriptedServer, client: Client) -> None:
    server.replay("viewer_projects", "project_get")
    assert not client.projects.list()[0].owned
    assert client.projects.get("1").owned


def test_tags_and_publicity_are_sent_when_there_are_any(server: ScriptedServer, client: Client) -> None:
    server.on("GET", "/api/projects/", Reply(200, []))
    server.on("POST", "/api/projects/", Reply(201, PROJECT))
    client.projects.create("a", tags=["t"], public=True)
    (request,) = server.requests_to("/api/projects/", "POST")
    assert request.json() == {"name": "a", "description": "", "tags": ["t"], "public": True}


def test_a_preset_that_is_not_there_is_told_apart_from_a_server_that_fails(
    server: ScriptedServer, client: Client
) -> None:
    server.replay("presets_list", "preset_delete_404")
    with pytest.raises(errors.NotFound):
        client.presets.delete("9999")
    server.on("DELETE", "/api/presets/5/", Reply(500, b"<html>", {"Content-Type": "text/html"}))
    with pytest.raises(errors.ServerFailed):
        client.presets.delete("5")
    assert len(server.requests_to("/api/presets/5/")) == 1


def test_a_preset_of_the_server_is_known_as_such(server: ScriptedServer, client: Client) -> None:
    server.replay("presets_list", "preset_delete_system")
    assert client.presets.list()[0].system
    server.on("PATCH", "/api/presets/1/", Reply(403, {"detail": "You do not have permission to perform this action."}))
    for refused in (lambda: client.presets.delete("1"), lambda: client.presets.patch("1", name="x")):
        with pytest.raises(errors.PermissionRefused, match="belongs to the server"):
            refused()


def test_a_nodes_token_is_kept_and_never_shown(server: ScriptedServer, client: Client) -> None:
    server.on("GET", "/api/processingnodes/1/", Reply(200, dict(recording("nodes_create")["body"], token="s3cret")))
    node = client.nodes.get("1")
    assert node.token == "s3cret"
    assert "s3cret" not in repr(node)


def test_quotas(server: ScriptedServer, client: Client) -> None:
    server.on("GET", "/api/admin/profiles/", Reply(200, [{"user": 1, "quota": -1.0}, {"user": 2, "quota": 500.0}]))
    assert [profile.quota_mb for profile in client.people.profiles()] == [None, 500.0]
