"""Uploads over a good network and bad ones, cancelled, refused, interrupted and gone on with."""

from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import Callable, Dict, List, Sequence, Tuple

import pytest
from nadir.core.api import errors
from nadir.core.api.client import Client
from nadir.core.api.tasks import TaskOption
from nadir.core.errors import Cancelled
from nadir.core.transfers.errors import TaskGone, UploadInUse, UploadStopped, UploadUnknown
from nadir.core.transfers.journal import LEASE_SECONDS, Journal
from nadir.core.transfers.plan import FileState, PlannedFile
from nadir.core.transfers.uploads import Upload, UploadPlan, UploadProgress, remove_cancelled
from nadir.test.unit.api.scripted_server import Reply, Request, recorded
from nadir.test.unit.transfers.conftest import QUICK
from nadir.test.unit.transfers.task_server import TaskServer, Times, drop, form_file, is_to

Photos = Callable[[int], Tuple[Path, ...]]
FAILURE = Reply(502, b"<html>Bad Gateway</html>", {"Content-Type": "text/html"})


def plan_for(client: Client, photos: Tuple[Path, ...]) -> UploadPlan:
    return UploadPlan(client.session.url, "1", "Wiese Süd", photos, (TaskOption("dsm", True),))


def upload_of(client: Client, journal: Journal, photos: Tuple[Path, ...], connections: int = 4) -> Upload:
    return Upload(client, journal, plan_for(client, photos), connections=connections, retry=QUICK)


def contents(photos: Tuple[Path, ...]) -> Dict[str, bytes]:
    return {path.name: path.read_bytes() for path in photos}


def the_only_files(server: TaskServer) -> Dict[str, bytes]:
    (identifier,) = server.tasks
    return server.files[identifier]


def test_all_photos_arrive_and_the_task_starts(
    server: TaskServer, client: Client, journal: Journal, photos: Photos
) -> None:
    files = photos(9)
    seen: List[UploadProgress] = []
    task = upload_of(client, journal, files).run(seen.append)
    assert the_only_files(server) == contents(files)
    assert (task.partial, task.name, server.commits) == (False, "Wiese Süd", [task.id])
    assert set(server.uploads.values()) == {1}
    last = seen[-1]
    assert (last.files_done, last.files_total, last.fraction) == (9, 9, 1.0)
    assert last.bytes_done == sum(path.stat().st_size for path in files)
    assert journal.unfinished(client.session.url) == ()


def test_a_slow_disk_does_not_mix_up_what_became_of_a_file(
    server: TaskServer, client: Client, journal: Journal, photos: Photos, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = journal.set_files

    def slowly(upload_id: str, files: Sequence[PlannedFile]) -> None:
        if any(file.state is FileState.SENDING for file in files):
            time.sleep(0.05)
        write(upload_id, files)

    monkeypatch.setattr(journal, "set_files", slowly)
    files = photos(12)
    upload_of(client, journal, files).run()
    assert the_only_files(server) == contents(files)


def test_the_journal_knows_the_upload_before_the_first_byte(
    server: TaskServer, client: Client, journal: Journal, photos: Photos
) -> None:
    known: List[int] = []
    later = journal._clock() + LEASE_SECONDS + 1
    journal._clock = lambda: later  # the lease hides it from others while it runs

    def look(request: Request) -> None:
        if is_to(request, "tasks"):
            with journal._transaction() as database:
                known.append(database.execute("SELECT COUNT(*) FROM files").fetchone()[0])

    server.before = look
    upload_of(client, journal, photos(3)).run()
    assert known == [3]


def test_equal_names_from_two_folders_both_arrive(
    server: TaskServer, client: Client, journal: Journal, tmp_path: Path
) -> None:
    paths = []
    for folder, name in (("a", "DJI_1.JPG"), ("b", "DJI_1.JPG"), ("c", "dji_1.jpg")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / name).write_bytes(folder.encode())
        paths.append(tmp_path / folder / name)
    upload_of(client, journal, tuple(paths)).run()
    assert the_only_files(server) == {"DJI_1.JPG": b"a", "DJI_1_1.JPG": b"b", "dji_1_2.jpg": b"c"}


@pytest.mark.parametrize("fault", [drop, lambda request: FAILURE], ids=["drop", "502"])
@pytest.mark.parametrize("verb", ["tasks", "upload", "commit"])
@pytest.mark.parametrize("when", ["before", "after"])
def test_a_fault_that_passes_is_not_noticed(
    when: str,
    verb: str,
    fault: Callable[[Request], Reply],
    server: TaskServer,
    client: Client,
    journal: Journal,
    photos: Photos,
) -> None:
    """Whether the request was carried out before its answer was lost, or not: one task, every photo once."""
    files = photos(5)
    setattr(server, when, Times(2, verb, fault))
    task = upload_of(client, journal, files).run()
    assert the_only_files(server) == contents(files)
    assert list(server.tasks) == [task.id]
    assert not server.tasks[task.id]["partial"]


def test_a_size_that_is_wrong_is_sent_again(
    server: TaskServer, client: Client, journal: Journal, photos: Photos
) -> None:
    def lie(request: Request) -> Reply:
        name, content = form_file(request)
        return Reply(200, {"success": True, "uploaded": {name: len(content) - 1}})

    server.before = Times(2, "upload", lie)
    files = photos(4)
    upload_of(client, journal, files).run()
    assert the_only_files(server) == contents(files)


def test_a_server_that_stays_down_stops_the_upload_which_then_goes_on(
    server: TaskServer, client: Client, journal: Journal, photos: Photos
) -> None:
    files = photos(8)
    server.before = lambda request: FAILURE if is_to(request, "upload") and sum(server.uploads.values()) >= 3 else None
    upload = upload_of(client, journal, files, connections=1)
    with pytest.raises(UploadStopped, match="3 of 8 photos") as caught:
        upload.run()
    assert caught.value.upload_id == upload.id
    (unfinished,) = journal.unfinished(client.session.url)
    assert (unfinished.id, unfinished.files_done, unfinished.files_total) == (upload.id, 3, 8)
    assert "502" in unfinished.error

    server.before = lambda request: None
    seen: List[UploadProgress] = []
    Upload.resume(client, journal, upload.id, retry=QUICK).run(seen.append)
    assert seen[0].files_done >= 3
    assert the_only_files(server) == contents(files)
    assert set(server.uploads.values()) == {1}
    assert journal.unfinished(client.session.url) == ()


def test_cancel_removes_the_half_made_task(
    server: TaskServer, client: Client, journal: Journal, photos: Photos
) -> None:
    stalled, released = threading.Event(), threading.Event()

    def stall(request: Request) -> None:
        if is_to(request, "upload") and sum(server.uploads.values()) >= 2:
            stalled.set()
            released.wait(60)

    server.before = stall
    with pytest.raises(Cancelled):
        upload_of(client, journal, photos(8)).run(cancelled=stalled.is_set)
    released.set()
    assert server.tasks == {}
    assert server.commits == []
    assert journal.unfinished(client.session.url) == ()


def test_cancel_while_the_task_is_made(server: TaskServer, client: Client, journal: Journal, photos: Photos) -> None:
    """The task exists, but its answer has not come: it is found and removed all the same."""
    made, released = threading.Event(), threading.Event()

    def stall(request: Request) -> None:
        if is_to(request, "tasks"):
            made.set()
            released.wait(60)

    server.after = stall
    with pytest.raises(Cancelled):
        upload_of(client, journal, photos(3)).run(cancelled=made.is_set)
    released.set()
    assert server.files
    assert server.tasks == {}


def test_a_program_that_ends_leaves_the_upload_to_go_on(
    server: TaskServer, client: Client, journal: Journal, photos: Photos
) -> None:
    files = photos(8)

    def ending() -> bool:
        if sum(server.uploads.values()) >= 2:
            raise UploadStopped("The program ends.")
        return False

    upload = upload_of(client, journal, files, connections=1)
    with pytest.raises(UploadStopped, match="The program ends"):
        upload.run(cancelled=ending)
    assert len(server.tasks) == 1
    assert [unfinished.id for unfinished in journal.unfinished(client.session.url)] == [upload.id]
    Upload.resume(client, journal, upload.id, retry=QUICK).run()
    assert the_only_files(server) == contents(files)


def test_what_could_not_be_removed_is_removed_later(
    server: TaskServer, client: Client, journal: Journal, photos: Photos
) -> None:
    sent = threading.Event()

    def refuse(request: Request) -> object:
        if is_to(request, "upload"):
            sent.set()
        return FAILURE if is_to(request, "remove") else None

    server.before = refuse
    upload = upload_of(client, journal, photos(4))
    with pytest.raises(Cancelled):
        upload.run(cancelled=sent.is_set)
    assert len(server.tasks) == 1
    assert journal.unfinished(client.session.url) == ()
    with pytest.raises(UploadUnknown):
        Upload.resume(client, journal, upload.id).run()
    server.before = lambda request: None
    remove_cancelled(client, journal)
    assert server.tasks == {}


def test_a_refused_task_leaves_nothing(server: TaskServer, client: Client, journal: Journal, photos: Photos) -> None:
    server.before = Times(1, "tasks", lambda request: recorded("task_create_partial_badoption_orphan"))
    with pytest.raises(errors.InvalidRequest, match="Invalid options"):
        upload_of(client, journal, photos(3)).run()
    assert server.tasks == {}
    assert journal.unfinished(client.session.url) == ()


@pytest.mark.parametrize("when", ["while it runs", "before it goes on"])
def test_a_task_that_was_deleted_meanwhile(
    when: str, server: TaskServer, client: Client, journal: Journal, photos: Photos
) -> None:
    upload = upload_of(client, journal, photos(6), connections=1)

    def delete(request: Request) -> None:
        if sum(server.uploads.values()) == 2:
            server.tasks.clear()

    if when == "while it runs":
        server.before = delete
        with pytest.raises(TaskGone, match="Wiese Süd"):
            upload.run()
    else:
        server.before = lambda request: FAILURE if sum(server.uploads.values()) == 2 else None
        with pytest.raises(UploadStopped):
            upload.run()
        server.before = lambda request: None
        server.tasks.clear()
        with pytest.raises(TaskGone, match="Wiese Süd"):
            Upload.resume(client, journal, upload.id, retry=QUICK).run()
    assert journal.unfinished(client.session.url) == ()


def test_a_task_committed_without_the_journal_learning_of_it(
    server: TaskServer, client: Client, journal: Journal, photos: Photos
) -> None:
    server.after = lambda request: FAILURE if is_to(request, "commit") else None
    upload = upload_of(client, journal, photos(3))
    with pytest.raises(UploadStopped):
        upload.run()
    server.after = lambda request: None
    commits = len(server.commits)
    task = Upload.resume(client, journal, upload.id, retry=QUICK).run()
    assert not task.partial
    assert len(server.commits) == commits
    assert set(server.uploads.values()) == {1}


def test_files_that_are_missing_are_named_before_anything_begins(
    server: TaskServer, client: Client, journal: Journal, photos: Photos
) -> None:
    files = photos(3)
    files[1].unlink()
    with pytest.raises(errors.FileUnreadable, match="DJI_0001 é.JPG"):
        upload_of(client, journal, files).run()
    assert server.requests == []
    assert journal.unfinished(client.session.url) == ()


def test_a_file_changed_between_two_runs_is_sent_again(
    server: TaskServer, client: Client, journal: Journal, photos: Photos
) -> None:
    files = photos(4)
    server.before = lambda request: FAILURE if is_to(request, "commit") else None
    upload = upload_of(client, journal, files)
    with pytest.raises(UploadStopped):
        upload.run()
    files[2].write_bytes(b"edited meanwhile")
    server.before = lambda request: None
    Upload.resume(client, journal, upload.id, retry=QUICK).run()
    assert the_only_files(server) == contents(files)
    assert server.uploads[files[2].name] == 2
    assert sum(server.uploads.values()) == 5


def test_a_file_that_vanishes_stops_the_upload_by_name(
    server: TaskServer, client: Client, journal: Journal, photos: Photos
) -> None:
    files = photos(5)
    smallest = files[0]  # the last to be sent

    def unplug(request: Request) -> None:
        if is_to(request, "upload"):
            smallest.unlink(missing_ok=True)

    server.before = unplug
    upload = upload_of(client, journal, files, connections=1)
    with pytest.raises(UploadStopped, match="DJI_0000 é.JPG"):
        upload.run()
    smallest.write_bytes(b"back again")
    server.before = lambda request: None
    Upload.resume(client, journal, upload.id, retry=QUICK).run()
    assert the_only_files(server) == contents(files)


def test_two_windows_never_carry_on_the_same_upload(
    server: TaskServer, client: Client, journal: Journal, photos: Photos, tmp_path: Path
) -> None:
    other_window = Journal(tmp_path / "profile")
    begun, released = threading.Event(), threading.Event()

    def stall(request: Request) -> None:
        if is_to(request, "upload"):
            begun.set()
            released.wait(60)

    server.before = stall
    upload = upload_of(client, journal, photos(3))
    results: List[object] = []
    running = threading.Thread(target=lambda: results.append(upload.run()))
    running.start()
    assert begun.wait(20)
    assert other_window.unfinished(client.session.url) == ()
    with pytest.raises(UploadInUse):
        Upload.resume(client, other_window, upload.id).run()
    released.set()
    running.join(20)
    assert len(results) == 1
    assert set(server.uploads.values()) == {1}
    other_window.close()


def test_a_server_that_lost_the_files_gets_them_again(
    server: TaskServer, client: Client, journal: Journal, photos: Photos
) -> None:
    files = photos(3)
    server.before = Times(1, "commit", lambda request: Reply(400, ["You need to upload at least 1 file before commit"]))
    upload = upload_of(client, journal, files)
    with pytest.raises(UploadStopped, match="at least 1 file"):
        upload.run()
    server.files[next(iter(server.tasks))].clear()
    Upload.resume(client, journal, upload.id, retry=QUICK).run()
    assert the_only_files(server) == contents(files)
