"""How far a transfer is, how fast, and how long it will still take."""

from __future__ import annotations

import threading
import time
from collections import deque
from dataclasses import dataclass, replace
from typing import Callable, Deque, Dict, Iterable, Optional, Set, Tuple

from .plan import FileState, PlannedFile

_WINDOW = 20.0  # seconds that the speed is taken over
_LEAST = 2.0  # seconds of data before a time is promised
_STEP = 0.2  # seconds between two points of the history


@dataclass(frozen=True)
class UploadProgress:
    """A moment of an upload.

    bytes_done: of files that the server has confirmed; bytes_under_way: sent beyond those, of files that it has not.
    bytes_total: of all files as they are on this disk; files that are left out count nowhere. A file that is made
    smaller before it is sent counts as it is on the disk, by the share of it that is sent.
    seconds_left: None where nothing can be promised yet. trouble: why it is waiting to try again, as a sentence.
    resumable: False while a server is sent all photos in one request, which starts from the beginning when it breaks.
    files_resizing: whose smaller copy a connection waits for.
    """

    files_done: int
    files_total: int
    bytes_done: int
    bytes_total: int
    bytes_per_second: float
    seconds_left: Optional[float]
    current_file: str
    bytes_under_way: int = 0
    files_failed: int = 0
    connections: int = 0
    paused: bool = False
    resumable: bool = True
    trouble: str = ""
    files_resizing: int = 0

    @property
    def fraction(self) -> float:
        """Of the bytes that are confirmed."""
        return self.bytes_done / self.bytes_total if self.bytes_total else 0.0


@dataclass(frozen=True)
class FileProgress:
    """One file of an upload as it is now. bytes_sent: of its size, confirmed or not; reason: why it failed;
    resizing: its smaller copy is being made.
    """

    name: str
    path: str
    size: int
    state: FileState
    bytes_sent: int = 0
    reason: str = ""
    resizing: bool = False

    @classmethod
    def of(cls, file: PlannedFile, share: float = 0.0, resizing: bool = False) -> FileProgress:
        """share: of the file that has been sent, where it is not confirmed."""
        sent = file.size if file.confirmed else round(share * file.size)
        return cls(file.path.name, str(file.path), file.size, file.state, sent, file.reason, resizing)


class Meter:
    """Adds up what several connections send, and knows each file. Thread-safe."""

    def __init__(self, files: Iterable[PlannedFile], clock: Callable[[], float] = time.monotonic) -> None:
        self._lock = threading.Lock()
        self._clock = clock
        self._files: Dict[int, PlannedFile] = {file.position: file for file in files}
        self._under_way: Dict[int, float] = {}  # share of the file that has been sent
        self._resizing: Set[int] = set()
        self._changes = 0  # so many there were
        self._changed_at: Dict[int, int] = {}  # the last change of each file that had any, the latest last
        self._current = ""
        self._trouble = ""
        counted = [file for file in self._files.values() if file.state is not FileState.LEFT_OUT]
        done = [file for file in counted if file.confirmed]
        self._files_total, self._bytes_total = len(counted), sum(file.size for file in counted)
        self._files_done, self._bytes_done = len(done), sum(file.size for file in done)
        self._files_failed = sum(file.state is FileState.FAILED for file in counted)
        self._history: Deque[Tuple[float, float]] = deque([(clock(), float(self._bytes_done))])
        self._paused = False

    def update(self, file: PlannedFile) -> None:
        """A file has another state, or another size than it was planned with."""
        with self._lock:
            before = self._files[file.position]
            self._files[file.position] = file
            self._bytes_total += file.size - before.size
            self._files_done += file.confirmed - before.confirmed
            self._bytes_done += file.size * file.confirmed - before.size * before.confirmed
            self._files_failed += (file.state is FileState.FAILED) - (before.state is FileState.FAILED)
            self._under_way.pop(file.position, None)
            self._resizing.discard(file.position)
            self._note_change(file.position)
            if file.state is FileState.SENDING:
                self._under_way[file.position] = 0.0
                self._current = file.path.name
            elif file.confirmed:
                self._trouble = ""

    def sent(self, position: int, share: float) -> None:
        """So much of a file, 0 to 1, has been sent."""
        with self._lock:
            if position in self._under_way:
                self._under_way[position] = share
                self._note_change(position)

    def resizing(self, position: int) -> None:
        """The smaller copy of a file is waited for, until its next `update`."""
        with self._lock:
            self._resizing.add(position)
            self._note_change(position)

    def _note_change(self, position: int) -> None:
        self._changes += 1
        self._changed_at.pop(position, None)
        self._changed_at[position] = self._changes

    def set_trouble(self, trouble: str) -> None:
        """Why nothing is sent right now; it goes with the next file that is confirmed."""
        with self._lock:
            self._trouble = trouble

    def set_paused(self, paused: bool) -> None:
        """While it is paused no time passes for the speed."""
        with self._lock:
            self._paused = paused
            self._history = deque([(self._clock(), self._bytes_done + self._sent_so_far())])

    def files(self) -> Tuple[FileProgress, ...]:
        """All files as they are now, in the order of the plan."""
        with self._lock:
            return tuple(self._file(position) for position in sorted(self._files))

    def files_since(self, change: int) -> Tuple[int, Dict[int, FileProgress]]:
        """The number of the latest change, and those files by position that changed after the given one: thousands of
        files can be followed by asking again with the number that came last.
        """
        with self._lock:
            found: Dict[int, FileProgress] = {}
            for position in reversed(self._changed_at):
                if self._changed_at[position] <= change:
                    break
                found[position] = self._file(position)
            return self._changes, found

    def _file(self, position: int) -> FileProgress:
        resizing = position in self._resizing
        return FileProgress.of(self._files[position], self._under_way.get(position, 0.0), resizing)

    def snapshot(self) -> UploadProgress:
        with self._lock:
            under_way = self._sent_so_far()
            speed, seconds = self._speed(self._bytes_done + under_way)
            to_go = self._bytes_total - self._bytes_done - under_way
            left = max(0.0, to_go) / speed if speed > 0 and seconds >= _LEAST else None
            return UploadProgress(
                self._files_done,
                self._files_total,
                self._bytes_done,
                self._bytes_total,
                speed,
                left,
                self._current,
                round(under_way),
                self._files_failed,
                len(self._under_way),
                self._paused,
                trouble=self._trouble,
                files_resizing=len(self._resizing),
            )

    def _sent_so_far(self) -> float:
        """Bytes of the files under way."""
        return sum(share * self._files[position].size for position, share in self._under_way.items())

    def _speed(self, done: float) -> Tuple[float, float]:
        """Bytes per second over the last seconds, and how many seconds those were. What was sent for nothing is taken
        off again, so that a bad line does not promise what it cannot hold.
        """
        now = self._clock()
        if self._paused:
            return 0.0, 0.0
        if now - self._history[-1][0] >= _STEP:
            self._history.append((now, done))
        while len(self._history) > 2 and now - self._history[1][0] >= _WINDOW:
            self._history.popleft()
        since, before = self._history[0]
        seconds = now - since
        return (max(0.0, (done - before) / seconds) if seconds > 0 else 0.0), seconds


def in_one_piece(moment: UploadProgress, share: float) -> UploadProgress:
    """The progress of an upload whose photos all go in one request, of which such a share has been sent."""
    return replace(moment, bytes_under_way=round(share * moment.bytes_total), resumable=False)
