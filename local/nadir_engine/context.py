"""What every stage is given: options, paths, the console, and how many threads it may use."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from nadir_engine.console import Console
from nadir_engine.layout import Layout
from nadir_engine.options import EngineOptions

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

    def progress(self, fraction: float, message: str = "") -> None:
        """Tells how far the running stage is, 0 to 1."""
        self.console.progress(self.stage, self.begin + self.share * fraction, message)

    def map(
        self, work: Callable[[Item], Result], items: Iterable[Item], begin: float, end: float, message: str
    ) -> list[Result]:
        """`work` on each item in threads, in order, with progress from `begin` to `end` of the stage."""
        todo = list(items)
        results: list[Result] = []
        with ThreadPoolExecutor(self.threads) as pool:
            for done, result in enumerate(pool.map(work, todo), 1):
                results.append(result)
                self.progress(begin + (end - begin) * done / len(todo), f"{message} ({done} of {len(todo)})")
        return results
