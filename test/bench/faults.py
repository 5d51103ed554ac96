"""The part `faults`: uploads and downloads under hundreds of fault scripts, and programs killed in the middle of things.

What goes wrong in a trial is told on standard error with its script. The trials are those of test/faults, the same at
each run.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from nadir.test.faults.cancelling import run_cancelled
from nadir.test.faults.downloading import run_download
from nadir.test.faults.killing import run_killed_download, run_killed_upload
from nadir.test.faults.products import MAKERS
from nadir.test.faults.reference_server import Ranges, ReferenceServer
from nadir.test.faults.servers import LocalServer
from nadir.test.faults.sources import SINGLE_FILES, LocalTask, ReferenceTask
from nadir.test.faults.strategies import (
    cancel_trials,
    download_trials,
    kill_trials,
    killed_downloads,
    old_upload_trials,
    upload_trials,
)
from nadir.test.faults.trying import in_scratch
from nadir.test.faults.uploading import Outcome, run_upload

UPLOADS, LOCAL_UPLOADS, OLD_UPLOADS = 260, 40, 20
CANCELS = 40
DOWNLOADS, LOCAL_DOWNLOADS = 20, 20  # of the first for each way in which servers take ranges
KILLED, LOCAL_KILLED, KILLED_DOWNLOADS = 45, 12, 12


class _Tally:
    """Adds up what became of all trials."""

    def __init__(self) -> None:
        self.trials = self.kills = 0
        self.lost = self.doubled = self.wrong = 0

    def run(self, trials: st.SearchStrategy[Any], count: int, run: Callable[[Any, Path], Outcome]) -> None:
        """So many different trials, each in a folder of its own."""

        @given(trial=trials)
        @settings(
            max_examples=count,
            derandomize=True,
            database=None,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.generate],
        )
        def one(trial: Any) -> None:
            self._add(trial, in_scratch(lambda scratch: run(trial, scratch)))

        one()

    def _add(self, trial: Any, outcome: Outcome) -> None:
        self.trials += 1
        self.kills += outcome.kills
        self.doubled += outcome.doubled
        self.wrong += outcome.wrong
        self.lost += outcome.lost or bool(outcome.problems)
        if not outcome.is_good:
            sys.stderr.write(f"{trial}\n{outcome.report()}\n\n")


def measure() -> dict[str, float]:
    """All trials, against a server that keeps to the recordings and against the local one; figures by name."""
    scratch = Path(tempfile.mkdtemp(prefix="nadir-bench-"))
    reference = ReferenceServer(scratch / "reference")
    local = LocalServer(scratch / "local", Path(sys.executable)).start()
    try:
        scripts, kills = _scripts(reference, local, scratch), _kills(reference, local)
    finally:
        local.stop()
        reference.close()
        shutil.rmtree(scratch, ignore_errors=True)
    return {
        "faults_scripts": scripts.trials,
        "faults_lost": scripts.lost,
        "faults_doubled": scripts.doubled + kills.doubled,
        "faults_wrong_bytes": scripts.wrong + kills.wrong,
        "kills": kills.kills,
        "kills_lost": kills.lost,
    }


def _scripts(reference: ReferenceServer, local: LocalServer, scratch: Path) -> _Tally:
    tally = _Tally()
    tally.run(upload_trials(), UPLOADS, _on(reference, run_upload))
    tally.run(upload_trials(), LOCAL_UPLOADS, _on(local, run_upload))
    old = ReferenceServer(scratch / "old", is_old=True)
    tally.run(old_upload_trials(), OLD_UPLOADS, _on(old, run_upload))
    old.close()
    tally.run(cancel_trials(), CANCELS, _on(reference, run_cancelled))
    for ranges in Ranges:
        server = ReferenceServer(scratch / ranges.name, ranges=ranges)
        source = ReferenceTask(server)
        tally.run(download_trials(sorted(MAKERS)), DOWNLOADS, _on(source, run_download))
        server.close()
    tally.run(download_trials(SINGLE_FILES), LOCAL_DOWNLOADS, _on(LocalTask(local), run_download))
    return tally


def _kills(reference: ReferenceServer, local: LocalServer) -> _Tally:
    tally = _Tally()
    tally.run(kill_trials(), KILLED, _on(reference, run_killed_upload))
    tally.run(kill_trials(), LOCAL_KILLED, _on(local, run_killed_upload))
    tally.run(killed_downloads(SINGLE_FILES), KILLED_DOWNLOADS, _on(LocalTask(local), run_killed_download))
    return tally


def _on(where: Any, run: Callable[[Any, Any, Path], Outcome]) -> Callable[[Any, Path], Outcome]:
    return lambda trial, scratch: run(where, trial, scratch)
