"""Files that are made while they are sent. Each holds a thread of the server until its client has it; others get theirs."""
from __future__ import annotations

import threading
import weakref
from collections.abc import Callable, Iterator
from itertools import chain
from typing import Any

from django.http import StreamingHttpResponse
from rest_framework.exceptions import APIException

MOST = 4  # of the server's eight threads; a slow client may take hours
PATIENCE = 1.0  # seconds; most are small and quickly sent
COME_AGAIN_SECONDS = 15
_free = threading.BoundedSemaphore(MOST)


class TooManyStreams(APIException):
    """As many large files are on their way as may be; `wait` becomes `Retry-After`."""

    status_code = 503
    default_detail = "Too many large files are being sent. Try again soon."
    wait = COME_AGAIN_SECONDS


class StreamedFile(StreamingHttpResponse):
    """The bytes that `make` gives, the first of them made now, so that the answer can still say that the files are gone.

    Raises TooManyStreams, and what the first step of `make` raises.
    """

    def __init__(self, make: Callable[[], Iterator[bytes]], **arguments: Any) -> None:
        if not _free.acquire(timeout=PATIENCE):
            raise TooManyStreams
        self._leave = weakref.finalize(self, _free.release)  # once; also where nobody comes to close it
        try:
            data = make()
            super().__init__(chain((next(data, b""),), data), **arguments)
        except BaseException:
            self._leave()
            raise

    def close(self) -> None:
        """Called by the WSGI server when all is sent, or the client has gone."""
        super().close()
        self._leave()
