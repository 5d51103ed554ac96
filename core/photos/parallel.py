"""The same work for many files on a few threads: results in order, memory bounded, ended at once by a cancel."""

from __future__ import annotations

import os
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Callable, Deque, Iterable, Iterator, TypeVar

from ..errors import Cancelled

Given = TypeVar("Given")
Made = TypeVar("Made")

MOST_THREADS = 4  # a disk, and a card of a camera even more so, is not faster with more
_AHEAD = 4  # pieces of work for each thread that wait for it


def in_parallel(
    work: Callable[[Given], Made], given: Iterable[Given], cancelled: Callable[[], bool]
) -> Iterator[Made]:
    """What `work` makes of each, in order. Raises Cancelled; what is under way then is waited for."""
    threads = max(1, min(MOST_THREADS, os.cpu_count() or 1))
    waiting: Deque[Future[Made]] = deque()
    with ThreadPoolExecutor(threads, thread_name_prefix="nadir: photos") as pool:
        try:
            for each in given:
                if cancelled():
                    raise Cancelled
                waiting.append(pool.submit(work, each))
                if len(waiting) >= threads * _AHEAD:
                    yield waiting.popleft().result()
            while waiting:
                if cancelled():
                    raise Cancelled
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()
