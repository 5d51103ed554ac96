"""Users: the command that makes them, the administration page, and what they may do."""
from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import requests
from conftest import Finished
from people import PASSWORD, Person, new_person, users
from running_server import RunningServer
from shapes import differences

Recording = Callable[[str], dict[str, Any]]


@pytest.fixture(scope="module")
def server(finished: Finished) -> RunningServer:
    return finished.server


def a_name() -> str:
    return f"user{uuid.uuid4().hex[:8]}"


@pytest.fixture(scope="module")
def page(server: RunningServer) -> Iterator[requests.Session]:
    """The administration page, with the administrator logged in."""
    with requests.Session() as session:
        log_in(session, server, **server.login)
        yield session


def log_in(session: requests.Session, server: RunningServer, username: str, password: str) -> requests.Response:
    url = f"http://127.0.0.1:{server.port}/admin/login/?next=/admin/"
    session.get(url, timeout=30)
    form = {"username": username, "password": password, "csrfmiddlewaretoken": session.cookies["csrftoken"]}
    return session.post(url, data=form, timeout=30)


def submit(page: requests.Session, server: RunningServer, path: str, **fields: Any) -> requests.Response:
    url = f"http://127.0.0.1:{server.port}/admin/{path}"
    page.get(url, timeout=30)
    form = {**fields, "csrfmiddlewaretoken": page.cookies["csrftoken"]}
    return page.post(url, data=form, timeout=30, allow_redirects=False)


def test_a_user_made_by_command_makes_projects_and_sees_no_others(server: RunningServer) -> None:
    person = new_person(server, a_name())
    assert person.json("GET", "/api/projects/") == []
    assert person.call("POST", "/api/projects/", json={"name": "own"}).status_code == 201
    assert person.json("GET", "/api/processingnodes/") == []
    assert person.call("POST", "/api/processingnodes/", json={"hostname": "x", "port": 3000}).status_code == 403


def test_a_password_can_be_made_up_and_changed(server: RunningServer) -> None:
    name = a_name()
    password = users(server, "add", name, "--generate").stdout.strip()
    assert len(password) > 15
    login = {"username": name, "password": password}
    assert server.call("POST", "/api/token-auth/", auth="", data=login).status_code == 200
    assert users(server, "password", name, stdin=PASSWORD + "\n").returncode == 0
    assert server.call("POST", "/api/token-auth/", auth="", data=login).status_code == 400
    assert server.call("POST", "/api/token-auth/", auth="", data={**login, "password": PASSWORD}).status_code == 200


@pytest.mark.parametrize(
    ("arguments", "stdin", "words"),
    [
        (("add", "admin", "--generate"), "", "already"),
        (("add", "ADMIN", "--generate"), "", "already"),
        (("add", "a/b", "--generate"), "", "valid username"),
        (("add", "short-word"), "abc\n", "too short"),
        (("add", "no-word"), "", "too short"),
        (("password", "nobody-here", "--generate"), "", "no user"),
        (("close", "nobody-here"), "", "no user"),
    ],
)
def test_what_cannot_be_done_is_told_and_changes_nothing(
    server: RunningServer, arguments: tuple[str, ...], stdin: str, words: str
) -> None:
    before = users(server, "list").stdout
    done = users(server, *arguments, stdin=stdin)
    assert done.returncode == 1
    assert words in done.stderr
    assert users(server, "list").stdout == before


def test_a_closed_user_is_out_at_once_and_keeps_projects(server: RunningServer) -> None:
    person = new_person(server, a_name())
    project = person.json("POST", "/api/projects/", json={"name": "kept"})["id"]
    assert users(server, "close", person.name).returncode == 0
    assert person.call("GET", "/api/projects/").status_code == 403
    assert server.call("GET", f"/api/projects/{project}/").status_code == 200
    assert f"{person.name}\tclosed" in users(server, "list").stdout
    assert users(server, "open", person.name).returncode == 0
    assert person.call("GET", "/api/projects/").status_code == 200


def test_another_administrator_sees_everything(finished: Finished) -> None:
    person = new_person(finished.server, a_name(), "--administrator")
    assert person.call("GET", finished.path).status_code == 200
    assert person.json("GET", "/api/processingnodes/") != []


def test_lists_of_people(server: RunningServer, recording: Recording) -> None:
    person = new_person(server, a_name())
    found = person.json("GET", "/api/users/")
    assert {"username": "admin", "email": ""} in found
    assert found[0] == recording("users")["body"][0]
    assert person.json("GET", f"/api/users/?search={person.name[4:]}&limit=1") == [
        {"username": person.name, "email": f"{person.name}@example.com"}
    ]
    assert person.json("GET", "/api/users/?search=@EXAMPLE&limit=1")[0]["email"].endswith("@example.com")
    assert [group["name"] for group in person.json("GET", "/api/groups/")][:1] == ["Default"]
    assert server.call("GET", "/api/users/", auth="").status_code == 403


def test_the_administration_page_is_complete(server: RunningServer, page: requests.Session) -> None:
    base = f"http://127.0.0.1:{server.port}"
    start = page.get(base + "/admin/", timeout=30)
    assert "Nadir server" in start.text
    for path in ("auth/user/", "auth/group/", "projects/project/", "nodes/processingnode/", "presets/preset/"):
        assert f"/admin/{path}" in start.text
        assert page.get(f"{base}/admin/{path}", timeout=30).status_code == 200
    for sheet in re.findall(r'href="(/static/[^"]+)"', start.text):
        answer = requests.get(base + sheet, timeout=30)
        assert (answer.status_code, answer.headers["Content-Type"].split(";")[0]) == (200, "text/css")
    assert requests.get(base + "/static/../settings.py", timeout=30).status_code == 404
    assert requests.get(base + "/static/%2e%2e/%2e%2e/settings.py", timeout=30).status_code in (400, 404)


def test_the_administration_page_wants_an_administrator(server: RunningServer) -> None:
    person = new_person(server, a_name())
    with requests.Session() as session:
        refused = log_in(session, server, person.name, PASSWORD)
        assert "staff account" in refused.text
        assert "sessionid" not in session.cookies
    away = requests.get(f"http://127.0.0.1:{server.port}/admin/auth/user/", timeout=30, allow_redirects=False)
    assert away.status_code == 302


def test_the_page_makes_users_who_belong_to_the_default_group(server: RunningServer, page: requests.Session) -> None:
    name = a_name()
    form = {"username": name, "usable_password": "true", "password1": PASSWORD, "password2": PASSWORD}
    assert submit(page, server, "auth/user/add/", **form).status_code == 302
    token = server.json("POST", "/api/token-auth/", auth="", data={"username": name, "password": PASSWORD})["token"]
    assert server.call("POST", "/api/projects/", auth=f"JWT {token}", json={"name": "x"}).status_code == 201


def test_a_session_of_the_page_is_no_log_in_to_the_api(server: RunningServer, page: requests.Session) -> None:
    """Else any site that the administrator looks at could use it."""
    assert page.get(f"http://127.0.0.1:{server.port}/api/projects/", timeout=30).status_code == 403


def test_projects_are_shared_and_deleted_on_the_page(finished: Finished, page: requests.Session) -> None:
    server = finished.server
    person = new_person(server, a_name())
    project = server.new_project("Shared on the page")
    task = server.json("POST", f"/api/projects/{project}/tasks/", json={"partial": True})["id"]
    path = f"projects/project/{project}/permissions/"
    found = submit(page, server, path, user=person.name, submit_manage_user="Manage user")
    where = found.headers["Location"].split("/admin/")[1] if "/admin/" in found.headers.get("Location", "") else None
    assert found.status_code == 302
    manage = where or path + found.headers["Location"]
    assert submit(page, server, manage, permissions=["view_project"], submit="Save").status_code == 302
    assert [entry["id"] for entry in person.json("GET", "/api/projects/")] == [project]
    assert submit(page, server, f"projects/project/{project}/delete/", post="yes").status_code == 302
    assert server.call("GET", f"/api/projects/{project}/").status_code == 404
    assert server.call("GET", f"/api/projects/{project}/tasks/{task}/").status_code == 404


def test_a_project_given_away_on_the_page_is_the_new_owners(server: RunningServer, page: requests.Session) -> None:
    person = new_person(server, a_name())
    project = server.new_project("Given away")
    owner = key_of(page, server, person)
    fields = {"name": "Given away", "description": "-", "owner": owner, "tags": "[]"}
    assert submit(page, server, f"projects/project/{project}/change/", **fields).status_code == 302
    found = person.json("GET", f"/api/projects/{project}/")
    assert (found["owned"], found["permissions"]) == (True, ["add", "change", "delete", "view"])


def key_of(page: requests.Session, server: RunningServer, person: Person) -> str:
    """The number of a user, as the page shows it."""
    listed = page.get(f"http://127.0.0.1:{server.port}/admin/auth/user/?q={person.name}", timeout=30).text
    found = re.search(r"/admin/auth/user/(\d+)/change/[^>]*>" + person.name, listed)
    assert found is not None
    return found[1]


def anonymous(finished: Finished, path: str = "") -> int:
    return finished.get(path, auth="").status_code


@pytest.mark.parametrize("what", ["task", "project"])
def test_what_is_public_is_seen_without_a_log_in(finished: Finished, recording: Recording, what: str) -> None:
    server = finished.server
    place = finished.path if what == "task" else f"/api/projects/{finished.project}/"
    reads = ("", "download/orthophoto.tif", "orthophoto/tiles.json", "output/", "assets/cameras.json", "thumbnail?size=64")
    assert {anonymous(finished, path) for path in reads} == {404}
    shared = f"/public/task/{finished.task}/json/"
    assert server.call("GET", shared).status_code == 404
    server.json("PATCH", place, json={"public": True})
    try:
        known = server.call("GET", shared, auth="")
        assert (known.status_code, differences(recording("public_json")["body"], known.json())) == (200, [])
        assert {path: anonymous(finished, path) for path in reads} == dict.fromkeys(reads, 200)
        assert server.call("PATCH", finished.path, auth="", json={"name": "x"}).status_code == 404
        for action in ("cancel", "restart", "remove", "compact", "duplicate", "commit", "upload"):
            assert server.call("POST", f"{finished.path}{action}/", auth="").status_code == 404
        assert server.call("GET", f"/api/projects/{finished.project}/", auth="").status_code == 403
        # A bad token is refused even there.
        assert server.call("GET", finished.path, auth="JWT abc").status_code == 403
    finally:
        server.json("PATCH", place, json={"public": False})


def test_each_permission_opens_what_it_says(finished: Finished) -> None:
    server = finished.server
    person = new_person(server, a_name())
    project = server.new_project("Rows")
    task = server.json("POST", f"/api/projects/{project}/tasks/", json={"partial": True})["id"]
    path = f"/api/projects/{project}/tasks/{task}/"

    def grant(*actions: str) -> None:
        body = {"name": "Rows", "permissions": [{"username": person.name, "permissions": list(actions)}]}
        server.json("POST", f"/api/projects/{project}/edit/", json=body)

    grant("view")
    assert person.call("GET", path).status_code == 200
    assert person.call("PATCH", path, json={"name": "x"}).status_code == 404
    assert person.call("POST", path + "remove/").status_code == 404
    grant("view", "change")
    assert person.call("PATCH", path, json={"name": "x"}).status_code == 200
    assert person.call("POST", path + "remove/").status_code == 404
    assert person.call("POST", f"/api/projects/{project}/tasks/", json={"partial": True}).status_code == 201
    grant("view", "delete")
    assert person.call("PATCH", path, json={"name": "y"}).status_code == 404
    assert person.call("POST", path + "remove/").status_code == 200


def test_a_node_granted_on_the_page_is_seen_and_used(finished: Finished, page: requests.Session) -> None:
    server, person = finished.server, new_person(finished.server, a_name())
    node = server.json("GET", "/api/processingnodes/")[0]["id"]
    path = f"nodes/processingnode/{node}/permissions/user-manage/{key_of(page, server, person)}/"
    assert submit(page, server, path, permissions=["view_processingnode"], submit="Save").status_code == 302
    assert len(person.json("GET", "/api/processingnodes/")) == 1
    assert person.json("GET", "/api/processingnodes/options/") != []
