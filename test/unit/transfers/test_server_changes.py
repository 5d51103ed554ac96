"""What happened to a task on the server while its upload lay there, and servers of the first generation."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Callable, List, Tuple

import pytest
from nadir.core.api.client import Client
from nadir.core.api.tasks import TaskOption
from nadir.core.errors import Cancelled
from nadir.core.transfers.errors import TaskCancelled, TaskGone, TaskStarted, UploadStopped
from nadir.core.transfers.journal import Journal, JournalEntry
from nadir.core.transfers.plan import plan_files
from nadir.core.transfers.uploads import Upload, UploadPlan, UploadProgress, discard
from nadir.test.unit.api.scripted_server import Reply, Request
from nadir.test.unit.transfers.conftest import QUICK
from nadir.test.unit.transfers.task_server import TaskServer, Times, drop, is_to

Photos = Callable[[int], Tuple[Path, ...]]
FAILURE = Reply(502, b"<html>Bad Gateway</html>", {"Content-Type": "text/html"})


@pytest.fixture
def files(photos: Photos) -> Tuple[Path, ...]:
    return photos(6)


@pytest.fixture
def stopped(server: TaskServer, client: Client, journal: Journal, files: Tuple[Path, ...]) -> str:
    """An upload that stopped with three photos sent; its id."""
    server.before = lambda request: FAILURE if is_to(request, "upload") and sum(server.uploads.values()) >= 3 else None
    plan = UploadPlan(client.session.url, "1", "Meadow", files, (TaskOption("dsm", True),))
    upload = Upload(client, journal, plan, connections=1, retry=QUICK)
    with pytest.raises(UploadStopped):
        upload.run()
    server.before = lambda request: None
    return upload.id


def task_of(server: TaskServer) -> dict:
    (task,) = server.tasks.values()
    return task


def go_on(client: Client, journal: Journal, upload_id: str) -> Upload:
    upload = Upload.resume(client, journal, upload_id, retry=QUICK)
    upload.run()
    return upload


def test_nothing_is_told_where_nothing_changed(
    server: TaskServer, client: Client, journal: Journal, stopped: str
) -> None:
    assert go_on(client, journal, stopped).notices == ()
    assert set(server.uploads.values()) == {1}


def test_another_name_and_other_options_are_told_and_kept(
    server: TaskServer, client: Client, journal: Journal, stopped: str
) -> None:
    task_of(server).update(name="Renamed", options=[{"name": "dtm", "value": True}])
    told = " ".join(go_on(client, journal, stopped).notices)
    assert "called 'Renamed'" in told and "options of 'Renamed' were changed" in told
    assert server.commits and task_of(server)["name"] == "Renamed"


def test_a_task_in_another_project_is_found_there(
    server: TaskServer, client: Client, journal: Journal, stopped: str, files: Tuple[Path, ...]
) -> None:
    task_of(server)["project"] = 2
    upload = go_on(client, journal, stopped)
    assert "another project" in upload.notices[0]
    assert set(server.files[task_of(server)["id"]]) == {path.name for path in files}
    assert server.commits == [task_of(server)["id"]]


def test_a_task_that_is_moved_while_it_is_sent_is_found_too(
    server: TaskServer, client: Client, journal: Journal, files: Tuple[Path, ...]
) -> None:
    def move(request: Request) -> None:
        if sum(server.uploads.values()) == 2:
            task_of(server)["project"] = 2

    server.before = move
    plan = UploadPlan(client.session.url, "1", "Meadow", files)
    Upload(client, journal, plan, connections=2, retry=QUICK).run()
    assert set(server.uploads.values()) == {1} and server.commits == [task_of(server)["id"]]


def test_a_moved_task_is_removed_where_it_is(
    server: TaskServer, client: Client, journal: Journal, stopped: str
) -> None:
    task_of(server)["project"] = 2
    assert discard(client, journal, stopped) is None
    assert server.tasks == {}


def test_photos_of_somebody_else_are_told(server: TaskServer, client: Client, journal: Journal, stopped: str) -> None:
    task_of(server)["images_count"] = 9
    assert "3 photos on the server that are not of this upload" in go_on(client, journal, stopped).notices[0]


def test_photos_that_the_server_lost_are_sent_again_and_no_others(
    server: TaskServer, client: Client, journal: Journal, stopped: str
) -> None:
    task = task_of(server)
    stored = server.files[task["id"]]
    lost, truncated, whole = sorted(stored)
    del stored[lost]
    stored[truncated] = stored[truncated][:-1]
    task["images_count"] = 2
    assert "lost 2 photos" in go_on(client, journal, stopped).notices[0]
    assert [server.uploads[name] for name in (lost, truncated, whole)] == [2, 2, 1]


def test_a_task_started_by_somebody_without_all_its_photos(
    server: TaskServer, client: Client, journal: Journal, stopped: str
) -> None:
    task_of(server)["partial"] = False
    with pytest.raises(TaskStarted, match="3 of 6 photos"):
        go_on(client, journal, stopped)
    assert [upload.id for upload in journal.unfinished(client.session.url)] == [stopped]
    kept = discard(client, journal, stopped)
    assert kept is not None and kept.id in server.tasks
    assert journal.unfinished(client.session.url) == ()


def test_a_task_that_was_cancelled(server: TaskServer, client: Client, journal: Journal, stopped: str) -> None:
    task_of(server)["status"] = 50
    with pytest.raises(TaskCancelled):
        go_on(client, journal, stopped)


def test_one_word_of_a_lying_proxy_does_not_end_an_upload(
    server: TaskServer, client: Client, journal: Journal, files: Tuple[Path, ...]
) -> None:
    server.before = Times(2, "upload", lambda request: Reply(404, {"detail": "Not found."}))
    Upload(client, journal, UploadPlan(client.session.url, "1", "Meadow", files), retry=QUICK).run()
    assert len(server.files[task_of(server)["id"]]) == len(files)


def test_a_task_that_is_gone_is_looked_for_and_told(
    server: TaskServer, client: Client, journal: Journal, stopped: str
) -> None:
    server.tasks.clear()
    with pytest.raises(TaskGone, match="Meadow"):
        go_on(client, journal, stopped)
    assert journal.unfinished(client.session.url) == ()


# Servers of the first generation


@pytest.fixture
def old_server(server: TaskServer) -> TaskServer:
    server.takes_partial = False
    return server


def creates(server: TaskServer) -> int:
    return sum(is_to(request, "tasks") and b"filename=" in request.body for request in server.requests)


def test_an_old_server_gets_all_photos_in_one_request(
    old_server: TaskServer, client: Client, journal: Journal, files: Tuple[Path, ...]
) -> None:
    seen: List[UploadProgress] = []
    task = Upload(client, journal, UploadPlan(client.session.url, "1", "Meadow", files), retry=QUICK).run(seen.append)
    assert old_server.files[task.id] == {path.name: path.read_bytes() for path in files}
    assert creates(old_server) == 1
    assert seen and not any(moment.resumable for moment in seen)
    assert journal.unfinished(client.session.url) == ()


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("fault", [drop, lambda request: FAILURE], ids=["drop", "502"])
def test_an_old_server_whose_answer_is_lost_makes_one_task(
    when: str, fault: Callable, old_server: TaskServer, client: Client, journal: Journal, files: Tuple[Path, ...]
) -> None:
    def once(request: Request) -> object:
        if not (is_to(request, "tasks") and b"filename=" in request.body) or creates(old_server) > 1:
            return None
        return fault(request)

    setattr(old_server, when, once)
    Upload(client, journal, UploadPlan(client.session.url, "1", "Meadow", files), retry=QUICK).run()
    assert len(old_server.tasks) == 1
    assert creates(old_server) == (1 if when == "after" else 2)


def test_an_upload_to_an_old_server_that_was_killed_finds_the_task_that_it_made(
    old_server: TaskServer, client: Client, journal: Journal, files: Tuple[Path, ...]
) -> None:
    old_server.after = lambda request: FAILURE if is_to(request, "tasks") or old_server.tasks else None
    upload = Upload(client, journal, UploadPlan(client.session.url, "1", "Meadow", files), retry=QUICK)
    with pytest.raises(UploadStopped):
        upload.run()
    old_server.after = lambda request: None
    task = Upload.resume(client, journal, upload.id, retry=QUICK).run()
    assert list(old_server.tasks) == [task.id] and creates(old_server) == 1


def test_an_upload_to_an_old_server_can_be_cancelled(
    old_server: TaskServer, client: Client, journal: Journal, files: Tuple[Path, ...]
) -> None:
    made, released = threading.Event(), threading.Event()

    def stall(request: Request) -> None:
        if is_to(request, "tasks") and b"filename=" in request.body:
            made.set()
            released.wait(60)

    old_server.after = stall
    upload = Upload(client, journal, UploadPlan(client.session.url, "1", "Meadow", files), retry=QUICK)
    with pytest.raises(Cancelled):
        upload.run(cancelled=made.is_set)
    released.set()
    assert old_server.tasks == {} and journal.unfinished(client.session.url) == ()


def test_a_refused_log_in_does_not_end_an_upload_that_has_no_task_yet(
    server: TaskServer, client: Client, journal: Journal, files: Tuple[Path, ...]
) -> None:
    """As where an account is locked for a time, and the program was killed before the task was made."""
    plan = UploadPlan(client.session.url, "1", "Meadow", files)
    journal.add(JournalEntry("killed", plan, plan_files(files)), "admin", "dead window")
    journal.release("killed", "dead window")
    locked = Reply(403, {"detail": "Account locked: too many login attempts."})
    server.before = lambda request: locked if not is_to(request, "tasks") else None
    with pytest.raises(UploadStopped):
        Upload.resume(client, journal, "killed", retry=QUICK).run()
    assert [upload.id for upload in journal.unfinished(client.session.url)] == ["killed"]
