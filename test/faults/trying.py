"""A trial in a folder of its own: hypothesis runs many in one test."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Callable, TypeVar

T = TypeVar("T")


def in_scratch(trial: Callable[[Path], T]) -> T:
    with tempfile.TemporaryDirectory(prefix="nadir-faults-") as scratch:
        return trial(Path(scratch))
