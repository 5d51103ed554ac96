"""Whatever goes wrong on the way: under the final name there is one whole version of the file, or nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from nadir.test.faults.downloading import DownloadTrial, run_download
from nadir.test.faults.products import MAKERS
from nadir.test.faults.reference_server import Ranges, ReferenceServer
from nadir.test.faults.script import Fault, Kind, Verb
from nadir.test.faults.servers import LocalServer
from nadir.test.faults.sources import SINGLE_FILES, LocalTask, ReferenceTask, Source
from nadir.test.faults.strategies import download_trials
from nadir.test.faults.trying import in_scratch


def assert_good(source: Source, trial: DownloadTrial) -> None:
    outcome = in_scratch(lambda scratch: run_download(source, trial, scratch))
    assert outcome.is_good, outcome.report()


@pytest.mark.parametrize("ranges", list(Ranges))
def test_no_wrong_byte_gets_the_final_name(ranges: Ranges, tmp_path: Path) -> None:
    server = ReferenceServer(tmp_path, ranges=ranges)
    source = ReferenceTask(server)

    @given(trial=download_trials(sorted(MAKERS)))
    @settings(max_examples=5)
    def whole_or_not_there(trial: DownloadTrial) -> None:
        assert_good(source, trial)

    whole_or_not_there()
    server.close()


@given(trial=download_trials(SINGLE_FILES))
@settings(max_examples=5)
def test_no_wrong_byte_gets_the_final_name_from_the_local_server(
    local_server: LocalServer, trial: DownloadTrial
) -> None:
    assert_good(LocalTask(local_server), trial)


def test_the_local_server_is_asked_only_for_what_is_missing(local_server: LocalServer, tmp_path: Path) -> None:
    cut = Fault(Verb.DOWNLOAD, 0, Kind.CUT_ANSWER, at=600_000)
    outcome = run_download(LocalTask(local_server), DownloadTrial("orthophoto.tif", 1_000_000, 1, (cut,)), tmp_path)
    assert outcome.is_good, outcome.report()
    asked = [line for line in outcome.log if "/download/" in line]
    assert len(asked) == 2
    start = int(asked[1].split("bytes=")[1].split("-")[0])
    assert 300_000 < start <= 600_000


@pytest.mark.parametrize("ranges", list(Ranges))
def test_two_versions_of_a_file_are_never_mixed(ranges: Ranges, tmp_path: Path) -> None:
    """Of the same length, so that only the server can tell them apart."""
    server = ReferenceServer(tmp_path / "server", ranges=ranges)
    change = Fault(Verb.DOWNLOAD, 0, Kind.CHANGE_IN_ANSWER, at=600_000)
    trial = DownloadTrial("georeferenced_model.las", 1_000_000, 1, (change,))
    outcome = run_download(ReferenceTask(server), trial, tmp_path / "here")
    server.close()
    assert outcome.is_good, outcome.report()
