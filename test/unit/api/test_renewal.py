"""Tokens renewed on behalf of who cannot wait, and what becomes of a session told to who has to know."""

from __future__ import annotations

import threading
import time
from typing import List, Optional

import pytest
from nadir.core.api import errors
from nadir.core.api.client import Client
from nadir.core.api.errors import ApiError
from nadir.test.unit.api.scripted_server import Reply, ScriptedServer, recorded
from nadir.test.unit.api.test_session import LOG_IN, PROJECTS, token

HOUR = 3600.0


def test_a_session_says_when_its_token_ends_soon_and_when_it_has(
    server: ScriptedServer, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    session, now = client.session, time.time()
    assert (session.wants_renewal(), session.has_ended()) == (False, False), "there is none before the first log-in"
    server.on("POST", LOG_IN, Reply(200, {"token": token(6 * HOUR)}))
    session.log_in()
    seen = []
    for later in (0.0, 5 * HOUR, 6 * HOUR - 200, 6 * HOUR + 5):
        monkeypatch.setattr(time, "time", lambda later=later: now + later)
        seen.append((session.wants_renewal(), session.has_ended()))
    assert seen == [(False, False), (False, False), (True, False), (True, True)]


@pytest.mark.parametrize("given", [token(-HOUR), "not.a.token", "opaque"], ids=["ended when it was given", "no parts", "opaque"])
def test_a_token_of_which_nothing_sensible_is_known_is_never_said_to_end(
    server: ScriptedServer, client: Client, given: str
) -> None:
    server.on("POST", LOG_IN, Reply(200, {"token": given}))
    client.session.log_in()
    assert (client.session.wants_renewal(), client.session.has_ended()) == (False, False)


def test_who_wants_another_token_than_the_same_stale_one_logs_in_once(server: ScriptedServer, client: Client) -> None:
    server.on("POST", LOG_IN, *(Reply(200, {"token": token(HOUR, str(number))}) for number in range(9)))
    client.session.log_in()
    stale = client.session.authorization()
    threads = [threading.Thread(target=client.session.renew, args=(stale,)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert len(server.requests_to(LOG_IN)) == 2
    assert client.session.authorization() != stale
    client.session.renew(stale)
    assert len(server.requests_to(LOG_IN)) == 2, "it has another one already"


def test_each_new_token_is_told_whoever_asked_for_it(server: ScriptedServer, client: Client) -> None:
    server.on("POST", LOG_IN, *(Reply(200, {"token": token(HOUR, str(number))}) for number in range(9)))
    server.replay("projects_empty")
    told: List[Optional[ApiError]] = []
    client.session.news.listen(told.append)
    client.projects.list()
    client.session.renew(client.session.authorization())
    client.session.log_in()
    assert told == [None, None, None]
    client.session.news.forget(told.append)
    client.session.log_in()
    assert len(told) == 3


def test_a_password_that_is_no_longer_right_is_told_once_until_it_is_again(server: ScriptedServer, client: Client) -> None:
    good, bad = Reply(200, {"token": token(HOUR)}), recorded("auth_token_bad")
    server.on("POST", LOG_IN, good, bad, good)
    server.on("GET", PROJECTS, Reply(403, {"detail": "Signature has expired."}))
    client.session.log_in()
    told: List[Optional[ApiError]] = []
    client.session.news.listen(told.append)
    for _ in range(3):
        with pytest.raises(errors.SessionExpired):
            client.projects.list()
    assert [type(each) for each in told] == [errors.SessionExpired]
    client.session.log_in("another")
    assert told[1:] == [None]


def test_a_wrong_password_that_is_being_typed_is_no_news(server: ScriptedServer, client: Client) -> None:
    server.on("POST", LOG_IN, Reply(200, {"token": token(HOUR)}), recorded("auth_token_bad"))
    client.session.log_in()
    told: List[Optional[ApiError]] = []
    client.session.news.listen(told.append)
    with pytest.raises(errors.WrongPassword):
        client.session.log_in("mistyped")
    assert told == []


def test_closing_a_session_is_no_news(server: ScriptedServer, client: Client) -> None:
    server.on("POST", LOG_IN, Reply(200, {"token": token(HOUR)}))
    client.session.log_in()
    told: List[Optional[ApiError]] = []
    client.session.news.listen(told.append)
    client.session.close()
    with pytest.raises(errors.SessionExpired):
        client.session.renew("")
    assert told == []
