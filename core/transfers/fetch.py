"""One file from a server to this disk: resumed where the server can, checked, and only then under its name."""

from __future__ import annotations

import shutil
import threading
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Callable, Mapping, Optional

from ..api.errors import TRANSIENT, ConnectionLost, FileUnwritable, NotFound, PageNotFound, UnexpectedAnswer
from ..api.exchange import CancelCheck, never
from ..api.fields import count
from ..api.local_files import reachable
from ..api.remote_file import RemoteFile
from ..api.retry import RetryPolicy, StopWhen
from ..api.transport import Sink
from ..errors import Cancelled, NadirError
from .contents import DamagedDownload, check_content
from .part_file import PartFile, remove_leftovers, unwritable

_SPARE = 64 * 1024 * 1024  # bytes of the disk that a download leaves free
_LEAST_AGE = 60.0  # seconds after which a time of change tells two versions apart (RFC 9110, section 8.8.2.2)

BytesProgress = Callable[[int, Optional[int]], None]
"""Bytes that are there, and those there will be (None where the server does not say)."""


class DownloadStopped(NadirError):
    """The download was interrupted, not given up: what is there stays, where the server lets it go on later.

    A `cancelled` may raise it, as when QGIS closes.
    """


class _Mixed(Exception):
    """The server's range does not fit to the bytes that are there."""


class Fetch:
    """Fetches one file to `target`. Several at a time, also in several programs, never spoil each other's."""

    def __init__(
        self,
        remote: RemoteFile,
        target: Path,
        *,
        retry: RetryPolicy = RetryPolicy(),  # noqa: B008 - frozen
    ) -> None:
        self._remote, self._target = remote, target
        self._retry = retry

    def run(
        self, progress: BytesProgress = lambda received, total: None, cancelled: CancelCheck = never
    ) -> Path:
        """Fetch the file, making its folder; returns the target.

        Under the target's name there is the old file or the whole new one. Cancelled, nothing stays behind; broken off
        (after tries that each brought no byte), what is there stays if it can be added to. Raises what the client
        raises, `DownloadInUse`, `DamagedDownload`, `FileUnwritable`.
        """
        try:
            self._target.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise FileUnwritable(
                f"The folder cannot be made: {self._target.parent}", "Choose another folder.", str(error)
            ) from error
        part = PartFile.open_for(reachable(self._target), self._remote.url)
        try:
            self._receive_whole(part, progress, cancelled)
            _name(part)
            progress(part.received, part.received)
        except PageNotFound:  # of a proxy, while the server restarts
            _keep(part)
            raise
        except (Cancelled, DamagedDownload, FileUnwritable, NotFound):
            raise
        except NadirError:
            _keep(part)
            raise
        except OSError as error:  # while the file was looked into
            raise unwritable(self._target, error) from error
        finally:
            part.discard()
        remove_leftovers(self._target.parent)
        return self._target

    def _receive_whole(self, part: PartFile, progress: BytesProgress, cancelled: CancelCheck) -> None:
        """All bytes, looked into. What was put together from several answers and is damaged is fetched once more."""
        self._receive(part, progress, cancelled)
        try:
            check_content(part.path, self._remote.name, cancelled)
        except DamagedDownload:
            if not part.was_resumed:
                raise
            part.forget()
            self._receive(part, progress, cancelled)
            check_content(part.path, self._remote.name, cancelled)

    def _receive(self, part: PartFile, progress: BytesProgress, cancelled: CancelCheck) -> None:
        """Try until all is there. As long as each try brings something, there is no limit to their number."""
        failed = 0
        while True:
            before = part.received
            try:
                self._attempt(part, progress, cancelled)
                return
            except TRANSIENT as error:
                failed = 1 if part.received > before else failed + 1
                part.flush()
                if failed >= self._retry.attempts:
                    raise
                if StopWhen(cancelled).wait(self._retry.delay(failed, error)):
                    raise Cancelled from error

    def _attempt(self, part: PartFile, progress: BytesProgress, cancelled: CancelCheck) -> None:
        """One request, and a second one from the start where the server's range does not fit."""
        try:
            self._request(part, progress, cancelled)
        except _Mixed:
            part.forget()
            try:
                self._request(part, progress, cancelled)
            except _Mixed as error:
                raise UnexpectedAnswer(
                    f"The server sends only a part of {self._remote.name}.", "Try again.", self._remote.url
                ) from error

    def _request(self, part: PartFile, progress: BytesProgress, cancelled: CancelCheck) -> None:
        headers = self._range(part)
        intake = _Intake(part, self._start)
        try:
            answer = self._remote.stream(
                intake.start,
                headers=headers,
                on_tick=lambda: progress(part.received, part.state.size),
                cancelled=cancelled,
            )
        finally:
            intake.close()
        if answer.status == 416 and headers:
            raise _Mixed
        if answer.status not in (200, 206):
            raise UnexpectedAnswer("The server sent no file.", "Try again.", f"HTTP {answer.status}")
        part.flush()
        size = part.state.size
        if size is not None and part.received < size:
            detail = f"{part.received} of {size} bytes"
            raise ConnectionLost(f"The download of {self._remote.name} broke off.", "Try again.", detail)
        if size is not None and part.received > size:
            raise _Mixed

    def _range(self, part: PartFile) -> Mapping[str, str]:
        """The headers that ask for what is missing; none where all is wanted. At least one byte is asked for again, so
        that the server says whether its file is still the same.
        """
        if not part.state.validator or not part.received:
            return {}
        if part.received == part.state.size:
            part.step_back(1)
        return {"Range": f"bytes={part.received}-", "If-Range": part.state.validator} if part.received else {}

    def _start(self, part: PartFile, status: int, headers: Mapping[str, str]) -> None:
        """Get ready for the first byte."""
        if status == 206:
            _check_range(part, headers)
            part.go_on()
        else:
            part.begin(_validator(headers), _length(headers))
        self._check_room(part)

    def _check_room(self, part: PartFile) -> None:
        """Say beforehand that the disk is too full. Raises `FileUnwritable`."""
        if part.state.size is None:
            return
        try:
            free = shutil.disk_usage(self._target.parent).free
        except OSError as error:
            raise unwritable(self._target, error) from error
        missing = part.state.size - part.received + _SPARE - free
        if missing > 0:
            raise FileUnwritable(
                f"The disk has no room for {self._remote.name}: {self._target.parent}",
                f"Make room for {megabytes(missing)} more, or choose a folder on another disk.",
                f"{part.state.size} bytes, of which {part.received} are there; {free} bytes free",
            )


class _Intake:
    """Takes one answer's bytes, on the exchange's thread, and none after that answer was given up: an exchange that
    was broken off may still live for a moment beside the next one.
    """

    def __init__(self, part: PartFile, begin: Callable[[PartFile, int, Mapping[str, str]], None]) -> None:
        self._part, self._begin = part, begin
        self._lock = threading.Lock()
        self._closed = False

    def start(self, status: int, headers: Mapping[str, str]) -> Sink:
        with self._lock:
            self._check()
            self._begin(self._part, status, headers)
        return self._write

    def close(self) -> None:
        """Wait for the block that is being written, and take no more."""
        with self._lock:
            self._closed = True

    def _write(self, block: bytes) -> None:
        with self._lock:
            self._check()
            self._part.write(block)

    def _check(self) -> None:
        if self._closed:
            raise Cancelled


def _name(part: PartFile) -> None:
    """Give the whole file its name. Where that cannot be, as while another program has the old file open, it is kept."""
    try:
        part.become_target()
    except FileUnwritable:
        _keep(part)
        raise


def _keep(part: PartFile) -> None:
    """Leave what is there for another time, if the server will let it be added to."""
    if part.state.validator and part.received:
        part.flush()
        part.close()


def _check_range(part: PartFile, headers: Mapping[str, str]) -> None:
    """Raise `_Mixed` unless the range begins where the bytes end, and is of the same version of the same file."""
    unit, _, place = headers.get("Content-Range", "").strip().partition(" ")
    span, _, total = place.partition("/")
    begin, _, end = span.partition("-")
    first, last, whole = (count(text.strip()) for text in (begin, end, total))
    known = part.state.size
    if unit.lower() != "bytes" or known is None or (first, last, whole) != (part.received, known - 1, known):
        raise _Mixed
    told = headers.get("ETag", "")
    if part.state.validator.startswith('"') and told and told != part.state.validator:
        raise _Mixed
    if headers.get("Content-Encoding", "identity").lower() not in ("", "identity"):
        raise _Mixed


def _validator(headers: Mapping[str, str]) -> str:
    """What the server calls this version of the file, if it promises that no other one is called so; else ''."""
    packed = headers.get("Content-Encoding", "identity").lower() not in ("", "identity")
    if packed or headers.get("Accept-Ranges", "").lower() == "none" or _length(headers) is None:
        return ""
    tag = headers.get("ETag", "")
    if tag:
        return tag if tag.startswith('"') else ""  # W/"..." is for files that differ in their bytes too
    changed, sent = headers.get("Last-Modified", ""), headers.get("Date", "")
    try:
        age = (parsedate_to_datetime(sent) - parsedate_to_datetime(changed)).total_seconds()
    except (TypeError, ValueError):
        return ""
    return changed if age >= _LEAST_AGE else ""


def _length(headers: Mapping[str, str]) -> Optional[int]:
    """Bytes of the file, None where the server does not say or packs them."""
    packed = headers.get("Content-Encoding", "identity").lower() not in ("", "identity")
    return None if packed else count(headers.get("Content-Length", ""))


def megabytes(size: int) -> str:
    """A number of bytes as users read it, never none."""
    return f"{size / 1e9:.1f} GB" if size >= 1e9 else f"{max(1, round(size / 1e6))} MB"
