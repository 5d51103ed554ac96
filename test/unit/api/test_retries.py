"""What is made again by itself after a failure, when, and what never is."""

from __future__ import annotations

import itertools
import threading
import time
from email.utils import formatdate
from typing import Callable, Dict, List

import pytest
from nadir.core.api import errors, retry, wire
from nadir.core.api.answers import Answer
from nadir.core.api.client import Client
from nadir.core.api.network import NetworkOptions
from nadir.core.api.retry import RetryPolicy, StopWhen
from nadir.core.api.session import Session
from nadir.core.api.transport import Call
from nadir.core.errors import Cancelled
from nadir.test.unit.api.scripted_server import Dropped, Reply, Request, ScriptedServer, recorded

PROJECTS = "/api/projects/"
COMMIT = "/api/projects/1/tasks/t/commit/"
PAGE = b"<html><h1>Bad gateway</h1></html>"


def drop(request: Request) -> Reply:
    raise Dropped


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> List[float]:
    """The waits that were asked for; none is waited."""
    asked: List[float] = []

    def wait(self: StopWhen, timeout: float = 0.0) -> bool:
        asked.append(timeout)
        return False

    monkeypatch.setattr(StopWhen, "wait", wait)
    return asked


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504, 524])
def test_a_get_is_made_again_until_the_server_is_well(status: int, server: ScriptedServer, client: Client) -> None:
    ill = Reply(status, PAGE, {"Content-Type": "text/html"})
    server.on("GET", PROJECTS, ill, ill, recorded("projects_empty"))
    assert client.projects.list() == ()
    assert len(server.requests_to(PROJECTS)) == 3


def test_a_dropped_get_is_made_again(server: ScriptedServer, client: Client) -> None:
    server.on("GET", PROJECTS, drop, drop, recorded("projects_empty"))
    assert client.projects.list() == ()


@pytest.mark.parametrize("status", [400, 403, 404, 501])
def test_what_will_not_pass_is_not_made_again(status: int, server: ScriptedServer, client: Client) -> None:
    server.on("GET", PROJECTS, Reply(status, {"detail": "No."}))
    with pytest.raises(errors.ApiError):
        client.projects.list()
    assert len(server.requests_to(PROJECTS)) == 1


def test_a_server_that_stays_ill_is_an_error_after_four_attempts(server: ScriptedServer, client: Client) -> None:
    server.on("GET", PROJECTS, Reply(502, PAGE, {"Content-Type": "text/html"}))
    with pytest.raises(errors.ServerFailed):
        client.projects.list()
    assert len(server.requests_to(PROJECTS)) == 4


@pytest.mark.parametrize("fault", [drop, Reply(502, PAGE, {"Content-Type": "text/html"})], ids=["dropped", "502"])
def test_a_post_is_made_again_only_where_it_is_said_to_be_harmless(
    fault: object, server: ScriptedServer, client: Client
) -> None:
    server.on("POST", COMMIT, fault, Reply(200, {"id": "t"}))
    with pytest.raises((errors.ConnectionLost, errors.ServerFailed)):
        client.session.post(COMMIT)
    assert len(server.requests_to(COMMIT)) == 1
    server.on("POST", COMMIT, fault, Reply(200, {"id": "t"}))
    assert client.session.post(COMMIT, idempotent=True) == {"id": "t"}


@pytest.mark.parametrize("method", ["PATCH", "POST"])
def test_what_may_have_been_carried_out_is_not_repeated(method: str, server: ScriptedServer, client: Client) -> None:
    server.on(method, PROJECTS, drop)
    with pytest.raises(errors.ConnectionLost):
        client.session.call(Call(method, PROJECTS, json={"name": "x"}))
    assert len(server.requests_to(PROJECTS)) == 1


@pytest.mark.parametrize("lost", [drop, Reply(504, PAGE, {"Content-Type": "text/html"})], ids=["dropped", "504"])
def test_a_delete_whose_answer_was_lost_has_been_done(lost: object, server: ScriptedServer, client: Client) -> None:
    gone = Reply(404, {"detail": "Not found."})
    server.on("DELETE", "/api/projects/1/", lost, gone)
    client.projects.delete("1")
    server.on("DELETE", "/api/projects/1/", gone)
    with pytest.raises(errors.NotFound):
        client.projects.delete("1")


def test_a_proxys_page_does_not_say_that_a_delete_has_been_done(server: ScriptedServer, client: Client) -> None:
    server.on("DELETE", "/api/projects/1/", drop, Reply(404, b"<h1>404 page not found</h1>", {"Content-Type": "text/html"}))
    with pytest.raises(errors.NotFound):
        client.projects.delete("1")


def test_a_post_that_never_reached_the_server_is_made_again(
    server: ScriptedServer, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.session.log_in()
    client.session._transport.close()  # so that a connection has to be made
    really, refused = wire._open, itertools.count()

    def refuse_twice(*arguments: object) -> object:
        if next(refused) < 2:
            raise ConnectionRefusedError(111, "Connection refused")
        return really(*arguments)

    monkeypatch.setattr(wire, "_open", refuse_twice)
    server.on("POST", PROJECTS, Reply(201, {"id": 1}))
    assert client.session.post(PROJECTS, {"name": "x"}) == {"id": 1}
    assert len(server.requests_to(PROJECTS)) == 1


def test_a_log_in_on_the_way_is_repeated_though_the_post_is_not(server: ScriptedServer, client: Client) -> None:
    server.on("POST", "/api/token-auth/", drop, recorded("auth_token_json_ok"))
    server.on("POST", PROJECTS, Reply(201, {"id": 1}))
    assert client.session.post(PROJECTS, {"name": "x"}) == {"id": 1}


def test_retry_after_in_seconds_is_obeyed(server: ScriptedServer, client: Client, waits: List[float]) -> None:
    server.on("GET", PROJECTS, Reply(429, {"detail": "slow"}, {"Retry-After": "17"}), recorded("projects_empty"))
    client.projects.list()
    assert waits == [17.0]


def test_retry_after_as_a_date_goes_by_the_servers_clock(
    server: ScriptedServer, client: Client, waits: List[float]
) -> None:
    its_now = 1_000_000_000  # years behind
    headers = {"Retry-After": formatdate(its_now + 21, usegmt=True), "Date": formatdate(its_now, usegmt=True)}
    answer = _answer(503, headers)
    with pytest.raises(errors.ServerFailed) as caught:
        answer.raise_for_status()
    assert caught.value.retry_after == 21.0


@pytest.mark.parametrize("nonsense", ["", "soon", "-5", "1e9", "nan", "٣", "Mon, 99 Foo"])
def test_a_retry_after_that_means_nothing(nonsense: str) -> None:
    with pytest.raises(errors.ServerFailed) as caught:
        _answer(503, {"Retry-After": nonsense}).raise_for_status()
    assert caught.value.retry_after is None


def _answer(status: int, headers: Dict[str, str]) -> Answer:
    return Answer(status, headers, b"{}", "http://a/")


def test_a_wait_beyond_the_deadline_is_left_to_the_caller(
    server: ScriptedServer, client: Client, waits: List[float]
) -> None:
    server.on("GET", PROJECTS, Reply(503, {"detail": "later"}, {"Retry-After": "3600"}))
    with pytest.raises(errors.ServerFailed) as caught:
        client.projects.list()
    assert caught.value.retry_after == 3600.0
    assert waits == []


def test_waits_grow_and_differ() -> None:
    policy = RetryPolicy(attempts=9, first=1.0, longest=16.0)
    lost = errors.ConnectionLost("lost")
    for attempt, most in enumerate((1.0, 2.0, 4.0, 8.0, 16.0, 16.0, 16.0), 1):
        seen = {policy.delay(attempt, lost) for _ in range(50)}
        assert len(seen) > 10, "no jitter"
        assert min(seen) >= most / 2
        assert max(seen) <= most


def test_no_attempt_begins_after_the_deadline(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = itertools.count(0.0, 20.0)  # each look at it is 20 s later
    monkeypatch.setattr(retry.time, "monotonic", lambda: next(clock))
    calls: List[int] = []

    def fail() -> None:
        calls.append(1)
        raise errors.ConnectionLost("lost")

    stop = threading.Event()
    with pytest.raises(errors.ConnectionLost):
        RetryPolicy(attempts=9, first=0.0, longest=0.0, deadline=50.0).call(fail, stop)
    assert len(calls) == 3


def test_cancel_while_waiting_for_the_next_attempt(server: ScriptedServer) -> None:
    session = Session(server.url, "a", "b", NetworkOptions(), retry=RetryPolicy(attempts=2, first=600.0, longest=600.0))
    asked = threading.Event()

    def ill(request: Request) -> Reply:
        asked.set()
        return Reply(502, PAGE, {"Content-Type": "text/html"})

    server.on("GET", PROJECTS, ill)
    cancelled_at: List[float] = []

    def cancelled() -> bool:
        if not asked.is_set():
            return False
        cancelled_at.append(time.monotonic())
        return len(cancelled_at) > 2

    with pytest.raises(Cancelled):
        session.get_json(PROJECTS, cancelled=cancelled)


def test_uploads_and_downloads_are_left_to_who_streams_them(server: ScriptedServer, client: Client) -> None:
    path = "/api/projects/1/tasks/t/download/all.zip"
    server.on("GET", path, Reply(502, PAGE, {"Content-Type": "text/html"}))
    with pytest.raises(errors.ServerFailed):
        client.session.stream(path, _no_sink)
    assert len(server.requests_to(path)) == 1


def _no_sink(status: int, headers: object) -> Callable[[bytes], None]:
    raise AssertionError("nothing good came")
