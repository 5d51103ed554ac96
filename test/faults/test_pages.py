"""Pages that a proxy shows while the server behind it is away are not the server's word on a task."""

from __future__ import annotations

from pathlib import Path

import pytest
from nadir.core.errors import Cancelled
from nadir.core.transfers.journal import Journal
from nadir.core.transfers.uploads import Upload, UploadPlan, remove_cancelled
from nadir.test.faults.cancelling import CancelTrial, run_cancelled
from nadir.test.faults.proxy import FaultProxy
from nadir.test.faults.reference_server import ReferenceServer
from nadir.test.faults.script import Fault, Kind, Script, Verb
from nadir.test.faults.uploading import NAME, RETRY, Photo, UploadTrial, client_for, run_upload

PHOTOS = tuple(Photo("Flug", f"DJI_{number:04}.JPG", 20_000, number) for number in range(6))
BROKEN_OFF = Fault(Verb.UPLOAD, 2, Kind.STATUS_INSTEAD, status=503, times=30)  # so that the upload has to go on


@pytest.mark.parametrize("verb", [Verb.LIST, Verb.CREATE, Verb.TASK, Verb.UPLOAD, Verb.COMMIT])
@pytest.mark.parametrize("kind", [Kind.STATUS_INSTEAD, Kind.STATUS_AFTER])
def test_a_page_that_says_not_found_ends_no_upload(
    verb: Verb, kind: Kind, reference_server: ReferenceServer, tmp_path: Path
) -> None:
    faults = (*([BROKEN_OFF] if verb is Verb.TASK else []), Fault(verb, 0, kind, status=404, times=2))
    outcome = run_upload(reference_server, UploadTrial(PHOTOS, faults, connections=2), tmp_path)
    assert outcome.is_good, outcome.report()


def test_a_cancelled_task_is_removed_when_the_server_is_back(
    reference_server: ReferenceServer, tmp_path: Path
) -> None:
    project_id = reference_server.new_project()
    fault = Fault(Verb.TASK, 0, Kind.STATUS_INSTEAD, status=404, times=50)
    proxy = FaultProxy(reference_server.port, Script([fault]))
    client, journal = client_for(proxy.url, reference_server.login), Journal(tmp_path / "profile")
    paths = tuple(photo.make(tmp_path / "photos") for photo in PHOTOS)
    upload = Upload(client, journal, UploadPlan(proxy.url, project_id, NAME, paths), retry=RETRY)

    with pytest.raises(Cancelled):
        upload.run(cancelled=lambda: any(seen.verb is Verb.UPLOAD for seen in list(proxy.seen)))
    assert len(journal.all_ids()) == len(reference_server.stored(project_id)) == 1

    proxy.heal()
    remove_cancelled(client, journal)
    assert reference_server.stored(project_id) == []
    assert journal.all_ids() == ()
    proxy.close()
    journal.close()


def test_a_task_that_comes_into_being_after_the_cancel_goes_too(
    reference_server: ReferenceServer, tmp_path: Path
) -> None:
    late = Fault(Verb.CREATE, 0, Kind.PAUSE_REQUEST, at=-1)
    trial = CancelTrial(UploadTrial(PHOTOS, (late,)), Verb.CREATE, 0)
    outcome = run_cancelled(reference_server, trial, tmp_path, pause_seconds=1.0)
    assert outcome.is_good, outcome.report()
