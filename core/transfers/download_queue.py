"""Several downloads in one go, with the progress of all together."""

from __future__ import annotations

import shutil
import threading
import time
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import wait as wait_for
from dataclasses import dataclass
from pathlib import Path
from typing import Callable, Deque, Dict, List, Optional, Sequence, Tuple

from ..api.client import Client
from ..api.errors import ApiError, FileUnwritable
from ..api.exchange import CancelCheck, never
from ..api.ids import ProjectId, TaskId
from ..api.retry import RetryPolicy
from ..errors import Cancelled, NadirError
from .downloads import Download
from .fetch import DownloadStopped, megabytes

_CONNECTIONS = 2  # more of them only share one line
_TICK = 0.1  # seconds between two words about the progress
_WINDOW, _LEAST = 20.0, 2.0  # seconds that the speed is taken over, and before a time is promised


@dataclass(frozen=True)
class WantedAsset:
    """One of several downloads."""

    project_id: ProjectId
    task_id: TaskId
    asset: str
    target: Path


@dataclass(frozen=True)
class DownloadProgress:
    """A moment of several downloads. bytes_total: of those whose size is known; `seconds_left` None while nothing can
    be promised.
    """

    files_done: int
    files_total: int
    bytes_done: int
    bytes_total: int
    bytes_per_second: float
    seconds_left: Optional[float]
    current_file: str

    @property
    def fraction(self) -> float:
        return min(1.0, self.bytes_done / self.bytes_total) if self.bytes_total else 0.0


@dataclass(frozen=True)
class DownloadReport:
    """What became of several downloads: the files that are there, and why others are not."""

    files: Tuple[Path, ...]
    failures: Tuple[Tuple[WantedAsset, NadirError], ...]


class Downloads:
    """Several assets in one go. One that fails does not stop the others."""

    def __init__(
        self,
        client: Client,
        wanted: Sequence[WantedAsset],
        *,
        connections: int = _CONNECTIONS,
        retry: RetryPolicy = RetryPolicy(),  # noqa: B008 - frozen
    ) -> None:
        self._client = client
        self._wanted = tuple(wanted)
        self._connections = connections
        self._retry = retry

    def run(
        self, progress: Callable[[DownloadProgress], None] = lambda moment: None, cancelled: CancelCheck = never
    ) -> DownloadReport:
        """Fetch them all; `progress` is called on this thread. Cancelled, those that are whole stay.

        Raises `Cancelled`, `DownloadStopped`, and `FileUnwritable` before the first byte where the disk has no room for
        all of them.
        """
        sizes = {item: self._size(item, cancelled) for item in self._wanted}
        _check_room(sizes)
        meter = _Meter(len(self._wanted), sum(size or 0 for size in sizes.values()))
        ending = _Ending()
        with ThreadPoolExecutor(self._connections, thread_name_prefix="nadir-download") as pool:
            running = {pool.submit(self._one, item, sizes[item], meter, ending): item for item in self._wanted}
            try:
                self._watch(running, meter, progress, cancelled)
            except BaseException as error:
                ending.begin(error)
                for future in running:
                    future.cancel()
                raise
        return _report(running)

    def _size(self, item: WantedAsset, cancelled: CancelCheck) -> Optional[int]:
        """None where that is not to be had: what is wrong shows when the file itself is asked for."""
        try:
            return self._client.assets.size(item.project_id, item.task_id, item.asset, cancelled=cancelled)
        except ApiError:
            return None

    def _one(self, item: WantedAsset, size: Optional[int], meter: _Meter, ending: _Ending) -> Path:
        def tell(received: int, total: Optional[int]) -> None:
            meter.received(item, received, total if size is None else None)

        client, retry = self._client, self._retry
        download = Download(client, item.project_id, item.task_id, item.asset, item.target, retry=retry)
        path = download.run(tell, ending.has_come)
        meter.done(item)
        return path

    @staticmethod
    def _watch(
        running: Dict[Future[Path], WantedAsset],
        meter: _Meter,
        progress: Callable[[DownloadProgress], None],
        cancelled: CancelCheck,
    ) -> None:
        left = set(running)
        while left:
            _, left = wait_for(left, timeout=_TICK)
            if cancelled():
                raise Cancelled
            progress(meter.moment())


class _Ending:
    """Passes the end of the whole on to each download: given up, or only interrupted."""

    def __init__(self) -> None:
        self._reason: Optional[BaseException] = None

    def begin(self, reason: BaseException) -> None:
        self._reason = reason

    def has_come(self) -> bool:
        """The `cancelled` of each download."""
        if isinstance(self._reason, DownloadStopped):
            raise self._reason
        return self._reason is not None


class _Meter:
    """Adds up what several downloads bring. Thread-safe."""

    def __init__(self, files: int, bytes_total: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._lock = threading.Lock()
        self._clock = clock
        self._files, self._files_done = files, 0
        self._bytes_total = bytes_total
        self._received: Dict[WantedAsset, int] = {}
        self._counted: Dict[WantedAsset, int] = {}  # sizes that were not known before
        self._current = ""
        self._history: Deque[Tuple[float, int]] = deque([(clock(), 0)])

    def received(self, item: WantedAsset, count: int, newly_known: Optional[int]) -> None:
        """So many bytes of a file are there; `newly_known`: its size, where it was not among those given."""
        with self._lock:
            self._received[item] = count
            self._current = item.asset
            if newly_known is not None:
                self._bytes_total += newly_known - self._counted.get(item, 0)
                self._counted[item] = newly_known

    def done(self, item: WantedAsset) -> None:
        with self._lock:
            self._files_done += 1

    def moment(self) -> DownloadProgress:
        with self._lock:
            done = sum(self._received.values())
            now = self._clock()
            self._history.append((now, done))
            while len(self._history) > 2 and now - self._history[1][0] >= _WINDOW:
                self._history.popleft()
            since, before = self._history[0]
            seconds = now - since
            speed = max(0.0, (done - before) / seconds) if seconds > 0 else 0.0
            to_go = max(0, self._bytes_total - done)
            left = to_go / speed if speed > 0 and seconds >= _LEAST and self._bytes_total else None
            total = self._bytes_total
            return DownloadProgress(self._files_done, self._files, done, total, speed, left, self._current)


def _check_room(sizes: Dict[WantedAsset, Optional[int]]) -> None:
    """Raise `FileUnwritable` where all together do not fit on a disk, before the first of them is begun."""
    by_folder: Dict[Path, int] = {}
    for item, size in sizes.items():
        folder = next((parent for parent in item.target.parents if parent.is_dir()), None)
        if folder is not None and size:
            by_folder[folder] = by_folder.get(folder, 0) + size
    for folder, wanted in by_folder.items():
        missing = wanted - shutil.disk_usage(folder).free
        if missing > 0:
            raise FileUnwritable(
                f"The disk has no room for these files: {folder}",
                f"Make room for {megabytes(missing)} more, or choose a folder on another disk.",
                f"{wanted} bytes",
            )


def _report(running: Dict[Future[Path], WantedAsset]) -> DownloadReport:
    files: List[Path] = []
    failures: List[Tuple[WantedAsset, NadirError]] = []
    for future, item in running.items():
        error = future.exception()
        if isinstance(error, NadirError):
            failures.append((item, error))
        else:
            files.append(future.result())
    return DownloadReport(tuple(files), tuple(failures))
