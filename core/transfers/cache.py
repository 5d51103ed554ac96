"""Products that were downloaded once, kept for the next time: by server, task and run, up to a size.

An entry is a folder with one asset, or with what was unpacked from it:
`<server>/<task>/<run>/<asset>/<asset>` or `.../files/`. Its time of last use is that of the file `.used` in it. There
is no index that could go wrong, and several QGIS windows share one cache.
"""

from __future__ import annotations

import logging
import os
import shutil
import time
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Callable, FrozenSet, Iterable, Iterator, List, Optional, Tuple, TypeVar, Union
from urllib.parse import urlsplit

from ..api.client import Client
from ..api.exchange import CancelCheck, never
from ..api.ids import ProjectId, TaskId
from ..api.retry import RetryPolicy, StopWhen
from ..api.task import Task
from ..errors import Cancelled
from .downloads import Download
from .fetch import BytesProgress
from .part_file import DownloadInUse, PartFile, has_living, remove_leftovers
from .safe_names import digest, safe_name
from .unpack import unpack

T = TypeVar("T")
_log = logging.getLogger(__name__)
_USED, _UNPACKED, _GONE = ".used", "files", ".gone-"
_WAIT = 0.5  # seconds between two looks at another window's download
_LEVELS = 4  # server, task, run, asset

InUse = Union[Iterable[Path], Callable[[], Optional[Iterable[Path]]]]
"""Files that layers show, or what tells them at the moment when something is about to be removed (a download takes its
time, and layers come and go meanwhile); None from it: nobody knows just now, so nothing is removed.
"""


@dataclass(frozen=True)
class CacheEntry:
    """One asset in the cache: its folder, bytes that it takes, and when it was used last, in seconds since 1970."""

    folder: Path
    size: int
    used_at: float


def run_of(task: Task) -> str:
    """What tells one run of a task from the next: its products may differ, and are kept apart."""
    made = task.created_at.isoformat() if task.created_at else ""
    return f"{task.uuid} {made} {task.processing_time_ms}"


class Cache:
    """Downloaded assets under one folder. Safe for several threads and several programs.

    limit_bytes: above it the entries go that were used longest ago. `in_use`, where it is taken, are files that layers
    show (what lies inside them may be named behind): neither they nor what lies beside them is removed.
    """

    def __init__(self, folder: Path, limit_bytes: int) -> None:
        self.folder = folder
        self.limit_bytes = limit_bytes

    def find(self, server_url: str, task_id: TaskId, run: str, asset: str) -> Optional[Path]:
        """The asset's file if it is there, as long as it was when it came; it counts as used now."""
        path = self._entry(server_url, task_id, run, asset) / safe_name(asset)
        return path if path.is_file() and not _is_cut(path) and _mark_used(path.parent) else None

    def get(
        self,
        client: Client,
        project_id: ProjectId,
        task_id: TaskId,
        run: str,
        asset: str,
        progress: BytesProgress = lambda received, total: None,
        cancelled: CancelCheck = never,
        *,
        in_use: InUse = (),
        retry: RetryPolicy = RetryPolicy(),  # noqa: B008 - frozen
    ) -> Path:
        """The asset's file, downloaded where it is not there. While another window downloads it, that is waited for.

        The run, which `run_of` gives, keeps products of an earlier one from being taken for those of the latest.
        """
        url = client.session.url
        target = self._entry(url, task_id, run, asset) / safe_name(asset)

        def fetch() -> Path:
            found = self.find(url, task_id, run, asset)
            if found is None:
                Download(client, project_id, task_id, asset, target, retry=retry).run(progress, cancelled)
                _note_size(target)
                self.trim(in_use_with(in_use, target))
            return target

        return _when_free(fetch, cancelled)

    def unpacked(
        self,
        client: Client,
        project_id: ProjectId,
        task_id: TaskId,
        run: str,
        asset: str,
        progress: BytesProgress = lambda received, total: None,
        cancelled: CancelCheck = never,
        *,
        in_use: InUse = (),
        retry: RetryPolicy = RetryPolicy(),  # noqa: B008 - frozen
    ) -> Path:
        """The folder of what a zipped asset holds, downloaded and unpacked where it is not there."""
        entry = self._entry(client.session.url, task_id, run, asset)
        folder = entry / _UNPACKED
        kept = in_use_with(in_use, folder)

        def fetch() -> None:
            wanted = (client, project_id, task_id, run, asset)
            archive = self.get(*wanted, progress, cancelled, in_use=kept, retry=retry)
            unpack(archive, folder, cancelled=cancelled)
            archive.unlink(missing_ok=True)  # what it held is there

        def fetch_alone() -> None:
            entry.mkdir(parents=True, exist_ok=True)
            in_hand = PartFile.open_for(folder, "unpacking")
            try:
                if not folder.is_dir():
                    fetch()
            finally:
                in_hand.discard()

        if not (folder.is_dir() and _mark_used(entry)):
            _when_free(fetch_alone, cancelled)
            _mark_used(entry)
            self.trim(kept)
        return folder

    def folder_for(self, server_url: str, task_id: TaskId, run: str, name: str) -> Path:
        """The folder for what is made here out of a task's results: an entry as those of assets are, and used now."""
        folder = self._entry(server_url, task_id, run, name)
        folder.mkdir(parents=True, exist_ok=True)
        _mark_used(folder)
        return folder

    def size(self) -> int:
        """Bytes that all of it takes."""
        return _size(self.folder)

    def trim(self, in_use: InUse = ()) -> int:
        """Remove what was used longest ago until the rest is within the limit. Returns the bytes freed."""
        entries = list(self._entries())
        excess = sum(entry.size for entry in entries) - self.limit_bytes
        used = _names(in_use)
        if used is None:
            return 0
        for entry in entries:
            if _is_in_use(entry, used):
                _mark_used(entry.folder)  # another window, which does not know, lets others go first
        return self._remove(sorted(self._entries(), key=lambda entry: entry.used_at), used, excess)

    def empty(self, in_use: InUse = ()) -> int:
        """Remove all that nobody uses. Returns the bytes freed."""
        used = _names(in_use)
        freed = self._remove(list(self._entries()), used, None) if used is not None else 0
        self._sweep()
        return freed

    def tidy(self) -> None:
        """Remove what dead programs left: unfinished downloads that are old, and what could not be removed before."""
        for entry in self._folders():
            remove_leftovers(entry)
        self._sweep()

    def _entry(self, server_url: str, task_id: TaskId, run: str, asset: str) -> Path:
        server = f"{safe_name(urlsplit(server_url).hostname or 'server')[:30]}-{digest(server_url)}"
        task = f"{safe_name(task_id)[:8].strip('. ')}-{digest(task_id)}"
        return self.folder / server / task / digest(run) / safe_name(asset)

    def _folders(self) -> Iterator[Path]:
        """The folders of all entries, unfinished ones too."""
        pattern = "/".join(["[!.]*"] * _LEVELS)
        return (path for path in self.folder.glob(pattern) if path.is_dir())

    def _entries(self) -> Iterator[CacheEntry]:
        for folder in self._folders():
            try:
                marker = folder / _USED
                used_at = (marker if marker.exists() else folder).stat().st_mtime
                yield CacheEntry(folder, _size(folder), used_at)
            except FileNotFoundError:  # another window has removed it just now
                continue

    def _remove(self, entries: List[CacheEntry], used: FrozenSet[str], wanted: Optional[int]) -> int:
        """Remove entries in order until so many bytes are freed, None for all."""
        freed = 0
        for entry in entries:
            if wanted is not None and freed >= wanted:
                break
            if _is_in_use(entry, used) or has_living(entry.folder):
                continue
            if self._gone(entry.folder):
                freed += entry.size
        return freed

    def _gone(self, folder: Path) -> bool:
        """Remove an entry as a whole, never a part of it; False where that cannot be, as while a program has it open."""
        aside = self.folder / f"{_GONE}{uuid.uuid4().hex}"
        try:
            folder.replace(aside)
        except OSError as error:
            _log.info("%s stays in the cache: %s", folder, error)
            return False
        shutil.rmtree(aside, onerror=_log_failure)
        _remove_empty(folder.parent, self.folder)
        return True

    def _sweep(self) -> None:
        for left in self.folder.glob(f"{_GONE}*"):
            shutil.rmtree(left, onerror=_log_failure)


def _when_free(work: Callable[[], T], cancelled: CancelCheck) -> T:
    """What `work` returns, once no other window has the same thing in hand any more."""
    while True:
        try:
            return work()
        except DownloadInUse as error:
            if StopWhen(cancelled).wait(_WAIT):
                raise Cancelled from error


def in_use_with(in_use: InUse, *more: Path) -> InUse:
    """The same files and some more."""

    def known() -> Optional[Iterable[Path]]:
        found = in_use() if callable(in_use) else in_use
        return None if found is None else (*found, *more)

    return known


def _names(in_use: InUse) -> Optional[FrozenSet[str]]:
    """The names of what is in use and of all folders around it, also by other ways that lead there; None for unknown."""
    found = in_use() if callable(in_use) else in_use
    if found is None:
        return None
    paths = {Path(form(path)) for path in found for form in (os.path.abspath, os.path.realpath)}
    return frozenset(os.path.normcase(name) for path in paths for name in (path, *path.parents))


def _is_in_use(entry: CacheEntry, used: FrozenSet[str]) -> bool:
    return any(os.path.normcase(form(entry.folder)) in used for form in (os.path.abspath, os.path.realpath))


def _note_size(path: Path) -> None:
    """Count a file that has just come as used now, and write down how long it is."""
    if _mark_used(path.parent):
        try:
            (path.parent / _USED).write_text(str(path.stat().st_size), encoding="ascii")
        except OSError as error:
            _log.info("The size of %s is not kept: %s", path, error)


def _is_cut(path: Path) -> bool:
    """Whether a file is shorter than it was when it came, as after a crash of the disk; QGIS would open some of these and
    then hang. Longer it may be: QGIS builds overviews into files.
    """
    try:
        known = (path.parent / _USED).read_text(encoding="ascii")
        return known.isdigit() and path.stat().st_size < int(known)
    except (OSError, ValueError):
        return False


def _mark_used(entry: Path) -> bool:
    """Count an entry as used now; False where another window has just removed it."""
    marker, now = entry / _USED, time.time()
    try:
        marker.touch()
        os.utime(marker, (now, now))
    except FileNotFoundError:
        return False
    except OSError as error:  # on a read-only disk it can still be read
        _log.info("%s cannot be marked as used: %s", entry, error)
    return True


def _size(folder: Path) -> int:
    """Bytes of all files below a folder, the marks of their use aside; what goes away meanwhile counts nothing."""
    total = 0
    waiting = [folder]
    while waiting:
        try:
            with os.scandir(waiting.pop()) as found:
                for item in found:
                    if item.is_dir(follow_symlinks=False):
                        waiting.append(Path(item.path))
                    elif item.name != _USED:
                        total += item.stat(follow_symlinks=False).st_size
        except OSError as error:
            _log.debug("Not counted: %s", error)
    return total


def _remove_empty(folder: Path, root: Path) -> None:
    """Remove folders that hold nothing any more, upwards to the root."""
    while folder != root and root in folder.parents:
        try:
            folder.rmdir()
        except OSError:  # not empty, which is the usual end
            return
        folder = folder.parent


def _log_failure(_function: Callable[..., object], path: str, error: Tuple[object, BaseException, object]) -> None:
    _log.info("%s is removed another time: %s", path, error[1])
