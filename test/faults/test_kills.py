"""Programs that are killed in the middle of things: the one that uploads, and the server."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from nadir.test.faults.killing import Kill, KilledDownload, KillTrial, run_killed_download, run_killed_upload
from nadir.test.faults.reference_server import ReferenceServer
from nadir.test.faults.script import Fault, Kind, Verb
from nadir.test.faults.servers import LocalServer
from nadir.test.faults.sources import SINGLE_FILES, LocalTask
from nadir.test.faults.strategies import kill_trials, killed_downloads
from nadir.test.faults.trying import in_scratch
from nadir.test.faults.uploading import Photo, UploadTrial, run_upload

PHOTOS = tuple(Photo("Flug", f"DJI_{number:04} é.JPG", 60_000 + 7_000 * number, number) for number in range(8))
MOMENTS = {
    "while the task is made": Fault(Verb.CREATE, 0, Kind.KILL_IN_ANSWER, at=0),
    "in the middle of the third photo": Fault(Verb.UPLOAD, 2, Kind.KILL_IN_REQUEST, at=40_000),
    "before the fifth photo is confirmed": Fault(Verb.UPLOAD, 4, Kind.KILL_IN_ANSWER, at=0),
    "when the commit is sent": Fault(Verb.COMMIT, 0, Kind.KILL_IN_REQUEST, at=-1),
    "before the commit is answered": Fault(Verb.COMMIT, 0, Kind.KILL_IN_ANSWER, at=-1),
}


@pytest.mark.parametrize("moment", MOMENTS)
def test_an_upload_killed_at_any_step_goes_on(moment: str, local_server: LocalServer, tmp_path: Path) -> None:
    outcome = run_killed_upload(local_server, KillTrial(PHOTOS, (Kill(MOMENTS[moment]),)), tmp_path)
    assert outcome.is_good, outcome.report()
    assert outcome.kills == 1


@given(trial=kill_trials())
@settings(max_examples=5)
def test_an_upload_killed_at_random_goes_on(reference_server: ReferenceServer, trial: KillTrial) -> None:
    outcome = in_scratch(lambda scratch: run_killed_upload(reference_server, trial, scratch))
    assert outcome.is_good, outcome.report()


@given(trial=killed_downloads(SINGLE_FILES))
@settings(max_examples=2)
def test_a_download_killed_at_random_goes_on(local_server: LocalServer, trial: KilledDownload) -> None:
    outcome = in_scratch(lambda scratch: run_killed_download(LocalTask(local_server), trial, scratch))
    assert outcome.is_good, outcome.report()


@pytest.mark.parametrize(
    ("verb", "kind"),
    [
        (Verb.CREATE, Kind.RESTART_AFTER),
        (Verb.UPLOAD, Kind.RESTART_BEFORE),
        (Verb.UPLOAD, Kind.RESTART_AFTER),
        (Verb.COMMIT, Kind.RESTART_AFTER),
    ],
)
def test_a_server_killed_at_any_step_loses_nothing(
    verb: Verb, kind: Kind, local_server: LocalServer, tmp_path: Path
) -> None:
    """Also what it had under way when it was killed."""
    outcome = run_upload(local_server, UploadTrial(PHOTOS, (Fault(verb, 0, kind),)), tmp_path)
    assert outcome.is_good, outcome.report()
