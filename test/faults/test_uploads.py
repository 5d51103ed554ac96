"""Whatever goes wrong on the way: all photos arrive, byte for byte and once, or the upload stops and goes on."""

from __future__ import annotations

from hypothesis import given, settings
from nadir.test.faults.reference_server import ReferenceServer
from nadir.test.faults.servers import LocalServer, Server
from nadir.test.faults.strategies import NETWORK_KINDS, upload_trials
from nadir.test.faults.trying import in_scratch
from nadir.test.faults.uploading import UploadTrial, run_upload


def assert_good(server: Server, trial: UploadTrial) -> None:
    outcome = in_scratch(lambda scratch: run_upload(server, trial, scratch))
    assert outcome.is_good, outcome.report()


@given(trial=upload_trials())
@settings(max_examples=20)
def test_every_photo_arrives_once_at_a_server_that_appends_chunks(
    reference_server: ReferenceServer, trial: UploadTrial
) -> None:
    assert_good(reference_server, trial)


@given(trial=upload_trials(NETWORK_KINDS))
@settings(max_examples=10)
def test_every_photo_arrives_once_at_the_local_server(local_server: LocalServer, trial: UploadTrial) -> None:
    assert_good(local_server, trial)
