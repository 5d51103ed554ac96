"""Who is let in, and the documented words for who is not."""
from __future__ import annotations

import base64
import time
from collections.abc import Callable
from typing import Any

import jwt
import pytest
from conftest import Finished

Recording = Callable[[str], dict[str, Any]]


def test_a_token_opens_the_api_and_says_when_it_ends(finished: Finished) -> None:
    claims = jwt.decode(finished.server.log_in(), options={"verify_signature": False})
    assert 6 * 3600 - 60 < claims["exp"] - time.time() <= 6 * 3600
    assert finished.server.call("GET", "/api/projects/").status_code == 200
    assert finished.server.call("GET", f"/api/projects/?jwt={finished.server.token}", auth="").status_code == 200


def test_the_log_in_takes_json_too(finished: Finished) -> None:
    answer = finished.server.call("POST", "/api/token-auth/", auth="", json=finished.server.login)
    assert set(answer.json()) == {"token"}


def test_user_name_and_password_open_the_api(finished: Finished) -> None:
    login = finished.server.login
    pair = base64.b64encode(f"{login['username']}:{login['password']}".encode()).decode()
    assert finished.server.call("GET", "/api/projects/", auth=f"Basic {pair}").status_code == 200
    assert finished.server.call("POST", "/api/projects/", auth=f"Basic {pair}", json={"name": "b"}).status_code == 201


@pytest.mark.parametrize(
    ("name", "method", "path", "auth", "body"),
    [
        ("auth_token_bad", "POST", "/api/token-auth/", "", {"username": "admin", "password": "nope"}),
        ("auth_token_get", "GET", "/api/token-auth/", "", None),
        ("badtoken_projects", "GET", "/api/projects/", "JWT abc", None),
        ("bearer_projects", "GET", "/api/projects/", "Bearer abc", None),
        ("basic_auth_bad", "GET", "/api/projects/", "Basic YWRtaW46bm9wZQ==", None),
        ("noauth_projects", "GET", "/api/projects/", "", None),
        ("qs_jwt_bad", "GET", "/api/projects/?jwt=zzz", "", None),
        ("project_404", "GET", "/api/projects/9999/", None, None),
        ("method_not_allowed", "PUT", "/api/projects/", None, None),
    ],
)
def test_refusals_are_worded_as_recorded(
    finished: Finished, recording: Recording, name: str, method: str, path: str, auth: str | None, body: Any
) -> None:
    answer = finished.server.call(method, path, auth=auth, data=body)
    assert (answer.status_code, answer.json()) == (recording(name)["status"], recording(name)["body"])


def test_an_expired_token_is_told_from_a_broken_one(finished: Finished, recording: Recording) -> None:
    key = (finished.server.data / "secret_key").read_text()
    claims = jwt.decode(finished.server.token, options={"verify_signature": False})
    expired = jwt.encode({**claims, "exp": int(time.time()) - 10}, key, "HS256")
    known = recording("auth_expired_header")
    for path, auth in (
        ("/api/projects/", f"JWT {expired}"),
        (f"/api/projects/?jwt={expired}", ""),
        (finished.path, f"JWT {expired}"),
    ):
        answer = finished.server.call("GET", path, auth=auth)
        assert (answer.status_code, answer.json()) == (known["status"], known["body"])


def test_a_missing_password_is_named(finished: Finished) -> None:
    answer = finished.server.call("POST", "/api/token-auth/", auth="", data={"username": "admin"})
    assert (answer.status_code, answer.json()) == (400, {"password": ["This field is required."]})


def test_what_others_may_not_see_is_not_found(finished: Finished, plain_user: str) -> None:
    assert finished.server.json("GET", "/api/projects/", auth=plain_user) == []
    assert finished.server.json("GET", "/api/processingnodes/", auth=plain_user) == []
    for path in (f"/api/projects/{finished.project}/", finished.path, finished.path + "download/all.zip",
                 finished.path + "orthophoto/tiles.json", finished.path + "assets/cameras.json"):  # fmt: skip
        answer = finished.server.call("GET", path, auth=plain_user)
        assert (answer.status_code, answer.json()) in (
            (404, {"detail": "Not found."}), (404, {"detail": "Asset does not exist"}))  # fmt: skip
    for action in ("remove/", "cancel/", "restart/", "commit/", "upload/"):
        assert finished.server.call("POST", finished.path + action, auth=plain_user).status_code == 404
    assert finished.server.call("PATCH", finished.path, auth=plain_user, json={"name": "x"}).status_code == 404
    node = finished.server.call("POST", "/api/processingnodes/", auth=plain_user, json={"hostname": "x", "port": 1})
    assert node.status_code == 403


def test_without_a_login_tasks_are_not_found_unless_public(finished: Finished) -> None:
    assert finished.server.call("GET", finished.path, auth="").status_code == 404
    finished.server.json("PATCH", finished.path, json={"public": True})
    try:
        assert finished.server.call("GET", finished.path, auth="").status_code == 200
        assert finished.server.call("GET", finished.path + "orthophoto/tiles.json", auth="").status_code == 200
        assert finished.server.call("PATCH", finished.path, auth="", json={"name": "x"}).status_code == 404
        assert finished.server.call("GET", f"/api/projects/{finished.project}/", auth="").status_code == 403
    finally:
        finished.server.json("PATCH", finished.path, json={"public": False})
