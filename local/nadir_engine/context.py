"""What every stage is given: options, paths, the console, and how many threads it may use."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from nadir_engine.console import Console
from nadir_engine.layout import Layout
from nadir_engine.options import EngineOptions
from nadir_engine.photos import Photo, load_photos

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

    def photos(self) -> list[Photo]:
        """The photos that the stage `dataset` found, in the folder where they are now."""
        return load_photos(self.layout.images_json, self.photos_folder)

    def progress(self, fraction: float, message: str = "") -> None:
        """Tells how far the running stage is, 0 to 1."""
        self.console.progress(self.stage, self.begin + self.share * fraction, message)

    def map(
        self, work: Callable[[Item], Result], items: Iterable[Item], begin: float, end: float, message: str
    ) -> list[Result]:
        """`work` on each item in threads, in order, with progress from `begin` to `end` of the stage."""
        return list(self.stream(work, items, begin, end, message))

    def stream(
        self, work: Callable[[Item], Result], items: Iterable[Item], begin: float, end: float, message: str
    ) -> Iterator[Result]:
        """As `map`, one result after the other: no more than a few wait in memory."""
        todo = list(items)
        waiting: deque[Future[Result]] = deque()
        with ThreadPoolExecutor(self.threads) as pool:
            try:
                waiting.extend(pool.submit(work, item) for item in todo[: 2 * self.threads])
                for done in range(len(todo)):
                    waiting.extend(pool.submit(work, item) for item in todo[done + 2 * self.threads :][:1])
                    yield waiting.popleft().result()
                    self.progress(
                        begin + (end - begin) * (done + 1) / len(todo), f"{message} ({done + 1} of {len(todo)})"
                    )
            finally:
                for future in waiting:
                    future.cancel()
