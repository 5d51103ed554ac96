"""The part `journal`: how long 5,000 photos take from their list to the first byte, and to write down what became of each.

The photos are small, since only the first is sent: to a sink, which says when its first byte came.
"""

from __future__ import annotations

import json
import secrets
import shutil
import tempfile
import time
import urllib.request
from dataclasses import replace
from pathlib import Path

from nadir.core.api.client import Client
from nadir.core.api.session import Session
from nadir.core.errors import Cancelled
from nadir.core.transfers.journal import Journal, JournalEntry
from nadir.core.transfers.plan import FileState, plan_files
from nadir.core.transfers.uploads import Upload, UploadPlan
from upload import running_program

PHOTOS, PHOTO_BYTES = 5000, 4096
ROUNDS = 3


def measure() -> dict[str, float]:
    """The slowest of some starts; the mean of 5,000 updates."""
    scratch = Path(tempfile.mkdtemp(prefix="nadir-bench-"))
    try:
        photos = _make_photos(scratch / "photos")
        starts = [_start(photos, scratch / f"profile-{number}") for number in range(ROUNDS)]
        return {"journal_start": max(starts), "journal_update": _update(photos, scratch / "profile")}
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _make_photos(folder: Path) -> tuple[Path, ...]:
    folder.mkdir()
    paths = tuple(folder / f"DJI_{number:04}.JPG" for number in range(PHOTOS))
    for path in paths:
        path.write_bytes(b"\xff\xd8" + secrets.token_bytes(PHOTO_BYTES - 2))
    return paths


def _start(photos: tuple[Path, ...], profile: Path) -> float:
    """Seconds from the list of files to the first byte of the first photo; then the upload is given up."""
    with running_program("sink.py") as port:
        url = f"http://127.0.0.1:{port}"
        session = Session(url, "bench", "bench")  # nosec B106 - the sink asks for none
        session.log_in()
        journal = Journal(profile)
        first = [0.0]

        def has_begun() -> bool:
            with urllib.request.urlopen(f"{url}/first") as answer:  # noqa: S310  # nosec B310 - our own sink
                first[0] = json.load(answer)["first"]
            return bool(first[0])

        started = time.monotonic()
        try:
            Upload(Client(session), journal, UploadPlan(url, "1", "Bench", photos)).run(cancelled=has_begun)
        except Cancelled:
            journal.close()
        session.close()
        return first[0] - started


def _update(photos: tuple[Path, ...], profile: Path) -> float:
    """Milliseconds that the journal takes for a file: that it is begun, and that the server has it."""
    journal = Journal(profile)
    files = plan_files(photos)
    journal.add(JournalEntry("bench", UploadPlan("http://127.0.0.1", "1", "Bench", photos), files), "bench", "bench")
    started = time.monotonic()
    for file in files:
        journal.set_files("bench", [replace(file, state=FileState.SENDING)])
        journal.set_files("bench", [replace(file, state=FileState.CONFIRMED, sent_size=file.size, crc32="0" * 8)])
    seconds = time.monotonic() - started
    confirmed = sum(file.confirmed for file in journal.load("bench").files)
    journal.close()
    if confirmed != PHOTOS:
        raise RuntimeError(f"the journal knows {confirmed} of {PHOTOS} photos")
    return seconds * 1000 / PHOTOS
