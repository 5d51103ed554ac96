"""Whatever goes wrong on the way: all photos arrive, byte for byte and once, or the upload stops and goes on."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from nadir.test.faults.reference_server import ReferenceServer
from nadir.test.faults.script import Fault, Kind, Verb
from nadir.test.faults.servers import LocalServer, Server
from nadir.test.faults.strategies import NETWORK_KINDS, upload_trials
from nadir.test.faults.trying import in_scratch
from nadir.test.faults.uploading import Photo, UploadTrial, run_upload

SAME_SIZE = tuple(Photo("Flug", f"DJI_{number:04}.JPG", 20_000, number) for number in range(6))


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


@pytest.mark.parametrize("chunk_bytes", [20_000, 7_000])
@pytest.mark.parametrize("kind", [Kind.SWAP_BEFORE, Kind.SWAP_AFTER])
def test_an_answer_about_another_photo_confirms_none(
    kind: Kind, chunk_bytes: int, reference_server: ReferenceServer, tmp_path: Path
) -> None:
    """All are of the same size, so that only the name tells them apart."""
    trial = UploadTrial(SAME_SIZE, (Fault(Verb.UPLOAD, 5, kind, at=5),), connections=1, chunk_bytes=chunk_bytes)
    outcome = run_upload(reference_server, trial, tmp_path)
    assert outcome.is_good, outcome.report()
