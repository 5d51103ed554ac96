"""Logging in when it does not work: asked for once by all threads together, and nothing said that is secret."""

from __future__ import annotations

import threading
import time
from typing import List, Optional

import pytest
from nadir.core.api import errors
from nadir.core.api import session as session_module
from nadir.core.api.answers import Answer
from nadir.core.api.client import Client
from nadir.core.api.network import NetworkOptions
from nadir.core.api.retry import RetryPolicy
from nadir.core.api.session import Session
from nadir.core.api.token import Token
from nadir.core.api.transport import Call
from nadir.test.unit.api.scripted_server import Reply, Request, ScriptedServer, recorded

PROJECTS = "/api/projects/"
LOG_IN = "/api/token-auth/"
ONCE = RetryPolicy(attempts=1)


def all_that_is_told(error: BaseException) -> str:
    """As it lands in logs: the error and all that it came from."""
    told: List[str] = []
    seen: Optional[BaseException] = error
    while seen is not None:
        told += [str(seen), repr(seen), getattr(seen, "detail", "")]
        seen = seen.__cause__ or seen.__context__
    return "\n".join(told)


def test_threads_that_wait_for_a_log_in_share_how_it_fails(server: ScriptedServer) -> None:
    session = Session(server.url, "admin", "secret", retry=ONCE)
    asking = 6
    waiting = threading.Semaphore(0)

    def fail(request: Request) -> Reply:
        for _ in range(asking - 1):
            waiting.acquire(timeout=10)
        time.sleep(0.2)  # the others are at the lock by then
        return Reply(500, {"detail": "out of order"})

    server.on("POST", LOG_IN, fail)
    caught: List[BaseException] = []

    def work(first: bool) -> None:
        if not first:
            waiting.release()
        try:
            session.get_json(PROJECTS)
        except errors.ServerFailed as error:
            caught.append(error)

    leader = threading.Thread(target=work, args=(True,))
    leader.start()
    assert server.arrived.wait(10)
    followers = [threading.Thread(target=work, args=(False,)) for _ in range(asking - 1)]
    for thread in followers:
        thread.start()
    for thread in (leader, *followers):
        thread.join(20)
    assert [error.status for error in caught if isinstance(error, errors.ServerFailed)] == [500] * asking
    assert len({id(error) for error in caught}) == asking
    assert len(server.requests_to(LOG_IN)) == 1
    session.close()


def test_after_a_failure_the_next_call_logs_in(server: ScriptedServer, client: Client) -> None:
    server.on("POST", LOG_IN, *[Reply(500)] * 4, recorded("auth_token_json_ok"))
    server.replay("projects_empty")
    with pytest.raises(errors.ServerFailed):
        client.projects.list()
    assert client.projects.list() == ()


def test_an_account_that_is_locked_out_is_left_alone_for_a_while(
    server: ScriptedServer, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each further attempt would lock it for longer."""
    server.on("POST", LOG_IN, Reply(403, {"detail": "Account locked: too many login attempts."}))
    server.replay("projects_empty")
    for _ in range(5):
        with pytest.raises(errors.PermissionRefused) as caught:
            client.projects.list()
        assert "too many login attempts" in caught.value.detail
    assert len(server.requests_to(LOG_IN)) == 1
    server.on("POST", LOG_IN, recorded("auth_token_json_ok"))
    now = time.monotonic()
    monkeypatch.setattr(session_module.time, "monotonic", lambda: now + 61.0)
    assert client.projects.list() == ()


def test_a_closed_session_does_not_log_in_by_itself(server: ScriptedServer, client: Client) -> None:
    server.replay("projects_empty")
    client.projects.list()
    client.session.close()
    with pytest.raises(errors.SessionExpired, match="closed"):
        client.projects.list()
    assert (len(server.requests_to(LOG_IN)), client.session.authorization()) == (1, "")
    client.session.log_in()
    assert client.projects.list() == ()


def test_a_token_that_comes_after_closing_is_not_kept(server: ScriptedServer) -> None:
    session = Session(server.url, "admin", "secret", retry=ONCE)

    def close(request: Request) -> Reply:
        session.close()
        return recorded("auth_token_json_ok")

    server.on("POST", LOG_IN, close)
    with pytest.raises(errors.SessionExpired, match="closed"):
        session.get_json(PROJECTS)
    assert session.authorization() == ""


@pytest.mark.parametrize(
    "said",
    [
        Reply(422, {"detail": [{"loc": ["body", "name"], "input": {"username": "admin", "password": 'pä"ss/wörd'}}]}),
        Reply(400, {"password": ['pä"ss/wörd is no password here']}),
        Reply(400, {"non_field_errors": ['pä"ss/wörd']}),
        Reply(403, {"detail": 'not with pä"ss/wörd'}),
        Reply(500, b'Traceback: data = {"password": "p\xc3\xa4\\"ss/w\xc3\xb6rd"}', {"Content-Type": "text/plain"}),
        Reply(404, b"username=admin&password=p%C3%A4%22ss%2Fw%C3%B6rd", {"Content-Type": "text/plain"}),
    ],
    ids=["pydantic", "field", "non field", "403", "traceback", "form"],
)
def test_a_server_that_says_the_password_back_does_not_get_it_into_an_error(
    said: Reply, server: ScriptedServer
) -> None:
    server.on("POST", LOG_IN, said)
    with pytest.raises(errors.ApiError) as caught:
        Session(server.url, "admin", 'pä"ss/wörd').log_in()
    told = all_that_is_told(caught.value)
    assert "ss/w" not in told
    assert "ss%2Fw" not in told


@pytest.mark.parametrize("body", [b'{"token": "eyJhbGciOi', b'{"token": "eyJhbGciOi two"}', b'["eyJhbGciOi"]'])
def test_half_a_token_does_not_get_into_an_error(body: bytes, server: ScriptedServer) -> None:
    server.on("POST", LOG_IN, Reply(200, body))
    with pytest.raises(errors.NotThisKindOfServer) as caught:
        Session(server.url, "admin", "secret").log_in()
    assert "eyJhbGciOi" not in all_that_is_told(caught.value)


def test_nothing_that_is_secret_is_shown_by_the_values_on_the_way() -> None:
    call = Call("POST", LOG_IN, json={"password": "secret"}, headers={"Cookie": "secret"})
    answer = Answer(200, {}, b'{"token": "secret"}', "http://x/")
    assert "secret" not in repr((call, answer, Token.of(answer)))


@pytest.mark.parametrize(
    "proxy", ["http://me:s3c/ret@proxy:1", "http://me:s3c@ret@127.0.0.1:9", "http://me:s3cret@127.0.0.1:9"]
)
def test_the_password_of_a_proxy_is_in_no_error(proxy: str) -> None:
    network = NetworkOptions(proxies={"http": proxy}, connect_timeout=2.0)
    with pytest.raises(errors.ProxyRefused) as caught:
        Session("http://example.invalid", "admin", "secret", network, retry=ONCE).log_in()
    assert "s3c" not in str(caught.value) + caught.value.detail
    assert "ret@" not in caught.value.detail
