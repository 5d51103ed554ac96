"""The client of the part `upload`, as a process of its own: `python upload_client.py ORDER.json`.

Prints a line when it is ready, starts at a line on its input, and prints what it took as JSON: wall seconds, seconds of
CPU, and the most connections that it used.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path

from nadir.core.api.client import Client
from nadir.core.api.session import Session
from nadir.core.transfers.journal import Journal
from nadir.core.transfers.uploads import Upload, UploadPlan, UploadProgress


def main() -> None:
    order = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    session = Session(order["url"], order["username"], order["password"])
    session.log_in()
    photos = tuple(sorted(Path(order["photos"]).iterdir()))
    journal = Journal(Path(order["profile"]))
    plan = UploadPlan(session.url, str(order["project"]), "Bench", photos)
    connections = []

    def note(moment: UploadProgress) -> None:
        if moment.connections != (connections[-1] if connections else 0):
            connections.append(moment.connections)

    _say("ready")
    sys.stdin.readline()
    cpu, started = _cpu(), time.monotonic()
    task = Upload(Client(session), journal, plan).run(note)
    seconds, cpu = time.monotonic() - started, _cpu() - cpu
    _say(json.dumps({"seconds": seconds, "cpu": cpu, "connections": connections, "task": task.id}))


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()
