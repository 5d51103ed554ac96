"""Logging in, signing, renewing, and what a token is never sent to."""

from __future__ import annotations

import base64
import contextlib
import json
import threading
import time
from pathlib import Path

import pytest
from nadir.core.api import errors
from nadir.core.api import session as session_module
from nadir.core.api.client import Client
from nadir.core.api.network import NetworkOptions
from nadir.core.api.session import Session
from nadir.core.errors import Cancelled
from nadir.core.transfers.downloads import Download
from nadir.test.unit.api.scripted_server import Reply, Request, ScriptedServer, recorded

PROJECTS = "/api/projects/"
LOG_IN = "/api/token-auth/"


def token(ends_in: float, mark: str = "") -> str:
    """A JSON web token as servers give them out, ending in so many seconds."""
    claims = {"exp": int(time.time() + ends_in), "username": "admin", "mark": mark}
    parts = [base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode() for part in ({}, claims)]
    return ".".join([*parts, "signature"])


def test_logging_in_sends_the_credentials_and_keeps_the_token(server: ScriptedServer) -> None:
    given = token(6 * 3600)
    server.on("POST", LOG_IN, Reply(200, {"token": given}))
    session = Session(server.url + "/dashboard/", "admin", "pässword")
    assert session.authorization() == ""
    session.log_in()
    assert server.requests[0].json() == {"username": "admin", "password": "pässword"}
    assert session.authorization() == f"JWT {given}"
    assert session.token_expires_at() == pytest.approx(time.time() + 6 * 3600, abs=5)
    session.close()
    assert session.authorization() == ""


def test_the_first_call_logs_in_by_itself(server: ScriptedServer, client: Client) -> None:
    server.replay("projects_empty")
    assert client.projects.list() == ()
    assert [request.path for request in server.requests] == [LOG_IN, PROJECTS]
    assert server.requests[1].headers["authorization"] == "JWT " + recorded("auth_token_json_ok").content["token"]
    assert server.requests[1].headers["accept"] == "application/json, */*"


def test_a_wrong_password_is_told(server: ScriptedServer) -> None:
    server.on("POST", LOG_IN, recorded("auth_token_bad"))
    with pytest.raises(errors.WrongPassword) as caught:
        Session(server.url, "admin", "nope").log_in()
    assert "password" in caught.value.summary
    assert "nope" not in caught.value.summary + caught.value.remedy + caught.value.detail


@pytest.mark.parametrize("name", ["auth_expired_header", "badtoken_projects"])
def test_an_ended_session_is_renewed_once(name: str, server: ScriptedServer, client: Client) -> None:
    server.on("POST", LOG_IN, Reply(200, {"token": "first"}), Reply(200, {"token": "second"}))
    server.on("GET", PROJECTS, recorded(name), recorded("projects_empty"))
    assert client.projects.list() == ()
    assert [request.headers.get("authorization") for request in server.requests_to(PROJECTS)] == [
        "JWT first",
        "JWT second",
    ]


def test_a_session_that_ends_again_at_once_is_an_error(server: ScriptedServer, client: Client) -> None:
    server.on("GET", PROJECTS, recorded("auth_expired_header"))
    with pytest.raises(errors.SessionExpired):
        client.projects.list()
    assert len(server.requests_to(PROJECTS)) == 2


def test_a_token_refused_at_once_is_not_renewed_again_and_again(server: ScriptedServer, client: Client) -> None:
    server.on("GET", PROJECTS, recorded("auth_expired_header"))
    for _ in range(10):
        with pytest.raises(errors.SessionExpired, match="as soon as it has begun"):
            client.projects.list()
    assert len(server.requests_to(LOG_IN)) == 2


def test_after_a_while_a_token_that_was_refused_at_once_is_tried_anew(
    server: ScriptedServer, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.on("POST", LOG_IN, *(Reply(200, {"token": f"number{number}"}) for number in range(9)))
    server.on("GET", PROJECTS, recorded("auth_expired_header"))
    with pytest.raises(errors.SessionExpired):
        client.projects.list()
    now = time.monotonic()
    monkeypatch.setattr(session_module.time, "monotonic", lambda: now + 61.0)
    server.on("GET", PROJECTS, recorded("auth_expired_header"), recorded("projects_empty"))
    assert client.projects.list() == ()


def test_a_refused_password_is_not_sent_again_and_again(server: ScriptedServer, client: Client) -> None:
    """Some servers lock an account after a few wrong passwords."""
    server.on("POST", LOG_IN, recorded("auth_token_bad"))
    for _ in range(5):
        with pytest.raises(errors.WrongPassword):
            client.projects.list()
    assert len(server.requests_to(LOG_IN)) == 1
    with pytest.raises(errors.WrongPassword):
        client.session.log_in()  # the user wants it
    server.on("POST", LOG_IN, recorded("auth_token_json_ok"))
    server.replay("projects_empty")
    client.session.log_in()
    assert client.projects.list() == ()


def test_a_password_changed_meanwhile_is_told_as_such(server: ScriptedServer, client: Client) -> None:
    server.on("POST", LOG_IN, recorded("auth_token_json_ok"), recorded("auth_token_bad"))
    server.on("GET", PROJECTS, recorded("auth_expired_header"))
    with pytest.raises(errors.SessionExpired, match="password"):
        client.projects.list()


def test_no_permission_is_not_taken_for_an_ended_session(server: ScriptedServer, client: Client) -> None:
    server.replay("viewer_patch_project")
    with pytest.raises(errors.PermissionRefused):
        client.session.patch("/api/projects/1/", {"name": "x"})
    assert len(server.requests_to(LOG_IN)) == 1


def test_threads_that_need_a_token_together_log_in_once(server: ScriptedServer, client: Client) -> None:
    together = threading.Barrier(6)

    def refuse_the_first(request: Request) -> Reply:
        if request.headers["authorization"] == "JWT first":
            together.wait(10)
            return recorded("auth_expired_header")
        return recorded("projects_empty")

    server.on("POST", LOG_IN, Reply(200, {"token": "first"}), Reply(200, {"token": "second"}))
    client.session.log_in()
    server.on("GET", PROJECTS, refuse_the_first)
    results: list[object] = []
    threads = [threading.Thread(target=lambda: results.append(client.projects.list())) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert results == [()] * 6
    assert len(server.requests_to(LOG_IN)) == 2


def test_threads_that_begin_together_log_in_once(server: ScriptedServer, client: Client) -> None:
    server.replay("projects_empty")
    together = threading.Barrier(8)

    def work() -> None:
        together.wait(10)
        client.projects.list()

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert len(server.requests_to(PROJECTS)) == 8
    assert len(server.requests_to(LOG_IN)) == 1


def test_threads_whose_token_is_about_to_end_renew_it_once(
    server: ScriptedServer, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.on("POST", LOG_IN, *(Reply(200, {"token": token(6 * 3600 * n, str(n))}) for n in range(1, 9)))
    server.replay("projects_empty")
    client.session.log_in()
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 6 * 3600 - 100)
    threads = [threading.Thread(target=client.projects.list) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert len(server.requests_to(LOG_IN)) == 2


def test_a_token_of_a_minute_is_not_renewed_at_each_call(server: ScriptedServer, client: Client) -> None:
    server.on("POST", LOG_IN, *(Reply(200, {"token": token(60, str(number))}) for number in range(9)))
    server.replay("projects_empty")
    for _ in range(5):
        client.projects.list()
    assert len(server.requests_to(LOG_IN)) == 1


def test_waiting_for_another_threads_log_in_can_be_cancelled(server: ScriptedServer, client: Client) -> None:
    begun, finish = threading.Event(), threading.Event()

    def slow(request: Request) -> Reply:
        begun.set()
        finish.wait(30)
        return recorded("auth_token_json_ok")

    server.on("POST", LOG_IN, slow)
    server.replay("projects_empty")
    first = threading.Thread(target=client.projects.list)
    first.start()
    assert begun.wait(10)
    with pytest.raises(Cancelled):
        client.projects.list(cancelled=begun.is_set)
    assert not finish.is_set()
    finish.set()
    first.join(10)


def test_a_token_near_its_end_is_renewed_before_use(
    server: ScriptedServer, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new = token(3600, "old"), token(8 * 3600, "new")
    server.on("POST", LOG_IN, Reply(200, {"token": old}), Reply(200, {"token": new}))
    server.replay("projects_empty")
    client.session.log_in()
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 3590)
    client.projects.list()
    assert [request.headers["authorization"] for request in server.requests_to(PROJECTS)] == [f"JWT {new}"]


def test_a_clock_that_is_wrong_does_not_renew_without_end(server: ScriptedServer, client: Client) -> None:
    server.on("POST", LOG_IN, Reply(200, {"token": token(-3600)}))
    server.replay("projects_empty")
    for _ in range(3):
        client.projects.list()
    assert len(server.requests_to(LOG_IN)) == 1


def test_no_cookie_is_kept(server: ScriptedServer, client: Client) -> None:
    server.on("GET", PROJECTS, Reply(200, [], {"Set-Cookie": "sessionid=abc; Path=/"}))
    client.projects.list()
    client.projects.list()
    assert all("cookie" not in request.headers for request in server.requests)


def test_a_redirect_within_the_server_is_followed_signed(server: ScriptedServer, client: Client) -> None:
    server.replay("no_trailing_slash_get", "projects_empty")
    assert client.session.get_json("/api/projects") == []
    assert server.requests[-1].headers["authorization"].startswith("JWT ")


def test_a_redirect_to_another_origin_never_carries_the_token(
    server: ScriptedServer, client: Client, tmp_path: Path
) -> None:
    other = ScriptedServer()  # another port is another origin
    other.on_anything(lambda request: Reply(200, b"file content", {"Content-Type": "image/tiff"}))
    moved = Reply(302, None, {"Location": f"{other.url}/storage/orthophoto.tif?signature=x"})
    server.on("GET", "/api/projects/1/tasks/t/download/textured_model.obj", moved)
    server.on("GET", PROJECTS, moved)
    try:
        with pytest.raises(errors.NotThisKindOfServer, match="another address"):
            client.projects.list()
        assert other.requests == []
        Download(client, "1", "t", "textured_model.obj", tmp_path / "model.obj").run()
        assert (tmp_path / "model.obj").read_bytes() == b"file content"
        assert [("authorization" in request.headers, request.query) for request in other.requests] == [
            (False, {"signature": "x"})
        ]
    finally:
        other.close()


@pytest.mark.parametrize(
    "location",
    [
        "//{other}/x",
        "http://127.0.0.1@{other}/x",
        "http://{here}@{other}/x",
        "http://user:pw@{here}/api/x/",
        "http://{other}\\\\@{here}/x",
        "http://{other}#@{here}/x",
        "http://{other}?@{here}/x",
        "http://{other}\\t@{here}/x",
        "http://localhost.{other}/x",
        "https://{here}/x",
        "HTTP://LOCALHOST:{port}/x",
        "http://127.1:{port}/x",
        "ftp://{here}/x",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "http://[::1]:{port}/x",
    ],
)
@pytest.mark.parametrize("streamed", [False, True])
def test_no_look_alike_of_the_origin_gets_the_token(
    location: str, streamed: bool, server: ScriptedServer, client: Client
) -> None:
    other = ScriptedServer()
    other.on_anything(lambda request: Reply(200, b"x", {"Content-Type": "image/tiff"}))
    here = server.url.removeprefix("http://")
    text = location.encode().decode("unicode_escape")
    target = text.format(here=here, other=other.url.removeprefix("http://"), port=here.split(":")[1])
    server.on("GET", PROJECTS, Reply(302, None, {"Location": target}))
    server.on_anything(lambda request: Reply(200, b"x", {"Content-Type": "image/tiff"}))
    try:
        with contextlib.suppress(errors.ApiError):  # refusing to go there is as good as going without the token
            if streamed:
                client.session.stream(PROJECTS, lambda _status, _headers: len)
            else:
                client.session.get_json(PROJECTS)
                pytest.fail("it went there and took what it found")
        assert all("authorization" not in request.headers for request in other.requests)
        elsewhere = [request for request in server.requests if request.path not in (LOG_IN, PROJECTS)]
        assert all("authorization" not in request.headers for request in elsewhere)
    finally:
        other.close()


def test_headers_for_the_server_alone_do_not_go_elsewhere(server: ScriptedServer, client: Client) -> None:
    other = ScriptedServer()
    other.on_anything(lambda request: Reply(206, b"x", {"Content-Type": "image/tiff"}))
    server.on("GET", "/api/f", Reply(302, None, {"Location": other.url + "/f", "Set-Cookie": "sessionid=1"}))
    sent = {"Range": "bytes=5-", "X-Secret": "1", "Cookie": "a=b", "Authorization": "mine"}
    client.session.stream("/api/f", lambda _status, _headers: len, headers=sent)
    heard = other.requests[0].headers
    assert heard["range"] == "bytes=5-"
    assert not {"x-secret", "cookie", "authorization", "referer"} & set(heard)
    assert server.requests_to("/api/f")[0].headers["authorization"].startswith("JWT ")
    other.close()


def test_the_password_does_not_follow_a_redirect(server: ScriptedServer) -> None:
    other = ScriptedServer()
    server.on("POST", LOG_IN, Reply(307, None, {"Location": other.url + LOG_IN}))
    try:
        with pytest.raises(errors.NotThisKindOfServer, match="another address"):
            Session(server.url, "admin", "secret").log_in()
        assert other.requests == []
    finally:
        other.close()


def test_redirects_in_a_circle_end(server: ScriptedServer, client: Client) -> None:
    server.on("GET", PROJECTS, Reply(302, None, {"Location": PROJECTS}))
    with pytest.raises(errors.UnexpectedAnswer):
        client.projects.list()


@pytest.mark.parametrize(
    "answer",
    [
        recorded("token_refresh_404"),
        Reply(200, b"<html>Welcome to nginx</html>", {"Content-Type": "text/html"}),
        Reply(200, {"status": "ok"}),
        Reply(200, ["token"]),
        Reply(200, {"token": "two\nlines"}),
        Reply(404, {"error": "no such route"}),
        Reply(405, b"<h1>Method Not Allowed</h1>", {"Content-Type": "text/html"}),
        Reply(200, b"\x00\x01 not json", {"Content-Type": "application/octet-stream"}),
    ],
    ids=["html 404", "html", "other json", "list", "bad token", "json 404", "405", "binary"],
)
def test_another_kind_of_server_is_recognised(answer: Reply, server: ScriptedServer) -> None:
    server.on("POST", LOG_IN, answer)
    with pytest.raises(errors.NotThisKindOfServer):
        Session(server.url, "admin", "secret").log_in()


def test_a_maintenance_page_is_told_as_such(server: ScriptedServer) -> None:
    page = Reply(503, b"<html>Back soon</html>", {"Content-Type": "text/html", "Retry-After": "120"})
    server.on("POST", LOG_IN, page)
    with pytest.raises(errors.ServerFailed, match="maintenance") as caught:
        Session(server.url, "admin", "secret").log_in()
    assert (caught.value.status, caught.value.retry_after) == (503, 120.0)


@pytest.mark.parametrize(
    ("typed", "url"),
    [
        ("webodm.example.org", "https://webodm.example.org"),
        (" http://192.168.1.20:8000/ ", "http://192.168.1.20:8000"),
        ("localhost:8000", "http://localhost:8000"),
        ("https://example.org/webodm/dashboard/", "https://example.org/webodm"),
        ("https://example.org:443/api/projects/?page=1", "https://example.org"),
        ("[::1]:8000", "http://[::1]:8000"),
    ],
)
def test_addresses_as_users_type_them(typed: str, url: str) -> None:
    assert Session(typed, "a", "b").url == url


@pytest.mark.parametrize("typed", ["", "ftp://example.org", "http://", "http://host:99999", "http://me:pw@host", "a b"])
def test_what_is_no_address(typed: str) -> None:
    with pytest.raises(errors.InvalidAddress):
        Session(typed, "a", "b")


def test_proxies_are_left_out_where_they_should_be() -> None:
    options = NetworkOptions(proxies={"https": "http://proxy:3128"}, no_proxy=("example.org", "*.internal"))
    assert options.proxies_for("https://drone.test/") == {"https": "http://proxy:3128"}
    for url in ("https://example.org/", "https://a.example.org/", "https://x.internal/", "http://127.0.0.1:8000/"):
        assert options.proxies_for(url) == {}
