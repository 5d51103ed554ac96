"""Cancelled uploads whose task could not be removed at once: what goes later, and what does not."""

from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import Callable, Optional, Tuple

import pytest
from nadir.core.api.client import Client
from nadir.core.errors import Cancelled
from nadir.core.transfers import journal as journal_module
from nadir.core.transfers import removal
from nadir.core.transfers.errors import UploadStopped
from nadir.core.transfers.journal import Journal, JournalEntry
from nadir.core.transfers.uploads import Upload, UploadPlan, discard, remove_cancelled
from nadir.test.unit.api.scripted_server import Reply, Request
from nadir.test.unit.transfers.conftest import QUICK
from nadir.test.unit.transfers.task_server import TaskServer, drop, is_to

Photos = Callable[[int], Tuple[Path, ...]]
FAILURE = Reply(502, b"<html>Bad Gateway</html>", {"Content-Type": "text/html"})


@pytest.fixture
def cancel(server: TaskServer, client: Client, journal: Journal, photos: Photos) -> Callable[[str], Upload]:
    """Begins an upload and cancels it at the first request for a verb; then the server cannot be reached for a while."""

    def act(verb: str) -> Upload:
        is_time = threading.Event()

        def fail(request: Request) -> Optional[Reply]:
            return FAILURE if is_time.is_set() and not is_to(request, verb) else None

        def begin(request: Request) -> Optional[Reply]:
            if is_to(request, verb):
                is_time.set()
            return FAILURE if is_to(request, "commit") else None

        server.before, server.after = fail, begin
        upload = Upload(client, journal, UploadPlan(client.session.url, "1", "Meadow", photos(3)), retry=QUICK)
        with pytest.raises(Cancelled):
            upload.run(cancelled=is_time.is_set)
        server.before = server.after = lambda request: None
        assert len(server.tasks) == 1 and journal.all_ids() == (upload.id,)
        return upload

    return act


def sweep(client: Client, journal: Journal) -> None:
    remove_cancelled(client, journal)
    assert journal.all_ids() == ()


def test_a_half_made_task_goes_later(
    server: TaskServer, client: Client, journal: Journal, cancel: Callable[[str], Upload]
) -> None:
    cancel("upload")
    sweep(client, journal)
    assert server.tasks == {}


def test_a_task_that_somebody_started_meanwhile_stays(
    server: TaskServer, client: Client, journal: Journal, cancel: Callable[[str], Upload]
) -> None:
    cancel("upload")
    (task,) = server.tasks.values()
    task["partial"] = False
    sweep(client, journal)
    assert list(server.tasks) == [task["id"]]


@pytest.mark.parametrize("status,stays", [(None, False), (20, False), (40, True)])
def test_a_task_that_the_upload_itself_started_goes_unless_it_has_results(
    status: Optional[int],
    stays: bool,
    server: TaskServer,
    client: Client,
    journal: Journal,
    cancel: Callable[[str], Upload],
) -> None:
    cancel("commit")
    (task,) = server.tasks.values()
    assert not task["partial"]
    task["status"] = status
    sweep(client, journal)
    assert (task["id"] in server.tasks) is stays


def test_a_task_made_in_one_request_is_kept_where_its_upload_is_discarded(
    server: TaskServer, client: Client, journal: Journal, photos: Photos
) -> None:
    server.takes_partial = False
    closing = threading.Event()

    def stop() -> bool:
        if closing.is_set():
            raise KeyboardInterrupt  # as a program that is killed
        return False

    def lose(request: Request) -> Optional[Reply]:
        if is_to(request, "tasks") and server.tasks:
            closing.set()
            return drop(request)
        return None

    server.after = lose
    upload = Upload(client, journal, UploadPlan(client.session.url, "1", "Meadow", photos(3)), retry=QUICK)
    with pytest.raises(KeyboardInterrupt):
        upload.run(cancelled=stop)
    server.after = lambda request: None
    kept = discard(client, journal, upload.id)
    assert kept is not None and list(server.tasks) == [kept.id]
    assert journal.all_ids() == ()


def test_an_upload_that_is_being_discarded_stays_leased_however_slow_the_server_is(
    server: TaskServer, client: Client, journal: Journal, photos: Photos, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.before = lambda request: FAILURE if is_to(request, "commit") else None
    upload = Upload(client, journal, UploadPlan(client.session.url, "1", "Meadow", photos(2)), retry=QUICK)
    with pytest.raises(UploadStopped):
        upload.run()
    monkeypatch.setattr(removal, "LEASE_SECONDS", 0.6)
    monkeypatch.setattr(journal_module, "LEASE_SECONDS", 0.6)
    taken: list[bool] = []

    def slow(request: Request) -> None:
        if not taken:
            time.sleep(1.2)
            taken.append(journal.lease(upload.id, "another window"))

    server.before = slow
    assert discard(client, journal, upload.id) is None
    assert taken == [False] and server.tasks == {}


def test_two_windows_may_remove_the_same(
    server: TaskServer, client: Client, journal: Journal, cancel: Callable[[str], Upload]
) -> None:
    cancel("upload")
    journal.add(JournalEntry("other", UploadPlan(client.session.url, "1", "Other", ()), ()), "admin", "window")
    journal.release("other", "window")
    journal.set_removing("other")

    def forget(request: Request) -> Optional[Reply]:
        if is_to(request, "remove"):
            journal.forget("other")
        return None

    server.before = forget
    assert len(journal.all_ids()) == 2
    sweep(client, journal)
    assert server.tasks == {}
