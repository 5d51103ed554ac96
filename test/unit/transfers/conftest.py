from __future__ import annotations

from pathlib import Path
from typing import Callable, Iterator, Tuple

import pytest
from nadir.core.api.client import Client
from nadir.core.api.network import NetworkOptions
from nadir.core.api.retry import RetryPolicy
from nadir.core.api.session import Session
from nadir.core.transfers.journal import Journal
from nadir.test.unit.transfers.task_server import TaskServer

QUICK = RetryPolicy(attempts=4, first=0.01, longest=0.05)


@pytest.fixture
def server() -> Iterator[TaskServer]:
    running = TaskServer()
    yield running
    running.close()


@pytest.fixture
def client(server: TaskServer) -> Iterator[Client]:
    network = NetworkOptions(connect_timeout=5.0, read_timeout=5.0)
    session = Session(server.url, "admin", "secret", network, retry=QUICK)
    yield Client(session)
    session.close()


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    opened = Journal(tmp_path / "profile")
    yield opened
    opened.close()


@pytest.fixture
def photos(tmp_path: Path) -> Callable[[int], Tuple[Path, ...]]:
    """Makes so many files of different content and size in one folder."""

    def make(count: int) -> Tuple[Path, ...]:
        folder = tmp_path / "Flug über Grün"
        folder.mkdir(exist_ok=True)
        paths = [folder / f"DJI_{number:04d} é.JPG" for number in range(count)]
        for number, path in enumerate(paths):
            path.write_bytes(b"\xff\xd8" + bytes([number % 256]) * (20_000 + 1000 * number) + b"\xff\xd9")
        return tuple(paths)

    return make
