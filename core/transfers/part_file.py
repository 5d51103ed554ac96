"""The unfinished file of a download: beside its target, hidden, found again after a crash, in one program's hands.

Two files stand for it: the bytes so far, and a small one with what they are bytes of. The small one is locked while
the download runs, by a lock that ends with the process that holds it, so that what a dead one left is free.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
import sys
import time
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, BinaryIO, Optional

from ..api.errors import FileUnwritable
from ..errors import NadirError

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

PART, STATE = ".nadir.part", ".nadir.part-state"
_LONGEST_NAME = 180  # bytes; file systems allow 255
_SAVE_EVERY = 16 * 1024 * 1024  # bytes that a power cut may cost
_LOCKED_BYTE = 1 << 30  # far behind the content: Windows forbids others to read what is locked
_STATE_LIMIT = 64 * 1024
_LEFTOVER_AGE = 7 * 24 * 3600.0  # seconds


class DownloadInUse(NadirError):
    """The same file is being downloaded to the same place already."""


@dataclass(frozen=True)
class PartState:
    """What the bytes are bytes of.

    source: the address on the server. validator: what the server calls this version of the file, '' where it does not
    say, and then nothing can be added to the bytes. size: of the whole file, None where the server does not say.
    saved: bytes that are certainly on the disk.
    """

    source: str
    validator: str = ""
    size: Optional[int] = None
    saved: int = 0


class PartFile:
    """What is there of one download. Make it with `open_for`; then `begin` or `go_on`, `write`, and one of the ends."""

    def __init__(self, target: Path, state: PartState, state_stream: BinaryIO) -> None:
        self.target = target
        self.state = state
        self.path = part_path(target)
        self._state_stream = state_stream
        self._stream: Optional[BinaryIO] = None
        self._in_hand = True
        self.received = 0
        self.was_resumed = False  # whether the bytes come out of more than one answer

    @classmethod
    def open_for(cls, target: Path, source: str) -> PartFile:
        """Take the part file of a target in hand, with what an earlier run left if that was of the same source.

        Raises `DownloadInUse` where another one has it in hand, `FileUnwritable`.
        """
        try:
            stream = _locked(state_path(target))
        except OSError as error:
            raise unwritable(target, error) from error
        if stream is None:
            raise DownloadInUse(
                f"{target.name} is being downloaded already, perhaps by another QGIS window.",
                "Wait until that is done, or choose another folder.",
                str(target),
            )
        part = cls(target, PartState(source), stream)
        try:
            part._find_leftover()
        except OSError as error:
            part.close()
            raise unwritable(target, error) from error
        return part

    def begin(self, validator: str, size: Optional[int]) -> None:
        """Start with nothing, as the first bytes of a version of the file are about to come."""
        self._open_stream("wb")
        self.received, self.was_resumed = 0, False
        self._save_state(PartState(self.state.source, validator, size))

    def go_on(self) -> None:
        """Add to what is there."""
        self.was_resumed = True
        self._open_stream("r+b")
        if self._stream is not None:
            self._stream.truncate(self.received)
            self._stream.seek(self.received)

    def step_back(self, count: int) -> None:
        """Count so many bytes as not received."""
        self.received = max(0, self.received - count)

    def forget(self) -> None:
        """Count nothing as received."""
        self._close_stream()
        self.received = 0

    def write(self, block: bytes) -> None:
        """Add bytes; now and then what is there is made safe against a power cut."""
        if self._stream is None:
            raise ValueError("a part file that was not begun")
        try:
            self._stream.write(block)
            self.received += len(block)
            if self.received - self.state.saved >= _SAVE_EVERY:
                self._save()
        except OSError as error:
            raise unwritable(self.target, error) from error

    def flush(self) -> None:
        """Make all that is there safe, and let the bytes' file go: it may be read by others then."""
        if self._stream is None:
            return
        try:
            self._save()
            self._stream.close()
        except OSError as error:
            raise unwritable(self.target, error) from error
        finally:
            self._stream = None

    def become_target(self) -> None:
        """Take the target's name. The bytes are safe on the disk before."""
        self.flush()
        try:
            self.path.replace(self.target)
            sync_folder(self.target.parent)
        except OSError as error:
            raise unwritable(self.target, error) from error

    def discard(self) -> None:
        """Leave nothing behind, unless it was let go of before."""
        if not self._in_hand:
            return
        self._in_hand = False
        self._close_stream()
        with suppress(FileNotFoundError):  # it has become the target, or was never begun
            self.path.unlink()
        self.received = 0
        _let_go(self._state_stream, remove=state_path(self.target))

    def close(self) -> None:
        """Let it go as it is, for another time."""
        self._in_hand = False
        self._close_stream()
        _let_go(self._state_stream)

    def _find_leftover(self) -> None:
        found = _read_state(self._state_stream)
        if found is None or found.source != self.state.source or not found.validator or not self.path.is_file():
            return
        self.state = found
        self.received = min(found.saved, self.path.stat().st_size)

    def _open_stream(self, mode: str) -> None:
        self._close_stream()
        try:
            self._stream = self.path.open(mode)  # type: ignore[assignment]
        except OSError as error:
            raise unwritable(self.target, error) from error

    def _close_stream(self) -> None:
        stream, self._stream = self._stream, None
        if stream is not None:
            with suppress(OSError):  # what cannot be flushed to a full disk is not counted as saved either
                stream.close()

    def _save(self) -> None:
        if self._stream is not None:
            self._stream.flush()
            os.fsync(self._stream.fileno())
            self._save_state(replace(self.state, saved=self.received))

    def _save_state(self, state: PartState) -> None:
        self.state = state
        try:
            self._state_stream.seek(0)
            self._state_stream.write(json.dumps(asdict(state)).encode())
            self._state_stream.truncate()
            self._state_stream.flush()
            os.fsync(self._state_stream.fileno())
        except OSError as error:
            raise unwritable(self.target, error) from error


def part_path(target: Path) -> Path:
    """Where the bytes of an unfinished download of this target lie."""
    return target.with_name(f".{_short(target.name)}{PART}")


def state_path(target: Path) -> Path:
    """Where it is written what they are bytes of."""
    return target.with_name(f".{_short(target.name)}{STATE}")


def remove_leftovers(folder: Path, older_than: float = _LEFTOVER_AGE) -> None:
    """Remove the unfinished downloads in a folder that nobody has in hand or touched for so many seconds."""
    oldest = time.time() - older_than
    for data in sorted(folder.glob(f".*{PART}")):
        state = data.with_name(data.name[: -len(PART)] + STATE)
        with suppress(OSError):  # gone meanwhile, or not ours to remove
            if data.stat().st_mtime > oldest:
                continue
            stream = _locked(state)
            if stream is None:
                continue
            if data.is_dir():  # an archive that was being unpacked
                shutil.rmtree(data)
            else:
                data.unlink()
            _let_go(stream, remove=state)
    for state in sorted(folder.glob(f".*{STATE}")):
        with suppress(OSError):
            if state.stat().st_mtime < oldest and not state.with_name(state.name[: -len(STATE)] + PART).exists():
                stream = _locked(state)
                if stream is not None:
                    _let_go(stream, remove=state)


def has_living(folder: Path) -> bool:
    """Whether somebody has a download in this folder in hand right now."""
    for state in folder.glob(f".*{STATE}"):
        try:
            stream = _locked(state)
        except OSError:  # not ours to judge
            return True
        if stream is None:
            return True
        _let_go(stream)
    return False


def unwritable(target: Path, error: OSError) -> FileUnwritable:
    """The error for a target that cannot be written."""
    folder = target.parent
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return FileUnwritable(f"The disk is full: {folder}", "Make room, then try again.", str(error))
    reason = error.strerror or type(error).__name__
    return FileUnwritable(
        f"{target.name} cannot be written: {reason}.",
        f"Check the folder {folder}, and that no other program has the file open.",
        str(error),
    )


def sync_folder(folder: Path) -> None:
    """Make a new name in a folder outlive a power cut; Windows does so by itself."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _short(name: str) -> str:
    """A name that leaves room for an ending."""
    encoded = os.fsencode(name)
    if len(encoded) <= _LONGEST_NAME:
        return name
    return f"{name[:40]}-{hashlib.sha256(encoded).hexdigest()[:16]}"


def _locked(path: Path) -> Optional[BinaryIO]:
    """The file at a path, made where there is none, locked; None where another one holds the lock. Raises OSError."""
    while True:
        stream = os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o644), "r+b")
        try:
            if not _lock(stream):
                stream.close()
                return None
            if _is_at(stream, path):
                return stream
        except OSError:
            stream.close()
            raise
        stream.close()  # the one who held the lock has removed the file since: lock the next one


def _lock(stream: BinaryIO) -> bool:
    """Lock a file for this process alone; False where another one did. The system ends it with the process."""
    try:
        if sys.platform == "win32":
            stream.seek(_LOCKED_BYTE)
            msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)
            stream.seek(0)
        else:
            fcntl.flock(stream.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in (errno.EWOULDBLOCK, errno.EACCES, errno.EDEADLK):
            return False
        if error.errno in (errno.ENOLCK, errno.ENOTSUP, errno.ENOSYS):  # some network drives know no locks
            return True
        raise
    return True


def _is_at(stream: BinaryIO, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(stream.fileno()), path.stat())
    except FileNotFoundError:
        return False


def _let_go(stream: BinaryIO, remove: Optional[Path] = None) -> None:
    """End a lock; `remove`: and the file with it. Windows removes no open file: there it goes after the lock."""
    with suppress(OSError):  # another one has taken it in hand just now, or it is gone
        if remove is not None and sys.platform != "win32":
            remove.unlink()
    stream.close()
    with suppress(OSError):
        if remove is not None and sys.platform == "win32":
            remove.unlink()


def _read_state(stream: BinaryIO) -> Optional[PartState]:
    """What is written there; None where that is nothing or torn."""
    stream.seek(0)
    try:
        found: Any = json.loads(stream.read(_STATE_LIMIT) or b"null")
        source, validator, size, saved = (found[key] for key in ("source", "validator", "size", "saved"))
    except (ValueError, KeyError, TypeError):
        return None
    well_formed = isinstance(source, str) and isinstance(validator, str) and isinstance(saved, int) and saved >= 0
    if not well_formed or not (size is None or isinstance(size, int)):
        return None
    return PartState(source, validator, size, saved)
