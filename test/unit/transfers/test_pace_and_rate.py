"""How many connections, how fast, and the pause."""

from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import Callable, List, Tuple

import pytest
from nadir.core.api.client import Client
from nadir.core.errors import Cancelled
from nadir.core.transfers.errors import UploadStopped
from nadir.core.transfers.journal import Journal
from nadir.core.transfers.pace import Pace
from nadir.core.transfers.rate import RateLimit
from nadir.core.transfers.uploads import Upload, UploadPlan, UploadProgress, UploadSettings
from nadir.test.unit.api.scripted_server import Request
from nadir.test.unit.transfers.conftest import QUICK
from nadir.test.unit.transfers.task_server import TaskServer, is_to

Photos = Callable[[int], Tuple[Path, ...]]
PHOTO = 5_000_000


class Line:
    """A line of so many bytes per second that gives one connection so much at most; files one after the other."""

    def __init__(self, total: float, each: float, most: int = 8, **arguments: object) -> None:
        self.now = 0.0
        self.total, self.each = total, each
        self.pace = Pace(most, clock=lambda: self.now, **arguments)  # type: ignore[arg-type]
        self.seen: List[int] = []

    def send(self, files: int) -> Line:
        for _ in range(files):
            self.now += PHOTO / min(self.total, self.each * self.pace.connections)
            self.pace.confirmed(PHOTO)
            self.seen.append(self.pace.connections)
        return self


def test_connections_are_added_while_they_help() -> None:
    line = Line(total=1e9, each=5e6).send(400)
    assert line.seen[0] == 3
    assert max(line.seen) == 8 and line.seen[-50:].count(8) > 40


def test_none_are_added_where_the_line_is_full() -> None:
    line = Line(total=12.5e6, each=12.5e6).send(400)
    assert max(line.seen) <= 5


def test_a_line_that_is_full_with_three_settles_near_them() -> None:
    line = Line(total=15e6, each=5e6).send(600)
    assert 3 <= sum(line.seen[-200:]) / 200 <= 4.5


def test_failures_halve_them_once_for_several_that_come_together() -> None:
    line = Line(total=1e9, each=5e6).send(400)
    assert line.pace.connections == 8
    for _ in range(4):
        line.pace.failed()
    assert line.pace.connections == 4
    for expected in (2, 1, 1):
        line.now += 60
        line.pace.failed()
        assert line.pace.connections == expected
    assert max(line.send(600).seen[-100:]) >= 6


def test_a_number_that_was_asked_for_stays() -> None:
    line = Line(total=1e9, each=5e6, most=3, fixed=True).send(100)
    line.pace.failed()
    assert line.pace.connections == 3 and set(line.seen) == {3}


class Clock:
    """Time passes only while somebody sleeps."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


@pytest.mark.parametrize("rate", [20_000, 1_000_000, 50_000_000])
def test_a_limit_is_held(rate: int) -> None:
    clock = Clock()
    limit = RateLimit(rate, clock, clock.sleep)
    sent = 0
    while clock.now < 30:
        sent += limit.take(128 * 1024, lambda: False)
    assert rate * 30 * 0.95 <= sent <= rate * 31


def test_pieces_are_small_on_a_slow_limit_so_that_the_line_is_never_silent() -> None:
    clock = Clock()
    limit = RateLimit(20_000, clock, clock.sleep)
    longest = 0.0
    for _ in range(50):
        before = clock.now
        assert limit.take(1024 * 1024, lambda: False) <= 2048
        longest = max(longest, clock.now - before)
    assert longest <= 0.2


def test_a_limit_can_be_changed_and_lifted() -> None:
    clock = Clock()
    limit = RateLimit(1000, clock, clock.sleep)
    limit.set(None)
    assert limit.take(10**6, lambda: False) == 10**6 and clock.now == 0
    limit.set(10)
    with pytest.raises(Cancelled):
        limit.take(10**6, lambda: clock.now > 1)


def upload_of(client: Client, journal: Journal, photos: Tuple[Path, ...], **arguments: object) -> Upload:
    plan = UploadPlan(client.session.url, "1", "Meadow", photos)
    return Upload(client, journal, plan, retry=QUICK, **arguments)  # type: ignore[arg-type]


class InBackground:
    """An upload that runs on a thread of its own; `moments` is its progress."""

    def __init__(self, upload: Upload, cancelled: Callable[[], bool] = lambda: False) -> None:
        self.moments: List[UploadProgress] = []
        self.ended: List[object] = []
        self._thread = threading.Thread(target=self._run, args=(upload, cancelled))
        self._thread.start()

    def _run(self, upload: Upload, cancelled: Callable[[], bool]) -> None:
        try:
            self.ended.append(upload.run(self.moments.append, cancelled))
        except Exception as error:  # noqa: BLE001 - looked at by the test
            self.ended.append(error)

    def until(self, condition: Callable[[], object]) -> None:
        ends_at = time.monotonic() + 20
        while not condition():
            assert time.monotonic() < ends_at
            time.sleep(0.01)

    def end(self) -> object:
        self._thread.join(20)
        (ended,) = self.ended
        return ended


def test_a_paused_upload_sends_nothing_until_it_goes_on(
    server: TaskServer, client: Client, journal: Journal, photos: Photos
) -> None:
    files = photos(12)
    upload = upload_of(client, journal, files, connections=2)
    server.after = lambda request: time.sleep(0.05) if is_to(request, "upload") else None  # type: ignore[func-returns-value]
    running = InBackground(upload)
    running.until(lambda: len(server.uploads) >= 3)
    upload.pause()
    running.until(lambda: running.moments and running.moments[-1].paused and running.moments[-1].connections == 0)
    sent = sum(server.uploads.values())
    time.sleep(0.4)
    assert sum(server.uploads.values()) == sent < 12
    assert running.moments[-1].seconds_left is None
    assert journal.load(upload.id).paused
    upload.go_on()
    task = running.end()
    assert server.commits == [task.id] and set(server.uploads.values()) == {1}  # type: ignore[attr-defined]


def test_what_hangs_when_an_upload_is_paused_is_broken_off_and_sent_anew(
    server: TaskServer, client: Client, journal: Journal, photos: Photos, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nadir.core.transfers.sender._PAUSE_GRACE", 0.1)
    held, released = threading.Event(), threading.Event()

    def hold(request: Request) -> None:
        if is_to(request, "upload") and not released.is_set():
            held.set()
            released.wait(20)

    server.before = hold
    upload = upload_of(client, journal, photos(3), connections=1)
    running = InBackground(upload)
    running.until(held.is_set)
    upload.pause()
    running.until(lambda: running.moments and running.moments[-1].paused and running.moments[-1].connections == 0)
    released.set()
    upload.go_on()
    running.end()
    assert len(next(iter(server.files.values()))) == 3


def test_a_paused_upload_can_be_cancelled_and_keeps_its_lease(
    server: TaskServer, client: Client, journal: Journal, photos: Photos
) -> None:
    stop = threading.Event()
    upload = upload_of(client, journal, photos(5))
    upload.pause()
    running = InBackground(upload, stop.is_set)
    running.until(lambda: server.tasks and running.moments)
    assert journal.unfinished(client.session.url) == ()
    time.sleep(0.3)
    assert not server.uploads
    stop.set()
    assert isinstance(running.end(), Cancelled)
    assert server.tasks == {}


def test_a_program_that_ends_while_paused_leaves_the_upload_paused(
    server: TaskServer, client: Client, journal: Journal, photos: Photos
) -> None:
    upload = upload_of(client, journal, photos(5))
    upload.pause()
    ending = threading.Event()

    def cancelled() -> bool:
        if ending.is_set():
            raise UploadStopped("The program ends.")
        return False

    running = InBackground(upload, cancelled)
    running.until(lambda: journal.load(upload.id).paused if server.tasks else False)
    ending.set()
    assert isinstance(running.end(), UploadStopped)
    (unfinished,) = journal.unfinished(client.session.url)
    assert unfinished.paused
    Upload.resume(client, journal, upload.id, retry=QUICK).run()
    assert server.commits


def test_the_limit_of_an_upload_is_kept_for_when_it_goes_on(
    server: TaskServer, client: Client, journal: Journal, photos: Photos
) -> None:
    upload = upload_of(client, journal, photos(4), settings=UploadSettings(rate_limit=60_000))
    running = InBackground(upload)
    running.until(lambda: running.moments and running.moments[-1].bytes_under_way > 0)
    assert journal.load(upload.id).plan.rate_limit == 60_000
    upload.set_rate_limit(40_000)
    running.until(lambda: journal.load(upload.id).plan.rate_limit == 40_000)
    upload.set_rate_limit(None)
    assert not isinstance(running.end(), Exception)
