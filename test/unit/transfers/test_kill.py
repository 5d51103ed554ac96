"""An upload whose program is killed without warning."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import closing
from pathlib import Path
from typing import Callable, Tuple

import pytest
from nadir.core.api.client import Client
from nadir.core.transfers.errors import UploadInUse
from nadir.core.transfers.journal import LEASE_SECONDS, Journal, JournalEntry
from nadir.core.transfers.uploads import Upload, UploadPlan
from nadir.test.unit.api.scripted_server import Request
from nadir.test.unit.transfers.conftest import QUICK
from nadir.test.unit.transfers.task_server import TaskServer, is_to

ROOT = Path(__file__).resolve().parents[3]
PROGRAM = """
import sys
from pathlib import Path
from nadir.core.api.client import Client
from nadir.core.api.session import Session
from nadir.core.transfers.journal import Journal
from nadir.core.transfers.uploads import Upload, UploadPlan

url, profile, folder = sys.argv[1:]
photos = tuple(sorted(Path(folder).iterdir()))
Upload(Client(Session(url, "admin", "secret")), Journal(Path(profile)), UploadPlan(url, "1", "killed", photos)).run()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is what POSIX calls it")
@pytest.mark.parametrize("when", ["while the task is made", "with four photos under way", "before the commit's answer"])
def test_an_upload_killed_half_way_goes_on(
    when: str, server: TaskServer, client: Client, photos: Callable[[int], Tuple[Path, ...]], tmp_path: Path
) -> None:
    files = photos(12)
    reached, released = threading.Event(), threading.Event()

    def hold(request: Request) -> None:
        verb = {"while the task is made": "tasks", "before the commit's answer": "commit"}.get(when, "upload")
        if is_to(request, verb) and (verb != "upload" or sum(server.uploads.values()) >= 7):
            reached.set()
            released.wait(60)

    server.after = hold
    command = [sys.executable, "-c", PROGRAM, server.url, str(tmp_path / "profile"), str(files[0].parent)]
    with subprocess.Popen(command, env={**os.environ, "PYTHONPATH": str(ROOT / ".dev")}) as program:
        assert reached.wait(60)
        program.send_signal(signal.SIGKILL)
        program.wait(20)
    released.set()
    server.after = lambda request: None

    too_early = Journal(tmp_path / "profile")
    assert too_early.unfinished(server.url) == ()
    too_early.close()
    journal = Journal(tmp_path / "profile", clock=lambda: time.time() + LEASE_SECONDS + 1)
    (unfinished,) = journal.unfinished(server.url)
    confirmed = unfinished.files_done
    task = Upload.resume(client, journal, unfinished.id, retry=QUICK).run()

    assert list(server.tasks) == [task.id]
    assert server.files[task.id] == {path.name: path.read_bytes() for path in files}
    assert sum(count - 1 for count in server.uploads.values()) <= 4  # what was under way, nothing that was confirmed
    assert sum(count == 1 for count in server.uploads.values()) >= confirmed
    assert not server.tasks[task.id]["partial"]
    assert journal.unfinished(server.url) == ()
    journal.close()


def test_a_clock_that_is_set_back_holds_no_upload_for_hours(tmp_path: Path, client: Client) -> None:
    with closing(Journal(tmp_path, clock=lambda: time.time() + 3600)) as ahead:
        plan = UploadPlan(client.session.url, "1", "Meadow", ())
        ahead.add(JournalEntry("killed", plan, ()), "admin", "dead window")
        assert not ahead.lease("killed", "me")
    with closing(Journal(tmp_path)) as journal:
        assert [upload.id for upload in journal.unfinished(client.session.url)] == ["killed"]
        assert journal.seconds_until_free(client.session.url) is None
        assert journal.lease("killed", "me") and not journal.lease("killed", "other")


def test_a_lease_is_not_taken_from_the_living(client: Client, journal: Journal) -> None:
    from nadir.core.transfers.journal import JournalEntry
    from nadir.core.transfers.uploads import UploadPlan

    journal.add(JournalEntry("one", UploadPlan(client.session.url, "1", "x", ()), ()), "admin", "somebody")
    with pytest.raises(UploadInUse):
        Upload.resume(client, journal, "one").run()
