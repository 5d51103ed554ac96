"""Running a program and measuring what it takes."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

PAGE = os.sysconf("SC_PAGE_SIZE")


class NotMeasured(Exception):
    """A part could not be measured; the text says why."""


@dataclass(frozen=True)
class Measured:
    """Wall time in seconds, and the peak of the resident memory of the process and its children together, in GB."""

    seconds: float
    peak_gb: float


def measure(command: Sequence[str], environment: Mapping[str, str]) -> Measured:
    """Runs a command to its end; raises NotMeasured with its output where it fails."""
    started = time.monotonic()
    peak = 0
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT, env=environment)  # noqa: S603
        while process.poll() is None:
            peak = max(peak, _tree_memory(process.pid))
            time.sleep(0.1)
        seconds = time.monotonic() - started
        output.seek(0)
        text = output.read().decode("utf-8", errors="replace")
    if process.returncode != 0:
        raise NotMeasured(f"{' '.join(command)} ended with {process.returncode}:\n{text[-2000:]}")
    return Measured(seconds, peak / 1e9)


def _tree_memory(root: int) -> int:
    """Resident bytes of a process and all below it. Needs /proc."""
    parents: dict[int, list[int]] = {}
    resident: dict[int, int] = {}
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        try:
            fields = (folder / "stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        except OSError:  # it has ended meanwhile
            continue
        parents.setdefault(int(fields[1]), []).append(int(folder.name))
        resident[int(folder.name)] = int(fields[21]) * PAGE
    total, waiting = 0, [root]
    while waiting:
        process = waiting.pop()
        total += resident.get(process, 0)
        waiting += parents.get(process, [])
    return total
