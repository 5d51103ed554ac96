"""The engine's voice: one JSON object a line on standard output."""

from __future__ import annotations

import json
import sys
import threading
from typing import Any, TextIO


class Console:
    """Writes progress, log lines and errors; progress never goes back, whatever is told."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream if stream is not None else sys.stdout
        self._lock = threading.Lock()
        self._percent = 0.0

    def progress(self, stage: str, percent: float, message: str = "") -> None:
        """Progress of the whole run, 0 to 100, while `stage` runs."""
        self._percent = min(100.0, max(self._percent, percent))
        self._write(event="progress", stage=stage, progress=round(self._percent, 1), message=message)

    def info(self, message: str) -> None:
        """A line for the log."""
        self._write(event="log", level="info", message=message)

    def warning(self, message: str) -> None:
        """Something that the user should know and that does not end the run."""
        self._write(event="log", level="warning", message=message)

    def error(self, message: str, remedy: str = "") -> None:
        """What ended the run, and what can be done."""
        self._write(event="error", message=message, remedy=remedy)

    def _write(self, **event: Any) -> None:
        with self._lock:
            self._stream.write(json.dumps(event, ensure_ascii=False) + "\n")
            self._stream.flush()
