"""What every stage is given: options, paths, the console, and how many threads it may use."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import psutil  # type: ignore[import-untyped]

from nadir_engine.console import Console
from nadir_engine.layout import Layout
from nadir_engine.options import EngineOptions
from nadir_engine.photos import Photo, load_photos

# Part of the free memory that pieces of work may take together: what is kept meanwhile, photos above all, needs some too.
MEMORY_SHARE = 0.6

Item = TypeVar("Item")
Result = TypeVar("Result")


@dataclass
class Run:
    """One run. `stage`, `begin` and `share` (percent of the whole) are set by the pipeline for each stage."""

    photos_folder: Path
    layout: Layout
    options: EngineOptions
    console: Console
    stage: str = ""
    begin: float = 0.0
    share: float = 0.0

    @property
    def threads(self) -> int:
        """Threads that the user allows."""
        return self.options.max_concurrency or os.cpu_count() or 1

    def threads_for(self, bytes_each: float) -> int:
        """Threads that the user allows and the memory that is free now carries, where each needs so much; one at least."""
        fitting = int(MEMORY_SHARE * psutil.virtual_memory().available / max(bytes_each, 1.0))
        if fitting < self.threads:
            self.console.info(f"{max(1, fitting)} threads at a time: each needs {bytes_each / 1e9:.1f} GB of memory")
        return max(1, min(self.threads, fitting))

    def photos(self) -> list[Photo]:
        """The photos that the stage `dataset` found, in the folder where they are now."""
        return load_photos(self.layout.images_json, self.photos_folder)

    def progress(self, fraction: float, message: str = "") -> None:
        """Tells how far the running stage is, 0 to 1."""
        self.console.progress(self.stage, self.begin + self.share * fraction, message)

    def map(
        self, work: Callable[[Item], Result], items: Iterable[Item], begin: float, end: float, message: str,
        bytes_each: float = 0.0,
    ) -> list[Result]:  # fmt: skip
        """`work` on each item in threads, in order, with progress from `begin` to `end` of the stage.

        `bytes_each` is the memory that one piece of work needs: no more run at a time than there is room for.
        """
        return list(self.stream(work, items, begin, end, message, bytes_each))

    def stream(
        self, work: Callable[[Item], Result], items: Iterable[Item], begin: float, end: float, message: str,
        bytes_each: float = 0.0,
    ) -> Iterator[Result]:  # fmt: skip
        """As `map`, one result after the other: no more than a few wait in memory."""
        todo = list(items)
        threads = self.threads_for(bytes_each)
        waiting: deque[Future[Result]] = deque()
        with ThreadPoolExecutor(threads) as pool:
            try:
                waiting.extend(pool.submit(work, item) for item in todo[: 2 * threads])
                for done in range(len(todo)):
                    waiting.extend(pool.submit(work, item) for item in todo[done + 2 * threads :][:1])
                    yield waiting.popleft().result()
                    self.progress(
                        begin + (end - begin) * (done + 1) / len(todo), f"{message} ({done + 1} of {len(todo)})"
                    )
            finally:
                for future in waiting:
                    future.cancel()
