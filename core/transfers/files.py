"""The files of an upload that goes on: as they lie on the disk by now, and those that it goes on without."""

from __future__ import annotations

import zlib
from dataclasses import replace
from typing import Collection, Sequence, Tuple

from ..api.errors import FileUnreadable
from ..api.exchange import CancelCheck, never
from ..api.local_files import reachable
from ..errors import Cancelled
from .errors import TooFewPhotos
from .journal import Journal
from .plan import LEAST_PHOTOS, FileState, PlannedFile

_BLOCK = 1024 * 1024  # bytes


def files_as_they_are(files: Sequence[PlannedFile], cancelled: CancelCheck = never) -> Tuple[PlannedFile, ...]:
    """All files with their present size and time. One that is to be sent and cannot be found is marked as failed; one
    that the server has may be gone. Photos whose times changed are read, which takes a while: raises `Cancelled`.
    """
    return tuple(_as_it_is(file, cancelled) for file in files)


def _as_it_is(file: PlannedFile, cancelled: CancelCheck) -> PlannedFile:
    if cancelled():
        raise Cancelled
    if file.state is FileState.LEFT_OUT:
        return file
    if file.state is FileState.FAILED:
        file = file.waiting()
    try:
        now = file.as_it_is()
        if file.confirmed and now is not file and _is_touched_only(file, now, cancelled):
            return replace(file, modified_ns=now.modified_ns)
    except FileUnreadable as error:
        return file if file.confirmed else file.failed(str(error))
    return now


def _is_touched_only(sent: PlannedFile, now: PlannedFile, cancelled: CancelCheck) -> bool:
    """Whether a file has another time, but still the bytes that were sent. Reading is cheaper than sending."""
    if not sent.crc32 or not sent.sent_size == sent.size == now.size:
        return False
    checksum = 0
    try:
        with reachable(sent.path).open("rb") as stream:
            while block := stream.read(_BLOCK):
                if cancelled():
                    raise Cancelled
                checksum = zlib.crc32(block, checksum)
    except OSError:
        return False  # it is told by name when it is to be sent
    return f"{checksum:08x}" == sent.crc32


def leave_out(journal: Journal, upload_id: str, names: Collection[str]) -> None:
    """Let an upload go on without some files, by their names on the server or on the disk, or their whole paths.

    Those that the server has already stay. Raises `TooFewPhotos` where fewer than two would remain, `UploadUnknown`.
    """
    files = journal.load(upload_id).files
    chosen = [file for file in files if file.to_be_sent and _is_named(file, names)]
    left = sum(file.state is not FileState.LEFT_OUT for file in files) - len(chosen)
    if left < LEAST_PHOTOS:
        raise TooFewPhotos(
            f"A task needs at least {LEAST_PHOTOS} photos; {left} would be left.",
            "Put the others back, or discard the upload.",
        )
    journal.set_files(upload_id, [replace(file, state=FileState.LEFT_OUT) for file in chosen])


def _is_named(file: PlannedFile, names: Collection[str]) -> bool:
    return not {file.remote_name, file.path.name, str(file.path)}.isdisjoint(names)
