"""Smaller copies of photos, made ahead of the network and gone once they are sent."""

from __future__ import annotations

import errno
import logging
import os
import shutil
import threading
from concurrent.futures import Future, ThreadPoolExecutor, wait
from pathlib import Path
from typing import Callable, Dict, Iterable, Optional, Sequence, Tuple

from ..api.exchange import CancelCheck
from ..api.local_files import reachable
from ..errors import Cancelled, NadirError
from .errors import NotMadeSmaller
from .plan import PlannedFile

_log = logging.getLogger(__name__)

FOLDER = "smaller"  # beside the journal
_SUFFIXES = (".jpg", ".jpeg", ".jpe", ".tif", ".tiff")  # what can be made smaller; all else is sent as it is
_AHEAD = 4  # photos that lie ready at most, beside those that are being sent
_TICK = 0.1  # seconds between two looks at `cancelled`
_MOST_WORKERS = 3  # each takes some hundred megabytes for a large photo

Resize = Callable[[Path, Path, int], Path]
"""From photo, target and longest side in pixels to the file to be sent: the target, or the photo if it is small."""


class SmallerCopies:
    """Makes copies of the photos that come next on threads of its own, a few at a time. Thread-safe.

    Memory and disk are bounded: so many workers, so many copies that lie ready. All lie in `folder`, which `close`
    removes; what a killed program left there goes by `remove_leftovers`.
    """

    def __init__(self, folder: Path, longest_side: int, resize: Resize) -> None:
        self._folder = folder
        self._longest_side = longest_side
        self._resize = resize
        self._lock = threading.Lock()
        self._ready: Dict[int, Tuple[PlannedFile, Future[Path]]] = {}
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise NotMadeSmaller(
                f"The folder for smaller copies cannot be made: {folder}", "Check the disk that it is on.", str(error)
            ) from error
        workers = min(_MOST_WORKERS, os.cpu_count() or 1)
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="nadir-resize")

    def take(self, file: PlannedFile, upcoming: Sequence[PlannedFile], cancelled: CancelCheck) -> Path:
        """The file to send for a photo, once it is there; begins those that come next.

        Raises `NotMadeSmaller`, `Cancelled`, and what is not for the photo, such as a full disk, as it is.
        """
        with self._lock:
            mine = self._ready_for(file) or self._begin(file)
            for each in upcoming:
                if len(self._ready) >= _AHEAD:
                    break
                if each.position not in self._ready:
                    self._ready[each.position] = each, self._begin(each)
        while not wait([mine], timeout=_TICK).done:
            if cancelled():
                mine.add_done_callback(self._throw_away)
                raise Cancelled
        try:
            return mine.result()
        except NadirError as error:
            if _is_full_disk(error):
                raise
            raise NotMadeSmaller(error.summary, error.remedy, error.detail) from error

    def release(self, path: Path) -> None:
        """A file that `take` gave is sent, or not needed any more."""
        if path.parent == self._folder:
            try:
                path.unlink(missing_ok=True)
            except OSError as error:  # Windows, while a virus scanner looks at it: `close` tries again
                _log.info("%s is removed later: %s", path, error)

    def _ready_for(self, file: PlannedFile) -> Optional[Future[Path]]:
        """The copy that was begun ahead, unless the photo changed since it was planned with."""
        before, made = self._ready.pop(file.position, (None, None))
        if made is None or before is None:
            return None
        if (before.size, before.modified_ns) == (file.size, file.modified_ns):
            return made
        wait([made])  # the next one has the same name
        self._throw_away(made)
        return None

    def _throw_away(self, made: Future[Path]) -> None:
        """A copy that nobody waits for any more."""
        if not made.cancelled() and made.exception() is None:
            self.release(made.result())

    def close(self) -> None:
        """Make no more, and remove all that lie ready."""
        with self._lock:
            for _, future in self._ready.values():
                future.cancel()
            self._ready.clear()
        self._pool.shutdown(wait=False)  # one that is being made has nowhere to go, and fails
        shutil.rmtree(self._folder, ignore_errors=True)  # what stays goes at the next start

    def _begin(self, file: PlannedFile) -> Future[Path]:
        source = reachable(file.path)
        if source.suffix.lower() not in _SUFFIXES:
            as_it_is: Future[Path] = Future()
            as_it_is.set_result(file.path)
            return as_it_is
        target = self._folder / f"{file.position}{source.suffix}"
        return self._pool.submit(self._resize, source, target, self._longest_side)


def make_smaller(path: Path, target: Path, longest_side: int) -> Path:
    """The house's own way. Imported only when it is wanted: whoever sends photos as they are needs no GDAL."""
    from ..photos.resize import resize  # noqa: PLC0415

    return resize(path, target, longest_side).path


def _is_full_disk(error: NadirError) -> bool:
    """Whether the next photo will fare no better."""
    cause = error.__cause__
    return isinstance(cause, OSError) and cause.errno in (errno.ENOSPC, errno.EDQUOT)


def remove_leftovers(journal_folder: Path, known: Callable[[], Iterable[str]]) -> None:
    """Remove the copies of uploads that are no more. known: asked after the look at the disk, since another window may
    begin an upload at any time.
    """
    folder = journal_folder / FOLDER
    if folder.is_dir():
        found = list(folder.iterdir())
        kept = set(known())
        for each in found:
            if each.name not in kept:
                shutil.rmtree(each, ignore_errors=True)  # tried again at the next start
