"""One upload through the fault proxy, and what became of its photos."""

from __future__ import annotations

import random
import unicodedata
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Callable, Dict, Iterator, List, Mapping, Optional, Sequence, Tuple
from unittest.mock import patch

from nadir.core.api import sending
from nadir.core.api.client import Client
from nadir.core.api.network import NetworkOptions
from nadir.core.api.retry import RetryPolicy
from nadir.core.api.session import Session
from nadir.core.errors import NadirError
from nadir.core.transfers import sender
from nadir.core.transfers.errors import UploadStopped
from nadir.core.transfers.journal import Journal
from nadir.core.transfers.uploads import Upload, UploadPlan
from nadir.test.faults.proxy import FaultProxy
from nadir.test.faults.script import Fault, Kind, Script
from nadir.test.faults.servers import Server, StoredTask

NETWORK = NetworkOptions(connect_timeout=1.5, read_timeout=1.2)
RETRY = RetryPolicy(attempts=4, first=0.01, longest=0.05)
NAME = "Flug über Grün 🌳"


@dataclass(frozen=True)
class Photo:
    """A file to be made: where, how long, and the seed of its bytes."""

    folder: str
    name: str
    size: int
    seed: int

    def content(self) -> bytes:
        return random.Random(self.seed).randbytes(self.size)

    def make(self, root: Path) -> Path:
        path = root / self.folder / self.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(self.content())
        return path


@dataclass(frozen=True)
class UploadTrial:
    """Photos to be sent over so many connections, and what goes wrong on the way."""

    photos: Tuple[Photo, ...]
    faults: Tuple[Fault, ...]
    connections: int = 4
    chunk_bytes: int = sending.CHUNK_BYTES


@contextmanager
def chunks_of(size: int) -> Iterator[None]:
    """Files larger than this go in chunks of this size, so that small files can show what happens to large ones."""
    with patch.object(sending, "CHUNK_BYTES", size), patch.object(sender, "CHUNK_BYTES", size):
        yield


@dataclass
class Outcome:
    """What became of the photos of a trial.

    lost: photos that are not on the server. doubled: tasks and photos that are there more often than they should be.
    wrong: files whose bytes are not those of the photo. stops: how often the upload stopped and said so. kills: how often
    its program was killed. problems: sentences about anything else that is not as it must be.
    """

    lost: int = 0
    doubled: int = 0
    wrong: int = 0
    stops: int = 0
    kills: int = 0
    problems: List[str] = field(default_factory=list)
    log: List[str] = field(default_factory=list)

    @property
    def is_good(self) -> bool:
        return not (self.lost or self.doubled or self.wrong or self.problems)

    def report(self) -> str:
        counts = f"{self.lost} lost, {self.doubled} doubled, {self.wrong} wrong, {self.stops} stops"
        return "\n".join([counts, *self.problems, *self.log])


def client_for(url: str, login: Mapping[str, str]) -> Client:
    return Client(Session(url, login["username"], login["password"], NETWORK, retry=RETRY))


def run_upload(server: Server, trial: UploadTrial, scratch: Path) -> Outcome:
    """Send the photos, going on after each stop: once with what is left of the script, then over a good line."""
    project_id = server.new_project()
    paths = tuple(photo.make(scratch / "photos") for photo in trial.photos)
    actions = {Kind.RESTART_BEFORE: server.restart, Kind.RESTART_AFTER: server.restart}
    proxy = FaultProxy(server.port, Script(trial.faults), actions=actions)
    outcome = Outcome()
    try:
        plan = UploadPlan(proxy.url, project_id, NAME, paths)
        for attempt in attempts(server, proxy, scratch, plan, trial.connections):
            with chunks_of(trial.chunk_bytes):
                error = attempt()
            if error is None:
                break
            outcome.stops += 1
            if not isinstance(error, UploadStopped):
                outcome.problems.append(f"ended with {type(error).__name__}: {error} {error.detail}")
                break
        else:
            outcome.problems.append("stopped over a good line")
    finally:
        proxy.close()
    outcome.log = [f"{seen.verb.value}: {seen.fault}" for seen in proxy.seen]
    judge(outcome, server.stored(project_id), trial.photos)
    return outcome


def attempts(
    server: Server, proxy: FaultProxy, scratch: Path, plan: UploadPlan, connections: int
) -> Iterator[Callable[[], Optional[NadirError]]]:
    """The first run, one that goes on under the same script, and two that go on when nothing goes wrong any more."""
    upload_id = ""
    for number in range(4):
        if number >= 2:
            proxy.heal()
        client, journal = client_for(proxy.url, server.login), Journal(scratch / "profile")
        upload = Upload(
            client, journal, None if upload_id else plan, upload_id=upload_id, connections=connections, retry=RETRY
        )
        upload_id = upload.id

        def attempt(upload: Upload = upload) -> Optional[NadirError]:
            try:
                upload.run()
            except NadirError as error:
                return error
            return None

        yield attempt
        journal.close()
        client.session.close()


def judge(outcome: Outcome, tasks: Sequence[StoredTask], photos: Sequence[Photo]) -> None:
    """Compare what is on the server with what was to be sent."""
    if not tasks:
        outcome.lost += len(photos)
        return
    outcome.doubled += len(tasks) - 1
    task = max(tasks, key=lambda found: (not found.partial, len(found.images)))
    if task.partial:
        outcome.problems.append("the task was not committed")
    if task.name != NAME:
        outcome.problems.append(f"the task is called {task.name!r}")
    _compare(outcome, task.images, photos)


def _compare(outcome: Outcome, images: Dict[str, bytes], photos: Sequence[Photo]) -> None:
    """Photos whose name nobody else has keep it; of the others only the content counts."""
    names = Counter(_alike(photo.name) for photo in photos)
    left = dict(images)
    shared: List[bytes] = []
    for photo in photos:
        if names[_alike(photo.name)] > 1:
            shared.append(photo.content())
        elif photo.name not in left:
            outcome.lost += 1
        elif left.pop(photo.name) != photo.content():
            outcome.wrong += 1
    for content in shared:
        name = next((name for name, found in left.items() if found == content), None)
        if name is None:
            outcome.lost += 1
        else:
            del left[name]
    outcome.doubled += len(left)
    if left:
        outcome.log.append(f"left over: {sorted(left)}")


def _alike(name: str) -> str:
    """What file systems may take for the same name."""
    return unicodedata.normalize("NFC", name).casefold()
