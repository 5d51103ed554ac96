"""The journal, the waits between tries, and the estimate of time."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest
from nadir.core.api.errors import ServerFailed, TimedOut
from nadir.core.api.retry import RetryPolicy
from nadir.core.api.task import TaskOption
from nadir.core.errors import Cancelled
from nadir.core.transfers.errors import JournalFailed, UploadUnknown
from nadir.core.transfers.journal import FILE_NAME, Journal, JournalEntry
from nadir.core.transfers.plan import FileState, PlannedFile, UploadPlan, remote_names
from nadir.core.transfers.progress import Meter


def entry(identifier: str = "one", server_url: str = "https://a.example") -> JournalEntry:
    """An upload of which one photo's name is no valid text."""
    photos = (Path(os.fsdecode(b"/photos/\xe4 not text.jpg")), Path("/photos/é.jpg"))
    names = remote_names(photos)
    files = tuple(PlannedFile(number, path, names[number], 10, 20) for number, path in enumerate(photos))
    options = (TaskOption("dsm", True), TaskOption("crop", 3.5), TaskOption("end-with", "odm_dem"))
    return JournalEntry(identifier, UploadPlan(server_url, "7", "näme", photos, options), files)


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    assert [file.remote_name for file in entry().files] == ["? not text.jpg", "é.jpg"]
    journal = Journal(tmp_path)
    journal.add(entry(), "admin", "me")
    journal.close()
    assert Journal(tmp_path).load("one") == entry()


def test_uploads_are_listed_by_server_and_user(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    for identifier, url, user in (("1", "https://a", "x"), ("2", "https://a", "y"), ("3", "https://b", "x")):
        journal.add(entry(identifier, url), user, identifier)
        journal.release(identifier, identifier)
    assert [upload.id for upload in journal.unfinished("https://a")] == ["1", "2"]
    assert [upload.id for upload in journal.unfinished("https://a", "y")] == ["2"]
    (upload,) = journal.unfinished("https://b")
    assert (upload.files_total, upload.files_done, upload.bytes_total, upload.bytes_done) == (2, 0, 20, 0)
    journal.forget("3")
    with pytest.raises(UploadUnknown):
        journal.load("3")


def test_a_journal_that_is_no_database_is_told_by_name(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes(b"this is not a database, and long enough to be looked at as one" * 20)
    with pytest.raises(JournalFailed) as caught:
        Journal(tmp_path)
    assert FILE_NAME in caught.value.detail


def test_a_journal_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    journal._database.execute("PRAGMA user_version = 99")
    journal.close()
    with pytest.raises(JournalFailed, match="newer"):
        Journal(tmp_path)


def test_waits_grow_and_obey_the_server() -> None:
    policy = RetryPolicy(attempts=5, first=1.0, longest=10.0)
    for attempt, most in ((1, 1.0), (2, 2.0), (3, 4.0), (9, 10.0)):
        assert most / 2 <= policy.delay(attempt, TimedOut("x")) <= most
    assert policy.delay(1, ServerFailed("busy", status=429, retry_after=7.0)) == 7.0
    assert policy.delay(1, ServerFailed("busy", status=429, retry_after=86400.0)) == 40.0


def test_a_wait_ends_when_it_is_told_to() -> None:
    stop = threading.Event()

    def fail() -> None:
        stop.set()
        raise TimedOut("x")

    with pytest.raises(Cancelled):
        RetryPolicy(attempts=3, first=3600.0, longest=3600.0).call(fail, stop)


def planned(position: int, size: int, state: FileState = FileState.WAITING) -> PlannedFile:
    return PlannedFile(position, Path(f"/photos/{position}.jpg"), f"{position}.jpg", size, 0, state, sent_size=size)


def test_progress_counts_what_is_confirmed_and_shows_apart_what_is_under_way() -> None:
    now = [100.0]
    files = [planned(0, 1000, FileState.CONFIRMED), *(planned(number, 1000) for number in (1, 2, 3))]
    meter = Meter(files, clock=lambda: now[0])
    assert meter.snapshot().seconds_left is None
    meter.update(planned(1, 1000, FileState.SENDING))
    for second in range(1, 6):
        now[0] += 1
        meter.sent(1, second / 10)
        moment = meter.snapshot()
    assert (moment.bytes_done, moment.bytes_under_way, moment.fraction) == (1000, 500, 0.25)
    assert (moment.bytes_per_second, moment.current_file, moment.connections) == (100.0, "1.jpg", 1)
    assert moment.seconds_left == pytest.approx(25.0)
    meter.update(planned(1, 1000, FileState.CONFIRMED))
    moment = meter.snapshot()
    assert (moment.files_done, moment.bytes_done, moment.bytes_under_way) == (2, 2000, 0)


def test_the_estimate_follows_the_line_and_promises_nothing_that_it_does_not_hold() -> None:
    """A line of 1 MB/s that falls to 100 kB/s, sends a file for nothing, then stands still."""
    now = [0.0]
    meter = Meter([planned(number, 1_000_000) for number in range(200)], clock=lambda: now[0])

    def second_passes() -> float:
        now[0] += 1
        return meter.snapshot().seconds_left or 0.0

    for number in range(30):
        meter.update(planned(number, 1_000_000, FileState.SENDING))
        meter.update(planned(number, 1_000_000, FileState.CONFIRMED))
        left = second_passes()
    assert left == pytest.approx(170, rel=0.05)
    for number in range(30, 33):
        meter.update(planned(number, 1_000_000, FileState.SENDING))
        for tenth in range(1, 11):
            meter.sent(number, tenth / 10)
            left = second_passes()
        meter.update(planned(number, 1_000_000, FileState.CONFIRMED))
    assert left == pytest.approx(1670, rel=0.05)
    meter.update(planned(33, 1_000_000, FileState.SENDING))
    meter.sent(33, 1.0)
    meter.update(planned(33, 1_000_000))  # lost
    for _ in range(25):
        left = second_passes()
    assert meter.snapshot().bytes_per_second == 0.0 and meter.snapshot().seconds_left is None


def test_a_pause_is_no_time_for_the_estimate() -> None:
    now = [0.0]
    meter = Meter([planned(number, 1000) for number in range(10)], clock=lambda: now[0])
    meter.set_paused(True)
    now[0] += 3600
    assert meter.snapshot().paused and meter.snapshot().seconds_left is None
    meter.set_paused(False)
    for number in range(5):
        meter.update(planned(number, 1000, FileState.SENDING))
        meter.update(planned(number, 1000, FileState.CONFIRMED))
        now[0] += 1
        moment = meter.snapshot()
    assert (moment.bytes_per_second, moment.seconds_left) == (1000.0, 5.0)


def test_states_of_single_files_are_known() -> None:
    meter = Meter([planned(0, 1000), planned(1, 500), planned(2, 200, FileState.LEFT_OUT)])
    meter.update(planned(0, 1000, FileState.SENDING))
    meter.sent(0, 0.25)
    meter.update(planned(1, 500).failed("It cannot be read."))
    assert [(file.state, file.bytes_sent, file.reason) for file in meter.files()] == [
        (FileState.SENDING, 250, ""),
        (FileState.FAILED, 0, "It cannot be read."),
        (FileState.LEFT_OUT, 0, ""),
    ]
    moment = meter.snapshot()
    assert (moment.files_total, moment.bytes_total, moment.files_failed) == (2, 1500, 1)


def test_only_the_files_that_changed_are_told_again() -> None:
    meter = Meter([planned(number, 1000) for number in range(5000)])
    change, found = meter.files_since(0)
    assert found == {}, "those of the plan need no telling"
    meter.resizing(7)
    meter.update(planned(3, 1000, FileState.SENDING))
    meter.sent(3, 0.5)
    change, found = meter.files_since(change)
    assert {position: (file.state, file.bytes_sent, file.resizing) for position, file in found.items()} == {
        7: (FileState.WAITING, 0, True),
        3: (FileState.SENDING, 500, False),
    }
    assert meter.snapshot().files_resizing == 1
    assert meter.files_since(change) == (change, {})
    meter.update(planned(7, 1000, FileState.SENDING))
    assert list(meter.files_since(change)[1]) == [7] and meter.snapshot().files_resizing == 0
