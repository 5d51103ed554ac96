"""Each way a call can fail is an error of its own, with what happened, what can be done, and the technical detail."""

from __future__ import annotations

import socket
from typing import Any, Callable, Dict, Iterator, List, Tuple, Type

import pytest
from nadir.core.api import errors
from nadir.core.api.answers import Answer, messages_by_field, read_json
from nadir.core.api.client import Client
from nadir.core.api.network import NetworkOptions
from nadir.core.api.retry import RetryPolicy
from nadir.core.api.session import Session
from nadir.test.unit.api.scripted_server import RawServer, Reply, ScriptedServer, recorded

LOG_IN = "/api/token-auth/"
PROJECTS = "/api/projects/"
HTML = {"Content-Type": "text/html"}
NGINX = b"<html><head><title>%s</title></head><body><h1>nginx</h1></body></html>"
ONCE = RetryPolicy(attempts=1)

CALLS: List[Tuple[str, Reply, Type[errors.ApiError], str]] = [
    ("ended", recorded("auth_expired_header"), errors.SessionExpired, "session"),
    ("broken token", recorded("badtoken_projects"), errors.SessionExpired, "session"),
    ("no log-in seen", recorded("noauth_projects"), errors.SessionExpired, "does not see your log-in"),
    ("ended, 401", Reply(401, {"detail": "Token has expired"}), errors.SessionExpired, "session"),
    ("no permission", recorded("viewer_patch_project"), errors.PermissionRefused, "may not"),
    ("hidden", recorded("pilot_project_hidden"), errors.NotFound, "hides it"),
    ("gone", Reply(410, {"detail": "gone"}), errors.NotFound, "does not have"),
    ("csrf", recorded("plugin_post_jwt_only_csrf403"), errors.CsrfRefused, "forged"),
    ("csrf in json", recorded("session_post_nocsrf"), errors.CsrfRefused, "forged"),
    ("another log-in", Reply(401, b"<h1>401</h1>", {**HTML, "WWW-Authenticate": "Basic"}), errors.PermissionRefused, "own"),
    ("maintenance", Reply(503, NGINX % b"503", HTML), errors.MaintenancePage, "maintenance"),
    ("maintenance, 200", Reply(200, b"<h1>Be right back</h1>", HTML), errors.MaintenancePage, "web page"),
    ("page of a proxy", Reply(200, NGINX % b"Welcome", HTML), errors.MaintenancePage, "web page"),
    ("page without a type", Reply(200, b"  <!doctype html>"), errors.MaintenancePage, "web page"),
    ("portal, 511", Reply(511, b"<h1>Log in</h1>", HTML), errors.CaptivePortal, "network wants you"),
    (
        "portal, 200",
        Reply(200, b'<meta http-equiv="refresh" content="0; url=http://hotspot.example/">', HTML),
        errors.CaptivePortal,
        "network wants you",
    ),
    (
        "portal, redirect",
        Reply(302, None, {"Location": "http://hotspot.invalid/login?user=me"}),
        errors.CaptivePortal,
        "network wants you",
    ),
    ("proxy, 407", Reply(407, NGINX % b"407", HTML), errors.ProxyAuthenticationWanted, "proxy wants"),
    ("client certificate", Reply(400, NGINX % b"No required SSL certificate", HTML), errors.ClientCertificateWanted, "wants"),
    ("too large", Reply(413, NGINX % b"413", HTML), errors.BodyTooLarge, "this large"),
    ("too many", Reply(429, {"detail": "Throttled."}), errors.ServerFailed, "busy"),
    ("bad gateway", Reply(502, NGINX % b"502", HTML), errors.ServerFailed, "busy"),
    ("failed", Reply(500, b"<h1>Server Error (500)</h1>", HTML), errors.ServerFailed, "failed"),
    ("refused", Reply(400, {"name": ["This field is required."]}), errors.InvalidRequest, "name: This field"),
    ("refused, detail", Reply(400, {"detail": "Bad."}), errors.InvalidRequest, "Bad"),
    ("refused, list", Reply(400, ["Invalid parameter"]), errors.InvalidRequest, "Invalid parameter"),
    ("not json", Reply(200, b"\x00\x01"), errors.UnexpectedAnswer, "cannot be read"),
    ("no page to send on to", Reply(302, None, {"Location": "http://[::bad"}), errors.UnexpectedAnswer, "address that is none"),
    ("odd status", Reply(418, b"<p>teapot</p>", HTML), errors.NotThisKindOfServer, "not a server compatible"),
]


def check_parts(error: errors.ApiError, *secrets: str) -> None:
    assert error.summary.strip().endswith((".", "/", "me", "'")) or ":" in error.summary, error.summary
    assert error.remedy.strip() or isinstance(error, errors.InvalidRequest), "nothing that can be done"
    assert error.detail.strip(), "no technical detail"
    for secret in secrets:
        assert secret not in error.summary + error.remedy + error.detail


@pytest.mark.parametrize(("reply", "kind", "said"), [row[1:] for row in CALLS], ids=[row[0] for row in CALLS])
def test_what_a_call_can_meet(
    reply: Reply, kind: Type[errors.ApiError], said: str, server: ScriptedServer
) -> None:
    session = Session(server.url, "admin", "pa55word", NetworkOptions(), retry=ONCE)
    session.log_in()
    server.on("GET", PROJECTS, reply)
    with pytest.raises(kind) as caught:
        session.get_json(PROJECTS)
    assert type(caught.value) is kind
    assert said in caught.value.summary
    check_parts(caught.value, "pa55word", session.authorization().split()[1], "user=me")


LOG_INS: List[Tuple[str, Reply, Type[errors.ApiError], str]] = [
    ("wrong password", recorded("auth_token_bad"), errors.WrongPassword, "password is wrong"),
    ("wrong password, 401", Reply(401, {"detail": "No active account found"}), errors.WrongPassword, "password is wrong"),
    ("no password", Reply(400, {"password": ["This field is required."]}), errors.WrongPassword, "password is missing"),
    ("locked out", Reply(403, {"detail": "Too many attempts."}), errors.PermissionRefused, "log in"),
    ("csrf", Reply(403, {"detail": "CSRF Failed: Referer checking failed"}), errors.CsrfRefused, "forged"),
    ("another log-in", Reply(401, b"<h1>401</h1>", {**HTML, "WWW-Authenticate": "Basic"}), errors.PermissionRefused, "own"),
    ("another server", Reply(200, NGINX % b"Welcome to nginx", HTML), errors.NotThisKindOfServer, "compatible"),
    ("maintenance", Reply(503, NGINX % b"503", HTML), errors.MaintenancePage, "maintenance"),
    ("maintenance, 200", Reply(200, b"<h1>Down for maintenance</h1>", HTML), errors.MaintenancePage, "maintenance"),
    ("portal", Reply(511, b"<h1>Log in</h1>", HTML), errors.CaptivePortal, "network wants you"),
]


@pytest.mark.parametrize(("reply", "kind", "said"), [row[1:] for row in LOG_INS], ids=[row[0] for row in LOG_INS])
def test_what_a_log_in_can_meet(reply: Reply, kind: Type[errors.ApiError], said: str, server: ScriptedServer) -> None:
    server.on("POST", LOG_IN, reply)
    with pytest.raises(kind) as caught:
        Session(server.url, "admin", "pa55word").log_in()
    assert type(caught.value) is kind
    assert said in caught.value.summary
    check_parts(caught.value, "pa55word")


def test_a_page_in_place_of_a_file_is_not_saved_as_the_file(server: ScriptedServer, client: Client) -> None:
    client.session.log_in()
    server.on("GET", "/api/f", Reply(200, b"<h1>Be right back</h1>", HTML))
    started: List[int] = []

    def start(status: int, headers: Any) -> Callable[[bytes], None]:
        started.append(status)
        return lambda block: None

    with pytest.raises(errors.MaintenancePage):
        client.session.stream("/api/f", start)
    assert started == []


@pytest.mark.parametrize("status", [304, 416])
def test_a_stream_that_has_nothing_new_is_an_answer(status: int, server: ScriptedServer, client: Client) -> None:
    server.on("GET", "/api/f", Reply(status, None, {"Content-Range": "bytes */5"}))
    answer = client.session.stream("/api/f", lambda _status, _headers: len, headers={"Range": "bytes=9-"})
    assert (answer.status, answer.headers["content-range"]) == (status, "bytes */5")
    assert server.requests_to("/api/f")[0].headers["range"] == "bytes=9-"


def test_a_range_is_streamed_with_its_status(server: ScriptedServer, client: Client) -> None:
    server.on("GET", "/api/f", Reply(206, b"rest", {"Content-Range": "bytes 4-7/8", "Content-Type": "image/tiff"}))
    seen: List[object] = []

    def start(status: int, headers: Any) -> Callable[[bytes], None]:
        seen.extend((status, headers["Content-Range"]))
        return seen.append

    client.session.stream("/api/f", start)
    assert seen == [206, "bytes 4-7/8", b"rest"]


# Plugins of the server, which guard against forged requests


def guarded(session_scheme: str, heard: List[Dict[str, str]]) -> Callable[[Any], Reply]:
    """As Django checks: header and cookie agree, 64 letters; a Referer of the same host over https."""

    def check(request: Any) -> Reply:
        headers = request.headers
        heard.append(headers)
        cookie = headers.get("cookie", "").partition("csrftoken=")[2]
        agreed = len(cookie) == 64 and cookie.isalnum() and headers.get("x-csrftoken") == cookie
        referred = headers.get("referer", "").startswith(f"{session_scheme}://{headers['host']}/")
        if agreed and referred and headers.get("authorization", "").startswith("JWT "):
            return Reply(200, {"celery_task_id": "x"}, {"Set-Cookie": "csrftoken=servers; sessionid=servers"})
        return recorded("plugin_post_jwt_only_csrf403")

    return check


def test_a_plugin_is_asked_with_a_made_up_pair_of_cookie_and_header(server: ScriptedServer, client: Client) -> None:
    path = "/api/plugins/contours/task/t/contours/generate"
    heard: List[Dict[str, str]] = []
    server.on("POST", path, guarded("http", heard))
    for _ in range(2):
        assert client.session.post(path, {"layer": "DSM"}) == {"celery_task_id": "x"}
    assert heard[0]["cookie"] != heard[1]["cookie"], "a cookie was kept"
    assert "servers" not in heard[1]["cookie"]
    server.replay("projects_empty")
    client.projects.list()
    assert "cookie" not in server.requests[-1].headers
    assert "x-csrftoken" not in server.requests[-1].headers


# Slashes


def test_a_post_without_its_slash_is_made_where_the_server_sends_it(server: ScriptedServer, client: Client) -> None:
    server.replay("no_trailing_slash_post")
    server.on("POST", PROJECTS, Reply(201, {"id": 7}))
    assert client.session.post("/api/projects", {"name": "x"}) == {"id": 7}
    assert server.requests_to(PROJECTS, "POST")[0].json() == {"name": "x"}


@pytest.mark.parametrize(
    ("status", "location"), [(302, "/accounts/login/"), (303, PROJECTS + "x/"), (301, "/api/other/")]
)
def test_a_post_is_not_made_elsewhere(status: int, location: str, server: ScriptedServer, client: Client) -> None:
    server.on("POST", PROJECTS, Reply(status, None, {"Location": location}))
    with pytest.raises(errors.NotThisKindOfServer):
        client.session.post(PROJECTS, {"name": "x"})
    assert [request.path for request in server.requests if request.path != LOG_IN] == [PROJECTS]


# No answer at all


@pytest.fixture
def nobody() -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    yield f"127.0.0.1:{port}"


@pytest.mark.parametrize(
    ("talk", "kind"),
    [
        (b"SSH-2.0-OpenSSH_9.2\r\n", errors.NotThisKindOfServer),
        (b"", errors.ConnectionLost),
        (b"HTTP/1.1 200 OK\r\nContent-", errors.ConnectionLost),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n[]", errors.ConnectionLost),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n[]", errors.ConnectionLost),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n[]", errors.ConnectionLost),
        (b"HTTP/1.1 200 OK\r\nX: " + b"x" * 1_000_000 + b"\r\n\r\n", errors.UnexpectedAnswer),
        (b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 1000 + b"\r\n", errors.UnexpectedAnswer),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 5, 7\r\n\r\n[]", errors.UnexpectedAnswer),
    ],
    ids=["ssh", "nothing", "half a head", "short", "short chunk", "no chunk", "1 MB header", "1000 headers", "lengths"],
)
def test_what_is_no_whole_answer(talk: bytes, kind: Type[errors.ApiError]) -> None:
    server = RawServer(lambda connection: (connection.recv(65536), connection.sendall(talk)))
    with pytest.raises(kind) as caught:
        Session(server.url, "admin", "pa55word").log_in()
    check_parts(caught.value, "pa55word")
    server.close()


def test_nobody_there_and_nobody_of_that_name(nobody: str) -> None:
    for url in (f"http://{nobody}", "http://nadir.invalid", f"http://{'a' * 70}.example"):
        with pytest.raises((errors.Unreachable, errors.InvalidAddress)) as caught:
            Session(url, "a", "b").log_in()
        check_parts(caught.value)


# What is inside


@pytest.mark.parametrize(
    ("text", "read"),
    [
        (b'{"a": NaN, "b": [Infinity, -Infinity]}', {"a": None, "b": [None, None]}),
        (b'{"a": 1, "a": 2}', {"a": 2}),
        (b"\xef\xbb\xbf[1]", [1]),
    ],
)
def test_odd_json_is_read(text: bytes, read: object) -> None:
    assert read_json(text) == read


@pytest.mark.parametrize(
    "text", [b"[" * 100_000, b'{"a":' * 100_000, b"\xff\xfe\xfd", b"[1", b"1" * 100_000, b'"\xff"'], ids=repr
)
def test_json_that_is_none_is_an_error_and_no_crash(text: bytes) -> None:
    with pytest.raises(errors.UnexpectedAnswer):
        Answer(200, {}, text, "http://a/").json()


def test_a_refusal_without_measure_is_cut() -> None:
    deep: Any = "x" * 1_000_000
    for _ in range(400):
        deep = [deep]
    assert messages_by_field(deep) == {"": ["…"]}
    assert len(str(messages_by_field([["y" * 1_000_000] * 1000]))) < 1_000_000
