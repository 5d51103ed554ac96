"""What the node's computer has, for `GET /info`."""

from __future__ import annotations

import os

import psutil  # type: ignore[import-untyped]


def total_memory() -> int:
    """Bytes of memory."""
    return int(psutil.virtual_memory().total)


def available_memory() -> int:
    """Bytes of memory that a new process could have."""
    return int(psutil.virtual_memory().available)


def cpu_cores() -> int:
    """Processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
