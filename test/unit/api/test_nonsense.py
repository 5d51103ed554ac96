"""Whatever comes over the wire is an answer or an error of ours: never another exception, never a hanging thread."""

from __future__ import annotations

import gzip
import json
import socket
from dataclasses import dataclass
from typing import Any, Iterator, List

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from nadir.core.api import errors
from nadir.core.api.answers import Answer
from nadir.core.api.network import NetworkOptions
from nadir.core.api.retry import RetryPolicy
from nadir.core.api.session import Session
from nadir.test.unit.api.raw_talk import TOKEN, read_request
from nadir.test.unit.api.scripted_server import RawServer

PROJECTS = "/api/projects/"

often = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


class Parrot:
    """Says to each request what it was told to say, and hangs up; a token to a log-in."""

    def __init__(self) -> None:
        self.says = b""
        self._server = RawServer(self._serve)
        self.url = self._server.url

    def close(self) -> None:
        self._server.close()

    def _serve(self, connection: socket.socket) -> None:
        while b"token-auth" in read_request(connection):
            connection.sendall(TOKEN)
        try:
            connection.sendall(self.says)
        except OSError:
            return  # the client had heard enough


@dataclass
class Asker:
    """A session with a parrot."""

    parrot: Parrot
    session: Session

    def hears(self, says: bytes) -> None:
        """What the parrot says, to a call and to a stream: an answer, or an error of ours that has its parts."""
        self.parrot.says = says
        received: List[bytes] = []
        for attempt in (
            lambda: self.session.get_list(PROJECTS),
            lambda: self.session.stream(PROJECTS, lambda _status, _headers: received.append),
        ):
            try:
                attempt()
            except errors.ApiError as error:
                assert error.summary, type(error)
                assert error.detail, type(error)
                assert len(str(error)) < 1_000_000


@pytest.fixture
def asker() -> Iterator[Asker]:
    parrot = Parrot()
    network = NetworkOptions(connect_timeout=5.0, read_timeout=5.0)
    session = Session(parrot.url, "a", "b", network, retry=RetryPolicy(attempts=1))
    session.log_in()
    yield Asker(parrot, session)
    session.close()
    parrot.close()


names = some.sampled_from(
    ["Content-Length", "Content-Encoding", "Transfer-Encoding", "Content-Type", "Location", "Retry-After", "Date"]
    + ["Set-Cookie", "Connection", "Content-Range", "WWW-Authenticate", "X-\xe4", ""]
)
values = some.one_of(
    some.sampled_from(
        ["0", "2", "-1", "99999999999999999999", "2, 2", "2, 3", "gzip", "chunked", "identity, chunked", "deflate"]
        + ["text/html", "application/json", "/", "//127.0.0.1:9/x", "http://[", "close", "nan", "Sun, 99 Nov 9999 99:99:99 GMT"]
    ),
    some.text(some.characters(max_codepoint=255, blacklist_characters="\r\n"), max_size=30),
)
bodies = some.one_of(
    some.binary(max_size=300),
    some.sampled_from([b"", b"[]", b'{"results": [], "next": "x"}', b"<html>", gzip.compress(b"[1]"), b"5\r\n[1,2]\r\n0\r\n\r\n"]),
)


@often
@given(noise=some.binary(max_size=2000))
def test_noise(asker: Asker, noise: bytes) -> None:
    asker.hears(noise)


@often
@given(
    status=some.one_of(some.integers(-5, 1200), some.sampled_from(["", "abc", "200 OK OK", "2 0 0"])),
    headers=some.lists(some.tuples(names, values), max_size=8),
    body=bodies,
)
def test_answers_that_look_like_answers(asker: Asker, status: object, headers: List[Any], body: bytes) -> None:
    lines = [f"HTTP/1.1 {status}", *(f"{name}: {value}" for name, value in headers)]
    asker.hears("\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body)


@often
@given(cut=some.integers(0, 200), flips=some.lists(some.tuples(some.integers(0, 199), some.integers(0, 255)), max_size=4))
def test_a_good_answer_cut_or_damaged_anywhere(asker: Asker, cut: int, flips: List[Any]) -> None:
    body = gzip.compress(json.dumps([{"id": 1, "name": "x"}]).encode())
    head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\nContent-Length: {len(body)}"
    good = bytearray(head.encode() + b"\r\n\r\n" + body)
    for place, value in flips:
        good[place % len(good)] = value
    asker.hears(bytes(good[: cut or None]))


json_values = some.recursive(
    some.none() | some.booleans() | some.floats() | some.text(max_size=5) | some.integers(),
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(some.text(max_size=5), inner, max_size=3),
    max_leaves=20,
)


@often
@given(content=json_values, status=some.sampled_from([200, 201, 400, 401, 403, 404, 429, 500, 503]))
def test_json_of_any_shape(content: Any, status: int) -> None:
    answer = Answer(status, {"Content-Type": "application/json"}, json.dumps(content).encode(), "http://a/api/")
    try:
        answer.json()
    except errors.ApiError as error:
        assert error.summary
        assert error.detail
    answer.says_session_ended()
