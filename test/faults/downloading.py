"""One download through the fault proxy, and what lies under its name at each moment."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import List, Optional, Sequence, Tuple

from nadir.core.errors import NadirError
from nadir.core.transfers.downloads import Download
from nadir.test.faults.products import MAKERS
from nadir.test.faults.proxy import FaultProxy
from nadir.test.faults.script import Fault, Kind, Script
from nadir.test.faults.sources import Source
from nadir.test.faults.uploading import RETRY, Outcome, client_for


@dataclass(frozen=True)
class DownloadTrial:
    """A file to be fetched: its name, about how long it is, and what goes wrong on the way."""

    asset: str
    size: int
    seed: int
    faults: Tuple[Fault, ...]


class Versions:
    """The contents that the server has had under one name: each is right as a whole, none mixed with another."""

    def __init__(self, source: Source, trial: DownloadTrial) -> None:
        self._source, self._trial = source, trial
        self.contents: List[bytes] = []
        self.change()

    def change(self) -> None:
        """Put the next one there; all are of different length but the first two."""
        number = len(self.contents)
        size = self._trial.size + 600 * max(0, number - 1)
        content = MAKERS[self._trial.asset](size, self._trial.seed + number)
        self.contents.append(content)
        self._source.put(self._trial.asset, content)


def run_download(source: Source, trial: DownloadTrial, scratch: Path) -> Outcome:
    """Fetch the file, twice under the script where it fails the first time, then over a good line."""
    versions = Versions(source, trial)
    server = source.server
    actions = {Kind.RESTART_BEFORE: server.restart, Kind.RESTART_AFTER: server.restart}
    actions[Kind.CHANGE_IN_ANSWER] = versions.change
    proxy = FaultProxy(server.port, Script(trial.faults), actions=actions)
    target = scratch / "Ausgabe für alle" / trial.asset
    outcome = Outcome()
    try:
        for number in range(4):
            if number >= 2:
                proxy.heal()
            error = _attempt(proxy, source, trial.asset, target)
            outcome.wrong += wrong_under_name(target, versions.contents)
            if error is None:
                break
            outcome.stops += 1
            outcome.log.append(f"{type(error).__name__}: {error} {error.detail}")
        else:
            outcome.lost = 1
    finally:
        proxy.close()
    if not outcome.lost:
        outcome.problems += left_beside(target)
    outcome.log += [f"{seen.target} {seen.range}: {seen.fault}" for seen in proxy.seen]
    return outcome


def _attempt(proxy: FaultProxy, source: Source, asset: str, target: Path) -> Optional[NadirError]:
    client = client_for(proxy.url, source.server.login)
    try:
        Download(client, source.project_id, source.task_id, asset, target, retry=RETRY).run()
    except NadirError as error:
        return error
    finally:
        client.session.close()
    return None


def wrong_under_name(target: Path, right: Sequence[bytes]) -> int:
    """1 where the target is there and is none of the right contents."""
    return int(target.exists() and target.read_bytes() not in right)


def left_beside(target: Path) -> List[str]:
    """What is there beside the finished file."""
    beside = [path.name for path in target.parent.iterdir() if path != target]
    return [f"left behind: {beside}"] if beside else []
