"""The hold that a user interface has on an upload that another thread runs."""

from __future__ import annotations

import threading
from typing import Dict, Optional, Tuple

from .progress import FileProgress, UploadProgress
from .uploads import Upload


class UploadControl:
    """Pause, limit and files of an upload, also before there is one: what was asked for is passed on. Thread-safe.

    No call waits for the disk or the network.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._upload: Optional[Upload] = None
        self._paused = False
        self._limit: Optional[int] = None
        self._limit_is_set = False
        self.latest: Optional[UploadProgress] = None
        """The moment that was told last."""

    @property
    def rate_limit(self) -> Optional[int]:
        """Bytes per second as they were asked for here; None for no limit."""
        return self._limit

    @property
    def is_paused(self) -> bool:
        return self._paused

    @property
    def can_pause(self) -> bool:
        """False while a server is sent all photos in one request."""
        upload = self._upload
        return upload is None or upload.can_pause

    @property
    def task_id(self) -> str:
        """The task on the server that the photos go to; '' before it is there."""
        upload = self._upload
        return upload.task_id if upload is not None else ""

    def attach(self, upload: Upload) -> Upload:
        """The upload that this controls, before it runs."""
        with self._lock:
            self._upload = upload
            if self._paused:
                upload.pause()
            if self._limit_is_set:
                upload.set_rate_limit(self._limit)
        return upload

    def pause(self) -> None:
        with self._lock:
            self._paused = True
            if self._upload is not None:
                self._upload.pause()

    def go_on(self) -> None:
        with self._lock:
            self._paused = False
            if self._upload is not None:
                self._upload.go_on()

    def set_rate_limit(self, bytes_per_second: Optional[int]) -> None:
        """Bytes per second over all connections; None lifts the limit."""
        with self._lock:
            self._limit, self._limit_is_set = bytes_per_second, True
            if self._upload is not None:
                self._upload.set_rate_limit(bytes_per_second)

    def files(self) -> Tuple[FileProgress, ...]:
        """Each file as it is now; none before the upload has looked at them."""
        upload = self._upload
        return upload.files() if upload is not None else ()

    def files_since(self, change: int) -> Tuple[int, Dict[int, FileProgress]]:
        """The number of the latest change, and the files by position that changed after the given one."""
        upload = self._upload
        return upload.files_since(change) if upload is not None else (0, {})
