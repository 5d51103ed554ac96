"""Hints on errors that servers, nodes and engines are known to write."""

from __future__ import annotations

import pytest
from nadir.ui.details.hints import hint_for

MEMORY, DISK, OVERLAP, NODE = "ran out of memory", "disk is full", "could not be matched", "did not answer"


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        ("Process exited with code 137", MEMORY),
        ("Not enough memory", MEMORY),
        ("The engine was ended by the system, most likely because memory ran out. Try a lower quality or fewer photos.", MEMORY),
        ("Killed", MEMORY),
        ("std::bad_alloc", MEMORY),
        ("OSError: [Errno 28] No space left on device", DISK),
        ("The results do not fit on this server's disk, of which 12 MB are free. Free some space and restart the task.", DISK),
        ("Unpacked, the file does not fit on this server's disk. Free some space and import it again.", DISK),
        ("Not enough supported images in /var/www/data/x/images", "not enough photos"),
        ("There are fewer than 2 photos that can be used (1 of 3). Give a folder with overlapping photos", "not enough photos"),
        ("The photos do not overlap enough to be put together. Give photos of one place", OVERLAP),
        ("The photos show too little in common to measure a surface.", OVERLAP),
        ("The program could not process this dataset using the current settings.", OVERLAP),
        ("Cannot process dataset", "The engine gave up"),
        ("The engine stopped with exit code 3; its console output says more.", "The engine gave up"),
        ("orthophoto-resolution: Invalid value NaN (out of range)", "refused an option"),
        ("Unknown option dsmm", "refused an option"),
        ("475d5346-77b1-42be-b302-4795a522c221 not found", "does not know the task any more"),
        ("Cannot restart a task that has no processing node", "has no processing node"),
        ("The processing node of this task was removed.", "has no processing node"),
        ("Cannot restart a task whose photos are not here any more", "does not have the photos"),
        ("Processing node went offline. This could be due to insufficient memory or a network error.", NODE),
        ("HTTPConnectionPool(host='127.0.0.1', port=3000): Connection refused", NODE),
        ("Read timed out. (read timeout=30)", "took too long"),
        ("Unauthorized. Do you need to set a token?", "another token"),
        ("Invalid zip file: the address answered 404.", "could not be imported"),
        ("The run cannot go on from odm_dem: the results of openmvs are not there.", "from the start"),
        ("ModuleNotFoundError: No module named 'dateutil'", "installation is at fault"),
        ("ValueError: the GCP file has no header", "ground control points"),
        ("Task canceled", "was cancelled"),
    ],
)
def test_known_errors_have_a_hint(error: str, expected: str) -> None:
    assert expected in hint_for(error)


@pytest.mark.parametrize("error", ["", "The moon is in the wrong house", "<b>?</b>" * 10_000])
def test_what_nobody_knows_has_none(error: str) -> None:
    assert hint_for(error) == ""
