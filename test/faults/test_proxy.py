"""The proxy does what its scripts say: else nothing that is tested through it would mean anything."""

from __future__ import annotations

import socket
import time
from pathlib import Path
from typing import Iterator

import pytest
import requests
from nadir.test.faults.proxy import FaultProxy
from nadir.test.faults.reference_server import ReferenceServer
from nadir.test.faults.script import Fault, Kind, Script, Verb

READ_SECONDS = 0.5
BODY = b"--b\r\nContent-Disposition: form-data; name=images; filename=\"a.jpg\"\r\n\r\n" + b"x" * 5000 + b"\r\n--b--\r\n"
TYPE = {"Content-Type": "multipart/form-data; boundary=b"}


class Setting:
    """A server with a task, and a proxy before it with one fault at the first upload."""

    def __init__(self, folder: Path) -> None:
        self.server = ReferenceServer(folder)
        self.project = self.server.new_project()
        self.path = f"/api/projects/{self.project}/tasks/{self.server.new_task(self.project)}/"
        self.proxy = FaultProxy(self.server.port, Script(), stall_seconds=5.0)

    def spoil(self, kind: Kind, at: int = 0, status: int = 503, retry_after: str = "") -> None:
        self.proxy.script = Script([Fault(Verb.UPLOAD, 0, kind, at, status, retry_after)])

    def upload(self) -> requests.Response:
        return requests.post(self.proxy.url + self.path + "upload/", BODY, headers=TYPE, timeout=(2, READ_SECONDS))

    def raw_answer(self) -> bytes:
        """All bytes that come back."""
        lines = (f"POST {self.path}upload/ HTTP/1.1", "Host: x", f"Content-Type: {TYPE['Content-Type']}", "Connection: close")
        head = "\r\n".join([*lines, f"Content-Length: {len(BODY)}", "", ""]).encode()
        with socket.create_connection(("127.0.0.1", self.proxy.port), READ_SECONDS) as connection:
            connection.sendall(head + BODY)
            return b"".join(iter(lambda: connection.recv(65536), b""))

    def stored(self) -> int:
        """Bytes of the photo on the server, 0 where there is none."""
        (task,) = self.server.stored(self.project)
        return len(task.images.get("a.jpg", b""))

    def close(self) -> None:
        self.proxy.close()
        self.server.close()


@pytest.fixture
def setting(tmp_path: Path) -> Iterator[Setting]:
    made = Setting(tmp_path)
    yield made
    made.close()


def test_what_is_not_in_the_script_passes(setting: Setting) -> None:
    assert setting.upload().json()["uploaded"] == {"a.jpg": 5000}
    assert setting.stored() == 5000
    assert [seen.verb for seen in setting.proxy.seen] == [Verb.UPLOAD]


@pytest.mark.parametrize(
    ("kind", "carried_out"),
    [
        (Kind.REFUSE, False),
        (Kind.CUT_REQUEST, False),
        (Kind.STALL_REQUEST, False),
        (Kind.STALL_ANSWER, True),
    ],
)
@pytest.mark.parametrize("at", [0, 300, -1])
def test_a_broken_exchange_has_no_answer(kind: Kind, carried_out: bool, at: int, setting: Setting) -> None:
    setting.spoil(kind, at)
    with pytest.raises((requests.ConnectionError, requests.Timeout)):
        setting.upload()
    assert setting.stored() == (5000 if carried_out else 0)
    setting.proxy.heal()
    assert setting.upload().status_code == 200


@pytest.mark.parametrize("at", [0, 40, 150, -1])
def test_an_answer_breaks_off_at_its_byte(at: int, setting: Setting) -> None:
    whole = setting.raw_answer()
    setting.spoil(Kind.CUT_ANSWER, at)
    cut = setting.raw_answer()
    assert len(cut) == at % len(whole)
    assert setting.stored() == 5000


@pytest.mark.parametrize("kind", [Kind.PAUSE_REQUEST, Kind.PAUSE_ANSWER])
@pytest.mark.parametrize("at", [0, 60, -1])
def test_a_pause_passes(kind: Kind, at: int, setting: Setting) -> None:
    setting.spoil(kind, at)
    begun = time.monotonic()
    assert setting.upload().json()["uploaded"] == {"a.jpg": 5000}
    assert time.monotonic() - begun >= 0.2


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504, 524])
@pytest.mark.parametrize(
    ("kind", "carried_out"), [(Kind.STATUS_EARLY, False), (Kind.STATUS_INSTEAD, False), (Kind.STATUS_AFTER, True)]
)
def test_errors_come_as_proxies_tell_them(status: int, kind: Kind, carried_out: bool, setting: Setting) -> None:
    setting.spoil(kind, status=status, retry_after="7")
    answer = setting.upload()
    assert (answer.status_code, answer.headers["Retry-After"]) == (status, "7")
    assert answer.text.startswith("<html>") and str(status) in answer.text
    assert setting.stored() == (5000 if carried_out else 0)


def test_a_shortened_answer_has_a_length_that_fits(setting: Setting) -> None:
    setting.spoil(Kind.SHORTEN_ANSWER, at=10)
    answer = setting.upload()
    assert (answer.status_code, len(answer.content), answer.headers["Content-Length"]) == (200, 10, "10")
    assert setting.stored() == 5000


@pytest.mark.parametrize(("kind", "carried_out"), [(Kind.SWAP_BEFORE, False), (Kind.SWAP_AFTER, True)])
def test_a_swapped_answer_is_a_good_one_to_something_else(kind: Kind, carried_out: bool, setting: Setting) -> None:
    setting.spoil(kind, at=1)
    answer = setting.upload()
    assert (answer.status_code, answer.content) == (200, b"{}")
    assert setting.stored() == (5000 if carried_out else 0)


def test_an_earlier_answer_comes_again(setting: Setting) -> None:
    first = setting.upload().content
    setting.spoil(Kind.SWAP_BEFORE, at=5)
    other = BODY.replace(b"a.jpg", b"b.jpg")
    answer = requests.post(setting.proxy.url + setting.path + "upload/", other, headers=TYPE, timeout=READ_SECONDS)
    assert answer.content == first
    assert list(setting.server.stored(setting.project)[0].images) == ["a.jpg"]


def test_nobody_listens_while_connections_are_refused(setting: Setting) -> None:
    setting.spoil(Kind.REFUSE)
    with pytest.raises(requests.ConnectionError):
        setting.upload()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", setting.proxy.port), 1)


@pytest.mark.parametrize(("kind", "carried_out"), [(Kind.RESTART_BEFORE, True), (Kind.RESTART_AFTER, True)])
def test_a_server_is_killed_and_comes_back_with_its_data(kind: Kind, carried_out: bool, setting: Setting) -> None:
    restarts = []
    setting.proxy.actions[kind] = lambda: restarts.append(setting.server.restart())
    setting.spoil(kind)
    if kind is Kind.RESTART_AFTER:
        with pytest.raises(requests.ConnectionError):
            setting.upload()
    else:
        setting.upload()
    assert len(restarts) == 1
    assert setting.stored() == 5000


@pytest.mark.parametrize("at", [0, 200, -1])
def test_a_kill_comes_at_its_byte(at: int, setting: Setting) -> None:
    killed = []
    setting.proxy.actions[Kind.KILL_IN_REQUEST] = lambda: killed.append(setting.stored())
    setting.spoil(Kind.KILL_IN_REQUEST, at)
    with pytest.raises(requests.ConnectionError):
        setting.upload()
    assert killed == [0]
    assert setting.stored() == 0


def test_chunks_are_appended_whatever_they_say_of_their_place(setting: Setting) -> None:
    """As the real server does; the local one is kinder."""

    def send(index: int, piece: bytes) -> object:
        fields = {"dzuuid": "one", "dzchunkindex": str(index), "dztotalchunkcount": "3"}
        files = {"images": ("big.jpg", piece)}
        url = setting.proxy.url + setting.path + "upload/"
        return requests.post(url, data=fields, files=files, timeout=READ_SECONDS).json()["uploaded"]

    assert (send(0, b"aa"), send(1, b"bb"), send(1, b"bb"), send(2, b"cc")) == ({}, {}, {}, {"big.jpg": 8})
