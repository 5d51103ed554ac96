"""Whatever goes wrong on the way: all photos arrive, byte for byte and once, or the upload stops and goes on."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from nadir.test.faults.reference_server import ReferenceServer
from nadir.test.faults.script import Fault, Kind, Verb
from nadir.test.faults.servers import LocalServer, Server
from nadir.test.faults.strategies import NETWORK_KINDS, old_upload_trials, upload_trials
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
@settings(max_examples=8)
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


def test_a_large_file_goes_to_the_local_server_in_chunks(local_server: LocalServer, tmp_path: Path) -> None:
    """Of the real size, broken in its second chunk; it starts again with a new id."""
    photos = (Photo("Flug", "gross.tif", 17_000_000, 1), Photo("Flug", "klein.JPG", 1000, 2))
    faults = (Fault(Verb.UPLOAD, 1, Kind.CUT_ANSWER, at=10),)
    outcome = run_upload(local_server, UploadTrial(photos, faults, connections=1), tmp_path)
    assert outcome.is_good, outcome.report()
    assert sum(line.startswith("upload") for line in outcome.log) == 6


@given(trial=old_upload_trials())
@settings(max_examples=5)
def test_a_server_that_takes_all_photos_in_one_request_makes_one_task(
    old_server: ReferenceServer, trial: UploadTrial
) -> None:
    assert_good(old_server, trial)


@pytest.mark.parametrize("at", [0, 1, 10])
def test_a_refusal_that_is_cut_off_ends_no_upload(at: int, old_server: ReferenceServer, tmp_path: Path) -> None:
    """The old server refuses the first way of asking, and only its words tell that there is another."""
    faults = (Fault(Verb.CREATE, 0, Kind.SHORTEN_ANSWER, at=at),)
    outcome = run_upload(old_server, UploadTrial(SAME_SIZE, faults), tmp_path)
    assert outcome.is_good, outcome.report()
