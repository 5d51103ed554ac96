"""One upload that is cancelled in the middle, over a line that fails."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

from nadir.core.errors import Cancelled
from nadir.core.transfers.errors import UploadStopped
from nadir.core.transfers.journal import Journal
from nadir.core.transfers.uploads import Upload, UploadPlan, discard, remove_cancelled
from nadir.test.faults.proxy import FaultProxy
from nadir.test.faults.script import Kind, Script, Verb
from nadir.test.faults.servers import Server
from nadir.test.faults.uploading import NAME, RETRY, Outcome, UploadTrial, chunks_of, client_for, judge

_LATE_SECONDS = 0.3  # in which a request that was broken off may still be carried out
_REMOVAL_SECONDS = 15.0  # that the server may take to remove what it was asked to


@dataclass(frozen=True)
class CancelTrial:
    """The upload is cancelled when the `nth` request for `verb` has come, if it comes."""

    upload: UploadTrial
    verb: Verb
    nth: int


def run_cancelled(server: Server, trial: CancelTrial, scratch: Path, pause_seconds: float = 0.2) -> Outcome:
    """Upload and cancel; then, over a good line, do what the next start of the program does."""
    project_id = server.new_project()
    paths = tuple(photo.make(scratch / "photos") for photo in trial.upload.photos)
    actions = {Kind.RESTART_BEFORE: server.restart, Kind.RESTART_AFTER: server.restart}
    proxy = FaultProxy(server.port, Script(trial.upload.faults), actions=actions, pause_seconds=pause_seconds)
    outcome, journal = Outcome(), Journal(scratch / "profile")
    client = client_for(proxy.url, server.login)

    def is_time() -> bool:
        return sum(seen.verb is trial.verb for seen in list(proxy.seen)) > trial.nth

    upload = Upload(
        client,
        journal,
        UploadPlan(proxy.url, project_id, NAME, paths),
        connections=trial.upload.connections,
        retry=RETRY,
    )
    try:
        with chunks_of(trial.upload.chunk_bytes):
            upload.run(cancelled=is_time)
    except Cancelled:
        _expect_nothing(outcome, server, proxy, journal, project_id)
    except UploadStopped:  # before it was time: given up instead
        proxy.heal()
        discard(client_for(proxy.url, server.login), journal, upload.id)
        _expect_nothing(outcome, server, proxy, journal, project_id)
    else:  # too late
        judge(outcome, server.stored(project_id), trial.upload.photos)
    finally:
        proxy.close()
        journal.close()
        client.session.close()
    outcome.log += [f"{seen.verb.value}: {seen.fault}" for seen in proxy.seen]
    return outcome


def _expect_nothing(outcome: Outcome, server: Server, proxy: FaultProxy, journal: Journal, project_id: str) -> None:
    """Neither on the server nor in the journal."""
    proxy.heal()
    client = client_for(proxy.url, server.login)
    remove_cancelled(client, journal)
    client.session.close()
    time.sleep(_LATE_SECONDS)
    ends_at = time.monotonic() + _REMOVAL_SECONDS
    while server.stored(project_id) and time.monotonic() < ends_at:
        time.sleep(0.1)
    left = server.stored(project_id)
    outcome.doubled += len(left)
    outcome.problems += [f"the task {task.id} was left behind" for task in left]
    if journal.all_ids():
        outcome.problems.append("the journal still knows the upload")
