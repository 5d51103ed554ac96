"""Transfers whose program is killed without warning, again and again, and then let go on."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Dict, List, Optional, Tuple

from nadir.core.api.sending import CHUNK_BYTES
from nadir.core.transfers.journal import LEASE_SECONDS
from nadir.test.faults.downloading import left_beside, wrong_under_name
from nadir.test.faults.products import MAKERS
from nadir.test.faults.proxy import FaultProxy
from nadir.test.faults.script import Fault, Kind, Script
from nadir.test.faults.servers import Server
from nadir.test.faults.sources import Source
from nadir.test.faults.uploading import Outcome, Photo, judge

_PROGRAM_SECONDS = 90


@dataclass(frozen=True)
class Kill:
    """When the program dies: at a fault of a KILL kind, or so many seconds after its first request."""

    fault: Optional[Fault] = None
    seconds: float = 0.0


@dataclass(frozen=True)
class KillTrial:
    photos: Tuple[Photo, ...]
    kills: Tuple[Kill, ...]
    connections: int = 4
    chunk_bytes: int = CHUNK_BYTES


@dataclass(frozen=True)
class KilledDownload:
    """A product to be fetched, and when the program that fetches it dies."""

    asset: str
    size: int
    seed: int
    kills: Tuple[Kill, ...]


class Program:
    """The client as a process of its own, run through a proxy; `order` says what it is to do."""

    def __init__(self, proxy: FaultProxy, scratch: Path, order: Dict[str, Any]) -> None:
        self._proxy, self._scratch, self._order = proxy, scratch, order
        self._runs = 0
        self.kills = 0

    def run(self, kill: Kill) -> str:
        """Run it once; returns what it said last, '' where it was killed."""
        self._runs += 1
        order = {**self._order, "ahead": self._runs * (LEASE_SECONDS + 1)}
        file = self._scratch / "order.json"
        file.write_text(json.dumps(order), encoding="utf-8")
        command = [sys.executable, "-m", "nadir.test.faults.client_program", str(file)]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self._prepare(kill, process)
        out, errors = process.communicate(timeout=_PROGRAM_SECONDS)
        if process.returncode == -signal.SIGKILL:
            self.kills += 1
            return ""
        assert process.returncode in (0, 1) and out, f"the program ended with {process.returncode}: {errors}"
        return out.splitlines()[-1]

    def _prepare(self, kill: Kill, process: subprocess.Popen[str]) -> None:
        def end() -> None:
            process.kill()
            process.wait(_PROGRAM_SECONDS)

        self._proxy.actions.update({Kind.KILL_IN_REQUEST: end, Kind.KILL_IN_ANSWER: end})
        self._proxy.script = Script([kill.fault] if kill.fault else [])
        if kill.seconds:
            self._proxy.arrived.clear()
            threading.Thread(target=self._kill_later, args=(process, kill.seconds), daemon=True).start()

    def _kill_later(self, process: subprocess.Popen[str], seconds: float) -> None:
        self._proxy.arrived.wait(_PROGRAM_SECONDS)
        threading.Event().wait(seconds)
        process.kill()


def run_killed_upload(server: Server, trial: KillTrial, scratch: Path) -> Outcome:
    """Upload with a program that is killed at each of the moments, then let it finish."""
    project_id = server.new_project()
    paths = [str(photo.make(scratch / "photos")) for photo in trial.photos]
    proxy = FaultProxy(server.port, Script())
    order = {"what": "upload", "url": proxy.url, "login": server.login, "profile": str(scratch / "profile")}
    order.update(project=project_id, photos=paths, connections=trial.connections)
    order["chunk_bytes"] = trial.chunk_bytes
    program, outcome = Program(proxy, scratch, order), Outcome()
    try:
        for kill in (*trial.kills, Kill(), Kill()):
            if _is_done(server, project_id):
                break  # killed between the commit and its last words, or not killed at all
            said = program.run(kill)
            if said.startswith("stopped"):
                outcome.stops += 1
                outcome.problems += _not_a_stop(said)
    finally:
        proxy.close()
    outcome.kills = program.kills
    outcome.log = [f"{seen.verb.value}: {seen.fault}" for seen in proxy.seen]
    judge(outcome, server.stored(project_id), trial.photos)
    return outcome


def _is_done(server: Server, project_id: str) -> bool:
    tasks = server.stored(project_id)
    return bool(tasks) and not any(task.partial for task in tasks)


def _not_a_stop(said: str) -> List[str]:
    return [] if said.startswith("stopped: UploadStopped") else [said]


def run_killed_download(source: Source, trial: KilledDownload, scratch: Path) -> Outcome:
    """Download with a program that is killed at each of the moments, then let it finish."""
    content = MAKERS[trial.asset](trial.size, trial.seed)
    source.put(trial.asset, content)
    proxy = FaultProxy(source.server.port, Script())
    target = scratch / "results" / trial.asset
    order = {"what": "download", "url": proxy.url, "login": source.server.login, "asset": trial.asset}
    order.update(project=source.project_id, task=source.task_id, target=str(target))
    program, outcome = Program(proxy, scratch, order), Outcome()
    said = ""
    try:
        for kill in (*trial.kills, Kill()):
            said = program.run(kill)
            outcome.wrong += wrong_under_name(target, [content])
            if said:
                break
    finally:
        proxy.close()
    outcome.kills = program.kills
    outcome.log = [f"{seen.target} {seen.range}: {seen.fault}" for seen in proxy.seen]
    outcome.lost = int(said != "done" or not target.exists())
    outcome.problems = [said] if said != "done" else left_beside(target)
    return outcome
