"""A bell between requests and the worker: something may be due now."""
from __future__ import annotations

import threading

_bell = threading.Event()
_stopping = threading.Event()


def wake() -> None:
    """Let the worker look at once instead of at its next tick, also at what waits for its time."""
    _bell.set()


def wait(seconds: float) -> bool:
    """Wait for the bell, at most so long; returns whether it rang."""
    rang = _bell.wait(seconds)
    _bell.clear()
    return rang


def stop() -> None:
    """The server is going down: long work ends at its next look."""
    _stopping.set()
    _bell.set()


def is_stopping() -> bool:
    return _stopping.is_set()
