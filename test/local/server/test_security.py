"""Strange hosts and sites, guessed passwords, secrets in logs, and errors that are always JSON."""
from __future__ import annotations

import base64
import json
import logging
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from nadir_server.security.guesses import FORGOTTEN_AFTER, FREE_PER_ACCOUNT, FREE_PER_ADDRESS, LONGEST_WAIT, Guesses
from nadir_server.security.hosts import allowed_hosts
from nadir_server.security.redaction import RedactingFormatter, redacted
from running_server import RunningServer

JWT = "eyJhbGciOiJIUzI1NiJ9.eyJleHAiOjE3fQ.c2lnbmF0dXJl"


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    server = RunningServer(tmp_path_factory.mktemp("guarded") / "data").start("--allow-host", "maps.example.org")
    yield server
    assert server.stop() == 0


class Clock:
    """Time that passes when it is told to."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.mark.parametrize("host", ["rebound.example.com", "10.0.0.1", "127.0.0.1.evil.example", "a b", ""])
def test_an_unknown_host_is_refused_in_json(alone: RunningServer, host: str) -> None:
    for path in ("/api/projects/", "/api/token-auth/", "/swagger.json", "/"):
        answer = alone.call("GET", path, headers={"Host": host})
        assert (answer.status_code, answer.headers["Content-Type"]) == (400, "application/json"), path
        assert answer.json()["detail"]


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:80", "[::1]:8000", "maps.example.org"])
def test_loopback_and_what_the_administrator_named_are_answered(alone: RunningServer, host: str) -> None:
    assert alone.call("GET", "/api/projects/", headers={"Host": host}).status_code == 200


def test_names_that_are_allowed() -> None:
    loopback = ["127.0.0.1", "localhost", "[::1]"]
    assert allowed_hosts("127.0.0.1", []) == loopback
    assert allowed_hosts("::", ["maps"]) == [*loopback, "maps"]
    assert allowed_hosts("192.168.1.5", []) == [*loopback, "192.168.1.5"]
    assert allowed_hosts("fd00::5", []) == [*loopback, "[fd00::5]"]


def test_a_name_that_is_a_pattern_is_refused(tmp_path: Path) -> None:
    for name in ("*", ".example.org", "http://x", "x:80"):
        with pytest.raises(json.JSONDecodeError):  # it ends with a usage error and is never ready
            RunningServer(tmp_path / "data").start("--allow-host", name)


def test_pages_of_other_sites_are_refused(alone: RunningServer) -> None:
    for origin in ("https://evil.example", "http://127.0.0.1:1", "null", "http://["):
        answer = alone.call("POST", "/api/token-auth/", auth="", data=alone.login, headers={"Origin": origin})
        assert (answer.status_code, "token" in answer.json()) == (403, False), origin
    own = f"http://127.0.0.1:{alone.port}"
    assert alone.call("POST", "/api/token-auth/", auth="", data=alone.login, headers={"Origin": own}).status_code == 200


def test_no_answer_lets_another_site_read_it(alone: RunningServer) -> None:
    asked = {"Origin": f"http://127.0.0.1:{alone.port}", "Access-Control-Request-Method": "POST"}
    for method in ("GET", "OPTIONS"):
        answer = alone.call(method, "/api/projects/", headers=asked)
        assert not [name for name in answer.headers if name.lower().startswith("access-control")]


def test_failures_are_free_at_first_and_then_cost_more_and_more() -> None:
    clock = Clock()
    guesses = Guesses(clock)
    waits = []
    for _ in range(FREE_PER_ACCOUNT + 8):
        waits.append(guesses.seconds_to_wait("anna", "10.0.0.1"))
        clock.now += waits[-1]
        guesses.failed("anna", "10.0.0.1")
    assert waits == [0.0] * FREE_PER_ACCOUNT + [1, 2, 4, 8, 16, 32, LONGEST_WAIT, LONGEST_WAIT]
    assert guesses.seconds_to_wait("anna", "10.0.0.2") == 0
    assert guesses.seconds_to_wait("bert", "10.0.0.1") == 0
    clock.now += FORGOTTEN_AFTER + 1
    assert guesses.seconds_to_wait("anna", "10.0.0.1") == 0
    guesses.failed("anna", "10.0.0.1")
    assert guesses.seconds_to_wait("anna", "10.0.0.1") == 0


def test_a_log_in_clears_its_account_there_and_nothing_else() -> None:
    guesses = Guesses(Clock())
    for _ in range(FREE_PER_ACCOUNT):
        guesses.failed("anna", "10.0.0.1")
        guesses.failed("bert", "10.0.0.1")
    guesses.succeeded("anna", "10.0.0.1")
    assert guesses.seconds_to_wait("anna", "10.0.0.1") == 0
    assert guesses.seconds_to_wait("bert", "10.0.0.1") == 1


def test_many_accounts_from_one_address_are_slowed_but_for_this_computer() -> None:
    guesses = Guesses(Clock())
    for number in range(FREE_PER_ADDRESS):
        guesses.failed(f"user {number}", "10.0.0.1")
        guesses.failed(f"user {number}", "127.0.0.1")
    assert guesses.seconds_to_wait("somebody else", "10.0.0.1") == 1
    assert guesses.seconds_to_wait("somebody else", "127.0.0.1") == 0


def test_invented_names_do_not_fill_the_memory() -> None:
    guesses = Guesses(Clock())
    for number in range(25_000):
        guesses.failed(f"user {number}", "127.0.0.1")
    assert len(guesses._failures) <= 10_000


@pytest.mark.parametrize("way", ["token", "basic"])
def test_a_guesser_is_slowed_and_others_are_not(tmp_path: Path, way: str) -> None:
    server = RunningServer(tmp_path / "data").start()
    try:
        codes = [_try(server, way, "admin", "wrong") for _ in range(FREE_PER_ACCOUNT + 2)]
        assert codes[:FREE_PER_ACCOUNT] == [400 if way == "token" else 403] * FREE_PER_ACCOUNT
        assert codes[FREE_PER_ACCOUNT:] == [429, 429]
        answer = server.call("POST", "/api/token-auth/", auth="", data={"username": "ADMIN", "password": "x"})
        assert (answer.status_code, int(answer.headers["Retry-After"])) == (429, 1)
        assert _try(server, way, "somebody", "wrong") in (400, 403)
    finally:
        assert server.stop() == 0


def _try(server: RunningServer, way: str, username: str, password: str) -> int:
    if way == "token":
        body = {"username": username, "password": password}
        return server.call("POST", "/api/token-auth/", auth="", data=body).status_code
    pair = base64.b64encode(f"{username}:{password}".encode()).decode()
    return server.call("GET", "/api/projects/", auth=f"Basic {pair}").status_code


def test_who_logs_in_correctly_is_never_slowed(alone: RunningServer) -> None:
    for _ in range(3):
        assert _try(alone, "token", "admin", "mistyped") == 400
        assert _try(alone, "token", **alone.login) == 200
        assert _try(alone, "basic", **alone.login) == 200


@pytest.mark.parametrize(
    ("line", "secret"),
    [
        (f"GET /api/projects/?jwt={JWT}&page=1", JWT),
        (f"Authorization: JWT {JWT}", JWT),
        (f"the token was {JWT}.", JWT),
        ("HTTPConnectionPool: /info?token=k3y%20x (Caused by", "k3y%20x"),
        ("Authorization: Basic YWRtaW46cGFzc3dvcmQ=", "YWRtaW46cGFzc3dvcmQ="),
        ("{'username': 'admin', 'password': 'hunter 2'}", "hunter 2"),
        ('{"token": "abc"}', "abc"),
    ],
)
def test_secrets_are_taken_out_of_lines(line: str, secret: str) -> None:
    assert secret in line and secret not in redacted(line)
    assert "***" in redacted(line)


def test_secrets_are_taken_out_of_tracebacks_too() -> None:
    try:
        raise ValueError(f"http://x/?jwt={JWT}")
    except ValueError as error:
        record = logging.LogRecord("x", logging.ERROR, "x", 1, "token=%s", ("s3cret",), (ValueError, error, None))
    text = RedactingFormatter("{message}", style="{").format(record)
    assert JWT not in text and "s3cret" not in text and "ValueError" in text


def test_lines_without_secrets_stay_as_they_are() -> None:
    line = "Task 5aba71e7 waits for its node: the token it wants is not known; basic steps follow"
    assert redacted(line) == line


@pytest.mark.parametrize(
    ("method", "path", "headers", "body", "code"),
    [
        ("GET", "/api/nothing/", {}, None, 404),
        ("GET", "/api/projects/1/nothing/at/all", {}, None, 404),
        ("GET", "/nothing.html", {"Accept": "text/html"}, None, 404),
        ("DELETE", "/api/projects/", {}, None, 405),
        ("PATCH", "/api/token-auth/", {}, None, 405),
        ("POST", "/api/projects/", {"Content-Type": "multipart/form-data"}, b"x", 400),
        ("POST", "/api/projects/", {"Content-Type": "multipart/form-data; boundary=b"}, b"--b\r\nContent-Disp", 400),
        ("POST", "/api/projects/", {"Content-Type": "multipart/form-data; boundary=" + "b" * 300}, b"--b", 415),
        ("POST", "/api/projects/", {"Content-Type": "application/json"}, b"{", 400),
        ("POST", "/api/projects/", {"Content-Type": "application/json"}, b"[1]", 400),
        ("POST", "/api/projects/", {"Content-Type": "application/json"}, b'{"name": "\\ud800"}', 400),
        ("POST", "/api/projects/", {"Content-Type": "application/json; charset=nonsense"}, b"{}", 400),
        ("POST", "/api/projects/", {"Content-Type": "text/html"}, b"x", 415),
        ("POST", "/api/projects/", {"Content-Type": "application/x-www-form-urlencoded"}, b"a=" + b"b" * (33 << 20), 413),
    ],
)
def test_errors_are_json(
    alone: RunningServer, method: str, path: str, headers: dict[str, str], body: bytes | None, code: int
) -> None:
    answer = alone.call(method, path, headers=headers, data=body)
    assert (answer.status_code, answer.headers["Content-Type"]) == (code, "application/json"), answer.text[:200]
    assert answer.json()


@pytest.mark.parametrize(
    "request_bytes",
    [
        b"nonsense\r\n\r\n",
        b"GET /api/projects/ HTTP/1.1\r\nHost: 127.0.0.1\r\nX: " + b"x" * 300_000 + b"\r\n\r\n",
        b"POST /api/projects/ HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: gzip\r\n\r\n",
        b"POST /api/projects/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: -5\r\n\r\n",
    ],
)
def test_what_is_hardly_http_is_answered_in_json_too(alone: RunningServer, request_bytes: bytes) -> None:
    with socket.create_connection(("127.0.0.1", alone.port), 10) as connection:
        connection.sendall(request_bytes)
        connection.shutdown(socket.SHUT_WR)
        answer = b""
        while data := connection.recv(65536):
            answer += data
    head, _, body = answer.partition(b"\r\n\r\n")
    assert head.split(b" ")[1] in (b"400", b"431", b"501"), head
    assert b"application/json" in head.lower()
    assert json.loads(body)["detail"]


def test_nothing_of_all_that_is_in_the_log(alone: RunningServer) -> None:
    alone.call("GET", f"/api/projects/?jwt={alone.token}", auth="", headers={"Host": "evil.example"})
    alone.call("GET", f"/api/projects/?jwt={alone.token}&page=%00", auth="")
    log = (alone.data / "server.log").read_text()
    for secret in (alone.token, alone.login["password"], (alone.data / "secret_key").read_text().strip()):
        assert secret not in log
    assert "Traceback" not in log
